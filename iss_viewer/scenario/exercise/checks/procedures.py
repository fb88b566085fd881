"""What is impossible in a procedure: steps that nothing leads to, branches that decide nothing, what a crew cannot know."""

from __future__ import annotations

from collections.abc import Iterator

from iss_viewer.datafile import Complaint
from iss_viewer.datafile.mistakes import Location
from iss_viewer.scenario.exercise.checks.expected import question_complaints
from iss_viewer.scenario.exercise.checks.known import KnownIds, known_ids
from iss_viewer.scenario.exercise.checks.sentences import order_complaints, sentence_complaints
from iss_viewer.scenario.exercise.procedure import (
    ChecklistProcedure,
    ChecklistStep,
    StepBranch,
)
from iss_viewer.scenario.exercise.sentence import (
    Measure,
    Numeric,
    Sentence,
    Status,
    StatusOf,
    atoms_of,
)
from iss_viewer.scenario.names import duplicates, named
from iss_viewer.station import Station

_KNOWABLE = (Measure.TIME, Measure.CHANCE)
_HIDDEN = (StatusOf.MALFUNCTION, StatusOf.EXPECTED)


def procedure_complaints(procedure: ChecklistProcedure, station: Station) -> Iterator[Complaint]:
    """What is wrong with a procedure for its station."""
    known = known_ids(station, None, (procedure,))
    yield from duplicates("steps", [step.id for step in procedure.steps])
    yield from question_complaints(procedure.questions, known)
    for index, step in enumerate(procedure.steps):
        place: Location = ("steps", index)
        yield from _step(place, step, known)
        for number, branch in enumerate(step.branches):
            yield from _branch((*place, "branches", number), branch, known)
    if not procedure.steps:
        yield Complaint(("steps",), "a procedure has a step")
    else:
        yield from _unreachable(procedure)


def _step(place: Location, step: ChecklistStep, known: KnownIds) -> Iterator[Complaint]:
    if bool(step.branches) == (step.next is not None):
        yield Complaint(place, "says where it goes on by 'next' (\"\" ends) or by branches, once")
    if step.next:
        yield from named((*place, "next"), "step", step.next, known.steps)
    if step.tick is None and not step.by_hand and not step.branches:
        yield Complaint(place, "is never done: give 'tick', or 'by_hand = true'")
    if step.repeat and not step.branches:
        yield Complaint((*place, "repeat"), "a step that is repeated is left by a branch")
    if step.tick is not None:
        yield from _knowable((*place, "tick"), step.tick, known)
    for number, line in enumerate(step.do):
        yield from order_complaints((*place, "do", number), line, known)
    if step.branches and all(branch.when is not None for branch in step.branches):
        yield Complaint((*place, "branches"), "may all fail: add one with 'otherwise' or 'choose'")
    others = [number for number, branch in enumerate(step.branches) if branch.otherwise]
    if others and others != [len(step.branches) - 1]:
        yield Complaint((*place, "branches", others[0]), "'otherwise' is the last branch")


def _branch(place: Location, branch: StepBranch, known: KnownIds) -> Iterator[Complaint]:
    ways = (branch.when is not None, branch.choose, branch.otherwise)
    if ways.count(True) != 1:
        yield Complaint(place, "has one of 'when', 'choose' and 'otherwise'")
    if branch.go:
        yield from named((*place, "go"), "step", branch.go, known.steps)
    if branch.when is not None:
        yield from _knowable((*place, "when"), branch.when, known)


def _knowable(place: Location, sentence: Sentence, known: KnownIds) -> Iterator[Complaint]:
    """The complaints of a sentence, and what in it a crew cannot know."""
    yield from sentence_complaints(place, sentence, known)
    for atom in atoms_of(sentence):
        match atom:
            case Numeric(measure=measure, is_shown=False) if measure not in _KNOWABLE:
                words = (
                    f"a crew does not know the true {measure.value}: write 'shown {measure.value}'"
                )
                yield Complaint(place, f"column {atom.column}: {words}")
            case Status(subject=subject) if subject in _HIDDEN:
                words = f"a crew does not know of a {subject.value}"
                yield Complaint(place, f"column {atom.column}: {words}")


def _unreachable(procedure: ChecklistProcedure) -> Iterator[Complaint]:
    """Steps that no way from the first leads to."""
    steps = {step.id: step for step in procedure.steps}
    reached, ahead = set(), [procedure.steps[0].id]
    while ahead:
        step_id = ahead.pop()
        if step_id in steps and step_id not in reached:
            reached.add(step_id)
            ahead += steps[step_id].followers
    for index, step in enumerate(procedure.steps):
        if step.id not in reached:
            yield Complaint(("steps", index, "id"), "no step leads here")
