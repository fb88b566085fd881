"""What a run is made of: from what a person asked for to a session with its source and detector."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import iss_viewer
from iss_viewer.app.opening.last_orders import last_orders
from iss_viewer.app.opening.session_host import FailedHost, OpeningHost, SessionHost
from iss_viewer.datafile import FileMistakes, assets_dir, find
from iss_viewer.link import Announced, Mode, Opened
from iss_viewer.link.host import Host
from iss_viewer.session import Session
from iss_viewer.telemetry.commands import Command, Run, SetLimit
from iss_viewer.telemetry.events import LimitEdited

if TYPE_CHECKING:
    from iss_viewer.detection.detector import Detector
    from iss_viewer.telemetry.recording import RunHeader
    from iss_viewer.telemetry.source import TelemetrySource

DEFAULT_SCENARIO = "prk-2024"
_OF_BEFORE = "limits of before"  # who sets the limits that people had edited in earlier runs


@dataclass(frozen=True)
class ScenarioRequest:
    """A scenario to be played; travels to the session's process."""

    scenario: str = DEFAULT_SCENARIO
    station: str | None = None
    seed: int | None = None
    speed: float | None = None
    is_running: bool = True
    recording: Path | None = None  # None: not recorded
    journal: Path | None = None  # where alarms and limits are kept beyond the run


@dataclass(frozen=True)
class TakeOverRequest:
    """An instant of a recorded run from which it is to be gone on live."""

    file: Path
    time_s: float  # inf: its end, with what its journal knows beyond it
    speed: float = 1.0
    is_running: bool = False
    recording: Path | None = None
    journal: Path | None = None


@dataclass(frozen=True)
class ReadingsRequest:
    """A table of somebody's readings, and the map that says what its columns are."""

    table: Path
    map: Path
    speed: float = 60.0
    is_running: bool = True
    recording: Path | None = None
    journal: Path | None = None


Request = ScenarioRequest | TakeOverRequest | ReadingsRequest


def open_host(request: object) -> Host:
    """The host of a run, running if so asked; what is wrong with its files becomes a message."""
    from iss_viewer.scenario import read_scenario
    from iss_viewer.telemetry.recording import RecordingRefused

    assert isinstance(request, ScenarioRequest | TakeOverRequest | ReadingsRequest)
    try:
        if not isinstance(request, ScenarioRequest):
            return _started(request)
        scenario, station = read_scenario(request.scenario, request.station)
    except (FileMistakes, RecordingRefused) as mistakes:
        return FailedHost(str(mistakes))
    return OpeningHost(Announced(scenario.title, station), lambda: _started(request))


def _started(request: Request) -> SessionHost:
    """The session of a request with its first orders."""
    host = session_host(request)
    if not isinstance(request, TakeOverRequest):
        commands = limit_edits(request.journal)
    elif request.time_s == float("inf"):
        commands = last_orders(request.journal, request.file.stem, host.session.time_s)
    else:
        commands = ()
    for command in commands:
        host.post(command)
    if request.is_running:
        host.post(Command(Run(), actor="session"))
    return host


def session_host(request: Request) -> SessionHost:
    """The session of a request, frozen at its start. Raises FileMistakes, RecordingRefused."""
    match request:
        case ScenarioRequest():
            return scenario_host(request)
        case TakeOverRequest():
            return take_over_host(request)
        case ReadingsRequest():
            return readings_host(request)


def scenario_host(request: ScenarioRequest) -> SessionHost:
    """The session of a scenario, frozen at its start. Raises FileMistakes."""
    from iss_viewer.scenario import read_scenario
    from iss_viewer.simulation import SimulatedSource
    from iss_viewer.telemetry.recording import RunHeader

    scenario, station = read_scenario(request.scenario, request.station)
    source = SimulatedSource(scenario, station, request.seed)
    detector = _detector(source, request)
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
        limits_text=_limits_text(),
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
    from iss_viewer.situation.words import Words
    from iss_viewer.telemetry.recording import Recorder

    words_of = Words.of_run(header)
    record = Recorder(recording, header, words_of=words_of) if recording is not None else None
    opened = opened_of(header, Mode(header.mode), str(recording or ""))
    session = Session(source, detector, record, speed, time.monotonic)
    return SessionHost(session, opened)


def opened_of(header: RunHeader, mode: Mode, recording: str, more: str = "") -> Opened:
    """How a run is opened that its header describes; `more` is added to its story."""
    return Opened(
        title=header.title,
        mode=mode,
        station=header.station,
        sampled=header.sampled,
        assessed=header.assessed,
        start_utc_s=header.start_utc_s,
        end_s=header.end_s,
        story=header.story + more,
        recording=recording,
        limits_text=header.limits_text,
    )


