"""Status symbols with QPainter: the shape of a style, filled in its colour, at any place and size."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from iss_viewer.views.style.status_style import OUTLINE, Shape, Style, Theme, outline


def paint_symbol(painter: QPainter, box: QRectF, style: Style, theme: Theme = Theme.DARK) -> None:
    """Draw the symbol of `style` into `box`; RING stays hollow; on a light background with an outline."""
    corners = [
        QPointF(box.x() + x * box.width(), box.y() + y * box.height())
        for x, y in outline(style.shape)
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if style.shape is Shape.RING:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(style.colour(theme)), max(1.2, box.width() * 0.14)))
    else:
        painter.setBrush(QColor(style.symbol_colour(theme)))
        is_outlined = theme is Theme.LIGHT
        painter.setPen(
            QPen(QColor(OUTLINE), box.width() * 0.07) if is_outlined else Qt.PenStyle.NoPen
        )
    painter.drawPolygon(QPolygonF(corners))
    painter.restore()
