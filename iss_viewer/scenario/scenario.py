"""What will happen: one frozen model, read from a TOML file that a trainer can write.

Quantities are written with their unit (``"2 mm"``, ``"36h"``) and held in SI.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from iss_viewer.datafile import Strict
from iss_viewer.datafile.quantities import (
    Area,
    Duration,
    Length,
    Mass,
    MassRate,
    Power,
    Pressure,
    Temperature,
    TemperatureChange,
)
from iss_viewer.station.actions import (
    Action,
    ApplyRepair,
    MoveCrew,
    MoveHatch,
    MoveValve,
    PatchModule,
    ReadGauge,
    SearchLeak,
    SetFeed,
    SwitchEquipment,
    SwitchFans,
)
from iss_viewer.station.station import Crew, Docked

#: letters in a title: it stands in lists, banners and on every page
MOST_TITLE = 200
#: what 63 bits hold
MOST_SEED = 2**63 - 1


class Story(Strict):
    """What the reader is told, before (`briefing`) and after (`outcome`)."""

    briefing: str
    outcome: str = ""
    assumed: str = Field(default="", description="what here is not published but assumed")
    sources: tuple[str, ...] = ()
    difficulty: Literal["easy", "medium", "hard", ""] = ""


class Condition(Strict):
    """Holds when all that it names holds; with `lasting`, for that long without a break."""

    module: str = ""
    pressure_below_pa: Pressure | None = Field(default=None, alias="pressure_below")
    pressure_above_pa: Pressure | None = Field(default=None, alias="pressure_above")
    hatch: str = ""
    hatch_is: Literal["open", "closed"] | None = None
    action: str = Field(default="", description="an action of a person, e.g. 'close_hatch H01'")
    lasting_s: Duration = Field(default=0.0, ge=0, alias="lasting")


class Timed(Strict):
    """Starts at a time, or when a condition first holds (then `at` is counted from there)."""

    at_s: Duration | None = Field(default=None, ge=0, alias="at")
    when: Condition | None = None


class Change(Timed):
    """The leak's flow goes to `factor` times its written size, over a ramp, whatever people had sealed. 0 is sealed.

    It ends the growth that went before; `doubling` starts it anew from the new size.
    """

    factor: float = Field(ge=0)
    over_s: Duration = Field(default=0.0, ge=0, alias="over")
    doubling_s: Duration | None = Field(
        default=None, gt=0, alias="doubling", description="it grows again from there"
    )
    by: str = Field(default="", description="what did it: tape, patch, Germetall-1, a new crack")


class Leak(Timed):
    """A way out to vacuum (`module`) or `into` another module, or past the closed hatch `hatch` into its other side.

    Its size: a diameter or an area with a discharge coefficient; or a mass rate, with the air of its
    module at the start upstream, or this at `rate_at`, and vacuum downstream; or for a crack also its geometry.
    """

    id: str
    module: str = ""
    into: str = Field(default="", description="the module on the other side; none: outside")
    hatch: str = ""
    law: Literal["orifice", "crack", "molecular", "power"] = "orifice"
    diameter_m: Length | None = Field(default=None, gt=0, lt=0.5, alias="diameter")
    area_m2: Area | None = Field(default=None, gt=0, lt=0.2, alias="area")
    discharge: float = Field(default=0.8, gt=0, le=1)
    rate_kg_s: MassRate | None = Field(default=None, gt=0, alias="rate")
    rate_at_pa: Pressure | None = Field(default=None, gt=0, alias="rate_at")
    rate_at_k: Temperature | None = Field(default=None, gt=200, lt=350, alias="rate_temperature")
    slip_pa: Pressure = Field(
        default=0.0, ge=0, alias="slip", description="crack: flow ~ p^2 + slip p"
    )
    exponent: float | None = Field(default=None, ge=1, le=2, description="power: flow ~ p^exponent")
    gap_m: Length | None = Field(default=None, gt=0, alias="gap")
    width_m: Length | None = Field(default=None, gt=0, alias="width")
    wall_m: Length | None = Field(default=None, gt=0, alias="wall")
    ramp_s: Duration = Field(default=0.0, ge=0, alias="ramp")
    doubling_s: Duration | None = Field(default=None, gt=0, alias="doubling")
    growth_limit: float = Field(default=10.0, ge=1, description="the most growth multiplies by")
    changes: tuple[Change, ...] = ()
    position_m: tuple[float, float, float] | None = None


class ScriptedAction(Timed):
    """What crew or ground do by the script, in the words of the station's actions."""

    do: Literal[
        "open_hatch", "close_hatch", "open_valve", "close_valve", "fans_on", "fans_off",
        "switch_on", "switch_off", "set_feed", "auto_feed", "move_crew", "read_gauge", "patch_module",
        "search", "tape", "patch", "sealant", "note",
    ]  # fmt: skip
    target: str = Field(default="", description="a hatch, module or machine; empty for fans, notes")
    crew: tuple[str, ...] = ()
    flow_kg_s: MassRate | None = Field(default=None, ge=0, alias="flow")
    fraction: float = Field(default=1.0, ge=0, le=1)
    opening: float = Field(default=1.0, gt=0, le=1, description="how far a hatch or valve opens")
    actor: str = "crew"
    text: str = ""

    @property
    def action(self) -> Action | None:
        """What is done to the station; None: a note is written."""
        target = self.target
        match self.do:
            case "open_hatch" | "close_hatch":
                return MoveHatch(target, self.do == "open_hatch", self.opening)
            case "open_valve" | "close_valve":
                return MoveValve(target, self.do == "open_valve", self.opening)
            case "fans_on" | "fans_off":
                return SwitchFans(self.do == "fans_on", target)
            case "switch_on" | "switch_off":
                return SwitchEquipment(target, self.do == "switch_on")
            case "set_feed" | "auto_feed":
                return SetFeed(target, self.flow_kg_s if self.do == "set_feed" else None)
            case "move_crew":
                return MoveCrew(self.crew, target)
            case "read_gauge":
                return ReadGauge(target)
            case "patch_module":
                return PatchModule(target, self.fraction)
            case "search":
                return SearchLeak(target)
            case "tape" | "patch" | "sealant" as repair:
                return ApplyRepair(target, repair)
            case "note":
                return None


