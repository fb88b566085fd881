"""A source, its detector, recording and journal put together to a session that a link can serve."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from iss_viewer.app.opening.requests import Request, TakeOverRequest
from iss_viewer.app.opening.session_host import SessionHost
from iss_viewer.datafile import FileMistakes, Mistake, assets_dir, read_text, text_of
from iss_viewer.detection import StationDetector
from iss_viewer.detection.detector import Detector
from iss_viewer.detection.limits import Limits, read_limits
from iss_viewer.exercise.covers import station_cover
from iss_viewer.exercise.deeds.order_queue import OrderQueue
from iss_viewer.link import Mode
from iss_viewer.link.cover import plain_cover
from iss_viewer.link.opened import opened_of
from iss_viewer.session import Session, Umpire
from iss_viewer.simulation import SimulatedSource
from iss_viewer.situation.words import Words
from iss_viewer.telemetry.journal import Journal
from iss_viewer.telemetry.recording import Recorder, RunHeader
from iss_viewer.telemetry.source import TelemetrySource


def detector_of(source: TelemetrySource, limits_text: str = "") -> StationDetector:
    """The detector of a source, with the limits of a recording or those in force."""
    return StationDetector(source.station, source.channels, _limits_of(limits_text))


def detector_named(name: str, source: TelemetrySource, limits_text: str) -> Detector:
    """The detector that a distribution adds by this name; without one, the program's own. Raises FileMistakes."""
    if not name:
        return detector_of(source, limits_text)
    from iss_viewer.detection.added_detector import DetectorRefused, added_detector

    try:
        return added_detector(name, source.station, source.channels, _limits_of(limits_text))
    except DetectorRefused as refusal:
        raise FileMistakes([Mistake(Path(name), 0, "detector", str(refusal))]) from None


def _limits_of(limits_text: str) -> Limits:
    if limits_text:
        return read_text(limits_text, Path("limits.toml"), Limits)
    return read_limits()


def limits_in_force(path: Path | None = None) -> str:
    """The text of the limits, to be recorded: a take-over years later judges by the same.

    path: somebody's limits in place of the program's. Raises FileMistakes.
    """
    if path is not None:
        read_limits(path)
    return text_of(path or assets_dir() / "limits.toml")


def _umpires(source: TelemetrySource) -> tuple[Umpire, ...]:
    """Who acts on a simulated run beside people: the queue of orders, where those take time."""
    return (OrderQueue(source),) if isinstance(source, SimulatedSource) else ()


def host_of(
    source: TelemetrySource,
    detector: Detector,
    header: RunHeader,
    request: Request,
    speed: float,
    umpires: tuple[Umpire, ...] | None = None,
) -> SessionHost:
    """The session of a source, recorded and journalled if the request says where and that can be.

    umpires: who watches it; None: the queue of orders of a simulated run.
    """
    header = _with_detector(_with_checklists(header), request)
    words_of, notices = Words.of_run(header), []
    recorder = None
    if request.recording is not None:
        try:
            recorder = Recorder(request.recording, header, words_of=words_of)
        except OSError as error:
            notices.append(f"Not recorded: {error.strerror or error}. The run goes on unrecorded.")
    run = recorder.path.stem if recorder is not None else "unrecorded"
    session = Session(
        source,
        detector,
        recorder,
        speed,
        time.monotonic,
        umpires=_umpires(source) if umpires is None else umpires,
        journal=Journal(request.journal, run, words_of) if request.journal is not None else None,
    )
    recording = str(recorder.path) if recorder is not None else ""
    opened = opened_of(header, Mode(header.mode), recording)
    return SessionHost(session, opened, header, notices)


def _with_checklists(header: RunHeader) -> RunHeader:
    """The header of a run with the checklists of its station, unless an exercise has brought its own."""
    if "cover" in header.extra:
        return header
    cover = plain_cover(station_cover(header.station))
    return replace(header, extra={**header.extra, "cover": cover})


def _with_detector(header: RunHeader, request: Request) -> RunHeader:
    """The header with the name of the detector that was asked for, so that nobody confuses whose judgement it is."""
    if isinstance(request, TakeOverRequest) or not request.detector:
        return header
    return replace(header, extra={**header.extra, "detector": request.detector})
