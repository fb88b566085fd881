"""What a trace does between two cursors, and stretches that were marked."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.situation.marked_ranges import (
    MarkedRange,
    marked_range,
    marked_ranges,
    range_note,
    removal_note,
)
from iss_viewer.situation.range_figures import range_figures
from iss_viewer.telemetry.events import NoteWritten
from iss_viewer.telemetry.frames import Frames
from tests.views import prepared

TIMES = np.arange(0.0, 3600.0, 10.0)
NONE = np.zeros(len(TIMES), np.bool_)


def test_a_straight_fall_has_its_slope_per_hour_and_per_day():
    found = range_figures(TIMES, 760.0 - 2.0 * TIMES / 3600.0, NONE)
    assert found.slope_per_hour == pytest.approx(-2.0)
    assert found.slope_per_day == pytest.approx(-48.0)
    assert found.difference == pytest.approx(-2.0 * TIMES[-1] / 3600.0)
    assert found.mean == pytest.approx(760.0 - TIMES[-1] / 3600.0)
    assert (found.count, found.left_out) == (360, 0)


def test_scatter_is_the_standard_deviation_about_the_mean():
    values = np.where(np.arange(len(TIMES)) % 2, 1.0, -1.0)
    assert range_figures(TIMES, values, NONE).scatter == pytest.approx(np.std(values, ddof=1))


def test_missing_and_flagged_values_are_left_out_and_counted():
    values, is_flagged = np.full(len(TIMES), 5.0), NONE.copy()
    values[3], values[7], is_flagged[7:9] = np.nan, np.nan, True
    values[8] = 900.0
    found = range_figures(TIMES, values, is_flagged)
    assert (found.mean, found.scatter, found.slope_per_s) == (5.0, 0.0, 0.0)
    assert (found.count, found.left_out) == (357, 3)


def test_without_a_value_that_counts_there_are_no_figures():
    found = range_figures(TIMES, np.full(len(TIMES), np.nan), NONE)
    assert (found.count, found.left_out) == (0, 360)
    assert np.isnan([found.first, found.difference, found.slope_per_s, found.mean]).all()


def test_one_value_has_a_mean_but_neither_slope_nor_scatter():
    found = range_figures(TIMES[:1], np.array([5.0]), NONE[:1])
    assert found.mean == 5.0 and np.isnan([found.slope_per_s, found.scatter]).all()


@pytest.mark.parametrize("name", ["before the hatch", "", "two: parts"])
def test_a_marked_range_is_read_from_its_note_again(name):
    note = NoteWritten(100.5, "STATION", range_note(name, 100.5, 3700.75), "me")
    found = marked_range(note)
    assert found is not None and (found.name, found.from_s) == (name or "Range", 100.5)
    assert found.to_s == pytest.approx(3700.75)


def test_any_other_note_marks_no_range():
    assert marked_range(NoteWritten(5.0, "STATION", "Range of motion checked")) is None


def test_a_mark_is_removed_by_a_note_where_it_begins_and_no_other_with_it():
    kept, gone = MarkedRange("calm", 100.0, 200.0), MarkedRange("gone", 100.0, 300.0)
    history = prepared.history()
    notes = [range_note(one.name, one.from_s, one.to_s) for one in (gone, kept)]
    for text in (*notes, removal_note(gone)):
        note = NoteWritten(100.0, "STATION", text, "me")
        history.append(Frames.empty(history.sampled, history.assessed, (note,)))
    assert marked_ranges(history) == (kept,)
