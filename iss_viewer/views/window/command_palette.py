"""Everything that can be done now, found by a few letters of its words: for who knows what but not which key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QWidget

from iss_viewer.views.shared.actions import MenuAction
from iss_viewer.views.shared.offer_list import ListWords, Offer, OfferList
from iss_viewer.views.shared.widgets import column
from iss_viewer.views.window.shortcuts import key_text

CommandOffer = Offer[Callable[[], object]]
_WORDS = ListWords(
    "Type a few letters: freeze, hatch, Zvezda …",
    "Words of a command",
    "Commands with these words",
    "Nothing that can be done now has these words.",
)


def offers_of(actions: Sequence[MenuAction]) -> list[CommandOffer]:
    """What menus and keys do, as far as it can be done now."""
    return [
        Offer(action.text.replace("&", "").rstrip("…"), key_text(action.keys), action.do)
        for action in actions
        if action.is_enabled()
    ]


class CommandPalette(QDialog):
    """One line to type into, and the list that it leaves; Enter does the first, or the one that is chosen."""

    def __init__(self, parent: QWidget | None, offers: Sequence[CommandOffer]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Commands")
        self.chosen: CommandOffer | None = None
        self.found = OfferList(offers, _WORDS)
        self.setLayout(column(self.found, margin=12))
        self.resize(560, 420)
        self.found.taken.connect(self._take)

    def _take(self) -> None:
        self.chosen = self.found.chosen
        self.accept()
