"""The worksheet takes what a trainee wrote as it is, and says how sure two readings of whole mmHg are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.situation.training.worksheet import (
    SheetText,
    band_words,
    clock_s,
    reserve_typed_s,
    sheet_mistakes,
    sheet_of,
    slope_band,
)

MMHG = 133.322387415
TYPED = SheetText("NODE2", "721", "0:31:00", "718", "T+00:32:55", "-94", "2 h 26 min")


def test_a_sheet_is_taken_as_it_was_written_right_or_wrong():
    sheet = sheet_of(replace(TYPED, slope_mmhg_h="-50"))
    assert sheet.first_pa == pytest.approx(721 * MMHG) and sheet.second_s == 1975.0
    assert sheet.slope_pa_s == pytest.approx(-50 * MMHG / 3600)
    assert sheet.reserve_s == 2 * 3600 + 26 * 60


def test_whole_millimetres_give_a_band():
    words = band_words(sheet_of(TYPED), 490 * MMHG)
    assert words.startswith(
        "3 mmHg between readings of whole mmHg: T.res lies in 1 h 49 min … 3 h 38"
    )


@settings(max_examples=30, deadline=None)
@given(true=st.floats(-5.0, 5.0), over_s=st.integers(30, 3000), start=st.floats(500.0, 760.0))
def test_the_true_slope_lies_in_the_band_of_whole_readings(true, over_s, start):
    first, second = round(start), round(start + true * over_s / 60.0)
    band = slope_band(first, 0.0, second, float(over_s))
    doubt = 1.0 / over_s  # a unit of the reading, here of 1
    assert band.middle_pa_s - doubt - 1e-9 <= true / 60.0 <= band.middle_pa_s + doubt + 1e-9


def test_all_that_cannot_be_read_is_named_at_once():
    mistakes = sheet_mistakes(SheetText("", "seven", "noon", "718", "0:10:00", "", "soon"))
    assert [m.split(":")[0] for m in mistakes] == [
        "Reading 1", "Time of reading 1", "dP/dt", "T.res",
    ]  # fmt: skip
    late = sheet_mistakes(replace(TYPED, second_at="0:30:00"))
    assert late == ("Time of reading 2: must be later than that of reading 1",)


@pytest.mark.parametrize(
    ("text", "seconds"), [("0:31:00", 1860.0), ("31:05", 1865.0), ("T+01:00:00", 3600.0)]
)
def test_clocks_are_read_as_people_write_them(text, seconds):
    assert clock_s(text) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"), [("2 h 26 min", 8760.0), ("2:26", 8760.0), ("146 min", 8760.0)]
)
def test_reserve_times_are_read_as_people_write_them(text, seconds):
    assert reserve_typed_s(text) == seconds
