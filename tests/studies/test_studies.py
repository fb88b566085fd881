"""The studies themselves: resumable, seeded, honest about what they count."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import iss_viewer
from iss_viewer.detection.locating.priors import read_priors
from iss_viewer.detection.locating.slope_noise import SlopeNoise
from iss_viewer.station import read_station
from iss_viewer.studies import detection_jobs, localisation
from iss_viewer.studies.bounds import GOOD
from iss_viewer.studies.detection_trial import run_job
from iss_viewer.studies.pages import most_probable_rate, put_section, share_limits
from iss_viewer.studies.results import collect, read_rows
from iss_viewer.studies.search_trial import ADVISER, UNMANNED, SearchTask, run_trial
from iss_viewer.studies.search_world import SearchWorld
from iss_viewer.studies.sources import digest_of, sources_of
from iss_viewer.studies.strategies import STRATEGIES
from iss_viewer.studies.synthetic import AirChange, draw, five_sensor_station, sample_times
from iss_viewer.telemetry.events import PriorChoice

PACKAGE = Path(iss_viewer.__file__).parent
STATION = read_station("iss")
LB_DAY = 0.45359237 / 86400.0
CASE = SearchTask(3.7 * LB_DAY, 600.0, PriorChoice.HISTORY, "3.7 lb/day")


def run_of(path: Path) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A run, in a file of its own, that leaves a line for each job it does."""
    path.write_text(
        "def run(job):\n"
        "    with open(__file__ + '.ran', 'a') as file:\n"
        "        print(job['seed'], file=file)\n"
        "    return {**job, 'square': job['seed'] ** 2}\n"
    )
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module.run


def test_a_study_cut_short_goes_on_where_it_was(tmp_path: Path) -> None:
    path, run = tmp_path / "rows.jsonl", run_of(tmp_path / "runs_cut.py")
    jobs = [{"seed": seed} for seed in range(5)]
    collect(path, run, jobs[:3])
    path.write_text(path.read_text() + '{"seed": 3, "squ')
    told: list[tuple[int, int]] = []
    rows = collect(path, run, jobs, progress=lambda a, b: told.append((a, b)))
    assert [row["square"] for row in rows] == [0, 1, 4, 9, 16]
    assert (tmp_path / "runs_cut.py.ran").read_text().split() == list("01234")
    assert told == [(3, 5), (4, 5), (5, 5)]
    assert len(read_rows(path)) == 5


def test_rows_of_other_code_are_made_anew_and_found_again(tmp_path: Path) -> None:
    path, file = tmp_path / "rows.jsonl", tmp_path / "runs_anew.py"
    jobs = [{"seed": seed} for seed in range(2)]
    collect(path, run_of(file), jobs)
    before = file.read_text()
    changed = run_of(file)
    file.write_text(before.replace("** 2", "** 3"))
    digest_of.cache_clear()
    collect(path, changed, jobs)
    file.write_text(before)
    digest_of.cache_clear()
    collect(path, changed, jobs)
    assert (tmp_path / "runs_anew.py.ran").read_text().split() == list("0101")


def test_what_a_run_depends_on_are_its_room_and_those_below_and_no_panel() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0] for path in sources_of(run_job)}
    assert {"detection", "simulation", "station", "physics.py", "compiled.py"} <= rooms
    assert not rooms & {"views", "app", "cli", "session", "situation", "debrief"}
    assert PACKAGE / "studies" / "detection_words.py" not in sources_of(run_job)


