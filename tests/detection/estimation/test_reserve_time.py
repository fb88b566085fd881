"""Reserve time against the closed forms and an integration of each law."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from iss_viewer.detection.estimation.reserve_time import gas_band, law_constants, reserve_band
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


def test_bands_hold_nine_of_ten_leaks_of_random_law_hole_and_volume():
    """Each leak is drawn as a hole in a volume, timed by its law, and measured with an error."""
    rng = np.random.default_rng(11)
    weights = np.array([0.45, 0.40, 0.15])
    count = 1500
    p0 = rng.uniform(95e3, 102e3, count)
    area_m2 = np.pi * (rng.lognormal(np.log(2e-3), 0.7, count) / 2.0) ** 2
    discharge = rng.uniform(0.6, 0.95, count)
    volume_m3 = rng.uniform(700.0, 1000.0, count)
    rate = 0.04042 * np.sqrt(287.0**2 * 295.0) * discharge * area_m2 * p0 / volume_m3
    laws = rng.choice(3, count, p=weights)
    sd = rate * rng.uniform(0.03, 0.25, count)
    seen = rate + sd * rng.normal(size=count)
    inside = 0
    for k in range(count):
        true_s = law_constants(p0[k], LIMIT_PA, FLOOR_PA)[laws[k]] / rate[k]
        _, low, high = reserve_band(p0[k], LIMIT_PA, FLOOR_PA, seen[k], sd[k], weights)
        inside += low <= true_s <= high
    assert 0.87 <= inside / count <= 0.93


def test_gas_lasts_as_long_as_its_mass_over_the_loss():
    median, low, high = gas_band(1000.0, 1e-4, 1e-5)
    assert median == pytest.approx(1e7, rel=1e-6)
    assert low == pytest.approx(1000.0 / (1e-4 + 1.6449e-5), rel=1e-3)
    assert high == pytest.approx(1000.0 / (1e-4 - 1.6449e-5), rel=1e-3)


def test_gas_lasts_for_ever_where_nothing_is_lost_and_maybe_so_where_that_is_not_known():
    assert gas_band(1000.0, -1e-4, 1e-6) == (math.inf, math.inf, math.inf)
    median, low, high = gas_band(1000.0, 1e-5, 1e-5)
    assert low < median < high == math.inf
    assert all(math.isnan(span) for span in gas_band(math.nan, 1e-5, 1e-6))
