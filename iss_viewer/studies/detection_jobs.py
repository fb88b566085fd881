"""The runs that the study of the detector is made of, as plain values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from iss_viewer.physics import AIR_KG_PA_M3
from iss_viewer.station import read_station
from iss_viewer.studies.detection_trial import NOISES
from iss_viewer.studies.results import Row
from iss_viewer.studies.synthetic import five_sensor_station
from iss_viewer.units import KG_PER_LB, S_PER_DAY


@dataclass(frozen=True)
class Size:
    """A leak of the table: loss of the whole station, how finely and how long it is watched."""

    label: str
    kg_day: float
    fine_s: float
    length_s: float


SIZES = (
    Size("0.3 lb/day", 0.3 * KG_PER_LB, 60.0, 10 * S_PER_DAY),
    Size("0.6 lb/day", 0.6 * KG_PER_LB, 60.0, 6 * S_PER_DAY),
    Size("1 lb/day", KG_PER_LB, 60.0, 4.5 * S_PER_DAY),
    Size("2 lb/day", 2 * KG_PER_LB, 60.0, 2.5 * S_PER_DAY),
    Size("3.7 lb/day", 3.7 * KG_PER_LB, 60.0, 1.5 * S_PER_DAY),
    Size("1 mm", 12.94, 1.0, 9000.0),
    Size("2 mm", 51.8, 1.0, 1500.0),
    Size("5 mm", 323.0, 1.0, 300.0),
    Size("10 mm", 1294.0, 1.0, 180.0),
    Size("50 mm", 32350.0, 1.0, 120.0),
)


@dataclass(frozen=True)
class LeakTrial:
    """A leak in the simulated station: how long nothing happens before, how long and how finely it is
    watched then, in how many modules.
    """

    label: str
    kg_day: float
    history_h: float
    hours: float
    step_s: float
    runs: int
    noisy_runs: int = 0  # with sensors twice as noisy


SIMULATED_SIZES = (
    LeakTrial("0.3 lb/day", 0.3 * KG_PER_LB, 240.0, 240.0, 60.0, 30),
    LeakTrial("1 lb/day", KG_PER_LB, 240.0, 72.0, 60.0, 100),
    LeakTrial("3.7 lb/day", 3.7 * KG_PER_LB, 240.0, 30.0, 60.0, 100, 30),
    LeakTrial("1 mm", 12.94, 12.0, 8.0, 10.0, 100, 30),
    LeakTrial("10 mm", 1294.0, 12.0, 2.0, 4.0, 40),
)
#: kinds of a faulty barometer and their sizes as in a scenario: Pa, Pa/day, -, Pa, -
FAULTS = (
    ("bias", -300.0), ("bias", -60.0), ("bias", 150.0), ("drift", -400.0), ("drift", -100.0),
    ("drift", 400.0), ("stuck", 0.0), ("noise", 50.0), ("dropout", 0.0),
)  # fmt: skip
#: what breathing and life support may do that is no leak
METABOLIC = (
    ("oxygen generation off", {"switch_off": ["OGA", "ELEKTRON"]}),
    ("carbon dioxide removal off", {"switch_off": ["CDRA_NODE3", "CDRA_LAB", "VOZDUKH"]}),
    ("crew twice as active", {"activity": 2.0}),
)


def jobs(scale: float) -> list[Row]:
    """All runs of the study."""
    return [*_synthetic_jobs(scale), *_simulated_jobs(scale)]


def _synthetic_jobs(scale: float) -> list[Row]:
    found: list[Row] = []
    for size in SIZES:
        found += [_delay_job(size, "good", seed) for seed in range(_count(20, scale))]
    for noise in list(NOISES)[1:]:
        for size in (SIZES[4], SIZES[5]):
            found += [_delay_job(size, noise, seed) for seed in range(_count(6, scale))]
    for noise in NOISES:
        for seed in range(_count(16 if noise in ("good", "residual x2") else 8, scale)):
            found.append(_quiet_job(noise, 91.3125, 600.0, seed))
    for seed in range(_count(3, scale)):
        found.append(_quiet_job("good", 0.5, 1.0, 100 + seed))
    return found


def _simulated_jobs(scale: float) -> list[Row]:
    found: list[Row] = []
    modules = read_station("iss").module_ids
    for index, leak in enumerate(SIMULATED_SIZES):
        what: Row = {"label": leak.label, "leak_kg_s": leak.kg_day / S_PER_DAY}
        watched: Row = {
            "hours": leak.history_h + leak.hours,
            "history_s": leak.history_h * 3600.0,
            "step_s": leak.step_s,
        }
        for number in range(_count(leak.runs, scale)):
            module = modules[(7 * index + 5 * number) % len(modules)]
            found.append(_simulated_job(number, module=module, **what, **watched))
        for number in range(_count(leak.noisy_runs, scale) if leak.noisy_runs else 0):
            module = modules[(7 * index + 5 * number) % len(modules)]
            found.append(
                _simulated_job(50 + number, module=module, sensor_noise=2.0, **what, **watched)
            )
    return [*found, *_fault_jobs(scale), *_quiet_simulated_jobs(scale)]


def _fault_jobs(scale: float) -> list[Row]:
    """Every kind of fault in every barometer, or in some of them."""
    sensors = barometers()
    return [
        _simulated_job(
            index, fault=kind, sensor=sensors[5 * index % len(sensors)], size=size,
            label=f"{kind} {size:+.0f}", hours=24, step_s=30.0,
        )
        for kind, size in FAULTS
        for index in range(_count(len(sensors), scale))
    ]  # fmt: skip


def _quiet_simulated_jobs(scale: float) -> list[Row]:
    found = [
        _simulated_job(s, cooling_k=0.5, label="cooling", step_s=20.0)
        for s in range(_count(6, scale))
    ]
    for label, changes in METABOLIC:
        found += [
            _simulated_job(s, label=label, step_s=20.0, **changes) for s in range(_count(6, scale))
        ]
    watched: Row = {"hours": 48, "step_s": 20.0}
    found += [_simulated_job(s, label="quiet", **watched) for s in range(_count(8, scale))]
    noisy: Row = {"sensor_noise": 2.0, "label": "quiet, sensors twice as noisy"}
    found += [_simulated_job(s, **watched, **noisy) for s in range(_count(6, scale))]
    return found


@cache
def barometers() -> tuple[str, ...]:
    """The ids of the station's barometers."""
    station = read_station("iss")
    kinds = {kind.id for kind in station.sensor_classes if kind.quantity == "pressure"}
    return tuple(sensor.id for sensor in station.sensors if sensor.sensor_class in kinds)


