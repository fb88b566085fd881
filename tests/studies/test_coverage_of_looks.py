"""All looks at an interval count, and the table says where they miss."""

from __future__ import annotations

import pytest

from iss_viewer.datafile import named
from iss_viewer.studies.coverage_jobs import coverage_jobs
from iss_viewer.studies.coverage_table import all_looks_table
from iss_viewer.studies.coverage_trial import NOTHING, SEEN, UNSEEN, run_coverage
from iss_viewer.studies.simulated_story import simulated_story
from iss_viewer.units import S_PER_DAY


def line_of(page: str, start: str) -> str:
    return next(line for line in page.splitlines() if line.startswith(f"| {start} |"))


def row(looks: int, covered: int, not_shown: int = 0) -> dict[str, object]:
    return {
        "label": "drawn", "looks": {UNSEEN: looks}, "covered": {UNSEEN: covered},
        "not_shown": not_shown,
    }  # fmt: skip


def test_all_scenarios_and_sixty_drawn_leaks_are_looked_at() -> None:
    jobs = coverage_jobs(1.0)
    assert {job["scenario"] for job in jobs if job["label"] == "scenarios"} == set(
        named("scenarios")
    )
    drawn = [job for job in jobs if job["label"] == "drawn"]
    assert len(drawn) == 60
    assert all(0.5 <= job["leak_kg_s"] * S_PER_DAY <= 1200.0 for job in drawn)
    assert all(0.5 <= job["sensor_noise"] <= 3.0 for job in drawn)
    shut_s = [job["opened_s"] - job["shut_s"] for job in drawn]
    assert 3.0 <= min(shut_s) < 600.0 < max(shut_s) <= 10800.0
    assert len({job["module"] for job in drawn}) > 15


@pytest.mark.parametrize(
    ("runs", "covered", "verdict"),
    [(2, 95, "held"), (2, 100, "wider"), (2, 80, "below, too few runs"), (60, 80, "**not held**")],
)
def test_an_interval_is_called_missed_only_where_the_number_of_runs_shows_it(
    runs: int, covered: int, verdict: str
) -> None:
    page = all_looks_table([row(100, covered)] * runs)
    assert line_of(page, f"drawn | {UNSEEN}").endswith(f"| {verdict} |")


def test_looks_of_a_run_hang_together_so_that_limits_come_from_the_spread_between_runs() -> None:
    """10 and 8 of 10: 90 %, and 1.96 sqrt(2 (1 + 1)) / 20 to either side."""
    page = all_looks_table([row(10, 10), row(10, 8)])
    assert "| 2 | 20 | 90.0% | 70% to 100% |" in line_of(page, f"drawn | {UNSEEN}")


def test_looks_at_which_no_interval_is_shown_are_told() -> None:
    assert "| 1 | 7 |" in line_of(all_looks_table([row(10, 10, 7)]), "drawn | no interval shown")


def test_all_runs_are_summed_up_by_what_was_so_and_altogether() -> None:
    page = all_looks_table([row(100, 95), row(100, 93)])
    for phase in (UNSEEN, "whatever"):
        assert "| 2 | 200 | 94.0% |" in line_of(page, f"all | {phase}")


def test_a_growing_leak_and_two_at_once_are_among_the_runs() -> None:
    jobs = {job["label"]: job for job in coverage_jobs(0.1)}
    (growing,) = simulated_story(jobs["growing"])[0].leaks
    assert growing.doubling_s == 3600.0
    first, second = simulated_story(jobs["two leaks"])[0].leaks
    assert first.module != second.module


@pytest.mark.timeout(600)  # compiles, where nobody did
def test_every_air_space_is_looked_at_evenly_from_the_first_row_on() -> None:
    job = next(job for job in coverage_jobs(1.0) if job["label"] == "20 mm, noise x1")
    found = run_coverage({**job, "hours": 6.5, "step_s": 30.0})
    spaces, looks = 5, 98  # PrK, its Progress, BEAM, Bishop and the rest; 780 rows, each eighth
    assert sum(found["looks"].values()) + found["not_shown"] == spaces * looks
    assert found["looks"][NOTHING] > found["looks"][SEEN] > 0
    assert found["covered"][NOTHING] <= found["looks"][NOTHING]
