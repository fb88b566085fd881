"""The library of scenarios, handed in as plain values: what each tells, and the button that starts it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from iss_viewer.situation.library import LibraryEntry, StartChoice
from iss_viewer.units import duration_text, figure
from iss_viewer.views.shared.widgets import button, column, heading, label, named, row, scrolled
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role

_KINDS = {
    "class": "Exercise for a class",
    "history": "What happened",
    "exercise": "Exercise",
    "reference": "Reference",
    "live": "Live feed",
    "recorded": "Recorded feed",
}


class LibraryDialog(QDialog):
    """A list on the left, the story of the chosen one on the right."""

    def __init__(
        self, parent: QWidget | None, stories: Sequence[LibraryEntry], chosen: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Scenarios")
        self.resize(1060, 640)
        self._stories = stories
        self._build_layout()
        self._fill("")
        self._choose(chosen or (stories[0].id if stories else ""))

    def _build_layout(self) -> None:
        self.search = named(QLineEdit(), "Search scenarios")
        self.search.setPlaceholderText("Search titles and stories")
        self.search.textChanged.connect(self._fill)
        self.kinds = named(QComboBox(), "Which kind of scenario")
        self.kinds.addItem("All", "")
        for kind in dict.fromkeys(story.kind for story in self._stories):
            self.kinds.addItem(_KINDS.get(kind, kind), kind)
        self.kinds.currentIndexChanged.connect(lambda _: self._fill(self.search.text()))
        self.list = named(QListWidget(), "Scenarios")
        letters.give_size(self.list, "setMinimumWidth", 400)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(1)
        self.list.currentItemChanged.connect(lambda *_: self._show_story())
        self.list.itemDoubleClicked.connect(lambda _: self.accept())
        self.title, self.facts = label("", "title", wraps=True), label("", "muted", wraps=True)
        self.briefing = label("", wraps=True)
        self.condition_head = heading("Starting condition")
        self.conditions = named(QComboBox(), "Starting condition")
        self.conditions.currentIndexChanged.connect(lambda _: self._show_condition())
        self.about_condition = label("", "muted", wraps=True)
        self.assumed, self.sources = label("", "muted", wraps=True), label("", "muted", wraps=True)
        self.goals_head, self.goals = heading("Objectives"), label("", wraps=True)
        self.assumed_head = heading("Assumed, not published")
        self.source_head = heading("Sources")
        page = QWidget()
        page.setLayout(column(
            self.title, self.facts, 4, self.briefing, 6, self.goals_head, self.goals, 6,
            self.condition_head, self.conditions, self.about_condition, 6,
            self.assumed_head, self.assumed, 6, self.source_head, self.sources, None, margin=6,
        ))  # fmt: skip
        self.start = button("Start this scenario", self.accept, "accent")
        self.start.setDefault(True)
        left = column(row(self.search, self.kinds), self.list)
        right = column(scrolled(page), row(None, button("Cancel", self.reject), self.start))
        body = row(left, right, spacing=14, margin=14)
        body.setStretch(1, 1)
        self.setLayout(body)
        set_role(self.list, "library")

    def _fill(self, text: str) -> None:
        wanted, chosen = text.lower().split(), self.chosen()
        self.list.clear()
        for story in self._stories:
            kind = str(self.kinds.currentData() or "")
            if kind in ("", story.kind) and all(word in story.searched for word in wanted):
                facts = (_KINDS.get(story.kind, story.kind), story.date, story.difficulty)
                item = QListWidgetItem(f"{story.title}\n{' · '.join(filter(None, facts))}")
                item.setData(Qt.ItemDataRole.UserRole, story.id)
                self.list.addItem(item)
        self._choose(chosen)

    def _choose(self, story: str) -> None:
        for at in range(self.list.count()):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole) == story:
                self.list.setCurrentRow(at)
                return
        if self.list.count():
            self.list.setCurrentRow(0)

    def chosen(self) -> str:
        """The id of the chosen scenario; empty: none."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def condition(self) -> str:
        """The name of the starting condition that was chosen; empty: that of the exercise."""
        choice: StartChoice | None = self.conditions.currentData()
        return choice.id if choice is not None else ""

    def _offer_conditions(self, story: LibraryEntry) -> None:
        self.conditions.clear()
        self.conditions.addItem("As the exercise has it", None)
        for choice in story.conditions:
            self.conditions.addItem(choice.title, choice)
        for part in (self.condition_head, self.conditions, self.about_condition):
            part.setVisible(bool(story.conditions))
        self._show_condition()

    def _show_condition(self) -> None:
        choice: StartChoice | None = self.conditions.currentData()
        own = "The day that it was written for."
        self.about_condition.setText(own if choice is None else choice.about)

    def _show_story(self) -> None:
        story = next((s for s in self._stories if s.id == self.chosen()), None)
        self.start.setEnabled(story is not None)
        if story is None:
            return
        self.title.setText(story.title)
        lasts = duration_text(story.duration_s) if story.duration_s < float("inf") else ""
        parts = [_KINDS.get(story.kind, story.kind), story.difficulty, story.date, lasts]
        parts += [f"at {figure(story.speed)}×" if story.speed else ""]
        self.facts.setText(" · ".join(part for part in parts if part))
        self.briefing.setText(story.briefing)
        self._offer_conditions(story)
        for head, text, said in (
            (self.goals_head, self.goals, story.goals),
            (self.assumed_head, self.assumed, story.assumed),
            (self.source_head, self.sources, "\n".join(story.sources)),
        ):
            text.setText(said)
            text.setVisible(bool(said))
            head.setVisible(bool(said))
