"""Slow air as both filters have it, beside its closed forms."""

import numpy as np
import pytest

from iss_viewer.datafile import assets_dir
from iss_viewer.detection.estimation import slow_air as kernels
from iss_viewer.detection.limits import read_limits
from tests.detection.kernels import outside, settings

RATE_S, RETURN_S = 21600.0, 216000.0
SETTINGS = settings(slow_air_time_s=RATE_S, slow_air_return_s=RETURN_S)
motion_of, bend = outside(kernels.slow_air_motion), outside(kernels.slow_bend)
move, stir = outside(kernels.move_slow_air), outside(kernels.stir_slow_air)
spread = outside(kernels.spread_slow_air)


def covariance_s2(lag_s):
    """Of the course, as the docstring has it, of a rate of unit variance."""
    a, b = 1.0 / RETURN_S, 1.0 / RATE_S
    return b / (b**2 - a**2) * (np.exp(-a * lag_s) / a - np.exp(-b * lag_s) / b)


def transition(motion):
    f = np.eye(2)
    for i in range(2):
        move(f[:, i], 0, 1, motion)
    return f


def steady(variance=1.0):
    found = np.zeros((2, 2))
    spread(found, 0, 1, SETTINGS, variance)
    return found


@pytest.mark.parametrize("dt", [1.0, 60.0, 3600.0, 1e5, 1e7])
def test_slow_air_stays_as_spread_as_it_is_when_nothing_is_known_of_it(dt):
    motion, found = motion_of(SETTINGS, dt), steady(4.0)
    f = transition(motion)
    moved = f @ found @ f.T
    stir(moved, 0, 1, motion, 4.0)
    np.testing.assert_allclose(moved, found, rtol=1e-9)


@pytest.mark.parametrize("lag_s", [10.0, 3600.0, 86400.0, 1e6])
def test_what_is_left_of_slow_air_after_a_lag_is_its_covariance(lag_s):
    left = transition(motion_of(SETTINGS, lag_s)) @ steady()
    assert left[0, 0] == pytest.approx(covariance_s2(lag_s), rel=1e-9)


@pytest.mark.parametrize("dt", [60.0, 3600.0, 86400.0])
def test_one_long_step_is_many_short_ones(dt):
    short, long = (motion_of(SETTINGS, dt / n) for n in (100, 1))
    many, one = np.zeros((2, 2)), np.zeros((2, 2))
    for _ in range(100):
        many = transition(short) @ many @ transition(short).T
        stir(many, 0, 1, short, 1.0)
    stir(one, 0, 1, long, 1.0)
    np.testing.assert_allclose(many, one, rtol=1e-5)
    np.testing.assert_allclose(
        np.linalg.matrix_power(transition(short), 100), transition(long), rtol=1e-9
    )


@pytest.mark.parametrize("lag_s", [120.0, 3600.0, 30720.0])
def test_second_differences_follow_from_the_covariance(lag_s):
    wanted = 6.0 * covariance_s2(0.0) - 8.0 * covariance_s2(lag_s) + 2.0 * covariance_s2(2 * lag_s)
    assert bend(lag_s, SETTINGS) == pytest.approx(wanted, rel=1e-4)


def test_air_that_comes_back_no_later_than_it_is_pushed_is_refused(tmp_path):
    text = (assets_dir() / "limits.toml").read_text()
    for return_s, wrong in (("6 h", True), ("6.1 h", False)):
        path = tmp_path / "limits.toml"
        path.write_text(
            text.replace('slow_air_return_s = "2.5 day"', f'slow_air_return_s = "{return_s}"')
        )
        if wrong:
            with pytest.raises(ValueError, match="longer than slow_air_time_s"):
                read_limits(path)
        else:
            assert read_limits(path).estimation.slow_air_return_s == pytest.approx(6.1 * 3600.0)
