"""The page of exercises: what was played once is kept, and the cheap runs come first."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from iss_viewer.app import exercise_study
from iss_viewer.app.exercise_runs import ScoredRun, exercise_job
from iss_viewer.app.exercise_study import jobs_of, write_exercise_page
from iss_viewer.exercise.trainees.trainees import TRAINEES
from iss_viewer.scenario.exercise import read_exercise
from iss_viewer.studies.results import Row

NAME = "coolant-return-ship"


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    """The runs that were played, none in truth."""
    jobs: list[Row] = []

    def run(job: Row) -> Row:
        jobs.append(job)
        return asdict(ScoredRun(70.0, 80.0, 10.0, 98_000.0, 600.0, "passed", ("ack late",)))

    monkeypatch.setattr(exercise_study, "run_exercise_job", run)
    return jobs


def test_a_page_stopped_midway_goes_on_with_the_runs_it_lacks(
    tmp_path: Path, played: list[Row]
) -> None:
    page = write_exercise_page(tmp_path, [NAME])
    first = page.read_text()
    assert len(played) == len(TRAINEES)
    assert "| 70 (80 - 10) |" in first and "ack late" in first
    write_exercise_page(tmp_path, [NAME])
    assert len(played) == len(TRAINEES) and page.read_text() == first


def test_a_page_shows_what_was_played_before_and_a_dash_for_what_was_not(
    tmp_path: Path, played: list[Row]
) -> None:
    write_exercise_page(tmp_path, [NAME], ["expected"])
    text = write_exercise_page(tmp_path, ["level-pressure"], ["idle"]).read_text()
    assert [(job["exercise"], job["trainee"]) for job in played] == [
        (NAME, "expected"),
        ("level-pressure", "idle"),
    ]
    assert "Played for this page: 2 of " in text
    assert "| 70 (80 - 10) | - | - | - |" in text and "| - | 70 (80 - 10) | - | - |" in text


def test_full_marks_are_looked_for_first_and_in_short_exercises_before_long_ones() -> None:
    files = {name: read_exercise(name) for name in ("level-pressure", "first-readings")}
    jobs = jobs_of(files)
    assert jobs[:2] == [("first-readings", "expected", 3), ("level-pressure", "expected", 3)]
    assert len(jobs) == len(set(jobs)) == 2 * len(TRAINEES)


def test_a_run_is_another_one_once_the_file_of_its_exercise_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "exercises").mkdir()
    monkeypatch.setattr("iss_viewer.app.exercise_runs.assets_dir", lambda: tmp_path)
    file = tmp_path / "exercises" / f"{NAME}.toml"
    jobs = []
    for text in ("one", "another"):
        file.write_text(text)
        jobs.append(exercise_job(NAME, "idle", 3, 10.0))
    assert jobs[0] != jobs[1]
