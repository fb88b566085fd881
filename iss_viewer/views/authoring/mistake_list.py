"""All that is wrong with a text, line by line; choosing one goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from iss_viewer.situation.authoring import TextMistake
from iss_viewer.views.shared.widgets import column, label, named, row, set_text
from iss_viewer.views.style.theme import set_role

_ROLE = Qt.ItemDataRole.UserRole


class MistakeList(QFrame):
    """The list, and above it how many there are or that all is well."""

    chosen = Signal(int)  # the line, from 1

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "panel")
        self.state = label("", "soft")
        self.list = named(QListWidget(), "Mistakes of the text")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        head = row(label("Mistakes", "heading"), self.state, None)
        self.setLayout(column(head, self.list, spacing=4, margin=10))

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines in which something is wrong."""
        return tuple(int(self.list.item(at).data(_ROLE)) for at in range(self.list.count()))

    def show_mistakes(self, kind: str, mistakes: Sequence[TextMistake]) -> None:
        """List them."""
        self.list.clear()
        for one in mistakes:
            words = f"{one.field}: {one.words}" if one.field else one.words
            line = QListWidgetItem(f"{one.line or '–'}   {words}")
            line.setData(_ROLE, one.line)
            self.list.addItem(line)
        count = len(mistakes)
        told = f"{count} mistake{'s' if count != 1 else ''}" if count else f"none: a good {kind}"
        set_text(self.state, told, "notice" if count else "good")

    def show_state(self, words: str) -> None:
        """Say what is under way; the list stays."""
        set_text(self.state, words, "soft")

    def choose_next(self) -> None:
        """Go to the next mistake, after the last to the first."""
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + 1) % self.list.count())
            self._choose(self.list.currentItem())

    def _choose(self, line: QListWidgetItem) -> None:
        self.chosen.emit(int(line.data(_ROLE)))
