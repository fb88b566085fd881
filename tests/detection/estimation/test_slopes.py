"""Slopes beside weighted least squares over all samples."""

import numpy as np
import pytest

from iss_viewer.detection.estimation.slopes import (
    choose_scale,
    follow_slopes,
    gas_slope,
    pressure_slope,
    slope_error,
    thermal_slope,
)
from iss_viewer.detection.state.space_records import SLOPE_SCALES, SLOPE_SUMS

SCALES_S = np.array([6.0, 60.0, 600.0, 3600.0])


def followed(time_s, pressure, thermal, gas):
    slopes = np.zeros(SLOPE_SCALES, SLOPE_SUMS)
    for k, dt in enumerate(np.diff(time_s, prepend=time_s[0])):
        follow_slopes(slopes, SCALES_S, dt, pressure[k], thermal[k], gas[k])
    return slopes


@pytest.fixture(scope="module")
def walk():
    rng = np.random.default_rng(4)
    time_s = np.cumsum(rng.uniform(0.5, 3.0, 400))
    return time_s, *(np.cumsum(rng.standard_normal(400)) for _ in range(3))


def least_squares(time_s, signal, scale_s):
    weights = np.exp(-(time_s[-1] - time_s) / scale_s)
    return np.polyfit(time_s - time_s[-1], signal, 1, w=np.sqrt(weights))[0]


def test_slopes_are_those_of_weighted_least_squares(walk):
    time_s, *signals = walk
    for sums, scale_s in zip(followed(*walk), SCALES_S, strict=True):
        found = pressure_slope(sums), thermal_slope(sums), gas_slope(sums)
        wanted = [least_squares(time_s, signal, scale_s) for signal in signals]
        assert found == pytest.approx(wanted, rel=1e-6, abs=1e-9)


def test_error_of_a_slope_is_that_of_a_weighted_sum_of_white_noise(walk):
    time_s = walk[0]
    for sums, scale_s in zip(followed(*walk), SCALES_S, strict=True):
        weights = np.exp(-(time_s[-1] - time_s) / scale_s)
        off = time_s - np.average(time_s, weights=weights)
        parts = weights * off / (weights * off**2).sum()
        assert slope_error(sums, 25.0) == pytest.approx(5.0 * np.sqrt((parts**2).sum()), rel=1e-6)


def test_steady_fall_is_told_by_the_longest_scale_and_a_fresh_one_by_a_shorter():
    time_s, none = np.arange(0.0, 7200.0, 2.0), np.zeros(3600)
    steady = followed(time_s, -0.1 * time_s, none, none)
    assert choose_scale(steady, 1.0) == SLOPE_SCALES - 1
    fresh = followed(time_s, -1.0 * np.maximum(time_s - 7000.0, 0.0), none, none)
    chosen = choose_scale(fresh, 1.0)
    assert 0 <= chosen < SLOPE_SCALES - 1
    assert pressure_slope(fresh[chosen]) == pytest.approx(-1.0, rel=0.1)


def test_two_samples_have_no_slope():
    assert choose_scale(followed(np.array([0.0, 1.0]), *np.ones((3, 2))), 1.0) == -1
