"""A logger that fails is told from air that is lost, however fast that goes."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.detection.sensor_validation.logger import LOGGER, LoggerWatch
from iss_viewer.detection.station_detector import StationDetector
from iss_viewer.physics import AIR_KG_MOL, GAMMA, R
from iss_viewer.station.topology import Spaces
from iss_viewer.telemetry.frames import Quality, Samples
from iss_viewer.telemetry.status import ModuleStatus, Verdict
from tests.detection.air import P0_PA, alarms_at, clock, column, readings, station, table
from tests.detection.test_station_detector import alarms_of

COUNT, VOLUMES_M3 = 5, np.array([15.0, 60.0, 100.0, 150.0, 75.0])
WHOLE, PARTED, ALL_APART = [0] * 5, [0, 0, 2, 2, 2], [0, 1, 2, 3, 4]
DIVISIONS = st.sampled_from([WHOLE, PARTED, ALL_APART])
CHOKED_M_S = 0.5787 * np.sqrt(GAMMA * R * 295.0 / AIR_KG_MOL)
FAILED = st.sampled_from([0.0, -1.0, 1e9, -9999.0, 1234.5, 40000.0])


def spaces_of(division):
    found = Spaces.of(np.array(division), np.zeros(COUNT, np.bool_), VOLUMES_M3)
    return lambda rows: found


def watch():
    return LoggerWatch(np.arange(COUNT), VOLUMES_M3)


def samples_of(pressure, dt):
    time_s = dt * np.arange(len(pressure))
    return Samples(time_s, pressure.copy(), np.zeros(pressure.shape, np.uint8))


def quiet(rows, seed):
    """Five barometers, each with its own offset and noise."""
    rng = np.random.default_rng(seed)
    return P0_PA + rng.normal(0.0, 40.0, COUNT) + rng.normal(0.0, 5.0, (rows, COUNT))


@given(
    DIVISIONS,
    st.integers(0, 4),
    st.floats(1e-6, 1.0),
    st.sampled_from([0.2, 1.0, 10.0, 60.0, 1800.0]),
    st.integers(0, 99),
)
def test_no_air_that_is_lost_through_a_hole_is_ever_denied(division, module, part, dt, seed):
    """Through any hole up to a hatch, rows as rare as may be, gas as cold as an adiabatic fall leaves it."""
    leaks = np.array(division) == division[module]
    time_s = np.maximum(dt * (np.arange(40) - 10), 0.0)
    emptied_s = VOLUMES_M3[leaks].sum() / (part * LOGGER.widest_m2 * CHOKED_M_S)
    left = (1.0 + (GAMMA - 1.0) / 2.0 * time_s / emptied_s) ** (-2.0 * GAMMA / (GAMMA - 1.0))
    pressure = quiet(40, seed)
    pressure[:, leaks] += P0_PA * (left[:, None] - 1.0)
    told = watch().without_failures(samples_of(pressure, dt), spaces_of(division))
    assert (told.quality == Quality.GOOD).all()


@given(
    DIVISIONS, FAILED, st.sampled_from([1.0, 60.0, 1800.0]), st.integers(1, 30), st.integers(0, 99)
)
def test_what_a_failed_logger_writes_is_missing_until_it_writes_air_again(
    division, written, dt, rows, seed
):
    pressure = quiet(60, seed)
    pressure[10 : 10 + rows] = written
    told = watch().without_failures(samples_of(pressure, dt), spaces_of(division))
    failed = np.zeros(60, np.bool_)
    failed[10 : 10 + rows] = True
    assert ((told.quality == Quality.MISSING).all(axis=1) == failed).all()
    assert np.isnan(told.values[failed]).all()
    np.testing.assert_array_equal(told.values[~failed], pressure[~failed])


@given(st.lists(st.integers(1, 59), max_size=6), FAILED, st.integers(0, 5), st.integers(0, 99))
def test_how_rows_are_cut_changes_nothing(cuts, written, silent, seed):
    """With barometers that fail, fall silent, and come back one by one."""
    pressure = quiet(60, seed)
    rng = np.random.default_rng(seed)
    for m in range(COUNT):
        pressure[10 : 20 + rng.integers(0, 20), m] = written
    samples = samples_of(pressure, 10.0)
    samples.quality[rng.random(pressure.shape) < 0.1 * silent] = Quality.MISSING
    whole = watch().without_failures(samples, spaces_of(PARTED))
    one, edges = watch(), [0, *sorted(set(cuts)), 60]
    parts = [
        one.without_failures(
            Samples(*(array[a:b] for array in (samples.time_s, samples.values, samples.quality))),
            spaces_of(PARTED),
        )
        for a, b in itertools.pairwise(edges)
    ]
    np.testing.assert_array_equal(np.concatenate([p.values for p in parts]), whole.values)
    np.testing.assert_array_equal(np.concatenate([p.quality for p in parts]), whole.quality)


def test_barometer_that_stays_at_what_the_logger_wrote_stays_missing_alone():
    pressure = quiet(60, 1)
    pressure[10:20], pressure[20:40, 2] = 0.0, 0.0
    told = watch().without_failures(samples_of(pressure, 10.0), spaces_of(ALL_APART))
    assert (told.quality[20:40, 2] == Quality.MISSING).all()
    assert (np.delete(told.quality[20:], 2, axis=1) == Quality.GOOD).all()
    assert (told.quality[40:, 2] == Quality.GOOD).all()


def test_air_that_is_let_out_on_purpose_may_go_at_once():
    pressure, vented = quiet(20, 2), np.array([False, True, False, False, False])
    pressure[10:, 1] = 3.0
    found = Spaces.of(np.array(ALL_APART), vented, VOLUMES_M3)
    told = watch().without_failures(samples_of(pressure, 60.0), lambda rows: found)
    assert (told.quality == Quality.GOOD).all()


@pytest.mark.parametrize("written", [0.0, 1e9])
@pytest.mark.parametrize("shut", [False, True])
@pytest.mark.parametrize("every_s", [1.0, 60.0])
def test_all_instruments_at_0_or_beyond_any_range_are_blind_and_no_emergency(
    written, shut, every_s
):
    of = station()
    rows = int(3600.0 / every_s)
    samples = readings(of, clock(2.0 * rows * every_s, every_s))
    if shut:
        samples.values[:, 10:] = 0.0
    before = samples.values.copy()
    failed = (samples.time_s >= rows * every_s) & (samples.time_s < 1.7 * rows * every_s)
    samples.values[failed] = written
    detector = StationDetector(of, table(of))
    out, events = detector.update(samples)
    assert not alarms_of(events, "leak") and not alarms_of(events, "rapid_depressurization")
    assert not any(
        "evacuate" in a.id or "pressure" in a.id for a in alarms_at(events, samples.time_s[-1])
    )
    last = np.flatnonzero(failed)[-1]
    assert column(detector, out, "M0", "status")[last] == ModuleStatus.NO_DATA
    assert column(detector, out, "STATION", "verdict_crew")[last] == Verdict.WATCH
    high = column(detector, out, "STATION", "leak_rate_high_kg_s")
    assert high[last] * 86400.0 > 1000.0
    assert column(detector, out, "M0", "status")[-1] == ModuleStatus.NOMINAL
    assert (before == samples.values)[~failed].all()
