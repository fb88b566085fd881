"""Small runs to record: what the tests of recordings share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from iss_viewer.station import read_station
from iss_viewer.station.actions import MoveHatch, SetFeed
from iss_viewer.telemetry import ChannelTable, Command, Frames, Quality, Samples
from iss_viewer.telemetry.commands import Acknowledge, Act, WriteNote
from iss_viewer.telemetry.events import ActionDone, Alarm, AlarmChange, AlarmChanged
from iss_viewer.telemetry.recording import Recorder, RunHeader
from iss_viewer.telemetry.status import AlarmClass, AlarmState

SAMPLED = ChannelTable.of(
    ["SM_PRK.pressure_pa", "SM.pressure_pa", "SM_PRK.temperature_k", "H-01 a.is_open", "3x.crew"]
)
ASSESSED = ChannelTable.of(["SM_PRK.status", "SM_PRK.dpdt_pa_s", "STATION.reserve_s"])
COMMANDS = (
    (3.0, Command(Act(MoveHatch("H01", False)), "CDR")),
    (3.0, Command(Acknowledge(("a", "b")), "operator")),
    (5.0, Command(Act(SetFeed("N2", None)))),
    (7.0, Command(WriteNote("a “note”\nin two lines"), "ground")),
)


def header(**changes: object) -> RunHeader:
    """The header of a small run."""
    fields: dict[str, object] = {
        "title": "A test",
        "mode": "SIMULATION",
        "station": read_station("trio"),
        "sampled": SAMPLED,
        "assessed": ASSESSED,
        "start_utc_s": 1_707_000_000.25,
        "end_s": float("inf"),
        "scenario_id": "prk-2024",
        "scenario_text": 'id = "prk-2024"\n',
        "seed": 7,
        "version": "0.1.0",
    }
    return RunHeader(**{**fields, **changes})  # type: ignore[arg-type]


ALARM = Alarm(
    "SM_PRK.leak", "SM_PRK", "leak", AlarmClass.WARNING, AlarmState.UNACKNOWLEDGED, True, 0.0, 0.0,
    1.25, 1.0, "leak_evidence_1",
)  # fmt: skip


def frames(count: int, period_s: float = 1.0, seed: int = 0) -> Frames:
    """Rows with every kind of number, and an event every third row."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(count, len(SAMPLED))) * 10.0 ** rng.integers(-30, 30, (count, 1))
    assessed = rng.normal(size=(count, len(ASSESSED)))
    assessed[:, 0] = rng.integers(0, 5, count)
    for odd, place in zip((np.nan, np.inf, -np.inf, -0.0, 5e-30), range(count), strict=False):
        values[place, 1] = assessed[place, 2] = odd
    quality = rng.integers(0, len(Quality), values.shape).astype(np.uint8)
    time_s = np.arange(count) * period_s
    events = tuple(
        AlarmChanged(replace(ALARM, changed_s=float(time_s[i])), AlarmChange.RAISE)
        if i % 2
        else ActionDone(float(time_s[i]), MoveHatch("H01", i % 4 == 0), "H01")
        for i in range(0, count, 3)
    )
    return Frames(Samples(time_s, values, quality), assessed, events)


def record(path: Path, run: Frames, block: int = 10, close: bool = True) -> Recorder:
    """Record a run in blocks, each flushed as its own chunk, with its commands and two snapshots."""
    recorder = Recorder(path, header())
    commands = list(COMMANDS)
    for start in range(0, len(run), block):
        samples = run.samples.rows(start, start + block)
        first_s, last_s = samples.time_s[0], samples.time_s[-1]
        events = tuple(e for e in run.events if first_s <= e.time_s <= last_s)
        recorder.write(Frames(samples, run.assessed[start : start + block], events))
        while commands and commands[0][0] <= last_s:
            time_s, command = commands.pop(0)
            recorder.write_command(command, time_s)
        recorder.write_snapshot(last_s, f"state at {last_s}".encode())
        recorder.flush()
    if close:
        recorder.close()
    return recorder


def same(left: np.ndarray, right: np.ndarray) -> bool:
    """Whether two arrays are equal bit for bit, shape and NaN included."""
    return left.shape == right.shape and left.tobytes() == np.ascontiguousarray(right).tobytes()
