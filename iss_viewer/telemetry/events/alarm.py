"""An alarm as everybody sees it, and what can happen to one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from iss_viewer.telemetry.events.bounds import Finite, Measured, NamedClass, NamedState, Probability
from iss_viewer.telemetry.status import AlarmState

#: who changes an alarm where no person does: a condition of the plant, or that a time is over
CONDITION, SHELF, SERVICE = "condition", "end of shelving", "end of service"
AUTOMATIC = (CONDITION, SHELF, SERVICE)


class AlarmChange(Enum):
    """What can happen to an alarm, after ISA-18.2, and to its place in a flood."""

    RAISE = "raised"
    GROW = "grown"
    CLEAR = "cleared"
    ACKNOWLEDGE = "acknowledged"
    SHELVE = "shelved"
    UNSHELVE = "unshelved"
    EXPIRE = "shelving expired"
    SUPPRESS = "suppressed"
    RELEASE = "released"
    TAKE_OUT = "taken out of service"
    PUT_BACK = "put back in service"
    LEAD = "root of the flood"
    FOLLOW = "no longer root"


#: changes of an alarm that call people
ANNOUNCED = (AlarmChange.RAISE, AlarmChange.GROW)


class FloodPhase(Enum):
    """What a flood of alarms does."""

    BEGUN = "begun"
    LED_ANEW = "led anew"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm as of its last change. Its words are made of `rule` and the fields after `quantity`."""

    id: str  # e.g. SM_PRK.pressure_low
    subject: str  # a module, tank, loop or STATION
    rule: str  # the limit of assets/limits.toml it comes from
    alarm_class: NamedClass
    state: NamedState
    is_active: bool  # the condition holds now, whatever was acknowledged or shelved
    raised_s: Finite
    changed_s: Finite
    value: Measured  # SI, of `quantity`, at the last change of the condition; NaN: never measured
    limit: Measured
    quantity: str  # e.g. pressure_pa; its ending is the unit
    is_of_air_space: bool = False  # of several modules, of which `subject` is the first
    drift_probability_1: Probability | None = None  # that the only barometer drifts instead
    has_grown: bool = False  # what it tells of is much more than when it was raised
    actor: str = ""  # who acknowledged, shelved or took it out of service last
    reason: str = ""
    until_s: float = float("inf")  # when a shelved alarm comes back
    is_root: bool = False  # in a flood: the alarm to look at first
    onset_s: Finite | None = None  # of a leak: when it began, as the detector estimated it then

    @property
    def is_announced(self) -> bool:
        """Whether it stands in the list of a working operator: not shelved, suppressed, out of service."""
        return self.state in (
            AlarmState.UNACKNOWLEDGED,
            AlarmState.ACKNOWLEDGED,
            AlarmState.RETURNED,
        )
