"""Compile the numeric loops for this machine ahead of the first run; the result is kept on disk.

Air and detector know nothing of each other: each is compiled in a process of its own. As a program,
``python -m iss_viewer.app.warming``, it does both and tells how far it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from iss_viewer.carried import FOLDER, write
from iss_viewer.compiled import ENTRIES, Compiler, count_compiled, stamp_carried, stamp_of

#: what is compiled apart: modules whose `compile_now` does it
ROOMS = ("iss_viewer.simulation.warming_up", "iss_viewer.detection.warming_up")

#: what only all of them together need
SESSION = "iss_viewer.app.opening.warming_up"


class CompileRun:
    """Compiles in processes of its own from its start on; `done` of `count` functions are there."""

    def __init__(self) -> None:
        self.done = self.count = 0
        self._codes: dict[int, int] = {}
        self._children = [self._begun(room) for room in ROOMS]
        self._told = dict.fromkeys(range(len(self._children)), (0, 0))
        self._readers = [
            threading.Thread(target=self._follow, args=(place,), daemon=True)
            for place in range(len(self._children))
        ]
        for reader in self._readers:
            reader.start()

    @property
    def is_over(self) -> bool:
        """Whether all is compiled, or the processes failed: the run then compiles what is missing."""
        return not any(reader.is_alive() for reader in self._readers)

    def wait(self, told: Callable[[int, int], None] = lambda done, count: None) -> None:
        """Until it is over; `told` hears of each step."""
        before = (-1, -1)
        while not self.is_over:
            if (self.done, self.count) != before:
                before = self.done, self.count
                told(*before)
            for reader in self._readers:
                reader.join(0.1)

    def end(self) -> None:
        """End the processes; what they compiled so far stays."""
        for child in self._children:
            child.terminate()
            child.wait()

    @staticmethod
    def _begun(room: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "iss_viewer.app.warming", room]
        one_thread = dict.fromkeys(("OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
        return subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | one_thread,
        )

    def _follow(self, place: int) -> None:
        child = self._children[place]
        assert child.stdout is not None
        for line in child.stdout:
            done, _, count = line.partition(" ")
            if done.isdigit() and count.strip().isdigit():
                self._told[place] = int(done), int(count)
                self.done = sum(one for one, _ in self._told.values())
                self.count = sum(of for _, of in self._told.values())
        self._codes[place] = child.wait()
        if self._codes == dict.fromkeys(range(len(ROOMS)), 0):
            _stamp().touch()


def warming_if_needed() -> CompileRun | None:
    """What compiles, if these sources were not compiled for this machine yet."""
    is_there = _stamp().exists() or stamp_carried(FOLDER, *_rooms()).exists()
    return None if is_there else CompileRun()


def _stamp() -> Path:
    """A file beside what was compiled of these sources, once all of it is there."""
    return stamp_of(*_rooms())


def _rooms() -> tuple[Compiler, ...]:
    from iss_viewer.detection.state.compiled import COMPILER as DETECTOR
    from iss_viewer.simulation.air.kernel_work import COMPILER as AIR
    from iss_viewer.simulation.compiled import COMPILER as INSTRUMENTS

    return AIR, INSTRUMENTS, DETECTOR


def write_carried(folder: Path) -> int:
    """Compile all and write what a wheel carries of it into a folder; returns how many functions.

    In an interpreter that compiles for the plain processor (`carried.PLAIN`) and keeps nothing yet.
    """
    for room in (*ROOMS, SESSION):
        import_module(room).compile_now()
    count = write(ENTRIES, folder)
    stamp_carried(folder, *_rooms()).touch()
    return count


def compile_kernels() -> None:
    """Compile what is not yet compiled, in two processes; quick when all is."""
    CompileRun().wait(Telling())
    print(flush=True)  # noqa: T201  the end of the line that tells how far it is


class Telling:
    """Tells how far compiling is: on one line of a terminal, in a log a line for each quarter."""

    def __init__(self) -> None:
        self._quarter = -1

    def __call__(self, done: int, count: int) -> None:
        """So many of so many functions are compiled; of 0: it is not known yet how many there are."""
        text = (
            f"Compiling {done} of {count} functions" if count else "Looking for what was compiled"
        )
        quarter = 4 * done // count if count else -1
        if sys.stdout.isatty():
            print(f"\r{text:<50}", end="", flush=True)  # noqa: T201
        elif quarter > self._quarter:
            self._quarter = quarter
            print(text, flush=True)  # noqa: T201


def _compile(room: str) -> None:
    """Compile a room in this process, and tell after each function how many of how many.

    After the last room, which takes longest, a session is played for what only all together need.
    """
    module = import_module(room)
    with count_compiled(lambda done, count: print(done, count, flush=True)):  # noqa: T201
        module.compile_now()
    if room == ROOMS[-1]:
        import_module(SESSION).compile_now()


if __name__ == "__main__":
    if sys.argv[1:]:
        _compile(sys.argv[1])
    else:
        compile_kernels()
