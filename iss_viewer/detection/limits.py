"""Alarm rules, thresholds of the verdict and assumed noise, as read from assets/limits.toml.

They are values: editing one at run time gives another version, see `edited`.
"""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from iss_viewer import units
from iss_viewer.datafile import Strict, assets_dir, read, unknown
from iss_viewer.datafile.quantities import Duration, MassRate, Pressure, PressureRate
from iss_viewer.station.provenance import Sourced
from iss_viewer.telemetry.status import AlarmClass

MOST_RESERVE_PA = 200e3  # no reserve of pressure is kept above it

Subjects = Literal["module", "space", "station", "tank", "loop"]
Circumstance = Literal["vented", "isolated_empty", "let_down"]

#: what of a rule may be changed at run time; whether it latches is 1 or 0
EDITABLE = ("value", "deadband", "on_delay_s", "off_delay_s", "count", "window_s", "latching")
MOST_CROSSINGS = 16  # that are remembered, so that `count` may ask for


class Rule(Sourced):
    """One alarm for each subject of a kind: a quantity past a limit, for long enough, often enough."""

    id: str
    subjects: Subjects
    quantity: str
    side: Literal["above", "below"]
    value: float
    deadband: float = 0.0
    on_delay_s: Duration = Field(default=0.0, ge=0, alias="on_delay")
    off_delay_s: Duration = Field(default=0.0, ge=0, alias="off_delay")
    count: int = Field(
        default=1, ge=1, le=MOST_CROSSINGS, description="crossings within the window that raise it"
    )
    window_s: Duration = Field(default=0.0, ge=0, alias="window")
    class_name: Literal["emergency", "warning", "caution", "advisory"] = Field(alias="class")
    latching: bool = Field(default=True, description="stays until acknowledged once it returned")
    needs_leak: bool = Field(default=False, description="only where a leak is detected")
    needs_link: bool = Field(
        default=False,
        description="while no pressure comes from anywhere, a module's silence is not its own",
    )
    needs_sensor: bool = Field(default=False, description="only where the quantity is measured")
    suppressed_when: tuple[Circumstance, ...] = ()
    text: str
    guidance: str

    @field_validator("value", "deadband", mode="before")
    @classmethod
    def _written(cls, value: Any, info: ValidationInfo) -> Any:
        kind = units.kind_of(str(info.data.get("quantity", "")))
        if kind == "temperature" and info.field_name == "deadband":
            kind = "temperature_change"
        if not isinstance(value, str):
            if kind and info.field_name == "value":
                raise ValueError(
                    f'write a {kind} with its unit, such as "1 {units.units_of(kind)[0]}"'
                )
            return float(value) if isinstance(value, int) else value
        if not kind:
            raise ValueError("a pure number, without a unit")
        return units.parse(value, kind)

    @property
    def alarm_class(self) -> AlarmClass:
        """The class of its alarms."""
        return AlarmClass[self.class_name.upper()]


class Reserve(Sourced):
    """Until when reserve time is counted."""

    limit_pa: Pressure = Field(gt=0)


#: what limits of recordings of before hold, and means nothing any more
_NO_MORE = ("report_s",)


class Estimation(Sourced):
    """What is assumed of the air and of the sensors' environment."""

    @model_validator(mode="before")
    @classmethod
    def _leave_out_what_is_no_more(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if name not in _NO_MORE}

    @field_validator("slow_air_return_s")
    @classmethod
    def _comes_back_later(cls, value: float, info: ValidationInfo) -> float:
        if value <= info.data.get("slow_air_time_s", 0.0):
            raise ValueError("must be longer than slow_air_time_s")
        return value

    false_alarms_per_year: float = Field(gt=0)
    thermal_sd_k: float = Field(gt=0, description="mean gas temperature after compensation")
    thermal_sd_single_k: float = Field(
        gt=0, description="the same with one sensor; falls with their number^0.75"
    )
    thermal_sd_unsensed_k: float = Field(gt=0, description="without a temperature sensor")
    thermal_time_s: Duration = Field(gt=0)
    slow_air_pa_s: PressureRate = Field(
        default=450.0 / units.S_PER_DAY,
        gt=0,
        description="1-sigma of the rate of slow air of a lone barometer without a thermometer",
    )
    slow_air_time_s: Duration = Field(default=21600.0, gt=0, description="that such a rate lasts")
    slow_air_return_s: Duration = Field(
        default=2.5 * units.S_PER_DAY,
        gt=0,
        description="in which slow air comes back; longer than slow_air_time_s",
    )
    diurnal_sd_k: float = Field(ge=0)
    diurnal_period_s: Duration = Field(gt=0)
    orbital_sd_k: float = Field(ge=0)
    orbital_period_s: Duration = Field(gt=0)
    harmonic_memory_s: Duration = Field(gt=0)
    baseline_slope_sd_pa_s: PressureRate = Field(ge=0)
    metabolic_slope_share_1: float = Field(ge=0)
    seal_leak_share_1: float = Field(ge=0)
    leak_prior_kg_s: MassRate = Field(
        gt=0, description="1-sigma of the size of a leak before anything is known"
    )
    leak_growth_share_per_sqrt_day: float = Field(ge=0)
    leak_walk_pa_s_per_sqrt_day: PressureRate = Field(ge=0)
    leak_onsets_per_year: float = Field(gt=0)
    leak_at_start_1: float = Field(gt=0, lt=1, description="that a fresh air space leaks")
    unsensed_water_share_1: float = Field(
        ge=0, description="1-sigma of breathed water that may have condensed unseen, of all of it"
    )
    fresh_air_spaces_per_year: float = Field(gt=0, description="by hatches that are shut or opened")
    temperature_smoothing_s: Duration = Field(gt=0)
    gas_smoothing_s: Duration = Field(
        gt=0, description="oxygen and carbon dioxide, modelled between"
    )
    gas_smoothing_room_m3: float = Field(
        gt=0, description="a person; with less room to each, gases are smoothed over less time"
    )
    analyser_room_m3: float = Field(
        gt=0, description="in a smaller module an analyser tells of that module's air alone"
    )
    water_smoothing_s: Duration = Field(gt=0, description="humidity, which only sensors know")
    fed_warmth_s: Duration = Field(
        gt=0, description="how long the walls take to cool what a feed has pressed together"
    )
    equal_pressure_pa: Pressure = Field(gt=0)
    settle_limit_s: Duration = Field(gt=0)
    outlier_sigmas_1: float = Field(gt=2)
    sensor_fault_sigmas_1: float = Field(gt=2)
    sensor_faults_per_year: float = Field(gt=0)
    vacuum_pa: Pressure = Field(gt=0)
    slope_scales_s: tuple[Duration, Duration, Duration, Duration]
    tick_s: Duration = Field(gt=0, description="how often verdict and location are reconsidered")


