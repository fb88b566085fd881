"""A barometer that drifts among neighbours: found, kept out, and taken back once it is steady."""

import numpy as np
import pytest

from iss_viewer.telemetry.events import AlarmChange
from tests.detection.air import clock, column, readings
from tests.detection.test_station_detector import alarms_of, run


def alarms_raised(events):
    return [e for e in alarms_of(events, "sensor_fault") if e.change is AlarmChange.RAISE]


@pytest.mark.parametrize("pa_day", [-400.0, 400.0, 1000.0])
def test_barometer_that_goes_on_drifting_is_not_announced_again_and_again(row_of_five, pa_day):
    time_s = clock(86400.0, 30.0)
    samples = readings(row_of_five, time_s)
    samples.values[:, 1] += pa_day / 86400.0 * np.maximum(time_s - 7200.0, 0.0)
    detector, out, events = run(row_of_five, samples)
    assert 1 <= len(alarms_raised(events)) <= 4
    named = column(detector, out, "M1", "sensor_fault_probability") > 0.9
    assert named[time_s > 8 * 3600.0].mean() > 0.9
    assert not alarms_of(events, "leak")


def test_barometer_that_drifted_for_a_while_is_believed_again_once_it_is_steady(row_of_five):
    time_s = clock(86400.0, 30.0)
    samples = readings(row_of_five, time_s)
    samples.values[:, 1] += 600.0 / 86400.0 * np.clip(time_s - 7200.0, 0.0, 3 * 3600.0)
    detector, out, events = run(row_of_five, samples)
    assert alarms_raised(events)
    assert column(detector, out, "M1", "sensor_fault_probability")[-1] < 0.5
