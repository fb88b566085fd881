"""The history keeps every spike, every gap and every event, and forgets nothing that it took."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.chunks import BLOCK_ROWS, PackedChunk, extremes_of
from iss_viewer.telemetry.events import Event, GaugeRead, NoteWritten
from iss_viewer.telemetry.frames import Frames, Samples
from iss_viewer.telemetry.history import History

SAMPLED = ChannelTable.of(["A.pressure_pa", "B.pressure_pa"])
ASSESSED = ChannelTable.of(["A.status"])


def frames(times: np.ndarray, values: np.ndarray, events: tuple[Event, ...] = ()) -> Frames:
    quality = np.zeros((len(times), 2), np.uint8)
    sampled = np.stack([values, -values], axis=1)
    return Frames(Samples(times, sampled, quality), values[:, None] * 2, events)


def history(values: np.ndarray, cuts: list[int] | None = None) -> History:
    times = np.arange(len(values), dtype=float)
    run = History(SAMPLED, ASSESSED)
    edges = [0, *sorted(cuts or []), len(values)]
    for start, stop in itertools.pairwise(edges):
        run.append(frames(times[start:stop], values[start:stop]))
    return run


def test_a_row_is_the_last_one_at_or_before_the_instant():
    run = history(np.arange(5000.0))
    assert run.at(3000.5).tolist() == [3000.0, -3000.0, 6000.0]
    assert np.isnan(run.at(-1.0)).all()
    assert run.at(1e9)[0] == 4999.0


def test_a_spike_of_one_row_is_seen_when_a_whole_run_is_drawn():
    values = np.zeros(200_000)
    values[123_456] = 7.0
    times, drawn = history(values).curve(0, 0.0, 200_000.0, most=600)
    assert np.nanmax(drawn) == 7.0
    assert len(times) <= 700


@settings(max_examples=30)
@given(
    arrays.arrays(
        np.float32,
        st.tuples(st.integers(1, 3), st.integers(1, 100)),
        elements=st.sampled_from([np.nan, -1.0, 0.0, 2.0, np.inf]),
    ),
    st.sampled_from("CF"),
)
def test_extremes_are_the_least_and_greatest_of_each_block_of_rows(values, order):
    found = extremes_of(np.array(values, order=order))
    starts = range(0, values.shape[1], BLOCK_ROWS)
    assert found.shape == (len(values), len(starts), 2)
    for block, start in enumerate(starts):
        part = values[:, start : start + BLOCK_ROWS]
        np.testing.assert_array_equal(found[:, block, 0], np.fmin.reduce(part, axis=1))
        np.testing.assert_array_equal(found[:, block, 1], np.fmax.reduce(part, axis=1))


def test_a_short_stretch_is_drawn_with_its_own_points():
    times, drawn = history(np.arange(5000.0)).curve(0, 2000.5, 2009.5)
    assert times.tolist() == list(range(2000, 2011))
    assert drawn.tolist() == list(range(2000, 2011))


def test_a_gap_in_time_is_drawn_as_a_gap():
    run = History(SAMPLED, ASSESSED)
    run.append(frames(np.arange(10.0), np.ones(10)))
    run.append(frames(np.arange(100.0, 110.0), np.ones(10)))
    _, drawn = run.curve(0, 0.0, 200.0)
    assert np.isnan(drawn).sum() == 1


def test_rows_that_come_twice_are_taken_once():
    run = History(SAMPLED, ASSESSED)
    run.append(frames(np.arange(10.0), np.ones(10)))
    run.append(frames(np.arange(5.0, 12.0), np.ones(7)))
    assert run.rows(0, 100)[0].tolist() == list(range(12))


@settings(max_examples=30)
@given(st.lists(st.integers(0, 3000), max_size=8))
def test_how_rows_are_cut_changes_nothing(cuts: list[int]):
    values = np.sin(np.arange(3000.0))
    whole, cut = history(values), history(values, cuts)
    np.testing.assert_array_equal(whole.rows(0, 3000)[1], cut.rows(0, 3000)[1])
    np.testing.assert_array_equal(whole.curve(0, 0, 3000, 100)[1], cut.curve(0, 0, 3000, 100)[1])


def test_events_come_in_order_of_time_and_by_kind():
    run = History(SAMPLED, ASSESSED)
    late, early = GaugeRead(5.0, "A", 9e4), NoteWritten(1.0, "A", "early")
    run.append(frames(np.arange(3.0), np.ones(3), (late, early)))
    assert run.events() == (early, late)
    assert run.events(kinds=(GaugeRead,)) == (late,)
    assert run.events(0.0, 4.0) == (early,)


def test_stepping_by_rows_crosses_chunks_and_stops_at_the_ends():
    run = history(np.arange(3000.0))
    assert run.step_from(1023.0, 1) == 1024.0
    assert run.step_from(1024.0, -2) == 1022.0
    assert run.step_from(2999.0, 5) == 2999.0
    assert run.step_from(0.0, -5) == 0.0


@settings(max_examples=20)
@given(
    st.integers(1, 3000),
    st.lists(st.integers(1, 2999), max_size=3),
    st.integers(0, 1500),
)
def test_stretches_that_come_packed_read_like_rows_that_came_one_by_one(count, cuts, live):
    values = np.sin(np.arange(count + live, dtype=float))
    times = np.arange(count + live, dtype=float)
    run = History(SAMPLED, ASSESSED)
    edges = sorted({0, *(cut for cut in cuts if cut < count), count})
    for start, stop in itertools.pairwise(edges):
        note = NoteWritten(float(start), "A", str(start))
        run.take_packed(PackedChunk.of(frames(times[start:stop], values[start:stop])), (note,))
    run.append(frames(times[count:], values[count:]))
    whole = history(values)
    for found, expected in zip(run.rows(0.0, 1e9), whole.rows(0.0, 1e9), strict=True):
        assert np.array_equal(found, expected)
    assert run.end_s == whole.end_s
    assert [event.time_s for event in run.events()] == edges[:-1]


def test_a_packed_stretch_may_come_after_rows_that_are_not_packed_yet():
    run = history(np.arange(10.0))
    run.take_packed(PackedChunk.of(frames(np.arange(10.0, 20.0), np.arange(10.0, 20.0))), ())
    run.append(frames(np.arange(20.0, 30.0), np.arange(20.0, 30.0)))
    while run.pack():
        pass
    assert run.rows(0.0, 100.0)[1][0].tolist() == list(range(30))


def test_a_history_without_rows_draws_nothing_wherever_one_looks():
    empty = History(SAMPLED, ASSESSED)
    for from_s, to_s in ((0.0, 10.0), (10.0, 0.0), (5.0, 5.0)):
        times, drawn = empty.curve(0, from_s, to_s, most=100)
        assert len(times) == len(drawn) == 0


def test_a_stretch_that_ends_before_it_begins_draws_nothing():
    times, _ = history(np.arange(50.0)).curve(0, 30.0, 20.0, most=100)
    assert len(times) == 0


def test_a_stretch_is_drawn_with_the_row_before_it_and_the_row_after_it():
    times, drawn = history(np.arange(50.0)).curve(0, 20.5, 22.5, most=100)
    assert times.tolist() == [20.0, 21.0, 22.0, 23.0]
    assert drawn.tolist() == [20.0, 21.0, 22.0, 23.0]


@settings(max_examples=40)
@given(
    at=st.integers(1, 5999),
    gap_s=st.floats(2000.0, 1e6),
    most=st.sampled_from([50, 300, 1200]),
)
def test_no_fall_is_drawn_where_rows_are_missing(at, gap_s, most):
    table, none = ChannelTable.of(["A.pressure_pa"]), ChannelTable.of([])
    time_s = np.arange(6000.0)
    time_s[at:] += gap_s
    values = np.where(np.arange(6000) < at, 722.0, 637.0)[:, np.newaxis]
    history = History(table, none)
    quality = np.zeros(values.shape, np.uint8)
    history.append(Frames(Samples(time_s, values, quality), np.empty((6000, 0))))
    times, drawn = history.curve(0, 0.0, 1e9, most)
    is_before = times < time_s[at]
    assert set(np.unique(drawn[is_before & np.isfinite(drawn)])) == {722.0}
    assert set(np.unique(drawn[~is_before & np.isfinite(drawn)])) == {637.0}
    assert times[-1] >= time_s[at]
