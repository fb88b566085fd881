"""How the alarm system did, in the figures of ISA-18.2 (ANSI/ISA-18.2-2016, clause 16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from iss_viewer.detection.alarms.active_alarms import FLOOD_MORE_THAN, FLOOD_OVER_BELOW, FLOOD_S
from iss_viewer.telemetry.events import (
    ANNOUNCED,
    Alarm,
    AlarmChange,
    AlarmChanged,
    Event,
    FloodChanged,
    FloodPhase,
)
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from iss_viewer.units import S_PER_DAY

WINDOW_S = FLOOD_S
#: more than this in ten minutes is a flood, and it ends below the lower number
FLOOD_BEGINS, FLOOD_ENDS = FLOOD_MORE_THAN, FLOOD_OVER_BELOW
#: an alarm that comes this often within a minute chatters
CHATTER_COUNT, CHATTER_WINDOW_S = 3, 60.0
#: active without a break for longer than this is stale
STALE_AFTER_S = S_PER_DAY


@dataclass(frozen=True)
class BadActor:
    """An alarm that came often."""

    alarm: Alarm
    count: int


@dataclass(frozen=True)
class AlarmFigures:
    """Figures of one run from `from_s` to `to_s`.

    per_ten_minutes: alarms in each whole window of ten minutes from the start, shape (windows,).
    flood_s: time in flood. to_acknowledge_s: median time from an alarm to its acknowledgement, NaN
    where none was acknowledged.
    """

    from_s: float
    to_s: float
    count: int
    by_class: dict[str, int]
    per_ten_minutes: Floats
    flood_s: float
    bad_actors: tuple[BadActor, ...]
    chattering: tuple[str, ...]
    stale: tuple[str, ...]
    shelved: int
    unacknowledged: int
    to_acknowledge_s: float

    @property
    def average_per_ten_minutes(self) -> float:
        """Alarms in ten minutes on average."""
        length_s = self.to_s - self.from_s
        return self.count * WINDOW_S / length_s if length_s > 0 else 0.0

    @property
    def most_in_ten_minutes(self) -> int:
        """Alarms in the worst of the windows."""
        return int(self.per_ten_minutes.max(initial=0))

    @property
    def flood_share(self) -> float:
        """The part of the time that was a flood, 0 to 1."""
        length_s = self.to_s - self.from_s
        return self.flood_s / length_s if length_s > 0 else 0.0


def alarm_figures(events: Iterable[Event], from_s: float, to_s: float) -> AlarmFigures:
    """The figures of the alarm events of a run between two instants."""
    events = [event for event in events if from_s <= event.time_s <= to_s]
    changes = [(e.change, e.alarm) for e in events if isinstance(e, AlarmChanged)]
    raised = [alarm for change, alarm in changes if change in ANNOUNCED]
    windows = max(1, int(np.ceil((to_s - from_s) / WINDOW_S)))
    times = np.array([alarm.changed_s for alarm in raised])
    counts = np.histogram(times, windows, (from_s, from_s + windows * WINDOW_S))[0]
    often = Counter(alarm.id for alarm in raised)
    last = {alarm.id: alarm for alarm in raised}
    return AlarmFigures(
        from_s=from_s,
        to_s=to_s,
        count=len(raised),
        by_class=dict(_by_class(raised)),
        per_ten_minutes=counts.astype(np.float64),
        flood_s=_flood_s(events, to_s),
        bad_actors=tuple(
            BadActor(last[name], count)
            for name, count in sorted(often.items(), key=lambda item: (-item[1], item[0]))[:10]
        ),
        chattering=_chattering(raised),
        stale=_stale(changes, to_s),
        shelved=sum(
            alarm.state is AlarmState.SHELVED
            for change, alarm in changes
            if change is AlarmChange.SHELVE
        ),
        unacknowledged=_unacknowledged(changes),
        to_acknowledge_s=_to_acknowledge_s(changes),
    )


def _by_class(raised: list[Alarm]) -> Iterable[tuple[str, int]]:
    counts = Counter(alarm.alarm_class for alarm in raised)
    for one in sorted(AlarmClass, reverse=True):
        if one is not AlarmClass.NONE:
            yield one.name.lower(), counts[one]


def _flood_s(events: list[Event], to_s: float) -> float:
    """How long the floods lasted that the detector announced."""
    total, since_s = 0.0, None
    for event in events:
        if not isinstance(event, FloodChanged):
            continue
        is_flood = event.phase is not FloodPhase.OVER
        if is_flood and since_s is None:
            since_s = event.time_s
        elif not is_flood and since_s is not None:
            total += event.time_s - since_s
            since_s = None
    return total + (to_s - since_s if since_s is not None else 0.0)


def _chattering(raised: list[Alarm]) -> tuple[str, ...]:
    times: dict[str, list[float]] = {}
    for alarm in raised:
        times.setdefault(alarm.id, []).append(alarm.changed_s)
    need = CHATTER_COUNT - 1
    return tuple(
        sorted(
            name
            for name, when in times.items()
            if any(b - a <= CHATTER_WINDOW_S for a, b in zip(when, when[need:], strict=False))
        )
    )


def _stale(changes: list[tuple[AlarmChange, Alarm]], to_s: float) -> tuple[str, ...]:
    """Alarms whose condition held for over a day without a break."""
    since: dict[str, float] = {}
    found: set[str] = set()
    for _, alarm in changes:
        began_s = since.pop(alarm.id, None)
        if began_s is not None and alarm.changed_s - began_s > STALE_AFTER_S:
            found.add(alarm.id)
        if alarm.is_active:
            since[alarm.id] = alarm.changed_s if began_s is None else began_s
    found |= {name for name, began_s in since.items() if to_s - began_s > STALE_AFTER_S}
    return tuple(sorted(found))


def _unacknowledged(changes: list[tuple[AlarmChange, Alarm]]) -> int:
    last = {alarm.id: alarm for _, alarm in changes}
    waiting = (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED)
    return sum(alarm.state in waiting for alarm in last.values())


def _to_acknowledge_s(changes: list[tuple[AlarmChange, Alarm]]) -> float:
    waits = [
        alarm.changed_s - alarm.raised_s
        for change, alarm in changes
        if change is AlarmChange.ACKNOWLEDGE
    ]
    return float(np.median(waits)) if waits else float("nan")
