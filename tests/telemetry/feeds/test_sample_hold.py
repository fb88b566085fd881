"""Named values come in, rows go out on a grid; each says what is known of its age, and what was left out is counted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.station.actions import MoveHatch, SealLeak
from iss_viewer.telemetry import ActionRefused, Quality
from iss_viewer.telemetry.events import FeedChanged
from iss_viewer.telemetry.feeds.faults import OTHERS, FaultCounts, FeedFault
from iss_viewer.telemetry.feeds.inbox import Inbox
from iss_viewer.telemetry.feeds.written_time import utc_s_of
from iss_viewer.telemetry.status import FeedState
from tests.telemetry.feeds.prepared_feeds import T0_S, HandClock, source_of

GOOD, STALE, MISSING = int(Quality.GOOD), int(Quality.STALE), int(Quality.MISSING)
ON_CHANGE = 'time = "unix"\nsent = "on_change"\nheartbeat = "CLOCK"\nstale_after = "8 s"'


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def states(events) -> list[FeedState]:
    assert all(isinstance(event, FeedChanged) for event in events)
    return [event.state for event in events]


def test_a_row_holds_the_newest_value_that_is_not_later_than_it(tmp_path: Path, clock):
    source = source_of(tmp_path, clock=clock)
    for value, at_s in ((100.0, 0.5), (101.0, 1.5), (102.0, 2.5)):
        source.inbox.put("CORE_P", value, T0_S + at_s)
    clock.utc_s = T0_S + 3.0 + source.mapped.feed.wait
    rows, _ = source.read(np.inf, 100)
    assert rows.time_s.tolist() == [0.0, 1.0, 2.0, 3.0]
    np.testing.assert_equal(rows.values[:, 0], [np.nan, 100e3, 101e3, 102e3])
    assert rows.quality[:, 0].tolist() == [MISSING, GOOD, GOOD, GOOD]
    assert set(rows.quality[:, 1]) == {MISSING}  # the thermometer never spoke


def test_a_run_begins_with_its_first_value_or_when_that_was_waited_for_in_vain(tmp_path, clock):
    silent, source = source_of(tmp_path, clock=clock), source_of(tmp_path, clock=clock)
    clock.utc_s = T0_S + 4.0
    assert len(silent.read(np.inf, 100)[0]) == len(source.read(np.inf, 100)[0]) == 0
    source.inbox.put("CORE_P", 100.0, T0_S + 3.5)
    clock.utc_s = T0_S + 5.0
    assert len(silent.read(np.inf, 100)[0]) == 0 and len(source.read(np.inf, 100)[0]) == 5
    clock.utc_s = T0_S + 11.0
    rows, events = silent.read(np.inf, 100)
    assert len(rows) == 11 and states(events) == [FeedState.LOST]


def test_rows_wait_for_their_values_and_come_at_most_as_many_as_are_asked_for(tmp_path, clock):
    source = source_of(tmp_path, 'time = "unix"\nwait = "3 s"', clock)
    clock.utc_s = T0_S + 2.9
    assert len(source.read(np.inf, 10)[0]) == 0
    clock.utc_s = T0_S + 63.0
    assert [len(source.read(np.inf, 40)[0]) for _ in range(3)] == [40, 21, 0]
    assert len(source.read(20.0, 40)[0]) == 0  # what was given is given


def test_a_value_that_comes_after_its_row_counts_from_the_next_on_and_an_older_one_never(
    tmp_path, clock
):
    source = source_of(tmp_path, clock=clock)
    source.inbox.put("CORE_P", 100.0, T0_S + 1.0)
    clock.utc_s = T0_S + 5.0
    source.read(np.inf, 10)
    source.inbox.put("CORE_P", 102.0, T0_S + 2.0)
    source.inbox.put("CORE_P", 99.0, T0_S + 0.5)
    clock.utc_s = T0_S + 6.0
    assert source.read(np.inf, 10)[0].values[:, 0].tolist() == [102e3]
    assert source.health.counts == {FeedFault.LATE: 1}


def test_without_values_a_channel_is_stale_within_ten_seconds_and_fresh_again_at_the_next_value(
    tmp_path, clock
):
    source = source_of(tmp_path, clock=clock)
    source.inbox.put("CORE_P", 100.0, T0_S)
    clock.utc_s = T0_S + 21.0
    rows, events = source.read(np.inf, 100)
    assert rows.quality[:, 0].tolist() == [GOOD] * 11 + [STALE] * 10
    assert rows.values[-1, 0] == 100e3  # held, and marked
    source.inbox.put("CORE_P", 100.1, T0_S + 21.0)
    clock.utc_s = T0_S + 22.0
    rows, more = source.read(np.inf, 100)
    assert rows.quality[:, 0].tolist() == [GOOD]
    assert states((*events, *more)) == [FeedState.LIVE, FeedState.LOST, FeedState.LIVE]


def test_of_items_sent_on_change_the_heartbeat_alone_says_whether_they_are_fresh(tmp_path, clock):
    source = source_of(tmp_path, ON_CHANGE, clock)
    source.inbox.put("CORE_P", 100.0, T0_S - 3600.0)  # unchanged for an hour
    for second in range(60):
        clock.utc_s = T0_S + second
        source.inbox.put("CLOCK", second, T0_S + second)
    clock.utc_s = T0_S + 60.0
    rows, events = source.read(np.inf, 100)
    assert set(rows.quality[:, 0]) == {GOOD} and states(events) == [FeedState.LIVE]
    clock.utc_s = T0_S + 90.0  # no signal: the clock stands
    rows, events = source.read(np.inf, 100)
    assert rows.quality[rows.time_s <= 67.0, 0].tolist() == [GOOD] * 8
    assert set(rows.quality[rows.time_s > 67.0, 0]) == {STALE}
    assert states(events) == [FeedState.LOST]
    assert events[0].time_s <= 59.0 + 10.0


def test_values_that_come_late_are_delayed_and_not_lost(tmp_path, clock):
    source = source_of(tmp_path, clock=clock)
    events = ()
    for second in range(40):
        clock.utc_s = T0_S + second
        source.inbox.put("CORE_P", 100.0 + second, clock.utc_s - 30.0)
        events += source.read(np.inf, 10)[1]
    assert states(events)[-1] is FeedState.DELAYED


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("high", FeedFault.NOT_A_NUMBER), ([1.0], FeedFault.NOT_A_NUMBER), ({}, FeedFault.NOT_A_NUMBER),
        (True, FeedFault.NOT_A_NUMBER), (float("inf"), FeedFault.NOT_FINITE), ("1e999", FeedFault.NOT_FINITE),
        (10**400, FeedFault.NOT_FINITE), (float("nan"), FeedFault.NO_VALUE), (None, FeedFault.NO_VALUE),
    ],
)  # fmt: skip
def test_what_is_no_value_is_counted_with_what_it_looked_like(tmp_path, clock, value, fault):
    source = source_of(tmp_path, clock=clock)
    source.inbox.put("CORE_P", value, T0_S)
    clock.utc_s = T0_S + 12.0
    rows, _ = source.read(np.inf, 20)
    assert source.health.counts == {fault: 1}
    assert source.health.last[fault].startswith("CORE_P: ")
    assert rows.quality[-1, 0] == MISSING and np.isnan(rows.values[-1, 0])


def test_a_value_that_is_gone_is_a_gap_until_the_next(tmp_path, clock):
    source = source_of(tmp_path, clock=clock)
    for at_s, value in ((0.0, 100.0), (1.0, None), (2.0, "100.2")):
        source.inbox.put("CORE_P", value, T0_S + at_s)
    clock.utc_s = T0_S + 3.0
    assert source.read(np.inf, 10)[0].quality[:, 0].tolist() == [GOOD, MISSING, GOOD]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (T0_S + 3600.0, FeedFault.FUTURE), (12.0, FeedFault.LONG_AGO), (-1e300, FeedFault.LONG_AGO),
        (None, FeedFault.NO_TIME), ("noon", FeedFault.NO_TIME), (float("nan"), FeedFault.NO_TIME), (True, FeedFault.NO_TIME),
    ],
)  # fmt: skip
def test_a_value_of_an_impossible_time_is_counted_and_left_out(tmp_path, clock, written, fault):
    source = source_of(tmp_path, clock=clock)
    source.inbox.put("CORE_P", 100.0, written)
    source.read(np.inf, 10)
    assert source.health.counts == {fault: 1} and source.health.taken == 0


def test_repeats_and_values_between_two_rows_are_counted_and_the_newest_wins(tmp_path, clock):
    source = source_of(tmp_path, clock=clock)
    for at_s, value in ((0.2, 100.0), (0.2, 100.0), (0.4, 101.0), (0.6, 102.0)):
        source.inbox.put("CORE_P", value, T0_S + at_s)
    clock.utc_s = T0_S + 2.0
    assert source.read(np.inf, 10)[0].values[-1, 0] == 102e3
    assert source.health.counts == {FeedFault.REPEATED: 1, FeedFault.PASSED_OVER: 2}


def test_names_that_the_map_lacks_are_listed_with_counts_and_their_number_is_bounded(
    tmp_path, clock
):
    source = source_of(tmp_path, clock=clock)
    for at in range(500):
        source.inbox.put("DOOR", 1, T0_S)
        source.inbox.put(f"X{at}", 1, T0_S)
    source.read(np.inf, 10)
    unknown = source.health.unknown
    assert unknown["DOOR"] == 500 and sum(unknown.values()) == 1000
    assert len(unknown) <= 201 and unknown[OTHERS] > 200


def test_of_a_flood_the_newest_stay_and_what_is_dropped_is_counted(clock):
    faults = FaultCounts()
    inbox = Inbox(faults, clock, most=100)
    for at in range(1000):
        inbox.put("CORE_P", at, T0_S)
    assert [arrival.named.value for arrival in inbox.take()] == list(range(900, 1000))
    assert faults.health().counts == {FeedFault.DROPPED: 900}


@pytest.mark.parametrize(
    ("hours", "now", "meant"),
    [
        (24.5, "2026-01-01T00:31:00", "2026-01-01T00:30:00"),
        (8783.99, "2027-01-01T00:01:00", "2026-12-31T23:59:24"),  # sent before the year's end
        (24.0, "2026-12-31T23:59:59", "2027-01-01T00:00:00"),  # a clock of ours that is a second late
        (6844.98791694442, "2018-10-12T04:59:17", "2018-10-12T04:59:16.501"),
    ],
)  # fmt: skip
def test_hours_of_the_year_mean_the_nearest_instant_also_at_new_year(hours, now, meant):
    now_s, meant_s = (
        datetime.fromisoformat(t).replace(tzinfo=UTC).timestamp() for t in (now, meant)
    )
    assert utc_s_of(hours, "hours_of_year", now_s) == pytest.approx(meant_s, abs=0.01)


def test_rows_go_on_over_new_year_where_the_clock_of_the_sender_begins_anew(tmp_path):
    begin_s = datetime(2026, 12, 31, 23, 59, 50, tzinfo=UTC).timestamp()
    clock = HandClock(begin_s)
    source = source_of(tmp_path, 'time = "hours_of_year"\nwait = "0 s"', clock)
    for second in range(20):
        clock.utc_s = begin_s + second
        hours = (365 * 24 + 24) - (10 - second) / 3600 if second < 10 else 24 + (second - 10) / 3600
        source.inbox.put("CORE_P", 100.0 + second, hours)
    clock.utc_s = begin_s + 20.0
    rows, _ = source.read(np.inf, 100)
    assert set(rows.quality[1:, 0]) == {GOOD} and (np.diff(rows.values[1:20, 0]) > 0).all()
    assert not source.health.counts


def test_a_clock_that_is_set_back_gives_no_row_twice(tmp_path, clock):
    source = source_of(tmp_path, clock=clock)
    clock.utc_s = T0_S + 11.0
    assert len(source.read(np.inf, 100)[0]) == 11
    clock.utc_s = T0_S + 2.0
    assert len(source.read(np.inf, 100)[0]) == 0
    clock.utc_s = T0_S + 12.0
    assert source.read(np.inf, 100)[0].time_s.tolist() == [11.0]


def test_a_hatch_that_was_moved_aboard_is_noted_and_nothing_else_can_be_done(tmp_path):
    source = source_of(tmp_path)
    hatch = source.station.hatches[0].id
    assert source.act(MoveHatch(hatch, False)).is_reported
    with pytest.raises(ActionRefused):
        source.act(SealLeak("x"))
    with pytest.raises(ActionRefused):
        source.snapshot()


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@settings(max_examples=60)
@given(
    sent=st.lists(
        st.tuples(st.sampled_from(("CORE_P", "CLOCK", "?")), _anything, _anything), max_size=20
    )
)
def test_whatever_is_sent_rows_come_and_all_is_accounted_for(tmp_path_factory, sent):
    clock = HandClock()
    source = source_of(tmp_path_factory.getbasetemp(), clock=clock)
    for name, value, written in sent:
        source.inbox.put(name, value, written)
    clock.utc_s += 12.0
    rows, _ = source.read(np.inf, 20)
    health = source.health
    assert len(rows) == 12 and np.isfinite(rows.values[:, -2]).all()
    left_out = sum(health.counts.get(f, 0) for f in (FeedFault.NO_TIME, FeedFault.FUTURE, FeedFault.LONG_AGO,
                                                      FeedFault.NOT_A_NUMBER, FeedFault.NOT_FINITE))  # fmt: skip
    assert left_out + health.taken + sum(health.unknown.values()) == len(sent)
