"""Stretches of a run that somebody marked: each is a note that says how long it goes on from its instant; another note removes it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from iss_viewer.telemetry.events import Event, NoteWritten
from iss_viewer.telemetry.history import History

_NOTE = re.compile(r"Range of (\d+(?:\.\d+)?) s(?:: (.*))?", re.DOTALL)

_REMOVED = "Range removed: "


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


def removal_note(marked: MarkedRange) -> str:
    """The text of the note, written where a stretch begins, that removes its mark."""
    return f"{_REMOVED}{marked.name}"


def marked_range(event: Event) -> MarkedRange | None:
    """The stretch that a note marks; None: it marks none."""
    found = _NOTE.fullmatch(event.text) if isinstance(event, NoteWritten) else None
    if found is None:
        return None
    return MarkedRange(found[2] or "Range", event.time_s, event.time_s + float(found[1]))


def marked_ranges(history: History) -> tuple[MarkedRange, ...]:
    """All that is marked of a run, in order of time."""
    found: list[MarkedRange] = []
    for event in history.events(kinds=(NoteWritten,)):
        marked = marked_range(event)
        if marked is not None:
            found.append(marked)
        elif isinstance(event, NoteWritten) and event.text.startswith(_REMOVED):
            name = event.text.removeprefix(_REMOVED)
            found = [m for m in found if (m.name, m.from_s) != (name, event.time_s)]
    return tuple(found)
