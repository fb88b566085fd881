"""How fast the air is, in one run: alone, in batches, to and from snapshots, and beside scipy."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.air import (
    STATE_CLASSES,
    AirLeak,
    AirNetwork,
    Stepper,
    advance_many,
    compile_now,
    usual_controls,
)
from iss_viewer.station import read_station
from iss_viewer.studies.validation.solvers import AirStory, hatch_story, six_hour_story
from iss_viewer.telemetry.packing import pack, unpack
from iss_viewer.units import S_PER_DAY

#: scipy is stopped after so long
_LONGEST_S = 180.0


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure and what it should be; `is_met` is None where nothing is asked."""

    name: str
    value: float
    unit: str
    goal: str = ""
    is_met: bool | None = None


def bench(replicas: int = 200, with_scipy: bool = True) -> list[Row]:
    """Measure. Wall-clock figures of the machine as it is now; the ratios hold elsewhere too."""
    compile_now()
    rows = [*_single(), *_batch(replicas), *_snapshots()]
    if with_scipy:
        rows += _beside_scipy("two hatch events, 1 h", hatch_story())
        rows += _beside_scipy("two hatch events, 6 h", six_hour_story())
    return rows


def _seconds(do: Callable[[], object]) -> float:
    begin = time.perf_counter()
    do()
    return time.perf_counter() - begin


def _single() -> list[Row]:
    network = AirNetwork(read_station("iss"))
    stepper = Stepper(network)
    usual = usual_controls(network.station)
    everything = replace(
        usual,
        machine_is_on=(True,) * len(usual.machine_is_on),
        leaks=(AirLeak("hole", "SM_PRK", orifice_m2=1e-6),),
    )
    state = stepper.start(everything, network.usual_air())

    def a_day(period_s: float) -> None:
        now = state
        for hour in range(24):
            begin, end = 3600.0 * hour, 3600.0 * (hour + 1)
            now, _ = stepper.advance(
                now, everything, end, np.arange(begin + period_s, end, period_s)
            )

    rows = []
    for period, name in ((60.0, "each minute"), (1.0, "each second")):
        took = min(_seconds(partial(a_day, period)) for _ in range(3))
        rate = S_PER_DAY / took
        rows.append(
            Row(f"whole station, all on, read {name}", rate, "sim-s/s", ">= 1e5", rate >= 1e5)
        )
    return rows


def _batch(replicas: int) -> list[Row]:
    network = AirNetwork(read_station("iss"))
    stepper = Stepper(network)
    usual = usual_controls(network.station)
    runs = []
    for size in np.geomspace(1e-8, 1e-5, replicas):
        controls = replace(usual, leaks=(AirLeak("hole", "LAB", orifice_m2=float(size)),))
        runs.append((stepper.start(controls, network.usual_air()), controls))
    times = np.arange(0.0, 86401.0, 600.0)
    took = _seconds(lambda: advance_many(stepper, runs, S_PER_DAY, times, threads=2))
    for_1000 = took * 1000.0 / replicas
    name = f"1000 replicas x 24 h (from {replicas})"
    return [Row(name, for_1000, "s", "<= 20", for_1000 <= 20.0)]


def _snapshots() -> list[Row]:
    network = AirNetwork(read_station("iss"))
    stepper = Stepper(network)
    controls = usual_controls(network.station)
    state = stepper.start(controls, network.usual_air())
    state, _ = stepper.advance(state, controls, 1000.0, np.array([1000.0]))
    took = _seconds(lambda: unpack(pack(state), STATE_CLASSES)) * 1e3
    return [Row("snapshot written and read", took, "ms", "< 50", took < 50.0)]


def _beside_scipy(name: str, story: AirStory) -> list[Row]:
    """Ours through hatch events; then each of scipy's at the loosest rtol that comes about as near.

    They begin at 1e-4: looser, they stall after a closure, as LSODA does at any.
    """
    exact, _ = story.gas(story.solve("Radau", 1e-7))

    def error(vectors: NDArray[np.float64]) -> float:
        return float(np.abs(story.gas(vectors)[0] / exact - 1.0).max())

    took = float(np.median([_seconds(story.advance) for _ in range(5)]))
    ours, rate = error(story.advance()), story.duration_s / took
    rows = [
        Row(f"{name}: error", ours, "of p", "<= 1e-4", ours <= 1e-4),
        Row(f"{name}: speed", rate, "sim-s/s", ">= 1e5", rate >= 1e5),
    ]
    best = np.inf
    for method in ("BDF", "Radau"):
        for rtol in 10.0 ** -np.arange(4.0, 9.0):
            found, scipy_took = _solve_in_time(story, method, rtol)
            label = f"{name}, {method} {rtol:.0e}"
            if found is None:
                rows.append(Row(f"{label}: stopped after", scipy_took, "s"))
                continue
            theirs = error(found)
            if theirs <= 2.0 * ours:
                rows.append(Row(f"{label}: error", theirs, "of p"))
                rows.append(Row(f"{label}: time over ours", scipy_took / took, "x"))
                best = min(best, scipy_took)
                break
    if np.isfinite(best):
        ratio = best / took
        rows.append(Row(f"{name}: best of scipy over ours", ratio, "x", ">= 3", ratio >= 3.0))
    return rows


def _solve_in_time(
    story: AirStory, method: str, rtol: float
) -> tuple[NDArray[np.float64] | None, float]:
    """What scipy finds, and the seconds it took; nothing where it fails or was stopped."""
    begin = time.perf_counter()
    signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, _LONGEST_S)
    try:
        found: NDArray[np.float64] | None = story.solve(method, float(rtol))
    except (TimeoutError, RuntimeError, ValueError, FloatingPointError):
        found = None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
    return found, time.perf_counter() - begin


def _stop(*_: object) -> None:
    raise TimeoutError
