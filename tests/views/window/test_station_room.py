"""The station takes the whole width by one key, and by itself in an emergency that finds it with little room."""

from __future__ import annotations

import pytest

from iss_viewer.views.window.station_pane import Shows
from iss_viewer.views.window.workspaces import WORKSPACES

OPERATOR, TRAINER = WORKSPACES[:2]


@pytest.fixture
def window(opened, qtbot):
    """At the size of a small console."""
    opened.window.resize(1280, 800)
    qtbot.wait(20)
    opened.window.workspaces.share_room()
    qtbot.wait(20)
    return opened.window


def beside(window):
    """The panels beside the station that are in sight, and how wide they stand."""
    docks = window.panels.docks
    return {
        name: docks[name].width()
        for name in ("plots", "cabin", "module", "why")
        if not docks[name].visibleRegion().isEmpty()
    }


def press_e(window):
    next(action for action in window.menus.actions if action.keys == ("E",)).do()


def test_one_key_gives_it_the_whole_width_and_the_same_key_brings_its_panels_back(window, qtbot):
    before = beside(window)
    assert set(before) == {"plots", "cabin"}
    press_e(window)
    qtbot.wait(20)
    assert beside(window) == {}
    assert window.station.width() > 1200 and window.station.shows is Shows.BOTH
    press_e(window)
    qtbot.wait(20)
    assert beside(window) == pytest.approx(before, abs=4)
    assert window.station.shows is Shows.SPACE


def test_an_emergency_gives_it_the_whole_width_where_it_has_little_until_it_is_over(window, qtbot):
    window.top.grown.emit()
    qtbot.wait(20)
    assert window.room.is_whole() and beside(window) == {}
    window.top.eased.emit()
    qtbot.wait(20)
    assert not window.room.is_whole() and len(beside(window)) == 2


def test_what_a_person_gave_it_stays_when_an_emergency_is_over(window, qtbot):
    press_e(window)
    window.top.grown.emit()
    window.top.eased.emit()
    qtbot.wait(20)
    assert window.room.is_whole()


@pytest.mark.parametrize("case", ["trainer", "past", "wide"])
def test_nothing_makes_way_for_a_trainer_in_the_past_or_on_a_wide_screen(window, qtbot, case):
    if case == "trainer":
        window.workspaces.go_to(TRAINER)
    elif case == "past":
        window.playhead.look_at(100.0)
        window.refresh()
    else:
        window.resize(1920, 1080)
        window.workspaces.share_room()
    qtbot.wait(20)
    window.top.grown.emit()
    assert not window.room.is_whole()


def test_a_workspace_is_left_and_made_anew_with_its_panels(window, qtbot):
    press_e(window)
    window.workspaces.go_to(TRAINER)
    window.workspaces.go_to(OPERATOR)
    qtbot.wait(20)
    assert len(beside(window)) == 2
    press_e(window)
    window.workspaces.restore()
    qtbot.wait(20)
    assert len(beside(window)) == 2 and window.station.shows is Shows.SPACE


def test_a_panel_with_a_tab_has_no_title_and_its_tab_floats_and_closes_it(window, qtbot):
    docks = window.panels.docks
    window.dock_tabs.follow()
    titled = {name for name, dock in docks.items() if dock.floater.isVisibleTo(dock)}
    assert "plots" in titled and not titled & {"alarms", "coolant", "cabin", "why"}
    menu = window.dock_tabs.menu(docks["alarms"])
    next(action for action in menu.actions() if action.text() == "Float").trigger()
    window.dock_tabs.follow()
    assert docks["alarms"].isFloating() and docks["alarms"].floater.isVisibleTo(docks["alarms"])
    docks["alarms"].setFloating(False)
    window.panels.show_mode("SESSION LOST", "bad")
    assert docks["alarms"].floater.isVisibleTo(docks["alarms"])  # with the title, which says it
