"""The signs of the hatch map with QPainter: rings, bars, arrows, heads; one size for all."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from iss_viewer.situation.hatches_now import HatchNow, HatchStands
from iss_viewer.views.hatch_map.map_layout import DoorKind
from iss_viewer.views.style.theme import Palette

RING_PX, BAR_PX, BAR_LONG_PX = 5.0, 8.0, 20.0
ARROW_PX = 26.0
NEXT = "accent"  # the tone of what is to be done next


def hatch_tone(one: HatchNow, is_next: bool) -> str:
    """The tone of a hatch: what is to be moved next, then what is closed against plan; else quiet."""
    if is_next:
        return NEXT
    if one.stands is HatchStands.VALVE_OPEN or (one.stands.is_closed and not one.is_planned):
        return "closed"
    return "plan" if one.stands.is_closed else "notice" if not one.is_planned else "muted"


def paint_hatch(
    painter: QPainter,
    at: QPointF,
    stands: HatchStands,
    tone: str,
    palette: Palette,
    is_level: bool = True,
    kind: DoorKind = DoorKind.LINE,
) -> None:
    """A hatch: a ring where open, half filled where half open, a bar where closed, with an eye where its valve is open."""
    colour = QColor(palette.tone(tone))
    ground = QColor(palette.panel)
    small = 0.7 if kind is not DoorKind.LINE else 1.0
    if stands.is_closed:
        wide, long = BAR_PX * small, BAR_LONG_PX * small
        size = (wide, long) if is_level else (long, wide)
        bar = QRectF(at.x() - size[0] / 2, at.y() - size[1] / 2, *size)
        painter.setPen(QPen(ground, 1.0))
        painter.setBrush(colour)
        painter.drawRoundedRect(bar, 1.5, 1.5)
        if stands is HatchStands.VALVE_OPEN:
            painter.setPen(QPen(colour, 2.0))
            painter.setBrush(ground)
            painter.drawEllipse(at, 4.6 * small, 4.6 * small)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(at, 1.6 * small, 1.6 * small)
        return
    radius = RING_PX * small
    pen = QPen(colour, 2.0)
    if stands is HatchStands.UNKNOWN:
        pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(ground)
    painter.drawEllipse(at, radius, radius)
    if stands is HatchStands.HALF_OPEN:
        painter.setBrush(colour)
        disc = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        painter.drawPie(disc, 90 * 16, 180 * 16)
    if tone == NEXT:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, radius + 3.5, radius + 3.5)


def paint_focus(painter: QPainter, at: QPointF, palette: Palette, is_pointed: bool) -> None:
    """What the keyboard or the mouse is on."""
    painter.setPen(QPen(QColor(palette.text if is_pointed else palette.accent), 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, 13.0, 13.0)


def paint_arrow(painter: QPainter, start: QPointF, end: QPointF, colour: QColor) -> None:
    """An arrow from one point to another."""
    painter.setPen(QPen(colour, 2.0))
    painter.drawLine(start, end)
    along = end - start
    length = max((along.x() ** 2 + along.y() ** 2) ** 0.5, 1.0)
    unit = QPointF(along.x() / length, along.y() / length)
    across = QPointF(-unit.y(), unit.x())
    back = end - unit * 7.0
    painter.drawPolyline(QPolygonF([back + across * 4.0, end, back - across * 4.0]))


def paint_heads(painter: QPainter, box: QRectF, count: int, palette: Palette) -> None:
    """How many people are somewhere: a light pill with a head and a number, in the font of the painter."""
    ink = QColor(palette.window)
    painter.setPen(QPen(ink, 1.0))
    painter.setBrush(QColor(palette.text))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(ink))
    x, y = box.left() + 8.0, box.center().y()
    painter.drawEllipse(QPointF(x, y - 2.6), 2.1, 2.1)
    painter.drawChord(QRectF(x - 3.8, y + 0.4, 7.6, 8.0), 0, 180 * 16)
    painter.setPen(ink)
    number = box.adjusted(13.0, 0.0, -2.0, 0.0)
    painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(count))
