"""The time of a strange table as a person chooses it: its columns, its form, its zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from iss_viewer.telemetry.readings.column_map import TimeColumn
from iss_viewer.telemetry.readings.guessing.table_guess import Fixed, guess_table
from iss_viewer.telemetry.readings.guessing.time_choice import (
    TIME_FORMS,
    has_summer_time,
    time_form,
    with_form,
    with_format,
    without_summer_time,
    year_of,
)

STAMP_S = 1_781_938_800  # 20 June 2026, 07:00 UTC


def table(tmp_path, head, row, rows=60):
    path = tmp_path / "LOG.csv"
    path.write_text("\n".join([head, *(row(k) for k in range(rows))]) + "\n")
    return path


@pytest.fixture
def two_clocks(tmp_path):
    def row(k):
        return f"2026-06-20 09:{k:02d}:00,{STAMP_S + 60 * k},{745.0 - 0.1 * k:.1f}"

    return table(tmp_path, "local,stamp,pressure COL [mmHg]", row)


def test_the_column_that_a_person_names_is_the_time(two_clocks):
    assert guess_table(two_clocks).time.columns == ("local",)
    draft = guess_table(two_clocks, fixed=Fixed(time=("stamp",)))
    assert (draft.time.columns, draft.time.written) == (("stamp",), "unix")
    assert [c.is_time for c in draft.columns] == [False, True, False]
    assert draft.sampled_times.first_s == STAMP_S


def test_a_column_that_no_one_would_take_for_a_time_can_be_it(tmp_path):
    path = table(tmp_path, "time,record,pressure COL [mmHg]", lambda k: f"2026-06-20 09:{k:02d}:00,{k},745.{k % 10}")  # fmt: skip
    draft = guess_table(path, fixed=Fixed(time=("record",)))
    assert draft.time.columns == ("record",) and draft.time.is_counted


def test_date_and_clock_in_two_columns_are_one_time(tmp_path):
    path = table(tmp_path, "a,b,pressure COL [mmHg]", lambda k: f"20.06.2026,07:{k:02d}:00,745.{k % 10}")  # fmt: skip
    draft = guess_table(path, fixed=Fixed(time=("a", "b")))
    assert draft.time.columns == ("a", "b")
    assert datetime.fromtimestamp(draft.sampled_times.first_s, UTC) == datetime(
        2026, 6, 20, 7, tzinfo=UTC
    )


@pytest.mark.parametrize("form", [form for form in TIME_FORMS if form != "format"])
def test_each_form_can_be_chosen_and_is_known_again(form):
    time = TimeColumn(column="t", written="iso")
    made = with_form(time, form, 2026, ())
    assert time_form(made) == form and made.column == "t"


def test_days_of_the_year_count_the_first_of_january_as_day_one(tmp_path):
    path = table(tmp_path, "doy,pressure COL [mmHg]", lambda k: f"{171 + k / 1440:.6f},745.{k % 10}")  # fmt: skip
    draft = guess_table(path)
    draft = draft.with_time(with_form(draft.time, "days_of_year", 2026, ()))
    first = datetime.fromtimestamp(draft.sampled_times.first_s, UTC)
    assert (first.month, first.day) == (6, 20)
    assert year_of(draft.time) == 2026 and not draft.questions


def test_a_form_that_reads_no_row_keeps_the_table_from_being_opened(two_clocks):
    draft = guess_table(two_clocks)
    wrong = draft.with_time(with_form(draft.time, "unix", 2026, ()))
    assert wrong.sampled_times.read == 0
    assert "None of the sampled rows" in wrong.open_points()[0]


def test_a_format_without_a_year_takes_the_one_that_is_given():
    time = TimeColumn(column="t", written="iso")
    assert with_format(time, "%j:%H:%M", 2025).year == 2025
    assert with_format(time, "%Y-%j %H:%M", 2025).year is None


def test_daylight_saving_can_be_taken_from_a_zone():
    assert has_summer_time("Europe/Berlin", 2026) and not has_summer_time("Europe/Moscow", 2026)
    assert without_summer_time("Europe/Berlin", 2026) == "+01:00"
    assert without_summer_time("America/St_Johns", 2026) == "-03:30"
