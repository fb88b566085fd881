"""Gas makes up for what is lost where people are, not behind shut hatches where nobody is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.detection.limits import read_limits
from iss_viewer.detection.spending import spent_loss
from iss_viewer.detection.verdict import ThreatInputs, judge
from iss_viewer.telemetry.events import Why
from iss_viewer.telemetry.status import Verdict

INF = float("inf")
STATION = (5e-5, 2e-6)


def spaces(*rows):
    fields = ("is_detected", "loss_kg_s", "loss_low_kg_s", "loss_high_kg_s")
    return np.array(list(rows), dtype=[(name, float) for name in fields])


def test_what_leaks_behind_a_shut_hatch_with_nobody_in_it_is_not_spent():
    air = spaces((0, 1e-6, 0.0, 2e-6), (1, 4.9e-5, 4e-5, 6e-5))
    rate, sd = spent_loss(air, np.array([False, True]), STATION)
    assert rate == 1e-6
    assert sd == pytest.approx(2e-6 / (2 * 1.96), rel=1e-3)


@pytest.mark.parametrize("is_left", [[False, False], [True, False]])
def test_all_is_spent_where_nothing_leaks_that_is_left(is_left):
    air = spaces((0, 1e-6, 0.0, 2e-6), (1, 4.9e-5, 4e-5, 6e-5))
    assert spent_loss(air, np.array(is_left), STATION) == STATION


def test_an_air_of_which_no_loss_is_known_yet_leaves_the_rest_known():
    air = spaces((0, np.nan, np.nan, np.nan), (0, 1e-6, 0.0, 2e-6), (1, 4.9e-5, 4e-5, 6e-5))
    assert spent_loss(air, np.array([False, False, True]), STATION)[0] == 1e-6


def test_a_leak_that_nobody_feeds_costs_the_mission_its_module_and_no_gas():
    shut = ThreatInputs(
        pressure_pa=97e3, reserve_s=INF, reserve_low_s=INF, is_leak_detected=False, leak_probability=0.0,
        anywhere_probability=1.0, is_rapid=False, leak_rate_kg_s=1e-4, leaking=("PRK",), closed_off=("PRK",),
        cut_off=(), gas_reserve_s=INF, is_loss_established=True,
    )  # fmt: skip
    told = {one.party: one for one in judge(replace(shut, spent_kg_s=0.0), read_limits())}
    assert told["mission"].verdict is Verdict.WATCH
    assert [reason.why for reason in told["mission"].reasons] == [Why.CLOSED_OFF]
    fed = {one.party: one for one in judge(shut, read_limits())}
    assert Why.GAS in [reason.why for reason in fed["mission"].reasons]
