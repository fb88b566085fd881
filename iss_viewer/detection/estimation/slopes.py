"""Plain slopes of an air space on several time scales: dP/dt as a person would read it, with its
standard error, and how much of it temperature and breathing explain.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.space_records import SLOPE_SCALES, Slopes, SlopeSums


class SlopeSettings(NamedTuple):
    """When a slope is told. Chosen: the usual three sigmas, and more points than a line needs."""

    least_weight: float = 2.5  # samples
    agreeing_sigmas: float = 3.0
    least_pa_s: float = 1e-12  # by which slopes of air without noise may differ
    least_lever_1: float = 1e-9  # below, a slope is rounding errors


SLOPES = SlopeSettings()


@inner
def forget_slopes(slopes: Slopes) -> None:
    """No sample yet."""
    for sums in slopes:
        sums["w"] = sums["wt"] = sums["wtt"] = 0.0
        sums["ww"] = sums["wwt"] = sums["wwtt"] = 0.0
        sums["pressure"] = sums["pressure_t"] = 0.0
        sums["thermal"] = sums["thermal_t"] = sums["gas"] = sums["gas_t"] = 0.0


@entry
def follow_slopes(
    slopes: Slopes, scales_s: Floats, dt: float, pressure: float, thermal: float, gas: float
) -> None:
    """Take a sample into the exponentially weighted sums of each scale; time counts from now.

    scales_s: shape (SLOPE_SCALES,); pressure, thermal part and gas part in Pa.
    """
    for k in range(SLOPE_SCALES):
        sums = slopes[k]
        keep = math.exp(-dt / scales_s[k])
        squared = keep * keep
        sums["wtt"] = keep * (sums["wtt"] - 2.0 * dt * sums["wt"] + dt * dt * sums["w"])
        sums["wt"] = keep * (sums["wt"] - dt * sums["w"])
        sums["w"] = keep * sums["w"] + 1.0
        sums["wwtt"] = squared * (sums["wwtt"] - 2.0 * dt * sums["wwt"] + dt * dt * sums["ww"])
        sums["wwt"] = squared * (sums["wwt"] - dt * sums["ww"])
        sums["ww"] = squared * sums["ww"] + 1.0
        sums["pressure_t"] = keep * (sums["pressure_t"] - dt * sums["pressure"])
        sums["pressure"] = keep * sums["pressure"] + pressure
        sums["thermal_t"] = keep * (sums["thermal_t"] - dt * sums["thermal"])
        sums["thermal"] = keep * sums["thermal"] + thermal
        sums["gas_t"] = keep * (sums["gas_t"] - dt * sums["gas"])
        sums["gas"] = keep * sums["gas"] + gas


@inner
def _slope(sums: SlopeSums, signal: float, signal_t: float) -> float:
    """The weighted least-squares slope of a signal, from its sums, Pa/s."""
    lever = sums["w"] * sums["wtt"] - sums["wt"] * sums["wt"]
    return float((sums["w"] * signal_t - sums["wt"] * signal) / lever)


@entry
def pressure_slope(sums: SlopeSums) -> float:
    """dP/dt, Pa/s."""
    return float(_slope(sums, sums["pressure"], sums["pressure_t"]))


@entry
def thermal_slope(sums: SlopeSums) -> float:
    """What temperature has in it, Pa/s."""
    return float(_slope(sums, sums["thermal"], sums["thermal_t"]))


@entry
def gas_slope(sums: SlopeSums) -> float:
    """What breathing and scrubbing have in it, Pa/s."""
    return float(_slope(sums, sums["gas"], sums["gas_t"]))


@entry
def slope_error(sums: SlopeSums, variance: float) -> float:
    """1-sigma of dP/dt for white noise of a variance."""
    centre = sums["wt"] / sums["w"]
    spread = sums["wtt"] - centre * sums["wt"]
    squares = sums["wwtt"] - 2.0 * centre * sums["wwt"] + centre * centre * sums["ww"]
    return float(math.sqrt(variance * max(squares, 0.0)) / spread)


@inner
def _has_slope(sums: SlopeSums) -> bool:
    """Whether there are samples enough."""
    lever = sums["w"] * sums["wtt"] - sums["wt"] * sums["wt"]
    is_one_point = lever <= SLOPES.least_lever_1 * sums["w"] * sums["wtt"]
    return bool(not (sums["w"] < SLOPES.least_weight or is_one_point))


@entry
def choose_scale(slopes: Slopes, variance: float) -> int:
    """The longest scale whose slope agrees with that of every shorter one; -1: too few samples."""
    chosen = -1
    known = np.empty(SLOPE_SCALES)
    errors = np.empty(SLOPE_SCALES)
    for k in range(SLOPE_SCALES):
        errors[k] = -1.0
        if not _has_slope(slopes[k]):
            continue
        known[k], errors[k] = pressure_slope(slopes[k]), slope_error(slopes[k], variance)
        for shorter in range(k):
            if errors[shorter] >= 0.0:
                doubt = math.sqrt(errors[k] ** 2 + errors[shorter] ** 2)
                most = SLOPES.agreeing_sigmas * doubt + SLOPES.least_pa_s
                if abs(known[k] - known[shorter]) > most:
                    return chosen
        chosen = k
    return chosen
