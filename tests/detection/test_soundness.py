"""What holds no number begins anew, says so, and nothing else is touched; and none of it happens by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.detection.advising.schedule import STATE_CLASSES as SCHEDULE_STATE
from iss_viewer.detection.alarms.active_alarms import STATE_CLASSES as ALARM_STATE
from iss_viewer.detection.assessment import assessed_channels
from iss_viewer.detection.estimation.glr_bank import adopt, best_change
from iss_viewer.detection.state.clock import CLOCK, SKIPPED, accept
from iss_viewer.detection.state.records import new_state
from iss_viewer.detection.state.space_records import CHANGE, ONSETS, STATES
from iss_viewer.detection.station_detector import StationDetector
from iss_viewer.telemetry.events import Filtered, FilterRestarted
from iss_viewer.telemetry.frames import Quality, Samples
from iss_viewer.telemetry.packing import pack, unpack
from tests.detection import kernels
from tests.detection.air import alarms_at, clock, column, lost, readings, station, table
from tests.detection.weather import filtered, room, sensed, weather

#: of a module: numbers from the start of its filter on
RATES = ("leak_rate_kg_s", "leak_rate_low_kg_s", "leak_rate_high_kg_s")


def restarts_of(events):
    return [e for e in events if isinstance(e, FilterRestarted)]


def spoilt(detector, record, module, field):
    """The detector with no number in one field of a record of its state."""
    state = unpack(detector.snapshot(), (*SCHEDULE_STATE, *ALARM_STATE))
    whole = new_state(5, 0)
    whole.take(state["records"])
    getattr(whole, record)[field][module] = np.nan
    state["records"] = whole._asdict()
    again = StationDetector(station(), table(station()))
    again.restore(pack(state))
    return again


@pytest.mark.parametrize(
    ("record", "field", "filtered"),
    [
        ("spaces", "mean", Filtered.AIR_SPACE),
        ("spaces", "covariance", Filtered.AIR_SPACE),
        ("spaces", "level_pa", Filtered.AIR_SPACE),
        ("spaces", "fed_pa", Filtered.AIR_SPACE),
        ("barometers", "offset_pa", Filtered.BAROMETER),
        ("thermometers", "smooth_k", Filtered.THERMOMETER),
        ("analysers", "offset_pa", Filtered.ANALYSER),
        ("habits", "square", Filtered.BAROMETER),
    ],
)
def test_what_holds_no_number_begins_anew_and_says_so(record, field, filtered):
    time_s = clock(3600.0, 10.0)
    samples = readings(station(), time_s, loss_pa=lost(time_s, 0.6, 2400.0))
    half = len(time_s) // 2
    before = StationDetector(station(), table(station()))
    before.update(samples.rows(0, half))
    detector = spoilt(before, record, 0, field)
    out, events = detector.update(samples.rows(half, len(time_s)))
    restarts = restarts_of(events)
    assert filtered in {e.filtered for e in restarts}
    assert {e.subject for e in restarts} <= {f"M{i}" for i in range(5)}
    assert {e.time_s for e in restarts} == {time_s[half]}
    assert {e.count for e in restarts} <= {1, 2, 3}
    assert np.isfinite(column(detector, out, "M0", "leak_rate_kg_s")[-1])
    assert "STATION.leak" in {a.id for a in alarms_at(events, time_s[-1])}


def test_an_air_space_that_begins_anew_leaves_the_others_as_they_were():
    samples = readings(station(), clock(3600.0, 10.0))
    samples.values[:, 13] = 0.0  # M4 alone
    detector = StationDetector(station(), table(station()))
    detector.update(samples.rows(0, 240))
    ailing = spoilt(detector, "spaces", 4, "mean")
    well, _ = detector.update(samples.rows(240, 320))
    ill, events = ailing.update(samples.rows(240, 320))
    assert [(e.subject, e.filtered, e.count) for e in restarts_of(events)] == [
        ("M4", Filtered.AIR_SPACE, 1)
    ]
    for quantity in ("space_pressure_pa", "dpdt_pa_s", "dpdt_error_pa_s"):
        there, here = (column(detector, out, "M0", quantity) for out in (well, ill))
        assert np.array_equal(there, here, equal_nan=True)
    for quantity in RATES:  # a leak is somewhere: what is known of M4 bears on what M0 may lose
        there, here = (column(detector, out, "M0", quantity) for out in (well, ill))
        assert here == pytest.approx(there, rel=0.1, abs=0.1 / 86400.0, nan_ok=True)


def test_an_onset_of_this_moment_without_odds_is_none_to_believe_in():
    space = kernels.space()
    bank = space["bank"]
    bank[0]["onset_s"], bank[0]["information"], bank[0]["score"] = 50.0, 1.0, 100.0
    limits = kernels.settings(thresholds=np.ones(27), start_threshold=1.0)
    ask = kernels.outside(best_change)
    assert ask(bank, 1, 50.0, space["noise_scales"], limits, False) == (-1, 0.0)
    assert ask(bank, 1, 60.0, space["noise_scales"], limits, False)[0] == 0
    bank[0]["odds_1"] = 0.1
    assert ask(bank, 1, 50.0, space["noise_scales"], limits, False)[0] == 0


def test_where_no_change_has_a_probability_the_filter_stays_as_it_is():
    space, changes = kernels.space(), np.zeros(ONSETS, CHANGE)
    mean, covariance = np.arange(float(STATES)), np.eye(STATES)
    kernels.outside(adopt)(mean, covariance, space["bank"], changes, 1)
    assert mean.tolist() == list(range(STATES))
    assert (covariance == np.eye(STATES)).all()


@pytest.mark.parametrize("time_s", [np.nan, np.inf, -np.inf])
def test_a_sample_without_a_time_does_not_count(time_s):
    detector = StationDetector(station(), table(station()))
    samples = readings(station(), clock(600.0, 5.0))
    stamps = samples.time_s.copy()
    stamps[[0, 7]] = time_s
    out, _ = detector.update(Samples(stamps, samples.values, samples.quality))
    assert np.isfinite(column(detector, out, "M0", "leak_rate_kg_s")[-1])


def test_the_clock_skips_what_is_no_time():
    one = np.zeros(1, CLOCK)[0]
    assert accept(one, np.nan) == SKIPPED
    assert accept(one, 5.0) == 0.0
    assert accept(one, np.inf) == SKIPPED
    assert accept(one, 6.0) == 1.0


HARMS = st.lists(
    st.tuples(
        st.sampled_from(("gone", "nan", "inf", "negative", "huge", "zero", "same", "step", "gap")),
        st.integers(0, 299),
        st.integers(0, 1),
        st.integers(1, 60),
    ),
    max_size=10,
)


def harmed(samples, harms):
    """The samples with what happens to them: what, from which row, to which sensor, for how many rows."""
    time_s, values, quality = (
        samples.time_s.copy(), samples.values.copy(), samples.quality.copy(),
    )  # fmt: skip
    worth = {"nan": np.nan, "inf": np.inf, "negative": -50.0, "huge": 1e9, "zero": 0.0}
    for kind, row, sensor, rows in harms:
        hit = slice(row, row + rows)
        if kind == "gone":
            values[hit, sensor], quality[hit, sensor] = np.nan, Quality.MISSING
        elif kind == "same":
            values[hit, sensor] = values[row, sensor]
        elif kind == "step":
            values[row:, sensor] *= 0.9
        elif kind == "gap":
            time_s[row:] += rows * 3600.0
        else:
            values[hit, sensor] = worth[kind]
    return Samples(time_s, values, quality)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    every_s=st.sampled_from((1.0, 10.0, 60.0, 300.0, 1200.0, 1800.0, 7200.0)),
    quantum_pa=st.sampled_from((0.0, 34.0, 69.0, 133.0)),
    walk_pa=st.sampled_from((3.0, 300.0, 1200.0)),
    seed=st.integers(0, 999),
    harms=HARMS,
)
def test_a_stream_of_one_barometer_and_one_thermometer_leaves_numbers(
    every_s, quantum_pa, walk_pa, seed, harms
):
    days = 300.5 * every_s / 86400.0
    samples = harmed(weather(days, every_s, seed, quantum_pa, walk_pa), harms)
    of = room(quantum_pa)
    assessed, state = filtered(of, samples)
    is_empty = any(
        kind == "zero" for kind, *_ in harms
    )  # no pressure at all may restart the air's filter
    assert is_empty or not state.restarts.any()
    evidence = assessed[:, assessed_channels(of).column("M0", "leak_evidence_1")]
    assert np.isfinite(evidence).all() and (evidence >= 0.0).all()


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_months_of_weather_in_steps_of_34_pa_never_end_the_filter(seed):
    of = room()
    assessed, state = filtered(of, weather(140.0, 1800.0, seed))
    assert not state.restarts.any()
    evidence = assessed[:, assessed_channels(of).column("M0", "leak_evidence_1")]
    assert np.isfinite(evidence).all()


def test_a_hole_is_found_after_a_month_of_weather():
    samples, of = weather(30.0, 1800.0, 1), room()
    hole = samples.time_s > 29.5 * 86400.0
    samples.values[hole, 0] *= np.exp(-(samples.time_s[hole] - samples.time_s[hole][0]) / 20000.0)
    detector = StationDetector(of, sensed(of))
    assessed, events = detector.update(samples)
    assert not restarts_of(events)
    for name in RATES:
        assert np.isfinite(column(detector, assessed, "M0", name)[20:]).all()
    assert column(detector, assessed, "M0", "leak_evidence_1")[hole].max() >= 1.0
    low = column(detector, assessed, "M0", "leak_rate_low_kg_s")[hole]
    chance = column(detector, assessed, "M0", "leak_probability")[hole]
    found = int(np.argmax(chance > 0.99))  # rows are half hours apart
    assert found <= 3
    assert (low[found : found + 6] > 100.0 / 86400.0).all()  # later it may have ended
    assert chance[found:].min() > 0.9
