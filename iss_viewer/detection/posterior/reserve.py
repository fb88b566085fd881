"""Reserve time by all that is believed: of falls of pressure and of the laws that they follow."""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.estimation.reserve_time import RESERVE, law_constants
from iss_viewer.detection.posterior.mixture import BINS, LOG_STEP
from iss_viewer.detection.state.leak_records import LeakLaw
from iss_viewer.detection.state.records import Floats

_NEVER = (math.inf, math.inf, math.inf)


def reserve_of(
    falls: Floats,
    chance_of_none: float,
    pressure_pa: float,
    limit_pa: float,
    floor_pa: float,
    seal_of_holes: float,
) -> tuple[float, float, float]:
    """Median and 90 % band of the time until the limit is reached, s; inf: never.

    falls: shape (laws, bins), chances of relative falls of pressure; chance_of_none: that it does not
    fall; seal_of_holes: of the chance of a hole, that air comes in past a seal, which readings near one
    atmosphere cannot tell.
    """
    if not pressure_pa > limit_pa:
        return 0.0, 0.0, 0.0
    total = float(falls.sum())
    if not total > 0.0:
        return _NEVER
    constants = law_constants(pressure_pa, limit_pa, floor_pa) / pressure_pa
    hole, crack = falls[LeakLaw.HOLE], falls[LeakLaw.CRACK]
    fall_1_s = BINS.least_1_s * np.exp(LOG_STEP * np.arange(falls.shape[1]))
    weights = np.concatenate([hole * (1.0 - seal_of_holes), crack, hole * seal_of_holes])
    times = np.concatenate([constant / fall_1_s for constant in constants])
    order = np.argsort(times, kind="stable")
    reached = np.cumsum(weights[order]) * (1.0 - chance_of_none) / total
    places = np.searchsorted(reached, [0.5, RESERVE.low, RESERVE.high])
    median, low, high = (
        float(times[order[place]]) if place < len(order) else math.inf for place in places
    )
    return median, low, high
