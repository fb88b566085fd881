"""Alarms as everybody else sees them: the fold of alarm events up to an instant.

An alarm's every change is an ``Event(kind="alarm")`` whose data holds the whole alarm after the
change, so the state at any time is the last event of each id. Looking back needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from iss_viewer.detection.status import AlarmClass, AlarmState
from iss_viewer.telemetry.frames import Event

ALARM = "alarm"
ANNOUNCED = ("raised", "grown")  # changes of an alarm that call people
FLOOD = "flood"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm that is not normal, as of its last change."""

    id: str  # e.g. SM_PRK.pressure_low
    subject: str  # a module, tank, loop or STATION
    rule: str  # the limit of assets/limits.toml it comes from
    alarm_class: AlarmClass
    state: AlarmState
    is_active: bool  # the condition holds now, whatever was acknowledged or shelved
    raised_s: float
    changed_s: float
    value: float  # SI, of `quantity`, at the last change of the condition
    limit: float
    quantity: str  # e.g. pressure_pa; its ending is the unit
    text: str
    guidance: str
    actor: str = ""  # who acknowledged, shelved or took it out of service last
    reason: str = ""
    until_s: float = float("inf")  # when a shelved alarm comes back
    is_root: bool = False  # in a flood: the alarm to look at first
    onset_s: float | None = None  # of a leak: when it began, as the detector estimated it then

    @property
    def is_announced(self) -> bool:
        """Whether it stands in the list of a working operator: not shelved, suppressed, out of service."""
        return self.state in (
            AlarmState.UNACKNOWLEDGED,
            AlarmState.ACKNOWLEDGED,
            AlarmState.RETURNED,
        )

    def data(self) -> dict[str, Any]:
        """The plain values that an event carries; an onset only where one was estimated."""
        onset = {} if self.onset_s is None else {"onset_s": self.onset_s}
        return {
            **onset,
            "id": self.id,
            "rule": self.rule,
            "class": self.alarm_class.name,
            "state": self.state.name,
            "is_active": self.is_active,
            "raised_s": self.raised_s,
            "value": self.value,
            "limit": self.limit,
            "quantity": self.quantity,
            "guidance": self.guidance,
            "actor": self.actor,
            "reason": self.reason,
            "until_s": self.until_s,
            "is_root": self.is_root,
        }

    def event(self, change: str) -> Event:
        """The event of a `change`, a word such as "raised", "cleared", "acknowledged"."""
        data = {**self.data(), "change": change}
        return Event(self.changed_s, ALARM, self.subject, self.text, data)


def alarm_of(event: Event) -> Alarm:
    """The alarm after an alarm event. Raises KeyError for an event of another kind."""
    data: Mapping[str, Any] = event.data
    return Alarm(
        id=str(data["id"]),
        subject=event.subject,
        rule=str(data["rule"]),
        alarm_class=AlarmClass[str(data["class"])],
        state=AlarmState[str(data["state"])],
        is_active=bool(data["is_active"]),
        raised_s=float(data["raised_s"]),
        changed_s=event.time_s,
        value=float(data["value"]),
        limit=float(data["limit"]),
        quantity=str(data["quantity"]),
        text=event.text,
        guidance=str(data["guidance"]),
        actor=str(data["actor"]),
        reason=str(data["reason"]),
        until_s=float(data["until_s"]),
        is_root=bool(data["is_root"]),
        onset_s=data.get("onset_s"),
    )


def alarms_at(events: Iterable[Event], time_s: float) -> tuple[Alarm, ...]:
    """All alarms that are not normal at `time_s`: root alarm, then worst class, then newest first.

    events: in order of time; those of other kinds are passed over.
    """
    last: dict[str, Event] = {}
    for event in events:
        if event.kind == ALARM and event.time_s <= time_s:
            last[event.data["id"]] = event
    alarms = (alarm_of(event) for event in last.values())
    return ranked(alarm for alarm in alarms if alarm.state is not AlarmState.NORMAL)


def ranked(alarms: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """Alarms as a list shows them: root first, announced before the rest, worst class, newest."""
    return tuple(
        sorted(
            alarms,
            key=lambda a: (not a.is_root, not a.is_announced, -a.alarm_class, -a.raised_s, a.id),
        )
    )


def is_flood_at(events: Iterable[Event], time_s: float) -> bool:
    """Whether alarms come faster than an operator can take in (ISA-18.2: over 10 in 10 min)."""
    state = False
    for event in events:
        if event.kind == FLOOD and event.time_s <= time_s:
            state = bool(event.data["is_flood"])
    return state
