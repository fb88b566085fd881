"""Air that no valid pressure comes from is said to be unknown, and the hand gauge makes it known again."""

import numpy as np
import pytest

from iss_viewer.detection.blindness import BLIND, ignorance
from iss_viewer.detection.locating.priors import read_priors
from iss_viewer.detection.station_detector import StationDetector
from iss_viewer.station import read_station
from iss_viewer.station.actions import ReadGauge
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.events import (
    AdviceGiven,
    AdviceKind,
    AlarmChange,
    AlarmChanged,
    VerdictGiven,
    Why,
)
from iss_viewer.telemetry.frames import Quality, Samples
from iss_viewer.telemetry.status import ModuleStatus, Verdict
from iss_viewer.units import PA_PER_MMHG
from tests.detection.air import alarms_at, clock, column, lost, readings, station, table
from tests.detection.test_station_detector import alarms_of

KG_DAY = 1.0 / 86400.0
SILENT_S = 3600.0
GAUGED = station().model_copy(update={"gauge": read_station("iss").gauge})
#: one room of 100 m3 whose barometer is as good as the others
LONE = station(1, 100.0).model_copy(update={"gauge": GAUGED.gauge})


def with_gauge(of):
    """The table of a station's samples, with what the hand gauge shows in each module."""
    gauges = [f"{module}.manovacuumeter_pa" for module in of.module_ids]
    return ChannelTable.of([*(f"{c.subject}.{c.quantity}" for c in table(of).channels), *gauges])


def read_at(samples, of, read):
    """The samples with readings of the hand gauge: row, module, pressure in Pa."""
    gauges = np.full((len(samples), len(of.modules)), np.nan)
    for row, module, pressure_pa in read:
        gauges[row, module] = np.round(pressure_pa / PA_PER_MMHG) * PA_PER_MMHG
    values = np.concatenate([samples.values, gauges], axis=1)
    quality = np.concatenate(
        [samples.quality, np.where(np.isnan(gauges), Quality.MISSING, Quality.GOOD)], axis=1
    ).astype(np.uint8)
    return Samples(samples.time_s, values, quality)


def silenced(samples, modules, since_s=SILENT_S):
    """The samples without the barometers of some modules from a time on, in place."""
    late = samples.time_s >= since_s
    for m in modules:
        samples.values[late, m], samples.quality[late, m] = np.nan, Quality.MISSING
    return samples


def blind_reasons(events):
    return [
        (e.party, r)
        for e in events
        if isinstance(e, VerdictGiven)
        for r in e.reasons
        if r.why is Why.BLIND
    ]


@pytest.fixture(scope="module")
def silent_station():
    """Five open modules whose barometers all fall silent after an hour, for three hours."""
    samples = read_at(silenced(readings(GAUGED, clock(4 * 3600.0, 30.0)), range(5)), GAUGED, [])
    detector = StationDetector(GAUGED, with_gauge(GAUGED))
    out, events = detector.update(samples)
    return samples, detector, out, events


def test_a_station_without_a_valid_pressure_is_blind_in_status_verdict_and_interval(
    silent_station,
):
    samples, detector, out, events = silent_station
    late = samples.time_s > SILENT_S + BLIND.stale_s + 120.0
    assert (column(detector, out, "M2", "status")[late] == ModuleStatus.NO_DATA).all()
    for subject in ("M2", "STATION"):
        low, high = (
            column(detector, out, subject, f"leak_rate_{end}_kg_s")[late] for end in ("low", "high")
        )
        assert (low <= 0.0).all() and (high > 1000.0 * KG_DAY).all()
        assert (high[1:] >= 0.999 * high[:-1]).all() and high[-1] > 3.0 * high[0]
    for party in ("crew", "operations", "mission"):
        assert column(detector, out, "STATION", f"verdict_{party}")[-1] == Verdict.WATCH
    assert column(detector, out, "STATION", "reserve_low_s")[-1] < 3600.0
    assert {party for party, _ in blind_reasons(events)} == {"crew", "operations", "mission"}
    reason = blind_reasons(events)[0][1]
    assert reason.subjects == ("M0",) and reason.span_s == pytest.approx(630.0, abs=60.0)


