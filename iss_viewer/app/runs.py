"""What a run is made of: from what a person asked for to a session with its source and detector."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from iss_viewer.app.session_host import FailedHost, SessionHost
from iss_viewer.datafile import FileMistakes
from iss_viewer.link import Mode, Opened
from iss_viewer.link.host import Host
from iss_viewer.session import Session
from iss_viewer.telemetry.commands import Command, Run

DEFAULT_SCENARIO = "prk-2024"


@dataclass(frozen=True)
class RunRequest:
    """What a person asked to be run; travels to the session's process."""

    scenario: str = DEFAULT_SCENARIO
    station: str | None = None
    seed: int | None = None
    speed: float | None = None
    is_running: bool = True
    recording: Path | None = None  # None: not recorded


def open_host(request: object) -> Host:
    """The host of a run; what is wrong with its files becomes a message."""
    assert isinstance(request, RunRequest)
    try:
        host = session_host(request)
    except FileMistakes as mistakes:
        return FailedHost(str(mistakes))
    if request.is_running:
        host.post(Command(Run(), actor="session"))
    return host


def session_host(request: RunRequest) -> SessionHost:
    """The session of a scenario, frozen at its start. Raises FileMistakes."""
    from iss_viewer.detection import StationDetector
    from iss_viewer.scenario import read_scenario
    from iss_viewer.simulation import SimulatedSource

    scenario, station = read_scenario(request.scenario, request.station)
    source = SimulatedSource(scenario, station, request.seed)
    detector = StationDetector(station, source.channels)
    opened = Opened(
        title=scenario.title,
        mode=Mode.SIMULATION,
        station=station,
        sampled=source.channels,
        assessed=detector.channels,
        start_utc_s=scenario.start_utc.timestamp(),
        end_s=source.end_s,
        story=scenario.story.briefing,
        recording=str(request.recording or ""),
    )
    session = Session(source, detector, None, request.speed or scenario.speed, time.monotonic)
    return SessionHost(session, opened)
