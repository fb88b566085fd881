"""What harms people and how long their hands take: the numbers of assets/safety.toml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field

from iss_viewer.datafile import Strict, assets_dir, read
from iss_viewer.datafile.quantities import Duration, Length, Pressure, Volume
from iss_viewer.station.provenance import Provenance


class HarmLimits(Provenance):
    """Where people are harmed."""

    oxygen_least_pa: Pressure = Field(gt=0, alias="oxygen_least")
    pressure_least_pa: Pressure = Field(gt=0, alias="pressure_least")
    carbon_dioxide_most_pa: Pressure = Field(gt=0, alias="carbon_dioxide_most")
    carbon_dioxide_opens_pa: Pressure = Field(gt=0, alias="carbon_dioxide_opens")
    carbon_dioxide_for_s: Duration = Field(gt=0, alias="carbon_dioxide_for")
    deadly_below_pa: Pressure = Field(gt=0, alias="deadly_below")
    death_weighs: float = Field(ge=1)


class Incapacity(Provenance):
    """Air in which people can do nothing any more, once they have been in it for `after_s`."""

    oxygen_below_pa: Pressure = Field(gt=0, alias="oxygen_below")
    carbon_dioxide_above_pa: Pressure = Field(gt=0, alias="carbon_dioxide_above")
    pressure_below_pa: Pressure = Field(gt=0, alias="pressure_below")
    after_s: Duration = Field(ge=0, alias="after")


class Hands(Provenance):
    """What people do, and how fast."""

    walk_s: Duration = Field(gt=0, alias="walk")
    hatch_s: Duration = Field(gt=0, alias="hatch")
    valve_s: Duration = Field(gt=0, alias="valve")
    look_s: Duration = Field(ge=0, alias="look")
    pull_n: float = Field(gt=0)
    slower_1: float = Field(ge=1)
    closers: int = Field(ge=1)

    @property
    def pull_s(self) -> float:
        """What is left of opening a hatch once its valve was opened and its sides are equal."""
        return max(self.hatch_s - self.valve_s, 0.0)


class HoleRules(Provenance):
    """How air goes out and through valves."""

    discharge_1: float = Field(gt=0, le=1)
    warmth_s_m: float = Field(ge=0)


class Doubt(Provenance):
    """How much worse than believed a plan must bear."""

    mass_1: float = Field(gt=0, lt=1)
    sigmas: float = Field(ge=0)
    volume_sigmas: float = Field(ge=0)
    tested_below_1: float = Field(gt=0, lt=1)


class RefugeRules(Provenance):
    """Where people may stay."""

    small_m3: Volume = Field(ge=0, alias="small")
    watch_s: Duration = Field(gt=0, alias="watch")
    cut_off_1_s: float = Field(ge=0)


class ChoiceRules(Provenance):
    """When one advice gives way to another, and how many are weighed."""

    gain_1: float = Field(ge=1)
    saved_s: Duration = Field(ge=0, alias="saved")
    judge_least_s: Duration = Field(gt=0, alias="judge_least")
    judge_most_s: Duration = Field(gt=0, alias="judge_most")
    most_checked: int = Field(ge=1)
    dead_end_weighs: float = Field(ge=1)
    most_hatches: int = Field(ge=1)
    reopen_above_pa: Pressure = Field(gt=0, alias="reopen_above")
    wait_times: float = Field(ge=1)
    longer_1: float = Field(gt=1)
    given_up_1: float = Field(gt=0, le=0.5)
    calm_s: Duration = Field(ge=0, alias="calm")
    longest_s: Duration = Field(gt=0, alias="longest")


class KeepOut(Provenance):
    """Where nobody goes and nothing flies while coolant is thrown out, and for how long after: a cone from the hull on."""

    reach_m: Length = Field(gt=0, alias="reach")
    spread_1: float = Field(gt=0, description="its radius by its length")
    clear_after_s: Duration = Field(ge=0, alias="clear_after")


class SafetyRules(Strict):
    """All of them."""

    limits: HarmLimits
    incapacitated: Incapacity
    hands: Hands
    hole: HoleRules
    doubt: Doubt
    refuge: RefugeRules
    choice: ChoiceRules
    keep_out: KeepOut


@lru_cache(maxsize=4)
def read_safety_rules(path: Path | None = None) -> SafetyRules:
    """The rules of a file, by default assets/safety.toml. Raises FileMistakes."""
    return read(path or assets_dir() / "safety.toml", SafetyRules)
