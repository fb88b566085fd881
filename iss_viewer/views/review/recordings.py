"""The recorded sessions: searched, opened again, and cleared up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from iss_viewer.units import duration_text
from iss_viewer.views.shared.dialogs import confirm
from iss_viewer.views.shared.task_progress import TaskProgress
from iss_viewer.views.shared.widgets import button, column, label, named, row, set_text

if TYPE_CHECKING:  # it brings the reading of recordings with it
    from iss_viewer.situation.results import Reviewer
    from iss_viewer.telemetry.catalogue import Catalogue, SessionEntry

#: how often the list is filled anew while recordings are read
FILL_S = 1.0


class RecordingsDialog(QDialog):
    """A list of sessions, newest first; the chosen one's file is `chosen`.

    What is known is listed at once. Meanwhile `reviewer` brings the list up to date, and judges
    the exercises in it; without one the list is what it is.
    """

    def __init__(
        self, parent: QWidget | None, catalogue: Catalogue, reviewer: Reviewer | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Recordings")
        self.resize(700, 560)
        self._catalogue, self._reviewer = catalogue, reviewer
        self._entries: tuple[SessionEntry, ...] = ()
        self._filled_s = 0.0
        self._build_layout()
        self._fill()
        self.updating, self.judging = self._task_of_list(), self._task_of_list()
        self.updating.looked.connect(self._show_progress)
        self.updating.done.connect(self._take_notices)
        self.judging.done.connect(lambda _: self._fill())
        if reviewer is not None:
            self.updating.wait_for(reviewer.recovery(), "Looking for new recordings")

    def _task_of_list(self) -> TaskProgress:
        """A task that no bar is shown for: the list can be used meanwhile."""
        progress = TaskProgress()
        progress.setParent(self)
        progress.hide()
        progress.refused.connect(lambda reason: set_text(self.notice, reason, "notice"))
        return progress

    def _show_progress(self) -> None:
        """List what has been read meanwhile, and say how many wait; once in a second is enough."""
        if time.monotonic() - self._filled_s < FILL_S:
            return
        self._fill()
        unread = self._catalogue.unread()
        set_text(self.notice, f"Recordings that are still to be read: {unread}", "muted")
        self.notice.setVisible(unread > 0)

    def _take_notices(self, notices: tuple[str, ...]) -> None:
        set_text(self.notice, "\n".join(notices), "notice")
        self.notice.setVisible(bool(notices))
        self._fill()
        if self._reviewer is not None and not all(entry.is_judged for entry in self._entries):
            self.judging.wait_for(self._reviewer.scores(), "Judging the exercises")

    def done(self, result: int) -> None:
        """Closing it ends what is under way."""
        for progress in (self.updating, self.judging):
            progress.blockSignals(True)
            progress.abandon()
        super().done(result)

    def _build_layout(self) -> None:
        self.search = named(QLineEdit(), "Search recordings")
        self.search.setPlaceholderText("Search by title, scenario, date")
        self.search.textChanged.connect(lambda _: self._fill())
        self.list = named(QListWidget(), "Recordings")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _: self._allow())
        self.list.itemDoubleClicked.connect(lambda _: self.accept())
        self.notice = label("", tone="notice", wraps=True)
        self.notice.hide()
        self.opener = button("Open", self.accept, "accent")
        self.remove = button("Delete…", self.delete, "bad")
        buttons = row(self.remove, None, button("Cancel", self.reject), self.opener)
        head = label("Recordings", "title")
        self.setLayout(column(head, self.search, self.list, self.notice, buttons, margin=14))

    def _fill(self) -> None:
        """List what is known and searched for; who was chosen stays so."""
        chosen = self.chosen()
        self._filled_s = time.monotonic()
        self._entries = self._catalogue.find(self.search.text())
        self.list.clear()
        for entry in self._entries:
            item = QListWidgetItem(f"{entry.title}\n{entry_text(entry)}")
            item.setToolTip("\n".join(filter(None, (entry.path, entry.note))))
            self.list.addItem(item)
        paths = [entry.path for entry in self._entries]
        self.list.setCurrentRow(paths.index(chosen) if chosen in paths else 0)
        self._allow()

    def _allow(self) -> None:
        for part in (self.opener, self.remove):
            part.setEnabled(self.entry() is not None)

    def entry(self) -> SessionEntry | None:
        """The chosen session."""
        at = self.list.currentRow()
        return self._entries[at] if 0 <= at < len(self._entries) else None

    def chosen(self) -> str:
        """The file of the chosen session; empty: none."""
        entry = self.entry()
        return entry.path if entry is not None else ""

    def delete(self) -> None:
        """Delete the chosen session with its file, once the person has said so."""
        entry = self.entry()
        question = f"Delete the recording “{entry.title}” of {entry.recorded}?" if entry else ""
        if entry is None or not confirm(self, "Delete", question, "Delete it"):
            return
        if not self._catalogue.delete(entry.name):
            self.notice.setText("It cannot be deleted while its session runs.")
            self.notice.show()
        self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The Delete key deletes, from the list."""
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.delete()
        else:
            super().keyPressEvent(event)


def entry_text(entry: SessionEntry) -> str:
    """When a session was recorded, how long it is, how much happened in it."""
    score = f"score {entry.score:.0f}" if entry.score == entry.score else ""
    parts = [
        f"{entry.recorded} UTC",
        duration_text(entry.length_s),
        _counted(entry.alarms, "alarm"),
        _counted(entry.incidents, "incident"),
        score,
        f"{entry.size_bytes / 1e6:.1f} MB",
        entry.note.removeprefix(f"{entry.name}.mcap: "),
    ]
    return " · ".join(part for part in parts if part)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
