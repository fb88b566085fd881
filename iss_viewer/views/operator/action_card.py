"""The recommended action in the head of the window: what, who, until when, and one button that does it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from iss_viewer.situation.advised import advice_now, due_text, is_done
from iss_viewer.situation.moment import Moment
from iss_viewer.views.shared.widgets import as_tip, button, column, label, row, set_text
from iss_viewer.views.style.theme import set_role, set_tone

NOTHING = "No action is recommended now."
_LINES = 3  # of the plan


class ActionCard(QFrame):
    """execute: does what is advised, and asks first where it may harm; show_all: goes to the whole plan."""

    def __init__(self, execute: Callable[[], None], show_all: Callable[[], None]) -> None:
        super().__init__()
        set_role(self, "card")
        self.name = label("Recommended action", "heading", "accent")
        self.title, self.steps = label("", "title", wraps=True), label("", "soft")
        self._title = ""
        self._lines: tuple[str, ...] = ()
        self.due = label("", "muted")
        self.execute = button("Execute  D", execute, "accent", "Does what is advised (D)")
        self.all = button("Whole plan", show_all, tip="Goes to the plan, step by step")
        self.title.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        for part in (self.name, self.title, self.steps, self.due):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        words = column(self.name, self.title, self.steps, None, self.due, spacing=1)
        layout = row(words, column(self.execute, self.all, spacing=5), spacing=10)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 4, 8, 5)
        self.setLayout(layout)
        self.setAccessibleName("Recommended action")

    def show_moment(self, moment: Moment) -> None:
        """Show what is advised at an instant."""
        advice = advice_now(moment)
        if advice is None:
            self._show_words(
                NOTHING, ("Advice comes when a leak is found and its place is not known yet.",)
            )
            set_text(self.due, "")
            set_tone(self, "")
        else:
            words = moment.words.advice(advice)
            self._show_words(words.title, words.plan or (words.tells, words.reason))
            text, tone = due_text(moment, advice)
            set_text(self.due, text, tone)
            set_tone(self, "accent" if moment.can_act else "")
            self.execute.setToolTip(as_tip("\n".join(("Orders all of this (D):", *words.deeds))))
        is_open = advice is not None and bool(advice.actions) and not is_done(moment, advice)
        self.execute.setVisible(advice is not None and bool(advice.actions))
        self.execute.setEnabled(is_open and moment.can_act)
        self.setAccessibleDescription(self._title)

    def _show_words(self, title: str, lines: tuple[str, ...]) -> None:
        self._title, self._lines = title, tuple(line for line in lines if line)
        self.title.setToolTip(as_tip(title))
        self.steps.setToolTip(as_tip("\n".join(self._lines)))
        self._fit()

    def _fit(self) -> None:
        """As much of the title and of the first steps as there is room for; the whole plan is a click away."""
        metrics, wide = self.title.fontMetrics(), self.title.width()
        is_long = metrics.horizontalAdvance(self._title) > wide
        set_text(self.title, self._title)
        self.title.setMaximumHeight((2 if is_long else 1) * metrics.lineSpacing())
        shown = [_elided(self.steps, line) for line in self._lines[: _LINES - is_long]]
        set_text(self.steps, "\n".join(shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say more where there is more room."""
        super().resizeEvent(event)
        self._fit()


def _elided(shown: QLabel, text: str) -> str:
    return shown.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(shown.width(), 80))
