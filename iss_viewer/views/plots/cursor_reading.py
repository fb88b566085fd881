"""What is done with the two cursors: they are put and moved, their range is measured, marked and exported."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QObject, QTimer, Signal

from iss_viewer.situation.marked_ranges import (
    MarkedRange,
    marked_ranges,
    range_note,
    removal_note,
)
from iss_viewer.situation.measured_traces import MeasuredTrace, cells_of, figures_between
from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.commands import WriteNote
from iss_viewer.views.plots.cursor_card import CursorCard
from iss_viewer.views.plots.cursors import CursorPair
from iss_viewer.views.plots.marks_dialog import MarksDialog
from iss_viewer.views.plots.plot_parts import Crosshair
from iss_viewer.views.plots.range_marks import RangeMarks
from iss_viewer.views.shared.dialogs import ask_text, is_accepted
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style.theme import Palette

_REST_MS = 60  # while a cursor is dragged, figures come no more often
_AT_FIRST = (0.35, 0.65)  # of the stretch that is shown


class CursorReading(QObject):
    """traces: those that the plots draw at a moment. stretch: that they show, s."""

    shown = Signal()  # the card has come, or gone

    def __init__(
        self,
        plots: Sequence[pg.PlotItem],
        context: WindowContext,
        crosshair: Crosshair,
        traces: Callable[[Moment], Sequence[MeasuredTrace]],
        stretch: Callable[[], tuple[float, float]],
    ) -> None:
        super().__init__()
        self._context, self._crosshair, self._traces, self._stretch = (
            context,
            crosshair,
            traces,
            stretch,
        )
        self.cursors, self.card, self.marks = CursorPair(plots), CursorCard(), RangeMarks(plots[0])
        self._drawn = LastDrawn()
        self._timer = QTimer(self, singleShot=True, interval=_REST_MS)
        self._timer.timeout.connect(self._measure)
        self.cursors.moved.connect(self._follow)
        self.card.mark_asked.connect(self.ask_mark)
        self.card.export_asked.connect(context.export_asked)
        self.card.closed.connect(self.cursors.hide)

    def put(self, which: int) -> None:
        """Put the first (0) or second (1) cursor where the mouse is over the plots, or at the instant shown."""
        moment = self._context.moment
        if moment is not None and not moment.is_empty:
            at_s = moment.time_s if self._crosshair.time_s is None else self._crosshair.time_s
            self.cursors.put(which, at_s, self._stretch())

    def toggle(self) -> None:
        """Put both into the stretch that is shown, or take them away."""
        if self.cursors.stretch is not None:
            self.cursors.hide()
        else:
            left, right = self._stretch()
            self.cursors.show(*(left + share * (right - left) for share in _AT_FIRST))

    def ask_mark(self) -> None:
        """Ask for a name and mark the range between the cursors."""
        stretch = self.cursors.stretch
        if stretch is None:
            self._context.show_message("There are no cursors: X and C put them.", "notice")
            return
        name = ask_text(self.card.window(), "Mark a range", "What shall this range be called?")
        if name:
            self.mark(name)

    def mark(self, name: str) -> None:
        """Keep the range between the cursors with the run, under a name."""
        moment, stretch = self._context.moment, self.cursors.stretch
        if moment is None or stretch is None:
            return
        from_s = max(stretch[0], moment.run.history.start_s)
        to_s = min(stretch[1], moment.run.history.end_s)
        if from_s >= to_s:
            self._context.show_message("Between the cursors there is nothing of the run.", "notice")
            return
        self._context.show_message("Marked.")  # first: a refusal takes its place
        self._context.post(WriteNote(range_note(name, from_s, to_s), "STATION", from_s))

    def list_marks(self) -> None:
        """Show what is marked, to look at it or to remove its mark."""
        moment = self._context.moment
        if moment is not None:
            marked, clock = marked_ranges(moment.run.history), self._context.clock
            is_accepted(MarksDialog(self.card.window(), marked, clock, self.look_at, self.unmark))

    def look_at(self, marked: MarkedRange) -> None:
        """Put the cursors to a range that is marked."""
        self.cursors.show(marked.from_s, marked.to_s)

    def unmark(self, marked: MarkedRange) -> None:
        """Remove the mark of a range."""
        self._context.show_message("The mark is removed.")  # first: a refusal takes its place
        self._context.post(WriteNote(removal_note(marked), "STATION", marked.from_s))

    def apply_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self.cursors.apply_theme(palette)
        self.card.apply_theme(palette)
        self._drawn.forget()

    def show_moment(self, moment: Moment) -> None:
        """Draw what is marked, and measure anew where the run has gone on between the cursors."""
        self.marks.draw(moment, self._context.palette)
        if self.cursors.stretch is not None and not self._timer.isActive():
            self._measure()

    def _follow(self) -> None:
        is_there = self.cursors.stretch is not None
        if is_there is self.card.isHidden():
            self.card.setVisible(is_there)
            self.shown.emit()
        if self.cursors.stretch is not None and not self._timer.isActive():
            self._timer.start()

    def _measure(self) -> None:
        moment, stretch = self._context.moment, self.cursors.stretch
        if moment is None or moment.is_empty or stretch is None:
            return
        traces, units = tuple(self._traces(moment)), self._context.units
        known_s = min(stretch[1], moment.time_s)
        if self._drawn.is_new(
            traces, stretch, known_s, units, moment.clock.notation, of=moment.run
        ):
            found = figures_between(moment, traces, stretch, units)
            rows = [cells_of(trace, one, units) for trace, one in found]
            self.card.show_figures(stretch, moment.clock, rows)
