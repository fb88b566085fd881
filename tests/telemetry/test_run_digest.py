"""The digest of a run: the same of the run and of its recording, another where a reading or an event is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from recorded import ASSESSED, SAMPLED, frames, record

from iss_viewer.telemetry import Frames
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.recording import RecordedRun
from iss_viewer.telemetry.run_digest import run_digest, short_digest


def history_of(*stretches: Frames) -> History:
    made = History(SAMPLED, ASSESSED)
    for one in stretches:
        made.append(one)
    return made


def test_a_run_and_its_recording_have_the_same_digest(tmp_path):
    run = frames(700)
    record(tmp_path / "run.mcap", run)
    with RecordedRun(tmp_path / "run.mcap") as recorded:
        assert run_digest(recorded.history()) == run_digest(history_of(run))


def test_it_does_not_hang_on_how_rows_came():
    run = frames(700)
    parts = [
        Frames(run.samples.rows(at, at + 100), run.assessed[at : at + 100]) for at in range(0, 700, 100)
    ]  # fmt: skip
    parts[-1] = replace(parts[-1], events=run.events)
    assert run_digest(history_of(*parts)) == run_digest(history_of(run))


def test_one_reading_or_event_more_makes_another_digest():
    run = frames(200)
    values = run.samples.values.copy()
    values[77, 2] = np.float32(1.5)
    other = replace(run, samples=replace(run.samples, values=values))
    fewer = replace(run, events=run.events[:-1])
    assert len({run_digest(history_of(one)) for one in (run, other, fewer)}) == 3


def test_a_run_without_rows_has_none_and_people_compare_sixteen_digits():
    assert run_digest(history_of()) == "" and short_digest("") == ""
    assert short_digest("0123456789abcdef0123") == "0123 4567 89ab cdef"
