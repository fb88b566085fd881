"""What a picture of the station is told of each module: values, not channels; and the worst of them in a word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import nan

from iss_viewer.telemetry.status import AlarmClass, ModuleStatus


class ModuleCondition(Enum):
    """How a module stands, the least bad first: what is believed of its air, or its own alarm where that is worse."""

    NOMINAL = 0
    PLANNED = 1
    ISOLATED = 2
    NO_DATA = 3
    WATCH = 4
    CAUTION = 5
    SUSPECTED = 6
    WARNING = 7
    VACUUM = 8
    EMERGENCY = 9
    LEAKING = 10

    @property
    def is_quiet(self) -> bool:
        """Whether it asks for no attention."""
        return self in (ModuleCondition.NOMINAL, ModuleCondition.PLANNED, ModuleCondition.NO_DATA)


@dataclass(frozen=True, slots=True)
class ModuleState:
    """A module now; unknown numbers are NaN.

    status: of its air. alarm: the worst active one of the module itself, its loops and machines. is_old: its own
    gauge has told nothing for longer than is allowed; silent_min: for so many whole minutes, then.
    leak_rate_kg_s: of the leak in it, for the plume. is_planned: it is shut off as it usually is, and no further.
    """

    status: ModuleStatus = ModuleStatus.NOMINAL
    alarm: AlarmClass = AlarmClass.NONE
    pressure_pa: float = nan
    leak_rate_kg_s: float = 0.0
    leak_probability: float = nan
    is_old: bool = False
    silent_min: int = 0
    is_planned: bool = False

    @property
    def is_quiet(self) -> bool:
        """Whether it asks for no attention: a gauge that fell silent does, a module without one does not."""
        return self.condition.is_quiet and not self.is_old

    @property
    def condition(self) -> ModuleCondition:
        """The worst of what is known."""
        is_planned = self.is_planned and self.status is ModuleStatus.ISOLATED
        known = [ModuleCondition.PLANNED if is_planned else ModuleCondition[self.status.name]]
        if self.alarm >= AlarmClass.CAUTION:
            known.append(ModuleCondition[self.alarm.name])
        if self.is_old:
            known.append(ModuleCondition.NO_DATA)
        return max(known, key=lambda one: one.value)
