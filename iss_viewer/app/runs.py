"""What a run is made of: from what a person asked for to a session with its source and detector."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import iss_viewer
from iss_viewer.app.session_host import FailedHost, SessionHost
from iss_viewer.datafile import FileMistakes, find
from iss_viewer.link import Mode, Opened
from iss_viewer.link.host import Host
from iss_viewer.session import Session
from iss_viewer.telemetry.commands import Command, Run

if TYPE_CHECKING:
    from iss_viewer.detection.detector import Detector
    from iss_viewer.telemetry.recording import RunHeader
    from iss_viewer.telemetry.source import TelemetrySource

DEFAULT_SCENARIO = "prk-2024"


@dataclass(frozen=True)
class ScenarioRequest:
    """A scenario to be played; travels to the session's process."""

    scenario: str = DEFAULT_SCENARIO
    station: str | None = None
    seed: int | None = None
    speed: float | None = None
    is_running: bool = True
    recording: Path | None = None  # None: not recorded


def open_host(request: object) -> Host:
    """The host of a run, running if so asked; what is wrong with its files becomes a message."""
    assert isinstance(request, ScenarioRequest)
    try:
        host = scenario_host(request)
    except FileMistakes as mistakes:
        return FailedHost(str(mistakes))
    if request.is_running:
        host.post(Command(Run(), actor="session"))
    return host


def scenario_host(request: ScenarioRequest) -> SessionHost:
    """The session of a scenario, frozen at its start. Raises FileMistakes."""
    from iss_viewer.scenario import read_scenario
    from iss_viewer.simulation import SimulatedSource
    from iss_viewer.telemetry.recording import RunHeader

    scenario, station = read_scenario(request.scenario, request.station)
    source = SimulatedSource(scenario, station, request.seed)
    detector = _detector(source)
    header = RunHeader(
        title=scenario.title,
        mode=Mode.SIMULATION.value,
        station=station,
        sampled=source.channels,
        assessed=detector.channels,
        start_utc_s=scenario.start_utc.timestamp(),
        end_s=source.end_s,
        sample_period_s=source.sample_period_s,
        story=scenario.story.briefing,
        scenario_id=scenario.id,
        scenario_text=find("scenarios", request.scenario).read_text(encoding="utf-8"),
        seed=scenario.seed if request.seed is None else request.seed,
        version=iss_viewer.__version__,
    )
    return host_of(source, detector, header, request.speed or scenario.speed, request.recording)


def host_of(
    source: TelemetrySource,
    detector: Detector,
    header: RunHeader,
    speed: float,
    recording: Path | None,
) -> SessionHost:
    """The session of a source, recorded if there is a file to record to."""
    from iss_viewer.telemetry.recording import Recorder

    record = Recorder(recording, header) if recording is not None else None
    opened = Opened(
        title=header.title,
        mode=Mode(header.mode),
        station=header.station,
        sampled=header.sampled,
        assessed=header.assessed,
        start_utc_s=header.start_utc_s,
        end_s=header.end_s,
        story=header.story,
        recording=str(recording or ""),
    )
    session = Session(source, detector, record, speed, time.monotonic)
    return SessionHost(session, opened)


def _detector(source: TelemetrySource) -> Detector:
    from iss_viewer.detection import StationDetector

    return StationDetector(source.station, source.channels)
