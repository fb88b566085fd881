"""What studies make of their runs, from runs whose results are made up: nothing is simulated here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from iss_viewer.studies import detection_jobs, localisation
from iss_viewer.studies.coverage import write_coverage_study
from iss_viewer.studies.coverage_jobs import coverage_jobs
from iss_viewer.studies.coverage_trial import SEEN
from iss_viewer.studies.detection import write_detection_study
from iss_viewer.studies.detection_jobs import SIZES
from iss_viewer.studies.detection_tables import coverage_table
from iss_viewer.studies.detection_trial import NOISES
from iss_viewer.studies.localisation import write_localisation_study
from iss_viewer.studies.pages import share_limits, table
from iss_viewer.studies.results import Results, Row, Run, Workers
from iss_viewer.studies.search_trial import ADVISER

MADE_UP: dict[str, Row] = {
    "delay": {
        "delay_s": 200.0, "onset_error_s": 10.0, "false_alarms": 0, "true_kg_s": 1e-4,
        "low_kg_s": 0.9e-4, "estimate_kg_s": 1e-4, "high_kg_s": 1.1e-4,
    },
    "quiet": {"false_alarms": 0},
    "simulated": {
        "delay_s": 200.0, "onset_error_s": 10.0, "leak_alarms": 1, "early_alarms": 0,
        "fault_alarms": 0, "fault_delay_s": None, "covered": 9, "looks": 10, "barometers": 2,
        "leak_probability": 0.1,
    },
}  # fmt: skip


def made_up(rows: list[tuple[Row, Row]]) -> Workers:
    """Workers that have the result of each job already; one that nobody thought of fails."""
    results = {json.dumps(job): result for job, result in rows}

    def find(run: Run, jobs: Sequence[Row]) -> Results:
        yield from ((at, {**job, **results[json.dumps(job)]}) for at, job in enumerate(jobs))

    return find


def test_the_study_of_the_detector_has_its_published_number_of_runs() -> None:
    jobs = detection_jobs.jobs(1.0)
    delays = [job for job in jobs if job["kind"] == "delay"]
    good = Counter(job["label"] for job in delays if job["noise"] == "good")
    assert good == {size.label: 20 for size in SIZES}
    worse = Counter(job["noise"] for job in delays if job["noise"] != "good")
    assert worse == {noise: 12 for noise in NOISES if noise != "good"}
    years = sum(job["days"] for job in jobs if job["kind"] == "quiet" and job["step_s"] > 1.0)
    assert years == pytest.approx((2 * 16 + 3 * 8) * 365.25 / 4)
    simulated = Counter(job["label"] for job in jobs if job["kind"] == "simulated")
    assert simulated["quiet"] == 8
    assert simulated["quiet, sensors twice as noisy"] == simulated["cooling"] == 6
    assert simulated["1 mm"] == 130


def test_every_run_of_a_study_has_a_seed_of_its_own_in_its_row_of_the_table() -> None:
    jobs = detection_jobs.jobs(1.0)
    assert len({json.dumps(job, sort_keys=True) for job in jobs}) == len(jobs)


def test_every_way_to_search_is_tried_on_the_same_hundred_seeds() -> None:
    jobs = [job for job in localisation.jobs(1.0) if job["kind"] == "search"]
    seeds: dict[tuple[str, str, str], list[int]] = {}
    for job in jobs:
        one = seeds.setdefault((job["label"], job["prior"], job["strategy"]), [])
        one += range(job["seed"], job["seed"] + job["count"])
    assert {tuple(each) for each in seeds.values()} == {tuple(range(100))}


def test_a_block_of_searches_has_the_trials_of_its_seeds() -> None:
    job = {
        "kind": "search", "label": "10 mm", "kg_day": 1294.0, "prior": "uniform",
        "closing_s": 60.0, "strategy": "bisection",
    }  # fmt: skip
    block = localisation.run_job({**job, "seed": 2, "count": 3})
    alone = [localisation.run_job({**job, "seed": seed, "count": 1}) for seed in (2, 3, 4)]
    for what in ("hours", "closures", "right"):
        assert block[what] == [row[what][0] for row in alone]


def test_limits_of_coverage_come_from_the_spread_between_runs() -> None:
    """8 and 10 of 10 looks: 90 %, and sqrt(2 (1 + 1)) / 20 = 10 % to either side."""
    run = {"label": "1 mm", "sensor_noise": 1.0, "looks": 10, "seed": 1, "module": "LAB"}
    page = coverage_table([], [{**run, "covered": 8}, {**run, "covered": 10, "seed": 2}])
    line = next(line for line in page.splitlines() if "simulated: 1 mm" in line)
    assert "| 20 | 18 | 90.0% | 70% to 100% |" in line


def test_nothing_is_known_of_a_share_of_nothing() -> None:
    assert share_limits(0, 0) == (0.0, 1.0)


def test_a_table_is_markdown() -> None:
    text = table(["a", "b"], [["1", "2"], ["3", "4"]])
    assert text == "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"


def test_the_page_of_the_detector_is_made_of_the_runs_that_there_are(tmp_path: Path) -> None:
    jobs = detection_jobs.jobs(0.1)
    unseen = {"delay_s": None, "onset_error_s": None}
    rows = [
        (job, {**MADE_UP[job["kind"]], **(unseen if k % 2 and job["kind"] == "delay" else {})})
        for k, job in enumerate(jobs)
    ]
    page = write_detection_study(tmp_path, 0.1, workers=made_up(rows))
    delays = [row for row in page.read_text().splitlines() if row.startswith("| 1 mm |")]
    assert any("| 1/2 |" in row for row in delays)
    assert (tmp_path / "detection/delay.png").read_bytes().startswith(b"\x89PNG")


def test_the_section_of_looks_is_made_of_the_runs_that_there_are(tmp_path: Path) -> None:
    (tmp_path / "detection.md").write_text("# A page\n\nWhat was there before.\n")
    run = {"looks": {SEEN: 20}, "covered": {SEEN: 19}, "not_shown": 0}
    rows = [(job, run) for job in coverage_jobs(0.1)]
    page = write_coverage_study(tmp_path, 0.1, workers=made_up(rows)).read_text()
    assert f"| drawn | {SEEN} | 6 | 120 | 95.0% |" in page
    assert "What was there before." in page


def test_the_page_of_searches_is_made_of_the_runs_that_there_are(tmp_path: Path) -> None:
    pictures = []
    for hours in (2.0, 4.0):
        folder = tmp_path / f"{hours:g}"
        rows = []
        for job in localisation.jobs(0.04):
            took = hours if job.get("strategy") == ADVISER else 3.0
            count = job.get("count", 0)
            found = {
                "hours": [took] * count, "closures": [5] * count, "right": [True] * count,
                "bins": [[0.0, 0, 0]] * 11 + [[0.995, 1, 1]], "answer_chance": [],
            }  # fmt: skip
            simulated = {
                "module": "LAB", "answer": "LAB", "alarm_s": 60.0, "search_s": 3600.0, "moves": 4,
                "is_decided": True, "chance": 0.995,
            }  # fmt: skip
            rows.append((job, simulated if job["kind"] == "simulated" else found))
        page = write_localisation_study(folder, 0.04, workers=made_up(rows)).read_text()
        assert f"| {ADVISER} | 4 | 5.0 | {hours:.2f} | {hours:.2f} | 100.0% |" in page
        assert "| 99.50% | 100.00% |" in page and "All were right." in page
        pictures.append((folder / "detection/hours.png").read_bytes())
    assert pictures[0] != pictures[1], "hours are to be seen"


def test_a_simulated_search_is_for_the_leak_and_the_seed_of_its_job(monkeypatch) -> None:
    def search(rate_kg_s: float, seed: int) -> Row:
        return {"asked": [rate_kg_s, seed]}

    monkeypatch.setattr(localisation, "run_simulated_search", search)
    job = {"kind": "simulated", "label": "x", "kg_day": 86.4, "seed": 3}
    assert localisation.run_job(job) == {**job, "asked": [pytest.approx(1e-3), 3]}