class SensorFault(Timed):
    """A sensor errs from a time on, for a while or to the end."""

    sensor: str
    kind: Literal["bias", "drift", "stuck", "noise", "dropout"]
    size: float = Field(
        default=0.0,
        description="Pa or K; per day for drift; dropout: the part of samples lost, 0 for all",
    )
    lasting_s: Duration | None = Field(default=None, gt=0, alias="lasting")


class CoolantLeak(Timed):
    """A hole in a coolant loop."""

    loop: str
    diameter_m: Length = Field(gt=0, lt=0.1, alias="diameter")
    discharge: float = Field(default=0.6, gt=0, le=1)
    isolated_after_s: Duration | None = Field(default=None, gt=0, alias="isolated_after")


class ModuleStart(Strict):
    """A module that starts differently from the rest; with another pressure alone its mixture stays the same."""

    module: str
    pressure_pa: Pressure | None = Field(default=None, ge=0, alias="pressure")
    oxygen_pa: Pressure | None = Field(default=None, ge=0, alias="oxygen")
    carbon_dioxide_pa: Pressure | None = Field(default=None, ge=0, alias="carbon_dioxide")
    water_pa: Pressure | None = Field(default=None, ge=0, alias="water")
    temperature_k: Temperature | None = Field(default=None, gt=200, lt=350, alias="temperature")
    wall_k: Temperature | None = Field(default=None, gt=120, lt=700, alias="wall_temperature")


class Start(Strict):
    """How the run starts; what is left out is as the station file says."""

    pressure_pa: Pressure | None = Field(default=None, gt=0, alias="pressure")
    oxygen_pa: Pressure | None = Field(default=None, ge=0, alias="oxygen")
    carbon_dioxide_pa: Pressure | None = Field(default=None, ge=0, alias="carbon_dioxide")
    water_pa: Pressure | None = Field(default=None, ge=0, alias="water")
    temperature_k: Temperature | None = Field(default=None, gt=200, lt=350, alias="temperature")
    modules: tuple[ModuleStart, ...] = ()
    closed_hatches: tuple[str, ...] = ()
    open_hatches: tuple[str, ...] = ()
    equipment_off: tuple[str, ...] = ()
    tank_contents_kg: dict[str, Annotated[Mass, Field(ge=0)]] = Field(
        default={}, alias="tank_contents"
    )


