"""One run as it happens: time flows, commands are obeyed, samples are judged, all is recorded."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from iss_viewer.detection.detector import Detector
from iss_viewer.link.waits import WaitNow
from iss_viewer.session.freezing import FreezePlan
from iss_viewer.session.pacing import Pacer
from iss_viewer.session.training_orders import TrainingOrder, training_events
from iss_viewer.session.umpire import Umpire
from iss_viewer.situation.words.refusals import refusal_words
from iss_viewer.telemetry.commands import (
    Act,
    Command,
    Freeze,
    Run,
    SetSpeed,
    Step,
    WriteNote,
)
from iss_viewer.telemetry.events import CommandRefused, Event, NoteWritten, RunFrozen, time_of
from iss_viewer.telemetry.events.malformed import Malformed
from iss_viewer.telemetry.events.reader import checked
from iss_viewer.telemetry.events.refused import Hindrance
from iss_viewer.telemetry.frames import Frames, Samples
from iss_viewer.telemetry.packing import SnapshotError, pack, unpack
from iss_viewer.telemetry.source import ActionRefused, TelemetrySource

#: refusals that are about where the samples come from, not about the station
_OF_THE_SOURCE = (Hindrance.REAL_STATION, Hindrance.RECORDED)
#: rows judged at a time: small enough to answer commands, large enough to be fast
BLOCK_ROWS = 256
#: of wall time, between two states that are recorded
SNAPSHOT_EVERY_S = 20.0


class Record(Protocol):
    """Where a session writes; a full disk is a notice, never the end of the run."""

    def write(self, frames: Frames) -> None:
        """Append frames."""

    def write_command(self, command: Command, time_s: float) -> None:
        """Append a command with the time of the sample after which it was obeyed."""

    def write_snapshot(self, time_s: float, snapshot: bytes) -> None:
        """Append a state from which the run can be gone on with."""

    def tick(self) -> None:
        """Put on disk what has waited long enough."""

    @property
    def notice(self) -> str:
        """What the operator must know of the recording; empty when all is well."""

    def close(self) -> None:
        """Finish the file."""


class Kept(Protocol):
    """What has a state that a snapshot holds."""

    def snapshot(self) -> bytes:
        """The whole state."""

    def restore(self, snapshot: bytes) -> None:
        """Go on from it. Raises SnapshotError."""


class EventLog(Protocol):
    """Where the events that outlive a run are kept; what goes wrong is a notice, never the end of it."""

    def write(self, events: Sequence[Event]) -> None:
        """Keep those of some events that concern it."""

    @property
    def notice(self) -> str:
        """What the operator must know of it; empty when all is well."""

    def close(self) -> None:
        """Let go of the file."""


@dataclass(frozen=True)
class Refusal:
    """A command that could not be obeyed."""

    command: Command
    reason: str


class Session:
    """A source, its detector, its record and journal, driven by a clock that is handed in."""

    def __init__(
        self,
        source: TelemetrySource,
        detector: Detector,
        record: Record | None,
        speed: float,
        wall: Callable[[], float],
        journal: EventLog | None = None,
        umpires: Sequence[Umpire] = (),
    ) -> None:
        self.source, self.detector = source, detector
        self.umpires = tuple(umpires)
        self.record, self.journal = record, journal
        self._wall = wall
        self._orders: deque[Command] = deque()
        self._steps = 0
        self._freeze = FreezePlan()
        self._snapshot_due_s = wall() + SNAPSHOT_EVERY_S
        self.pacer = Pacer(speed, wall(), max(source.time_s, 0.0))

    @property
    def time_s(self) -> float:
        """The time of the last sample; 0 before the first."""
        return max(self.source.time_s, 0.0)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the operator must know of recording and journal."""
        kept = (self.record, self.journal)
        return tuple(log.notice for log in kept if log is not None and log.notice)

    @property
    def waits(self) -> tuple[WaitNow, ...]:
        """What the conditions of an exercise wait for now."""
        return tuple(wait for umpire in self.umpires for wait in umpire.waits())

    @property
    def is_over(self) -> bool:
        """Whether the source has nothing more to give."""
        return self.source.time_s >= self.source.end_s

    def post(self, command: Command) -> None:
        """Queue a command; it is obeyed at the next turn."""
        self._orders.append(command)

    def turn(self, budget_s: float) -> tuple[list[Frames], list[Refusal]]:
        """Obey what was posted, then go on to where the clock says, for `budget_s` at most."""
        frames, refusals = [], []
        while self._orders:
            events, refusal = self.obey(self._orders.popleft())
            if refusal is not None:
                refusals.append(refusal)
            if self.pacer.is_running and any(isinstance(one, RunFrozen) for one in events):
                self._hold_time()  # an umpire holds it, and has said why
            frames += self._spoken(events)
        frames += self._go_on(self._wall() + budget_s)
        self._snapshot_when_due()
        if self.record is not None:
            self.record.tick()
        return frames, refusals

    def advance(self, until_s: float, most: int = BLOCK_ROWS) -> Frames:
        """Read, judge and record the next rows, `most` at most, whatever the clock says."""
        return self._record(self._judge(until_s, most))

    def _judge(self, until_s: float, most: int) -> Frames:
        samples, events = self._read(until_s, most)
        for event in events:
            self.detector.note(event)
        for time_s, command in self.source.retell():
            events += self.detector.obey(command, time_s)
        assessed, judged = self.detector.update(samples)
        frames = Frames(samples, assessed, in_order((*events, *judged)))
        return replace(frames, events=self._looked_at(frames))

    def _read(self, until_s: float, most: int) -> tuple[Samples, tuple[Event, ...]]:
        """The next rows: none beyond the first at or after what an umpire waits for."""
        due_s = min((umpire.next_s() for umpire in self.umpires), default=float("inf"))
        samples, events = self.source.read(min(until_s, due_s), most)
        if len(samples) or due_s >= until_s:
            return samples, events
        samples, later = self.source.read(until_s, 1)
        return samples, (*events, *later)

    def _looked_at(self, frames: Frames) -> tuple[Event, ...]:
        """The events of some frames, and of what each umpire did when it saw them, in their order."""
        for umpire in self.umpires:
            seen = umpire.look(frames)
            for event in seen:
                self.detector.note(event)
            frames = replace(frames, events=in_order((*frames.events, *seen)))
        return frames.events

    def go_to(self, time_s: float) -> None:
        """Read and judge all rows up to an instant; what they said is known already."""
        while self.source.time_s < time_s and len(self._judge(time_s, BLOCK_ROWS)):
            pass
        self.pacer.freeze(self._wall(), self.time_s)

    def obey(self, command: Command) -> tuple[tuple[Event, ...], Refusal | None]:
        """Obey a command now, right after the last sample; a refused action is an event too."""
        try:
            command = checked(command)
            events = self._carry_out(command)
        except Malformed as fault:
            return (), Refusal(command, str(fault))
        except ActionRefused as refused:
            refusal = Refusal(command, refusal_words(refused.obstacle))
            return self._watched(self._logged(command, refused)), refusal
        if not isinstance(command.order, Run | Freeze | Step | SetSpeed):
            self.keep(command, self.source.time_s)
        return self._watched(events), None

    def _watched(self, events: tuple[Event, ...]) -> tuple[Event, ...]:
        """Events between rows, with what the umpires did when they saw them."""
        if not events or not self.umpires:
            return events
        nothing = Frames.empty(self.source.channels, self.detector.channels, events)
        return self._looked_at(nothing)

    def _logged(self, command: Command, refused: ActionRefused) -> tuple[Event, ...]:
        """What the log says of a refused command: of what was tried on the station."""
        match command.order:
            case Act(action=action) if refused.obstacle.hindrance not in _OF_THE_SOURCE:
                return (CommandRefused(self.time_s, action, refused.obstacle, command.actor),)
        return ()

    def log(self, *events: Event) -> list[Frames]:
        """Events of whoever holds the session, recorded as its own."""
        return self._spoken(events)

    def hand_over(self, frames: Frames) -> None:
        """Take frames of before, where this run goes on from another, into the recording."""
        self._freeze.recall(frames.events)
        if self.record is not None:
            self.record.write(frames)

    def keep(self, command: Command, time_s: float) -> None:
        """Record a command that was obeyed after the sample at `time_s`."""
        if self.record is not None:
            self.record.write_command(command, time_s)

    @property
    def _parts(self) -> tuple[Kept, ...]:
        """All that has a state."""
        return self.source, self.detector, *self.umpires

    def snapshot(self) -> bytes:
        """The state of source, detector and umpires."""
        return pack(tuple(part.snapshot() for part in self._parts))

    def restore(self, snapshot: bytes) -> None:
        """Go on from a snapshot; time is frozen there. Raises SnapshotError."""
        states = unpack(snapshot)
        if len(states) != len(self._parts):
            raise SnapshotError("a snapshot of a run that was watched by others")
        for part, state in zip(self._parts, states, strict=True):
            part.restore(state)
        self.pacer.freeze(self._wall(), self.time_s)

    def close(self) -> None:
        """End the run and finish its recording."""
        if self.record is not None:
            self.record.close()
        if self.journal is not None:
            self.journal.close()

    def _go_on(self, deadline_s: float) -> list[Frames]:
        done = self._stepped() if self._steps and not self.pacer.is_running else []
        while self.pacer.is_running and not self.is_over:
            due_s = min(self.pacer.due_s(self._wall()), self._freeze.at_s)
            most = 1 if self._freeze.at_event else BLOCK_ROWS
            frames = self.advance(due_s, most)
            if len(frames) or frames.events:
                done.append(frames)
            held = self._freeze.due(self.time_s, frames.events)
            if held is not None or self.is_over:
                self._hold_time()
                done += self._spoken(held or ())
                break
            if self.time_s > due_s:  # the source has leapt over a gap
                due_s = self.time_s
                self.pacer.anchor(self._wall(), due_s)
            has_more = len(frames) == most
            if self.umpires and len(frames) > 0 and not has_more and self._may_go_on(deadline_s):
                continue  # an umpire was asked; there may be more rows
            self.pacer.mark(self._wall(), self.time_s if has_more else due_s)
            if self._wall() >= deadline_s or not (has_more and len(frames)):
                break
        return done

    def _stepped(self) -> list[Frames]:
        """The rows that were asked for one by one, however often an umpire stops them; time is held after them."""
        done: list[Frames] = []
        while self._steps > 0 and not self.is_over:
            frames = self.advance(float("inf"), self._steps)
            done.append(frames)
            self._steps -= max(len(frames), 1)
        self._steps = 0
        self._hold_time()
        events = tuple(event for frames in done for event in frames.events)
        return done + self._spoken(self._freeze.due(self.time_s, events) or ())

    def _spoken(self, events: tuple[Event, ...]) -> list[Frames]:
        """Events between rows as frames, recorded."""
        if not events:
            return []
        nothing = Frames.empty(self.source.channels, self.detector.channels, events)
        return [self._record(nothing)]

    def _may_go_on(self, deadline_s: float) -> bool:
        return not self.is_over and self._wall() < deadline_s

    def _carry_out(self, command: Command) -> tuple[Event, ...]:
        for umpire in self.umpires:
            taken = umpire.takes(command, self.time_s)
            if taken is not None:
                return taken
        wall_s = self._wall()
        match command.order:
            case Run():
                self.pacer.run(wall_s, self.time_s)
            case Freeze(at_s=None, at_event=False, reason=reason):
                self._hold_time()
                return (RunFrozen(self.time_s, reason, command.actor),) if reason else ()
            case Freeze() as freeze:
                return self._freeze.ask(freeze, command.actor, self.time_s)
            case order if isinstance(order, TrainingOrder):
                return training_events(order, self.time_s, command.actor)
            case Step(samples=samples):
                self._steps += samples
            case SetSpeed(speed=speed):
                self.pacer.speed = min(max(speed, 0.1), 100000.0)
                self.pacer.anchor(wall_s, self.time_s)
            case WriteNote(text=text, subject=subject, at_s=at_s):
                when_s = self.time_s if at_s is None else min(at_s, self.time_s)
                return (NoteWritten(when_s, subject, text, command.actor),)
            case Act(action=action):
                done = replace(self.source.act(action), actor=command.actor)
                self.detector.note(done)
                return (done,)
            case _:
                return self.detector.obey(command, self.time_s)
        return ()

    def _hold_time(self) -> None:
        """Hold time where it is."""
        self.pacer.freeze(self._wall(), self.time_s)

    def _record(self, frames: Frames) -> Frames:
        if self.record is not None and (len(frames) or frames.events):
            self.record.write(frames)
        if self.journal is not None and frames.events:
            self.journal.write(frames.events)
        return frames

    def _snapshot_when_due(self) -> None:
        if self.record is None or self._wall() < self._snapshot_due_s:
            return
        self._snapshot_due_s = self._wall() + SNAPSHOT_EVERY_S
        if self.pacer.is_running:
            self.record_state()

    def record_state(self) -> None:
        """Record the state now, so that the run can be gone on with from here without what was before."""
        if self.record is not None and self.source.time_s > -float("inf"):
            try:
                self.record.write_snapshot(self.source.time_s, self.snapshot())
            except ActionRefused:
                self._snapshot_due_s = float("inf")  # this source cannot be gone on with


def in_order(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Events by time; those of one instant stay as they came."""
    return tuple(sorted(events, key=time_of))
