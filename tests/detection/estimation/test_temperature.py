"""Thermometers are suspects too: one that goes where the others do not, or the pressure does not, is no leak."""

import numpy as np
import pytest

from iss_viewer.detection.station_detector import StationDetector
from iss_viewer.station import read_station
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.frames import Samples
from tests.detection.air import clock, column, lost, readings, station, table
from tests.detection.test_station_detector import alarms_of, run

HOUR_S = 3600.0
ROW = station()
TIME_S = clock(10 * HOUR_S, 20.0)
LATE_S = 4 * HOUR_S
#: what a thermometer may show that is none of the air's, K, by seconds since it began
COURSES = {
    "0.8 K at once": lambda s: 0.8 * (s > 0.0),
    "0.8 K less at once": lambda s: -0.8 * (s > 0.0),
    "1 K in an hour": lambda s: np.clip(s / HOUR_S, 0.0, 1.0),
    "3 K at once": lambda s: 3.0 * (s > 0.0),
    "4 K in four hours": lambda s: 4.0 * np.clip(s / (4 * HOUR_S), 0.0, 1.0),
    "3 K that fade in two hours": lambda s: np.where(s > 0.0, 3.0 * np.exp(-np.maximum(s, 0.0) / (2 * HOUR_S)), 0.0),
    "0.8 K that fade in two hours": lambda s: np.where(s > 0.0, 0.8 * np.exp(-np.maximum(s, 0.0) / (2 * HOUR_S)), 0.0),
}  # fmt: skip


def faults(detector, samples):
    """The probability that each module's thermometer is at fault, after these samples."""
    assessed, _ = detector.update(samples)
    return [
        column(detector, assessed, m, "thermometer_fault_probability")[-1] for m in ROW.module_ids
    ]


def lone(time_s, seed=1):
    """Two modules of 10 m3 parted by a shut hatch."""
    of = station(2, 20.0)
    samples = readings(of, time_s, seed=seed)
    samples.values[:, 4] = 0.0
    return of, samples


@pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)
def test_one_thermometer_of_several_that_goes_elsewhere_is_no_leak(course):
    samples = readings(ROW, TIME_S)
    samples.values[:, 5 + 2] += course(TIME_S - LATE_S)
    detector, _, events = run(ROW, samples)
    assert not alarms_of(events, "leak")
    assert not alarms_of(events, "sensor_fault"), "no barometer is at fault"
    assert np.isfinite(detector.estimates()[0].temperature_k)


@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)
def test_only_thermometer_of_an_air_space_that_the_pressure_does_not_follow_is_no_leak(
    course, seed
):
    of, samples = lone(TIME_S, seed)
    samples.values[:, 3] += course(TIME_S - LATE_S)
    _, _, events = run(of, samples)
    assert not alarms_of(events, "leak")


def test_only_thermometer_of_many_rooms_may_warm_without_the_rest_and_is_not_named():
    samples = readings(ROW, TIME_S)
    kept = [place for place in range(len(table(ROW))) if not 5 <= place < 10 or place == 7]
    columns = ChannelTable(tuple(table(ROW).channels[place] for place in kept))
    samples.values[:, 7] += 3.0 * np.clip((TIME_S - LATE_S) / HOUR_S, 0.0, 1.0)
    _, events = StationDetector(ROW, columns).update(
        Samples(TIME_S, samples.values[:, kept], samples.quality[:, kept])
    )
    assert not alarms_of(events, "leak")
    assert not alarms_of(events, "thermometer_fault")


def test_only_thermometer_of_its_room_that_the_pressure_does_not_follow_is_named():
    of, samples = lone(TIME_S)
    samples.values[:, 3] += 3.0 * np.clip((TIME_S - LATE_S) / HOUR_S, 0.0, 1.0)
    _, _, events = run(of, samples)
    assert {event.subject for event in alarms_of(events, "thermometer_fault")} == {"M1"}