def test_silence_alone_changes_hardly_what_is_believed_of_a_leak(silent_station):
    samples, detector, out, _ = silent_station
    leak = column(detector, out, "M0", "leak_probability")
    before, late = leak[samples.time_s < SILENT_S][-1], leak[-1]
    assert late == pytest.approx(before, abs=0.01)
    none = column(detector, out, "STATION", "no_leak_probability")[-1]
    assert none == pytest.approx(0.92, abs=0.03)  # about as before anything was read


def test_who_is_blind_is_advised_to_read_the_hand_gauge(silent_station):
    *_, events = silent_station
    advice = [e.advice for e in events if isinstance(e, AdviceGiven)][-1]
    assert advice.kind is AdviceKind.GAUGE
    assert advice.grounds.modules == ("M0",) and advice.actions == (ReadGauge("M0"),)


def test_silence_raises_no_leak_and_ends_with_the_next_pressure():
    samples = readings(GAUGED, clock(3 * 3600.0, 30.0))
    silenced(samples, range(5))
    back = samples.time_s > 2.5 * 3600.0
    samples.values[back, :5] = readings(GAUGED, clock(3 * 3600.0, 30.0)).values[back, :5]
    samples.quality[back, :5] = Quality.GOOD
    detector = StationDetector(GAUGED, table(GAUGED))
    out, events = detector.update(samples)
    assert not alarms_of(events, "leak")
    assert column(detector, out, "M0", "status")[-1] == ModuleStatus.NOMINAL
    assert column(detector, out, "STATION", "leak_rate_high_kg_s")[-1] < 20.0 * KG_DAY
    assert column(detector, out, "STATION", "verdict_crew")[-1] == Verdict.NONE


def test_barometers_that_are_all_stuck_are_blind():
    samples = readings(GAUGED, clock(4 * 3600.0, 30.0))
    late = samples.time_s >= SILENT_S
    samples.values[late, :5] = samples.values[late, :5][0]
    detector = StationDetector(GAUGED, table(GAUGED))
    out, events = detector.update(samples)
    assert column(detector, out, "M0", "status")[-1] == ModuleStatus.NO_DATA
    assert column(detector, out, "STATION", "leak_rate_high_kg_s")[-1] > 1000.0 * KG_DAY
    assert {party for party, _ in blind_reasons(events)} == {"crew", "operations", "mission"}


def test_a_part_that_is_shut_off_in_silence_is_unknown_while_the_rest_is_judged():
    samples = silenced(readings(GAUGED, clock(3 * 3600.0, 30.0)), [4], 0.0)
    samples.values[samples.time_s > SILENT_S, 13] = 0.0  # M4 alone, without a barometer
    detector = StationDetector(GAUGED, table(GAUGED))
    out, events = detector.update(samples)
    assert column(detector, out, "M4", "status")[-1] == ModuleStatus.NO_DATA
    assert column(detector, out, "M4", "leak_rate_high_kg_s")[-1] > 1000.0 * KG_DAY
    assert column(detector, out, "M0", "status")[-1] == ModuleStatus.NOMINAL
    assert column(detector, out, "M0", "leak_rate_high_kg_s")[-1] < 20.0 * KG_DAY
    assert column(detector, out, "STATION", "leak_rate_high_kg_s")[-1] > 1000.0 * KG_DAY
    assert ("operations", ("M4",)) in {(party, r.subjects) for party, r in blind_reasons(events)}


def test_rows_of_half_an_hour_of_which_one_is_missing_are_not_blind():
    samples = readings(GAUGED, clock(86400.0, 1800.0))
    samples.values[20, :5] = np.nan
    samples.quality[20, :5] = Quality.MISSING
    detector = StationDetector(GAUGED, table(GAUGED))
    _, events = detector.update(samples)
    assert blind_reasons(events) == []


