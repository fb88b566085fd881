"""Icons drawn by hand: fonts lack the signs of a player, and each status needs its own shape."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from iss_viewer.views.style.status_style import Style, Theme
from iss_viewer.views.style.status_symbol import paint_symbol

#: Draws within a square of 16 by 16.
Draw = Callable[[QPainter], None]


def _polygon(*points: tuple[float, float]) -> Draw:
    shape = QPolygonF([QPointF(x, y) for x, y in points])
    return lambda painter: painter.drawPolygon(shape)


def _bars(*bars: tuple[float, float, float, float]) -> Draw:
    def draw(painter: QPainter) -> None:
        for bar in bars:
            painter.drawRoundedRect(QRectF(*bar), 0.8, 0.8)

    return draw


def _both(*draws: Draw) -> Draw:
    def draw(painter: QPainter) -> None:
        for part in draws:
            part(painter)

    return draw


def _stroke(*lines: tuple[tuple[float, float], ...]) -> Draw:
    def draw(painter: QPainter) -> None:
        colour = painter.brush().color()
        painter.save()
        painter.setPen(_round_pen(colour, 1.7))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in lines:
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line]))
        painter.restore()

    return draw


def _round_pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _ring(radius: float, centre: tuple[float, float] = (8, 8)) -> Draw:
    def draw(painter: QPainter) -> None:
        painter.save()
        painter.setPen(QPen(painter.brush().color(), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(*centre), radius, radius)
        painter.restore()

    return draw


def _restart(painter: QPainter) -> None:
    painter.save()
    painter.setPen(_round_pen(painter.brush().color(), 1.8))
    brush = painter.brush()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(3, 3, 10, 10), 110 * 16, -290 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawPolygon(QPolygonF([QPointF(7.6, 0.6), QPointF(7.6, 6.0), QPointF(3.2, 3.4)]))
    painter.restore()


def _bell(painter: QPainter) -> None:
    path = QPainterPath(QPointF(3, 12))
    path.cubicTo(4.6, 10.5, 4.2, 8.5, 4.4, 6.6)
    path.cubicTo(4.7, 2.8, 11.3, 2.8, 11.6, 6.6)
    path.cubicTo(11.8, 8.5, 11.4, 10.5, 13, 12)
    path.closeSubpath()
    painter.drawPath(path)
    painter.drawEllipse(QPointF(8, 13.3), 1.5, 1.2)


def _disc(radius: float) -> Draw:
    return lambda painter: painter.drawEllipse(QPointF(8, 8), radius, radius)


_DRAWN: dict[str, Draw] = {
    "run": _polygon((4.5, 2.5), (13, 8), (4.5, 13.5)),
    "freeze": _bars((4, 3, 3, 10), (9, 3, 3, 10)),
    "step": _both(_polygon((3, 3), (9.5, 8), (3, 13)), _bars((10.5, 3, 2.4, 10))),
    "step_back": _both(_polygon((13, 3), (6.5, 8), (13, 13)), _bars((3.1, 3, 2.4, 10))),
    "next": _stroke(((5, 3.5), (10, 8), (5, 12.5))),
    "down": _stroke(((3, 5.5), (8, 10.5), (13, 5.5))),
    "previous": _stroke(((11, 3.5), (6, 8), (11, 12.5))),
    "restart": _restart,
    "live": _both(_ring(5.6), _disc(2.8)),
    "loop": _both(_stroke(((3, 7), (3, 4.5), (12, 4.5)), ((13, 9), (13, 11.5), (4, 11.5))),
                  _polygon((11, 1.8), (14.2, 4.5), (11, 7.2)), _polygon((5, 8.8), (1.8, 11.5), (5, 14.2))),
    "bell": _bell,
    "muted": _both(_bell, _stroke(((2, 2), (14, 14)))),
    "cursors": _stroke(((4, 2), (4, 14)), ((12, 2), (12, 14)), ((4, 8), (12, 8))),
    "limits": _stroke(((5, 5), (8, 2), (11, 5)), ((8, 2), (8, 14)), ((5, 11), (8, 14), (11, 11))),
    "check": _stroke(((3, 8.5), (6.6, 12), (13, 4.5))),
    "warning": _stroke(((8, 2), (14.5, 13.5), (1.5, 13.5), (8, 2)), ((8, 6.5), (8, 9.4)), ((8, 11.4), (8, 11.6))),
    "cross": _stroke(((4, 4), (12, 12)), ((12, 4), (4, 12))),
    "note": _both(_stroke(((3.5, 2.5), (12.5, 2.5), (12.5, 10), (9, 13.5), (3.5, 13.5), (3.5, 2.5)),
                          ((5.8, 6), (10.2, 6)), ((5.8, 8.8), (8.6, 8.8)))),
    "book": _stroke(((8, 4), (3, 3), (3, 12.5), (8, 13.5), (13, 12.5), (13, 3), (8, 4), (8, 13.5))),
    "drop": _polygon((8, 1.8), (11.2, 6.4), (12.2, 9.6), (11, 12.6), (8, 14), (5, 12.6), (3.8, 9.6), (4.8, 6.4)),
    "float": _stroke(((6, 3), (3, 3), (3, 13), (13, 13), (13, 10)), ((9, 2.8), (13.2, 2.8), (13.2, 7)), ((13, 3), (7.5, 8.5))),
}  # fmt: skip

NAMES = tuple(_DRAWN)


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = 16, ratio: float = 2.0) -> QPixmap:
    """An icon as a picture. Raises KeyError for an unknown name."""
    draw = _DRAWN[name]
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size * ratio / 16, size * ratio / 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    draw(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=256)
def icon(name: str, colour: str) -> QIcon:
    """An icon for a button."""
    return QIcon(pixmap(name, colour))


@lru_cache(maxsize=128)
def symbol(style: Style, theme: Theme, size: int = 14, ratio: float = 2.0) -> QPixmap:
    """The shape of a status, an alarm class or a verdict in its colour."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_symbol(
        painter, QRectF(ratio, ratio, (size - 2) * ratio, (size - 2) * ratio), style, theme
    )
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
