"""However many curves a page asks of a recording, each stretch of it is unpacked once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from iss_viewer.debrief.curves import curves_of
from iss_viewer.debrief.module_report import module_reports
from iss_viewer.debrief.plots import place_plot, pressure_plot
from iss_viewer.station import read_station
from iss_viewer.telemetry import ChannelTable, Frames, Samples
from iss_viewer.telemetry.recording import RecordedRun, Recorder, RunHeader
from iss_viewer.telemetry.recording.recorded_chunk import RecordedChunk
from iss_viewer.units import UNIT_SYSTEMS

MODULES = ("CORE", "LAB")
ROWS = 12_000


@pytest.fixture(scope="module")
def recording(tmp_path_factory) -> Path:
    """More stretches than are kept unpacked at a time."""
    path = tmp_path_factory.mktemp("curves") / "a.mcap"
    sampled = ChannelTable.of(f"{module}.pressure_pa" for module in MODULES)
    assessed = ChannelTable.of(f"{module}.leak_probability" for module in MODULES)
    header = RunHeader("A run", "SIMULATION", read_station("trio"), sampled, assessed, 1.7e9, 1e5)
    recorder = Recorder(path, header)
    for start in range(0, ROWS, 1000):
        time_s = np.arange(start, start + 1000.0)
        values = np.stack([101_325.0 - time_s, 90_000.0 + time_s], 1)
        samples = Samples(time_s, values, np.zeros((1000, 2), np.uint8))
        recorder.write(Frames(samples, np.zeros((1000, 2))))
    recorder.close()
    return path


@pytest.fixture
def unpacked(monkeypatch) -> Counter[float]:
    """How often each stretch was unpacked, by its first time."""
    counted: Counter[float] = Counter()
    values = RecordedChunk.values

    def counting(chunk: RecordedChunk):
        counted[float(chunk.time_s[0])] += 1
        return values(chunk)

    monkeypatch.setattr(RecordedChunk, "values", counting)
    return counted


def test_the_reports_of_all_modules_unpack_a_recording_once(recording, unpacked):
    with RecordedRun(recording) as run:
        first, second = module_reports(run.history(), run.header.station, MODULES)
    assert (first.lowest_pa, second.lowest_pa) == (101_325.0 - (ROWS - 1), 90_000.0)
    assert set(unpacked.values()) == {1}


def test_a_plot_of_many_modules_unpacks_a_recording_once(recording, unpacked):
    shown = dict(zip(MODULES, MODULES, strict=True))
    with RecordedRun(recording) as run:
        for draw in (
            lambda history: pressure_plot(history, shown, UNIT_SYSTEMS[0]),
            lambda history: place_plot(history, shown),
        ):
            unpacked.clear()
            draw(run.history())
            assert set(unpacked.values()) == {1}


def test_curves_end_at_the_instant_that_is_asked_for(recording):
    with RecordedRun(recording) as run:
        names = [("CORE", "pressure_pa"), ("CORE", "nothing"), ("LAB", "leak_probability")]
        times, curves = curves_of(run.history(), names, 4000, upto_s=100.0)
    assert list(curves) == [names[0], names[2]]
    assert times[-1] == 100.0
    assert curves[names[0]][-1] == 101_225.0
