"""Recordings: a run written down as one MCAP file, and read again exactly."""

from iss_viewer.telemetry.recording.header import FORMAT, RecordingRefused, RunHeader
from iss_viewer.telemetry.recording.recorder import Recorder

__all__ = ["FORMAT", "Recorder", "RecordingRefused", "RunHeader"]
