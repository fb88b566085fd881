"""Reserve time against the closed forms and an integration of each law."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from iss_viewer.detection.reserve import law_constants, reserve_band
from iss_viewer.units import PA_PER_MMHG

LIMIT_PA = 490.0 * PA_PER_MMHG
ORIFICE = np.array([1.0, 0.0, 0.0])
FLOOR_PA = 111.0 * PA_PER_MMHG


def test_reserve_time_is_infinite_when_pressure_is_steady():
    assert reserve_band(101325.0, LIMIT_PA, FLOOR_PA, 0.0, 1e-9, ORIFICE)[0] == math.inf


def test_reserve_time_is_zero_below_the_limit():
    assert reserve_band(LIMIT_PA - 1.0, LIMIT_PA, FLOOR_PA, 1.0, 0.1, ORIFICE) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("law", "rate"),
    [
        (0, lambda p, p0: p / p0),
        (1, lambda p, p0: (p / p0) ** 2),
        (2, lambda p, p0: (p - FLOOR_PA) / (p0 - FLOOR_PA)),
    ],
)
def test_each_law_reaches_the_limit_when_its_integration_does(law, rate):
    p0, r = 745.0 * PA_PER_MMHG, PA_PER_MMHG / 60.0
    told = law_constants(p0, LIMIT_PA, FLOOR_PA)[law] / r

    def hits(_t, p):
        return p[0] - LIMIT_PA

    hits.terminal = True
    run = solve_ivp(lambda _t, p: -r * rate(p, p0), (0, 1e6), [p0], events=hits, rtol=1e-9)
    assert told == pytest.approx(run.t_events[0][0], rel=1e-6)


def test_published_example_of_one_mmhg_a_minute_from_745_mmhg():
    constants = law_constants(745.0 * PA_PER_MMHG, LIMIT_PA, FLOOR_PA) / (PA_PER_MMHG / 60.0)
    assert constants[0] == pytest.approx(18716.0, rel=2e-3)
    assert constants[1] == pytest.approx(23231.0, rel=2e-3)


def test_band_holds_the_median_and_widens_with_doubt():
    weights = np.array([0.45, 0.4, 0.15])
    median, low, high = reserve_band(1e5, LIMIT_PA, FLOOR_PA, 0.5, 0.02, weights)
    wide = reserve_band(1e5, LIMIT_PA, FLOOR_PA, 0.5, 0.1, weights)
    assert low < median < high
    assert wide[1] < low < high < wide[2]


def test_band_is_that_of_sampled_rates():
    rng = np.random.default_rng(3)
    rate, sd = 0.3, 0.05
    times = law_constants(1e5, LIMIT_PA, FLOOR_PA)[0] / rng.normal(rate, sd, 200_000)
    median, low, high = reserve_band(1e5, LIMIT_PA, FLOOR_PA, rate, sd, ORIFICE)
    assert [low, median, high] == pytest.approx(np.quantile(times, [0.05, 0.5, 0.95]), rel=0.01)


def test_limit_below_the_floor_is_never_reached_by_a_seal_inflow():
    seal = np.array([0.0, 0.0, 1.0])
    assert reserve_band(1e5, 100.0 * PA_PER_MMHG, FLOOR_PA, 1.0, 0.01, seal)[0] == math.inf
