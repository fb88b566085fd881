"""The task that was asked for last, of many: begun when nobody has asked for a while, one at a time, without stalling."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from iss_viewer.situation.results import BackgroundTask

_POLL_MS = 40


class LatestTask(QObject):
    """What comes of a task is told only if no other was asked for since."""

    done = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QObject, pause_ms: int) -> None:
        super().__init__(parent)
        self._task: BackgroundTask | None = None
        self._wanted: Callable[[], BackgroundTask] | None = None
        self._pause = QTimer(self, singleShot=True, interval=pause_ms)
        self._pause.timeout.connect(self.begin)
        self._poll = QTimer(self, interval=_POLL_MS)
        self._poll.timeout.connect(self.look)

    @property
    def is_waited_for(self) -> bool:
        """Whether something was asked for of which nothing has come yet."""
        return self._task is not None or self._wanted is not None

    def ask(self, make: Callable[[], BackgroundTask]) -> None:
        """Want another; `make` begins it once it is its turn."""
        self._wanted = make
        self._pause.start()

    def begin(self) -> None:
        """Begin what is wanted, unless a task is still under way: then when that is over."""
        self._pause.stop()
        if self._task is None and self._wanted is not None:
            make, self._wanted = self._wanted, None
            self._task = make()
            self._poll.start()

    def look(self) -> None:
        """See whether the task has ended."""
        outcome = self._task.outcome() if self._task is not None else None
        if outcome is None:
            return
        self._task = None
        self._poll.stop()
        if self._wanted is not None:
            if not self._pause.isActive():
                self.begin()
        elif outcome.refusal:
            self.refused.emit(outcome.refusal)
        else:
            self.done.emit(outcome.value)

    def stop(self) -> None:
        """Want nothing any more; what is under way is abandoned."""
        self._pause.stop()
        self._poll.stop()
        self._wanted = None
        if self._task is not None:
            self._task.abandon()
            self._task = None
