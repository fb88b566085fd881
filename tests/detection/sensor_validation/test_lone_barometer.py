"""An air space with one barometer: what that one shows is air, or is not."""

import numpy as np
import pytest

from iss_viewer.detection.station_detector import StationDetector
from tests.detection.air import clock, readings, station, table
from tests.detection.test_station_detector import alarms_of, column, run


def lone(time_s, seed=1, noise_k=0.01):
    """Readings of two modules parted by a shut hatch; the thermometers' noise as given."""
    of = station(2, 20.0)
    samples = readings(of, time_s, seed=seed, swings=False)
    samples.values[:, 4] = 0.0
    samples.values[:, 2:4] += noise_k * np.random.default_rng(seed).standard_normal(
        (len(samples), 2)
    )
    return of, samples


@pytest.mark.parametrize("seed", range(4))
def test_noise_of_thermometers_is_no_fault_of_a_barometer(seed):
    of, samples = lone(clock(6 * 3600.0, 60.0), seed, noise_k=0.05)
    _, _, events = run(of, samples)
    assert not alarms_of(events, "sensor_fault")


@pytest.mark.parametrize("jump_pa", [-60.0, 60.0, -300.0])
def test_step_of_a_lone_barometer_is_named_within_minutes_and_is_no_leak(jump_pa):
    of, samples = lone(clock(3 * 3600.0, 30.0))
    samples.values[240:, 1] += jump_pa
    _, _, events = run(of, samples)
    faults = alarms_of(events, "sensor_fault")
    assert {e.subject for e in faults} == {"M1"}
    assert 7200.0 <= faults[0].time_s <= 7200.0 + 300.0
    assert not alarms_of(events, "leak")


@pytest.mark.parametrize("scatter_pa", [50.0, 200.0])
@pytest.mark.parametrize("seed", range(5))
def test_lone_barometer_that_scatters_is_at_fault_and_finds_no_leak(seed, scatter_pa):
    of, samples = lone(clock(3 * 3600.0, 30.0), seed)
    samples.values[240:, 1] += scatter_pa * np.random.default_rng(seed).standard_normal(120)
    _, _, events = run(of, samples)
    assert {e.subject for e in alarms_of(events, "sensor_fault")} == {"M1"}
    assert not alarms_of(events, "leak")


@pytest.mark.parametrize("rate_pa_s", [0.3, 1.0, 5.0, 50.0])
def test_leak_that_one_barometer_shows_is_no_step(rate_pa_s):
    time_s = clock(2 * 3600.0, 10.0)
    of, samples = lone(time_s)
    samples.values[:, 1] -= rate_pa_s * np.clip(time_s - 3600.0, 0.0, 50e3 / rate_pa_s)
    detector, out, events = run(of, samples)
    assert alarms_of(events, "leak")[0].alarm.drift_probability_1 is not None
    early = time_s < 3600.0 + min(40e3 / rate_pa_s, 3600.0)
    assert column(detector, out, "M1", "sensor_fault_probability")[early].max() < 0.9


def test_a_barometer_that_neighbours_contradicted_is_heard_again_where_it_is_alone():
    """And what it was accused of is forgotten when it agrees with neighbours again."""
    of, time_s = station(), clock(4 * 3600.0, 5.0)
    samples = readings(of, time_s)
    samples.values[time_s > 3600.0, 4] += 300.0
    samples.values[(time_s > 4000.0) & (time_s < 7200.0), 13] = 0.0
    detector = StationDetector(of, table(of))
    shut, opened = np.searchsorted(time_s, (6000.0, 7200.0)).tolist()
    out, events = detector.update(samples.rows(0, shut))
    assert {e.subject for e in alarms_of(events, "sensor_fault")} == {"M4"}
    alone = next(e for e in detector.estimates() if "M4" in e.modules)
    assert alone.modules == ("M4",)
    assert alone.is_settled
    assert not alone.is_detected
    heard_pa = column(detector, out, "M4", "space_pressure_pa")[-1]
    assert heard_pa == pytest.approx(101325.0, abs=300.0), "no worse than it was off"
    detector.update(samples.rows(shut, opened))
    out, events = detector.update(samples.rows(opened, len(time_s)))
    assert column(detector, out, "M4", "sensor_fault_probability")[-1] < 0.5
    assert not alarms_of(events, "leak")


def test_air_that_a_lone_barometer_finds_from_nowhere_is_its_drift():
    time_s = clock(6 * 3600.0, 30.0)
    of, samples = lone(time_s)
    samples.values[:, 1] += 0.03 * np.maximum(time_s - 7200.0, 0.0)
    detector, out, events = run(of, samples)
    assert {e.subject for e in alarms_of(events, "sensor_fault")} == {"M1"}
    assert column(detector, out, "M1", "sensor_fault_probability")[-1] > 0.9
    assert not alarms_of(events, "leak")
    assert np.nanmin(column(detector, out, "M1", "leak_rate_kg_s")) > -1e-7
    low = column(detector, out, "M1", "leak_rate_low_kg_s")[-1]
    assert low <= 0.0 < column(detector, out, "M1", "leak_rate_high_kg_s")[-1]


def test_weather_in_rows_of_an_hour_is_no_step_and_no_noise_of_a_lone_barometer():
    time_s = clock(40 * 86400.0, 3600.0)
    of, samples = lone(time_s)
    rng, keep = np.random.default_rng(7), np.exp(-1.0 / 6.0)
    rate = 0.0
    weather = np.zeros(len(time_s))
    for i in range(1, len(time_s)):
        rate = keep * rate + 1000.0 / 24.0 * np.sqrt(1.0 - keep**2) * rng.standard_normal()
        weather[i] = weather[i - 1] * np.exp(-1.0 / 60.0) + rate
    samples.values[:, 1] += weather
    _, _, events = run(of, samples)
    assert not [e for e in alarms_of(events, "sensor_fault") if e.subject == "M1"]


def test_lone_barometer_that_showed_a_passing_rise_is_believed_again_within_an_hour():
    """A warm spell that no thermometer sees: half an hour later nothing more is gained."""
    of = station(2, 400.0)
    time_s = clock(8 * 3600.0, 10.0)
    samples = readings(of, time_s)
    samples.values[:, 4] = 0.0
    samples.values[:, 1] += 120.0 * np.clip((time_s - 7200.0) / 900.0, 0.0, 1.0)
    detector = StationDetector(of, table(of))
    out, events = detector.update(samples)
    named = column(detector, out, "M1", "sensor_fault_probability") > 0.9
    assert named.any()
    assert not named[time_s > 7200.0 + 900.0 + 3600.0].any()
    assert not alarms_of(events, "leak")
