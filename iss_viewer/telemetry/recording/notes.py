"""Notes that people make on a recording afterwards: kept beside it, since what is recorded has happened."""

from __future__ import annotations

import os
from pathlib import Path

from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.events.malformed import Malformed
from iss_viewer.telemetry.events.reader import event_text, read_event


def notes_path(recording: Path) -> Path:
    """Where the notes on a recording are: a line of JSON each."""
    return recording.with_name(f"{recording.name}.notes")


def read_notes(recording: Path) -> tuple[Event, ...]:
    """The notes on a recording, as they were made; a line that makes no sense is passed over."""
    try:
        lines = notes_path(recording).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    found = []
    for line in lines:
        try:
            found.append(read_event(line))
        except Malformed:
            continue
    return tuple(found)


def add_note(recording: Path, note: Event) -> None:
    """Keep one more note; on disk when this returns. Raises OSError."""
    line = f"{event_text(note)}\n".encode()
    file = os.open(notes_path(recording), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, line)
        os.fsync(file)
    finally:
        os.close(file)
