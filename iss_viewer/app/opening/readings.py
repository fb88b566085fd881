"""Open a run of somebody's readings: judged as far as they go."""

from __future__ import annotations

from pathlib import Path

import iss_viewer
from iss_viewer.app.opening.assembly import detector_named, host_of, limits_in_force
from iss_viewer.app.opening.requests import ReadingsRequest
from iss_viewer.app.opening.session_host import SessionHost
from iss_viewer.detection.sensors.coverage import certainty_words
from iss_viewer.link import Mode
from iss_viewer.station import read_station
from iss_viewer.telemetry.readings.readings import Readings, read_readings, readings_by
from iss_viewer.telemetry.readings.readings_source import ReadingsSource
from iss_viewer.telemetry.recording import RunHeader


def readings_host(request: ReadingsRequest) -> SessionHost:
    """The session of a stranger's readings, frozen at its start. Raises FileMistakes."""
    readings = _readings(request)
    source = ReadingsSource(readings)
    limits_text = limits_in_force(request.limits)
    detector = detector_named(request.detector, source, limits_text)
    header = RunHeader(
        title=readings.title,
        mode=Mode.READINGS.value,
        station=readings.station,
        sampled=source.channels,
        assessed=detector.channels,
        start_utc_s=readings.start_utc_s,
        end_s=source.end_s,
        sample_period_s=source.sample_period_s,
        story=_story(readings, source),
        scenario_id=request.table.stem,
        limits_text=limits_text,
        version=iss_viewer.__version__,
    )
    return host_of(source, detector, header, request, request.speed)


def _readings(request: ReadingsRequest) -> Readings:
    if isinstance(request.map, Path):
        return read_readings(request.table, request.map)
    return readings_by(request.table, request.map, read_station(request.map.station))


def _story(readings: Readings, source: ReadingsSource) -> str:
    """What is known of the readings, and what cannot be judged by them, a line each."""
    notes = [readings.about, *readings.notes]
    if readings.unmapped:
        notes.append(f"Not mapped, so not judged: {', '.join(readings.unmapped)}.")
    notes += certainty_words(readings.station, source.channels)
    return "\n".join(note for note in notes if note)
