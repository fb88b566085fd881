"""What the recorder writes, and when: assessments once a second, an end that is written once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from recorded import ASSESSED, frames, header, record, same

from iss_viewer.telemetry import Frames
from iss_viewer.telemetry.recording import RecordedRun, Recorder


def steady(count: int, period_s: float) -> Frames:
    """Rows whose assessments move a little in each row and change no state."""
    run = frames(count, period_s)
    numbers = np.linspace(0.25, 0.75, count)[:, np.newaxis] * np.ones(len(ASSESSED))
    return Frames(run.samples, numbers, ())


def written(path: Path, run: Frames) -> np.ndarray:
    """The assessments that a recording of a run gives back."""
    recorder = Recorder(path, header())
    recorder.write(run)
    recorder.close()
    return RecordedRun(path).assessed(0, len(run))


@pytest.mark.parametrize(("period_s", "kept"), [(0.1, 10), (0.25, 25), (0.5, 50), (1.0, 100)])
def test_fast_assessments_are_written_once_a_second_and_hold_in_between(tmp_path, period_s, kept):
    back = written(tmp_path / "a.mcap", steady(100, period_s))
    assert len(np.unique(back[:, 1])) == kept
    assert back[0, 1] == 0.25


def test_a_value_that_appears_or_goes_is_written_at_once(tmp_path):
    run = steady(40, 0.1)
    run.assessed[17:23, 2] = np.nan
    back = written(tmp_path / "a.mcap", run)
    assert np.isnan(back[17:23, 2]).all()
    assert not np.isnan(back[:17, 2]).any()
    assert not np.isnan(back[23:, 2]).any()


def test_a_recording_that_is_closed_twice_stays_as_it_was(tmp_path):
    recorder = record(tmp_path / "a.mcap", frames(30))
    once = (tmp_path / "a.mcap").read_bytes()
    recorder.close()
    assert (tmp_path / "a.mcap").read_bytes() == once


@pytest.mark.parametrize("block", [7, 10, 13])
def test_how_fast_rows_are_cut_into_chunks_changes_no_assessment_that_is_written(tmp_path, block):
    run = steady(60, 0.1)
    record(tmp_path / "whole.mcap", run, block=60)
    record(tmp_path / "cut.mcap", run, block=block)
    with RecordedRun(tmp_path / "whole.mcap") as whole, RecordedRun(tmp_path / "cut.mcap") as cut:
        assert same(whole.assessed(0, 60), cut.assessed(0, 60))
