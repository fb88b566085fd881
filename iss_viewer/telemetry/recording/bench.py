"""What recording and review cost, measured on a day of 64 channels at 10 Hz.

The values are like those of real instruments: noisy, drifting, in steps of the reading.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from iss_viewer.station import read_station
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.frames import Bytes, Floats, Frames, Samples
from iss_viewer.telemetry.recording.header import RunHeader
from iss_viewer.telemetry.recording.recorded_run import RecordedRun
from iss_viewer.telemetry.recording.recorder import Recorder
from iss_viewer.units import S_PER_DAY

DAY_S = S_PER_DAY
RATE_HZ = 10.0
_QUANTITIES = (
    ("pressure_pa", 101325.0, 5.0, 13.3322387415),
    ("temperature_k", 295.0, 0.05, 0.1),
    ("oxygen_pa", 21300.0, 8.0, 13.3322387415),
    ("carbon_dioxide_pa", 400.0, 3.0, 1.33322387415),
)
_MODULES = 16
_ASSESSED = ("status", "alarm", "dpdt_pa_s", "leak_rate_kg_s", "reserve_s", "leak_probability")


@dataclass(frozen=True)
class RecordingCost:
    """One measured figure and what it may be at the most (or least)."""

    name: str
    value: float
    unit: str
    limit: str

    def __str__(self) -> str:
        return f"{self.name:<52} {self.value:>10.3g} {self.unit:<10} (wanted: {self.limit})"


def header() -> RunHeader:
    """The header of a run of 64 sampled channels and what is concluded from them."""
    names = [f"M{m:02d}" for m in range(_MODULES)]
    return RunHeader(
        title="Benchmark",
        mode="SIMULATION",
        station=read_station("iss"),
        sampled=ChannelTable.of(f"{m}.{q}" for m in names for q, *_ in _QUANTITIES),
        assessed=ChannelTable.of(f"{m}.{q}" for m in names for q in _ASSESSED),
        start_utc_s=1.7e9,
        end_s=DAY_S,
        sample_period_s=1.0 / RATE_HZ,
    )


def rows(start: int, count: int, seed: int = 1) -> Frames:
    """Rows start..start+count-1 of the benchmark's run."""
    rng = np.random.default_rng([seed, start])
    time_s = np.arange(start, start + count) / RATE_HZ
    values = np.empty((count, _MODULES * len(_QUANTITIES)))
    for column in range(values.shape[1]):
        _, level, noise, step = _QUANTITIES[column % len(_QUANTITIES)]
        drift = noise * np.sin(time_s / 5400.0 + column)
        values[:, column] = np.round((level + drift + rng.normal(0, noise, count)) / step) * step
    assessed = np.zeros((count, _MODULES * len(_ASSESSED)))
    shared = rng.normal(0, 1, (count, 3))
    for column in range(assessed.shape[1]):
        kind = column % len(_ASSESSED)
        if 2 <= kind <= 4:
            assessed[:, column] = shared[:, kind - 2]
        elif kind == 5:
            assessed[:, column] = np.abs(rng.normal(0, 0.01, count))
    quality: Bytes = np.zeros(values.shape, np.uint8)
    return Frames(Samples(time_s, values, quality), assessed)


def bench(folder: Path, hours: float = 24.0) -> Iterator[RecordingCost]:
    """Record at 10 Hz as if a second of the run were a second of wall time, then open and look."""
    path = folder / "day.mcap"
    seconds, day = _record_in_step(path, hours), 24.0 / hours
    share = 100.0 * seconds / (hours * 3600.0)
    size_mb = path.stat().st_size / 1e6 * day
    yield RecordingCost("recording 64 channels at 10 Hz, of one core", share, "%", "at most 5")
    yield RecordingCost("24 h of 64 channels at 10 Hz", size_mb, "MB", "at most 150")
    yield RecordingCost("recording at full speed", _full_speed(folder), "rows/s", "beyond 20,000")
    yield RecordingCost(
        "opening it and drawing one whole curve", _opening_s(path), "s", "at most 2"
    )
    with RecordedRun(path) as run:
        yield RecordingCost("scrubbing at random", _scrub(run), "frames/s", "at least 25")
        place, length = (int(number) for number in run.index.places[-1, :2])
    os.truncate(path, place + length)
    yield RecordingCost("the same when its writer was killed", _opening_s(path), "s", "at most 2")


def _opening_s(path: Path) -> float:
    """Seconds to open a run and draw one curve of all of it."""
    began = time.perf_counter()
    with RecordedRun(path) as run:
        history = run.history()
        history.curve(0, 0.0, history.end_s)
    return time.perf_counter() - began


def _record_in_step(path: Path, hours: float) -> float:
    """Write a run a row at a time, a chunk each second; the seconds that the recorder took."""
    now_s, spent_s = 0.0, 0.0
    recorder = Recorder(path, header(), wall=lambda: now_s)
    count = int(hours * 3600 * RATE_HZ)
    for start in range(0, count, 6000):
        block = rows(start, min(6000, count - start))
        parts = [
            Frames(block.samples.rows(i, i + 1), block.assessed[i : i + 1])
            for i in range(len(block))
        ]
        began = time.perf_counter()
        for part in parts:
            now_s += 1.0 / RATE_HZ
            recorder.write(part)
        spent_s += time.perf_counter() - began
    began = time.perf_counter()
    recorder.close()
    return spent_s + time.perf_counter() - began


def _full_speed(folder: Path) -> float:
    """Rows a second when they come as fast as they can be taken."""
    block = [rows(start, 256) for start in range(0, 256 * 100, 256)]
    recorder = Recorder(folder / "fast.mcap", header())
    began = time.perf_counter()
    for part in block:
        recorder.write(part)
    recorder.flush()
    taken = 256 * 100 / (time.perf_counter() - began)
    recorder.close()
    return taken


def _scrub(run: RecordedRun) -> float:
    """Instants a second that can be shown, anywhere in the run."""
    history = run.history()
    rng = np.random.default_rng(2)
    moments: Floats = rng.uniform(0.0, float(run.time_s[-1]), 100)
    began = time.perf_counter()
    for moment in moments:
        history.at(float(moment))
        history.events(float(moment) - 60.0, float(moment))
    return len(moments) / (time.perf_counter() - began)
