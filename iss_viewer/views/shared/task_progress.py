"""Waiting for a task without stalling: a bar, the words, how long it takes, and a way out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from iss_viewer.situation.results import BackgroundTask
from iss_viewer.units import duration_text
from iss_viewer.views.shared.widgets import button, column, label, row, set_text
from iss_viewer.views.style import letters

POLL_MS = 150


class TaskProgress(QWidget):
    """Shows that a task is under way and says how it ended."""

    looked = Signal()  # it is still under way
    done = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.task: BackgroundTask | None = None
        self._words, self._began_s = "", 0.0
        self.text = label("", wraps=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        letters.give_size(self.bar, "setFixedHeight", 8)
        self.stop = button("Cancel", self.abandon)
        self.setLayout(column(self.text, self.bar, row(None, self.stop), None, spacing=8))
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.look)

    def wait_for(self, task: BackgroundTask, words: str) -> None:
        """Turn to a task; one that was under way is abandoned."""
        if self.task is not None:
            self.task.abandon()
        self.task, self._words, self._began_s = task, words, time.monotonic()
        set_text(self.text, f"{words} …", "")
        self.bar.show()
        self.stop.show()
        self._timer.start()

    def look(self) -> None:
        """See whether it has ended."""
        outcome = self.task.outcome() if self.task is not None else None
        if outcome is None:
            took_s = time.monotonic() - self._began_s
            if took_s >= 2.0:
                set_text(self.text, f"{self._words} … {duration_text(took_s)}")
            self.looked.emit()
            return
        self._rest()
        if outcome.refusal:
            self.refused.emit(outcome.refusal)
        else:
            self.done.emit(outcome.value)

    def abandon(self) -> None:
        """Let it be."""
        if self.task is not None:
            self.task.abandon()
            self._rest()
            self.refused.emit("It was cancelled.")

    def _rest(self) -> None:
        self._timer.stop()
        self.task = None
        self.bar.hide()
        self.stop.hide()


class TaskNotice(QDialog):
    """A small window beside the work: what is being written, then where it is, or why it is not."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(False)
        letters.give_size(self, "setMinimumWidth", 460)
        self.files: tuple[str, ...] = ()
        self.progress = TaskProgress()
        self.outcome = label("", wraps=True)
        self.opener = button("Open", self._open, "accent")
        self.folder = button("Show the folder", self._show_folder)
        self.closer = button("Close", self.close)
        self._offers = (self.folder, self.opener)
        buttons = row(None, self.closer, *self._offers)
        head = label(title, "title")
        self.setLayout(column(head, self.progress, self.outcome, buttons, spacing=10, margin=16))
        self.progress.refused.connect(self.refuse)
        for part in (self.outcome, *self._offers, self.closer):
            part.hide()

    def show_result(self, words: str, files: Sequence[str]) -> None:
        """Say what was done, and offer the files that came of it."""
        self.files = tuple(files)
        self.progress.hide()
        set_text(self.outcome, words, "")
        for part in (self.outcome, self.closer, *(self._offers if files else ())):
            part.show()
        self.adjustSize()

    def refuse(self, reason: str) -> None:
        """Say why nothing was written."""
        self.progress.hide()
        set_text(self.outcome, f"Not done: {reason}", "notice")
        self.outcome.show()
        self.closer.show()
        self.adjustSize()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it while it waits ends the task."""
        if self.progress.task is not None:
            self.progress.abandon()
        super().closeEvent(event)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.files[0]))

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self.files[0]).parent)))
