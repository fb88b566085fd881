"""What somebody may begin to write from: a template, a file of theirs, or a copy of what comes along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from iss_viewer.datafile import named
from iss_viewer.situation.library import LibraryEntry
from iss_viewer.views.shared.offer_list import ListWords, Offer, OfferList
from iss_viewer.views.shared.widgets import button, column, label, row

_WORDS = ListWords(
    "Type a few letters: new, exercise, hatch …",
    "Words of a scenario",
    "What can be edited",
    "Nothing has these words.",
)


@dataclass(frozen=True)
class DraftSource:
    """Where a text comes from. file: None: one that is still to be chosen. is_copy: it gets a file of its own."""

    file: Path | None
    is_copy: bool = True


def sources(stories: Sequence[LibraryEntry]) -> Iterator[Offer[DraftSource]]:
    """A new text by a template, a file, then copies of all that comes along."""
    for kind, path in named("templates").items():
        yield Offer(f"New {kind}", "from a template", DraftSource(path))
    yield Offer("Open a file…", "", DraftSource(None, is_copy=False))
    for kind, folder in (("class", "exercises"), ("", "scenarios")):
        files = named(folder)
        for story in stories:
            if (story.kind == "class") == (kind == "class") and story.id in files:
                words = f"Copy of {story.title} ({story.id})"
                yield Offer(words, "", DraftSource(files[story.id]))


class DraftChoice(QDialog):
    """One line to type into, and the list that it leaves; Enter takes what is chosen."""

    def __init__(self, parent: QWidget | None, stories: Sequence[LibraryEntry]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Edit a scenario")
        self.chosen: DraftSource | None = None
        self.found = OfferList(list(sources(stories)), _WORDS)
        told = label(
            "What comes along is edited as a copy: save it as a file of your own.", "muted"
        )
        buttons = row(None, button("Cancel", self.reject), button("Edit", self._take, "accent"))
        self.setLayout(column(told, self.found, buttons, spacing=8, margin=12))
        self.resize(700, 520)
        self.found.taken.connect(self._take)

    def _take(self) -> None:
        if self.found.chosen is not None:
            self.chosen = self.found.chosen.do
            self.accept()
