"""What active malfunctions keep people from: the queue of orders asks before each action is done."""

from __future__ import annotations

from iss_viewer.exercise.malfunctions.malfunction_rules import MalfunctionRules
from iss_viewer.scenario.exercise.malfunctions import (
    AlarmMalfunction,
    FanMalfunction,
    FeedMalfunction,
    HatchMalfunction,
    MachineMalfunction,
    Malfunction,
    SignalMalfunction,
    ValveMalfunction,
)
from iss_viewer.station.actions import (
    Action,
    MoveHatch,
    MoveValve,
    SetFeed,
    SwitchEquipment,
    SwitchFans,
    target_of,
)
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle

_SHUT, _OPEN = "will_not_close", "will_not_open"


class ExerciseSpoiler:
    """Makes orders of a run fail, by the malfunctions that bite; each that is met counts as a try."""

    def __init__(self, rules: MalfunctionRules) -> None:
        self._rules = rules

    @property
    def has_signal(self) -> bool:
        """Whether telecommands reach the station."""
        return not any(
            isinstance(one, SignalMalfunction) and one.mode == "lost"
            for one in self._rules.active()
        )

    @property
    def delay_s(self) -> float:
        """How late telecommands reach the station."""
        delays = [
            one.delay_s or 0.0
            for one in self._rules.active()
            if isinstance(one, SignalMalfunction) and one.mode == "delayed"
        ]
        return max(delays, default=0.0)

    def hinders(self, action: Action) -> Obstacle | None:
        """What stands in the way of an action that was tried just now; None: nothing, or no longer."""
        for one in self._rules.active():
            if not spoils(one, action):
                continue
            record = self._rules.records[one.id].tried()
            self._rules.records[one.id] = record
            tries = getattr(one, "tries", None)
            if tries is not None and record.tries > tries:
                continue
            return Obstacle(Hindrance.DOES_NOT_MOVE, target_of(action), told=one.text)
        return None

    def silent_alarms(self) -> frozenset[str]:
        """The rules of alarms that do not sound."""
        return frozenset(one.alarm for one in self._alarms() if one.mode == "silent")

    def feigned_alarms(self) -> frozenset[tuple[str, str]]:
        """The alarms that sound for nothing, by rule and place."""
        return frozenset((one.alarm, one.place) for one in self._alarms() if one.mode == "false")

    def _alarms(self) -> tuple[AlarmMalfunction, ...]:
        return tuple(one for one in self._rules.active() if isinstance(one, AlarmMalfunction))


def spoils(one: Malfunction, action: Action) -> bool:
    """Whether a malfunction that bites keeps people from an action."""
    match one, action:
        case HatchMalfunction(hatch=hatch, mode=mode), MoveHatch(hatch=moved, is_open=is_open):
            return hatch == moved and mode == (_OPEN if is_open else _SHUT)
        case ValveMalfunction(hatch=hatch, mode=mode), MoveValve(hatch=moved, is_open=is_open):
            return hatch == moved and mode == ("stuck_closed" if is_open else "stuck_open")
        case FanMalfunction(fan=fan, mode=mode), SwitchFans(is_on=is_on, fan=switched):
            return fan in ("", switched) and is_on == (mode == "stops")
        case MachineMalfunction(machine=machine, mode=mode), SwitchEquipment(equipment=e, is_on=on):
            return machine == e and on == (mode != "will_not_stop")
        case FeedMalfunction(machine=machine), SetFeed(equipment=equipment):
            return machine == equipment
    return False
