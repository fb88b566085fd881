"""What barometers agree on beside the weighted mean, and how one of them is kept out of it."""

import math

import numpy as np
import pytest

from iss_viewer.detection.sensor_validation import consensus
from iss_viewer.detection.sensor_validation.consensus import BarometerReadings
from iss_viewer.detection.sensors import faults
from iss_viewer.detection.sensors.faults import FAULTS
from iss_viewer.detection.state.habit_records import PRESSURE, new_habits
from iss_viewer.detection.state.sensor_records import Fault, new_barometers
from tests.detection.kernels import instrument, modules, outside, sample, settings, space

agree, learn_offset = outside(faults.agree), outside(faults.learn_offset)
find_consensus, watch_reading = outside(consensus.find_consensus), outside(faults.watch_reading)
NOISES = np.array([2.0, 5.0, 10.0])
MODULES = modules(3, noise=NOISES)
ALL = np.arange(3)


def agreed(residuals, usable=(True, True, True), rows=MODULES):
    return agree(ALL, np.array(usable), np.array(residuals), new_barometers(3), rows, 0.0)


def test_barometers_agree_on_the_mean_weighted_by_their_variances():
    residuals = np.array([1.0, -2.0, 4.0])
    mean, variance, count = agreed(residuals)
    assert mean == pytest.approx(np.average(residuals, weights=NOISES**-2.0), rel=1e-6)
    assert variance == pytest.approx(1.0 / (NOISES**-2.0).sum(), rel=1e-6)
    assert count == 3


def test_barometer_that_is_far_off_pulls_no_further_than_three_sigma():
    rows = modules(3, noise=5.0)
    near, _, _ = agreed([0.0, 0.0, 15.0], rows=rows)
    far, _, _ = agreed([0.0, 0.0, 5000.0], rows=rows)
    assert near == pytest.approx(far, rel=1e-3) == pytest.approx(5.0, rel=1e-3)


def test_of_two_that_contradict_each_other_the_one_that_was_predicted_counts():
    rows = modules(3, noise=5.0)
    mean, _, count = agreed([1.0, 900.0, math.nan], (True, True, False), rows)
    assert count == 2
    assert mean == pytest.approx(1.0 + 0.5 * FAULTS.clipped_sigmas * 5.0, rel=1e-3)


def test_nobody_agrees_on_nothing():
    assert agreed([math.nan] * 3, (False, False, False)) == (0.0, math.inf, 0)


def test_offset_is_the_mean_of_its_residuals_at_first():
    barometer, off_pa = new_barometers(1)[0], np.array([3.0, 5.0, 1.0, 7.0])
    for value in off_pa:
        error = value - barometer["offset_pa"]
        learn_offset(barometer, instrument(noise=5.0), error, 1.0, 0.0)
    assert barometer["offset_pa"] == pytest.approx(off_pa.mean())


def judged(readings_pa):
    """Air space and barometers after consensus on readings, shape (samples, 3)."""
    room, barometers = space(level_pa=1e5), new_barometers(3)
    barometers["count"] = FAULTS.judged_from
    readings = BarometerReadings(np.zeros(3, np.bool_), np.zeros(3))
    for second, row in enumerate(readings_pa):
        taken = sample(row, float(second))
        rows = modules(3, noise=5.0)
        find_consensus(room, barometers, new_habits(3), rows, ALL, taken, readings, settings())
    return room, barometers


def test_level_is_what_the_barometers_read_and_as_sure_as_three_of_them():
    rng = np.random.default_rng(3)
    room, barometers = judged(1e5 + 5.0 * rng.standard_normal((300, 3)))
    assert room["level_pa"] == pytest.approx(1e5, abs=9.0)
    assert room["agreed_variance_pa2"] == pytest.approx(25.0 / 3.0, rel=1e-3)
    assert room["sensor_count"] == 3
    assert (barometers["fault"] == Fault.NONE).all()


def test_barometer_that_steps_is_named_and_the_level_stays():
    readings = 1e5 + 5.0 * np.random.default_rng(5).standard_normal((300, 3))
    readings[200:, 1] += 100.0
    room, barometers = judged(readings)
    assert barometers["fault"].tolist() == [Fault.NONE, Fault.BIAS, Fault.NONE]
    assert barometers["is_excluded"].tolist() == [0, 1, 0]
    assert room["level_pa"] == pytest.approx(1e5, abs=12.0)
    assert room["sensor_count"] == 2


def test_reading_that_repeats_while_the_air_moves_is_stuck_until_it_moves_again():
    barometer, of, habit = new_barometers(1)[0], instrument(noise=5.0), new_habits(1)[0, PRESSURE]

    def watch(reading_pa, level_pa, now_s):
        return watch_reading(barometer, habit, of, reading_pa, level_pa, now_s, False)

    heard = [watch(1e5, 1e5 - 20.0 * k, float(k)) for k in range(9)]
    assert heard[:3] == [True] * 3
    assert not heard[-1]
    assert barometer["fault"] == Fault.STUCK
    assert watch(1e5 - 180.0, 1e5 - 180.0, 9.0)
    assert barometer["fault"] == Fault.NONE


def test_readings_that_stay_away_are_a_drop_out_until_most_are_there_again():
    barometer, of, habit = new_barometers(1)[0], instrument(noise=5.0), new_habits(1)[0, PRESSURE]
    habit["readings"] = 100
    watch_reading(barometer, habit, of, 1e5, 1e5, 0.0, False)
    for second in range(1, 20):
        habit["missing"] += 1
        assert not watch_reading(barometer, habit, of, math.nan, 1e5, float(second), True)
    assert barometer["fault"] == Fault.DROPOUT
    for second in range(20, 60):
        watch_reading(barometer, habit, of, 1e5 + second, 1e5, float(second), False)
    assert barometer["fault"] == Fault.NONE
