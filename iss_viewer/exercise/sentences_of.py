"""All sentences of an exercise and its procedures, and the numbers that they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure
from iss_viewer.scenario.exercise.sentence import Numeric, Sentence, atoms_of


def measured_of(
    exercise: Exercise, procedures: Sequence[ChecklistProcedure]
) -> tuple[Numeric, ...]:
    """The numbers that are asked for anywhere."""
    return measured_in((*_of_exercise(exercise), *_of_procedures(procedures)))


def measured_in(sentences: Iterable[Sentence | None]) -> tuple[Numeric, ...]:
    """The numbers that some sentences ask for."""
    atoms = (atom for sentence in sentences if sentence is not None for atom in atoms_of(sentence))
    return tuple(atom for atom in atoms if isinstance(atom, Numeric))


def _of_exercise(exercise: Exercise) -> Iterator[Sentence | None]:
    for malfunction in exercise.malfunctions:
        yield from (malfunction.when, malfunction.until)
    for action in exercise.expected:
        yield from (action.after, action.evidence, action.unless)
        yield from (other.evidence for other in action.alternatives)
    for rows in (exercise.forbidden, exercise.bounds, exercise.messages):
        yield from (row.when for row in rows)
    yield from (exercise.ends.success, exercise.ends.failure)


def _of_procedures(procedures: Sequence[ChecklistProcedure]) -> Iterator[Sentence | None]:
    for procedure in procedures:
        for step in procedure.steps:
            yield step.tick
            yield from (branch.when for branch in step.branches)
