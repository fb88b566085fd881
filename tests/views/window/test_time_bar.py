"""The time bar: live it drives the session, looking back it drives the past."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from iss_viewer.situation.playhead import Playhead
from iss_viewer.telemetry.commands import Freeze, SetSpeed, Step
from iss_viewer.views.window.time_bar import TimeBar
from tests.views import prepared


@pytest.fixture
def playhead() -> Playhead:
    return Playhead()


@pytest.fixture
def bar(qtbot, posted, playhead):
    made = TimeBar(posted.context, playhead)
    qtbot.addWidget(made)
    made.resize(1200, 60)
    made.show()
    made.show_moment(posted.context.moment)
    return made


@pytest.fixture
def now(posted, playhead):
    return lambda: playhead.time_s(posted.context.run.history)


def test_live_the_run_button_freezes_the_session(bar, posted):
    bar.run.click()
    assert posted.orders == [Freeze()]


def test_looking_back_the_same_button_plays_the_past(bar, posted, playhead):
    bar.look_at(1000.0)
    bar.run.click()
    assert playhead.is_playing
    assert posted.orders == []


def test_a_speed_goes_to_the_session_or_to_the_past(bar, posted, playhead):
    bar.set_speed(600)
    assert posted.orders == [SetSpeed(600.0)]
    bar.look_at(1000.0)
    bar.set_speed(30)
    assert playhead.speed == 30.0
    assert len(posted.orders) == 1


def test_a_step_on_while_live_and_frozen_asks_the_session_for_a_sample(bar, posted):
    from dataclasses import replace

    pace = replace(posted.context.moment.pace, is_running=False)
    posted.context.moment = replace(posted.context.moment, pace=pace)
    bar.step(1)
    assert posted.orders == [Step(1)]


def test_a_step_back_looks_at_the_frame_before(bar, now):
    bar.step(-1)
    assert now() == prepared.LENGTH_S - prepared.PERIOD_S


def test_marks_are_gone_through_in_order_both_ways(bar, posted, now):
    bar.look_at(0.0)
    seen = []
    for _ in range(4):
        bar.go_to_mark(1)
        seen.append(now())
        posted.show(seen[-1], is_live=False)
    assert seen == [
        prepared.CLOSED_S,
        prepared.ALARM_S,
        prepared.ALARM_S + 100,
        prepared.ACKNOWLEDGED_S,
    ]
    bar.go_to_mark(-1)
    assert now() == prepared.ALARM_S + 100


def test_pressing_the_track_looks_back_at_that_instant(bar, qtbot, now):
    x = round(bar.track.x_of(9000.0))
    qtbot.mouseClick(bar.track, Qt.MouseButton.LeftButton, pos=QPoint(x, 22))
    assert now() == pytest.approx(9000.0, abs=30)


def test_pressing_a_mark_goes_to_it_exactly(bar, qtbot, now):
    x = round(bar.track.x_of(prepared.CLOSED_S)) + 3
    qtbot.mouseClick(bar.track, Qt.MouseButton.LeftButton, pos=QPoint(x, 6))
    assert now() == prepared.CLOSED_S


def test_shift_and_drag_loops_a_range(bar, qtbot, playhead):
    shift = Qt.KeyboardModifier.ShiftModifier
    left, right = (round(bar.track.x_of(t)) for t in (3000.0, 6000.0))
    qtbot.mousePress(bar.track, Qt.MouseButton.LeftButton, shift, QPoint(left, 20))
    qtbot.mouseMove(bar.track, QPoint(right, 20))
    qtbot.mouseRelease(bar.track, Qt.MouseButton.LeftButton, shift, QPoint(right, 20))
    assert playhead.loop == pytest.approx((3000.0, 6000.0), abs=40)
    qtbot.mouseClick(bar.track, Qt.MouseButton.RightButton)  # else Shift counts as held


def test_the_live_button_comes_back_to_now(bar, playhead):
    bar.look_at(1000.0)
    assert not playhead.is_live
    bar.live.click()
    assert playhead.is_live


def test_pixels_and_instants_are_each_others_inverse(bar):
    for time_s in (0.0, 5000.0, prepared.LENGTH_S):
        assert bar.track.time_of(bar.track.x_of(time_s)) == pytest.approx(time_s, abs=1e-6)


def test_marks_are_drawn_anew_only_when_they_change(bar, posted):
    drawn = bar.track.marks_picture().cacheKey()
    bar.look_at(1000.0)
    bar.show_moment(posted.context.moment)
    bar.grab()
    assert bar.track.marks_picture().cacheKey() == drawn
    bar.resize(900, 60)
    bar.grab()
    assert bar.track.marks_picture().cacheKey() != drawn
