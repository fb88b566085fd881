"""Where in the run the window looks."""

from __future__ import annotations

import math

import pytest

from iss_viewer.detection.assessment import assessed_channels
from iss_viewer.situation.playhead import Playhead
from iss_viewer.telemetry.history import History
from tests.views import prepared


@pytest.fixture(scope="module")
def history():
    return prepared.history()


def test_live_shows_the_newest_frame(history):
    assert Playhead().time_s(history) == history.end_s


def test_an_empty_history_has_no_instant():
    empty = History(prepared.sampled(), assessed_channels(prepared.station()))
    assert math.isnan(Playhead().time_s(empty))


def test_looking_back_stays_within_the_run(history):
    head = Playhead()
    head.look_at(-50.0)
    assert head.time_s(history) == history.start_s


def test_the_past_plays_at_its_speed_and_goes_live_at_the_end(history):
    head = Playhead()
    head.look_at(1000.0)
    head.speed = 100.0
    head.play(True)
    head.advance(2.0, history)
    assert head.time_s(history) == pytest.approx(1200.0)
    head.advance(1e6, history)
    assert head.is_live
    assert not head.is_playing


def test_a_held_past_does_not_move(history):
    head = Playhead()
    head.look_at(1000.0)
    head.advance(10.0, history)
    assert head.time_s(history) == 1000.0


def test_a_loop_begins_again_at_its_start(history):
    head = Playhead()
    head.look_at(1990.0)
    head.loop, head.speed = (1000.0, 2000.0), 10.0
    head.play(True)
    head.advance(2.0, history)
    assert head.time_s(history) == 1000.0


def test_a_step_goes_to_the_neighbouring_frame(history):
    head = Playhead()
    head.look_at(1000.0)
    head.step(history, -1)
    assert head.time_s(history) == 1000.0 - prepared.PERIOD_S
