"""The checklist: what is done and how that is known, the step it is at with what can be done of it, what is to come."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from iss_viewer.situation.moment import Moment
from iss_viewer.situation.training.checklist import (
    ChecklistLine,
    ChecklistNow,
    StepStanding,
    hold_words,
)
from iss_viewer.situation.training.run_checklist import checklist_of, fall_pa_s
from iss_viewer.situation.words.actions import order_words
from iss_viewer.station import Station
from iss_viewer.telemetry.commands import TickStep
from iss_viewer.views.shared.dialogs import ask_text
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import (
    button,
    clear,
    column,
    frame,
    label,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import NOBODY, WindowContext

_MARKS = {
    StepStanding.DONE: ("✓", "good"),
    StepStanding.SKIPPED: ("–", "notice"),
    StepStanding.CURRENT: ("▶", "accent"),
    StepStanding.TO_DO: ("☐", "muted"),
}
_NONE = "This run has no checklist"
_OVER = "The checklist is done."


class ChecklistPanel(QWidget):
    """Steps from above to below; the current one has its buttons."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self._drawn = context, LastDrawn()
        self._now: ChecklistNow | None = None
        self._station: Station
        self.title, self.summary = label("", "title", wraps=True), label("", "muted", wraps=True)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(2)
        self.hold = label("", "soft", wraps=True)
        content = QWidget()
        content.setLayout(column(self.lines, None, spacing=0))
        self._scroll = scrolled(content)
        head = column(self.title, self.summary, spacing=0)
        self.setLayout(column(head, self._scroll, self.hold, spacing=6))
        self._current: tuple[QLabel, QLabel] | None = None
        self._at: QWidget | None = None
        context.looks_changed.connect(self._drawn.forget)

    def show_moment(self, moment: Moment) -> None:
        """The checklist as it stood at an instant."""
        now = checklist_of(moment)
        self._now, self._station = now, moment.station
        set_text(self.hold, "" if now is None else hold_words(now.hold_pa, fall_pa_s(moment)))
        self.hold.setVisible(bool(self.hold.text()))
        if now is None:
            set_text(self.title, _NONE)
            return
        set_text(self.title, now.title)
        set_text(self.summary, f"{now.version} · {now.summary}")
        shape = [(line.step, line.standing, line.at) for line in now.lines]
        if self._drawn.is_new(now.procedure, repr(shape), moment.can_act):
            self._fill(now, moment.can_act)
        elif self._current is not None and now.current is not None:
            set_text(self._current[0], now.current.sub, "notice" if now.current.is_late else None)

    def _fill(self, now: ChecklistNow, may: bool) -> None:
        clear(self.lines)
        self._current = None
        self._at, at = None, None
        for line in now.lines:
            made = self._line(line, now, may)
            self.lines.addWidget(made)
            at = made if line.standing is StepStanding.CURRENT else at
        if at is None:
            self.lines.addWidget(label(_OVER, tone="good"))
        else:
            self._at = at
            QTimer.singleShot(0, self, self.show_current)

    def show_current(self) -> None:
        """Scroll to the current step, as much before it as there is room for."""
        if self._at is not None and self._at.parent() is not None:
            self._scroll.verticalScrollBar().setValue(max(self._at.y() - 40, 0))

    def _line(self, line: ChecklistLine, now: ChecklistNow, may: bool) -> QFrame:
        sign, tone = _MARKS[line.standing]
        mark, number = label(sign, tone=tone), label(str(line.number), "muted")
        mark.setFixedWidth(18)
        number.setFixedWidth(18)
        is_current = line.standing is StepStanding.CURRENT
        text = label(line.text, wraps=True, role="step-words" if is_current else "")
        done = f"{line.at} · {line.sub}" if line.at and not is_current else line.sub
        sub = label(done, "soft", "notice" if _is_notice(line) else "", wraps=True)
        sub.setVisible(bool(done))
        words = column(text, sub, spacing=1)
        if is_current:
            self._current = (sub, text)
            words.addWidget(label(f"by: {line.who}", "muted", wraps=True))
            if line.caution:
                words.addWidget(label(f"Caution: {line.caution}", tone="notice", wraps=True))
            words.addLayout(self._buttons(line, now, may))
        layout = row(mark, number, words, spacing=6)
        layout.setStretch(2, 1)
        for part in (mark, number):
            layout.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        layout.setContentsMargins(6, 5, 6, 5)
        made = frame("step-now" if is_current else "step", layout)
        made.setAccessibleName(
            f"Step {line.number}, {line.standing.value}: {line.text} {line.sub}".strip()
        )
        return made

    def _buttons(self, line: ChecklistLine, now: ChecklistNow, may: bool) -> QVBoxLayout:
        """What can be done of the current step: its orders, its worksheet, a branch, the tick, to skip it."""
        made, ways = self._line_buttons(line, now), column(spacing=4)
        for choice in now.choices:
            take = button(
                "Choose", partial(self.tick, choice.go), tip="Tick it, and go on this way"
            )
            take.setAccessibleName(f"Choose: {choice.text}")
            take.setEnabled(may)
            way = row(take, label(choice.text, wraps=True), spacing=6)
            way.setStretch(1, 1)
            ways.addLayout(way)
        for one in made:
            one.setEnabled(may or one.text() == "Worksheet")
        layout = column(
            ways, row(*made[:2], None, spacing=6), row(*made[2:], None, spacing=6), spacing=4
        )
        layout.setContentsMargins(0, 4, 0, 0)
        return layout

    def _line_buttons(self, line: ChecklistLine, now: ChecklistNow) -> list[QPushButton]:
        made = []
        if line.sheet:
            made.append(
                button("Worksheet", lambda: self._context.panel_asked.emit("sheet"), "accent")
            )
        if now.orders:
            words = ", ".join(order_words(self._station, one.action) for one in now.orders)
            made.append(button("Order it", self.order, "" if line.sheet else "accent", words))
        if now.may_tick:
            made.append(button("Tick by hand…", self.tick, tip="With the name of who did it"))
        made.append(button("Skip…", self.skip, tip="With the reason and your name"))
        return made

    def order(self) -> None:
        """Order what carries the current step out."""
        for one in () if self._now is None else self._now.orders:
            self._context.post(one)

    def tick(self, go: str = "") -> None:
        """Tick the current step in somebody's name, on a branch if it has some."""
        line = None if self._now is None else self._now.current
        by = self._name("Who did it?") if line is not None else ""
        if line is not None and self._now is not None and by:
            self._context.post(TickStep(self._now.procedure, line.step, by, go))

    def skip(self) -> None:
        """Skip the current step: why, and in whose name."""
        line = None if self._now is None else self._now.current
        if line is None or self._now is None:
            return
        reason = ask_text(self, "Skip this step", f"Why is it skipped? {line.text}")
        by = self._name("Who skips it?") if reason else ""
        if by:
            way = self._now.choices[0].go if self._now.choices else ""
            self._context.post(TickStep(self._now.procedure, line.step, by, way, reason))

    def _name(self, question: str) -> str:
        known = "" if self._context.actor == NOBODY else self._context.actor
        return ask_text(self, "Checklist", question, known)


def _is_notice(line: ChecklistLine) -> bool:
    return line.is_late or line.standing is StepStanding.SKIPPED
