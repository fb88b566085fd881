"""An umpire is asked where it said so, sees all that happened, and is kept in snapshots."""

from __future__ import annotations

import pytest

from iss_viewer.link.waits import WaitNow
from iss_viewer.session import Session
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry import Command, Frames
from iss_viewer.telemetry.commands import Acknowledge, Act, Run, Step, WriteNote
from iss_viewer.telemetry.events import Event, NoteWritten, OptionSet
from iss_viewer.telemetry.packing import SnapshotError
from tests.session.test_session import Clock, Echo, Ramp, rows


class Waiter:
    """Waits for instants, then notes that it was there; takes all actions."""

    def __init__(self, *due_s: float) -> None:
        self.due_s = due_s
        self.looks: list[tuple[float, ...]] = []
        self.seen: list[Event] = []

    def next_s(self) -> float:
        return self.due_s[0] if self.due_s else float("inf")

    def waits(self) -> tuple[WaitNow, ...]:
        return ()

    def takes(self, command: Command, time_s: float) -> tuple[Event, ...] | None:
        if not isinstance(command.order, Act):
            return None
        return (NoteWritten(time_s, "STATION", "taken", command.actor),)

    def look(self, frames: Frames) -> tuple[Event, ...]:
        self.seen += frames.events
        if not len(frames) or frames.samples.time_s[-1] < self.next_s():
            return ()
        self.due_s = self.due_s[1:]
        return (NoteWritten(float(frames.samples.time_s[-1]), "STATION", "there"),)

    def snapshot(self) -> bytes:
        return repr(self.due_s).encode()

    def restore(self, snapshot: bytes) -> None:
        self.due_s = tuple(float(s) for s in snapshot.decode().strip("(),").split(",") if s)


def watched(*umpires: Waiter) -> tuple[Session, Clock]:
    clock = Clock()
    return Session(Ramp(), Echo(), None, 1000.0, clock, umpires=umpires), clock


def there(run: Session, most: int) -> list[float]:
    found = []
    while run.time_s < 200.0:
        found += [e.time_s for e in run.advance(200.0, most).events if isinstance(e, NoteWritten)]
    return found


@pytest.mark.parametrize("most", [1, 3, 256])
def test_rows_stop_at_the_first_at_or_after_what_an_umpire_waits_for(most):
    run, _ = watched(Waiter(45.0, 60.0, 61.0, 62.0))
    assert there(run, most) == [50.0, 60.0, 70.0, 80.0]


def test_an_umpire_makes_a_fast_run_no_slower():
    run, clock = watched(Waiter(*(float(s) for s in range(15, 500, 30))))
    run.post(Command(Run()))
    run.turn(1.0)
    clock.now = 1.0
    frames, _ = run.turn(1.0)
    assert run.time_s == 1000.0
    assert len(rows(frames)) == 100


def test_the_next_umpire_sees_what_the_one_before_it_did():
    second = Waiter()
    run, _ = watched(Waiter(20.0), second)
    run.advance(100.0)
    assert [event.time_s for event in second.seen] == [20.0]
    assert run.detector.noted == second.seen


def test_an_umpire_obeys_its_own_commands_and_sees_what_came_of_all_others():
    waiter = Waiter()
    run, _ = watched(waiter)
    run.post(Command(Act(MoveHatch("H01", False)), "Ann"))
    run.post(Command(Acknowledge()))
    run.post(Command(WriteNote("hiss")))
    frames, _ = run.turn(1.0)
    assert run.source.offset == 0.0
    assert [part.events[0] for part in frames] == waiter.seen
    assert waiter.seen == [
        NoteWritten(0.0, "STATION", "taken", "Ann"),
        OptionSet(0.0, "A", "obeyed"),
        NoteWritten(0.0, "STATION", "hiss", "operator"),
    ]


def test_a_snapshot_holds_the_umpires_and_fits_none_but_such_a_run():
    run, _ = watched(Waiter(30.0, 70.0))
    run.advance(50.0)
    run.advance(50.0)
    again, _ = watched(Waiter())
    again.restore(run.snapshot())
    assert there(again, 256) == [70.0]
    alone, _ = watched()
    with pytest.raises(SnapshotError, match="watched by others"):
        alone.restore(run.snapshot())


def test_so_many_samples_are_stepped_as_were_asked_for_however_often_an_umpire_stops():
    run, _ = watched(Waiter(20.0, 40.0, 60.0))
    run.post(Command(Step(8)))
    frames, _ = run.turn(0.1)
    assert sum(len(one) for one in frames) == 8
