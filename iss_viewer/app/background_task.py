"""A function run in a process of its own, so that a window that waits for it never stalls."""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection

from iss_viewer.situation.results import Outcome

#: what is the fault of a file (RecordingRefused too) or of what was asked; its message is meant for people
_REFUSALS = (OSError, ValueError)


class ChildTask:
    """Starts `work(*arguments)` in a spawned process of low priority; it ends with this process."""

    def __init__(self, work: Callable[..., object], *arguments: object) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, far = spawn.Pipe(duplex=False)
        self._child = spawn.Process(target=_do, args=(far, work, arguments), daemon=True)
        self._child.start()
        far.close()
        self._outcome: Outcome | None = None

    def outcome(self) -> Outcome | None:
        """How it ended, or None while it is under way; never waits."""
        if self._outcome is None and self._pipe.poll():
            try:
                self._outcome = self._pipe.recv()
            except (EOFError, OSError):
                self._child.join(1.0)
                code = self._child.exitcode
                self._outcome = Outcome(refusal=f"The process that did it ended with code {code}.")
        return self._outcome

    def abandon(self) -> None:
        """End the process."""
        if self._outcome is None:
            self._outcome = Outcome(refusal="It was abandoned.")
            self._child.terminate()
        self._child.join(2.0)


def _do(pipe: Connection, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS"):
        os.environ[name] = "1"
    if hasattr(os, "nice"):
        os.nice(5)  # a live session and its window come first
    try:
        outcome = Outcome(work(*arguments))
    except _REFUSALS as refusal:
        outcome = Outcome(refusal=str(refusal))
    except Exception as error:  # noqa: BLE001  the person must be told whatever it was
        traceback.print_exc()
        outcome = Outcome(refusal=f"{type(error).__name__}: {error}")
    pipe.send(outcome)
