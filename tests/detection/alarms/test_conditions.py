"""Conditions of alarms: delays, deadband, count in window."""

import numpy as np

from iss_viewer.detection.alarms.conditions import LIMIT, empty_signals, follow_signals


def turns(
    values, *, value=10.0, deadband=0.0, on=0.0, off=0.0, count=1, window=0.0, sign=1.0, link=None
):
    """The rows at which one alarm is raised or cleared in turn, sampled each second. link: what does not count."""
    values = np.asarray(values, dtype=float)[:, None]
    limits = np.array([(sign, value, deadband, on, off, count, window, 0)], dtype=LIMIT)
    signals = empty_signals(limits)
    found = np.empty((1000, 2), dtype=np.int64)
    n = len(values)
    at, many = follow_signals(
        signals, np.array([False]), np.array([0]), np.array([-1 if link is None else 0]),
        np.array([-1]), np.array([True]), values,
        np.zeros((n, 1)) if link is None else np.asarray(link, dtype=float)[:, None],
        np.arange(float(n)), 0, n, found,
    )  # fmt: skip
    assert at == n
    return found[:many, 0].tolist()


def test_alarm_waits_for_its_on_delay_and_forgets_a_short_crossing():
    assert turns([0, 11, 11, 0, 11, 11, 11, 11, 11], on=3.0) == [7]


def test_alarm_returns_only_past_the_deadband_for_the_off_delay():
    assert turns([11, 9.5, 9.5, 8, 8, 8, 8], deadband=1.0, off=2.0) == [0, 5]


def test_noisy_sensor_at_the_limit_gives_one_alarm_not_many():
    rng = np.random.default_rng(1)
    noisy = 10.0 + rng.standard_normal(500)
    assert len(turns(noisy)) > 20
    assert turns(noisy, deadband=6.0)[1:] == []


def test_low_limit_is_crossed_downwards():
    assert turns([12, 11, 9], sign=-1.0) == [2]


def test_count_in_window_wants_several_crossings_in_time():
    blips = [11, 0, 0, 11, 0, 0, 11, 0]
    assert turns(blips, count=3, window=10.0) == [6, 7]
    assert turns(blips, count=3, window=4.0) == []


def test_missing_value_changes_nothing():
    assert turns([11, np.nan, np.nan, 11]) == [0]
    assert turns([np.nan, np.nan]) == []


def test_an_age_counts_without_the_time_in_which_nothing_came_from_anywhere():
    ages = [5, 11, 17, 11, 12]
    assert turns(ages) == [1]
    assert turns(ages, link=[0, 6, 12, 0, 0]) == [3]
