"""All that is impossible in an exercise, a procedure or a starting condition for its station, in one pass."""

from __future__ import annotations

from iss_viewer.scenario.exercise.checks.conditions import condition_complaints
from iss_viewer.scenario.exercise.checks.exercises import exercise_complaints
from iss_viewer.scenario.exercise.checks.procedures import procedure_complaints

__all__ = ["condition_complaints", "exercise_complaints", "procedure_complaints"]
