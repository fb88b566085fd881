"""Who watches a run beside its detector and acts on it: what a session asks of such a one."""

from __future__ import annotations

from typing import Protocol

from iss_viewer.link.waits import WaitNow
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.frames import Frames


class Umpire(Protocol):
    """Who watches a run and acts on it through its source: the queue of orders, the referee of an exercise.

    What one does hangs on the run and on commands alone, never on how rows are cut: it acts at instants that it
    has named by `next_s`, and then as the run stands at its last row.
    """

    def next_s(self) -> float:
        """Rows stop at the first one at or after this time, so that `look` is asked there; inf: never."""

    def takes(self, command: Command, time_s: float) -> tuple[Event, ...] | None:
        """What came of a command that it obeys itself, after the row at `time_s`; None: not its own.

        Raises ActionRefused.
        """

    def look(self, frames: Frames) -> tuple[Event, ...]:
        """What it did and saw, after rows were judged or a command was obeyed (then there is no row).

        frames: with the events so far, those of the umpires before it included.
        """

    def waits(self) -> tuple[WaitNow, ...]:
        """What its conditions wait for now, for who runs the exercise; nothing hangs on it."""

    def snapshot(self) -> bytes:
        """The whole state, from which `restore` goes on bit for bit."""

    def restore(self, snapshot: bytes) -> None:
        """Go on from a snapshot. Raises SnapshotError."""
