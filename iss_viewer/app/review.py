"""Recordings opened for a window: all that was seen, and nothing that can be changed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from iss_viewer.link import Mode
from iss_viewer.link.opened import opened_of
from iss_viewer.link.recorded import RecordedLink
from iss_viewer.telemetry.recording import RecordedRun, add_note


def recorded_link(path: Path) -> RecordedLink:
    """The link to a recording. Raises RecordingRefused, OSError."""
    run = RecordedRun(path)
    header = run.header
    damage = "".join(f" Missing: {words}." for words in (*run.damage, *run.gaps))
    opened = opened_of(header, Mode.REPLAY, str(path), damage)
    return RecordedLink(opened, run.history(), run.close, partial(add_note, path))