def _detector(source: TelemetrySource, request: Request, limits_text: str = "") -> Detector:
    """The detector of a source, with the limits of a recording or those in force."""
    from iss_viewer.datafile import read_text
    from iss_viewer.detection import StationDetector
    from iss_viewer.detection.limits import Limits, read_limits
    from iss_viewer.situation.words import Words
    from iss_viewer.telemetry.journal import Journal

    recorded = read_text(limits_text, Path("limits.toml"), Limits) if limits_text else None
    run = request.recording.stem if request.recording is not None else "unrecorded"
    limits = recorded or read_limits()
    words_of = Words(source.station, limits).event
    journal = Journal(request.journal, run, words_of) if request.journal is not None else None
    return StationDetector(source.station, source.channels, limits, journal)


def limit_edits(journal: Path | None) -> tuple[Command, ...]:
    """What people set limits to in earlier runs, to be set again: the last edit of each number.

    The reason says who it was and why.
    """
    from iss_viewer.telemetry.journal import Journal

    if journal is None:
        return ()
    kept = Journal(journal, "limits of before")
    edits = [event for event in kept.read() if isinstance(event, LimitEdited)]
    kept.close()
    last = {(edit.limit, edit.field_name): edit for edit in edits}
    return tuple(
        Command(SetLimit(limit, field, edit.value, _why(edit)), actor=_OF_BEFORE)
        for (limit, field), edit in last.items()
    )


def _why(edit: LimitEdited) -> str:
    if edit.actor == _OF_BEFORE:
        return edit.reason
    return f"{edit.actor}: {edit.reason}" if edit.reason else edit.actor


def _limits_text() -> str:
    """The limits in force, to be recorded: a take-over years later judges by the same."""
    return (assets_dir() / "limits.toml").read_text(encoding="utf-8")


def take_over_host(request: TakeOverRequest) -> SessionHost:
    """The session of a recorded run, restored at an instant, its past told again."""
    from iss_viewer.datafile import read_text
    from iss_viewer.scenario import Scenario
    from iss_viewer.simulation import SimulatedSource
    from iss_viewer.telemetry.recording import RecordedRun, RecordingRefused
    from iss_viewer.telemetry.replay import take_over

    with RecordedRun(request.file) as run:
        header = run.header
        if not header.scenario_text:
            raise RecordingRefused(
                f"{request.file}: not a run of a scenario, nothing to go on with"
            )
        scenario = read_text(header.scenario_text, request.file, Scenario)
        source = SimulatedSource(scenario, header.station, header.seed)
        detector = _detector(source, request, header.limits_text)
        host = host_of(source, detector, header, request.speed, request.recording)
        plan = take_over(run, request.time_s)
        host.retell(run.frames(0, run.row_at(plan.time_s) + 1))
    session = host.session
    if session.record is not None:
        for time_s, command in plan.earlier:
            session.record.write_command(command, time_s)
    if plan.snapshot is not None:
        session.restore(plan.snapshot)
    for time_s, command in plan.commands:
        session.go_to(time_s)
        session.obey(command)
    session.go_to(plan.time_s)
    return host


def readings_host(request: ReadingsRequest) -> SessionHost:
    """The session of a stranger's readings, judged as far as they go. Raises FileMistakes."""
    from iss_viewer.detection.sensors.coverage import certainty_words
    from iss_viewer.telemetry.readings.readings_source import ReadingsSource, read_readings
    from iss_viewer.telemetry.recording import RunHeader

    readings = read_readings(request.table, request.map)
    source = ReadingsSource(readings)
    detector = _detector(source, request)
    notes = [readings.about, *readings.notes]
    if readings.unmapped:
        notes.append(f"Not mapped, so not judged: {', '.join(readings.unmapped)}.")
    notes += certainty_words(readings.station, source.channels)
    header = RunHeader(
        title=readings.title,
        mode=Mode.READINGS.value,
        station=readings.station,
        sampled=source.channels,
        assessed=detector.channels,
        start_utc_s=readings.start_utc_s,
        end_s=source.end_s,
        sample_period_s=source.sample_period_s,
        story="\n".join(note for note in notes if note),
        scenario_id=request.table.stem,
        limits_text=_limits_text(),
        version=iss_viewer.__version__,
    )
    return host_of(source, detector, header, request.speed, request.recording)
