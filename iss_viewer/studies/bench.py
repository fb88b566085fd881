"""Speeds on this machine in one run, as ratios to a yardstick, or to a part of the same run, beside them.

Times are those of this process on the processor, so that other programs count less. They vary with
the machine; the ratios hold, and goals are stated in them.
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
from iss_viewer.studies.yardstick import yardstick_s
from iss_viewer.telemetry import Frames
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.recording.header import RunHeader
from iss_viewer.telemetry.recording.recorder import Recorder

if TYPE_CHECKING:
    from rich.table import Table

_BLOCK_ROWS = 256
_HOURS = ((1.0, 4.0), (10.0, 36.0))  # sample period, hours of the run
YARDSTICK = "yardstick"


@dataclass(frozen=True)
class _Goal:
    """What an hour of a run may cost at the most, in yardsticks."""

    simulated: float
    judged: float


_GOALS = {1.0: _Goal(0.72, 7.2), 10.0: _Goal(0.72, 1.2)}  # by sample period


@dataclass(frozen=True)
class Speed:
    """What something costs on the processor, s, and what it may cost at the most, in `beside`.

    beside_s: what that costs itself.
    """

    name: str
    cost_s: float
    goal: float
    beside_s: float
    beside: str = YARDSTICK

    @property
    def ratio(self) -> float:
        """How many times the cost of what it is beside."""
        return self.cost_s / self.beside_s

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.goal


def bench_table(scale: float = 1.0) -> Table:
    """All speeds as a table to print. `scale` shortens the runs."""
    from rich.table import Table as RichTable

    table = RichTable(title="Speeds in one run on this machine")
    table.add_column("what")
    for column in ("processor time", "ratio", "goal"):
        table.add_column(column, justify="right")
    table.add_column("to")
    table.add_column("")
    for speed in speeds(scale):
        met = "met" if speed.is_met else "missed"
        ratio, goal = f"{speed.ratio:.3g}", f"≤ {speed.goal:.3g}"
        table.add_row(speed.name, f"{1e3 * speed.cost_s:,.3g} ms", ratio, goal, speed.beside, met)
    return table


def speeds(scale: float = 1.0) -> Iterator[Speed]:
    """Measure one speed after the other, each group with the yardstick before and after it."""
    scenario, station = read_scenario("quiet-day")
    _run(scenario, station, 60.0, 1.0)  # compile what is compiled, before anything is timed
    with tempfile.TemporaryDirectory() as folder:
        for period_s, hours in _HOURS:
            yield from _of_a_run(scenario, station, period_s, hours * scale, Path(folder))
    for load, cost in costs(scenario, station, 4.0 * scale):
        name = f"detector, {load.name}"
        yield Speed(name, cost.detecting_s, load.goal, cost.simulating_s, "simulation")
    yield from _searching(station)


def _of_a_run(
    scenario: Scenario, station: Station, period_s: float, hours: float, folder: Path
) -> Iterator[Speed]:
    """What an hour of a run costs."""
    words, before_s = f"a sample each {period_s:.0f} s", yardstick_s()
    parts = _run(scenario, station, hours * 3600.0, period_s, folder / f"{period_s}.mcap")
    curve_s, beside_s = _curve_s(parts.history), 0.5 * (before_s + yardstick_s())
    judged_s = parts.simulating_s + parts.judging_s
    goal = _GOALS[period_s]
    yield Speed(f"an hour simulated, {words}", parts.simulating_s / hours, goal.simulated, beside_s)
    yield Speed(f"an hour simulated and judged, {words}", judged_s / hours, goal.judged, beside_s)
    yield Speed(f"one detector update, {words}", parts.judging_s / parts.rows, 0.01, beside_s)
    yield Speed(f"a plotted curve of the whole run, {words}", curve_s, 0.1, beside_s)
    name = f"recording, {words}"
    yield Speed(name, parts.recording_s, 0.33, judged_s, "simulation and detector")


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
        times, before_s = [], yardstick_s()
        for step in range(7):
            readings = [
                PartReading(part, leak_kg_s * ("LAB" in part), 0.3 * leak_kg_s, 600.0 + step)
                for part in parts_of(station, closed)
            ]
            start = time.process_time()
            locator.observe(float(step), closed, readings)
            next_best_action(locator, SearchConstraints(float(step), people))
            times.append(time.process_time() - start)
        beside_s = 0.5 * (before_s + yardstick_s())
        yield Speed(f"location and next best action, {words}", median(times), 1.0, beside_s)
