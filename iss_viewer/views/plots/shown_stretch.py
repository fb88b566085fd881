"""Which stretch of the run the plots show: up to the newest frame, or where somebody put it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyqtgraph as pg
from PySide6.QtCore import QObject, Signal

from iss_viewer.situation.moment import Moment
from iss_viewer.views.plots.following import following_stretch
from iss_viewer.views.plots.plot_bar import WINDOWS, PlotBar


class ShownStretch(QObject):
    """box: of the uppermost plot that is shown. has_forecast: whether one may be drawn."""

    changed = Signal()  # by a person

    def __init__(
        self, bar: PlotBar, box: Callable[[], pg.ViewBox], has_forecast: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._bar, self._box, self._has_forecast = bar, box, has_forecast
        self.span_s = float("inf")
        self.kept: tuple[float, float] | None = None  # where somebody put it; None: it follows
        self._is_drawing = False
        bar.span.currentIndexChanged.connect(self._choose_span)
        bar.follow.toggled.connect(self._choose_follow)

    def now(self) -> tuple[float, float]:
        """From when to when the plots show the run, s."""
        left, right = self._box().viewRange()[0]
        return float(left), float(right)

    def of(self, moment: Moment) -> tuple[float, float]:
        """From when to when the plots are to show the run at a moment, s."""
        return self.kept or following_stretch(moment, self.span_s, self._has_forecast())

    def show(self, from_s: float, to_s: float) -> None:
        """Show a stretch of the run, and stay there."""
        self._box().setXRange(from_s, to_s, padding=0)
        self.stay(self._box())

    def stay(self, box: pg.ViewBox) -> None:
        """Stay where one of the plots was put."""
        if self._is_drawing:
            return
        left, right = box.viewRange()[0]
        self.kept = float(left), float(right)
        self._bar.follow.blockSignals(True)
        self._bar.follow.setChecked(False)
        self._bar.follow.blockSignals(False)
        self.changed.emit()

    def follow(self) -> None:
        """Follow the newest frame again."""
        if self._bar.follow.isChecked():
            self._choose_follow(True)
        else:
            self._bar.follow.setChecked(True)

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """What moves the plots meanwhile is a drawing and no person."""
        self._is_drawing = True
        try:
            yield
        finally:
            self._is_drawing = False

    def _choose_span(self, index: int) -> None:
        self.span_s = WINDOWS[index][1]
        self.follow()

    def _choose_follow(self, follows: bool) -> None:
        if follows:
            self.kept = None
            self.changed.emit()
        elif self.kept is None:
            self.stay(self._box())