def _delay_job(size: Size, noise: str, seed: int) -> Row:
    return {
        "kind": "delay", "label": size.label, "noise": noise, "rate_pa_s": rate_pa_s(size.kg_day),
        "fine_s": size.fine_s, "length_s": size.length_s, "seed": seed,
    }  # fmt: skip


def _quiet_job(noise: str, days: float, step_s: float, seed: int) -> Row:
    return {"kind": "quiet", "noise": noise, "days": days, "step_s": step_s, "seed": seed}


def _simulated_job(seed: int = 0, **changes: Any) -> Row:
    """A quiet simulated station with the given changes."""
    plain: Row = {
        "kind": "simulated", "label": "", "seed": seed, "hours": 36, "step_s": 10.0,
        "leak_kg_s": 0.0, "module": "", "fault": "", "sensor": "", "size": 0.0, "cooling_k": 0.0,
        "sensor_noise": 1.0,
    }  # fmt: skip
    return {**plain, **changes}


def _count(full: int, scale: float) -> int:
    return max(round(full * scale), 1)


def rate_pa_s(kg_day: float) -> float:
    """The fall of the study's whole station for a loss."""
    return kg_day / S_PER_DAY / (_volume_m3() * AIR_KG_PA_M3)


@cache
def _volume_m3() -> float:
    return math.fsum(module.free_volume_m3 for module in five_sensor_station().modules)
