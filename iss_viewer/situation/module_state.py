"""What a picture of the station is told of each module: values, not channels."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

from iss_viewer.telemetry.status import AlarmClass, ModuleStatus


@dataclass(frozen=True, slots=True)
class ModuleState:
    """A module now; unknown numbers are NaN. leak_rate_kg_s is of the leak in it, for the plume."""

    status: ModuleStatus = ModuleStatus.NOMINAL
    alarm: AlarmClass = AlarmClass.NONE
    pressure_pa: float = nan
    leak_rate_kg_s: float = 0.0
    leak_probability: float = nan