class HeatSwing(Strict):
    """A periodic swing of the environment temperature, everywhere or in one segment or module."""

    period_s: Duration = Field(gt=0, alias="period")
    amplitude_k: TemperatureChange = Field(ge=0, alias="amplitude")
    phase: float = Field(default=0.0, ge=-1, le=1, description="part of a period it is ahead")
    where: str = Field(default="", description="a module or segment; empty: everywhere")


class HeatRamp(Timed):
    """The environment goes to another temperature over a while."""

    change_k: TemperatureChange = Field(alias="change")
    over_s: Duration = Field(gt=0, alias="over")
    where: str = ""


class HeatLoad(Strict):
    """Equipment heat into the air of a module, always or from a time on, for a while or to the end."""

    module: str
    power_w: Power = Field(ge=0, le=100_000, alias="power")
    at_s: Duration = Field(default=0.0, ge=0, alias="at")
    lasting_s: Duration | None = Field(default=None, gt=0, alias="lasting")

    @property
    def end_s(self) -> float:
        """When it ends; infinite if it does not."""
        return math.inf if self.lasting_s is None else self.at_s + self.lasting_s


class DayPart(Strict):
    """From this time of day (UTC) on people breathe and warm so many times as much, until the next part."""

    at_s: Duration = Field(ge=0, lt=86400, alias="at")
    activity: float = Field(gt=0, le=10)


class CrewPlan(Strict):
    """Who is aboard, if not as in the station file; activity scales metabolism.

    `people` are named one by one; `count` cuts or fills up whoever is aboard.
    """

    people: tuple[Crew, ...] | None = None

    count: int | None = Field(default=None, ge=0, le=20)
    activity: float = Field(default=1.0, gt=0, le=5)
    day: tuple[DayPart, ...] = Field(
        default=(), description="times `activity`, in the order of the day"
    )
    home: str = Field(default="", description="the module where a counted crew lives")


class Forced(Strict):
    """A channel that follows a measured series: from a table beside the scenario, or written out."""

    channel: str = Field(description="e.g. LAB.environment_k, FEED.flow_kg_s, HATCH.is_open")
    series: str | tuple[tuple[float, float], ...] = Field(
        description="a CSV with a row of names, beside the scenario; or times in s and values in SI"
    )
    time: str = Field(default="time_s", description="the column of times")
    time_unit: str = "s"
    column: str = Field(default="", description="the column of values")
    unit: str = Field(default="", description="of the column; SI when left out")

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """The series; empty while its table was not read."""
        return () if isinstance(self.series, str) else self.series


class WalkStep(Timed):
    """A step of the walk-through."""

    title: str
    text: str
    question: str = ""
    hint: str = ""


class Scenario(Strict):
    """A story with a seed."""

    id: str = Field(max_length=100)
    title: str = Field(max_length=MOST_TITLE)
    kind: Literal["history", "exercise", "reference"] = "exercise"
    station: str = "iss"
    start_utc: datetime
    duration_s: Duration = Field(gt=0, alias="duration")
    sample_period_s: Duration = Field(ge=0.001, alias="sample_every")
    speed: float = Field(default=60.0, gt=0, le=100000.0)
    seed: int = Field(default=1, ge=0, le=MOST_SEED)
    tolerance: float = Field(
        default=1e-5, ge=1e-10, le=1e-2, description="error of a step of the air, relative"
    )
    longest_step_s: Duration = Field(default=1200.0, ge=1e-3, le=86400, alias="longest_step")
    story: Story
    docked: tuple[Docked, ...] | None = None
    absent: tuple[str, ...] = ()
    start: Start = Start()
    leaks: tuple[Leak, ...] = ()
    actions: tuple[ScriptedAction, ...] = ()
    faults: tuple[SensorFault, ...] = ()
    coolant_leaks: tuple[CoolantLeak, ...] = ()
    crew: CrewPlan = CrewPlan()
    heat_swings: tuple[HeatSwing, ...] = ()
    heat_ramps: tuple[HeatRamp, ...] = ()
    heat_loads: tuple[HeatLoad, ...] = ()
    forced: tuple[Forced, ...] = ()
    fans_stop_below_pa_s: float | None = Field(
        default=None, lt=0, description="dP/dt at which the rapid-depress response stops the fans"
    )
    steps: tuple[WalkStep, ...] = ()
    noise_free: bool = Field(default=False, description="sensors without noise, for references")
