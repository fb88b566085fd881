"""The score of an exercise: how soon the people answered, isolated, and how much air it cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from iss_viewer.debrief.exercise_debrief import deduction_words, mark_words, score_of_run
from iss_viewer.debrief.truth import NoTruth, truth_against_belief
from iss_viewer.detection.assessment import STATION
from iss_viewer.exercise.score import ExerciseScore, MarkState
from iss_viewer.situation.results import Belief, TruthAgainstBelief
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.review import acknowledged_words, air_kept_words, isolated_words
from iss_viewer.station.names import name_of
from iss_viewer.telemetry.events import AlarmChange, closed_hatch, has_change
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.recording import RecordedRun, RunHeader


@dataclass(frozen=True)
class Weights:
    """What counts how much (they need not add up to anything) and what is good and bad.

    All are assumed: there is no published standard for such exercises.
    """

    acknowledge: float = 20.0
    isolate: float = 40.0
    air: float = 25.0
    hatches: float = 15.0
    acknowledge_good_s: float = 60.0
    acknowledge_bad_s: float = 900.0
    isolate_good_s: float = 1800.0
    isolate_bad_s: float = 14400.0
    air_good: float = 0.99  # of the pressure at the start
    wrong_hatches_bad: int = 3


@dataclass(frozen=True)
class ScoreMark:
    """One part of a score: `share` is 0 to 1 of its `weight`; NaN and no weight if it does not apply."""

    name: str
    weight: float
    share: float
    reason: str


@dataclass(frozen=True)
class Score:
    """points: 0 to 100; NaN when nothing leaked."""

    points: float
    marks: tuple[ScoreMark, ...]


def score(run: RecordedRun, told: TruthAgainstBelief, weights: Weights | None = None) -> Score:
    """The score of a simulated run from its truth, by its greatest leak."""
    weights = weights or Weights()
    if not told.beliefs:
        return Score(float("nan"), ())
    belief = told.beliefs[0]
    marks = (
        _acknowledged(run, belief, weights),
        _isolated(run, belief, weights),
        _air_kept(run.header, run.history(), told, weights),
        _hatches(run, belief, weights),
    )
    total = math.fsum(mark.weight for mark in marks)
    points = (
        100.0 * math.fsum(mark.weight * mark.share for mark in marks) / total if total else np.nan
    )
    return Score(float(points), marks)


def exercise_score(run: RecordedRun, told: TruthAgainstBelief | None) -> Score | None:
    """The score of a run that was an exercise: by its own file, or that something leaked, and somebody did something."""
    own = score_of_run(run)
    if own is not None:
        return own_score(own)
    return score(run, told) if told is not None and told.beliefs and run.commands else None


def points_of(run: RecordedRun) -> float:
    """The points of a run, its truth run again where it has no exercise of its own; NaN if it was none."""
    own = score_of_run(run)
    if own is not None:
        return own.points
    if not run.commands:
        return float("nan")
    try:
        found = exercise_score(run, truth_against_belief(run))
    except NoTruth:
        return float("nan")
    return float("nan") if found is None else found.points


def own_score(own: ExerciseScore) -> Score:
    """The score of an exercise by its file, as marks: expected actions by weight, then what cost points."""
    marks = [
        ScoreMark(mark.action.text, mark.action.weight, mark.earned_1, mark_words(mark))
        for mark in own.marks
        if mark.state is not MarkState.NOT_ASKED
    ]
    costs = [ScoreMark(one.text, 0.0, float("nan"), deduction_words(one)) for one in own.deductions]
    return Score(own.points, (*marks, *costs))


def between(value: float, good: float, bad: float) -> float:
    """1 at `good` and beyond, 0 at `bad` and beyond, straight between; NaN counts as bad."""
    if value != value:
        return 0.0
    return float(np.clip((bad - value) / (bad - good), 0.0, 1.0))


def _acknowledged(run: RecordedRun, belief: Belief, weights: Weights) -> ScoreMark:
    answers = [
        event.time_s - belief.alarmed_s
        for event in run.events
        if has_change(event, AlarmChange.ACKNOWLEDGE) and event.time_s >= belief.alarmed_s
    ]
    wait_s = min(answers, default=float("nan"))
    share = between(wait_s, weights.acknowledge_good_s, weights.acknowledge_bad_s)
    return ScoreMark("Alarm acknowledged", weights.acknowledge, share, acknowledged_words(wait_s))


def _isolated(run: RecordedRun, belief: Belief, weights: Weights) -> ScoreMark:
    place = name_of(run.header.station, belief.leak.module)
    wait_s = belief.isolated_s - belief.leak.began_s - max(belief.delay_s, 0.0)
    share = between(wait_s, weights.isolate_good_s, weights.isolate_bad_s)
    return ScoreMark("Leak isolated", weights.isolate, share, isolated_words(place, wait_s))


def _air_kept(
    header: RunHeader, history: History, told: TruthAgainstBelief, weights: Weights
) -> ScoreMark:
    column = history.table.get(STATION, "pressure_pa")
    if column is None or history.is_empty:
        return ScoreMark("Air kept", 0.0, float("nan"), "station pressure is not known")
    _, pressure = history.curve(column, history.start_s, history.end_s)
    known = pressure[np.isfinite(pressure)]
    if not len(known):
        return ScoreMark("Air kept", 0.0, float("nan"), "station pressure is not known")
    leave_pa = Words.of(header.station, header.limits_text).limits.reserve.limit_pa
    share = between(-known.min(), -weights.air_good * known[0], -leave_pa)
    lost_kg = math.fsum(belief.leak.lost_kg for belief in told.beliefs)
    return ScoreMark("Air kept", weights.air, share, air_kept_words(known.min(), known[0], lost_kg))


def _hatches(run: RecordedRun, belief: Belief, weights: Weights) -> ScoreMark:
    right = {hatch.id for hatch in run.header.station.hatches_of(belief.leak.module)}
    closed = {closed_hatch(event) for event in run.events} - {""}
    wrong = sorted(closed - right)
    share = between(float(len(wrong)), 0.0, float(weights.wrong_hatches_bad))
    names = ", ".join(name_of(run.header.station, hatch) for hatch in wrong)
    reason = f"closed without need: {names}" if wrong else "none was closed without need"
    return ScoreMark("Hatches", weights.hatches, share, reason)
