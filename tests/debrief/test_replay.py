"""A recorded run plays again bit for bit, and can be gone on with from any instant."""

from __future__ import annotations

import numpy as np
import pytest
from played_run import DEEDS, END_S, play

from iss_viewer.app.opening.by_request import session_host
from iss_viewer.app.opening.requests import ScenarioRequest, TakeOverRequest
from iss_viewer.app.opening.scenario import scenario_host
from iss_viewer.detection import StationDetector
from iss_viewer.detection.limits import read_limits
from iss_viewer.session import Session
from iss_viewer.station.actions import SealLeak
from iss_viewer.telemetry import ActionRefused, Frames
from iss_viewer.telemetry.events.reader import event_text
from iss_viewer.telemetry.recording import RecordedRun, verify
from iss_viewer.telemetry.replay import RecordedSource, take_over


def _joined(frames: tuple[Frames, ...]) -> tuple[np.ndarray, ...]:
    filled = [part for part in frames if len(part)]
    return (
        np.concatenate([part.samples.time_s for part in filled]),
        np.concatenate([part.samples.values for part in filled]),
        np.concatenate([part.samples.quality for part in filled]),
        np.concatenate([part.assessed for part in filled]),
    )


def _equal(left: tuple[Frames, ...], right: tuple[Frames, ...]) -> None:
    for one, other in zip(_joined(left), _joined(right), strict=True):
        assert one.shape == other.shape
        assert one.tobytes() == other.tobytes()


def _plain(events) -> list[str]:
    return [event_text(event) for event in events]


def test_the_recording_holds_what_was_seen_bit_for_bit(played, run):
    assert verify(played.path).exit_code == 0
    recorded = run.frames(0, len(run))
    _equal(played.frames, (recorded,))
    assert _plain(run.events) == _plain(e for part in played.frames for e in part.events)
    assert run.commands == DEEDS


@pytest.mark.parametrize("most", [7, 1000])
def test_a_replay_concludes_the_same_bit_for_bit(played, run, most):
    source = RecordedSource(run)
    detector = StationDetector(source.station, source.channels, read_limits())
    session = Session(source, detector, None, 1.0, lambda: 0.0)
    frames = []
    while not session.is_over:
        frames.append(session.advance(float("inf"), most))
    _equal(played.frames, tuple(frames))
    assert sorted(_plain(e for part in frames for e in part.events)) == sorted(_plain(run.events))


def test_what_is_recorded_cannot_be_changed(run):
    with pytest.raises(ActionRefused, match="RECORDED"):
        RecordedSource(run).act(SealLeak("TRAINER"))


def test_a_replay_goes_on_from_a_place_like_one_that_was_not_stopped(run):
    source, other = RecordedSource(run), RecordedSource(run)
    source.read(1000.0, 10_000)
    other.restore(source.snapshot())
    one, other_one = source.read(2000.0, 50), other.read(2000.0, 50)
    assert one[0].values.tobytes() == other_one[0].values.tobytes()
    assert one[1] == other_one[1]


@pytest.mark.parametrize("moment_s", [300.0, 1500.0, 2950.0])
def test_a_take_over_goes_on_as_the_run_did(played, run, tmp_path, moment_s):
    request = TakeOverRequest(played.path, moment_s, 1.0, recording=tmp_path / "second.mcap")
    session = session_host(request).session
    assert session.time_s == moment_s
    later = tuple((t, c) for t, c in DEEDS if t > moment_s)
    frames = play(session, moment_s, END_S, later)
    session.close()
    whole = run.frames(run.row_at(moment_s) + 1, len(run))
    _equal(frames, (whole,))
    with RecordedRun(tmp_path / "second.mcap") as second:
        assert second.commands == DEEDS
        _equal((second.frames(0, len(second)),), (run.frames(0, len(run)),))


def test_a_take_over_begins_at_the_nearest_snapshot(run):
    plan = take_over(run, 2500.0)
    assert plan.snapshot_s == 2100.0
    assert [t for t, _ in plan.commands] == [2400.0]
    assert [t for t, _ in plan.earlier] == [600.0, 900.0, 1500.0, 1800.0]
    start = take_over(run, 700.0)
    assert (start.snapshot, [t for t, _ in start.commands]) == (None, [600.0])


def test_a_scenario_without_a_recording_is_the_same_run(played):
    session = scenario_host(ScenarioRequest("prk-2024")).session
    _equal(play(session, 0.0, END_S, DEEDS), played.frames)
