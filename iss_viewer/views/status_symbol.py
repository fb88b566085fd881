"""Status symbols with QPainter: the shape of a style, filled in its colour, at any place and size."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from iss_viewer.views.status_style import Shape, Style, Theme, outline


def paint_symbol(painter: QPainter, box: QRectF, style: Style, theme: Theme = Theme.DARK) -> None:
    """Draw the symbol of `style` into `box`; RING stays hollow."""
    colour = QColor(style.colour(theme))
    corners = [
        QPointF(box.x() + x * box.width(), box.y() + y * box.height())
        for x, y in outline(style.shape)
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if style.shape is Shape.RING:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, max(1.2, box.width() * 0.14)))
    else:
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF(corners))
    painter.restore()


def symbol_icon(style: Style, size_px: int = 16, theme: Theme = Theme.DARK) -> QIcon:
    """The symbol as an icon for lists and menus, crisp at twice its size."""
    pixmap = QPixmap(2 * size_px, 2 * size_px)
    pixmap.setDevicePixelRatio(2.0)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_symbol(painter, QRectF(1, 1, size_px - 2, size_px - 2), style, theme)
    painter.end()
    return QIcon(pixmap)
