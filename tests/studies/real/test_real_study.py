"""The study of real readings: a short series from the file to the page, and what its tables count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from iss_viewer.studies.real import write_real_study
from iss_viewer.studies.real.jobs import LEAKS, UNTOUCHED, jobs
from iss_viewer.studies.real.series import readings_of, series_of
from iss_viewer.studies.real.tables import failure_table, leak_table, totals
from iss_viewer.studies.real.trial import WATCH_S, planted, run_job
from iss_viewer.studies.results import read_rows

SHORT = "astro-pi-2021-05-04"


def row(**changes: Any) -> dict[str, Any]:
    """A day and a half of a tablet aboard, in which everything is as it should be."""
    plain: dict[str, Any] = {
        "series": "astro-pi-ir-2022", "is_aboard": True, "quantities": ["pressure"], "worse": "",
        "leak": UNTOUCHED, "days": 3.0, "rows": 100, "false_alarms": 0, "fault_alarms": 0,
        "has_stood": False, "delay_s": None, "bound_s": 600.0,
        "known_onset_s": 500.0, "sought_onset_s": 1200.0, "looks": 200, "inside": 190,
        "found_looks": 0, "found_inside": 0, "leak_looks": 100, "below_limit": 100,
        "blank_looks": 0,
    }  # fmt: skip
    return {**plain, **changes}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    return write_real_study(folder, 0.01, only=SHORT)


def test_a_short_series_goes_from_its_file_to_the_page(page: Path):
    text = page.read_text(encoding="utf-8")
    assert f"study real --scale 0.01 --only {SHORT}" in text
    for leak in LEAKS:
        assert f"| Astro Pi, ISS, 4 May 2021 | pressure | {leak} |" in text
    assert "20b048f" in text


def test_a_study_that_is_done_is_written_again_without_a_run(page: Path):
    results = page.parent / "detection" / "real.jsonl"
    before, text = results.read_text(), page.read_text()
    write_real_study(page.parent, 0.01, only=SHORT)
    assert results.read_text() == before
    assert page.read_text() == text


def test_a_job_gives_the_same_row_again(page: Path):
    """Every figure, to the bit: nothing but the job decides."""
    kept = next(
        r for r in read_rows(page.parent / "detection" / "real.jsonl") if r["leak"] == "5 mm"
    )
    job = next(j for j in jobs(0.01, SHORT) if j["leak"] == "5 mm")
    assert {"key": kept["key"], **run_job(job)} == kept


def test_a_large_hole_is_found_and_its_delay_is_not_below_the_bound(page: Path):
    rows = read_rows(page.parent / "detection" / "real.jsonl")
    hole = next(r for r in rows if r["leak"] == "5 mm")
    assert hole["delay_s"] >= hole["bound_s"] > 0.0
    assert hole["looks"] == 200


def test_delay_counts_from_the_onset_though_a_table_without_a_date_is_counted_from_its_first_reading(
    page: Path,
):
    """The tablet counts from 54 min on; what was found within minutes stood late in its three hours."""
    whole = readings_of(SHORT)
    assert whole.time_s[0] > 3000.0
    rows = read_rows(page.parent / "detection" / "real.jsonl")
    hole = next(r for r in rows if r["leak"] == "5 mm")
    assert hole["false_alarms"] == 0
    assert hole["delay_s"] < 10.0 * hole["bound_s"]
    onset_s = planted(hole, whole, series_of(SHORT)[0].room.volume_m3).onset_s
    watched_s = min(whole.time_s[-1] - onset_s, WATCH_S)
    assert hole["leak_looks"] == pytest.approx(
        200.0 * watched_s / (whole.time_s[-1] - whole.time_s[0]), abs=2.0
    )


def test_every_series_is_played_untouched_and_the_coarser_ones_besides():
    asked = jobs(1.0)
    untouched = [job for job in asked if job["leak"] == UNTOUCHED and not job["worse"]]
    assert len({job["series"] for job in untouched}) == 34
    assert {job["leak"] for job in asked} == {UNTOUCHED, *LEAKS}
    assert len({job["worse"] for job in asked}) == 9


def test_a_quick_look_leaves_out_what_is_one_of_many():
    quick, whole = ({job["series"] for job in jobs(scale)} for scale in (0.05, 0.25))
    left_out = whole - quick
    assert len(left_out) == 15
    assert all(name.startswith("flanders-") for name in left_out)


def test_two_of_a_month_on_the_ground_miss_the_goal_and_one_aboard_does():
    ground = {"series": "house-2016", "is_aboard": False, "days": 240.0}
    assert "**missed**" not in totals([row(), row(**ground, false_alarms=7)]).splitlines()[3]
    assert "**missed**" in totals([row(), row(**ground, false_alarms=17)]).splitlines()[3]
    assert "**missed**" in totals([row(false_alarms=1)]).splitlines()[2]
    assert "reached" in totals([row()]).splitlines()[2]


def test_a_count_of_none_is_told_with_what_it_bounds():
    """None in three days: less than one a day with 95 % confidence."""
    assert "| 0 | 0 (1) a day |" in totals([row()])


def test_a_leak_that_stood_before_counts_neither_as_found_nor_as_delay():
    leak = {"leak": "2 mm", "delay_s": 1200.0}
    lines = leak_table([row(**leak), row(leak="2 mm", has_stood=True)]).splitlines()
    assert "| 1/1 | 1 | 20 min | 10 min | 2 |" in lines[2]


def test_what_misses_a_goal_is_listed_with_why():
    slow = row(leak="2 mm", delay_s=2400.0)
    missed = row(leak="5 mm")
    blind = row(leak="1 lb/day", bound_s=None, below_limit=50)
    text = failure_table([row(false_alarms=2), slow, missed, blind])
    assert "| 5 mm | not found |" in text
    assert "2 false leak alarms" in text
    assert "delay 4 bounds" in text
    assert "shown limit holds it in 50%" in text
    assert failure_table([row(), row(leak="2 mm", delay_s=1200.0)]).count("\n") == 2