def test_sections_of_the_page_are_written_one_without_the_other(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    put_section(page, "one", "first")
    put_section(page, "two", "second")
    put_section(page, "one", "changed")
    text = page.read_text()
    assert "changed" in text
    assert "second" in text
    assert "first" not in text


def test_rates_of_rare_alarms_have_honest_limits() -> None:
    assert most_probable_rate(0, 3.0)[1] == pytest.approx(1.0, rel=0.01)
    assert share_limits(99, 100)[0] == pytest.approx(0.945, abs=0.005)


def test_the_world_of_searches_gives_estimates_as_good_as_it_says() -> None:
    """Over many seeds the errors of a part's loss have the size that is told, and no bias."""
    noise, scores = SlopeNoise.of(read_priors().noise), []
    for seed in range(60):
        world = SearchWorld(STATION, noise, {"COL": LB_DAY}, 600.0, seed)
        for hatch in ("H17", "H21"):
            world.move_hatch(hatch, False)
        for _ in range(5):
            world.wait(900.0)
        for reading in world.readings():
            true = world.loss_kg_s(reading.part)
            scores.append((reading.loss_kg_s - true) / reading.error_kg_s)
    assert np.mean(scores) == pytest.approx(0.0, abs=0.25)
    assert np.std(scores) == pytest.approx(1.0, abs=0.2)


@pytest.mark.parametrize("strategy", [named.name for named in STRATEGIES])
def test_every_strategy_ends_with_a_module_and_counts_its_closures(strategy: str) -> None:
    result = run_trial(STATION, CASE, strategy, 3)
    assert result.answer in STATION.module_ids
    assert result.closures >= 1
    assert result.hours >= result.closures * CASE.closing_s / 3600.0 - 1e-9
    assert result.row() == run_trial(STATION, CASE, strategy, 3).row()


def test_the_adviser_finds_leaks_faster_than_bisection() -> None:
    hours = {}
    for strategy in (ADVISER, UNMANNED, "bisection"):
        results = [run_trial(STATION, CASE, strategy, seed) for seed in range(6)]
        hours[strategy] = np.mean([r.hours for r in results])
        if strategy != "bisection":
            assert all(r.answer == r.module for r in results)
    assert hours[UNMANNED] < hours["bisection"]


def test_synthetic_samples_have_the_noise_of_their_class_and_the_fall_of_their_leak() -> None:
    station = five_sensor_station()
    times = sample_times(3600.0, 60.0, 600.0, 1.0)
    leak = AirChange(leak_pa_s=1.0, onset_s=3600.0)
    with_leak = draw(station, GOOD, times, leak, 5)
    without = draw(station, GOOD, times, AirChange(), 5)
    fall = without.values[:, 0] - with_leak.values[:, 0]
    assert fall[times <= 3600.0] == pytest.approx(0.0, abs=1e-9)
    assert fall[-1] == pytest.approx(599.0, rel=0.01)
    white = np.diff(without.values[times > 3600.0, 0]) / np.sqrt(2.0)
    assert white.std() == pytest.approx(GOOD.white_pa, rel=0.15)


def test_published_sizes_of_the_studies_are_complete() -> None:
    jobs = detection_jobs.jobs(1.0)
    assert {job["label"] for job in jobs if job["kind"] == "delay"} == {
        size.label for size in detection_jobs.SIZES
    }
    assert {job["fault"] for job in jobs if job["kind"] == "simulated" and job["fault"]} == {
        kind for kind, _ in detection_jobs.FAULTS
    }
    searches = [job for job in localisation.jobs(1.0) if job["kind"] == "search"]
    assert {(job["label"], job["prior"]) for job in searches} == {
        (case[0], prior.value) for case in localisation.CASES for prior in PriorChoice
    }


def test_a_run_of_the_detector_study_tells_a_delay_and_an_interval() -> None:
    size = detection_jobs.SIZES[6]
    job = {
        "kind": "delay", "label": size.label, "noise": "good", "seed": 1, "fine_s": 1.0,
        "rate_pa_s": detection_jobs.rate_pa_s(size.kg_day), "length_s": 900.0,
    }  # fmt: skip
    row = run_job(job)
    assert 10.0 < row["delay_s"] < 900.0
    assert row["low_kg_s"] < row["estimate_kg_s"] < row["high_kg_s"]
    assert row["true_kg_s"] == pytest.approx(size.kg_day / 86400.0, rel=0.05)


def test_a_search_of_the_study_is_the_same_in_every_process() -> None:
    program = (
        "import json; from iss_viewer.studies.localisation import run_job\n"
        "for strategy in ('adviser', 'bisection'):\n"
        "    print(json.dumps(run_job({'kind': 'search', 'label': '10 mm', 'kg_day': 1294.0,"
        " 'prior': 'history', 'closing_s': 60.0, 'strategy': strategy, 'seed': 75, 'count': 1})))\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "2")
    }
    assert len(told) == 1
    assert len(told.pop().splitlines()) == 2
