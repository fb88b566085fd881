"""The board of all alarms: conditions and people's orders go in, events of what changed come out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from iss_viewer.detection.alarm_life import AlarmLife, Happening
from iss_viewer.detection.alarms import FLOOD, Alarm, alarm_of
from iss_viewer.detection.status import AlarmClass, AlarmState
from iss_viewer.telemetry.frames import Event

FLOOD_S = 600.0  # EEMUA 191 and ISA-18.2: more than 10 new alarms in 10 min
FLOOD_MORE_THAN = 10
FLOOD_OVER_BELOW = 5


@dataclass
class AlarmBoard:
    """All alarms that are not normal, and whether they flood the operator."""

    alarms: dict[str, Alarm] = field(default_factory=dict)
    new_s: list[float] = field(default_factory=list)
    is_flood: bool = False

    def turn(self, alarm: Alarm, is_raised: bool, is_latching: bool, time_s: float) -> list[Event]:
        """The condition of an alarm began or ended; `alarm` says what it is and its value."""
        known = self.alarms.get(alarm.id)
        happening = Happening.RAISE if is_raised else Happening.CLEAR
        before = AlarmLife(known.state, known.is_active) if known else AlarmLife()
        after = before.after(happening, is_latching)
        if after == before:
            return []
        base = alarm if known is None or is_raised else known
        if known is not None and is_raised:
            base = replace(alarm, until_s=known.until_s, reason=known.reason, actor=known.actor)
        raised_s = time_s if is_raised or known is None else known.raised_s
        changed = replace(base, raised_s=raised_s, value=alarm.value)
        if after.state is AlarmState.UNACKNOWLEDGED and before.state is AlarmState.NORMAL:
            self.new_s.append(time_s)
            changed = replace(changed, actor="", reason="", is_root=False)
        return [self._put(changed, after, happening.value, time_s), *self._flood(time_s)]

    def order(
        self,
        ids: Iterable[str],
        happening: Happening,
        time_s: float,
        actor: str,
        reason: str = "",
        until_s: float = float("inf"),
    ) -> list[Event]:
        """Somebody, or a condition, does something to alarms that stand on the board."""
        events = []
        for alarm_id in ids:
            alarm = self.alarms.get(alarm_id)
            if alarm is None:
                continue
            before = AlarmLife(alarm.state, alarm.is_active)
            after = before.after(happening)
            if after != before:
                changed = replace(alarm, actor=actor, reason=reason, until_s=until_s)
                events.append(self._put(changed, after, happening.value, time_s))
        return events

    def add(self, alarm: Alarm) -> None:
        """Put an alarm on the board that is normal so far, to shelve it or take it out of service."""
        self.alarms.setdefault(alarm.id, alarm)

    def expire(self, time_s: float) -> list[Event]:
        """Bring back shelved alarms whose time is over, and see a flood end."""
        due = [
            alarm.id
            for alarm in self.alarms.values()
            if alarm.state is AlarmState.SHELVED and alarm.until_s <= time_s
        ]
        events = self.order(due, Happening.EXPIRE, time_s, "shelf")
        return [*events, *self._flood(time_s)]

    def worst(self) -> dict[str, AlarmClass]:
        """The worst class of announced alarms that are active or not acknowledged, by subject."""
        worst: dict[str, AlarmClass] = {}
        for alarm in self.alarms.values():
            if alarm.is_announced:
                worst[alarm.subject] = max(
                    worst.get(alarm.subject, AlarmClass.NONE), alarm.alarm_class
                )
        return worst

    def _put(self, alarm: Alarm, life: AlarmLife, change: str, time_s: float) -> Event:
        changed = replace(alarm, state=life.state, is_active=life.is_active, changed_s=time_s)
        if changed.state is AlarmState.NORMAL:
            changed = replace(changed, is_root=False)
            self.alarms.pop(changed.id, None)
        else:
            self.alarms[changed.id] = changed
        return changed.event(change)

    def _flood(self, time_s: float) -> list[Event]:
        self.new_s = [new for new in self.new_s if time_s - new < FLOOD_S]
        count = len(self.new_s)
        if not self.is_flood and count > FLOOD_MORE_THAN:
            return self._begin_flood(time_s, count)
        if self.is_flood and count < FLOOD_OVER_BELOW:
            self.is_flood = False
            data = {"is_flood": False, "count": count, "root": ""}
            events = [Event(time_s, FLOOD, "STATION", "The alarm flood is over", data)]
            for alarm in [a for a in self.alarms.values() if a.is_root]:
                life = AlarmLife(alarm.state, alarm.is_active)
                events.append(
                    self._put(replace(alarm, is_root=False), life, "no longer root", time_s)
                )
            return events
        return []

    def _begin_flood(self, time_s: float, count: int) -> list[Event]:
        self.is_flood = True
        listed = [alarm for alarm in self.alarms.values() if alarm.is_announced]
        root = min(listed, key=lambda a: (-a.alarm_class, a.raised_s, a.id))
        text = f"{count} new alarms in 10 minutes; look first at: {root.text}"
        data = {"is_flood": True, "count": count, "root": root.id}
        life = AlarmLife(root.state, root.is_active)
        return [
            Event(time_s, FLOOD, "STATION", text, data),
            self._put(replace(root, is_root=True), life, "root of the flood", time_s),
        ]

    def restore(self, events: Iterable[Event]) -> None:
        """Take over the alarms of a journal, as after a restart."""
        for event in events:
            alarm = alarm_of(event)
            if alarm.state is AlarmState.NORMAL:
                self.alarms.pop(alarm.id, None)
            else:
                self.alarms[alarm.id] = alarm
