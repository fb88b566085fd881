"""Recordings: a run written down as one MCAP file, and read again exactly."""

from iss_viewer.telemetry.recording.check import IN_PART, UNREADABLE, WHOLE, recover, verify
from iss_viewer.telemetry.recording.header import FORMAT, RecordingRefused, RunHeader
from iss_viewer.telemetry.recording.notes import add_note, notes_path
from iss_viewer.telemetry.recording.recorded_run import RecordedRun
from iss_viewer.telemetry.recording.recorder import Recorder
from iss_viewer.telemetry.recording.topics import Snapshot

__all__ = [
    "FORMAT",
    "IN_PART",
    "UNREADABLE",
    "WHOLE",
    "RecordedRun",
    "Recorder",
    "RecordingRefused",
    "RunHeader",
    "Snapshot",
    "add_note",
    "notes_path",
    "recover",
    "verify",
]
