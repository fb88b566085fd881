"""Open a run that goes on live from an instant of a recorded one, its past handed over as it is."""

from __future__ import annotations

from dataclasses import replace

import iss_viewer
from iss_viewer.app.opening.assembly import detector_named, host_of
from iss_viewer.app.opening.exercise import recorded_exercise
from iss_viewer.app.opening.requests import TakeOverRequest
from iss_viewer.app.opening.session_host import SessionHost
from iss_viewer.datafile import read_text
from iss_viewer.detection import StationDetector
from iss_viewer.scenario import Scenario
from iss_viewer.session import Session
from iss_viewer.simulation import SimulatedSource
from iss_viewer.telemetry.packing import SnapshotError
from iss_viewer.telemetry.recording import RecordedRun, RecordingRefused, RunHeader
from iss_viewer.telemetry.replay import TakeOver, take_over


def take_over_host(
    request: TakeOverRequest, kind: type[SimulatedSource] = SimulatedSource
) -> SessionHost:
    """The session of a recorded run, restored at an instant. Raises RecordingRefused.

    kind: of the source, for one who wants to hear its truth too.
    """
    with RecordedRun(request.file) as run:
        source = _source(run.header, request, kind)
        header = run.header
        detector = detector_named(header.detector, source, header.limits_text)
        played = recorded_exercise(header)
        umpires = None
        if played is not None and isinstance(detector, StationDetector):
            umpires = played.umpires(source, detector)
        going_on = replace(
            header,
            version=iss_viewer.__version__,
            sampled=source.channels,
            assessed=detector.channels,
        )
        host = host_of(source, detector, going_on, request, request.speed, umpires)
        before, now = ((of.sampled, of.assessed) for of in (header, going_on))
        plan = take_over(run, request.time_s, is_from_start=before != now)
        host.hand_over(frames.in_columns(before, now) for frames in run.stretches(plan.time_s))
    try:
        _come_to(host.session, plan)
    except SnapshotError as error:
        host.close()
        raise RecordingRefused(f"{request.file}: cannot be gone on with: {error}") from None
    return host


def _source(
    header: RunHeader, request: TakeOverRequest, kind: type[SimulatedSource]
) -> SimulatedSource:
    played = recorded_exercise(header)
    if played is not None:
        return played.source(kind)
    if not header.scenario_text:
        raise RecordingRefused(f"{request.file}: not a run of a scenario, nothing to go on with")
    scenario = read_text(header.scenario_text, request.file, Scenario)
    return kind(scenario, header.station, header.seed)


def _come_to(session: Session, plan: TakeOver) -> None:
    """Bring a session to the state of the instant: restore, then obey again."""
    for time_s, command in plan.earlier:
        session.keep(command, time_s)
    if plan.snapshot is not None:
        session.restore(plan.snapshot)
    for time_s, command in plan.commands:
        session.go_to(time_s)
        session.obey(command)
    session.go_to(plan.time_s)
