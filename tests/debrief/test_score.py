"""The score of an exercise."""

from __future__ import annotations

import math
import shutil
from dataclasses import replace

import pytest

from iss_viewer.app.judging import judge_sessions
from iss_viewer.debrief.score import Weights, between, score
from iss_viewer.debrief.truth import truth_against_belief
from iss_viewer.telemetry.catalogue import Catalogue
from iss_viewer.telemetry.recording import Recorder


def test_a_mark_falls_straight_from_good_to_bad():
    assert [between(v, 60.0, 160.0) for v in (0.0, 60.0, 110.0, 160.0, 1e9)] == [1, 1, 0.5, 0, 0]
    assert between(float("nan"), 0.0, 1.0) == 0.0
    assert between(-5.0, -10.0, 0.0) == 0.5


def test_a_score_says_its_reasons_and_never_isolating_costs_points(run):
    told = truth_against_belief(run)
    found = score(run, told)
    marks = {mark.name: mark for mark in found.marks}
    assert 0.0 <= found.points <= 100.0
    assert marks["Leak isolated"].share == 0.0
    assert marks["Leak isolated"].reason == "Destiny never isolated"
    assert "PrK" in marks["Hatches"].reason
    lost_kg = math.fsum(belief.leak.lost_kg for belief in told.beliefs)
    assert lost_kg > 0.0 and f"{lost_kg:.3g} kg lost through leaks" in marks["Air kept"].reason
    isolated = replace(told.beliefs[0], isolated_s=told.beliefs[0].leak.began_s + 600.0)
    better = score(run, replace(told, beliefs=(isolated,)))
    assert better.points == pytest.approx(found.points + 40.0)


def test_weights_may_be_changed(run):
    told = truth_against_belief(run)
    only_air = Weights(acknowledge=0.0, isolate=0.0, hatches=0.0)
    found = score(run, told, only_air)
    (air,) = [mark for mark in found.marks if mark.name == "Air kept"]
    assert found.points == pytest.approx(100.0 * air.share)


def test_a_run_in_which_nothing_leaked_has_no_score(run):
    told = replace(truth_against_belief(run), beliefs=())
    assert math.isnan(score(run, told).points)


def test_the_exercises_in_the_list_of_sessions_are_judged_once(run, tmp_path):
    shutil.copy(run.path, tmp_path / "exercise.mcap")
    recorder = Recorder(tmp_path / "watched.mcap", run.header)
    recorder.write(run.frames(0, 30))
    recorder.close()
    catalogue = Catalogue(tmp_path)
    catalogue.refresh()
    assert judge_sessions(catalogue) == 2
    points = {entry.name: entry.score for entry in catalogue.find()}
    assert points["exercise"] == score(run, truth_against_belief(run)).points
    assert math.isnan(points["watched"])  # nobody did anything in it
    assert judge_sessions(catalogue) == 0
