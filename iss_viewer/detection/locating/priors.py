"""What is believed before the first reading: where leaks have been, how large, how hatches are closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from pydantic import Field

from iss_viewer.datafile import Complaint, Strict, assets_dir, read
from iss_viewer.datafile.quantities import (
    Duration,
    MassRate,
    Pressure,
    PressureRate,
    TemperatureChange,
)
from iss_viewer.detection.state.settings import Beliefs
from iss_viewer.station import Station
from iss_viewer.telemetry.events import PriorChoice
from iss_viewer.telemetry.frames import Floats

_ROUNDING = 1e-9  # by which chances that are written may miss a sum of one

PARTY = 2  # people who close a hatch together


class Odds(Strict):
    """The chance of each kind of trouble before anything is read."""

    source: str
    none: float = Field(gt=0, lt=1)
    leak: float = Field(gt=0, lt=1)
    seal: float = Field(gt=0, lt=1)
    sensor: float = Field(gt=0, lt=1)
    second_leak: float = Field(ge=0, lt=1, description="of the leaks: another elsewhere")


class Sizes(Strict):
    """Between which sizes a trouble is equally probable per factor (log-uniform)."""

    source: str
    least_leak_kg_s: MassRate = Field(gt=0, alias="least_leak")
    largest_leak_kg_s: MassRate = Field(gt=0, alias="largest_leak")
    least_seal_kg_s: MassRate = Field(gt=0, alias="least_seal")
    largest_seal_kg_s: MassRate = Field(gt=0, alias="largest_seal")
    least_drift_pa_s: PressureRate = Field(gt=0, alias="least_drift")
    largest_drift_pa_s: PressureRate = Field(gt=0, alias="largest_drift")


class Drift(Strict):
    """How barometers drift, by a public network: what a fall that only one of them shows may be."""

    source: str
    confidence: str
    walk_pa: Pressure = Field(gt=0, alias="walk", description="per sqrt(day)")
    slopes_pa_s: tuple[PressureRate, PressureRate, PressureRate] = Field(alias="slopes")
    shares_1: tuple[float, float, float] = Field(alias="shares")
    broken_1: float = Field(gt=0, lt=1, alias="broken")


class Changes(Strict):
    """How leaks end and change."""

    source: str
    ends_per_day: float = Field(gt=0, description="of a leak: it closes, or is closed unreported")
    steps_per_day: float = Field(gt=0, description="of a leak: it becomes less or more at once")
    most_1: float = Field(
        gt=0, lt=1, description="probability that an old leak has ended or changed, at the most"
    )
    grows_1: float = Field(gt=0, lt=1, description="probability that a leak grows steadily")
    patch_holds_1: float = Field(
        gt=0, lt=1, description="that a reported patch takes away some of the leak"
    )
    patch_seals_1: float = Field(
        gt=0, lt=1, description="that one which takes away some takes away all of it"
    )


class Memory(Strict):
    """How long an isolation's result counts, and what no span averages away."""

    source: str
    half_life_s: Duration = Field(gt=0, alias="half_life")
    floor_kg_s: MassRate = Field(ge=0, alias="floor")


class Procedure(Strict):
    """How the crew search: the rules that bound it."""

    source: str
    confidence: float = Field(gt=0.5, lt=1)
    parties: int = Field(ge=1, description="that close hatches at the same time, two people each")
    leave_before_s: Duration = Field(ge=0, alias="leave_before")
    most_of_reserve: float = Field(gt=0, le=1)
    hold_fall_pa: Pressure = Field(gt=0, alias="hold_fall")
    oxygen_fresh_pa: Pressure = Field(gt=0, alias="oxygen_fresh")
    oxygen_floor_pa: Pressure = Field(gt=0, alias="oxygen_floor")
    air_lasts_s_m3: float = Field(gt=0, description="from fresh to floor, a person and cubic metre")
    air_for_s: Duration = Field(
        gt=0, alias="air_for", description="hatches are opened until air lasts so"
    )

    def parties_of(self, people: int) -> int:
        """How many parties so many people make; one where nobody is known of."""
        return max(min(self.parties, people // PARTY), 1)


class Noise(Strict):
    """The noise that plans reckon with; the estimates' own errors are used where there are any."""

    source: str
    white_pa: Pressure = Field(gt=0, alias="white")
    sample_every_s: Duration = Field(gt=0, alias="sample_every")
    drift_pa: Pressure = Field(ge=0, alias="drift", description="per sqrt(day)")
    temperature_k: TemperatureChange = Field(ge=0, alias="temperature")
    temperature_time_s: Duration = Field(gt=0, alias="temperature_time")
    settling_k: TemperatureChange = Field(
        ge=0,
        alias="settling",
        description="missed by thermometers while a part that was cut settles",
    )
    settling_time_s: Duration = Field(gt=0, alias="settling_time")
    noticed_pa: Pressure = Field(gt=0, alias="noticed", description="sensor off its neighbours")


class Weight(Strict):
    """How much likelier than another a module, or a type of vehicle, is to leak, and why."""

    module: str = ""
    vehicle: str = Field(default="", description="a vehicle type, or how its id begins")
    weight: float = Field(gt=0)
    why: str
    source: str


class Priors(Strict):
    """All of assets/priors.toml."""

    odds: Odds
    sizes: Sizes
    drift: Drift
    changes: Changes
    memory: Memory
    procedure: Procedure
    noise: Noise
    weights: tuple[Weight, ...] = ()

    def beliefs(self) -> Beliefs:
        """What estimators believe of leaks and barometers before any reading."""
        drift, sizes = self.drift, self.sizes
        return Beliefs(
            sizes.least_leak_kg_s,
            sizes.largest_leak_kg_s,
            drift.walk_pa,
            drift.slopes_pa_s,
            drift.shares_1,
            drift.broken_1,
        )

    def module_weights(self, station: Station, choice: PriorChoice) -> Floats:
        """The chance of each module, given that one leaks; shape (modules,), sum 1."""
        weights = np.ones(len(station.modules))
        if choice is PriorChoice.HISTORY:
            types = {ship.id: ship.type for ship in station.docked}
            for index, module in enumerate(station.modules):
                for entry in self.weights:
                    kind = types.get(module.id, "")
                    is_kind = bool(entry.vehicle) and kind.startswith(entry.vehicle)
                    if entry.module == module.id or is_kind:
                        weights[index] = entry.weight
        chances: Floats = weights / weights.sum()
        return chances


def read_priors(path: Path | None = None) -> Priors:
    """The priors of the assets, or of another file. Raises FileMistakes."""
    return read(path or assets_dir() / "priors.toml", Priors, _complaints)


def _complaints(priors: Priors) -> Iterator[Complaint]:
    odds = priors.odds
    if abs(odds.none + odds.leak + odds.seal + odds.sensor - 1.0) > _ROUNDING:
        yield Complaint(("odds",), "none, leak, seal and sensor must add up to 1")
    for kind in ("leak_kg_s", "seal_kg_s", "drift_pa_s"):
        if getattr(priors.sizes, f"least_{kind}") >= getattr(priors.sizes, f"largest_{kind}"):
            yield Complaint(
                ("sizes",),
                f"the largest {kind.removesuffix('_kg_s').removesuffix('_pa_s')} must exceed the least",
            )
    for index, entry in enumerate(priors.weights):
        if bool(entry.module) == bool(entry.vehicle):
            yield Complaint(("weights", index), "a weight is for either a module or a vehicle")
