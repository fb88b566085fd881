"""The score of an exercise by its events alone: what was earned, what was deducted, and why. The same live and afterwards."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from iss_viewer.exercise.hatch_rules import HatchMistake
from iss_viewer.scenario.exercise.exercise import Exercise, ExpectedAction
from iss_viewer.telemetry.events import (
    BoundReached,
    Event,
    ExpectedDue,
    ExpectedMet,
    ForbiddenDone,
)

#: the most points of a run in which something critical was missed or done
CAPPED_AT = 49.0
#: from so many points on a run is not failed, but has items for the debrief
LEAST = 50.0


class ExerciseOutcome(Enum):
    """What a run of an exercise was worth."""

    SATISFACTORY = "satisfactory"
    WITH_ITEMS = "satisfactory with debrief items"
    NOT_SATISFACTORY = "not satisfactory"


class MarkState(Enum):
    """What became of an expected action."""

    MET = "met"
    LATE = "late"
    MISSED = "missed"
    NOT_ASKED = "not asked for"


@dataclass(frozen=True, slots=True)
class ActionMark:
    """What became of an expected action. due_s: when its clock began; met_s: when it was seen; NaN: not.

    earned_1: of its weight. way: the alternative by which it was met.
    """

    action: ExpectedAction
    state: MarkState
    due_s: float
    met_s: float
    earned_1: float
    way: str = ""

    @property
    def took_s(self) -> float:
        """How long after its clock began; NaN where it was not seen."""
        return self.met_s - self.due_s


@dataclass(frozen=True, slots=True)
class Deduction:
    """What cost points: all of one rule together. times_s: when; about: the hatches."""

    text: str
    points: float
    times_s: tuple[float, ...]
    about: tuple[str, ...] = ()
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class ExerciseScore:
    """points: 0 to 100. critical: in words, what by itself makes the run unsatisfactory."""

    points: float
    earned: float
    deducted: float
    outcome: ExerciseOutcome
    marks: tuple[ActionMark, ...]
    deductions: tuple[Deduction, ...]
    critical: tuple[str, ...]


def score_of(exercise: Exercise, events: Iterable[Event]) -> ExerciseScore:
    """The score of a run as far as its events go."""
    known = tuple(events)
    marks = tuple(_mark(action, known) for action in exercise.expected)
    deductions = (*_forbidden(exercise, known), *_hatches(exercise, known))
    asked = [mark for mark in marks if mark.state is not MarkState.NOT_ASKED]
    weight = math.fsum(mark.action.weight for mark in asked)
    sum_earned = math.fsum(mark.action.weight * mark.earned_1 for mark in asked)
    earned = 100.0 * sum_earned / weight if weight > 0.0 else 0.0
    deducted = math.fsum(one.points for one in deductions)
    critical = (
        *(m.action.text for m in asked if m.action.critical and m.state is MarkState.MISSED),
        *(one.text for one in deductions if one.is_critical),
        *_bounds(exercise, known),
    )
    points = max(0.0, earned - deducted)
    points = min(points, CAPPED_AT) if critical else points
    outcome = _outcome(points, exercise.pass_mark, bool(critical))
    return ExerciseScore(points, earned, deducted, outcome, marks, deductions, critical)


def _outcome(points: float, pass_mark: float, is_critical: bool) -> ExerciseOutcome:
    if is_critical or points < min(LEAST, pass_mark):
        return ExerciseOutcome.NOT_SATISFACTORY
    return ExerciseOutcome.SATISFACTORY if points >= pass_mark else ExerciseOutcome.WITH_ITEMS


def _mark(action: ExpectedAction, events: tuple[Event, ...]) -> ActionMark:
    due_s = met_s = math.nan
    earned_1, way, is_waived = 0.0, "", False
    for event in events:
        match event:
            case ExpectedDue(expected=action.id, is_waived=True):
                is_waived = True
            case ExpectedDue(expected=action.id, time_s=time_s):
                due_s = time_s
            case ExpectedMet(expected=action.id):
                due_s, met_s = event.began_s, event.time_s
                earned_1, way = event.credit_1, event.way
    is_met = met_s == met_s
    state = MarkState.MET if is_met else MarkState.MISSED
    if is_met and met_s - due_s > action.within_s:
        state = MarkState.LATE
    if is_waived or (due_s != due_s and not action.needs):
        state = (
            MarkState.NOT_ASKED
        )  # what it waits for never came; what needs others is always asked for
    return ActionMark(action, state, due_s, met_s, earned_1, way)


def _forbidden(exercise: Exercise, events: tuple[Event, ...]) -> tuple[Deduction, ...]:
    found = []
    for one in exercise.forbidden:
        times = _times(events, {one.id})
        if times:
            points = min(len(times) * one.points, one.at_most)
            found.append(Deduction(one.text, points, times, is_critical=one.critical))
    return tuple(found)


def _hatches(exercise: Exercise, events: tuple[Event, ...]) -> tuple[Deduction, ...]:
    """Wrong hatches: each hatch once for each reason, all together `at_most`; the cap falls on the last."""
    rules, left, found = exercise.hatches, exercise.hatches.at_most, []
    for mistake in HatchMistake:
        times = _times(events, {mistake.value})
        if times:
            points = min(len(times) * rules.points, left)
            left -= points
            about = tuple(
                e.about
                for e in events
                if isinstance(e, ForbiddenDone) and e.forbidden == mistake.value
            )
            is_critical = mistake is HatchMistake.CUT_OFF
            found.append(Deduction(mistake.value, points, times, about, is_critical))
    return tuple(found)


def _times(events: tuple[Event, ...], names: set[str]) -> tuple[float, ...]:
    return tuple(e.time_s for e in events if isinstance(e, ForbiddenDone) and e.forbidden in names)


def _bounds(exercise: Exercise, events: tuple[Event, ...]) -> tuple[str, ...]:
    critical = {bound.id for bound in exercise.bounds if bound.critical}
    return tuple(e.text for e in events if isinstance(e, BoundReached) and e.bound in critical)
