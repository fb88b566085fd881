"""Speeds on this machine in one run, as figures and as ratios to the simulation alone.

Times are those of this process on the processor, so that other programs count less. They vary with
the machine; the ratios hold.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from iss_viewer.detection import StationDetector
from iss_viewer.detection.advising import SearchConstraints, next_best_action, people_aboard
from iss_viewer.detection.locating import Locator, PartReading, parts_of
from iss_viewer.scenario import Scenario, read_scenario
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import Station
from iss_viewer.station.topology import inner_hatches
from iss_viewer.studies.bench_detector import costs
from iss_viewer.telemetry import Frames
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.recording.header import RunHeader
from iss_viewer.telemetry.recording.recorder import Recorder

if TYPE_CHECKING:
    from rich.table import Table

_BLOCK_ROWS = 256
_HOURS = ((1.0, 4.0), (10.0, 36.0))  # sample period, hours of the run


@dataclass(frozen=True)
class Speed:
    """One measured speed, its goal, and how it compares with the simulation alone."""

    name: str
    value: float
    unit: str
    goal: float
    is_larger_better: bool = True
    ratio: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.value >= self.goal if self.is_larger_better else self.value <= self.goal


def bench_table(scale: float = 1.0) -> Table:
    """All figures as a table to print. `scale` shortens the runs."""
    from rich.table import Table as RichTable

    table = RichTable(title="Speeds in one run on this machine")
    table.add_column("what")
    for column in ("figure", "goal", "of the simulation alone"):
        table.add_column(column, justify="right")
    table.add_column("")
    for figure in figures(scale):
        sign = "≥" if figure.is_larger_better else "≤"
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        met = "met" if figure.is_met else "missed"
        value, goal = f"{_text(figure.value)} {figure.unit}", f"{sign} {_text(figure.goal)}"
        table.add_row(figure.name, value, goal, ratio, met)
    return table


def _text(value: float) -> str:
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.3g}"


def figures(scale: float = 1.0) -> Iterator[Speed]:
    """Measure one figure after the other."""
    scenario, station = read_scenario("quiet-day")
    _run(scenario, station, 60.0, 1.0)  # compile what is compiled, before anything is timed
    with tempfile.TemporaryDirectory() as folder:
        for period_s, hours in _HOURS:
            yield from _speeds(scenario, station, period_s, hours * scale, Path(folder))
    for load, cost in costs(scenario, station, 4.0 * scale):
        name = f"detector beside the simulation, {load.name}"
        yield Speed(name, cost.ratio, "times", load.goal, is_larger_better=False)
    yield from _searching(station)


def _speeds(
    scenario: Scenario, station: Station, period_s: float, hours: float, folder: Path
) -> Iterator[Speed]:
    seconds, words = hours * 3600.0, f"a sample each {period_s:.0f} s"
    parts = _run(scenario, station, seconds, period_s, folder / f"{period_s}.mcap")
    alone, judged = seconds / parts.simulating_s, seconds / (parts.simulating_s + parts.judging_s)
    recorded = seconds / (parts.simulating_s + parts.judging_s + parts.recording_s)
    wanted = 5000.0 if period_s == 1.0 else 30000.0
    yield Speed(f"simulation alone, {words}", alone, "s/s", 50000.0, ratio=1.0)
    name = f"simulation, sensors and detector, {words}"
    yield Speed(name, judged, "s/s", wanted, ratio=judged / alone)
    name = f"and recorded, {words}"
    yield Speed(name, recorded, "s/s", 0.75 * judged, ratio=recorded / alone)
    update_ms = 1e3 * parts.judging_s / parts.rows
    yield Speed(f"one detector update, {words}", update_ms, "ms", 1.0, is_larger_better=False)
    curve_ms = 1e3 * _curve_s(parts.history)
    name = f"a plotted curve of the whole run, {words}"
    yield Speed(name, curve_ms, "ms", 10.0, is_larger_better=False)


@dataclass
class _Parts:
    """Where the time of a run went."""

    history: History
    rows: int = 0
    simulating_s: float = 0.0
    judging_s: float = 0.0
    recording_s: float = 0.0


def _run(
    scenario: Scenario,
    station: Station,
    seconds: float,
    period_s: float,
    path: Path | None = None,
) -> _Parts:
    """One run as a session makes it, each part of it timed."""
    changes = {"duration_s": seconds, "sample_period_s": period_s}
    source = SimulatedSource(scenario.model_copy(update=changes), station)
    detector = StationDetector(station, source.channels)
    parts = _Parts(History(source.channels, detector.channels))
    recorder = Recorder(path, _header(source, detector, seconds)) if path else None
    clock = time.process_time
    while True:
        start = clock()
        samples, events = source.read(seconds, _BLOCK_ROWS)
        parts.simulating_s += clock() - start
        if not len(samples):
            break
        start = clock()
        assessed, news = detector.update(samples)
        parts.judging_s += clock() - start
        frames = Frames(samples, assessed, tuple(sorted((*events, *news), key=lambda e: e.time_s)))
        if recorder is not None:
            start = clock()
            recorder.write(frames)
            parts.recording_s += clock() - start
        parts.history.append(frames)
        parts.rows += len(samples)
    if recorder is not None:
        recorder.close()
    return parts


def _header(source: SimulatedSource, detector: StationDetector, seconds: float) -> RunHeader:
    return RunHeader(
        title="Benchmark",
        mode="SIMULATION",
        station=source.station,
        sampled=source.channels,
        assessed=detector.channels,
        start_utc_s=1.7e9,
        end_s=seconds,
        sample_period_s=source.sample_period_s,
    )


def _curve_s(history: History) -> float:
    """Seconds to make one curve of the whole run ready for drawing, when it was drawn before."""
    column = history.table.column("SM_RO", "pressure_pa")
    times = []
    for _ in range(7):
        start = time.process_time()
        history.curve(column, 0.0, history.end_s)
        times.append(time.process_time() - start)
    return median(times)


def _searching(station: Station) -> Iterator[Speed]:
    """A posterior update with the next best action, in the midst of a search and with all shut."""
    people, leak_kg_s = people_aboard(station), 5e-6
    every = frozenset(hatch.id for hatch in inner_hatches(station))
    for words, closed in (("first advice", frozenset()), ("every hatch shut", every)):
        locator = Locator(station)
        times = []
        for step in range(7):
            readings = [
                PartReading(part, leak_kg_s * ("LAB" in part), 0.3 * leak_kg_s, 600.0 + step)
                for part in parts_of(station, closed)
            ]
            start = time.process_time()
            locator.observe(float(step), closed, readings)
            next_best_action(locator, SearchConstraints(float(step), people))
            times.append(1e3 * (time.process_time() - start))
        name = f"location and next best action, {words}"
        yield Speed(name, median(times), "ms", 100.0, is_larger_better=False)