def test_a_leak_that_was_found_is_not_forgotten_in_silence():
    time_s = clock(3 * 3600.0, 30.0)
    samples = readings(GAUGED, time_s, loss_pa=lost(time_s, 0.5, 1800.0))
    silenced(samples, range(5))
    detector = StationDetector(GAUGED, table(GAUGED))
    out, events = detector.update(samples)
    assert "STATION.leak" in {a.id for a in alarms_at(events, time_s[-1])}
    assert column(detector, out, "M0", "status")[-1] >= ModuleStatus.WATCH
    assert column(detector, out, "STATION", "leak_rate_kg_s")[-1] > 20.0 * KG_DAY


def test_a_reading_by_hand_makes_air_known_again_and_finds_what_it_lost_in_silence():
    time_s = clock(8 * 3600.0, 60.0)
    samples = silenced(readings(LONE, time_s), [0], 1800.0)
    air_pa = 101000.0 * np.exp(-np.maximum(time_s - 3600.0, 0.0) / (40.0 * 3600.0))
    read = [(row, 0, air_pa[row]) for row in range(150, len(time_s), 45)]
    samples = read_at(samples, LONE, read)
    detector = StationDetector(LONE, with_gauge(LONE))
    out, events = detector.update(samples)
    first = read[0][0]
    assert column(detector, out, "M0", "status")[first - 5] == ModuleStatus.NO_DATA
    assert column(detector, out, "M0", "status")[first + 5] == ModuleStatus.LEAKING
    assert column(detector, out, "M0", "space_pressure_pa")[first] == pytest.approx(
        air_pa[first], abs=PA_PER_MMHG
    )
    assert alarms_of(events, "leak")
    true_kg_s = 100.0 * 1.16 * air_pa[-1] / 101325.0 / (40.0 * 3600.0)
    low, high = (
        column(detector, out, "M0", f"leak_rate_{e}_kg_s")[read[-1][0]] for e in ("low", "high")
    )
    assert low < true_kg_s < high
    assert column(detector, out, "M0", "leak_probability")[-1] > 0.95


def falling(hours, pa_day, read, seed=3):
    """A lone barometer that falls by so much a day after an hour, and readings of the gauge."""
    time_s = clock(hours * 3600.0, 60.0)
    samples = readings(LONE, time_s, loss_pa=lost(time_s, pa_day / 86400.0, 3600.0), seed=seed)
    samples = read_at(samples, LONE, read)
    detector = StationDetector(LONE, with_gauge(LONE))
    out, events = detector.update(samples)
    return samples, detector, out, events


def test_a_lone_barometer_that_falls_faster_than_any_drifts_shows_a_leak():
    *_, detector, out, events = falling(12, 9000.0, [])
    assert column(detector, out, "M0", "leak_probability")[-1] > 0.95
    assert alarms_of(events, "leak")


def test_a_lone_barometer_that_falls_slowly_may_as_well_drift():
    time_s = clock(20 * 86400.0, 1200.0)
    samples = readings(LONE, time_s, loss_pa=lost(time_s, 20.0 / 86400.0, 3600.0), swings=False)
    detector = StationDetector(LONE, table(LONE))
    out, _ = detector.update(samples)
    assert column(detector, out, "M0", "leak_probability").max() < 0.9


def test_a_gauge_that_contradicts_a_lone_barometer_makes_it_faulty_and_the_leak_none():
    samples, detector, out, events = falling(12, 9000.0, [(600, 0, 101325.0)])
    before, after = column(detector, out, "M0", "leak_probability")[[599, 610]]
    assert before > 0.9 > 0.2 > after
    assert column(detector, out, "M0", "sensor_fault_probability")[601] > 0.9
    assert "STATION.leak" not in {
        a.id for a in alarms_at(events, samples.time_s[-1]) if a.is_active
    }
    assert column(detector, out, "M0", "status")[-1] != ModuleStatus.LEAKING


