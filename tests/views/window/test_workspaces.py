"""Three workspaces: each with the panels that its user needs, and each keeps what somebody moved in it."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QTabBar

from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.window.arrangement import BOTTOM
from iss_viewer.views.window.workspaces import WORKSPACES, WorkspaceTabs

OPERATOR, TRAINER, REVIEWER, TRAINEE = WORKSPACES


def open_panels(window) -> set[str]:
    return {name for name, dock in window.panels.docks.items() if not dock.isHidden()}


def meant(workspace) -> set[str]:
    return {place.panel for place in workspace.places}


@pytest.mark.parametrize("workspace", WORKSPACES, ids=lambda one: one.name)
def test_a_key_leads_to_each_workspace_with_its_panels_alone(opened, qtbot, workspace):
    window = opened.window
    window.workspaces.go_to(WORKSPACES[WORKSPACES.index(workspace) - 1])
    qtbot.keyClick(window, getattr(Qt.Key, f"Key_{workspace.key}"))
    assert window.workspaces.current is workspace
    assert open_panels(window) == meant(workspace)
    assert window.station.isVisible()


@pytest.mark.parametrize("workspace", WORKSPACES, ids=lambda one: one.name)
def test_every_workspace_fits_into_1280_by_680_points(opened, workspace):
    window = opened.window
    window.workspaces.go_to(workspace)
    window.resize(1280, 680)
    opened.tick(4)
    least = window.minimumSizeHint()
    assert (least.width(), least.height()) <= (1280, 680)
    for place in workspace.places:
        if not place.behind:  # a tab that is not in front has no place yet
            dock = window.panels.docks[place.panel]
            assert window.rect().contains(dock.geometry()), place.panel


def test_a_tab_leads_there_and_shows_where_one_is(opened, qtbot):
    window = opened.window
    tabs = window.menuBar().cornerWidget(Qt.Corner.TopLeftCorner)
    assert isinstance(tabs, WorkspaceTabs)
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(2).center())
    assert window.workspaces.current is REVIEWER
    window.workspaces.go_to(TRAINER)
    assert tabs.currentIndex() == 1


def test_what_is_moved_in_one_workspace_stays_so_there_and_nowhere_else(make_window, tmp_path):
    window = make_window(settings=WindowSettings(tmp_path / "window.json"))
    window.show()
    window.panels.docks["alarms"].close()
    window.workspaces.go_to(TRAINER)
    assert open_panels(window) == meant(TRAINER)
    window.panels.docks["training"].setFloating(True)
    window.workspaces.go_to(OPERATOR)
    assert open_panels(window) == meant(OPERATOR) - {"alarms"}
    window.workspaces.go_to(TRAINER)
    assert window.panels.docks["training"].isFloating()
    window.workspaces.restore()
    assert not window.panels.docks["training"].isFloating()


def test_the_next_start_is_in_the_workspace_that_was_left(make_window, tmp_path):
    settings = WindowSettings(tmp_path / "window.json")
    first = make_window(settings=settings)
    first.show()
    first.workspaces.go_to(REVIEWER)
    first.close()
    second = make_window(settings=settings)
    second.show()
    assert second.workspaces.current is REVIEWER
    assert open_panels(second) == meant(REVIEWER)


def test_a_layout_is_saved_for_its_workspace(make_window, tmp_path):
    window = make_window(settings=WindowSettings(tmp_path / "window.json"))
    window.show()
    window.layouts.save("mine")
    window.workspaces.go_to(TRAINER)
    assert window.layouts.names() == []
    window.workspaces.go_to(OPERATOR)
    assert window.layouts.names() == ["mine"]


def test_an_alarm_is_shown_where_the_workspace_has_no_list_of_them(opened):
    window = opened.window
    window.panels.docks["alarms"].close()
    window.watch.show_asked.emit()
    assert window.panels.docks["alarms"].isVisible()


def test_no_tabs_of_another_workspace_stay_on_the_screen(opened, qtbot):
    window = opened.window
    for _ in range(3):
        for workspace in WORKSPACES:
            window.workspaces.go_to(workspace)
            qtbot.wait(20)
            direct = Qt.FindChildOption.FindDirectChildrenOnly
            bars = [bar for bar in window.findChildren(QTabBar, options=direct) if bar.isVisible()]
            groups = len({place.behind for place in workspace.places if place.behind})
            assert len(bars) == groups and all(bar.count() > 1 for bar in bars)


def test_panels_moved_at_random_between_workspaces_end_nothing(opened):
    window, chance = opened.window, random.Random(6)  # this one met a bar of tabs that was deleted
    window.pump.hold()
    docks = list(window.panels.docks.values())

    def one_in_sight():
        return chance.choice([dock for dock in docks if not dock.isHidden()] or docks)

    for _ in range(80):
        hand = chance.random()
        if hand < 0.4:
            window.workspaces.go_to(chance.choice(WORKSPACES))
        elif hand < 0.55:
            one_in_sight().close()
        elif hand < 0.75:
            one_in_sight().floater.click()
        elif hand < 0.85:
            chance.choice(docks).toggleViewAction().trigger()
        elif hand < 0.95:
            window.tabifyDockWidget(*chance.sample(docks, 2))
        else:
            window.workspaces.restore()
        if chance.random() < 0.6:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.workspaces.go_to(OPERATOR)
    window.workspaces.restore()
    assert open_panels(window) == meant(OPERATOR)


def test_a_workspace_that_is_taken_up_first_gives_every_panel_its_share(opened, qtbot):
    window, docks = opened.window, opened.window.panels.docks
    window.resize(1600, 1000)
    for workspace in WORKSPACES[1:]:
        window.workspaces.go_to(workspace)
        qtbot.wait(20)
        for place in workspace.places:
            if place.share and place.area is BOTTOM:
                assert docks[place.panel].width() == pytest.approx(place.share * 1600, rel=0.05)
                assert docks[place.panel].height() > 0.7 * workspace.bottom_share * 1000
