"""Faults beside leaks and beside each other, and streams of samples as bad as they come."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.telemetry.events import AlarmChanged
from iss_viewer.telemetry.frames import Quality, Samples
from tests.detection.air import alarms_at, clock, column, lost, readings, station
from tests.detection.test_station_detector import alarms_of, run

ROW = station()
TIME_S = clock(4 * 3600.0, 10.0)
LATE_S = 7200.0
#: seeds whose noise alone brings the leak test to no more than six tenths of its threshold
CALM = (2, 24, 25, 28, 29)


def err(samples, module, kind, since_s=LATE_S):
    """Let the barometer of a module go wrong, in place."""
    late, y = samples.time_s >= since_s, samples.values[:, module]
    if kind == "bias":
        y[late] += 200.0
    elif kind == "drift":
        y[late] -= 0.05 * (samples.time_s[late] - since_s)
    elif kind == "stuck":
        y[late] = y[late][0]
    elif kind == "noise":
        y[late] += 60.0 * np.random.default_rng(module).standard_normal(late.sum())
    else:
        samples.quality[late, module], y[late] = Quality.MISSING, np.nan


def named(detector, out):
    """The modules whose barometers are held to be at fault at any time."""
    ids = [
        f"M{i}"
        for i in range(out.shape[1])
        if detector.channels.get(f"M{i}", "air_space") is not None
    ]
    return {m for m in ids if column(detector, out, m, "sensor_fault_probability").max() > 0.9}


@pytest.mark.parametrize("kind", ["bias", "drift", "stuck", "noise", "dropout"])
def test_leak_is_found_beside_a_barometer_that_went_wrong_before(kind):
    samples = readings(ROW, TIME_S, loss_pa=lost(TIME_S, 0.2, 9000.0))
    err(samples, 1, kind)
    detector, out, events = run(ROW, samples)
    assert named(detector, out) == {"M1"}
    assert 9000.0 < alarms_of(events, "leak")[0].time_s < 9000.0 + 300.0


@pytest.mark.parametrize("kind", ["bias", "drift", "stuck", "noise", "dropout"])
def test_barometer_that_goes_wrong_during_a_leak_is_named_and_the_leak_stays(kind):
    samples = readings(ROW, TIME_S, loss_pa=lost(TIME_S, 0.2, 3600.0))
    err(samples, 1, kind)
    detector, out, events = run(ROW, samples)
    assert named(detector, out) == {"M1"}
    assert any(a.id == "STATION.leak" and a.is_active for a in alarms_at(events, TIME_S[-1]))
    true_kg_s = 0.2 * 1000.0 * 0.0289647 / (8.314463 * 295.15)
    assert column(detector, out, "M0", "leak_rate_kg_s")[-1] == pytest.approx(true_kg_s, rel=0.15)


@pytest.mark.parametrize("one", ["bias", "drift", "stuck", "noise"])
@pytest.mark.parametrize("other", ["bias", "noise", "dropout"])
def test_two_barometers_of_one_air_that_go_wrong_at_once_are_both_named(one, other):
    samples = readings(ROW, TIME_S, seed=4)
    err(samples, 1, one)
    err(samples, 3, other)
    detector, out, events = run(ROW, samples)
    assert (
        {"M1", "M3"}
        >= named(detector, out)
        >= ({"M1", "M3"} - ({"M1"} if one == "stuck" else set()))
    )
    assert not alarms_of(events, "leak")


@pytest.mark.parametrize("kind", ["bias", "noise"])
def test_faults_in_two_airs_at_once_are_no_leak(kind):
    samples = readings(ROW, TIME_S, seed=5)
    samples.values[:, 13] = 0.0  # M4 alone
    err(samples, 1, "drift")
    err(samples, 4, kind)
    detector, out, events = run(ROW, samples)
    assert named(detector, out) == {"M1", "M4"}
    assert not alarms_of(events, "leak")


class Harm(NamedTuple):
    """Something bad that happens to a stream, at a row, to a sensor, for so many rows."""

    kind: str
    row: int
    sensor: int
    rows: int


HARMS = st.builds(
    Harm,
    st.sampled_from(
        (
            "nan",
            "inf",
            "gap",
            "repeat",
            "swap",
            "forward",
            "back",
            "vanish",
            "spike",
            "all gone",
            "shuffle",
            "again",
        )
    ),
    st.integers(60, len(TIME_S) - 60),
    st.integers(0, 9),
    st.integers(1, 200),
)


def harmed(samples, harms):
    """The samples with everything that happens to them."""
    order, time_s = np.arange(len(samples)), samples.time_s.copy()
    values, quality = samples.values.copy(), samples.quality.copy()
    for kind, row, sensor, rows in harms:
        hit = slice(row, row + rows)
        if kind in ("nan", "inf"):
            values[row : row + 3] = np.nan if kind == "nan" else np.inf
        elif kind == "vanish":
            values[hit, sensor], quality[hit, sensor] = np.nan, Quality.MISSING
        elif kind == "all gone":
            values[hit, :10], quality[hit, :10] = np.nan, Quality.MISSING
        elif kind == "spike":
            values[row, sensor] *= 1.5
        elif kind in ("forward", "back"):
            time_s[row:] += rows * (60.0 if kind == "forward" else -60.0)
    for kind, row, _, rows in harms:
        at = min(row, len(order) - 2)
        if kind == "gap":
            order = np.delete(order, slice(at, at + rows))
        elif kind == "repeat":
            order = np.insert(order, at, order[at : at + 5])
        elif kind == "swap":
            order[[at, at + 1]] = order[[at + 1, at]]
        elif kind == "shuffle":
            order[at : at + rows] = np.random.default_rng(row).permutation(order[at : at + rows])
        elif kind == "again":
            order = np.insert(order, min(at + rows, len(order)), order[at : at + rows])
    return Samples(time_s[order], values[order], quality[order])


@settings(max_examples=25, derandomize=True)
@given(
    harms=st.lists(HARMS, min_size=1, max_size=12),
    seed=st.sampled_from(CALM),
    is_parted=st.booleans(),
)
def test_no_bad_stream_of_quiet_air_breaks_anything_or_raises_a_leak(harms, seed, is_parted):
    samples = readings(ROW, TIME_S, seed=seed)
    if is_parted:
        samples.values[:, 13] = 0.0
    detector, out, events = run(ROW, harmed(samples, harms))
    assert not alarms_of(events, "leak")
    assert not alarms_of(events, "rapid_depressurization")
    low, high = (column(detector, out, "M0", f"leak_rate_{end}_kg_s") for end in ("low", "high"))
    known = np.isfinite(low) & np.isfinite(high)
    assert (low[known] <= 0.0).all() and (high[known] >= 0.0).all()


def test_the_longer_no_barometer_speaks_the_less_is_known(row_of_five):
    samples = readings(row_of_five, TIME_S)
    samples.values[TIME_S >= LATE_S, :5] = np.nan
    detector, out, events = run(row_of_five, samples)
    low, high = (column(detector, out, "M0", f"leak_rate_{end}_kg_s") for end in ("low", "high"))
    hours = np.searchsorted(TIME_S, LATE_S - 10.0 + np.array([0.0, 1800.0, 3600.0, 7200.0]))
    assert (np.diff((high - low)[hours]) >= 0.0).all()
    assert not alarms_of(events, "leak")


@pytest.mark.parametrize("gap_s", [3600.0, 6 * 3600.0, 10 * 86400.0])
def test_a_long_gap_raises_no_leak(row_of_five, gap_s):
    kept = (TIME_S < LATE_S) | (TIME_S >= LATE_S + 600.0)
    samples = readings(row_of_five, np.where(TIME_S < LATE_S, TIME_S, TIME_S + gap_s)[kept])
    detector, out, events = run(row_of_five, samples)
    low, high = (column(detector, out, "M0", f"leak_rate_{end}_kg_s") for end in ("low", "high"))
    after = samples.time_s >= LATE_S + gap_s
    assert (low[after] <= 0.0).all() and (high[after] >= 0.0).all()
    assert not alarms_of(events, "leak")


def test_where_nothing_at_all_is_received_no_instrument_is_at_fault(row_of_five):
    samples = readings(row_of_five, TIME_S)
    lost = (TIME_S >= LATE_S) & (TIME_S < LATE_S + 1200.0)
    samples.quality[lost] = Quality.STALE  # held, as a feed without signal holds what came last
    detector, out, events = run(row_of_five, samples)
    raised = {event.alarm.id.split(".")[-1] for event in events if isinstance(event, AlarmChanged)}
    assert raised == {"link_lost"}
    assert not named(detector, out)


def interval(detector, out, subject="M0"):
    low, high = (column(detector, out, subject, f"leak_rate_{e}_kg_s") for e in ("low", "high"))
    return low, high


def test_what_is_known_comes_back_with_the_barometers_that_vanished(row_of_five):
    samples = readings(row_of_five, TIME_S)
    gone = (TIME_S >= LATE_S) & (TIME_S < LATE_S + 3600.0)
    samples.values[gone, :5] = np.nan
    detector, out, events = run(row_of_five, samples)
    low, high = interval(detector, out)
    before, silent, after = np.searchsorted(TIME_S, LATE_S + np.array([-10.0, 3500.0, 7100.0]))
    width = high - low
    assert width[silent] > 1000.0 * width[before]
    assert width[after] < 2.0 * width[before]
    assert not alarms_of(events, "leak")


@pytest.mark.parametrize("back_s", [60.0, 3600.0, 86400.0])
def test_a_clock_set_back_in_silence_neither_ends_it_nor_raises_a_leak(row_of_five, back_s):
    samples = readings(row_of_five, TIME_S)
    samples.values[TIME_S >= LATE_S, :5] = np.nan
    time_s = np.where(TIME_S > LATE_S + 1800.0, TIME_S - back_s, TIME_S)
    detector, out, events = run(row_of_five, Samples(time_s, samples.values, samples.quality))
    low, high = interval(detector, out)
    assert (high - low)[-1] >= (high - low)[np.searchsorted(TIME_S, LATE_S + 1700.0)]
    assert (high - low)[-1] > 1000.0 / 86400.0
    assert not alarms_of(events, "leak")


def test_thermometers_that_vanish_and_come_back_raise_no_leak(row_of_five):
    samples = readings(row_of_five, TIME_S)
    gone = (TIME_S >= LATE_S) & (TIME_S < LATE_S + 3600.0)
    samples.values[gone, 5:10] = np.nan
    detector, out, events = run(row_of_five, samples)
    low, high = interval(detector, out)
    assert np.isfinite(low[-1]) and low[-1] <= 0.0 <= high[-1]
    assert not alarms_of(events, "leak")