def test_a_gauge_that_confirms_a_lone_barometer_leaves_no_doubt_of_the_leak():
    fallen_pa = 101325.0 - 9000.0 * (600 * 60.0 - 3600.0) / 86400.0
    _, detector, out, _ = falling(12, 9000.0, [(600, 0, fallen_pa)])
    assert column(detector, out, "M0", "leak_probability")[-1] > 0.99
    assert column(detector, out, "M0", "status")[-1] == ModuleStatus.LEAKING


CLOSURES = {  # of the transfer chamber (PrK), as published: mmHg at hours
    "730 to 620 in 18 h": (np.arange(0.0, 18.1, 2.0), 730.0, 620.0),
    "728 to 465 in 60 h": (np.arange(0.0, 60.1, 4.0), 728.0, 465.0),
    "730 to 678 in 11.5 h": (np.arange(0.0, 11.6, 0.5), 730.0, 678.0),
}


@pytest.mark.parametrize("quantity", ["pressure_pa", "manovacuumeter_pa"])
@pytest.mark.parametrize("closure", CLOSURES.values(), ids=CLOSURES)
def test_the_published_closures_of_the_transfer_chamber_are_leaks(closure, quantity):
    hours, first, last = closure
    fall = np.round(first * (last / first) ** (hours / hours[-1]))
    of = read_station("iss")
    detector = StationDetector(of, ChannelTable.of([f"SM_PRK.{quantity}"]))
    values = (fall * PA_PER_MMHG)[:, None]
    out, events = detector.update(Samples(hours * 3600.0, values, np.zeros(values.shape, np.uint8)))
    assert column(detector, out, "SM_PRK", "leak_probability")[-1] > 0.95
    assert [a for a in alarms_at(events, hours[-1] * 3600.0) if a.id == "SM_PRK.leak"]
    volume_m3 = of.module("SM_PRK").free_volume_m3
    true_kg_s = volume_m3 * 1.19 * last / 760.0 * np.log(first / last) / (hours[-1] * 3600.0)
    low, high = (
        column(detector, out, "SM_PRK", f"leak_rate_{e}_kg_s")[-1] for e in ("low", "high")
    )
    assert low < true_kg_s < high


def test_what_was_known_fades_within_hours():
    assert ignorance(0.0) == 0.0 and ignorance(np.inf) == 1.0
    assert ignorance(BLIND.forgets_s) == pytest.approx(1.0 - np.exp(-1.0))


def test_drifts_of_barometers_have_shares_that_make_a_whole():
    drift = read_priors().drift
    assert sum(drift.shares_1) == pytest.approx(1.0)
    assert list(drift.slopes_pa_s) == sorted(drift.slopes_pa_s)


def raised_by_silence(stay_silent: list[int] | None = None):
    """The alarms by their times, where nothing comes for half an hour, and of some gauges nothing for longer."""
    of, time_s = station(), clock(2 * SILENT_S, 10.0)
    samples = readings(of, time_s)
    late, back = time_s >= SILENT_S, time_s >= 1.5 * SILENT_S
    samples.quality[late & ~back] = Quality.STALE
    samples.quality[np.ix_(late, stay_silent or [])] = Quality.STALE
    _, events = StationDetector(of, table(of)).update(samples)
    raised = [e for e in events if isinstance(e, AlarmChanged) and e.change is AlarmChange.RAISE]
    return {event.alarm.id: event.time_s for event in raised}


def test_gauges_that_fall_silent_at_once_are_one_alarm_which_is_of_the_link():
    raised = raised_by_silence()
    assert list(raised) == ["STATION.link_lost"]
    assert 600.0 <= raised["STATION.link_lost"] - SILENT_S <= 620.0


def test_a_gauge_that_is_still_silent_when_the_link_is_back_is_an_alarm_of_its_own():
    raised = raised_by_silence(stay_silent=[2])
    assert set(raised) >= {"STATION.link_lost", "M2.data_lost"}
    assert {alarm.split(".")[0] for alarm in raised} == {"STATION", "M2"}
    assert 60.0 <= raised["M2.data_lost"] - 1.5 * SILENT_S <= 80.0
