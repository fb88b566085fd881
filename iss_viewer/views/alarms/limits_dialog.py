"""The limits behind the alarms, which a person may change while the run goes on, and who did so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from iss_viewer.detection.limits import Limits, Reserve, Rule, edited
from iss_viewer.situation.words.alarms import edit_words
from iss_viewer.situation.words.clock import Clock
from iss_viewer.telemetry.commands import SetLimit
from iss_viewer.telemetry.events import LimitEdited
from iss_viewer.views.alarms.limit_form import LimitForm
from iss_viewer.views.shared.widgets import (
    button,
    column,
    heading,
    label,
    named,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import icons, letters
from iss_viewer.views.style.status_style import ALARM_STYLES

_OF_WHAT = {
    "module": "each module", "space": "each air space", "station": "the station",
    "tank": "each tank", "loop": "each coolant loop",
}  # fmt: skip


class LimitsDialog(QDialog):
    """Every limit of the run in a list; the chosen one as a form, with the changes that were made to it.

    changed: the numbers that people set in this run; changes: the events that tell of it.
    """

    def __init__(
        self,
        parent: QWidget,
        context: WindowContext,
        changed: Mapping[tuple[str, str], float],
        changes: Sequence[LimitEdited] = (),
    ) -> None:
        super().__init__(parent)
        self._context, self._changes = context, changes
        self.setWindowTitle("Limits")
        self.resize(940, 620)
        self.forms: dict[str, LimitForm] = {}
        self.list, self.pages = QListWidget(), QStackedWidget()
        self.list.setAccessibleName("Limits")
        self.list.setIconSize(QSize(14, 14))
        self.reason = named(QLineEdit(), "Why the limits are changed")
        self.reason.setPlaceholderText("Why? It is kept with the change")
        self.note = label("", tone="notice", wraps=True)
        self.ok = button("Apply", self.apply, "accent")
        self._build_layout()
        if context.run is not None:
            self._fill(with_edits(context.run.words.limits, changed))
        self.list.currentRowChanged.connect(self.pages.setCurrentIndex)
        self.reason.textChanged.connect(lambda _: self._judge())
        self.list.setCurrentRow(0)
        self._judge()

    def _build_layout(self) -> None:
        about = label("A change holds from the next sample on, and in later sessions.", "muted")
        letters.give_size(self.list, "setMinimumWidth", 330)
        body = row(self.list, self.pages, spacing=16)
        body.setStretch(0, 2)
        body.setStretch(1, 3)
        foot = row(label("Reason", "muted"), self.reason, button("Close", self.reject), self.ok)
        layout = column(
            label("Limits", "title"), about, body, self.note, foot, spacing=9, margin=14
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _fill(self, limits: Limits) -> None:
        self._add(limits.reserve, "Reserve time", "The pressure to which reserve time is counted")
        for rule in limits.rules:
            words = f"{rule.text[:1].upper()}{rule.text[1:]}"
            self._add(rule, words, f"An alarm for {_OF_WHAT[rule.subjects]}. {rule.guidance}")

    def _add(self, limit: Rule | Reserve, words: str, about: str) -> None:
        form = LimitForm(limit, self._context.units)
        form.changed.connect(self._judge)
        self.forms[form.id] = form
        item = QListWidgetItem(words)
        blank = QPixmap(28, 28)
        blank.fill(Qt.GlobalColor.transparent)
        item.setIcon(blank)
        kind = ""
        if isinstance(limit, Rule):
            style = ALARM_STYLES[limit.alarm_class]
            item.setIcon(icons.symbol(style, self._context.palette.theme))
            kind = f"{style.word} · {limit.id}"
        self.list.addItem(item)
        page = QWidget()
        parts: tuple[QWidget | int, ...] = (
            label(words, "title", wraps=True),
            label(about, "muted", wraps=True),
            4,
            form,
        )
        head = [label(kind, "muted")] if kind else []
        page.setLayout(column(*head, *parts, 8, self._history(form.id), None, spacing=5))
        self.pages.addWidget(scrolled(page))

    def _history(self, limit: str) -> QVBoxLayout:
        """Who changed it, when, from what to what, and why; the last first."""
        found = [edit for edit in self._changes if edit.limit == limit]
        lines = [
            label(change_words(edit, self._context.clock), wraps=True) for edit in reversed(found)
        ]
        nothing = [] if lines else [label("none in this run", "muted")]
        return column(heading("Changes"), *lines, *nothing, spacing=4)

    def _judge(self) -> None:
        """Say what is still missing before the changes can be made."""
        forms = self.forms.values()
        count = sum(len(form.edits()) for form in forms)
        mistake = next((said for form in forms if (said := form.mistake())), "")
        why = "" if self.reason.text().strip() or not count else "Say why, so that others know."
        set_text(self.note, mistake or why)
        self.ok.setText(f"Apply {count} changes" if count > 1 else "Apply")
        self.ok.setEnabled(bool(count) and not (mistake or why))
        for at, form in enumerate(forms):
            font = self.list.item(at).font()
            font.setBold(bool(form.edits()))
            self.list.item(at).setFont(font)

    def apply(self) -> None:
        """Order every change that was made."""
        for form in self.forms.values():
            for edit in form.edits():
                reason = self.reason.text().strip()
                self._context.post(SetLimit(edit.limit, edit.field, edit.value, reason))
        self.accept()


def with_edits(limits: Limits, changed: Mapping[tuple[str, str], float]) -> Limits:
    """The limits of the file as they were edited; what no limit has any more is passed over."""
    for (limit, field), value in changed.items():
        try:
            limits = edited(limits, limit, field, value)
        except ValueError:
            continue
    return limits


def change_words(edit: LimitEdited, clock: Clock) -> str:
    """One change: when, by whom, what, why, and which version it made."""
    reason = f" — {edit.reason}" if edit.reason else ""
    when, what = clock.text(edit.time_s), edit_words(edit)
    return f"{when}  {edit.actor}: {what}{reason}  (version {edit.version})"
