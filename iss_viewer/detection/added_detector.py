"""A detector of somebody else: it concludes, and alarms come of that by the limits of the run, as of the program's own.

Once it fails it is asked no more: what it would have concluded is unknown from there on, and the log says why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from iss_viewer.datafile import unknown
from iss_viewer.detection.alarms.active_alarms import STATE_CLASSES as ALARM_STATE
from iss_viewer.detection.alarms.alarm_service import AlarmService
from iss_viewer.detection.assessment import STATION, assessed_channels
from iss_viewer.detection.cycle.rows import Batch
from iss_viewer.detection.detector import Detector
from iss_viewer.detection.estimation.hatch_watch import HatchWatch
from iss_viewer.detection.guard import Guard
from iss_viewer.detection.limits import Limits
from iss_viewer.plug_points import PlugPoint
from iss_viewer.station import Station
from iss_viewer.station.topology import Spaces
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.door import checked_samples
from iss_viewer.telemetry.events import Event, Judged, JudgementFailed
from iss_viewer.telemetry.events.reader import event_text, read_event
from iss_viewer.telemetry.frames import Floats, Samples
from iss_viewer.telemetry.packing import pack, unpack
from iss_viewer.telemetry.status import ModuleStatus, Verdict

T = TypeVar("T")
ADDED = PlugPoint("iss_viewer.detectors.v1", "detector")
_NONE_ADDED = f"no installed distribution adds a detector (entry points of {ADDED.group})"
#: what a column may hold beside NaN, where views make a word of it
_WORDS = {
    "status": ModuleStatus,
    "verdict_crew": Verdict,
    "verdict_operations": Verdict,
    "verdict_mission": Verdict,
}


class DetectorRefused(ValueError):
    """No detector is named so, or it cannot be used, in plain words."""


def complaint_of(name: str) -> str:
    """Why there is no such detector, or why it cannot be used; empty where it can."""
    if name not in ADDED.names():
        return unknown("detector", name, ADDED.names()) if ADDED.names() else _NONE_ADDED
    return ADDED.complaint_of(name)


def added_detector(
    name: str, station: Station, sampled: ChannelTable, limits: Limits
) -> AddedDetector:
    """The detector that a distribution adds by this name. Raises DetectorRefused."""
    complaint = complaint_of(name)
    if complaint:
        raise DetectorRefused(complaint)
    try:
        detector = ADDED.load(name)(station, sampled, limits)
        return AddedDetector(detector, station, sampled, limits)
    except Exception as error:  # noqa: BLE001  whatever a stranger's detector does
        raise DetectorRefused(f"the detector '{name}' cannot be made: {error}") from None


class AddedDetector:
    """Lays out what a detector concludes in the columns that are shown; what it leaves out is NaN."""

    def __init__(
        self, detector: Detector, station: Station, sampled: ChannelTable, limits: Limits
    ) -> None:
        self._detector, self._sampled = detector, sampled
        shown, own = assessed_channels(station), detector.channels
        names = set(shown.names)
        self._table = shown + ChannelTable(tuple(c for c in own if c.name not in names))
        self._places = np.array([self._table.column(c.subject, c.quantity) for c in own])
        self._hatches, self._guard = HatchWatch(station, sampled), Guard()
        self._desk = AlarmService(station, sampled, limits)
        self._spaces: Spaces | None = None
        self._last = np.full(len(self._table), np.nan)
        self._time_s, self._has_failed = 0.0, False
        self._faults: list[Event] = []  # that no call has given yet

    @property
    def channels(self) -> ChannelTable:
        """All columns that are shown, and what it concludes beside."""
        return self._table

    def update(self, samples: Samples) -> tuple[Floats, tuple[Event, ...]]:
        """Let it conclude from n samples; its conclusions, its events and the alarms that come of them."""
        samples = checked_samples(samples, self._sampled)
        if not len(samples):
            return np.empty((0, len(self._table))), ()
        self._time_s = float(samples.time_s[0])
        out = np.full((len(samples), len(self._table)), np.nan)
        given = self._tried(lambda: self._concluded(samples))
        if given is not None:
            out[:, self._places] = given[0]
        events = [*self._new_faults(), *(given[1] if given is not None else ())]
        batch = Batch(samples.time_s, samples.values, samples.quality, out, samples.time_s)
        for row in range(len(samples)):
            events += self._alarmed(batch, row)
        return out, tuple(events)

    def _concluded(self, samples: Samples) -> tuple[Floats, tuple[Event, ...]]:
        """What it concludes, checked. Raises ValueError, and whatever it raises."""
        given, events = self._detector.update(samples)
        concluded = np.asarray(given, np.float64)
        shape = len(samples), len(self._places)
        if concluded.shape != shape:
            raise ValueError(f"conclusions have the shape {shape}, not {concluded.shape}")
        for place, channel in enumerate(self._detector.channels):
            known = _WORDS.get(channel.quantity)
            column = concluded[:, place]
            if (
                known
                and not np.isin(column[~np.isnan(column)], [int(word) for word in known]).all()
            ):
                raise ValueError(f"{channel.name} is none of {[int(word) for word in known]}")
        return concluded, tuple(read_event(event_text(event)) for event in events)

    def _tried(self, judge: Callable[[], T]) -> T | None:
        """What it gives; None where it fails, and from then on."""
        if self._has_failed:
            return None
        failed: list[JudgementFailed] = []
        result = self._guard.judged(self._time_s, STATION, Judged.ALL, judge, failed)
        self._has_failed = bool(failed)
        self._faults += failed
        return result

    def _new_faults(self) -> tuple[Event, ...]:
        """The fault that it failed by, once."""
        faults, self._faults = tuple(self._faults), []
        return faults

    def _alarmed(self, batch: Batch, row: int) -> list[Event]:
        """The alarms that a row raises and ends, by the limits of the run."""
        values, self._time_s = batch.values[row : row + 1], float(batch.time_s[row])
        if self._spaces is None or self._hatches.changes(values):
            self._spaces = self._hatches.spaces(values[0])
            self._desk.arrange(self._spaces)
        events = self._desk.follow(batch, row, row + 1, self._spaces, self._last)
        events += self._desk.expire(self._time_s)
        self._desk.show(batch.assessed[row], self._last)
        return events

    def obey(self, command: Command, time_s: float) -> tuple[Event, ...]:
        """Obey an order about alarms or limits; it hears of all. Raises ActionRefused."""
        events = self._desk.obey(command.order, command.actor, time_s)
        self._time_s = time_s
        own = self._tried(lambda: self._detector.obey(command, time_s))
        return (*events, *self._new_faults(), *(own or ()))

    def note(self, event: Event) -> None:
        """Let it know what crew and ground know."""
        self._tried(lambda: self._detector.note(event))

    def snapshot(self) -> bytes:
        """The whole state, its own included."""
        own = self._tried(self._detector.snapshot)
        return pack(
            {
                "own": own or b"",
                "has_failed": self._has_failed,
                "signals": self._desk.arrays(),
                "alarms": self._desk.state(),
                "hatches": self._hatches.state(),
                "last": self._last,
                "is_grouped": self._spaces is not None,
            }
        )

    def restore(self, snapshot: bytes) -> None:
        """Go on from a snapshot of the same detector. Raises SnapshotError."""
        state = unpack(snapshot, ALARM_STATE)
        self._hatches.restore(state["hatches"])
        self._desk.restore(state["alarms"], state["signals"])
        self._last[...] = state["last"]
        self._has_failed = state["has_failed"]
        self._spaces = self._hatches.current() if state["is_grouped"] else None
        if self._spaces is not None:
            self._desk.arrange(self._spaces)
        self._tried(lambda: self._detector.restore(state["own"]))
