"""How a module stands at an instant: the worst of the belief in its air, its own alarms, and the age of its data."""

from __future__ import annotations

from dataclasses import replace

from iss_viewer.detection.belief import BELIEVED_FROM
from iss_viewer.situation.module_state import ModuleCondition, ModuleState
from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.status import AlarmClass, ModuleStatus


def state_of(moment: Moment, module: str) -> ModuleState:
    """What is shown of a module: a leak only where it is known to be in it."""
    status, leak = moment.status(module), moment.value(module, "leak_rate_kg_s")
    silent = is_old(moment, module)
    return ModuleState(
        status=status,
        alarm=moment.own_alarms.get(module, AlarmClass.NONE),
        pressure_pa=moment.value(module, "pressure_pa"),
        leak_rate_kg_s=leak if status is ModuleStatus.LEAKING and leak == leak else 0.0,
        leak_probability=moment.value(module, "leak_probability"),
        is_old=silent,
        is_planned=module in moment.closed_by_plan,
        silent_min=_whole_minutes(moment.value(module, "data_age_s")) if silent else 0,
    )


def air_condition_of(moment: Moment, module: str) -> ModuleCondition:
    """How the air of a module stands, whatever its coolant does."""
    alarm = moment.air_alarms.get(module, AlarmClass.NONE)
    return replace(state_of(moment, module), alarm=alarm).condition


def _whole_minutes(age_s: float) -> int:
    """An age; 0 for one without end: nothing ever came."""
    return int(age_s // 60.0) if age_s < float("inf") else 0


def is_at_fault(moment: Moment, module: str) -> bool:
    """Whether the module's own gauge is believed to err: what it reads is not the pressure there."""
    return moment.value(module, "sensor_fault_probability") > BELIEVED_FROM


def is_old(moment: Moment, module: str) -> bool:
    """Whether the module's own gauge has told nothing for longer than the limit of its alarm."""
    if moment.run.table.get(module, "pressure_pa") is None:
        return False
    return moment.value(module, "data_age_s") > moment.words.most_age_s
