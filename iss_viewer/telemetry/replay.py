"""A recording as a source: the same samples again, for the same detector; and going on from it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from iss_viewer.station import Station
from iss_viewer.station.actions import Action
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.commands import OF_STATION, Command
from iss_viewer.telemetry.events import ActionDone, Event, is_concluded, time_of
from iss_viewer.telemetry.events.refused import Hindrance
from iss_viewer.telemetry.frames import Samples
from iss_viewer.telemetry.packing import pack, unpack
from iss_viewer.telemetry.recording import RecordedRun
from iss_viewer.telemetry.source import ActionRefused


class RecordedSource:
    """Yields the samples of a recording, bit for bit, and what happened by itself or by hand.

    What people told the detector (acknowledge, shelve, limits) comes from `retell`; a read ends
    where such a command was given, so that the detector hears it between the same two samples.
    """

    def __init__(self, run: RecordedRun) -> None:
        self.run = run
        self._row = 0
        self._retold: tuple[tuple[float, Command], ...] = ()
        self._events = tuple(event for event in run.events if not is_concluded(event))
        self._told = tuple(
            (time_s, command)
            for time_s, command in run.commands
            if not isinstance(command.order, OF_STATION)
        )
        self._next_event = self._next_told = 0

    @property
    def station(self) -> Station:
        """The station of the recorded run."""
        return self.run.header.station

    @property
    def channels(self) -> ChannelTable:
        """The columns of the samples."""
        return self.run.header.sampled

    @property
    def time_s(self) -> float:
        """The time of the last sample yielded; -inf before the first."""
        return float(self.run.time_s[self._row - 1]) if self._row else -float("inf")

    @property
    def end_s(self) -> float:
        """The time of the last recorded sample."""
        return float(self.run.time_s[-1]) if len(self.run) else -float("inf")

    @property
    def sample_period_s(self) -> float:
        """As the recorded source said."""
        return self.run.header.sample_period_s

    def read(self, until_s: float, most: int) -> tuple[Samples, tuple[Event, ...]]:
        """The next recorded samples and the events up to the last of them."""
        start = self._row
        stop = min(self.run.row_at(until_s) + 1, start + most)
        self._retold, stop = self._cut(start, stop)
        self._row = max(stop, start)
        is_at_end = self._row == len(self.run) and stop > start
        upto_s = float("inf") if is_at_end else self.time_s
        first = self._next_event
        self._next_event = max(first, bisect_right(self._events, upto_s, key=time_of))
        return self.run.samples(start, self._row), self._events[first : self._next_event]

    def retell(self) -> tuple[tuple[float, Command], ...]:
        """What the detector was told right before the samples of the last read."""
        return self._retold

    def act(self, action: Action) -> ActionDone:
        """Refused: what is recorded has happened."""
        raise ActionRefused(Hindrance.RECORDED)

    def snapshot(self) -> bytes:
        """The place in the recording."""
        return pack((self._row, self._next_event, self._next_told))

    def restore(self, snapshot: bytes) -> None:
        """Go to a place in the recording."""
        self._row, self._next_event, self._next_told = unpack(snapshot)
        self._retold = ()

    def _cut(self, start: int, stop: int) -> tuple[tuple[tuple[float, Command], ...], int]:
        """The commands due before row `start`, and `stop` moved ahead of the next command."""
        if stop <= start:
            return (), stop
        due = self._next_told
        while due < len(self._told) and self.run.row_at(self._told[due][0]) < start:
            due += 1
        retold, self._next_told = self._told[self._next_told : due], due
        if due < len(self._told):
            stop = min(stop, self.run.row_at(self._told[due][0]) + 1)
        return retold, stop


@dataclass(frozen=True)
class TakeOver:
    """How to come to the state of a recorded instant: restore, then obey again up to `time_s`.

    snapshot: a state of the session at `snapshot_s`; None: begin at the start of the scenario.
    commands: what was obeyed since, each after the sample at its time. earlier: what was obeyed
    before the snapshot, and is in it; a new recording wants it too.
    """

    time_s: float
    snapshot_s: float
    snapshot: bytes | None
    commands: Sequence[tuple[float, Command]]
    earlier: Sequence[tuple[float, Command]] = ()


def take_over(run: RecordedRun, time_s: float, is_from_start: bool = False) -> TakeOver:
    """How to come to the state of `run` at the last sample at or before `time_s`.

    is_from_start: its snapshots are of no use, e.g. since its columns were others.
    """
    row = run.row_at(time_s)
    at_s = float(run.time_s[row]) if row >= 0 else -float("inf")
    snapshot = None if is_from_start else run.snapshot_before(at_s)
    after = snapshot.order if snapshot is not None else -1
    told = [(order, (t, command)) for order, t, command in run.ordered_commands if t <= at_s]
    return TakeOver(
        time_s=at_s,
        snapshot_s=snapshot.time_s if snapshot is not None else -float("inf"),
        snapshot=snapshot.state if snapshot is not None else None,
        commands=tuple(item for order, item in told if order > after),
        earlier=tuple(item for order, item in told if order <= after),
    )
