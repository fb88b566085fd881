"""The coolant losses of 2022 and 2023 as their scenarios play them, against what was published.

Most of what was published is a bound ("more than three hours"), so that these rows are shown and say whether
the bound holds; the loss of Nauka has no row, because no figure of it was published.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from iss_viewer.scenario import read_scenario
from iss_viewer.simulation import Trajectory, simulate
from iss_viewer.studies.validation.case import Case
from iss_viewer.units import ZERO_CELSIUS_K

Floats = NDArray[np.float64]

_HOUR_S = 3600.0
#: what "most" and "all" of the liquid are taken to be
_MOST_GONE, _ALL_GONE = 0.1, 0.01


def coolant_cases() -> Iterator[Case]:
    """Soyuz MS-22 (spray, emptying, warmth) and Progress MS-21 (emptying)."""
    yield from _soyuz_cases()
    yield _progress_case()


def _soyuz_cases() -> Iterator[Case]:
    title, nasa = "Soyuz MS-22, 15 December 2022", "NASA, 19 December 2022"
    run, since_h = _run("soyuz-ms22-2022", 300.0)
    left = _left(run, "SOYUZ_MS22_LOOP")
    most_h, all_h = _hours_until(left, since_h, _MOST_GONE), _hours_until(left, since_h, _ALL_GONE)
    yield Case(
        title, "it sprays for more than", nasa, 3.0, all_h, "h", None,
        f"a lower bound: {_holds(all_h > 3.0)}; until 1 % is left",
    )  # fmt: skip
    yield Case(
        title, "most is gone by", nasa, 17.75, most_h, "h", None,
        f"an upper bound: {_holds(most_h < 17.75)}; until 10 % is left; the gas volume of the "
        "accumulator is fitted to 1 % at that hour",
    )  # fmt: skip
    equipment = run.measured("SOYUZ_MS22_LOOP.temperature_k")
    cabin = run["SOYUZ_MS22.temperature_k"]
    fitted = "the heat figures of the ship are fitted to it"
    tass = "TASS, December 2022"
    for what, kelvin, celsius in (("instruments", equipment, 40.0), ("cabin", cabin, 30.0)):
        hottest = float(np.nanmax(kelvin)) - ZERO_CELSIUS_K
        yield Case(title, f"{what}, highest temperature", tass, celsius, hottest, "C", None, fitted)


def _progress_case() -> Case:
    run, since_h = _run("progress-ms21-2023", 5.0)
    empty_h = _hours_until(_left(run, "PROGRESS_MS21_LOOP"), since_h, _ALL_GONE)
    return Case(
        "Progress MS-21, 11 February 2023", "all is gone in less than", "Universe Magazine, 2023",
        1.0, empty_h, "h", None,
        f"published as fast, without a figure; one hour taken as an upper bound: {_holds(empty_h < 1)}; "
        "the hole of 12 mm is published, the 44 L are those of Soyuz MS-22",
    )  # fmt: skip


def _run(name: str, period_s: float) -> tuple[Trajectory, Floats]:
    """A story to its end with noiseless instruments, and the hours since its hole opened."""
    scenario, station = read_scenario(name)
    clean = scenario.model_copy(update={"sample_period_s": period_s, "noise_free": True})
    run = simulate(clean, station)
    return run, (run.time_s - (scenario.coolant_leaks[0].at_s or 0.0)) / _HOUR_S


def _left(run: Trajectory, loop: str) -> Floats:
    inventory = run.measured(f"{loop}.inventory_m3")
    return np.asarray(inventory / inventory[0])


def _hours_until(left: Floats, since_h: Floats, fraction: float) -> float:
    reached = np.flatnonzero(left <= fraction)
    return float(since_h[reached[0]]) if len(reached) else math.inf


def _holds(truth: bool) -> str:
    return "holds" if truth else "**does not hold**"
