"""A scenario as fast as it goes, without a window: tables, recording and a summary come out."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

import iss_viewer
from iss_viewer import units
from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.opening.scenario import scenario_host, simulated
from iss_viewer.app.opening.session_host import SessionHost
from iss_viewer.app.summary import Findings, ModuleSummary, Summary, first_alarms
from iss_viewer.app.tables import TableWriter
from iss_viewer.simulation import SimulatedSource
from iss_viewer.simulation.truth_tap import TruthTap
from iss_viewer.situation.words import Words
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.frames import Floats, Samples

#: rows between two looks at the progress
_BLOCK_ROWS = 1024


def run_headless(
    request: ScenarioRequest,
    until_s: float | None,
    out_dir: Path | None,
    progress: Callable[[float, float], None],
) -> Summary:
    """Run a scenario to `until_s` (None: to its end); files go to `out_dir` if there is one.

    `progress` is called with the time reached and the time of the end. Raises FileMistakes.
    """
    began_s = time.monotonic()
    if out_dir is not None:
        out_dir.mkdir(parents=True, exist_ok=True)
        request = replace(request, recording=out_dir / "session.mcap")
    source = simulated(request, TruthTap)
    until_s = min(source.end_s, until_s if until_s is not None else source.end_s)
    tally = _Tally(source.truth_channels)
    host = scenario_host(request, source)
    session = host.session
    with _Tables(source, out_dir) as tables:
        source.sinks += (tables.write, tally.take)
        while session.source.time_s < until_s:
            frames = session.advance(until_s, _BLOCK_ROWS)
            if not len(frames):
                break
            tally.events += frames.events
            tally.samples += len(frames)
            tally.sampled, tally.assessed = frames.samples.values[-1], frames.assessed[-1]
            progress(session.time_s, until_s)
    session.close()
    tally.missing = (*host.notices, *session.notices, *tables.missing)
    summary = _summary(host, request.scenario, source.seed, tally, time.monotonic() - began_s)
    if out_dir is not None:
        summary.write_json(out_dir / "summary.json")
    return summary


class _Tables:
    """truth.csv and samples.csv of a run, if it has a folder."""

    def __init__(self, source: SimulatedSource, out_dir: Path | None) -> None:
        self._samples = self._truth = None
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
            self._truth.write(samples.time_s, truth)
        except OSError as error:
            when = units.clock_text(max(float(samples.time_s[0]), 0.0))
            self.missing = (f"The tables end at {when}: {error.strerror or error}.",)


class _Tally:
    """What is kept of a run for its summary."""

    def __init__(self, truth: ChannelTable) -> None:
        self._leaks = {c.subject: i for i, c in enumerate(truth) if c.quantity == "lost_kg"}
        self.lost_kg: dict[str, float] = dict.fromkeys(self._leaks, 0.0)
        self.events: tuple[Event, ...] = ()
        self.samples = 0
        self.missing: tuple[str, ...] = ()
        self.sampled = self.assessed = np.empty(0)

    def take(self, samples: Samples, truth: Floats) -> None:
        """Keep what each leak has let go by the last row."""
        if len(samples):
            self.lost_kg = {leak: float(truth[-1, at]) for leak, at in self._leaks.items()}


def _summary(host: SessionHost, scenario: str, seed: int, tally: _Tally, wall_s: float) -> Summary:
    session = host.session
    detector, source = session.detector, session.source
    found = Findings(detector.channels, tally.assessed)
    sampled = Findings(source.channels, tally.sampled)
    modules = tuple(
        ModuleSummary(
            module=module.id,
            name=module.name,
            status=found.status(module.id).name.lower(),
            pressure_pa=sampled.value(module.id, "pressure_pa"),
            leak_rate_kg_s=found.value(module.id, "leak_rate_kg_s"),
            leak_probability=found.value(module.id, "leak_probability"),
        )
        for module in source.station.modules
    )
    figures = (
        "leak_rate_kg_s", "leak_rate_low_kg_s", "leak_rate_high_kg_s",
        "reserve_s", "reserve_low_s", "reserve_high_s",
    )  # fmt: skip
    return Summary(
        version=iss_viewer.__version__,
        scenario=scenario,
        title=host.opened.title,
        station=source.station.name,
        seed=seed,
        end_s=session.time_s,
        samples=tally.samples,
        wall_s=wall_s,
        station_pressure_pa=found.station("pressure_pa"),
        **{name: found.station(name) for name in figures},
        verdict_crew=found.verdict("crew"),
        verdict_operations=found.verdict("operations"),
        verdict_mission=found.verdict("mission"),
        modules=modules,
        alarms=first_alarms(tally.events, Words.of(source.station, host.opened.limits_text)),
        truth_lost_kg=tally.lost_kg,
        missing=tally.missing,
    )
