"""The last readings of a barometer: a slope that broke, a step, a scatter, or nothing."""

import numpy as np
import pytest

from iss_viewer.detection.sensor_validation.shape_test import BREAK, SCATTER, STEP, explain_readings

TIMES = np.arange(12) * 30.0
NOISE = 9.0


def chances(level, is_leaking=False):
    """Probabilities of a break, a step, a scatter; what is left is nothing."""
    odds, bent = np.empty(3), NOISE**2 + (0.1 * (level - level[0])) ** 2
    explain_readings(level, TIMES, NOISE**2, bent, 3.0, is_leaking, 1e-6, odds)
    top = max(odds.max(), 0.0)
    shares = np.exp(odds - top)
    return shares / (shares.sum() + np.exp(-top))


def noise(seed):
    return NOISE * np.random.default_rng(seed).standard_normal(12)


@pytest.mark.parametrize("seed", range(20))
def test_noise_of_its_class_is_nothing(seed):
    assert chances(noise(seed)).max() < 0.1


@pytest.mark.parametrize("pa", [-80.0, 80.0, -300.0])
@pytest.mark.parametrize("last", [5, 6, 7])
def test_readings_that_stay_where_they_went_stepped(pa, last):
    assert (
        np.mean([chances(noise(s) + pa * (np.arange(12) > 11 - last))[STEP] for s in range(9)])
        > 0.95
    )


@pytest.mark.parametrize("pa_s", [1.0, 5.0, 100.0])
def test_readings_that_go_on_falling_show_air(pa_s):
    fall = pa_s * np.maximum(TIMES - 200.0, 0.0)
    assert np.mean([chances(noise(s) - fall)[BREAK] for s in range(9)]) > 0.99


def test_a_straight_fall_of_old_shows_air():
    assert chances(noise(1) - 3.0 * TIMES)[BREAK] > 0.99


def test_a_leak_may_end_where_one_is_known():
    ending = -3.0 * np.minimum(TIMES, 170.0)
    assert chances(noise(1) + ending, is_leaking=True)[BREAK] > 0.99


@pytest.mark.parametrize("pa", [60.0, 300.0])
def test_readings_that_jump_to_and_fro_scatter(pa):
    jitter = pa * np.random.default_rng(3).standard_normal((9, 12)) * (np.arange(12) > 5)
    assert np.mean([chances(noise(s) + jitter[s])[SCATTER] for s in range(9)]) > 0.95


def test_one_reading_that_is_off_may_be_anything():
    one = chances(noise(1) - 300.0 * (np.arange(12) == 11))
    assert one.max() < 0.9
