"""A recording or somebody's readings without a window: what was found, and tables of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from iss_viewer import units
from iss_viewer.app.opening.by_request import session_host
from iss_viewer.app.opening.requests import ReadingsRequest
from iss_viewer.app.summary import Findings
from iss_viewer.app.tables import TableWriter
from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.quantities import leak_rate_words
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.events import Event, is_truth
from iss_viewer.telemetry.frames import Frames
from iss_viewer.telemetry.recording import RecordedRun
from iss_viewer.telemetry.status import ModuleStatus

_ROWS = 1024


def replay_recording(run: RecordedRun, out_dir: Path | None) -> Iterator[str]:
    """Go through a recording and tell, line by line, what was found; tables go to `out_dir`.

    What of it is damaged, `run` tells when all was read.
    """
    header = run.header
    yield f"{header.title} ({header.mode.lower()}, recorded by {header.version})"
    frames = (run.frames(i, min(i + _ROWS, len(run))) for i in range(0, len(run), _ROWS))
    words = Words.of(header.station, header.limits_text)
    yield from _report_lines(frames, words, header.sampled, header.assessed, out_dir)


def judge_readings(wanted: ReadingsRequest, out_dir: Path | None) -> Iterator[str]:
    """Let the detector judge somebody's readings and tell what was found; tables go to `out_dir`.

    Raises FileMistakes.
    """
    host = session_host(wanted)
    session = host.session
    yield from (line for line in host.opened.story.splitlines() if line)
    judged = iter(lambda: session.advance(float("inf"), _ROWS), None)
    words, source = Words.of(host.opened.station, host.opened.limits_text), session.source
    yield from _report_lines(judged, words, source.channels, session.detector.channels, out_dir)
    session.close()


def _report_lines(
    frames: Iterator[Frames],
    words: Words,
    sampled: ChannelTable,
    assessed: ChannelTable,
    out_dir: Path | None,
) -> Iterator[str]:
    writers = []
    if out_dir is not None:
        out_dir.mkdir(parents=True, exist_ok=True)
        for name, table in (("samples.csv", sampled), ("assessments.csv", assessed)):
            writers.append(TableWriter(out_dir / name, table.names))
    last: Frames | None = None
    events: list[Event] = []
    for part in frames:
        if not len(part):
            break
        last = part
        events += part.events
        for writer, values in zip(writers, (part.samples.values, part.assessed), strict=False):
            writer.write(part.samples.time_s, values)
    for writer in writers:
        writer.close()
    for event in events:
        if not is_truth(event):
            told = f"{topic_of(event):8} {words.event(event)}"
            yield f"{units.clock_text(event.time_s)}  {told}"
    if last is not None:
        yield from _conclusions(Findings(assessed, last.assessed[-1]), assessed)
    if out_dir is not None:
        yield f"Tables: {out_dir}"


def _conclusions(found: Findings, assessed: ChannelTable) -> Iterator[str]:
    yield f"Leak rate at the end: {_interval(found, STATION)}"
    for module in assessed.subjects("status"):
        status = found.status(module)
        if status is not ModuleStatus.NOMINAL:
            loses = ""
            if status in (ModuleStatus.LEAKING, ModuleStatus.SUSPECTED):
                loses = f", its air space loses {_interval(found, module)}"
            yield f"{module}: {status.name.lower().replace('_', ' ')}{loses}"


def _interval(found: Findings, subject: str) -> str:
    """A leak rate with its interval."""
    rate, low, high = (
        found.value(subject, f"leak_rate{end}_kg_s") for end in ("", "_low", "_high")
    )
    return leak_rate_words(rate, low, high, units.UNIT_SYSTEMS[0])
