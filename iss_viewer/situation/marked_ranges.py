"""Stretches of a run that somebody marked: each is a note that says how long it goes on from its instant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from iss_viewer.telemetry.events import Event, NoteWritten
from iss_viewer.telemetry.history import History

_NOTE = re.compile(r"Range of (\d+(?:\.\d+)?) s(?:: (.*))?", re.DOTALL)


@dataclass(frozen=True)
class MarkedRange:
    """A stretch of the run, with what it was called."""

    name: str
    from_s: float
    to_s: float


def range_note(name: str, from_s: float, to_s: float) -> str:
    """The text of the note, written at `from_s`, that marks a stretch."""
    length = f"Range of {to_s - from_s:.3f}".rstrip("0").rstrip(".")
    return f"{length} s: {name}" if name else f"{length} s"


def marked_range(event: Event) -> MarkedRange | None:
    """The stretch that a note marks; None: it marks none."""
    found = _NOTE.fullmatch(event.text) if isinstance(event, NoteWritten) else None
    if found is None:
        return None
    return MarkedRange(found[2] or "Range", event.time_s, event.time_s + float(found[1]))


def marked_ranges(history: History) -> tuple[MarkedRange, ...]:
    """All that was marked of a run, in order of time."""
    found = (marked_range(event) for event in history.events(kinds=(NoteWritten,)))
    return tuple(one for one in found if one is not None)
