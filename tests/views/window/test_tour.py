"""Who is new is shown what stands where, once, and nothing of it is in anybody's way."""

from __future__ import annotations

import pytest

from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.window.tour import TOURS
from iss_viewer.views.window.workspaces import WORKSPACES
from tests.views import prepared


@pytest.mark.parametrize("workspace", WORKSPACES, ids=lambda one: one.name)
def test_every_stop_points_at_something_that_is_in_sight(opened, workspace):
    window, tour = opened.window, opened.window.tour
    window.workspaces.go_to(workspace)
    opened.tick(2)
    window.menus.show_tour()
    titles = []
    while tour.isVisible():
        titles.append(tour.title.text())
        assert tour.ring.isVisible()
        assert window.rect().contains(tour.ring.geometry())
        assert window.station.rect().contains(tour.geometry())
        tour.on.click()
    assert titles == [stop.title for stop in TOURS[workspace.name]]
    assert not tour.ring.isVisible()


def test_it_is_offered_once_for_each_workspace_and_not_to_who_keeps_no_settings(
    make_window, tmp_path
):
    settings = WindowSettings(tmp_path / "window.json")
    for is_new in (True, False):
        window = make_window(settings=settings)
        window.show()
        window.take(prepared.opened())
        assert window.tour.isVisible() is is_new
        window.tour.stop.click()
        assert not window.tour.isVisible()
        window.close()
    window = make_window()
    window.show()
    window.take(prepared.opened())
    assert not window.tour.isVisible()


def test_another_workspace_ends_the_tour(opened):
    opened.window.menus.show_tour()
    opened.window.workspaces.go_to(WORKSPACES[1])
    assert not opened.window.tour.isVisible()


def test_a_panel_that_is_closed_is_passed_over(opened):
    opened.window.panels.docks["plots"].close()
    opened.window.menus.show_tour()
    titles = []
    while opened.window.tour.isVisible():
        titles.append(opened.window.tour.title.text())
        opened.window.tour.on.click()
    assert "Pressures" not in titles and len(titles) == len(TOURS["Operator"]) - 1


def test_the_offer_gives_way_to_an_emergency_and_a_tour_that_was_begun_does_not(
    make_window, tmp_path
):
    window = make_window(settings=WindowSettings(tmp_path / "window.json"))
    window.show()
    window.take(prepared.opened())
    assert window.tour.isVisible()
    window.top.pressing.emit()
    assert not window.tour.isVisible()
    window.menus.show_tour()
    window.top.pressing.emit()
    assert window.tour.isVisible()
