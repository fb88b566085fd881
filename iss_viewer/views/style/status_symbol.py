"""Status symbols with QPainter: the shape of a style, filled in its colour, at any place and size."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from iss_viewer.views.style.status_style import Shape, Style, Theme, outline


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