class Breathing(Sourced):
    """What a person takes from the air and gives to it."""

    oxygen_kg_s: MassRate = Field(ge=0)
    carbon_dioxide_kg_s: MassRate = Field(ge=0)
    water_kg_s: MassRate = Field(ge=0)
    ventilation_m3_s: float = Field(gt=0)


class Laws(Sourced):
    """How a leak may follow the pressure; weights before evidence."""

    orifice_1: float = Field(ge=0)
    crack_1: float = Field(ge=0)
    seal_inflow_1: float = Field(ge=0)
    seal_floor_pa: Pressure = Field(ge=0)


class VerdictThresholds(Sourced):
    """When a party should watch, act or leave."""

    leave_reserve_s: Duration
    act_reserve_s: Duration
    watch_leak_probability_1: float = Field(
        gt=0, lt=1, description="from which a loss that is not detected yet is to be watched"
    )
    calm_leak_probability_1: float = Field(
        gt=0, lt=1, description="below which such a loss is not watched any more"
    )
    ease_share_1: float = Field(
        ge=0, lt=1, description="how far past its threshold a number must be before a verdict eases"
    )
    watch_leak_kg_s: MassRate
    act_leak_kg_s: MassRate
    act_gas_reserve_s: Duration
    watch_gas_reserve_s: Duration


class Limits(Strict):
    """All that a judgement hangs on and that a person may want to change."""

    sources: dict[str, str] = {}
    reserve: Reserve
    estimation: Estimation
    breathing: Breathing
    laws: Laws
    verdict: VerdictThresholds
    rules: tuple[Rule, ...]
    version: int = Field(default=0, description="counts the edits at run time")

    def rule(self, rule_id: str) -> Rule:
        """The rule of an id. Raises KeyError."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)


def read_limits(path: Path | None = None) -> Limits:
    """The limits of a file, by default assets/limits.toml. Raises FileMistakes."""
    return read(path or assets_dir() / "limits.toml", Limits)


def edited(limits: Limits, rule_id: str, field: str, value: float) -> Limits:
    """The next version of `limits`: one number of a rule changed, or ``reserve`` ``limit_pa``.

    Raises ValueError that says in plain words why not.
    """
    version = limits.version + 1
    if (rule_id, field) == ("reserve", "limit_pa"):
        if not 0.0 < value < MOST_RESERVE_PA:
            raise ValueError("a reserve limit lies between 0 and 200 kPa")
        reserve = limits.reserve.model_copy(update={"limit_pa": value})
        return limits.model_copy(update={"reserve": reserve, "version": version})
    names = {rule.id for rule in limits.rules}
    if rule_id not in names:
        raise ValueError(unknown("limit", rule_id, names))
    if field not in EDITABLE:
        raise ValueError(unknown("field of a limit", field, EDITABLE))
    changed = {field: _checked(field, value)}
    rules = tuple(
        rule.model_copy(update=changed) if rule.id == rule_id else rule for rule in limits.rules
    )
    return limits.model_copy(update={"rules": rules, "version": version})


def _checked(field: str, value: float) -> float | int | bool:
    """The number as its field holds it. Raises ValueError that says what is allowed."""
    if field == "count":
        if value not in range(1, MOST_CROSSINGS + 1):
            raise ValueError(f"count cannot be {value:g}: a whole number, 1 to {MOST_CROSSINGS}")
        return int(value)
    if field == "latching":
        if value not in (0.0, 1.0):
            raise ValueError(f"latching cannot be {value:g}: 1 or 0")
        return bool(value)
    if not isfinite(value):
        raise ValueError(f"{field} cannot be {value}")
    if field != "value" and value < 0.0:
        raise ValueError(f"{field} cannot be {value:g}: 0 or more")
    return float(value)
