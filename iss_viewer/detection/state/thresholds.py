"""The sigmas that a change of the loss must have to be a leak, for so many false alarms a year."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state.clock import YEAR_S
from iss_viewer.detection.state.space_records import OCTAVES, ONSETS


class ThresholdSettings(NamedTuple):
    """How the false alarms that are allowed are shared out over the ages of onsets."""

    tried_octaves: int = 21  # over which onsets are spread: up to 12 days
    looks_per_age: float = 2.0  # independent looks in a span: neighbouring looks are correlated
    even_octaves: int = 10  # have the same share: up to a quarter of an hour
    doubled_every: float = 3.0  # octaves beyond those, in which the share doubles; chosen
    most_per_look: float = 0.02  # probability of a false alarm: brief looks are not let off more


SETTINGS = ThresholdSettings()
_BISECTIONS, _MOST_SIGMAS = 80, 40.0  # to the last digit of a number


def threshold_table(false_alarms_per_year: float) -> NDArray[np.float64]:
    """Sigmas at ages 2^0 .. 2^26 s for so many false alarms a year over all onsets together.

    At each age there are as many independent looks in a year as such ages fit in it; two looks an age,
    because neighbouring looks are correlated. Every octave up to a quarter of an hour has the same share
    of the false alarms, longer ones have more: there a threshold costs days, and a larger share lowers
    it, while for fast leaks it hardly matters.
    """
    tried, octaves = SETTINGS.tried_octaves, np.arange(OCTAVES)
    share = 2.0 ** (np.maximum(octaves - SETTINGS.even_octaves, 0) / SETTINGS.doubled_every)
    share /= share[:tried].sum() * ONSETS / tried
    looks = SETTINGS.looks_per_age * YEAR_S / 2.0**octaves
    wanted = false_alarms_per_year * share / looks
    return np.array([_normal_tail(min(float(p), SETTINGS.most_per_look)) for p in wanted])


def threshold_at_start(false_alarms_per_year: float, fresh_air_spaces_per_year: float) -> float:
    """Sigmas for a loss from the very start of an air space, looked at twice in each octave of its age."""
    looks = SETTINGS.looks_per_age * SETTINGS.tried_octaves
    return _normal_tail(false_alarms_per_year / fresh_air_spaces_per_year / looks)


def _normal_tail(probability: float) -> float:
    """z with P(N(0, 1) > z) = probability."""
    low, high = 0.0, _MOST_SIGMAS
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        if 0.5 * math.erfc(middle / math.sqrt(2.0)) > probability:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
