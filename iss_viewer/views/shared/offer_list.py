"""A line to type into, and the list that it leaves: whatever can be chosen is found by a few letters of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from iss_viewer.views.shared.widgets import column, label, named

_ROLE = Qt.ItemDataRole.UserRole
_What = TypeVar("_What")


@dataclass(frozen=True)
class Offer(Generic[_What]):
    """A line of the list: its words, what stands behind them, and what it does or stands for."""

    words: str
    behind: str
    do: _What


def ranked(offers: Sequence[Offer[_What]], typed: str) -> list[Offer[_What]]:
    """The offers whose words hold all that was typed, in any order; first what begins with it."""
    parts = typed.casefold().split()

    def rank(offer: Offer[_What]) -> tuple[int, int]:
        words = offer.words.casefold()
        starts = sum(any(word.startswith(part) for word in words.split()) for part in parts)
        return -starts, words.find(parts[0]) if parts else 0

    found = [one for one in offers if all(part in one.words.casefold() for part in parts)]
    return sorted(found, key=rank)


@dataclass(frozen=True)
class ListWords:
    """What stands on a list of offers: in the empty line, for screen readers, and where nothing is found."""

    example: str
    typed_name: str
    list_name: str
    nothing: str


class OfferList(QWidget):
    """Up and down go through the list while one types; Enter, or two clicks, take what is chosen in it."""

    taken = Signal()
    changed = Signal()

    def __init__(self, offers: Sequence[Offer[Any]], words: ListWords) -> None:
        super().__init__()
        self._offers = offers
        self.typed = named(QLineEdit(), words.typed_name)
        self.typed.setPlaceholderText(words.example)
        self.typed.setMaxLength(80)
        self.list = named(QListWidget(), words.list_name)
        self.nothing = label(words.nothing, "muted")
        self.setLayout(column(self.typed, self.list, self.nothing))
        self.setFocusProxy(self.typed)
        self.typed.textChanged.connect(self._show)
        self.typed.installEventFilter(self)
        self.list.itemActivated.connect(lambda _: self.taken.emit())
        self.list.currentItemChanged.connect(lambda *_: self.changed.emit())
        self._show("")

    @property
    def chosen(self) -> Offer[Any] | None:
        """The line that is chosen."""
        line = self.list.currentItem()
        chosen: Offer[Any] | None = None if line is None else line.data(_ROLE)
        return chosen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that mean the list while one types."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.chosen is not None:
                self.taken.emit()
            return True
        return False

    def _show(self, typed: str) -> None:
        self.list.clear()
        for offer in ranked(self._offers, typed):
            behind = f"    {offer.behind}" if offer.behind else ""
            line = QListWidgetItem(f"{offer.words}{behind}")
            line.setData(_ROLE, offer)
            self.list.addItem(line)
        self.list.setCurrentRow(0)
        self.nothing.setVisible(self.list.count() == 0)
