"""The sigmas that a change of the loss must have to be a leak, for so many false alarms a year."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state.records import (
    OCTAVES,
    SLOTS,
)

_TRIED = 21  # octaves over which onsets are spread: up to 12 days


def threshold_table(false_alarms_per_year: float) -> NDArray[np.float64]:
    """Sigmas at ages 2^0 .. 2^26 s for so many false alarms a year over all onsets together.

    At each age there are as many independent looks in a year as such ages fit in it; two looks an age,
    because neighbouring looks are correlated. Every octave up to a quarter of an hour has the same share
    of the false alarms, longer ones have more: there a threshold costs days, and a larger share lowers
    it, while for fast leaks it hardly matters.
    """
    year_s = 365.25 * 86400.0
    octaves = np.arange(OCTAVES)
    share = 2.0 ** (np.maximum(octaves - 10, 0) / 3.0)
    share /= share[:_TRIED].sum() * SLOTS / _TRIED
    wanted = false_alarms_per_year * share / (2.0 * year_s / 2.0**octaves)
    return np.array([_normal_tail(min(float(p), 0.02)) for p in wanted])


def threshold_at_start(false_alarms_per_year: float, fresh_air_spaces_per_year: float) -> float:
    """Sigmas for a loss from the very start of an air space, looked at twice in each octave of its age."""
    return _normal_tail(false_alarms_per_year / fresh_air_spaces_per_year / (2.0 * _TRIED))


def _normal_tail(probability: float) -> float:
    """z with P(N(0, 1) > z) = probability."""
    low, high = 0.0, 40.0
    for _ in range(80):
        middle = 0.5 * (low + high)
        if 0.5 * math.erfc(middle / math.sqrt(2.0)) > probability:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
