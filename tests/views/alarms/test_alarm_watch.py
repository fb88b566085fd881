"""No look elsewhere hides a live emergency: it stands in the frame of the window, and it sounds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.link.link import Frames
from iss_viewer.telemetry.commands import Acknowledge
from iss_viewer.telemetry.events import AlarmChange, AlarmChanged
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from tests.views import prepared

STRIKE = replace(
    prepared.LEAK_ALARM, id="LAB.rapid", subject="LAB", alarm_class=AlarmClass.EMERGENCY,
    raised_s=prepared.LENGTH_S, changed_s=prepared.LENGTH_S,
)  # fmt: skip


def raise_alarm(opened, alarm):
    """Have the session tell of an alarm at the present."""
    nothing = Frames.empty(prepared.sampled(), prepared.opened().assessed)
    opened.link.say(replace(nothing, events=(AlarmChanged(alarm, AlarmChange.RAISE),)))
    opened.tick(8)


def look_back(window):
    window.time_bar.look_at(prepared.CLOSED_S)


def hide_panel(window):
    window.panels.docks["alarms"].close()


def float_panel(window):
    window.panels.docks["alarms"].setFloating(True)


def minimise(window):
    window.showMinimized()


@pytest.mark.parametrize("look_elsewhere", [look_back, hide_panel, float_panel, minimise])
def test_a_live_emergency_shows_itself_and_sounds_whatever_is_looked_at(opened, look_elsewhere):
    window = opened.window
    window.watch.silence()
    look_elsewhere(window)
    raise_alarm(opened, STRIKE)
    assert window.watch.isVisibleTo(window)
    assert window.watch.words.text().startswith("LIVE EMERGENCY  Destiny")
    assert window.watch.annunciator.sounding is AlarmClass.EMERGENCY
    assert window.windowTitle().startswith("EMERGENCY")


def test_an_acknowledged_emergency_stands_in_the_frame_while_it_lasts_and_the_past_is_looked_at(
    opened,
):
    raise_alarm(opened, replace(STRIKE, state=AlarmState.ACKNOWLEDGED))
    opened.tick(8)
    assert not opened.window.watch.isVisibleTo(opened.window)
    look_back(opened.window)
    assert opened.window.watch.isVisibleTo(opened.window)
    assert not opened.window.watch.acknowledge.isVisibleTo(opened.window.watch)


def test_the_strip_acknowledges_the_alarms_it_names_and_no_others(opened):
    raise_alarm(opened, STRIKE)
    opened.window.watch.acknowledge.click()
    assert opened.link.posted[-1] == Acknowledge(("LAB.rapid",))


def test_from_the_strip_one_comes_to_the_present_and_to_the_list(opened):
    window = opened.window
    look_back(window)
    hide_panel(window)
    raise_alarm(opened, STRIKE)
    window.watch.show_alarms.click()
    opened.tick(8)
    assert window.playhead.is_live
    assert window.panels.docks["alarms"].isVisibleTo(window)
    assert len(window.panels.alarms.tree.listed()) == 3


def test_an_advisory_asks_for_no_place_in_the_frame(opened):
    raise_alarm(opened, replace(STRIKE, alarm_class=AlarmClass.ADVISORY))
    assert not opened.window.watch.isVisibleTo(opened.window)


def test_the_strip_of_a_run_does_not_stand_over_the_next(opened):
    raise_alarm(opened, STRIKE)
    opened.window.start("another")
    assert not opened.window.watch.isVisibleTo(opened.window)
    assert not opened.window.windowTitle().startswith("EMERGENCY")


def test_without_its_session_the_strip_says_what_was_known_last_and_takes_no_order(opened):
    raise_alarm(opened, STRIKE)
    watch = opened.window.watch
    assert watch.acknowledge.isEnabled()
    opened.link.die()
    opened.tick(12)
    assert watch.words.text().startswith("LAST KNOWN EMERGENCY  Destiny")
    assert not watch.acknowledge.isEnabled()
