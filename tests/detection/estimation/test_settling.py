"""A new air space is measured once its pressures are equal, or when nobody waits any longer."""

import numpy as np
import pytest

from iss_viewer.detection.estimation import settling
from iss_viewer.detection.estimation.settling import SETTLING
from iss_viewer.detection.state.sensor_records import new_barometers
from iss_viewer.detection.state.space_records import FilterState
from tests.detection.kernels import modules, outside, sample, settings, space

settle = outside(settling.settle)
LIMITS = settings(equal_pressure_pa=60.0, settle_limit_s=1200.0)
MODULES = modules(3, volume_m3=[10.0, 20.0, 70.0], noise=5.0, bias=30.0)
MEMBERS = np.arange(3)


def settled(readings_pa, seconds, known=True):
    """A fresh air space after readings each second, and its barometers."""
    room = space(is_settled=0, filter_state=FilterState.NOT_STARTED)
    barometers = new_barometers(3)
    barometers["count"] = 10 if known else 0
    for second in range(seconds):
        taken = sample(readings_pa, float(second))
        settle(room, barometers, MODULES, MEMBERS, taken, np.ones(3, np.bool_), LIMITS)
        if room["is_settled"]:
            break
    return room, barometers, second


def test_equal_pressures_are_measured_after_the_hold_at_their_median():
    room, _, second = settled([1e5, 1e5 + 10.0, 1e5 + 30.0], 100)
    assert room["is_settled"]
    assert second == SETTLING.hold_s
    assert room["level_pa"] == 1e5 + 10.0
    assert room["born_s"] == room["anchor_s"] == second


def test_unequal_pressures_are_told_as_their_mean_by_volume_and_not_measured():
    room, _, _ = settled([9e4, 1e5, 1e5], 100)
    assert not room["is_settled"]
    assert room["level_pa"] == pytest.approx(0.1 * 9e4 + 0.9 * 1e5)


def test_nobody_waits_for_ever():
    room, _, second = settled([9e4, 1e5, 1e5], 3000)
    assert room["is_settled"]
    assert second == LIMITS["settle_limit_s"] + 1.0


def test_new_barometers_begin_with_the_offset_that_makes_them_equal():
    readings = np.array([1e5 - 40.0, 1e5, 1e5 + 25.0])
    _, barometers, _ = settled(readings, 100, known=False)
    assert barometers["offset_pa"] == pytest.approx(readings - 1e5)
    assert (barometers["count"] == 1).all()


def through_a_valve(until_s, seconds, **fields):
    """A space whose third part comes closer to the others, a pascal a second, until then stands 80 Pa off;
    when it began to be measured, s.
    """
    room = space(is_settled=0, filter_state=FilterState.NOT_STARTED, is_narrow=1, **fields)
    barometers, rng = new_barometers(3), np.random.default_rng(1)
    barometers["count"] = [10, 10, 0]
    for second in range(seconds):
        off_pa = 80.0 + max(until_s - second, 0.0)
        readings_pa = 1e5 + np.array([0.0, 0.0, off_pa]) + 5.0 * rng.standard_normal(3)
        taken = sample(readings_pa, float(second))
        settle(room, barometers, MODULES, MEMBERS, taken, np.ones(3, np.bool_), LIMITS)
        if room["is_settled"]:
            return second
    return None


def test_parts_that_a_valve_joins_are_measured_once_no_more_air_flows():
    second = through_a_valve(1500.0, 3000)
    assert second is not None
    assert 1500.0 < second < 1500.0 + 5.0 * SETTLING.window_s


def test_a_difference_that_stays_behind_a_valve_is_no_flow():
    second = through_a_valve(0.0, 3000)
    assert second is not None
    assert second < 5.0 * SETTLING.window_s


def test_a_space_that_is_open_to_vacuum_is_not_measured():
    assert through_a_valve(0.0, 9000, is_vented=1) is None
