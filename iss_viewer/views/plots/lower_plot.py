"""What the lower plot shows: dP/dt, or one of the quantities that a person has written; and their list."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from iss_viewer.situation.derived import DerivedError, read_derived
from iss_viewer.views.plots.plot_bar import RATES_BELOW, WRITE, PlotBar
from iss_viewer.views.plots.value_axis import HandScale
from iss_viewer.views.plots.write_dialog import WriteDialog
from iss_viewer.views.plots.written_traces import AnyAxis, Written, WrittenTraces
from iss_viewer.views.shared.window_context import WindowContext

_MOST_KEPT = 50  # quantities that people have written
_NO_LIMIT_PX = 16777215  # Qt's


class LowerPlot:
    """Has the plot of the rate and that of what was written take turns. changed: told when another plot is to be
    shown. scale: of the axis of what is written."""

    def __init__(
        self,
        plots: tuple[pg.PlotItem, pg.PlotItem],
        axis: AnyAxis,
        bar: PlotBar,
        context: WindowContext,
        changed: Callable[[], None],
        scale: HandScale,
    ) -> None:
        (self.rate_plot, self.written_plot), self._bar = plots, bar
        self._context, self._changed = context, changed
        self.written = WrittenTraces(self.written_plot, axis, context, scale)
        self.kept: list[Written] = []
        show_plot(self.written_plot, False)
        bar.below.activated.connect(self._choose)
        bar.edit.clicked.connect(self._write)

    def show(self, words: str = RATES_BELOW) -> None:
        """List what can be shown, and show one of it; what is not there: the rate."""
        below = self._bar.below
        below.blockSignals(True)
        below.clear()
        below.addItems([RATES_BELOW, *(one.words for one in self.kept), WRITE])
        self._bar.edit.setVisible(bool(self.kept))
        at = below.findText(words)
        below.setCurrentIndex(at if 0 <= at <= len(self.kept) else 0)
        below.blockSignals(False)
        self._show_chosen()

    def _choose(self, index: int) -> None:
        if index > len(self.kept):
            self._write()
        else:
            self._show_chosen()

    def _show_chosen(self) -> None:
        """Show what is chosen; a quantity that this run does not have is named, and the rate shown."""
        index, run = self._bar.below.currentIndex() - 1, self._context.run
        value = against = None
        if run is not None and 0 <= index < len(self.kept):
            one = self.kept[index]
            try:
                value = read_derived(one.text, run.station, run.table)
                against = read_derived(one.against, run.station, run.table) if one.against else None
            except DerivedError as error:
                value = None
                self._context.show_message(f"{one.words}: {error}", "notice")
                self._bar.below.setCurrentIndex(0)
        self.written.take(value, against)
        self._changed()

    def fit(self, has_room: bool) -> None:
        """Show the plot that is chosen; the rate only where there is room for two."""
        show_plot(self.rate_plot, self.written.value is None and has_room)
        show_plot(self.written_plot, self.written.value is not None)

    def shares_time(self) -> bool:
        """Whether a plot is shown that has the same axis of time as the one above."""
        is_written = self.written.value is not None
        return bool(self.rate_plot.isVisible() or (is_written and self.written.against is None))

    def _write(self) -> None:
        """Ask for a quantity, and show it."""
        shown, run = self._bar.below.currentText(), self._context.run
        if run is not None:
            parent = self._bar.window()
            dialog = WriteDialog(run, self.kept, parent if isinstance(parent, QWidget) else None)
            if dialog.exec():
                self.kept = dialog.written
                shown = dialog.chosen.words if dialog.chosen is not None else shown
        self.show(shown)

    def state(self) -> dict[str, object]:
        """What a layout keeps: plain data."""
        return {
            "below": self._bar.below.currentText(),
            "written": [[one.text, one.against] for one in self.kept],
        }

    def take_state(self, state: dict[str, object]) -> None:
        """Take up what `state` gave; what is broken in it is passed over."""
        written = state.get("written")
        pairs = written if isinstance(written, list) else []
        self.kept = [
            Written(*pair)
            for pair in pairs[:_MOST_KEPT]
            if isinstance(pair, list) and len(pair) == 2 and all(isinstance(t, str) for t in pair)
        ]
        self.show(str(state.get("below", RATES_BELOW)))


def show_plot(plot: pg.PlotItem, is_shown: bool, most_px: int = _NO_LIMIT_PX) -> None:
    """Show a plot, or give its room to the others."""
    plot.setVisible(is_shown)
    plot.setMaximumHeight(most_px if is_shown else 0)
