"""The sequential test of an air space: fast where it may be, slow where the air is noisy, and never in
contradiction with itself.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.detection.estimation.glr_bank import threshold
from iss_viewer.detection.state.thresholds import threshold_table
from iss_viewer.detection.station_detector import StationDetector
from iss_viewer.telemetry.commands import Acknowledge, Command
from iss_viewer.telemetry.events import AlarmChange, has_change
from iss_viewer.telemetry.status import AlarmState
from tests.detection.air import (
    PA_PER_LB_DAY,
    blank,
    clock,
    column,
    lost,
    readings,
    station,
    table,
)

ROW = station()
LONE = station(2, 400.0)
MINIMUM = 20.0 / 20.5 - 1e-9  # onsets to all alarms, by assets/limits.toml


def judged(of, samples):
    detector = StationDetector(of, table(of))
    out, events = detector.update(samples)
    return detector, out, events


def raised(events, rule="leak"):
    return [e for e in events if has_change(e, AlarmChange.RAISE) and e.alarm.rule == rule]


def test_a_strike_that_all_sensors_show_is_an_alarm_at_its_first_sample():
    time_s = clock(900.0)
    _, _, events = judged(ROW, readings(ROW, time_s, loss_pa=lost(time_s, 31.0, 600.0)))
    assert raised(events)[0].time_s == 601.0


def test_a_strike_that_one_sensor_shows_is_an_alarm_at_its_third_sample():
    """Two samples may as well be a step or scatter of that sensor."""
    time_s = clock(900.0)
    samples = readings(LONE, time_s)
    samples.values[:, 4] = 0.0
    since_s = np.maximum(time_s - 600.0, 0.0)
    samples.values[:, 1] -= 90.0 * (since_s - 1.0 + np.exp(-since_s))  # it lags by a second
    _, _, events = judged(LONE, samples)
    assert raised(events)[0].time_s == 603.0


@pytest.mark.parametrize("of", [ROW, LONE])
def test_a_glitch_of_one_sample_is_no_leak(of):
    samples = readings(of, clock(1800.0))
    if of is LONE:
        samples.values[:, 4] = 0.0
    for row, size in ((600, -90.0), (900, -4000.0), (1200, 70.0), (1500, -40.0)):
        samples.values[row, 1] += size
    _, _, events = judged(of, samples)
    assert not raised(events)
    assert not raised(events, "rapid_depressurization")


def test_the_alarm_tells_when_the_leak_began():
    time_s = clock(7200.0, 2.0)
    detector, out, events = judged(ROW, readings(ROW, time_s, loss_pa=lost(time_s, 0.1, 3600.0)))
    alarm = raised(events)[0]
    assert alarm.alarm.onset_s == pytest.approx(3600.0, abs=alarm.time_s - 3600.0)
    assert column(detector, out, "M0", "leak_onset_s")[-1] == alarm.alarm.onset_s
    assert detector.estimates()[0].onset_s == alarm.alarm.onset_s
    assert np.isnan(column(detector, out, "M0", "leak_onset_s")[:1700]).all()


@settings(max_examples=15)
@given(
    rate=st.sampled_from([0.0, 0.002, 0.01, 0.05, 0.3, -0.05]),
    seed=st.integers(0, 10_000),
    until=st.sampled_from([3600.0, 20000.0]),
)
def test_alarm_interval_and_probability_never_contradict_each_other(rate, seed, until):
    """The interval is above zero just when a leak is all but sure; an alarm has an onset."""
    time_s = clock(20000.0, 20.0)
    loss = np.minimum(lost(time_s, rate, 2000.0), rate * max(until - 2000.0, 0.0))
    detector = StationDetector(ROW, table(ROW))
    samples = readings(ROW, time_s, seed=seed, loss_pa=loss)
    for at in range(0, len(time_s), 50):
        out, _ = detector.update(samples.rows(at, at + 50))
        (space,) = detector.estimates()
        low = column(detector, out, "M0", "leak_rate_low_kg_s")[-1]
        if space.is_detected:
            assert (low > 0.0) or space.leak_probability < MINIMUM + 0.01
            assert space.onset_s <= space.time_s
        elif space.is_settled:
            assert (low <= 0.0) or space.leak_probability > MINIMUM - 0.01
            assert np.isnan(space.onset_s)
        if loss[at + 49] == 0.0 and space.is_settled and not space.is_detected:
            assert space.leak_probability < 0.9


def test_twice_the_noise_raises_the_threshold_and_not_an_alarm():
    time_s = clock(6 * 86400.0, 300.0)
    for seed in range(3):
        _, _, events = judged(ROW, readings(ROW, time_s, seed=seed, residual_k=0.06))
        assert not raised(events)


def test_a_leak_does_not_raise_its_own_threshold():
    time_s = clock(6 * 86400.0, 300.0)
    loss = lost(time_s, 1.5 * PA_PER_LB_DAY, 3 * 86400.0)
    _, _, events = judged(ROW, readings(ROW, time_s, loss_pa=loss))
    assert raised(events)
    assert raised(events)[0].time_s < 3 * 86400.0 + 1.5 * 22 * 3600.0


def test_a_lone_sensor_that_becomes_noisy_is_no_leak():
    samples = readings(LONE, clock(3600.0))
    samples.values[:, 4] = 0.0
    late = np.arange(3600) >= 1800
    samples.values[:, 1] += 40.0 * late * np.random.default_rng(3).standard_normal(3600)
    _, _, events = judged(LONE, samples)
    assert not raised(events)


def falling_alone(rate_pa_s, hours):
    """What is believed of air that one barometer follows, after it fell so fast for most of the time."""
    time_s = clock(hours * 3600.0, 10.0)
    samples = readings(LONE, time_s)
    samples.values[:, 4] = 0.0
    samples.values[:, 1] -= lost(time_s, rate_pa_s, 3600.0)
    detector, _, _ = judged(LONE, samples)
    return next(e for e in detector.estimates() if e.modules == ("M1",))


def test_a_slow_fall_that_one_barometer_shows_may_be_its_drift():
    alone = falling_alone(500.0 / 86400.0, 16.0)
    assert alone.is_detected
    assert 0.5 < alone.leak_probability < MINIMUM


def test_a_fall_that_no_barometer_ever_drifted_by_is_a_leak():
    alone = falling_alone(0.1, 4.0)
    assert alone.is_detected
    assert alone.leak_probability > MINIMUM


def test_the_threshold_falls_with_the_age_of_the_onset_and_rises_with_fewer_false_alarms():
    few, many = threshold_table(0.1), threshold_table(10.0)
    ages = [1.0, 30.0, 1000.0, 1e5, 1e6]
    of_few = [threshold(few, age) for age in ages]
    assert of_few == sorted(of_few, reverse=True)
    assert all(threshold(many, age) < limit for age, limit in zip(ages, of_few, strict=True))


def test_uncertainty_of_a_leak_grows_while_nobody_measures():
    time_s = clock(8 * 3600.0, 10.0)
    samples = readings(ROW, time_s, loss_pa=lost(time_s, 0.05, 3600.0))
    for sensor in range(5):
        blank(samples, sensor, 1440, 2500)
    detector, out, _ = judged(ROW, samples)
    width = column(detector, out, "STATION", "leak_rate_high_kg_s") - column(
        detector, out, "STATION", "leak_rate_low_kg_s"
    )
    assert width[2490] >= width[1439]


def test_a_clock_that_was_set_back_while_the_air_changed_is_no_leak():
    """What happened meanwhile is not known, so that the level may be anywhere."""
    samples = readings(ROW, clock(3000.0))
    samples.time_s[1500:] -= 1200.0
    samples.values[1500:, :5] -= 60.0
    _, _, events = judged(ROW, replace(samples))
    assert not raised(events)


@pytest.mark.parametrize("seed", [3, 8])
def test_a_slow_leak_that_was_just_found_stays_found(seed):
    """When it is found its size is known badly, because its onset is; that takes back no alarm."""
    days = 3.0 * 86400.0
    time_s = clock(days + 40.0 * 3600.0, 120.0)
    samples = readings(ROW, time_s, seed=seed, loss_pa=lost(time_s, 4.0 * PA_PER_LB_DAY, days))
    detector = StationDetector(ROW, table(ROW))
    found = None
    for at in range(0, len(time_s), 15):
        detector.update(samples.rows(at, at + 15))
        (space,) = detector.estimates()
        found = at if found is None and space.is_detected else found
        assert found is None or space.is_detected
    assert found is not None


def test_air_that_is_left_when_the_leaking_module_was_shut_off_leaks_no_more():
    """Once it is seen not to: at that moment the leak may as well be in either part."""
    of = station(10)
    time_s = clock(4.0 * 3600.0, 10.0)
    loss = lost(time_s, 0.05, 3600.0)
    samples = readings(of, time_s, loss_pa=np.minimum(loss, loss[1080]))
    samples.values[:, 9] -= 10.0 * np.maximum(loss - loss[1080], 0.0)
    samples.values[1080:, 20 + 8] = 0.0  # H8: M9 alone
    detector = StationDetector(of, table(of))
    detector.update(samples.rows(0, 1079))
    assert detector.estimates()[0].is_detected
    detector.update(samples.rows(1079, 1082))
    assert next(e for e in detector.estimates() if e.is_main).is_detected
    detector.update(samples.rows(1082, 1100))
    detector.update(samples.rows(1100, len(time_s)))
    assert [e.is_detected for e in detector.estimates()] == [False, True]
    assert detector.estimates()[1].modules == ("M9",)


def test_a_false_alarm_is_taken_back_when_the_air_turns_out_to_be_there():
    """A dip that looks like a leak of half a day, and comes back: as unseen cold does."""
    time_s = clock(4 * 86400.0, 300.0)
    hours = time_s / 3600.0
    dip_pa = 60.0 * np.exp(-(((hours - 36.0) / 5.0) ** 2))
    detector, out, events = judged(ROW, readings(ROW, time_s, seed=4, loss_pa=dip_pa))
    assert raised(events)
    assert not detector.estimates()[0].is_detected
    assert detector.estimates()[0].leak_probability < 0.2
    assert column(detector, out, "M0", "leak_rate_low_kg_s")[-1] <= 0.0


def test_a_leak_that_becomes_much_larger_is_announced_anew_to_whoever_acknowledged_it():
    time_s = clock(2 * 86400.0, 60.0)
    loss = lost(time_s, 12 * PA_PER_LB_DAY, 12 * 3600.0) + lost(time_s, 0.02, 36 * 3600.0)
    samples = readings(ROW, time_s, loss_pa=loss)
    detector = StationDetector(ROW, table(ROW))
    turn = int(np.searchsorted(time_s, 36 * 3600.0))
    _, before = detector.update(samples.rows(0, turn))
    (first,) = raised(before)
    detector.obey(Command(Acknowledge((first.alarm.id,)), "CAPCOM"), float(time_s[turn - 1]))
    _, after = detector.update(samples.rows(turn, len(time_s)))
    grown = [e for e in after if has_change(e, AlarmChange.GROW)]
    assert grown
    assert grown[0].alarm.state is AlarmState.UNACKNOWLEDGED
    assert grown[0].alarm.onset_s == pytest.approx(36 * 3600.0, abs=3600.0)
    assert grown[0].time_s < 38 * 3600.0
