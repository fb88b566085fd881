"""Recordings opened for a window: all that was seen, and nothing that can be changed."""

from __future__ import annotations

from pathlib import Path

from iss_viewer.link import Mode, Opened
from iss_viewer.link.recorded import RecordedLink
from iss_viewer.telemetry.recording import RecordedRun


def recorded_link(path: Path) -> RecordedLink:
    """The link to a recording. Raises RecordingRefused, OSError."""
    run = RecordedRun(path)
    header = run.header
    damage = "".join(f" Damaged: {words}." for words in run.damage)
    opened = Opened(
        title=header.title,
        mode=Mode.REPLAY,
        station=header.station,
        sampled=header.sampled,
        assessed=header.assessed,
        start_utc_s=header.start_utc_s,
        end_s=header.end_s,
        story=header.story + damage,
        recording=str(path),
    )
    return RecordedLink(opened, run.history(), run.close)
