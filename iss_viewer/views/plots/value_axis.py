"""The axis of values of a plot, moved by hand: dragged, stretched by the wheel, typed; a double click lets it go again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal

from iss_viewer.units import from_si, to_si

_ZOOM = 1.2  # of a step of the wheel
_STEP = 120.0  # of a wheel, in Qt's eighths of a degree


class HandScale(QObject):
    """The limits of one axis as a person set them, kept in SI, so that another unit shows the same.

    name: of its plot. kind: of the quantity, such as ``pressure``; empty: its limits are kept as they are shown.
    unit: in which it is shown.
    """

    changed = Signal()

    def __init__(self, name: str, plot: pg.PlotItem, kind: str, unit: Callable[[], str]) -> None:
        super().__init__()
        self.name, self.plot, self._box = name, plot, plot.getViewBox()
        self._kind, self._unit = kind, unit
        plot.getAxis("left").by_hand = self
        self._limits: tuple[float, float] | None = None

    @property
    def is_by_hand(self) -> bool:
        """Whether a person has set the limits."""
        return self._limits is not None

    @property
    def unit(self) -> str:
        """In which limits are typed."""
        return self._unit()

    def shown(self) -> tuple[float, float]:
        """The limits that are seen now, in the reader's units."""
        low, high = self._box.viewRange()[1]
        return float(low), float(high)

    def set(self, low: float, high: float) -> None:
        """Take limits in the reader's units; what has no height is passed over."""
        if low < high:
            self._limits = (low, high)
            if self._kind:
                self._limits = tuple(to_si(v, self._unit(), self._kind) for v in (low, high))  # type: ignore[assignment]
            self.apply()
            self.changed.emit()

    def release(self) -> None:
        """Let the plot choose its limits again."""
        if self._limits is not None:
            self._limits = None
            self.changed.emit()

    def apply(self) -> bool:
        """Show the limits that were set, if any; whether there are some."""
        if self._limits is None:
            return False
        low, high = self._limits
        if self._kind:
            low, high = (float(from_si(v, self._unit(), self._kind)) for v in self._limits)
        self._box.setYRange(low, high, padding=0)
        return True


class HandScales(QObject):
    """Those of all plots of a panel."""

    changed = Signal()

    def __init__(self, *scales: HandScale) -> None:
        super().__init__()
        self.all = scales
        for scale in scales:
            scale.changed.connect(self.changed)

    @property
    def are_by_hand(self) -> bool:
        """Whether a person has set the limits of any."""
        return any(scale.is_by_hand for scale in self.all)

    def release(self) -> None:
        """Let all plots choose their limits again."""
        for scale in self.all:
            scale.release()


class ValueAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph ships no types
    """Tells its `by_hand` what the mouse does on it; without one it does nothing."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.by_hand: HandScale | None = None
        self.setToolTip("Drag moves, the wheel stretches, a double click is automatic again")

    def mouseDragEvent(self, event: Any) -> None:
        """Move the limits with the mouse."""
        if self.by_hand is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        low, high = self.by_hand.shown()
        moved = (event.pos().y() - event.lastPos().y()) / max(self.height(), 1.0) * (high - low)
        self.by_hand.set(low + moved, high + moved)

    def wheelEvent(self, event: Any) -> None:
        """Stretch the limits about the place of the mouse."""
        if self.by_hand is None:
            event.ignore()
            return
        event.accept()
        low, high = self.by_hand.shown()
        fixed = high - event.pos().y() / max(self.height(), 1.0) * (high - low)
        factor = _ZOOM ** (-event.delta() / _STEP)
        self.by_hand.set(fixed + (low - fixed) * factor, fixed + (high - fixed) * factor)

    def mouseClickEvent(self, event: Any) -> None:
        """A double click gives the limits back."""
        if self.by_hand is not None and event.double():
            event.accept()
            self.by_hand.release()
