"""Gives the exercises in the list of sessions their score, which takes running their truth again."""

from __future__ import annotations

from pathlib import Path

from iss_viewer.debrief.score import points_of
from iss_viewer.telemetry.catalogue import Catalogue
from iss_viewer.telemetry.recording import RecordedRun, RecordingRefused


def judge_sessions(catalogue: Catalogue) -> int:
    """Judge all sessions that are not yet, the newest first; how many."""
    waiting = [entry for entry in catalogue.find() if not entry.is_judged]
    for entry in waiting:
        catalogue.set_score(Path(entry.path), _points(Path(entry.path)))
    return len(waiting)


def _points(path: Path) -> float:
    """The points of a recording; NaN also for one that cannot be run again any more."""
    try:
        with RecordedRun(path) as run:
            return points_of(run)
    except (RecordingRefused, OSError, ValueError):
        return float("nan")
