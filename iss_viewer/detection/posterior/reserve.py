"""Reserve time by all that is believed: of falls of pressure and of the laws that they follow."""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.estimation.reserve_time import RESERVE, law_constants
from iss_viewer.detection.posterior.mixture import BINS, LOG_STEP
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.leak_records import LeakLaw
from iss_viewer.detection.state.records import Floats, Indices

_FALLS_1_S: Floats = BINS.least_1_s * np.exp(LOG_STEP * np.arange(BINS.falls))


@entry
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
    median, low, high, total = math.inf, math.inf, math.inf, 0.0
    for value in falls.flat:
        total += value
    if not total > 0.0 or 1.0 - chance_of_none < RESERVE.low:
        return median, low, high
    constants = law_constants(pressure_pa, limit_pa, floor_pa) / pressure_pa
    laws = (LeakLaw.HOLE, LeakLaw.CRACK, LeakLaw.HOLE)
    shares = (1.0 - seal_of_holes, 1.0, seal_of_holes)
    left, reached = np.empty(len(laws), np.int64), 0.0
    for n in range(len(laws)):
        left[n] = _quickest(falls[laws[n]])
    for _ in range(len(laws) * falls.shape[1]):
        n, time_s = _next_to_reach(constants, left)
        if n < 0:
            break
        reached += falls[laws[n], left[n]] * shares[n]
        left[n] -= 1
        chance = reached * (1.0 - chance_of_none) / total
        if chance >= RESERVE.low:
            low = min(low, time_s)
        if chance >= 0.5:
            median = min(median, time_s)
        if chance >= RESERVE.high:
            return median, low, time_s
    return median, low, high


@inner
def _quickest(falls: Floats) -> int:
    """The last bin that holds anything; -1: none does."""
    last = len(falls) - 1
    while last >= 0 and falls[last] == 0.0:
        last -= 1
    return last


@inner
def _next_to_reach(constants: Floats, left: Indices) -> tuple[int, float]:
    """The quickest fall that is left of all laws, and when it reaches the limit, s."""
    law, soonest_s = -1, math.inf
    for n in range(len(constants)):
        if left[n] >= 0:
            time_s = constants[n] / _FALLS_1_S[left[n]]
            if law < 0 or time_s < soonest_s:
                law, soonest_s = n, time_s
    return law, soonest_s
