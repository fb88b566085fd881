"""What is impossible in an exercise or a procedure for its station."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iss_viewer.datafile import Complaint
from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure
from iss_viewer.station import Station


def exercise_complaints(
    exercise: Exercise, station: Station, procedures: Sequence[ChecklistProcedure]
) -> Iterator[Complaint]:
    yield from ()


def procedure_complaints(procedure: ChecklistProcedure, station: Station) -> Iterator[Complaint]:
    yield from ()
