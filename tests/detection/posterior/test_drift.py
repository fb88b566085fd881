"""A fall that one barometer alone shows: its drift, if it is of a size that drifts have."""

import numpy as np
import pytest

from iss_viewer.detection.posterior.drift import kept_by_drifts, log_of_none
from tests.detection.kernels import settings
from tests.detection.posterior.leaking_air import LAST_SHUT, LeakingAir

DRIFTS = {
    "leak_onsets_per_year": 20.0,
    "leak_at_start_1": 0.1,
    "drift_walk_pa": 6.0,
    "drift_slopes_pa_s": [slope / 86400.0 for slope in (3.0, 30.0, 400.0)],
    "drift_shares_1": [0.949, 0.05, 0.001],
    "broken_1": 1e-5,
}


def kept(kg_day, hours, **more):
    """Of the probability of a leak in 40 m3, where one barometer shows so much for so long."""
    air = LeakingAir(LAST_SHUT)
    air.wait(1800.0)
    air.rates_kg_day[2] = kg_day
    air.wait(hours * 3600.0)
    space = air.state.spaces[2]
    for name, value in {"sensor_count": 1, "module_share_1": 0.05, **more}.items():
        space[name] = value
    mixture, firsts = air.look().mixture, np.array([2])
    chance = mixture.rates[1:].sum(axis=1)
    log_none = log_of_none(mixture, chance + mixture.ended[-1])
    of = (air.state.segments, air.state.spaces, firsts, np.array([settings(**DRIFTS)]))
    return float(kept_by_drifts(*of, air.now_s, chance, log_none)[0])


def test_a_slow_fall_may_be_drift():
    """100 Pa a day: few barometers drift so, but few rooms leak."""
    assert kept(0.05, 24.0) < 0.9


@pytest.mark.parametrize(("kg_day", "hours"), [(20.0, 2.0), (400.0, 6.5)])
def test_a_fall_that_no_barometer_drifts_by_is_a_leak(kg_day, hours):
    """10 kPa a day, and a room that is emptied to a tenth."""
    assert kept(kg_day, hours) > 0.99


def test_what_several_barometers_show_is_no_drift():
    assert kept(0.05, 24.0, sensor_count=2) == 1.0


def test_a_gauge_that_contradicts_the_fall_makes_it_drift():
    assert kept(20.0, 2.0, gauge_log_odds=-15.0) < 0.1
