"""The board of all alarms: conditions and people's orders go in, events of what changed come out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from iss_viewer.detection.alarms.life_cycle import AlarmLife
from iss_viewer.detection.alarms.tampering import Tampering
from iss_viewer.telemetry.events import (
    SERVICE,
    SHELF,
    Alarm,
    AlarmChange,
    AlarmChanged,
    Event,
    FloodChanged,
    FloodPhase,
)
from iss_viewer.telemetry.status import AlarmClass, AlarmState

#: what a board is made of, in a snapshot
STATE_CLASSES = (Alarm, AlarmClass, AlarmState, Tampering)
FLOOD_S = 600.0  # EEMUA 191 and ISA-18.2: more than 10 new alarms in 10 min
FLOOD_MORE_THAN = 10
FLOOD_OVER_BELOW = 5


@dataclass
class AlarmBoard:
    """All alarms that are not normal, whether they flood the operator, and which a condition suppresses."""

    alarms: dict[str, Alarm] = field(default_factory=dict)
    new_s: list[float] = field(default_factory=list)
    is_flood: bool = False
    suppressed: frozenset[str] = frozenset()
    tampered: Tampering = field(default_factory=Tampering)

    def active_about(self, rule: str, subjects: Collection[str]) -> tuple[str, ...]:
        """Of some subjects those about which an alarm of a rule is active."""
        active = {a.subject for a in self.alarms.values() if a.rule == rule and a.is_active}
        return tuple(sorted(active & set(subjects)))

    def turn(self, alarm: Alarm, is_raised: bool, is_latching: bool, time_s: float) -> list[Event]:
        """The condition of an alarm began or ended; `alarm` says what it is and its value."""
        known = self.alarms.get(alarm.id)
        change = AlarmChange.RAISE if is_raised else AlarmChange.CLEAR
        before = AlarmLife(known.state, known.is_active) if known else AlarmLife()
        after = before.after(change, is_latching)
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
        return [self._put(changed, after, change, time_s), *self._flood(time_s)]

    def grow(self, alarm_id: str, value: float, onset_s: float, time_s: float) -> list[Event]:
        """What an active alarm tells of has become much worse, from `onset_s` on."""
        known = self.alarms[alarm_id]
        life = AlarmLife(known.state, known.is_active).after(AlarmChange.GROW)
        worse = replace(known, value=value, onset_s=onset_s, has_grown=True)
        if life.state is not known.state:
            worse = replace(worse, raised_s=time_s, actor="", reason="")
        return [self._put(worse, life, AlarmChange.GROW, time_s)]

    def order(
        self,
        ids: Iterable[str],
        change: AlarmChange,
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
            after = before.after(change)
            if after != before:
                changed = replace(alarm, actor=actor, reason=reason, until_s=until_s)
                events.append(self._put(changed, after, change, time_s))
        return [*events, *self._flood(time_s)] if events else events

    def add(self, alarm: Alarm) -> None:
        """Put an alarm on the board that is normal so far, to shelve it or take it out of service."""
        self.alarms.setdefault(alarm.id, alarm)

    def expire(self, time_s: float) -> list[Event]:
        """Bring back shelved and maintained alarms whose time is over, and see a flood end."""
        due = [alarm for alarm in self.alarms.values() if alarm.until_s <= time_s]
        shelved = [a.id for a in due if a.state is AlarmState.SHELVED]
        out = [a.id for a in due if a.state is AlarmState.OUT_OF_SERVICE]
        return [
            *self.order(shelved, AlarmChange.EXPIRE, time_s, SHELF),
            *self.order(out, AlarmChange.PUT_BACK, time_s, SERVICE),
            *self._flood(time_s),
        ]

    def worst(self) -> dict[str, AlarmClass]:
        """The worst class of announced alarms that are active or not acknowledged, by subject."""
        worst: dict[str, AlarmClass] = {}
        for alarm in self.alarms.values():
            if alarm.is_announced:
                worst[alarm.subject] = max(
                    worst.get(alarm.subject, AlarmClass.NONE), alarm.alarm_class
                )
        return worst

    def _put(self, alarm: Alarm, life: AlarmLife, change: AlarmChange, time_s: float) -> Event:
        changed = replace(alarm, state=life.state, is_active=life.is_active, changed_s=time_s)
        if not changed.is_announced:
            changed = replace(changed, is_root=False)
        self._keep(changed)
        return AlarmChanged(changed, change)

    def _keep(self, alarm: Alarm) -> None:
        if alarm.state is AlarmState.NORMAL:
            self.alarms.pop(alarm.id, None)
        else:
            self.alarms[alarm.id] = alarm

    def _flood(self, time_s: float) -> list[Event]:
        """What the alarms of the last minutes make of the flood: it begins, is led anew, or ends."""
        self.new_s = [new for new in self.new_s if time_s - new < FLOOD_S]
        count = len(self.new_s)
        if not self.is_flood and count > FLOOD_MORE_THAN:
            self.is_flood = True
            return self._elect(time_s, FloodPhase.BEGUN)
        if self.is_flood and count < FLOOD_OVER_BELOW:
            self.is_flood = False
            return [FloodChanged(time_s, FloodPhase.OVER, count), *self._unroot(time_s)]
        if self.is_flood and not self._has_root():
            return self._elect(time_s, FloodPhase.LED_ANEW)
        return []

    def _has_root(self) -> bool:
        """Whether the root still leads: it is active, or nothing else that is listed is."""
        listed = [alarm for alarm in self.alarms.values() if alarm.is_announced]
        roots = [alarm for alarm in listed if alarm.is_root]
        if any(alarm.is_active for alarm in roots):
            return True
        return not any(alarm.is_active for alarm in listed)

    def _elect(self, time_s: float, phase: FloodPhase) -> list[Event]:
        """Put the worst of the alarms that last, the first of its class, on top of the others."""
        listed = [alarm for alarm in self.alarms.values() if alarm.is_announced]
        if not listed:
            return []
        events = self._unroot(time_s)
        root = min(listed, key=lambda a: (not a.is_active, -a.alarm_class, a.raised_s, a.id))
        life = AlarmLife(root.state, root.is_active)
        return [
            *events,
            FloodChanged(time_s, phase, len(self.new_s), root),
            self._put(replace(root, is_root=True), life, AlarmChange.LEAD, time_s),
        ]

    def _unroot(self, time_s: float) -> list[Event]:
        events = []
        for alarm in [a for a in self.alarms.values() if a.is_root]:
            life = AlarmLife(alarm.state, alarm.is_active)
            events.append(
                self._put(replace(alarm, is_root=False), life, AlarmChange.FOLLOW, time_s)
            )
        return events
