"""A scenario as fast as it goes, without a window: tables, recording and a summary come out."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from iss_viewer import units
from iss_viewer.app.opening.exercise import exercise_host, is_exercise
from iss_viewer.app.opening.requests import ScenarioRequest, TakeOverRequest
from iss_viewer.app.opening.scenario import scenario_host, simulated
from iss_viewer.app.opening.session_host import SessionHost
from iss_viewer.app.opening.take_over import take_over_host
from iss_viewer.app.summary import Summary
from iss_viewer.app.tables import TableWriter
from iss_viewer.app.tally import Tally
from iss_viewer.simulation import SimulatedSource
from iss_viewer.simulation.truth_tap import TruthTap
from iss_viewer.telemetry.events import ExerciseEnded
from iss_viewer.telemetry.frames import Floats, Samples
from iss_viewer.telemetry.recording import RecordedRun, RecordingRefused

#: rows between two looks at the progress
_BLOCK_ROWS = 1024


def run_headless(
    request: ScenarioRequest | TakeOverRequest,
    until_s: float | None,
    out_dir: Path | None,
    progress: Callable[[float, float], None],
) -> Summary:
    """Run a scenario to `until_s` (None: to its end), or go on with a recorded run.

    Files go to `out_dir` if there is one; of a run that goes on, the tables begin where it does and
    the recording holds all of it. `progress` is called with the time reached and the time of the
    end. Raises FileMistakes, RecordingRefused.
    """
    began_s = time.monotonic()
    if out_dir is not None:
        out_dir.mkdir(parents=True, exist_ok=True)
        request = replace(request, recording=out_dir / "session.mcap")
    tally = Tally()
    host, source = _opened(request, tally)
    session = host.session
    until_s = min(source.end_s, until_s if until_s is not None else source.end_s)
    if session.time_s >= until_s:
        session.close()
        words = (
            f"there is nothing between {units.duration_text(session.time_s)}, where it goes on, and"
        )
        raise RecordingRefused(f"{words} {units.duration_text(until_s)}, where it is to end")
    with _Tables(source, out_dir) as tables:
        source.sinks += (tables.write,)
        while session.source.time_s < until_s:
            frames = session.advance(until_s, _BLOCK_ROWS)
            if not len(frames):
                break
            tally.take(frames)
            progress(session.time_s, until_s)
            if any(isinstance(event, ExerciseEnded) for event in frames.events):
                break
    session.close()
    tally.missing = (*host.notices, *session.notices, *tables.missing)
    summary = tally.summary(host.header, time.monotonic() - began_s, source)
    if out_dir is not None:
        summary.write_json(out_dir / "summary.json")
    return summary


def _opened(
    request: ScenarioRequest | TakeOverRequest, tally: Tally
) -> tuple[SessionHost, TruthTap]:
    """The session, and its source, whose truth is heard from here on; `tally` takes its past."""
    if isinstance(request, ScenarioRequest):
        if is_exercise(request.scenario):
            played = exercise_host(request, TruthTap)
            assert isinstance(played.session.source, TruthTap)
            return played, played.session.source
        source = simulated(request, TruthTap)
        return scenario_host(request, source), source
    if request.recording is not None and request.recording.resolve() == request.file.resolve():
        raise RecordingRefused("what is gone on from cannot be written over: choose another --out")
    host = take_over_host(request, TruthTap)
    gone_on = host.session.source
    assert isinstance(gone_on, TruthTap)
    now = host.header.sampled, host.header.assessed
    with RecordedRun(request.file) as run:
        before = run.header.sampled, run.header.assessed
        for frames in run.stretches(gone_on.time_s):
            tally.take(frames.in_columns(before, now))
    return host, gone_on


class _Tables:
    """truth.csv and samples.csv of a run, if it has a folder."""

    def __init__(self, source: SimulatedSource, out_dir: Path | None) -> None:
        self._samples = self._truth = None
        self._source, self._columns = source, source.truth_channels
        self.missing: tuple[str, ...] = ()
        if out_dir is not None:
            self._samples = TableWriter(out_dir / "samples.csv", source.channels.names)
            self._truth = TableWriter(out_dir / "truth.csv", source.truth_channels.names)

    def __enter__(self) -> _Tables:
        return self

    def __exit__(self, *_: object) -> None:
        for table in (self._samples, self._truth):
            if table is not None:
                with contextlib.suppress(OSError):
                    table.close()

    def write(self, samples: Samples, truth: Floats) -> None:
        """Write rows; a full disk ends the tables, not the run."""
        if self._samples is None or self._truth is None or self.missing:
            return
        try:
            self._samples.write(samples.time_s, samples.values)
            self._truth.write(samples.time_s, self._known(truth))
        except OSError as error:
            when = units.clock_text(max(float(samples.time_s[0]), 0.0))
            self.missing = (f"The tables end at {when}: {error.strerror or error}.",)

    def _known(self, truth: Floats) -> Floats:
        """The columns that the table has: a leak that began in the run brought more."""
        if truth.shape[1] == len(self._columns):
            return truth
        now = self._source.truth_channels
        return truth[:, [now.column(one.subject, one.quantity) for one in self._columns]]
