"""Noise and resolution of an instrument are learned from its readings, whatever was promised of it."""

import numpy as np
import pytest

from iss_viewer.detection.sensors import habits, stuck
from iss_viewer.detection.state.habit_records import PRESSURE, new_habits
from iss_viewer.detection.state.sensor_records import new_barometers
from tests.detection.kernels import instrument, outside

follow_reading, news = outside(habits.follow_reading), outside(habits.news_variance_1)
is_stuck, is_silent = outside(stuck.is_stuck), outside(stuck.is_silent)
COARSEST_PA = habits.HABITS.coarsest_pa


def rounded(values, quantum):
    return np.round(values / quantum) * quantum if quantum else values


def heard(readings, period_s=10.0, noise=5.0, quantum=10.0):
    """Habit and instrument after readings, of an instrument that was promised to be so."""
    habit, of = new_habits(1)[0, PRESSURE], instrument(noise=noise, quantum=quantum)
    habit["assumed_noise"], habit["assumed_quantum"] = noise, quantum
    habit["coarsest"] = COARSEST_PA
    for k, reading in enumerate(readings):
        if np.isnan(reading):
            habit["missing"] += 1
        else:
            follow_reading(habit, of, reading, k * period_s, True)
    return habit, of


def air(count, noise_pa, seed=1, fall_pa=0.01):
    """A barometer's readings before they are rounded, while the air falls so much a reading."""
    rng = np.random.default_rng(seed)
    return 101325.0 - fall_pa * np.arange(count) + noise_pa * rng.standard_normal(count)


@pytest.mark.parametrize("quantum", [1.0, 10.0, 13.3322, 68.9476])
def test_step_of_readings_is_found_within_a_few_changes(quantum):
    _, of = heard(rounded(air(200, 0.6 * quantum), quantum))
    assert of["quantum"] == pytest.approx(quantum, rel=1e-3)


def test_readings_without_a_step_have_none():
    assert heard(air(200, 5.0))[1]["quantum"] == 0.0


def test_before_any_change_a_reading_may_be_as_coarse_as_any_is():
    assert heard(np.full(50, 101325.0))[1]["quantum"] == pytest.approx(COARSEST_PA)


@pytest.mark.parametrize("times", [0.3, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("quantum", [0.0, 1.0])
def test_noise_is_learned_within_a_quarter_after_two_hundred_readings(times, quantum):
    _, of = heard(rounded(air(200, 5.0 * times), quantum), quantum=quantum)
    assert of["noise"] == pytest.approx(5.0 * times, rel=0.25)


def test_steady_fall_is_no_noise():
    _, of = heard(air(500, 5.0, fall_pa=50.0))
    assert of["noise"] == pytest.approx(5.0, rel=0.15)


@pytest.mark.parametrize("quantum", [0.0, 10.0])
def test_copies_of_a_reading_are_no_readings_so_noise_is_learned_from_what_changed(quantum):
    copies = np.repeat(rounded(air(300, 5.0), quantum), 10)
    habit, of = heard(copies)
    assert habit["is_held"] == 1
    assert of["noise"] == pytest.approx(5.0, rel=0.25 if quantum == 0.0 else 0.5)
    assert news(habit, of) == 100.0, "the tenth of a run counts a hundredth"


def test_run_of_copies_tells_at_most_1_6_times_what_one_reading_does():
    habit, of = heard(np.repeat(air(100, 5.0), 10))
    told = 0.0
    for k in range(1000):
        follow_reading(habit, of, 9e4, 1e5 + k, True)
        told += 1.0 / news(habit, of)
    assert told == pytest.approx(np.pi**2 / 6.0, abs=0.01)


def test_reading_that_noise_rounds_anew_each_time_counts_each_time():
    habit, of = heard(rounded(air(400, 5.0), 10.0))
    follow_reading(habit, of, habit["last"], 1e5, True)
    assert news(habit, of) == 1.0


def stays(readings, more, period_s=10.0, moved_pa=0.0):
    """After how many repeats of the last reading it is called stuck; None: never in `more`."""
    habit, of = heard(readings, period_s)
    barometer = new_barometers(1)[0]
    barometer["repeat_level_pa"] = 0.0
    for k in range(1, more + 1):
        now_s = (len(readings) - 1 + k) * period_s
        follow_reading(habit, of, readings[-1], now_s, True)
        barometer["repeats"] = k
        if is_stuck(barometer, habit, of, moved_pa, now_s):
            return k
    return None


def test_reading_that_its_noise_would_have_moved_is_stuck_after_ten_minutes():
    assert stays(rounded(air(500, 5.0), 10.0), 200) in range(55, 90)


@pytest.mark.parametrize("quantum", [68.9476, 100.0, 133.322])
def test_coarse_reading_that_stays_for_hours_is_not_stuck(quantum):
    assert stays(rounded(air(5000, 5.0), quantum), 2000) is None


def test_barometer_three_times_better_than_promised_is_not_stuck_where_it_stays():
    assert stays(rounded(air(5000, 1.5, fall_pa=0.002), 10.0), 200) is None


def test_coarse_reading_that_stays_while_the_air_moved_by_more_than_its_steps_is_stuck():
    assert stays(rounded(air(5000, 1.5), 69.0), 10, moved_pa=200.0) == 4


def test_silence_is_told_only_against_how_often_readings_came():
    sparse = np.full(200, np.nan)
    sparse[::5] = air(40, 5.0)
    assert not is_silent(heard(sparse)[0])
    assert is_silent(heard(np.concatenate([sparse, np.full(15, np.nan)]))[0])
    assert is_silent(heard(np.concatenate([air(40, 5.0), np.full(6, np.nan)]))[0])
