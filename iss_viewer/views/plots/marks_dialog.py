"""The ranges that somebody marked: put the cursors to one, or remove it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from iss_viewer.situation.marked_ranges import MarkedRange
from iss_viewer.situation.words.clock import Clock
from iss_viewer.units import duration_text
from iss_viewer.views.shared.widgets import button, column, label, named, row
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role


class MarksDialog(QDialog):
    """Each with its name, from when to when. look: puts the cursors to one. remove: takes its mark away."""

    def __init__(
        self,
        parent: QWidget | None,
        ranges: Sequence[MarkedRange],
        clock: Clock,
        look: Callable[[MarkedRange], None],
        remove: Callable[[MarkedRange], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Marked ranges")
        self._ranges, self._look, self._remove = list(ranges), look, remove
        self.list = named(QListWidget(), "Marked ranges")
        set_role(self.list, "library")
        for one in self._ranges:
            ends = f"{clock.text(one.from_s)} → {clock.text(one.to_s)}"
            self.list.addItem(f"{one.name}\n{ends}  ·  {duration_text(one.to_s - one.from_s)}")
        self.none = label(
            "No range is marked: put two cursors (X, C), then R.", "muted", wraps=True
        )
        self.look = button("Put the cursors there", self.look_at_chosen, "accent")
        self.remove = button("Remove", self.remove_chosen)
        buttons = row(self.remove, None, button("Close", self.reject), self.look)
        head = label("Marked ranges", "title")
        self.setLayout(column(head, self.none, self.list, buttons, spacing=10, margin=16))
        self.list.itemDoubleClicked.connect(lambda _: self.look_at_chosen())
        letters.give_size(self, "setMinimumWidth", 460)
        self.list.setCurrentRow(0)
        self._offer()

    def _offer(self) -> None:
        self.none.setVisible(not self._ranges)
        self.list.setVisible(bool(self._ranges))
        for part in (self.look, self.remove):
            part.setEnabled(bool(self._ranges))

    def look_at_chosen(self) -> None:
        """Put the cursors to the chosen range."""
        if self._ranges:
            self._look(self._ranges[self.list.currentRow()])
            self.accept()

    def remove_chosen(self) -> None:
        """Take the mark of the chosen range away."""
        at = self.list.currentRow()
        self._remove(self._ranges.pop(at))
        self.list.takeItem(at)
        self._offer()
