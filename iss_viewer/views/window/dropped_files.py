"""Files dropped on the window are opened, as if they had been chosen from the menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class DroppedFiles(QObject):
    """Hands the files that are dropped on a window to whoever opens files."""

    def __init__(self, window: QWidget, open_files: Callable[[Sequence[str]], None]) -> None:
        super().__init__(window)
        self._open_files = open_files
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files, nothing else."""
        if event.type() not in (*_DRAGS, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            return False
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if not files:
            return False
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            # behind the drop: a page that is asked in it would hold whoever dragged
            QTimer.singleShot(0, self, lambda: self._open_files(files))
        return True
