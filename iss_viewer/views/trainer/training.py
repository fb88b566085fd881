"""For trainers: open a hole of a chosen size in any module while the run goes on, and seal it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from iss_viewer.situation.moment import Moment, short_name
from iss_viewer.situation.words.modules import coolant_leak_words, leak_words
from iss_viewer.station.actions import IsolateLoop, OpenCoolantLeak, OpenLeak, SealLeak, SwitchFans
from iss_viewer.telemetry.commands import Freeze
from iss_viewer.telemetry.events import StepReached
from iss_viewer.views.shared.dialogs import COOLANT_LEAK, LeakDialog, is_accepted
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

_NONE_OPENED = "None was opened here; what the story opens is not told. Open one above and watch who notices it first."


class TrainingPanel(QWidget):
    """What only a trainer may do; what it did is listed and can be undone."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._count = 0
        self._shown: tuple[object, ...] = ()
        self._step: StepReached | None = None
        self._build_layout()

    def _build_layout(self) -> None:
        self.inject = button("Inject a leak…", self.ask_leak, "accent", "L")
        self.coolant = button(
            "Coolant leak…", self.ask_coolant_leak, tip="A hole in an outside coolant loop"
        )
        self.library = button(
            "Scenarios…", lambda: self._context.scenario_asked.emit(""), tip="Ctrl+O"
        )
        self.fans_off = button("Fans off", lambda: self._context.act(SwitchFans(False)))
        self.fans_on = button("Fans on", lambda: self._context.act(SwitchFans(True)))
        self.hold = button("Freeze in 10 min", self._freeze_later, tip="Of simulated time")
        self.note = label("", "muted", wraps=True)
        self.step, self.step_text = label("", "title", wraps=True), label("", wraps=True)
        self.question, self.hint = (
            label("", tone="accent", wraps=True),
            label("", "muted", wraps=True),
        )
        self.ask_hint = button("Hint", self._give_hint, tip="What to look at")
        self.ask_hint.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hint.hide()
        self.lesson = frame("card", column(
            heading("Walk-through"), self.step, self.step_text, self.question,
            row(self.ask_hint, self.hint, None), spacing=4, margin=9,
        ))  # fmt: skip
        self.lesson.hide()
        self.leaks = QVBoxLayout()
        self.leaks.setSpacing(4)
        content = QWidget()
        layout = column(
            self.lesson, row(self.inject, self.coolant, self.library, None),
            row(self.fans_off, self.fans_on, self.hold, None),
            4, heading("Open leaks"), self.leaks, self.note, None, spacing=7,
        )  # fmt: skip
        layout.setContentsMargins(0, 0, 12, 0)
        content.setLayout(layout)
        self.setLayout(column(scrolled(content)))

    def show_moment(self, moment: Moment) -> None:
        """List the leaks that were opened during the run."""
        self._show_step(moment)
        may = moment.may_change_truth
        for part in (self.inject, self.coolant, self.fans_off, self.fans_on, self.hold):
            part.setEnabled(may)
        self.coolant.setVisible(bool(moment.station.coolant_loops))
        set_text(
            self.note,
            "" if moment.is_simulation else "This is no simulation: the truth cannot be changed.",
        )
        board = moment.board
        wanted = (tuple(board.leaks.items()), tuple(board.coolant_leaks), may)
        if wanted != self._shown:
            self._shown = wanted
            self._list_leaks(moment, may)

    def _list_leaks(self, moment: Moment, may: bool) -> None:
        """A line for each leak, with the buttons that end it."""
        clear(self.leaks)
        for leak, module in moment.board.leaks.items():
            half = button(
                "Half",
                partial(self._context.act, SealLeak(leak, 0.5)),
                tip="Takes half of its area",
            )
            seal = button("Seal", partial(self._context.act, SealLeak(leak)), "bad")
            words = leak_words(moment.station, leak, module)
            self.leaks.addWidget(_leak_line(words, may, half, seal))
        for loop in moment.board.coolant_leaks:
            isolate = button(
                "Isolate", partial(self._context.act, IsolateLoop(loop)), "bad",
                "Cuts the damaged part of the loop off",
            )  # fmt: skip
            words = coolant_leak_words(moment.station, loop)
            self.leaks.addWidget(_leak_line(words, may, isolate))
        if not (moment.board.leaks or moment.board.coolant_leaks):
            self.leaks.addWidget(label(_NONE_OPENED, "muted", wraps=True))

    def _show_step(self, moment: Moment) -> None:
        """The step that the scenario's walk-through is at."""
        step = moment.board.step
        self.lesson.setVisible(step is not None)
        if step is None or step is self._step:
            return
        self._step = step
        set_text(self.step, step.title)
        set_text(self.step_text, step.text)
        set_text(self.question, step.question)
        set_text(self.hint, step.hint)
        self.question.setVisible(bool(self.question.text()))
        self.ask_hint.setVisible(bool(self.hint.text()))
        self.hint.hide()

    def _give_hint(self) -> None:
        self.hint.setVisible(self.hint.isHidden())

    def ask_leak(self) -> None:
        """Ask where and how big, then open the hole."""
        run = self._context.run
        if run is None:
            return
        modules = {module.id: short_name(module) for module in run.station.modules}
        dialog = LeakDialog(self, modules, self._context.selection.module)
        if is_accepted(dialog):
            size = dialog.leak()
            self.inject_leak(size.module, size.diameter_m, size.discharge)

    def ask_coolant_leak(self) -> None:
        """Ask which coolant loop and how big, then open the hole."""
        run = self._context.run
        if run is None or not run.station.coolant_loops:
            return
        loops = {loop.id: loop.name for loop in run.station.coolant_loops}
        chosen = self._context.selection.module
        here = next((x.id for x in run.station.coolant_loops if x.module == chosen), "")
        dialog = LeakDialog(self, loops, here, COOLANT_LEAK)
        if is_accepted(dialog):
            size = dialog.leak()
            self._context.act(OpenCoolantLeak(size.module, size.diameter_m, size.discharge))

    def inject_leak(self, module: str, diameter_m: float, discharge: float = 0.8) -> None:
        """Open a hole; it gets a name of its own."""
        taken = self._context.moment.board.leaks if self._context.moment else {}
        self._count += 1
        while f"hole-{self._count}" in taken:
            self._count += 1
        self._context.act(OpenLeak(f"hole-{self._count}", module, diameter_m, discharge))
        self._context.selection.choose(module)

    def _freeze_later(self) -> None:
        if self._context.moment is not None:
            self._context.post(Freeze(at_s=self._context.moment.time_s + 600.0))


def _leak_line(words: str, may: bool, *ends: QPushButton) -> QWidget:
    line = QWidget()
    layout = row(label(words, tone="truth", wraps=True), *ends)
    layout.setStretch(0, 1)
    line.setLayout(layout)
    for end in ends:
        end.setEnabled(may)
    return line
