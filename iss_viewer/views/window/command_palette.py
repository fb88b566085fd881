"""Everything that can be done now, found by a few letters of its words: for who knows what but not which key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from iss_viewer.views.shared.actions import MenuAction
from iss_viewer.views.shared.widgets import column, label, named
from iss_viewer.views.window.shortcuts import key_text

_NOTHING = "Nothing that can be done now has these words."
_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Offer:
    """What a line of the list does: its words, what stands behind them, and the deed."""

    words: str
    behind: str
    do: Callable[[], object]


def offers_of(actions: Sequence[MenuAction]) -> list[Offer]:
    """What menus and keys do, as far as it can be done now."""
    return [
        Offer(action.text.replace("&", "").rstrip("…"), key_text(action.keys), action.do)
        for action in actions
        if action.is_enabled()
    ]


def ranked(offers: Sequence[Offer], typed: str) -> list[Offer]:
    """The offers whose words hold all that was typed, in any order; first what begins with it."""
    parts = typed.casefold().split()

    def rank(offer: Offer) -> tuple[int, int]:
        words = offer.words.casefold()
        starts = sum(any(word.startswith(part) for word in words.split()) for part in parts)
        return -starts, words.find(parts[0]) if parts else 0

    found = [one for one in offers if all(part in one.words.casefold() for part in parts)]
    return sorted(found, key=rank)


class CommandPalette(QDialog):
    """One line to type into, and the list that it leaves; Enter does the first, or the one that is chosen."""

    def __init__(self, parent: QWidget | None, offers: Sequence[Offer]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Commands")
        self._offers = offers
        self.chosen: Offer | None = None
        self.typed = named(QLineEdit(), "Words of a command")
        self.typed.setPlaceholderText("Type a few letters: freeze, hatch, Zvezda …")
        self.typed.setMaxLength(80)
        self.list = named(QListWidget(), "Commands with these words")
        self.nothing = label(_NOTHING, "muted")
        self.setLayout(column(self.typed, self.list, self.nothing, margin=12))
        self.resize(560, 420)
        self.typed.textChanged.connect(self._show)
        self.typed.installEventFilter(self)
        self.list.itemActivated.connect(lambda _: self._take())
        self._show("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down go through the list while one types; Enter takes what is chosen in it."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
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

    def _take(self) -> None:
        line = self.list.currentItem()
        if line is not None:
            self.chosen = line.data(_ROLE)
            self.accept()