def test_thermometer_that_left_the_others_is_named_until_it_stays_where_it_went():
    samples = readings(ROW, TIME_S)
    samples.values[:, 5 + 2] += 0.8 * (TIME_S > LATE_S)
    detector = StationDetector(ROW, table(ROW))
    at = int(np.searchsorted(TIME_S, LATE_S + 600.0))
    assert [fault > 0.5 for fault in faults(detector, samples.rows(0, at))] == [0, 0, 1, 0, 0]
    assert not any(faults(detector, samples.rows(at, len(TIME_S))))


def test_cooling_that_thermometers_and_pressure_show_is_no_leak():
    for of, samples in ((ROW, readings(ROW, TIME_S)), lone(TIME_S)):
        warmer_k = -1.0 * np.clip((TIME_S - LATE_S) / (4 * HOUR_S), 0.0, 1.0)
        count = len(of.modules)
        samples.values[:, :count] *= (1.0 + warmer_k / 295.15)[:, None]
        samples.values[:, count : 2 * count] += warmer_k[:, None]
        _, _, events = run(of, samples)
        assert not alarms_of(events, "leak")


def test_leak_beside_a_thermometer_at_fault_is_found():
    samples = readings(ROW, TIME_S, loss_pa=lost(TIME_S, 0.1, LATE_S + HOUR_S))
    samples.values[:, 5 + 2] += 0.8 * (TIME_S > LATE_S)
    _, _, events = run(ROW, samples)
    assert LATE_S + HOUR_S < alarms_of(events, "leak")[0].time_s < LATE_S + HOUR_S + 900.0


def with_oxygen(time_s, analysed, seed=1):
    """The row of modules with an oxygen analyser in the first few."""
    base = read_station("iss")
    kind = next(k for k in base.sensor_classes if k.id == "MCA_OXYGEN")
    sensor = next(s for s in base.sensors if s.sensor_class == "MCA_OXYGEN")
    ids = ROW.module_ids[:analysed]
    of = ROW.model_copy(
        update={
            "sensor_classes": (*ROW.sensor_classes, kind),
            "sensors": (
                *ROW.sensors,
                *(sensor.model_copy(update={"id": f"O{m}", "module": m}) for m in ids),
            ),
        }
    )
    samples = readings(of, time_s, seed=seed)
    noise = np.random.default_rng(seed).standard_normal((len(time_s), analysed))
    oxygen = 13.3 * np.round((21300.0 + 20.0 * noise) / 13.3)
    values = np.concatenate([samples.values, oxygen], axis=1)
    names = [*table(of).names, *(f"{m}.oxygen_pa" for m in ids)]
    return of, ChannelTable.of(names), Samples(time_s, values, np.zeros(values.shape, np.uint8))


@pytest.mark.parametrize("analysed", [1, 2, 3, 5])
@pytest.mark.parametrize("size_pa", [300.0, -300.0, 1000.0])
def test_oxygen_analyser_that_errs_while_the_pressure_stays_is_no_leak(analysed, size_pa):
    of, channels, samples = with_oxygen(TIME_S, analysed)
    samples.values[:, -1] += size_pa * (TIME_S > LATE_S)
    detector = StationDetector(of, channels)
    _, events = detector.update(samples)
    assert not alarms_of(events, "leak")
    assert not alarms_of(events, "sensor_fault")
    faults = alarms_of(events, "oxygen_fault")
    if analysed >= 3:
        assert {e.subject for e in faults} == {f"M{analysed - 1}"}


def test_alarm_of_a_thermometer_names_it():
    samples = readings(ROW, TIME_S)
    samples.values[:, 5 + 2] += 0.8 * (TIME_S > LATE_S)
    _, _, events = run(ROW, samples)
    faults = alarms_of(events, "thermometer_fault")
    assert {e.subject for e in faults} == {"M2"}
    assert LATE_S < faults[0].time_s < LATE_S + 300.0
