"""Exercises before they are run: what goes wrong, what a trained crew does, what is drawn by the seed, read from files.

`read_exercise(NAME).drawn(SEED)` is an exercise to be played. What happens of it during a run is no business of this room.
"""

from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure
from iss_viewer.scenario.exercise.reading import ExerciseFile, exercise_written, read_exercise
from iss_viewer.scenario.exercise.related_files import read_condition, read_procedure
from iss_viewer.scenario.exercise.sentence import Sentence, sentence_text
from iss_viewer.scenario.exercise.sentence_reading import read_sentence
from iss_viewer.scenario.exercise.starting_condition import StartingCondition

__all__ = [
    "ChecklistProcedure",
    "Exercise",
    "ExerciseFile",
    "Sentence",
    "StartingCondition",
    "exercise_written",
    "read_condition",
    "read_exercise",
    "read_procedure",
    "read_sentence",
    "sentence_text",
]
