"""The detector as the session uses it: samples in, assessments and events out."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.detection.limits import read_limits
from iss_viewer.detection.station_detector import StationDetector
from iss_viewer.station.actions import MoveValve
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.commands import Acknowledge, Assign, Command, SetLimit, SetOption, Shelve
from iss_viewer.telemetry.events import (
    ActionDone,
    AdviceGiven,
    AlarmChanged,
    GaugeRead,
    LimitEdited,
    LocationEstimated,
    VerdictGiven,
    Why,
)
from iss_viewer.telemetry.frames import Samples
from iss_viewer.telemetry.source import ActionRefused
from iss_viewer.telemetry.status import AlarmClass, AlarmState, ModuleStatus
from tests.detection.air import alarms_at, blank, clock, column, lost, readings, station, table


def detector_of(of):
    return StationDetector(of, table(of))


def run(of, samples):
    detector = detector_of(of)
    out, events = detector.update(samples)
    return detector, out, events


def alarms_of(events, rule):
    return [e for e in events if isinstance(e, AlarmChanged) and e.alarm.rule == rule]


def evidence(detector, out, module="M0"):
    return column(detector, out, module, "leak_evidence_1")


def cut_shut(samples, hatch_column, row):
    samples.values[row:, hatch_column] = 0.0


def test_leak_is_found_with_an_interval_that_holds_the_truth(leaking_run):
    detector, out, events = leaking_run
    assert evidence(detector, out)[:1800].max() < 1.0
    assert evidence(detector, out)[1830:].min() > 1.0
    true_kg_s = 0.3 * 1000.0 * 0.0289647 / (8.314463 * 295.15)
    low = column(detector, out, "STATION", "leak_rate_low_kg_s")[-1]
    high = column(detector, out, "STATION", "leak_rate_high_kg_s")[-1]
    assert low < true_kg_s < high
    assert high - low < true_kg_s
    assert any(a.id == "STATION.leak" for a in alarms_at(events, 7200.0))


def test_reserve_time_and_its_band_follow_the_leak(leaking_run):
    detector, out, _ = leaking_run
    median, low, high = (
        column(detector, out, "STATION", name)[-1]
        for name in ("reserve_s", "reserve_low_s", "reserve_high_s")
    )
    assert low < median < high
    assert median == pytest.approx((101325.0 - 65328.0) / 0.3, rel=0.35)


def test_quiet_air_raises_no_alarm_and_its_interval_holds_zero(row_of_five):
    detector, out, events = run(row_of_five, readings(row_of_five, clock(2 * 86400.0, 20.0)))
    assert not [e for e in events if isinstance(e, AlarmChanged)]
    low = column(detector, out, "STATION", "leak_rate_low_kg_s")[100:]
    high = column(detector, out, "STATION", "leak_rate_high_kg_s")[100:]
    assert np.mean((low == 0.0) & (high > 0.0)) > 0.93


def test_cooling_of_half_a_kelvin_in_eight_hours_is_no_leak(row_of_five):
    time_s = clock(12 * 3600.0, 10.0)
    cooling = -0.5 * np.clip((time_s - 7200.0) / 28800.0, 0.0, 1.0)
    detector, out, events = run(row_of_five, readings(row_of_five, time_s, warming_k=cooling))
    assert column(detector, out, "STATION", "pressure_pa")[-1] < 101325.0 - 120.0
    assert not alarms_of(events, "leak")
    at_work = column(detector, out, "STATION", "cooling_probability")[2000:3500]
    assert np.median(at_work) > 0.5
    assert column(detector, out, "STATION", "no_leak_probability").min() > 0.5


def test_isolated_module_that_loses_air_is_the_one_that_leaks():
    of = station(3, 210.0)
    time_s = clock(3600.0, 1.0)
    samples = readings(of, time_s)
    cut_shut(samples, 7, 0)  # H1: M2 alone
    samples.values[:, 2] -= lost(time_s, 0.05, 600.0)
    detector, out, _ = run(of, samples)
    status = [column(detector, out, m, "status")[-1] for m in of.module_ids]
    assert status == [ModuleStatus.NOMINAL, ModuleStatus.NOMINAL, ModuleStatus.LEAKING]
    assert column(detector, out, "M2", "leak_rate_kg_s")[-1] == pytest.approx(
        0.05 * 70.0 * 0.0289647 / (8.314463 * 295.15), rel=0.3
    )


def test_parting_and_joining_of_tight_modules_raises_no_alarm():
    of = station(3, 210.0)
    samples = readings(of, clock(7200.0, 2.0))
    samples.values[900:1800, 6] = 0.0
    samples.values[1500:2700, 7] = 0.0
    _, _, events = run(of, samples)
    assert not [e for e in events if isinstance(e, AlarmChanged)]


def test_opening_a_hatch_across_a_difference_is_no_leak():
    of = station(3, 900.0)
    samples = readings(of, clock(7200.0, 2.0))
    samples.values[:1800, 7] = 0.0
    samples.values[:1800, 2] -= 5000.0
    mixed = samples.values[1800:]
    gap = 3333.0 * np.exp(-np.arange(1800) * 2.0 / 8.0)
    mixed[:, :3] -= 1667.0
    mixed[:, 2] -= gap
    mixed[:, :2] += (gap / 2.0)[:, None]
    _, _, events = run(of, samples)
    assert not alarms_of(events, "leak")


def test_valve_open_for_a_moment_that_no_sample_shows_is_neither_a_leak_nor_a_bad_barometer():
    of = station(3, 900.0)
    samples = readings(of, clock(6 * 3600.0, 60.0))
    samples.values[:, 7] = 0.0
    samples.values[:, 2] -= 20000.0
    after_s = samples.time_s[181:] - 10801.0
    samples.values[181:, 2] += 6000.0 + 400.0 * np.exp(-after_s / 60.0)
    samples.values[181:, :2] -= 3000.0
    detector = detector_of(of)
    _, events = detector.update(samples.rows(0, 181))
    detector.note(ActionDone(10801.0, MoveValve("H1", True), "H1"))
    events += detector.update(samples.rows(181, len(samples)))[1]
    assert not alarms_of(events, "leak")
    assert not alarms_of(events, "sensor_fault")


def test_barometer_learns_how_it_stands_to_others_when_air_has_stopped_to_flow():
    of = station(3, 900.0)
    samples = readings(of, clock(4 * 3600.0, 30.0))
    samples.values[:240, 7] = 0.0
    samples.values[:240, 2] -= 10000.0
    samples.values[240:, 2] -= 160.0 * np.exp(-np.arange(240) * 30.0 / 25.0)
    detector, _, events = run(of, samples)
    assert not alarms_of(events, "sensor_fault")
    offsets = detector._state.barometers["offset_pa"]
    bias = samples.values[300:, :3].mean(axis=0)
    assert offsets[2] - offsets[0] == pytest.approx(bias[2] - bias[0], abs=6.0)


@pytest.mark.parametrize("fault", ["bias", "drift", "stuck", "noise"])
def test_sensor_fault_is_told_from_a_leak(row_of_five, fault):
    samples = readings(row_of_five, clock(4 * 3600.0, 2.0))
    n, y = len(samples), samples.values[:, 1]
    late = np.arange(n) >= 1800
    rng = np.random.default_rng(5)
    if fault == "bias":
        y -= 400.0 * late
    elif fault == "drift":
        y -= late * (np.arange(n) - 1800) * 2.0 * 200.0 / 3600.0
    elif fault == "stuck":
        y[late] = y[1800]
    else:
        y += late * 60.0 * rng.standard_normal(n)
    detector, out, events = run(row_of_five, samples)
    assert not alarms_of(events, "leak")
    assert not alarms_of(events, "rapid_depressurization")
    assert column(detector, out, "M1", "sensor_fault_probability")[1900:].max() > 0.9
    others = [column(detector, out, m, "sensor_fault_probability") for m in ("M0", "M2", "M3")]
    assert np.max(others) < 0.9


def test_step_of_the_only_sensor_of_a_closed_module_is_no_leak():
    of = station(2, 400.0)
    samples = readings(of, clock(3600.0, 1.0))
    samples.values[:, 4] = 0.0
    samples.values[1800:, 1] -= 300.0
    _, _, events = run(of, samples)
    assert not alarms_of(events, "leak")


def test_note_counts_the_same_with_whatever_rows_it_comes():
    of = station(3, 210.0)
    samples = readings(of, clock(600.0, 1.0))
    told = GaugeRead(250.0, "M2", 101325.0)
    early, late = detector_of(of), detector_of(of)
    early.note(told)
    early.update(samples)
    late.update(samples.rows(0, 250))
    late.note(told)
    late.update(samples.rows(250, 600))
    assert early.snapshot() == late.snapshot()


def same(one, other):
    return np.array_equal(one, other, equal_nan=True)


@settings(max_examples=12)
@given(cuts=st.lists(st.integers(0, 900), max_size=12))
def test_how_rows_are_cut_changes_no_number(cuts):
    of = station(3, 210.0)
    time_s = clock(900.0, 1.0)
    samples = readings(of, time_s, loss_pa=lost(time_s, 0.5, 400.0))
    samples.values[300:600, 7] = 0.0
    whole, out, events = run(of, samples)
    parts = detector_of(of)
    edges = [0, *sorted(cuts), len(samples)]
    pieces = [parts.update(samples.rows(a, b)) for a, b in pairwise(edges)]
    assert same(np.concatenate([rows for rows, _ in pieces]), out)
    assert [repr(e) for _, told in pieces for e in told] == list(map(repr, events))  # NaN is NaN
    assert parts.estimates() == whole.estimates() or repr(parts.estimates()) == repr(
        whole.estimates()
    )


def test_restored_detector_goes_on_bit_for_bit(row_of_five):
    time_s = clock(3000.0, 1.0)
    samples = readings(row_of_five, time_s, loss_pa=lost(time_s, 0.4, 1000.0))
    samples.values[1500:, 12] = 0.0
    detector = detector_of(row_of_five)
    detector.update(samples.rows(0, 1700))
    detector.obey(Command(Acknowledge(), "operator"), 1700.0)
    detector.obey(Command(SetLimit("pressure_low", "value", 95e3), "operator"), 1700.0)
    kept = detector.snapshot()
    out, events = detector.update(samples.rows(1700, 3000))
    other = detector_of(row_of_five)
    other.restore(kept)
    again, told = other.update(samples.rows(1700, 3000))
    assert same(out, again)
    assert events == told
    assert other.limits.rule("pressure_low").value == 95e3
    assert other.snapshot() == detector.snapshot()


def mangled(samples, rng):
    """Repeated, swapped and lost rows, spikes, whole channels gone for a while."""
    order = np.arange(len(samples))
    order = np.insert(order, 500, [499, 499, 498])
    order[900], order[905] = order[905], order[900]
    bad = Samples(
        samples.time_s[order], samples.values[order].copy(), samples.quality[order].copy()
    )
    bad.time_s[1500:] += 3600.0
    bad.time_s[2000:] -= 5000.0
    for row in rng.integers(0, len(order), 60):
        bad.values[row, rng.integers(0, 10)] = rng.choice([np.nan, np.inf, 1e9, -1.0])
    blank(bad, 2, 700, 1300)
    for channel in range(10):
        blank(bad, channel, 1700, 1760)
    return bad


def test_bad_input_raises_nothing_and_no_false_leak(row_of_five):
    samples = readings(row_of_five, clock(3000.0, 1.0))
    detector, out, events = run(row_of_five, mangled(samples, np.random.default_rng(2)))
    assert not alarms_of(events, "leak")
    assert not alarms_of(events, "rapid_depressurization")
    assert np.isfinite(column(detector, out, "STATION", "pressure_pa")[-1])


def test_repeated_rows_change_nothing(row_of_five):
    samples = readings(row_of_five, clock(600.0, 1.0))
    twice = np.repeat(np.arange(600), 2)
    doubled = Samples(samples.time_s[twice], samples.values[twice], samples.quality[twice])
    assert same(run(row_of_five, doubled)[1][1::2], run(row_of_five, samples)[1])


def test_uncertainty_grows_while_no_sensor_speaks(row_of_five):
    samples = readings(row_of_five, clock(6 * 3600.0, 10.0))
    for channel in range(5):
        blank(samples, channel, 1080, 2100)
    detector, out, _ = run(row_of_five, samples)
    width = column(detector, out, "STATION", "leak_rate_high_kg_s") - column(
        detector, out, "STATION", "leak_rate_low_kg_s"
    )
    assert (
        width[2090] > width[1090]
    )  # told anew each minute: the first after a row or two of silence
    status = column(detector, out, "M0", "status")
    assert status[2090] == ModuleStatus.NO_DATA
    assert status[-1] == ModuleStatus.NOMINAL


@pytest.mark.parametrize("period_s", [0.1, 1.0, 7.3, 60.0])
def test_any_sample_period_is_served(row_of_five, period_s):
    time_s = clock(1200 * period_s, period_s)
    onset = time_s[600]
    rate = 30.0 / period_s
    detector, out, _ = run(
        row_of_five, readings(row_of_five, time_s, loss_pa=lost(time_s, rate, onset))
    )
    assert evidence(detector, out)[:600].max() < 1.0
    assert evidence(detector, out)[620:].min() > 1.0


def test_module_without_sensor_shares_what_its_air_space_knows():
    of = station(3, 210.0)
    names = [n for n in table(of).names if not n.startswith("M1.")]
    keep = [table(of).names.index(n) for n in names]
    full = readings(of, clock(600.0, 1.0))
    samples = Samples(full.time_s, full.values[:, keep], full.quality[:, keep])
    detector = StationDetector(of, ChannelTable.of(names))
    out, _ = detector.update(samples)
    assert column(detector, out, "M1", "space_pressure_pa")[-1] == pytest.approx(101325.0, abs=150)
    assert column(detector, out, "M1", "status")[-1] == ModuleStatus.NOMINAL


def test_metered_feed_does_not_hide_a_leak(row_of_five):
    time_s = clock(7200.0, 2.0)
    samples = readings(row_of_five, time_s)
    base_station = station()
    machine = _nitrogen_feed()
    fed = base_station.model_copy(update={"equipment": (machine,)})
    rate_pa_s = 0.3
    flow = rate_pa_s * 1000.0 * 0.0280134 / (8.314463 * 295.15)
    column_of_flow = np.where(time_s > 3600.0, flow, 0.0)[:, None]
    values = np.concatenate([samples.values, column_of_flow], axis=1)
    names = ChannelTable.of([*table(fed).names, "N2.flow_kg_s"])
    detector = StationDetector(fed, names)
    out, _ = detector.update(Samples(time_s, values, np.zeros(values.shape, dtype=np.uint8)))
    assert abs(column(detector, out, "STATION", "dpdt_pa_s")[-1]) < 0.05
    assert evidence(detector, out)[-1] > 1.0


def breathing(hole_kg_day):
    """Three people in 100 m3 without a hygrometer, and a hole after an hour: times, low, median and high
    of the loss, kg/day.
    """
    of = station(1, 100.0)
    time_s = clock(7200.0, 2.0)
    pa_per_kg = 8.314463 * 295.15 / 100.0
    vapour_pa = 3 * 2.28 / 86400.0 * time_s * pa_per_kg / 0.0180153
    lost_pa = lost(time_s, hole_kg_day / 86400.0 * pa_per_kg / 0.0289647, 3600.0)
    samples = readings(of, time_s, loss_pa=lost_pa - vapour_pa)
    crew = np.full((len(time_s), 1), 3.0)
    values = np.concatenate([samples.values, crew], axis=1)
    detector = StationDetector(of, ChannelTable.of([*table(of).names, "M0.crew"]))
    out, _ = detector.update(Samples(time_s, values, np.zeros(values.shape, dtype=np.uint8)))
    names = ("leak_rate_low_kg_s", "leak_rate_kg_s", "leak_rate_high_kg_s")
    return time_s, *(column(detector, out, "M0", name) * 86400.0 for name in names)


def test_breath_of_people_where_no_humidity_is_measured_is_no_gain_of_air():
    """They add as much vapour as a hole of 1 mm takes air, 12 kg/day. What walls may have taken of it
    nobody knows, so that such a hole is not sure; but after half an hour it is not excluded, as it would be
    if the pressure that does not fall were taken for air that stays.
    """
    time_s, low, median, high = breathing(12.0)
    before, later = time_s < 3600.0, time_s > 3600.0 + 1800.0
    assert low.min() >= 0.0
    assert low[before].max() < 4.0
    assert median[before][-1] < 4.0
    assert (low[later] <= 12.0).all()
    assert (high[later] >= 12.0).all()


def test_hole_that_takes_far_more_than_breath_adds_is_found_where_no_humidity_is_measured():
    _, low, median, high = breathing(40.0)
    assert low[-1] > 4.0
    assert low[-1] < 40.0 < high[-1]
    assert median[-1] == pytest.approx(40.0, rel=0.2)


@pytest.mark.parametrize("room", [0, 4])
def test_people_who_go_to_other_rooms_take_no_air_along_and_bring_none(room):
    """Four people keep a room 220 Pa more humid; one of the two rooms is analysed."""
    of, time_s, moved_s = station(5, 1000.0), clock(32 * 3600.0, 60.0), 30 * 3600.0
    samples = readings(of, time_s)
    left = np.exp(-np.maximum(time_s - moved_s, 0.0) * 0.066 / 200.0)
    water = 1200.0 + 220.0 * (left if room == 0 else 1.0 - left)
    crew = np.zeros((len(time_s), 5))
    crew[time_s < moved_s, room], crew[time_s >= moved_s, 4 - room] = 4.0, 4.0
    humid = np.stack([water, np.full(len(time_s), 1200.0)], axis=1)
    values = np.concatenate([samples.values, humid, crew], axis=1)
    names = ["M0.water_pa", "M1.water_pa", *(f"M{i}.crew" for i in range(5))]
    detector = StationDetector(of, ChannelTable.of([*table(of).names, *names]))
    out, events = detector.update(Samples(time_s, values, np.zeros(values.shape, dtype=np.uint8)))
    assert not alarms_of(events, "leak")
    rate_kg_day = column(detector, out, "M0", "leak_rate_kg_s")[time_s > moved_s] * 86400.0
    assert np.abs(rate_kg_day).max() < 1.0


def test_room_filled_from_a_bottle_and_warm_for_a_minute_neither_leaks_nor_has_a_bad_barometer():
    """A gram a second into 5 m3: pressed together, the gas is 40 % further up than its mass says."""
    of = station(1, 5.0).model_copy(update={"equipment": (_nitrogen_feed(),)})
    time_s = clock(3 * 3600.0, 2.0)
    flow_kg_s = np.where((time_s % 2400.0 > 2300.0) & (time_s % 2400.0 <= 2350.0), 1e-3, 0.0)
    fed_pa = np.cumsum(flow_kg_s) * 2.0 * 8.314463 * 295.15 / (5.0 * 0.0280134)
    heat_pa = np.zeros(len(time_s))
    for i in range(1, len(time_s)):
        heat_pa[i] = heat_pa[i - 1] * np.exp(-2.0 / 60.0) + 0.4 * (fed_pa[i] - fed_pa[i - 1])
    samples = readings(of, time_s, loss_pa=-fed_pa - heat_pa)
    values = np.concatenate([samples.values, flow_kg_s[:, None]], axis=1)
    detector = StationDetector(of, ChannelTable.of([*table(of).names, "N2.flow_kg_s"]))
    out, events = detector.update(Samples(time_s, values, np.zeros(values.shape, dtype=np.uint8)))
    assert not alarms_of(events, "leak")
    assert not alarms_of(events, "sensor_fault")
    assert abs(column(detector, out, "M0", "leak_rate_kg_s")[-1]) < 1.0 / 86400.0


def _nitrogen_feed():
    from iss_viewer.station import read_station

    pattern = next(m for m in read_station("iss").equipment if m.kind == "nitrogen_feed")
    return pattern.model_copy(update={"id": "N2", "module": "M0", "tank": ""})


def test_strike_is_an_emergency_within_seconds(row_of_five):
    time_s = clock(900.0, 1.0)
    samples = readings(row_of_five, time_s, loss_pa=lost(time_s, 1.3, 600.0))
    _, _, events = run(row_of_five, samples)
    rapid = alarms_of(events, "rapid_depressurization")
    assert rapid[0].alarm.alarm_class is AlarmClass.EMERGENCY
    assert 600.0 < rapid[0].time_s < 625.0


def test_acknowledged_and_shelved_alarms_are_events_with_their_actor(row_of_five):
    time_s = clock(1500.0, 1.0)
    samples = readings(row_of_five, time_s, loss_pa=lost(time_s, 1.3, 300.0))
    detector = detector_of(row_of_five)
    _, first = detector.update(samples.rows(0, 600))
    told = detector.obey(Command(Acknowledge(("STATION.leak",), "a hiss"), "Anna"), 600.0)
    (assigned,) = detector.obey(Command(Assign(("STATION.leak",), "Ben"), "Anna"), 600.0)
    assert (assigned.alarm.id, assigned.person, assigned.actor) == ("STATION.leak", "Ben", "Anna")
    told += detector.obey(
        Command(Shelve("STATION.rapid_depressurization", "drill", 300.0), "Ben"), 600.0
    )
    _, later = detector.update(samples.rows(600, 1500))
    events = (*first, *told, *later)
    then = {a.id: a for a in alarms_at(events, 700.0)}
    assert then["STATION.leak"].state is AlarmState.ACKNOWLEDGED
    assert (then["STATION.leak"].actor, then["STATION.leak"].reason) == ("Anna", "a hiss")
    assert then["STATION.rapid_depressurization"].state is AlarmState.SHELVED
    assert then["STATION.rapid_depressurization"].reason == "drill"
    now = {a.id: a for a in alarms_at(events, 1500.0)}
    assert now["STATION.rapid_depressurization"].state is AlarmState.UNACKNOWLEDGED


def test_unknown_alarm_and_impossible_limit_are_refused_with_what_stands_in_the_way(row_of_five):
    detector, _, _ = run(row_of_five, readings(row_of_five, clock(60.0)))
    with pytest.raises(ActionRefused, match=r"UNKNOWN.*alarm"):
        detector.obey(Command(Shelve("STATION.leek", "why", 60.0)), 60.0)
    with pytest.raises(ActionRefused, match="NO_REASON_TO_SHELVE"):
        detector.obey(Command(Shelve("STATION.leak", " ", 60.0)), 60.0)
    with pytest.raises(ActionRefused, match="did you mean 'pressure_low'"):
        detector.obey(Command(SetLimit("presure_low", "value", 1.0)), 60.0)
    with pytest.raises(ActionRefused, match=r"OPTION_VALUE.*colour"):
        detector.obey(Command(SetOption("colour", "red")), 60.0)


def test_edited_limit_is_audited_and_raises_its_alarm(row_of_five):
    detector, _, _ = run(row_of_five, readings(row_of_five, clock(60.0)))
    told = detector.obey(Command(SetLimit("pressure_low", "value", 102e3), "Anna"), 60.0)
    assert isinstance(told[0], LimitEdited)
    assert (told[0].actor, told[0].version) == ("Anna", 1)
    later = readings(row_of_five, clock(60.0) + 60.0)
    out, events = detector.update(later)
    assert alarms_of(events, "pressure_low")
    assert column(detector, out, "STATION", "alarm")[-1] == AlarmClass.WARNING


def test_verdict_changes_by_itself_with_its_reasons(leaking_run):
    detector, out, events = leaking_run
    verdicts = [e for e in events if isinstance(e, VerdictGiven) and e.party == "crew"]
    assert verdicts[0].time_s > 3600.0
    assert verdicts[0].reasons[0].why is Why.RESERVE_TIME
    assert column(detector, out, "STATION", "verdict_crew")[-1] >= 1.0


def test_advice_and_location_come_as_events(leaking_run):
    _, _, events = leaking_run
    assert [e for e in events if isinstance(e, LocationEstimated) and e.time_s > 3600.0]
    assert [e for e in events if isinstance(e, AdviceGiven) and e.time_s > 3600.0]


def test_losses_and_alarms_are_the_same_where_nobody_is_advised(row_of_five, leaking_run):
    detector, out, events = leaking_run
    unadvised = StationDetector(row_of_five, table(row_of_five), is_advising=False)
    time_s = clock(7200.0, 2.0)
    samples = readings(row_of_five, time_s, loss_pa=lost(time_s, 0.3, 3600.0))
    alone, told = unadvised.update(samples)
    assert not any(isinstance(event, AdviceGiven) for event in told)
    assert alarms_of(told, "leak") == alarms_of(events, "leak")
    for end in ("_low", "", "_high"):
        quantity = f"leak_rate{end}_kg_s"
        with_advice = column(detector, out, "STATION", quantity)[-1]
        shown = column(unadvised, alone, "STATION", quantity)[-1]
        assert shown == pytest.approx(with_advice, rel=0.01)  # one looks at other rows


def test_limits_of_one_detector_are_not_those_of_another(row_of_five):
    limits = read_limits()
    first, second = (StationDetector(row_of_five, table(row_of_five), limits) for _ in range(2))
    samples = readings(row_of_five, clock(5.0))
    first.update(samples)
    first.obey(Command(SetLimit("reserve", "limit_pa", 80e3)), 5.0)
    assert first.limits.reserve.limit_pa == 80e3
    assert second.limits == limits
    assert limits.reserve.limit_pa < 70e3


def test_alarms_are_the_same_whoever_folds_them(leaking_run):
    _, _, events = leaking_run
    alarms = alarms_at(events, 7200.0)
    assert alarms == alarms_at(list(events), 7200.0)
    assert all(replace(a, is_root=False).is_announced for a in alarms)
