"""Reserve time against the closed forms and an integration of each law."""

import math

import pytest
from scipy.integrate import solve_ivp

from iss_viewer.detection.estimation.reserve_time import gas_band, law_constants
from iss_viewer.units import PA_PER_MMHG

LIMIT_PA = 490.0 * PA_PER_MMHG
FLOOR_PA = 111.0 * PA_PER_MMHG


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
