"""What a window asks of a checker while somebody writes a scenario or an exercise, and the results.

The window knows neither how such files are read nor how they are simulated; whoever opens it hands in a `TextChecker`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from iss_viewer.situation.results import BackgroundTask
from iss_viewer.station.ids import NamedId
from iss_viewer.telemetry.frames import Floats


@dataclass(frozen=True)
class TextMistake:
    """A mistake in a text. line: from 1; 0: of the whole. field: what of the file it is about."""

    line: int
    field: str
    words: str


@dataclass(frozen=True)
class CheckedText:
    """What a text means to be, all that is wrong with it, and the ids that it can be written with."""

    kind: str
    mistakes: tuple[TextMistake, ...]
    ids: tuple[NamedId, ...]


@dataclass(frozen=True)
class PreviewCurve:
    """The pressure of a place over a whole run, shape (n,), Pa."""

    name: str
    pressure_pa: Floats


@dataclass(frozen=True)
class RunPreview:
    """A whole run as it comes if nobody does anything. time_s: shape (n,); onsets: what begins, and when;
    remarks: sentences.
    """

    title: str
    time_s: Floats
    curves: tuple[PreviewCurve, ...]
    onsets: tuple[tuple[str, float], ...]
    remarks: tuple[str, ...]


class TextChecker(Protocol):
    """Checks and previews what is written. path: of its file, or where it is to lie; files beside it are known by it."""

    def check(self, text: str, path: str) -> BackgroundTask:
        """A `CheckedText`."""

    def preview(self, text: str, path: str, seed: int) -> BackgroundTask:
        """A `RunPreview`; seed: which case of an exercise's draws."""

    def check_malfunction(
        self, recording: str, name: str, text: str, live: tuple[tuple[str, str], ...]
    ) -> BackgroundTask:
        """What is wrong with a ``[[malfunctions]]`` table for the exercise of a recording, a tuple of sentences.

        name: its id. live: ids and tables that were written in the run before.
        """

    def close(self) -> None:
        """Let go of what is kept for it; the next task takes it up again."""
