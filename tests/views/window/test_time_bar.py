"""The time bar: live it drives the session, looking back it drives the past."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from iss_viewer.situation.playhead import Playhead
from iss_viewer.telemetry.commands import Freeze, SetSpeed, Step
from iss_viewer.views.window.time_bar import TimeBar
from tests.views import prepared


@pytest.fixture
def bar(qtbot, posted):
    made = TimeBar(posted.desk, Playhead())
    qtbot.addWidget(made)
    made.resize(1200, 60)
    made.show()
    made.show_moment(posted.desk.moment)
    return made


def now(bar, posted):
    return bar._playhead.time_s(posted.desk.run.history)


def test_live_the_run_button_freezes_the_session(bar, posted):
    bar.run.click()
    assert posted.orders == [Freeze()]


def test_looking_back_the_same_button_plays_the_past(bar, posted):
    bar.look_at(1000.0)
    bar.run.click()
    assert bar._playhead.is_playing
    assert posted.orders == []


def test_a_speed_goes_to_the_session_or_to_the_past(bar, posted):
    bar.set_speed(600)
    assert posted.orders == [SetSpeed(600.0)]
    bar.look_at(1000.0)
    bar.set_speed(30)
    assert bar._playhead.speed == 30.0
    assert len(posted.orders) == 1


def test_a_step_on_while_live_and_frozen_asks_the_session_for_a_sample(bar, posted):
    from dataclasses import replace

    pace = replace(posted.desk.moment.pace, is_running=False)
    posted.desk.moment = replace(posted.desk.moment, pace=pace)
    bar.step(1)
    assert posted.orders == [Step(1)]


def test_a_step_back_looks_at_the_frame_before(bar, posted):
    bar.step(-1)
    assert now(bar, posted) == prepared.LENGTH_S - prepared.PERIOD_S


def test_marks_are_gone_through_in_order_both_ways(bar, posted):
    bar.look_at(0.0)
    seen = []
    for _ in range(4):
        bar.go_to_mark(1)
        seen.append(now(bar, posted))
        posted.show(seen[-1], is_live=False)
    assert seen == [
        prepared.CLOSED_S,
        prepared.ALARM_S,
        prepared.ALARM_S + 100,
        prepared.ACKNOWLEDGED_S,
    ]
    bar.go_to_mark(-1)
    assert now(bar, posted) == prepared.ALARM_S + 100


def test_pressing_the_track_looks_back_at_that_instant(bar, posted, qtbot):
    x = round(bar.track.x_of(9000.0))
    qtbot.mouseClick(bar.track, Qt.MouseButton.LeftButton, pos=QPoint(x, 22))
    assert now(bar, posted) == pytest.approx(9000.0, abs=30)


def test_pressing_a_mark_goes_to_it_exactly(bar, posted, qtbot):
    x = round(bar.track.x_of(prepared.CLOSED_S)) + 3
    qtbot.mouseClick(bar.track, Qt.MouseButton.LeftButton, pos=QPoint(x, 6))
    assert now(bar, posted) == prepared.CLOSED_S


def test_shift_and_drag_loops_a_range(bar, posted, qtbot):
    shift = Qt.KeyboardModifier.ShiftModifier
    left, right = (round(bar.track.x_of(t)) for t in (3000.0, 6000.0))
    qtbot.mousePress(bar.track, Qt.MouseButton.LeftButton, shift, QPoint(left, 20))
    qtbot.mouseMove(bar.track, QPoint(right, 20))
    qtbot.mouseRelease(bar.track, Qt.MouseButton.LeftButton, shift, QPoint(right, 20))
    assert bar._playhead.loop == pytest.approx((3000.0, 6000.0), abs=40)


def test_the_live_button_comes_back_to_now(bar):
    bar.look_at(1000.0)
    assert not bar._playhead.is_live
    bar.live.click()
    assert bar._playhead.is_live


def test_pixels_and_instants_are_each_others_inverse(bar):
    for time_s in (0.0, 5000.0, prepared.LENGTH_S):
        assert bar.track.time_of(bar.track.x_of(time_s)) == pytest.approx(time_s, abs=1e-6)


def test_marks_are_drawn_anew_only_when_they_change(bar, posted, monkeypatch):
    drawn = []
    paint = bar.track._paint_marks
    monkeypatch.setattr(
        bar.track, "_paint_marks", lambda painter: (drawn.append(1), paint(painter))
    )
    bar.grab()
    bar.look_at(1000.0)
    bar.show_moment(posted.desk.moment)
    bar.grab()
    assert len(drawn) <= 1
    drawn.clear()
    bar.resize(900, 60)
    bar.grab()
    assert drawn
