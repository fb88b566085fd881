"""Reserve time by a mixture over rates and laws, against samples of it."""

import math

import numpy as np
import pytest

from iss_viewer.detection.estimation.reserve_time import law_constants
from iss_viewer.detection.posterior.mixture import BINS, LOG_STEP
from iss_viewer.detection.posterior.reserve import reserve_of
from iss_viewer.detection.state.leak_records import LEAK_LAWS, LeakLaw
from iss_viewer.units import PA_PER_MMHG

LIMIT_PA, FLOOR_PA, SEALS = 490.0 * PA_PER_MMHG, 111.0 * PA_PER_MMHG, 0.25
CRACKS = 0.4


def normal_below(z):
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def falls_of(pressure_pa, rate_pa_s, sd_pa_s, cracks=CRACKS):
    """Chances of falls that are normal about a rate, shared out between the laws."""
    edges = BINS.least_1_s * np.exp(LOG_STEP * (np.arange(BINS.falls + 1) - 0.5)) * pressure_pa
    below = np.array([normal_below((edge - rate_pa_s) / sd_pa_s) for edge in edges])
    falls = np.zeros((LEAK_LAWS, BINS.falls))
    falls[LeakLaw.HOLE] = (1.0 - cracks) * np.diff(below)
    falls[LeakLaw.CRACK] = cracks * np.diff(below)
    return falls


def reserve(falls, pressure_pa=1e5, none=0.0, seals=SEALS):
    return reserve_of(falls, none, pressure_pa, LIMIT_PA, FLOOR_PA, seals)


def test_air_that_does_not_fall_lasts_for_ever():
    assert reserve(np.zeros((LEAK_LAWS, BINS.falls))) == (math.inf, math.inf, math.inf)


def test_nothing_is_left_below_the_limit():
    assert reserve(falls_of(LIMIT_PA, 1.0, 0.1), LIMIT_PA - 1.0) == (0.0, 0.0, 0.0)


def test_band_holds_the_median_and_widens_with_doubt():
    median, low, high = reserve(falls_of(1e5, 0.5, 0.02))
    wide = reserve(falls_of(1e5, 0.5, 0.1))
    assert low < median < high
    assert wide[1] < low < high < wide[2]


def test_leak_that_is_not_sure_lasts_for_ever_as_likely_as_there_is_none():
    median, low, high = reserve(falls_of(1e5, 0.5, 0.02), none=0.3)
    assert math.isfinite(low)
    assert math.isfinite(median)
    assert high == math.inf
    assert reserve(falls_of(1e5, 0.5, 0.02), none=0.6)[0] == math.inf


def test_band_is_that_of_sampled_rates():
    times = law_constants(1e5, LIMIT_PA, FLOOR_PA)[0]
    times = times / np.random.default_rng(3).normal(0.3, 0.05, 200_000)
    median, low, high = reserve(falls_of(1e5, 0.3, 0.05, cracks=0.0), seals=0.0)
    step = math.exp(LOG_STEP) - 1.0
    assert [low, median, high] == pytest.approx(np.quantile(times, [0.05, 0.5, 0.95]), rel=step)


def test_bands_hold_nine_of_ten_leaks_of_random_law_and_rate():
    rng = np.random.default_rng(11)
    count, inside = 400, 0
    weights = ((1.0 - CRACKS) * (1.0 - SEALS), CRACKS, (1.0 - CRACKS) * SEALS)
    for law in rng.choice(3, count, p=weights):
        pressure_pa, rate = rng.uniform(95e3, 102e3), rng.lognormal(-2.0, 1.0)
        sd = rate * rng.uniform(0.03, 0.25)
        true_s = law_constants(pressure_pa, LIMIT_PA, FLOOR_PA)[law] / rate
        seen = rate + sd * rng.normal()
        _, low, high = reserve(falls_of(pressure_pa, seen, sd), pressure_pa)
        inside += low <= true_s <= high
    assert 0.86 <= inside / count <= 0.94
