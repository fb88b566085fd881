"""A small curve without axes, beside words."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from iss_viewer.telemetry.frames import Floats
from iss_viewer.views.style.theme import Palette


class Sparkline(QWidget):
    """A curve over its own range, or over a given one so that several can be compared."""

    def __init__(self, palette: Palette, height_px: int = 26) -> None:
        super().__init__()
        self._palette, self._height_px = palette, height_px
        self._values: Floats = np.empty(0)
        self._range: tuple[float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(60)

    def sizeHint(self) -> QSize:
        """As high as was asked for."""
        return QSize(140, self._height_px)

    def show_values(self, values: Floats, within: tuple[float, float] | None = None) -> None:
        """Draw values, NaN as gaps; within: the least and the greatest that are shown."""
        self._values, self._range = values, within
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 3, -1, -3)
        painter.fillRect(self.rect(), QColor(self._palette.plot))
        known = self._values[np.isfinite(self._values)]
        if not len(known):
            return
        low, high = self._range or (float(known.min()), float(known.max()))
        span = high - low or 1.0
        middle = 0.5 if high == low else 0.0
        painter.setPen(QPen(QColor(self._palette.accent), 1.5, Qt.PenStyle.SolidLine))
        steps = max(len(self._values) - 1, 1)
        line = QPolygonF()
        for at, value in enumerate(self._values.tolist()):
            if value != value:
                painter.drawPolyline(line)
                line = QPolygonF()
                continue
            share = min(max((value - low) / span + middle, 0.0), 1.0)
            x = area.left() + area.width() * at / steps
            line.append(QPointF(x, area.bottom() - share * area.height()))
        painter.drawPolyline(line)
