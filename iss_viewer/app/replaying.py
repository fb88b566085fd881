"""A recording or somebody's readings without a window: what was found, and tables of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from iss_viewer import units
from iss_viewer.app.opening.assembly import detector_of, limits_in_force
from iss_viewer.app.opening.by_request import session_host
from iss_viewer.app.opening.requests import FeedRequest, ReadingsRequest
from iss_viewer.app.summary import Summary
from iss_viewer.app.tables import TableWriter
from iss_viewer.app.tally import Tally
from iss_viewer.debrief.truth import NoTruth, simulated_again
from iss_viewer.session import Session
from iss_viewer.simulation import SimulatedSource
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.telemetry.events import is_truth
from iss_viewer.telemetry.frames import Frames
from iss_viewer.telemetry.recording import RecordedRun, RunHeader
from iss_viewer.telemetry.replay import RecordedSource

_ROWS = 1024
Tell = Callable[[str], None]


def replay_recording(run: RecordedRun, out_dir: Path | None, tell: Tell) -> Summary:
    """Go through a recording with samples; `tell` hears, line by line, what happened.

    The summary is that of `run_headless`, what really leaked included where the run was simulated;
    it goes to `out_dir` with tables. What of it is damaged, `run` tells when all was read.
    """
    began_s, header = time.monotonic(), run.header
    tell(f"{header.title} ({header.mode.lower()}, recorded by {header.version})")
    frames = (run.frames(i, min(i + _ROWS, len(run))) for i in range(0, len(run), _ROWS))
    tally = _played(frames, header, out_dir, tell)
    return _summed(tally, header, time.monotonic() - began_s, _simulated(run), out_dir)


def judge_again(run: RecordedRun, limits: Path | None, out_dir: Path | None, tell: Tell) -> Summary:
    """Let the detector of this version judge what was recorded, told what people told it then.

    limits: by which it judges; None: by those of the recording. Summary and tables as of a recording.
    Raises FileMistakes.
    """
    began_s, source = time.monotonic(), RecordedSource(run)
    limits_text = limits_in_force(limits) if limits is not None else run.header.limits_text
    detector = detector_of(source, limits_text)
    header = replace(run.header, assessed=detector.channels, limits_text=limits_text)
    tell(f"{header.title}: judged again, as it was recorded by {header.version}")
    session = Session(source, detector, None, 1.0, time.monotonic)
    judged = iter(lambda: session.advance(float("inf"), _ROWS), None)
    tally = _played(judged, header, out_dir, tell)
    return _summed(tally, header, time.monotonic() - began_s, _simulated(run), out_dir)


def judge_readings(
    wanted: ReadingsRequest | FeedRequest, out_dir: Path | None, tell: Tell
) -> Summary:
    """Let the detector judge somebody's readings, or a feed that was recorded; summary and tables as of a recording.

    Raises FileMistakes.
    """
    began_s, host = time.monotonic(), session_host(wanted)
    session = host.session
    for line in host.opened.story.splitlines():
        if line:
            tell(line)
    judged = iter(lambda: session.advance(float("inf"), _ROWS), None)
    tally = _played(judged, host.header, out_dir, tell)
    session.close()
    return _summed(tally, host.header, time.monotonic() - began_s, None, out_dir)


def _summed(
    tally: Tally,
    header: RunHeader,
    wall_s: float,
    simulated: SimulatedSource | None,
    out_dir: Path | None,
) -> Summary:
    summary = tally.summary(header, wall_s, simulated)
    if out_dir is not None:
        summary.write_json(out_dir / "summary.json")
    return summary


def _simulated(run: RecordedRun) -> SimulatedSource | None:
    """The run simulated again, at its end; nothing where it was no simulation, or cannot be run again any more."""
    try:
        return simulated_again(run)
    except (NoTruth, ValueError):
        return None


def _played(frames: Iterator[Frames], header: RunHeader, out_dir: Path | None, tell: Tell) -> Tally:
    writers = []
    if out_dir is not None:
        out_dir.mkdir(parents=True, exist_ok=True)
        for name, table in (
            ("samples.csv", header.sampled),
            ("assessments.csv", header.assessed),
        ):
            writers.append(TableWriter(out_dir / name, table.names))
    tally = Tally()
    for part in frames:
        if not len(part):
            break
        tally.take(part)
        for writer, values in zip(writers, (part.samples.values, part.assessed), strict=False):
            writer.write(part.samples.time_s, values)
    for writer in writers:
        writer.close()
    words = Words.of(header.station, header.limits_text)
    for event in tally.events:
        if not is_truth(event):
            told = f"{topic_of(event):8} {words.named(event)}"
            tell(f"{units.clock_text(event.time_s)}  {told}")
    return tally
