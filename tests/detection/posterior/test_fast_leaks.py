"""Leaks that grow, and large ones: the interval goes with them."""

import math

import numpy as np
import pytest

from iss_viewer.detection.posterior.accounts import KEEPING, open_accounts
from iss_viewer.detection.posterior.mixture import BINS, quantile
from iss_viewer.physics import STANDARD_PA
from tests.detection.posterior.leaking_air import LeakingAir

KG_DAY = 1.0 / 86400.0


def held_and_standing(air, kg_day):
    """Whether the 95 % interval of a look holds a loss, and how surely it stands."""
    bins = air.look().mixture.station
    least, none = math.log(BINS.least_kg_s), max(1.0 - float(bins.sum()), 0.0)
    low, high = (quantile(bins, least, none, p) / KG_DAY for p in (0.025, 0.975))
    return low <= kg_day * air.level_pa / STANDARD_PA <= high, float(bins.sum())


@pytest.mark.parametrize("doubling_h", [0.5, 1.0, 3.0])
def test_interval_goes_with_a_leak_that_doubles_and_doubles(doubling_h):
    air, held = LeakingAir(), []
    air.wait(1800.0)
    for minute in range(0, 240, 2):
        kg_day = 5.0 * 2.0 ** (minute / 60.0 / doubling_h)
        if kg_day > 2000.0:
            break
        air.rates_kg_day[1] = kg_day
        air.wait(120.0)
        held += [held_and_standing(air, kg_day)[0]] if minute >= 60 and minute % 10 == 0 else []
    assert sum(held) >= 0.85 * len(held)


def test_large_leak_is_not_taken_to_have_ended_while_it_goes_on():
    """Its onset is known to a tenth of the steps in which onsets are tried."""
    air = LeakingAir()
    air.wait(1213.0)
    air.rates_kg_day[1] = 2000.0
    told = []
    for _ in range(30):
        air.wait(60.0)
        air.state.segments[0]["excess_1"] = 1.0
        told.append(held_and_standing(air, 2000.0))
    assert min(standing for _, standing in told[1:]) > 0.99
    assert sum(held for held, _ in told) >= 27


@pytest.mark.parametrize("kg_day", [1.0, 50.0, 2000.0, 30000.0])
def test_no_segment_tells_a_leak_more_surely_than_laws_of_flow_are_known(kg_day):
    """Thousands of sigmas of noise would let any wrong history explain the last of them."""
    air = LeakingAir()
    air.wait(600.0)
    air.rates_kg_day[1] = kg_day
    air.wait(1800.0)
    account = open_accounts(air.state, air.spaces)[0]
    onsets = np.arange(int(account["count"]))
    information = account["information"][0, onsets, onsets] / account["excess_1"]
    score = account["score"][0, onsets] / account["excess_1"]
    sigmas = np.max(score[information > 0] / np.sqrt(information[information > 0]))
    assert sigmas <= 1.0 / KEEPING.rate_error_1 * (1.0 + 1e-9)
    assert account["excess_1"] == 1.0 or kg_day > 1.0
