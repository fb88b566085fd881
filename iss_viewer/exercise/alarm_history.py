"""Which alarms stand, and which were acknowledged by somebody: what `alarm` of sentences asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from iss_viewer.telemetry.events import AUTOMATIC, AlarmChange, AlarmChanged


@dataclass(frozen=True, slots=True)
class AlarmSeen:
    """An alarm as the crew has it: is_raised: its condition holds and it is announced. is_acknowledged: by somebody,
    since it was raised last.
    """

    rule: str
    subject: str
    is_raised: bool = False
    is_acknowledged: bool = False


class AlarmHistory:
    """A fold of the changes of alarms."""

    def __init__(self) -> None:
        self.alarms: dict[str, AlarmSeen] = {}

    def fold(self, event: AlarmChanged) -> None:
        """Learn of a change."""
        alarm = event.alarm
        seen = self.alarms.get(alarm.id, AlarmSeen(alarm.rule, alarm.subject))
        seen = replace(seen, is_raised=alarm.is_active and alarm.is_announced)
        if event.change in (AlarmChange.RAISE, AlarmChange.GROW):
            seen = replace(seen, is_acknowledged=False)
        if event.change is AlarmChange.ACKNOWLEDGE and alarm.actor not in ("", *AUTOMATIC):
            seen = replace(seen, is_acknowledged=True)
        self.alarms[alarm.id] = seen

    def is_so(self, rule: str, state: str, is_about: Callable[[str], bool]) -> bool:
        """Whether an alarm of a rule is ``raised``, ``acknowledged`` or ``quiet``; is_about: of a subject."""
        seen = [a for a in self.alarms.values() if a.rule == rule and is_about(a.subject)]
        if state == "acknowledged":
            return any(alarm.is_acknowledged for alarm in seen)
        return any(alarm.is_raised for alarm in seen) == (state == "raised")
