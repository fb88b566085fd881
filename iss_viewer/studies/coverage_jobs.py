"""The runs by which the shown intervals are counted: all scenarios, drawn ones, and hard cases one by one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from iss_viewer.datafile import named
from iss_viewer.station import read_station
from iss_viewer.station.topology import inner_hatches
from iss_viewer.studies.results import Row
from iss_viewer.units import S_PER_DAY

DRAWN = 60
ONSET_S, HOURS, STEP_S = 6.0 * 3600.0, 18.0, 20.0
#: label, kg/day: what a hole of such a diameter loses from a station at one atmosphere
HOLES = (("1 mm", 12.94), ("20 mm", 5176.0))
NOISES = (0.5, 1.0, 3.0)
_LEAKS_KG_DAY, _NOISE, _SHUT_S = (0.5, 1200.0), (0.5, 3.0), (3.0, 3.0 * 3600.0)


def coverage_jobs(scale: float) -> list[Row]:
    """All runs; fewer of each kind at a smaller scale."""
    scenarios = sorted(named("scenarios"))
    count = max(round(DRAWN * scale), 1)
    found = [_job("scenarios", scenario=name) for name in scenarios[:: max(round(1 / scale), 1)]]
    found += [_drawn(seed) for seed in range(count)]
    for seed in range(max(round(DRAWN * scale / 4.0), 1)):
        found += [_special("growing", seed, doubling_s=3600.0), _special("two leaks", seed)]
    for label, kg_day in HOLES:
        for noise in NOISES:
            for seed in range(max(round(3 * scale), 1)):
                found.append(
                    _job(
                        f"{label}, noise x{noise:g}", seed, leak_kg_s=kg_day / S_PER_DAY,
                        module="LAB", sensor_noise=noise,
                        hours=8.0 if label == "20 mm" else HOURS,
                    )
                )  # fmt: skip
    for label, kg_day in (("nothing leaks, blind", 0.0), ("1 mm, blind", HOLES[0][1])):
        for seed in range(max(round(3 * scale), 1)):
            leak = {"leak_kg_s": kg_day / S_PER_DAY, "module": "LAB" if kg_day else ""}
            found.append(_job(label, seed, blind_s=ONSET_S - 3600.0, **leak))
    return found


def _drawn(seed: int) -> Row:
    """A leak of any size anywhere, sensors better or worse than told, a hatch beside it shut for a while."""
    rng, station = np.random.default_rng(30_000 + seed), read_station("iss")
    module = str(rng.choice(station.module_ids))
    beside = [hatch.id for hatch in inner_hatches(station) if module in (hatch.a, hatch.b)]
    shut_s = ONSET_S + float(rng.uniform(0.0, 6.0 * 3600.0))
    return _job(
        "drawn", seed, module=module, leak_kg_s=_between(rng, *_LEAKS_KG_DAY) / S_PER_DAY,
        sensor_noise=_between(rng, *_NOISE), hatch=str(rng.choice(beside)) if beside else "",
        shut_s=shut_s, opened_s=shut_s + _between(rng, *_SHUT_S),
    )  # fmt: skip


def _special(label: str, seed: int, **more: Any) -> Row:
    """A leak that grows from 2 kg/day on, or two of 10 to 100 kg/day, without hatches that move."""
    rng, station = np.random.default_rng(40_000 + seed), read_station("iss")
    module, second = (str(one) for one in rng.choice(station.module_ids, 2, replace=False))
    if label == "two leaks":
        kg_day = [_between(rng, 10.0, 100.0) / S_PER_DAY for _ in range(2)]
        more |= {"second": second, "second_kg_s": kg_day[1]}
    else:
        kg_day = [2.0 / S_PER_DAY]
    return _job(label, seed, module=module, leak_kg_s=kg_day[0], hours=15.0, **more)


def _between(rng: np.random.Generator, low: float, high: float) -> float:
    """Log-uniform."""
    return float(math.exp(rng.uniform(math.log(low), math.log(high))))


def _job(label: str, seed: int = 0, **changes: Any) -> Row:
    plain: Row = {
        "kind": "coverage", "label": label, "scenario": "", "seed": seed, "hours": HOURS,
        "step_s": STEP_S, "history_s": ONSET_S, "leak_kg_s": 0.0, "module": "", "fault": "",
        "sensor": "", "size": 0.0, "cooling_k": 0.0, "sensor_noise": 1.0, "hatch": "", "shut_s": 0.0,
        "opened_s": 0.0,
    }  # fmt: skip
    return {**plain, **changes}
