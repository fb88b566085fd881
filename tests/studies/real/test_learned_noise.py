"""The noise learned from a series, and the bound in it, against closed forms and drawn noise of known size."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.studies.real.bound import FALSE_ALARM_S, bound_s, needed
from iss_viewer.studies.real.noise import (
    RATE_S,
    SHORT_S,
    SLOW_S,
    LearnedNoise,
    learn,
    second_differences,
    short_term,
    slow_air,
    slow_covariance,
)
from iss_viewer.studies.real.planting import Planted

DAY_S = 86400.0


def drawn(times: np.ndarray, short_pa: float, rate_pa_s: float, row_pa: float) -> np.ndarray:
    """A pressure with such noise, step by step."""
    rng, step = np.random.default_rng(7), float(times[1] - times[0])
    kept = np.exp(-step / np.array([SHORT_S, RATE_S]))
    push = np.sqrt(1.0 - kept**2) * np.array([short_pa, rate_pa_s])
    state, slow, read = np.zeros(2), 0.0, []
    for _ in times:
        state = kept * state + push * rng.standard_normal(2)
        slow = slow * np.exp(-step / SLOW_S) + state[1] * step
        read.append(101325.0 + state[0] + slow + row_pa * rng.standard_normal())
    return np.array(read)


def test_a_steady_leak_drops_out_of_second_differences():
    times = np.arange(0.0, DAY_S, 60.0)
    read = drawn(times, 5.0, 0.005, 2.0)
    leaking = read - 1e-3 * times
    for lag in (120.0, 3600.0):
        np.testing.assert_allclose(
            second_differences(times, leaking, lag),
            second_differences(times, read, lag),
            atol=1e-8,
        )


def test_the_covariance_of_the_slow_air_is_that_of_its_spectrum():
    """1 / 2 pi of the integral of 2 b / ((w^2 + a^2) (w^2 + b^2)) cos(w L)."""
    a, b = 1.0 / SLOW_S, 1.0 / RATE_S
    omega = np.linspace(0.0, 400.0 * b, 400_001)
    density = 2.0 * b / ((omega**2 + a**2) * (omega**2 + b**2))
    for lag in (0.0, 3600.0, DAY_S):
        course = density * np.cos(omega * lag)
        integral = float(((course[1:] + course[:-1]) / 2.0 * np.diff(omega)).sum()) / np.pi
        assert slow_covariance(np.array([lag]))[0] == pytest.approx(integral, rel=1e-3)


def test_mean_squares_of_second_differences_are_those_of_the_closed_forms():
    times = np.arange(0.0, 40.0 * DAY_S, 300.0)
    lags = np.array([600.0, 3600.0, 14400.0])
    for read, expected in (
        (drawn(times, 9.0, 0.0, 0.0), 81.0 * short_term(lags)),
        (drawn(times, 0.0, 0.01, 0.0), 1e-4 * slow_air(lags)),
    ):
        seen = [np.mean(second_differences(times, read, lag) ** 2) for lag in lags]
        np.testing.assert_allclose(seen, expected, rtol=0.15)


def test_the_noise_of_drawn_readings_is_learned():
    times = np.arange(0.0, 30.0 * DAY_S, 300.0)
    found = learn(times, drawn(times, 12.0, 0.01, 6.0), is_aboard=False)
    assert found.short_pa == pytest.approx(12.0, rel=0.25)
    assert found.rate_pa_s == pytest.approx(0.01, rel=0.25)
    assert found.row_pa == pytest.approx(6.0, rel=0.25)


def test_of_a_short_series_the_slow_rate_is_what_is_known_of_others():
    times = np.arange(0.0, 3.0 * 3600.0, 10.0)
    found = learn(times, drawn(times, 6.0, 450.0 / DAY_S, 3.0), is_aboard=True)
    assert found.rate_pa_s == pytest.approx(450.0 / DAY_S, rel=0.3)


def test_in_rows_that_err_by_themselves_the_bound_is_the_closed_form():
    """J = (k p)^2 T^3 / (3 R dt), with a level that is known from long before."""
    noise = LearnedNoise(0.0, 0.0, 100.0, 0.0, changes_1_s=1.0, is_aboard=True)
    times = np.arange(0.0, 7200.0, 1.0)
    pressure_pa, fall_pa_s = 101325.0, 0.25
    leak = Planted(fall_pa_s / pressure_pa, onset_s=6000.0)
    found = bound_s(noise, times, np.full(len(times), pressure_pa), leak)
    expected = (3.0 * needed(found) ** 2 * 100.0**2 / fall_pa_s**2) ** (1.0 / 3.0)
    assert found == pytest.approx(expected, rel=0.08)


def test_a_test_that_alarms_falsely_once_a_month_alarms_on_half_of_all_leaks_at_the_bound():
    """The likelihood ratio of a ramp of known onset in drawn rows, which no detector does better than."""
    noise = LearnedNoise(0.0, 0.0, 100.0, 0.0, changes_1_s=1.0, is_aboard=True)
    times, fall_pa_s = np.arange(0.0, 7200.0, 1.0), 0.25
    leak = Planted(fall_pa_s / 101325.0, onset_s=6000.0)
    bound = bound_s(noise, times, np.full(len(times), 101325.0), leak)
    ramp = -fall_pa_s * np.arange(1.0, bound + 1.0)
    limit = 100.0 * np.sqrt(ramp @ ramp) * needed(bound)
    rows = 100.0 * np.random.default_rng(3).standard_normal((2000, len(ramp)))
    assert ((rows + ramp) @ ramp > limit).mean() == pytest.approx(0.5, abs=0.15)  # bins are coarse
    assert needed(bound) == pytest.approx(3.8, abs=0.1)
    assert (rows @ ramp > limit).mean() <= 20.0 * bound / FALSE_ALARM_S


def test_rows_that_only_repeat_tell_no_more_than_the_changes():
    times = np.arange(0.0, 7200.0, 1.0)
    leak = Planted(0.25 / 101325.0, onset_s=6000.0)
    bounds = [
        bound_s(
            LearnedNoise(0.0, 0.0, 100.0, 0.0, changes, is_aboard=True),
            times, np.full(len(times), 101325.0), leak,
        )
        for changes in (1.0, 0.01)
    ]  # fmt: skip
    assert bounds[1] > 1.5 * bounds[0]


def test_a_leak_too_small_for_the_rest_of_the_series_is_never_known():
    noise = LearnedNoise(6.0, 0.005, 3.0, 5.0, changes_1_s=0.03, is_aboard=True)
    times = np.arange(0.0, DAY_S, 5.0)
    leak = Planted(1e-9, onset_s=40_000.0)
    assert bound_s(noise, times, np.full(len(times), 101325.0), leak) == float("inf")
