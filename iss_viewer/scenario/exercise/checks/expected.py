"""Complaints about expected actions and questions: clocks that cannot run, needs downwards, marks that nobody can get."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from iss_viewer import units
from iss_viewer.datafile import Complaint, unknown
from iss_viewer.datafile.mistakes import Location
from iss_viewer.scenario.exercise.checks.known import KnownIds
from iss_viewer.scenario.exercise.checks.sentences import order_complaints
from iss_viewer.scenario.exercise.checks.timing import Onsets, earliest_s
from iss_viewer.scenario.exercise.exercise import Exercise, ExpectedAction
from iss_viewer.scenario.exercise.orders import Pause
from iss_viewer.scenario.exercise.question import Question
from iss_viewer.scenario.exercise.vocabulary import STATION
from iss_viewer.scenario.names import named

#: the answer that is worked out from the trainee's own readings
RESERVE = "reserve of "


def expected_complaints(exercise: Exercise, known: KnownIds, onsets: Onsets) -> Iterator[Complaint]:
    """What is wrong with the expected actions, but for names in their sentences."""
    if not any(action.critical for action in exercise.expected):
        yield Complaint(("expected",), "no action is critical: mark the one that nobody may miss")
    if exercise.weight_total <= 0.0:
        yield Complaint(("expected",), "all weights are 0: nothing can be earned")
    above: list[str] = []
    for index, action in enumerate(exercise.expected):
        place: Location = ("expected", index)
        yield from _needs(place, action, above, known)
        yield from _clock(place, action, exercise, onsets)
        yield from _orders(place, action, exercise, known)
        if action.step and action.step not in known.steps:
            yield Complaint((*place, "step"), _no_step(action.step, known))
        above.append(action.id)


def _no_step(step: str, known: KnownIds) -> str:
    if not known.steps:
        return "this exercise names no procedure whose steps there could be"
    return unknown("step", step, known.steps)


def _needs(
    place: Location, action: ExpectedAction, above: list[str], known: KnownIds
) -> Iterator[Complaint]:
    for number, need in enumerate(action.needs):
        spot = (*place, "needs", number)
        if need not in known.expected:
            yield Complaint(spot, unknown("expected action", need, known.expected))
        elif need not in above:
            yield Complaint(spot, f"'{need}' stands below: an action may need only those above it")


def _clock(
    place: Location, action: ExpectedAction, exercise: Exercise, onsets: Onsets
) -> Iterator[Complaint]:
    if action.late_s is not None and action.late_s < action.within_s:
        yield Complaint((*place, "late"), "is less than 'within'")
    begin_s = earliest_s(action.after, onsets)
    if math.isfinite(begin_s) and math.isinf(earliest_s(action.after, onsets, is_idle=True)):
        words = "names what only the trainee does: who never acts would never be late"
        yield Complaint((*place, "after"), words)
    end_s = begin_s + action.within_s
    if begin_s < exercise.length_s < end_s:
        last, length = units.duration_text(end_s), units.duration_text(exercise.length_s)
        words = f"the exercise ends at {length}, before it could be late at {last}"
        yield Complaint((*place, "within"), words)


def _orders(
    place: Location, action: ExpectedAction, exercise: Exercise, known: KnownIds
) -> Iterator[Complaint]:
    for number, line in enumerate(action.do):
        spot = (*place, "do", number)
        yield from order_complaints(spot, line, known)
        if isinstance(line, Pause) and line.wait_s >= exercise.length_s:
            yield Complaint(spot, "longer than the exercise")


def question_complaints(questions: Sequence[Question], known: KnownIds) -> Iterator[Complaint]:
    """What is wrong with questions and their right answers."""
    for index, question in enumerate(questions):
        place: Location = ("questions", index)
        if question.right.startswith(RESERVE):
            yield from _reserve(place, question, known)
        elif question.tolerance and not _is_number(question.right):
            yield Complaint((*place, "tolerance"), "belongs to an answer that is a number")
        if question.options and question.right not in question.options:
            yield Complaint(
                (*place, "options"), f"the right answer '{question.right}' is not offered"
            )


def _reserve(place: Location, question: Question, known: KnownIds) -> Iterator[Complaint]:
    name = question.right.removeprefix(RESERVE)
    yield from named((*place, "right"), "module or 'station'", name, [*known.places, STATION])
    allowed = units.units_of("duration")
    if question.unit not in allowed:
        yield Complaint((*place, "unit"), f"a reserve time has one of {', '.join(allowed)}")
    if not question.tolerance:
        yield Complaint(
            (*place, "tolerance"), "is missing: nobody works a reserve time out exactly"
        )


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
