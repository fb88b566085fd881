"""What a recorded exercise was worth, by its own file, and its marks in words."""

from __future__ import annotations

from iss_viewer.datafile import FileMistakes
from iss_viewer.exercise.score import ActionMark, Deduction, ExerciseScore, MarkState, score_of
from iss_viewer.scenario.exercise import Exercise, exercise_written
from iss_viewer.scenario.exercise.reading import WRITTEN
from iss_viewer.situation.words.scores import cost_text
from iss_viewer.telemetry.recording import RecordedRun
from iss_viewer.units import duration_text


def score_of_run(run: RecordedRun) -> ExerciseScore | None:
    """The score of a recorded exercise; None: it is none, or one that is not understood."""
    exercise = _read(str(run.header.extra.get(WRITTEN, "")))
    return None if exercise is None else score_of(exercise, run.events)


def _read(text: str) -> Exercise | None:
    try:
        return exercise_written(text)[0] if text else None
    except (FileMistakes, ValueError, KeyError, TypeError):
        return None


def mark_words(mark: ActionMark) -> str:
    """What became of an expected action, in a few words."""
    if mark.state in (MarkState.NOT_ASKED, MarkState.MISSED):
        return str(mark.state.value)
    after = f"{mark.state.value} after {duration_text(mark.took_s)}"
    return f"{after}, {mark.way}" if mark.way else after


def deduction_words(one: Deduction) -> str:
    """What cost points, how often, and about which hatches."""
    return cost_text(one.points, len(one.times_s), one.about)
