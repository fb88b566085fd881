"""A function run in a process of its own, so that a window that waits for it never stalls."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import ClassVar
from weakref import WeakSet

from iss_viewer.situation.results import Outcome

#: what is the fault of a file (RecordingRefused too) or of what was asked; its message is meant for people
_REFUSALS = (OSError, ValueError)
#: such processes at a time, and memory of each: a report with pictures takes half a gigabyte
MOST_AT_ONCE, MOST_GB = 2, 4


class ChildTask:
    """Does `work(*arguments)` in a spawned process of low priority, which ends with this process.

    MOST_AT_ONCE run at a time; more wait for their turn, which comes when somebody asks how they are.
    """

    _under_way: ClassVar[WeakSet[ChildTask]] = WeakSet()

    def __init__(self, work: Callable[..., object], *arguments: object) -> None:
        self._asked = work, arguments
        self._child: SpawnProcess | None = None
        self._outcome: Outcome | None = None
        self._start_when_there_is_room()

    def outcome(self) -> Outcome | None:
        """How it ended, or None while it is under way; never waits."""
        if self._outcome is None and self._child is None:
            self._start_when_there_is_room()
        if self._outcome is None and self._child is not None and self._pipe.poll():
            try:
                self._outcome = self._pipe.recv()
            except (EOFError, OSError):
                self._child.join(1.0)
                code = self._child.exitcode
                self._outcome = Outcome(refusal=f"The process that did it ended with code {code}.")
            self._under_way.discard(self)
        return self._outcome

    def abandon(self) -> None:
        """End the process."""
        self._under_way.discard(self)
        if self._outcome is None:
            self._outcome = Outcome(refusal="It was abandoned.")
            if self._child is not None:
                self._child.terminate()
        if self._child is not None:
            self._child.join(2.0)

    def _start_when_there_is_room(self) -> None:
        if len(self._under_way) >= MOST_AT_ONCE:
            return
        spawn = multiprocessing.get_context("spawn")
        self._pipe, far = spawn.Pipe(duplex=False)
        self._child = spawn.Process(target=_do, args=(far, *self._asked), daemon=True)
        self._child.start()
        far.close()
        self._under_way.add(self)


def _do(pipe: Connection, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    stand_back()
    outcome = outcome_of(work, arguments)
    with contextlib.suppress(OSError):  # the window is gone: nobody waits any more
        pipe.send(outcome)


def stand_back() -> None:
    """Make this process one that a window has for its tasks: of low priority, bounded, and ended with the window."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS"):
        os.environ[name] = "1"
    if hasattr(os, "nice"):
        os.nice(5)  # a live session and its window come first
    _bound_memory()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def outcome_of(work: Callable[..., object], arguments: tuple[object, ...]) -> Outcome:
    """What comes of `work(*arguments)`, or why nothing does, in words for people."""
    try:
        return Outcome(work(*arguments))
    except _REFUSALS as refusal:
        return Outcome(refusal=str(refusal))
    except MemoryError:
        return Outcome(refusal=f"It needs more than {MOST_GB} GB of memory.")
    except Exception as error:  # noqa: BLE001  the person must be told whatever it was
        traceback.print_exc()
        return Outcome(refusal=f"{type(error).__name__}: {error}")


def _end_with_parent() -> None:
    """End this process when the window's has ended, however it did."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _bound_memory() -> None:
    """Let what goes wild fail here, before the machine does; where the system knows such bounds."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_GB * 2**30, hard))
    except (ImportError, OSError, ValueError):
        return
