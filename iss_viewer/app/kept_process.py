"""A process that is kept for one task after another, so that only the first waits for what is loaded."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from iss_viewer.app.background_task import outcome_of, stand_back
from iss_viewer.situation.results import Outcome


class KeptProcess:
    """Does what it is given, one task at a time; the next ends one that is under way, and its process with it."""

    def __init__(self) -> None:
        self._child: SpawnProcess | None = None
        self._task: KeptTask | None = None

    def do(self, work: Callable[..., object], *arguments: object) -> KeptTask:
        """Begin `work(*arguments)`."""
        if self._task is not None and self._task.outcome() is None:
            self.end()
        if self._child is None or not self._child.is_alive():
            self._start()
        self._pipe.send((work, arguments))
        self._task = KeptTask(self, self._pipe)
        return self._task

    def end(self) -> None:
        """End the process; what was under way is abandoned. The next task starts another."""
        if self._task is not None:
            self._task.forget("It was abandoned.")
        if self._child is not None:
            self._child.terminate()
            self._child.join(2.0)
            self._pipe.close()
            self._child = None

    def _start(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, far = spawn.Pipe()
        self._child = spawn.Process(target=_serve, args=(far,), daemon=True)
        self._child.start()
        far.close()


class KeptTask:
    """A task of a kept process."""

    def __init__(self, process: KeptProcess, pipe: Connection) -> None:
        self._process, self._pipe = process, pipe
        self._outcome: Outcome | None = None

    def outcome(self) -> Outcome | None:
        """How it ended, or None while it is under way; never waits."""
        if self._outcome is None and self._pipe.poll():
            try:
                self._outcome = self._pipe.recv()
            except (EOFError, OSError):
                self._outcome = Outcome(refusal="The process that did it has ended.")
                self._process.end()
        return self._outcome

    def abandon(self) -> None:
        """End it, with its process."""
        if self.outcome() is None:
            self._process.end()

    def forget(self, reason: str) -> None:
        """Nothing will come of it any more, unless it is over."""
        self._outcome = self._outcome or Outcome(refusal=reason)


def _serve(pipe: Connection) -> None:
    """Do what comes down the pipe until nobody holds its other end."""
    stand_back()
    while True:
        try:
            work, arguments = pipe.recv()
            pipe.send(outcome_of(work, arguments))
        except (EOFError, OSError):
            return
