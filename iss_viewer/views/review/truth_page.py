"""Truth vs estimate: what really leaked beside what the detector said, when it knew, what people did.

The truth stays hidden until a person asks for it: an operator who sees it learns nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from iss_viewer.situation.moment import name_of
from iss_viewer.situation.results import BackgroundTask, Belief, TruthAgainstBelief
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.modules import true_leak_head
from iss_viewer.situation.words.review import lost_words
from iss_viewer.station import Station
from iss_viewer.telemetry.events import AlarmChanged, Event
from iss_viewer.units import duration_text
from iss_viewer.views.review.review_plots import ReviewPlots
from iss_viewer.views.review.truth_curves import truth_marks, truth_sheets
from iss_viewer.views.shared.task_progress import TaskProgress
from iss_viewer.views.shared.widgets import (
    button,
    clear,
    column,
    frame,
    heading,
    label,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role

_SIDE_PX, _MOST_ACTIONS = 330, 80
_HIDDEN = (
    "Which modules really leak, how much, and since when, is known to the simulation alone. Who sees "
    "it can no longer look for the leak as an operator does. It is run again from the recorded "
    "scenario, seed and orders, which takes a while for a long run."
)


class TruthPage(QDialog):
    """Asks for the truth of the present run and lays it beside what was believed.

    send: sends for the truth of a recording.
    """

    def __init__(
        self, parent: QWidget | None, context: WindowContext, send: Callable[[str], BackgroundTask]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Truth vs estimate")
        self.setModal(False)
        self.resize(1120, 720)
        self._context, self._send = context, send
        self.truth: TruthAgainstBelief | None = None
        self._build_layout()
        context.opened.connect(lambda _: self.hide_truth())
        context.looks_changed.connect(self._draw)

    def _build_layout(self) -> None:
        self.title = label("Truth vs estimate", "title")
        self.state = label("", "muted")
        self.again = button("Bring up to date", self.ask, tip="Run the truth again up to now")
        self.pages = QStackedWidget()
        self.ask_button = button("Show the truth", self.ask, "accent")
        self.refusal = label("", tone="notice", wraps=True)
        cover = column(
            heading("The truth is hidden"), label(_HIDDEN, wraps=True), self.refusal,
            row(self.ask_button, None), spacing=10, margin=18,
        )  # fmt: skip
        card = frame("card", cover)
        letters.give_size(card, "setMaximumWidth", 560)
        hidden = QWidget()
        hidden.setLayout(row(None, column(None, card, None), None))
        self.progress = TaskProgress()
        letters.give_size(self.progress, "setMaximumWidth", 560)
        busy = QWidget()
        middle = row(None, column(None, self.progress, None), None)
        middle.setStretch(1, 1)
        busy.setLayout(middle)
        self.pages.addWidget(hidden)
        self.pages.addWidget(busy)
        self.pages.addWidget(self._truth_page())
        body = column(
            row(self.title, self.state, None, self.again, spacing=12), self.pages, margin=14
        )
        body.setStretch(1, 1)
        self.setLayout(body)
        self.progress.done.connect(self.show_truth)
        self.progress.refused.connect(self._refuse)
        self.hide_truth()

    def _truth_page(self) -> QWidget:
        self.plots = ReviewPlots(self._context)
        self.plots.time_picked.connect(self._context.time_asked)
        self.leaks, self.action_list = QVBoxLayout(), QVBoxLayout()
        self.leaks.setSpacing(8)
        self.action_list.setSpacing(2)
        side = QWidget()
        layout = column(
            heading("What leaked, and when it was known"), self.leaks, 8,
            heading("What people did"), self.action_list, None,
        )  # fmt: skip
        layout.setContentsMargins(0, 0, 8, 0)
        side.setLayout(layout)
        area = scrolled(side)
        letters.give_size(area, "setFixedWidth", _SIDE_PX)
        page = QWidget()
        beside = row(self.plots, area, spacing=14)
        beside.setStretch(0, 1)
        page.setLayout(beside)
        return page

    def hide_truth(self) -> None:
        """Cover it again: another run, or nobody has asked yet."""
        self.progress.abandon()
        self.truth = None
        set_text(self.state, "")
        set_text(self.refusal, "")
        self.refusal.hide()
        self.again.hide()
        self.pages.setCurrentIndex(0)

    def ask(self) -> None:
        """Send for the truth of the present run."""
        run = self._context.run
        if run is None or not run.opened.recording:
            self._refuse("This run is not recorded, so its truth cannot be run again.")
            return
        self.pages.setCurrentIndex(1)
        self.again.setEnabled(False)
        self.progress.wait_for(
            self._send(run.opened.recording), "Running the truth of this run again"
        )

    def _refuse(self, reason: str) -> None:
        self.again.setEnabled(True)
        if self.truth is not None:
            set_text(self.state, reason, "notice")
            self.pages.setCurrentIndex(2)
            return
        set_text(self.refusal, reason)
        self.refusal.show()
        self.pages.setCurrentIndex(0)

    def show_truth(self, truth: TruthAgainstBelief) -> None:
        """Lay the truth open."""
        self.truth = truth
        upto = (
            self._context.clock.text(float(truth.time_s[-1])) if len(truth.time_s) else "its start"
        )
        title = self._context.run.opened.title if self._context.run is not None else ""
        set_text(self.state, f"{title} · up to {upto}", "")
        self.again.show()
        self.again.setEnabled(True)
        self._draw()
        self.pages.setCurrentIndex(2)

    def _draw(self) -> None:
        run = self._context.run
        if self.truth is None or run is None:
            return
        sheets = truth_sheets(self.truth, run.station, self._context.units)
        self.plots.draw(sheets, truth_marks(self.truth))
        clear(self.leaks)
        for belief in self.truth.beliefs:
            self.leaks.addWidget(self._card(belief, run.station))
        if not self.truth.beliefs:
            self.leaks.addWidget(label("Nothing leaked but the seals.", "muted", wraps=True))
        clear(self.action_list)
        actions = self.truth.actions_done
        for event in actions[:_MOST_ACTIONS]:
            self.action_list.addWidget(self._action_line(event, run.words))
        if not actions:
            self.action_list.addWidget(label("nothing", "muted"))
        if len(actions) > _MOST_ACTIONS:
            more = f"… and {len(actions) - _MOST_ACTIONS} more; the report has them all"
            self.action_list.addWidget(label(more, "muted", wraps=True))

    def _card(self, belief: Belief, station: Station) -> QWidget:
        leak, units = belief.leak, self._context.units
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        began_s = leak.began_s
        lines = (
            ("Began", began_s, ""),
            ("True peak", None, units.mass_rate_text(leak.peak_kg_s)),
            ("Went through it", None, lost_words(leak.lost_kg, leak.lost)),
            ("Began, as estimated", belief.onset.time_s, "not estimated"),
            ("First suspected", belief.suspected_s, "never"),
            ("First alarm", belief.alarmed_s, "never"),
            ("Located for good", belief.located_s, "never"),
            ("Isolated", belief.isolated_s, "never"),
            ("Wrongly named", None, ", ".join(name_of(station, m) for m in belief.wrong) or "nobody"),
        )  # fmt: skip
        for at, (words, time_s, otherwise) in enumerate(lines):
            grid.addWidget(label(words, "muted"), at, 0)
            if time_s is None or time_s != time_s:
                tone = "notice" if otherwise == "never" and words != "Isolated" else ""
                grid.addWidget(label(otherwise, tone=tone, wraps=True), at, 1)
                continue
            after = "" if words == "Began" else _since(time_s - began_s)
            grid.addLayout(row(self._link(time_s), label(after, "muted"), None, spacing=2), at, 1)
        head = label(true_leak_head(station, leak.id, leak.module), wraps=True)
        return frame("card", column(head, grid, margin=9))

    def _action_line(self, event: Event, words: Words) -> QWidget:
        line = QWidget()
        who = f" ({event.actor})" if event.actor else ""
        change = f"Alarm {event.change.value}: " if isinstance(event, AlarmChanged) else ""
        said = f"{change}{words.named(event)}{who}"
        layout = row(self._link(event.time_s), label(said, wraps=True), spacing=4)
        layout.setStretch(1, 1)
        line.setLayout(layout)
        return line

    def _link(self, time_s: float) -> QWidget:
        made = button(
            self._context.clock.text(max(time_s, 0.0)),
            lambda: self._context.time_asked.emit(time_s),
        )
        set_role(made, "link")
        letters.give_size(made, "setMinimumWidth", 92)
        made.setToolTip("Look back at this instant")
        return made

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it covers the truth again."""
        self.hide_truth()
        super().closeEvent(event)


def _since(lag_s: float) -> str:
    return f"  {'after' if lag_s >= 0 else 'early by'} {duration_text(abs(lag_s))}"
