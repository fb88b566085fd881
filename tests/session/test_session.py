"""A session follows the clock it is given, obeys between samples, and never depends on speed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.session import Session
from iss_viewer.station.actions import Action, MoveHatch
from iss_viewer.telemetry import ActionRefused, ChannelTable, Command, Frames, Samples
from iss_viewer.telemetry.commands import (
    Acknowledge,
    Act,
    Freeze,
    Run,
    SetLimit,
    SetSpeed,
    Step,
    WriteNote,
)
from iss_viewer.telemetry.events import (
    ActionDone,
    CommandRefused,
    Event,
    NoteWritten,
    OptionSet,
)
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle


class Ramp:
    """A source whose only value is its time; actions add a thousand."""

    channels = ChannelTable.of(["A.pressure_pa"])
    sample_period_s = 10.0

    def __init__(self, end_s: float = float("inf")) -> None:
        self.time_s, self.end_s, self.offset = -float("inf"), end_s, 0.0

    def read(self, until_s: float, most: int) -> tuple[Samples, tuple[Event, ...]]:
        first = 0.0 if self.time_s < 0 else self.time_s + 10.0
        last = min(until_s, self.end_s, first + 10.0 * (most - 1))
        times = np.arange(first, last + 1e-6, 10.0)
        if len(times):
            self.time_s = float(times[-1])
        values = times[:, None] + self.offset
        return Samples(times, values, np.zeros(values.shape, np.uint8)), ()

    def retell(self) -> tuple[tuple[float, Command], ...]:
        return ()

    def act(self, action: Action) -> ActionDone:
        if action == MoveHatch("none", True):
            raise ActionRefused(Hindrance.UNKNOWN, "none", "hatch")
        self.offset += 1000.0
        return ActionDone(self.time_s, action, "H01")

    def snapshot(self) -> bytes:
        return f"{self.time_s} {self.offset}".encode()

    def restore(self, snapshot: bytes) -> None:
        self.time_s, self.offset = (float(part) for part in snapshot.split())


class Echo:
    """A detector that concludes what it was told."""

    channels = ChannelTable.of(["A.status"])

    def __init__(self) -> None:
        self.noted: list[Event] = []

    def update(self, samples: Samples) -> tuple[np.ndarray, tuple[Event, ...]]:
        return samples.values.copy(), ()

    def obey(self, command: Command, time_s: float) -> tuple[Event, ...]:
        return (OptionSet(time_s, "A", "obeyed"),)

    def note(self, event: Event) -> None:
        self.noted.append(event)

    def snapshot(self) -> bytes:
        return b""

    def restore(self, snapshot: bytes) -> None:
        self.noted = []


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def session(speed: float = 100.0, end_s: float = float("inf")) -> tuple[Session, Clock]:
    clock = Clock()
    return Session(Ramp(end_s), Echo(), None, speed, clock), clock


def rows(frames: list) -> list[float]:
    return [float(v) for f in frames for v in f.samples.values[:, 0]]


def test_time_stands_still_until_it_is_let_run():
    run, clock = session()
    clock.now = 5.0
    assert run.turn(1.0) == ([], [])


def test_the_clock_says_how_far_to_go():
    run, clock = session(speed=100.0)
    run.post(Command(Run()))
    run.turn(1.0)
    clock.now = 0.25
    run.turn(1.0)
    assert run.time_s == 20.0


def test_a_slow_speed_reaches_samples_that_lie_far_apart():
    run, clock = session(speed=1.0)
    run.post(Command(Run()))
    for _ in range(301):
        run.turn(1.0)
        clock.now += 0.1
    assert run.time_s == 30.0
    assert run.pacer.reached() == pytest.approx(1.0)


def test_a_step_gives_so_many_samples_while_frozen():
    run, _ = session()
    run.post(Command(Step(3)))
    frames, _ = run.turn(1.0)
    assert rows(frames) == [0.0, 10.0, 20.0]
    assert not run.pacer.is_running


def test_freeze_at_a_time_stops_there():
    run, clock = session(speed=1000.0)
    run.post(Command(Freeze(at_s=50.0)))
    run.post(Command(Run()))
    run.turn(1.0)
    clock.now = 1.0
    run.turn(1.0)
    assert run.time_s == 50.0
    assert not run.pacer.is_running


def test_the_run_freezes_at_its_end():
    run, clock = session(speed=1000.0, end_s=40.0)
    run.post(Command(Run()))
    run.turn(1.0)
    clock.now = 1.0
    run.turn(1.0)
    assert run.is_over
    assert not run.pacer.is_running


def test_a_refused_action_comes_back_with_its_reason():
    run, _ = session()
    run.post(Command(Act(MoveHatch("none", True))))
    _, refusals = run.turn(1.0)
    assert [r.reason for r in refusals] == ["no hatch is named 'none'"]


def test_a_refused_action_is_recorded_with_who_gave_it_and_is_no_news_to_the_detector():
    run, record, journal = kept_session()
    run.post(Command(Act(MoveHatch("none", True)), actor="Ben"))
    frames, _ = run.turn(1.0)
    why = Obstacle(Hindrance.UNKNOWN, "none", "hatch")
    assert frames[0].events == (CommandRefused(0.0, MoveHatch("none", True), why, "Ben"),)
    assert record.events == journal.events == list(frames[0].events)
    assert run.detector.noted == []


def test_an_action_is_told_with_who_gave_it():
    run, _ = session()
    run.post(Command(Act(MoveHatch("H01", False)), actor="trainer"))
    frames, _ = run.turn(1.0)
    assert frames[0].events[0].actor == "trainer"
    assert run.detector.noted == list(frames[0].events)


def test_notes_carry_the_time_of_the_run():
    run, _ = session()
    run.post(Command(Step(2)))
    run.turn(1.0)
    run.post(Command(WriteNote("hissing near the hatch")))
    frames, _ = run.turn(1.0)
    assert frames[0].events == (NoteWritten(10.0, "STATION", "hissing near the hatch", "operator"),)
    run.post(Command(WriteNote("it began here", at_s=5.0)))
    run.post(Command(WriteNote("nobody knows what comes", at_s=1e9)))
    frames, _ = run.turn(1.0)
    assert [part.events[0].time_s for part in frames] == [5.0, 10.0]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.floats(0.1, 5000.0), st.floats(0.0, 0.7)), max_size=20))
def test_speed_never_changes_what_comes_only_when(turns: list[tuple[float, float]]):
    run, clock = session(end_s=3000.0)
    run.post(Command(Run()))
    seen: list[float] = []
    for speed, wait in turns:
        run.post(Command(SetSpeed(speed)))
        seen += rows(run.turn(1.0)[0])
        clock.now += wait
    assert seen == [10.0 * i for i in range(len(seen))]


def test_a_restored_session_goes_on_from_where_it_was():
    run, _ = session()
    run.post(Command(Step(5)))
    run.turn(1.0)
    other, _ = session()
    other.restore(run.snapshot())
    assert rows([other.advance(60.0)]) == rows([run.advance(60.0)]) == [50.0, 60.0]


@pytest.mark.parametrize(
    "malformed",
    [
        Command(None), Command(Step("x")), Command(Step(-3)), Command(SetSpeed(float("nan"))),
        Command(Freeze("noon")), Command(Act(None)), Command(Act(MoveHatch(5, True))), "hello", None,
        Command(WriteNote(4)), Command(WriteNote("a", at_s=float("nan"))), Command(Run(), actor=7),
        Command(Acknowledge((1,))),
    ],
)  # fmt: skip
def test_a_malformed_command_is_refused_in_words_and_the_session_goes_on(malformed):
    run, _ = session()
    run.post(malformed)
    _, refusals = run.turn(1.0)
    assert [bool(refusal.reason) for refusal in refusals] == [True]
    run.post(Command(Step(2)))
    frames, refusals = run.turn(1.0)
    assert len(frames) == 1
    assert not refusals


class Kept:
    """A journal, or a recording, that remembers what it was given."""

    notice = ""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.rows = 0
        self.is_closed = False

    def write(self, given: Frames | Sequence[Event]) -> None:
        self.events += given.events if isinstance(given, Frames) else given
        self.rows += len(given) if isinstance(given, Frames) else 0

    def write_command(self, command: Command, time_s: float) -> None:
        pass

    def tick(self) -> None:
        pass

    def close(self) -> None:
        self.is_closed = True


def kept_session() -> tuple[Session, Kept, Kept]:
    record, journal = Kept(), Kept()
    return Session(Ramp(), Echo(), record, 100.0, Clock(), journal=journal), record, journal


def test_the_journal_is_told_all_events_beside_the_recording():
    run, record, journal = kept_session()
    run.post(Command(Step(2)))
    run.post(Command(WriteNote("hissing")))
    run.post(Command(SetLimit("leak", "value", 1.0, "")))
    run.turn(1.0)
    assert [type(event) for event in journal.events] == [NoteWritten, OptionSet]
    assert record.events == journal.events
    run.close()
    assert record.is_closed
    assert journal.is_closed


def test_what_is_gone_through_again_is_neither_recorded_nor_journalled_twice():
    run, record, journal = kept_session()
    run.go_to(50.0)
    run.obey(Command(SetLimit("leak", "value", 1.0, "")))
    run.go_to(90.0)
    assert run.time_s == 90.0
    assert (record.rows, record.events, journal.events) == (0, [], [])


def test_what_a_recording_tells_again_reaches_the_detector_before_its_samples():
    class Retelling(Ramp):
        """A source that knows what was told before its third sample."""

        def retell(self) -> tuple[tuple[float, Command], ...]:
            return (
                ((10.0, Command(SetLimit("leak", "value", 1.0, ""))),)
                if self.time_s == 20.0
                else ()
            )

    run = Session(Retelling(), Echo(), None, 1.0, Clock())
    told = [run.advance(until_s, 1).events for until_s in (0.0, 10.0, 20.0, 30.0)]
    assert [[type(event) for event in events] for events in told] == [[], [], [OptionSet], []]
