"""The station as a flat drawing with QPainter, where there is no OpenGL: same signals as the 3D view.

An oblique projection: forward is to the right, zenith is up, and starboard slants towards the reader.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.situation.words.modules import label_name
from iss_viewer.station import Station
from iss_viewer.views.scene.axis import ends_of
from iss_viewer.views.scene.joints import joints_of
from iss_viewer.views.station.canvas import ALONG, Canvas
from iss_viewer.views.style.status_style import CONDITION_STYLES, HATCH_OPEN
from iss_viewer.views.style.theme import mixed

SLANT = np.array([[1.0, 0.0], [-0.46, 0.66], [0.0, 1.0]])  # x, y, z -> right, down
MARGIN = 0.07
GROUND = QColor("#0a101b")


class Schematic(Canvas):
    """Modules as bars of their true length and width, hatches as rings between them."""

    def __init__(self, station: Station, reason: str, parent: QWidget | None = None) -> None:
        super().__init__(station, parent)
        self.note = self._usual_note = f"No 3D: {reason}. This is the flat drawing."
        self._ends = {m.id: ends_of(m) @ SLANT for m in station.modules}
        self._widths = {m.id: m.diameter_m for m in station.modules}
        self._joints = {key: joint.centre_m @ SLANT for key, joint in joints_of(station).items()}

    def _scale(self) -> tuple[float, NDArray[np.float64]]:
        """Pixels per metre and the shift to pixels, so that all modules are in view."""
        points = np.concatenate(list(self._ends.values()))
        low, high = points.min(axis=0) - 2.5, points.max(axis=0) + 2.5
        room = np.array([self.width(), self.height()]) * (1 - 2 * MARGIN)
        scale = float(np.min(room / (high - low)))
        return scale, np.array([self.width(), self.height()]) / 2 - scale * (low + high) / 2

    def _pixels(self, point: NDArray[np.float64]) -> QPointF:
        scale, shift = self._scale()
        x, y = scale * point + shift
        return QPointF(float(x), float(y))

    def where(self, module_id: str) -> tuple[float, float] | None:
        """The point of a module's centre in this widget."""
        centre = self._pixels(self._ends[module_id].mean(axis=0))
        return centre.x(), centre.y()

    def spared(self) -> NDArray[np.float64]:
        """Points of this widget along all bars."""
        scale, shift = self._scale()
        points = np.concatenate([a + ALONG * (b - a) for a, b in self._ends.values()])
        return scale * points + shift

    def where_hatch(self, hatch_id: str) -> tuple[float, float] | None:
        """The point of a hatch in this widget; None for one that leads to vacuum."""
        if hatch_id not in self._joints:
            return None
        point = self._pixels(self._joints[hatch_id])
        return point.x(), point.y()

    def module_at(self, x: float, y: float) -> str | None:
        """The module whose bar is at a point, the thinnest where they cross."""
        scale, shift = self._scale()
        point = (np.array([x, y]) - shift) / scale
        hits = [key for key in self._ends if self._distance(key, point) <= self._widths[key] / 2]
        return min(hits, key=lambda key: self._widths[key], default=None)

    def _distance(self, module_id: str, point: NDArray[np.float64]) -> float:
        a, b = self._ends[module_id]
        along = np.clip((point - a) @ (b - a) / max((b - a) @ (b - a), 1e-9), 0, 1)
        return float(np.linalg.norm(point - a - along * (b - a)))

    def paint_station(self, painter: QPainter) -> None:
        """Bars, widest first, then hatches and names."""
        painter.fillRect(self.rect(), GROUND)
        scale, _ = self._scale()
        for key in sorted(self._ends, key=lambda key: -self._widths[key]):
            self._paint_module(painter, key, scale)
        for key in self._ends:
            self._paint_name(painter, key, scale)
        for hatch in self.station.hatches:
            self._paint_open_hatch(painter, hatch.id)

    def _paint_open_hatch(self, painter: QPainter, hatch_id: str) -> None:
        point = self.where_hatch(hatch_id)
        if point is not None and self.hatches.get(hatch_id):
            painter.setPen(QPen(QColor(HATCH_OPEN.dark), 1.6))
            painter.setBrush(GROUND)
            painter.drawEllipse(QPointF(*point), 3.6, 3.6)

    def _paint_module(self, painter: QPainter, key: str, scale: float) -> None:
        """A rounded bar, its edge in the status colour, filled strongly where not nominal."""
        a, b = (self._pixels(end) for end in self._ends[key])
        length = ((b - a).x() ** 2 + (b - a).y() ** 2) ** 0.5
        width = max(self._widths[key] * scale * 0.92, 7.0)
        colour = QColor(CONDITION_STYLES[self.state(key).condition].dark)
        quiet = self.state(key).condition.is_quiet
        edge = QColor("#ffffff") if key == self.selected else colour
        painter.save()
        painter.translate(a)
        painter.rotate(float(np.degrees(np.arctan2((b - a).y(), (b - a).x()))))
        painter.setPen(QPen(edge, 2.4 if key == self.selected else 1.2))
        fill = QBrush(_mixed(colour, 0.26 if quiet else 0.88))
        if self.state(key).condition is ModuleCondition.NO_DATA:
            fill = QBrush(colour, Qt.BrushStyle.BDiagPattern)
        painter.setBrush(fill)
        bar = QRectF(1.0, -width / 2, max(length - 2.0, 3.0), width)
        painter.drawRoundedRect(bar, 4.0, 4.0)
        painter.restore()

    def _paint_name(self, painter: QPainter, key: str, scale: float) -> None:
        """The short name in the bar where it fits, turned along it."""
        module = self.station.module(key)
        a, b = (self._pixels(end) for end in self._ends[key])
        font = self.font()
        font.setPixelSize(10)
        painter.setFont(font)
        words = label_name(module)
        room = ((b - a).x() ** 2 + (b - a).y() ** 2) ** 0.5
        if painter.fontMetrics().horizontalAdvance(words) > room + 8:
            return
        angle = np.degrees(np.arctan2((b - a).y(), (b - a).x()))
        angle = (angle + 90) % 180 - 90
        painter.save()
        painter.translate((a + b) / 2)
        painter.rotate(float(angle))
        loud = not self.state(key).condition.is_quiet
        painter.setPen(QColor("#05070c") if loud else QColor("#eef3fa"))
        half = painter.fontMetrics().horizontalAdvance(words) / 2
        painter.drawText(QPointF(-half, 3.5), words)
        painter.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The flat drawing has no camera: keys go to the window."""
        event.ignore()


def _mixed(colour: QColor, share: float) -> QColor:
    """`share` of a colour, the rest the dark ground."""
    return QColor(mixed(colour.name(), GROUND.name(), share))
