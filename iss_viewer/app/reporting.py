"""The report of a recording with pictures of the real window at its key moments."""

from __future__ import annotations

from pathlib import Path

from iss_viewer.debrief.report import gather
from iss_viewer.debrief.report_pages import write_pages
from iss_viewer.incidents import read_incidents
from iss_viewer.telemetry.catalogue import Catalogue
from iss_viewer.telemetry.recording import RecordedRun


def report_with_pictures(recording: Path, out_dir: Path) -> list[Path]:
    """Write the report of a recording and the pictures in it; gives the paths of the pages.

    The score of an exercise is noted in the list of sessions too. Raises RecordingRefused, OSError.
    """
    from iss_viewer.app.pictures import recording_offscreen

    with RecordedRun(recording) as run, recording_offscreen(recording) as picture_at:
        report = gather(run, picture_at, read_incidents())
    if report.score is not None:
        Catalogue().set_score(recording.resolve(), report.score.points)
    return write_pages(report, out_dir)
