"""For trainers: open a hole of a chosen size in any module while the run goes on, and seal it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from iss_viewer.station.actions import OpenLeak, SealLeak, SwitchFans
from iss_viewer.telemetry.commands import Freeze
from iss_viewer.telemetry.frames import Event
from iss_viewer.views.desk import Desk
from iss_viewer.views.dialogs import LeakDialog
from iss_viewer.views.moment import Moment, name_of, short_name
from iss_viewer.views.widgets import (
    button,
    clear,
    column,
    frame,
    heading,
    label,
    row,
    say,
    scrolled,
)


class TrainingPanel(QWidget):
    """What only a trainer may do; what it did is listed and can be undone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._count = 0
        self._shown: tuple[object, ...] = ()
        self._step: Event | None = None
        self._build_layout()

    def _build_layout(self) -> None:
        self.inject = button("Inject a leak…", self.ask_leak, "accent", "L")
        self.library = button(
            "Scenarios…", lambda: self._desk.scenario_asked.emit(""), tip="Ctrl+O"
        )
        self.fans_off = button("Fans off", lambda: self._desk.act(SwitchFans(False)))
        self.fans_on = button("Fans on", lambda: self._desk.act(SwitchFans(True)))
        self.hold = button("Freeze in 10 min", self._freeze_later, tip="Of simulated time")
        self.told = label("", "muted", wraps=True)
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
            self.lesson, row(self.inject, self.library, None), row(self.fans_off, self.fans_on, self.hold, None),
            4, heading("Leaks you opened"), self.leaks, self.told, None, spacing=7,
        )  # fmt: skip
        layout.setContentsMargins(0, 0, 12, 0)
        content.setLayout(layout)
        self.setLayout(column(scrolled(content)))

    def show_moment(self, moment: Moment) -> None:
        """List the leaks that were opened during the run."""
        self._tell_step(moment)
        may = moment.can_act and moment.is_simulation
        for part in (self.inject, self.fans_off, self.fans_on, self.hold):
            part.setEnabled(may)
        say(
            self.told,
            "" if moment.is_simulation else "This is no simulation: the truth cannot be changed.",
        )
        wanted = (tuple(moment.board.leaks.items()), may)
        if wanted == self._shown:
            return
        self._shown = wanted
        clear(self.leaks)
        for leak, module in moment.board.leaks.items():
            seal = button("Seal", partial(self._desk.act, SealLeak(leak)), "bad")
            half = button(
                "Half", partial(self._desk.act, SealLeak(leak, 0.5)), tip="Takes half of its area"
            )
            for part in (seal, half):
                part.setEnabled(may)
            line = QWidget()
            line.setLayout(
                row(label(f"{leak} in {name_of(moment.station, module)}"), None, half, seal)
            )
            self.leaks.addWidget(line)
        if not moment.board.leaks:
            self.leaks.addWidget(label("none", "muted"))

    def _tell_step(self, moment: Moment) -> None:
        """The step that the scenario's walk-through is at."""
        step = moment.board.step
        self.lesson.setVisible(step is not None)
        if step is None or step is self._step:
            return
        self._step = step
        say(self.step, step.text)
        say(self.step_text, str(step.data.get("text", "")))
        say(self.question, str(step.data.get("question", "")))
        say(self.hint, str(step.data.get("hint", "")))
        self.question.setVisible(bool(self.question.text()))
        self.ask_hint.setVisible(bool(self.hint.text()))
        self.hint.hide()

    def _give_hint(self) -> None:
        self.hint.setVisible(self.hint.isHidden())

    def ask_leak(self) -> None:
        """Ask where and how big, then open the hole."""
        run = self._desk.run
        if run is None:
            return
        modules = {module.id: short_name(module) for module in run.station.modules}
        dialog = LeakDialog(self, modules, self._desk.selection.module)
        if dialog.exec():
            size = dialog.leak()
            self.inject_leak(size.module, size.diameter_m, size.discharge)

    def inject_leak(self, module: str, diameter_m: float, discharge: float = 0.8) -> None:
        """Open a hole; it gets a name of its own."""
        taken = self._desk.moment.board.leaks if self._desk.moment else {}
        self._count += 1
        while f"hole-{self._count}" in taken:
            self._count += 1
        self._desk.act(OpenLeak(f"hole-{self._count}", module, diameter_m, discharge))
        self._desk.selection.choose(module)

    def _freeze_later(self) -> None:
        if self._desk.moment is not None:
            self._desk.post(Freeze(at_s=self._desk.moment.time_s + 600.0))
