"""Slopes of curves as the detector takes them: least squares, with weights that fade with age."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.telemetry.frames import Floats


class Slope(NamedTuple):
    """A slope in units a second, its 1-sigma by the scatter about the line, and the value at the newest point."""

    rate: float
    error: float
    level: float


_UNKNOWN = Slope(math.nan, math.nan, math.nan)
_LEAST_WEIGHT = 2.5  # samples, as `detection.estimation.slopes`


def slope_of(time_s: Floats, values: Floats, scale_s: float) -> Slope:
    """The slope at the newest instant of a curve, shapes (n,); weights fall by e within `scale_s`. NaN: too few points.

    Values that are NaN do not count.
    """
    known = ~np.isnan(values)
    if known.sum() < 3:
        return _UNKNOWN
    age, y = time_s[known] - time_s[-1], values[known]
    weights = np.exp(age / scale_s)
    total = float(weights.sum())
    centre = float((weights * age).sum()) / total
    lever = age - centre
    spread = float((weights * lever * lever).sum())
    if total < _LEAST_WEIGHT or not spread > 0.0:
        return _UNKNOWN
    middle = float((weights * y).sum()) / total
    rate = float((weights * lever * y).sum()) / spread
    off = y - middle - rate * lever
    variance = float((weights * off * off).sum()) / total * len(y) / max(len(y) - 2, 1)
    error = math.sqrt(variance * float((weights * weights * lever * lever).sum())) / spread
    return Slope(rate, error, middle - rate * centre)


def mean_rate(time_s: Floats, rates: Floats, scale_s: float) -> tuple[float, float]:
    """The rate that a slope over the same points shows of something that comes at `rates`, shapes (n,), and its 1-sigma:
    where a rate differs from the one before it, it changed at any moment between the two. 0, 0: unknown.
    """
    known = np.nan_to_num(rates)
    steps, changes = np.diff(time_s), np.diff(known)
    came = np.concatenate([[0.0], np.cumsum((known[:-1] + 0.5 * changes) * steps)])
    slope = slope_of(time_s, came, scale_s)
    if slope.rate != slope.rate:
        return 0.0, 0.0
    weights = np.exp((time_s - time_s[-1]) / scale_s)
    lever = time_s - float((weights * time_s).sum() / weights.sum())
    pull = np.cumsum((weights * lever)[::-1])[::-1][1:] / float((weights * lever * lever).sum())
    error = math.sqrt(float(((changes * steps * pull) ** 2).sum()) / 12.0)
    return slope.rate, error
