"""The middle of the window: 3D, the hatch map or both, by one key, with and without OpenGL."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.window.station_pane import Shows
from tests.views import prepared
from tests.views.conftest import Opened, PreparedConnector
from tests.views.messenger import Messenger


@pytest.fixture
def in_window(make_window, monkeypatch):
    """Opens a window with the station in it, with OpenGL or without."""

    def open_(gl: str = "on", settings: WindowSettings | None = None) -> Opened:
        monkeypatch.setenv("ISS_VIEWER_GL", gl)
        connector = PreparedConnector()
        window = make_window(connector, scenario="prepared", settings=settings, has_scene=True)
        window.show()
        window.start()
        window.pump.hold()
        made = Opened(window, connector.links, Messenger())
        made.tick(2)
        window.settle()
        made.tick(80)
        return made

    return open_


def seen(opened: Opened) -> tuple[bool, bool]:
    pane = opened.window.station
    return pane.view is not None and not pane.view.isHidden(), not pane.map.isHidden()


def test_one_key_goes_from_3d_to_the_map_and_back(qtbot, in_window) -> None:
    opened = in_window()
    assert seen(opened) == (True, False)
    opened.window.station.switch()
    opened.tick(20)
    assert seen(opened) == (False, True)
    assert opened.window.station.map.map.facts.states["SM_PRK"].pressure_pa > 0
    key = next(a for a in opened.window.menus.actions if a.keys == ("M",))
    key.do()
    assert seen(opened) == (True, False)


def test_where_there_is_room_both_stand_beside_each_other(in_window) -> None:
    opened = in_window()
    pane = opened.window.station
    pane.setMinimumWidth(1100)
    opened.window.resize(2400, 900)
    opened.window.settle()
    pane.switch()
    assert pane.shows is Shows.BOTH
    assert seen(opened) == (True, True)
    pane.switch()
    assert seen(opened) == (False, True)


def test_without_opengl_the_map_stands_in_and_says_why(in_window) -> None:
    opened = in_window(gl="off")
    assert seen(opened) == (False, True)
    assert "No 3D" in opened.window.station.map.head.toolTip()
    opened.window.station.switch()
    assert seen(opened) == (False, True)


def test_what_was_shown_last_is_shown_again(in_window, tmp_path) -> None:
    settings = WindowSettings(tmp_path / "settings.json")
    in_window(settings=settings).window.station.show_as(Shows.MAP)
    again = in_window(settings=WindowSettings(tmp_path / "settings.json"))
    assert seen(again) == (False, True)


def test_a_click_on_the_map_selects_for_the_whole_window(qtbot, in_window) -> None:
    opened = in_window()
    opened.window.station.show_as(Shows.MAP)
    opened.tick(20)
    canvas = opened.window.station.map.map
    middle = canvas.places.boxes["FGB"].centre
    qtbot.mouseClick(
        canvas, Qt.MouseButton.LeftButton, pos=canvas.mapFromParent(canvas.pos()) + _at(middle)
    )
    assert opened.window.context.selection.module == "FGB"
    assert opened.window.station.view.canvas.selected == "FGB"


def _at(point):
    from PySide6.QtCore import QPoint

    return QPoint(round(point.x), round(point.y))


def test_the_map_tells_the_instant_that_is_looked_at(in_window) -> None:
    opened = in_window()
    opened.window.station.show_as(Shows.MAP)
    opened.tick(20)
    hatches = opened.window.station.map.map.facts.hatches
    assert not hatches["H01"].is_planned
    opened.window.settle(prepared.CLOSED_S - 600.0)
    assert opened.window.station.map.map.facts.hatches["H01"].is_planned


@pytest.mark.parametrize("gl", ["on", "off"])
def test_a_start_on_the_map_counts_as_drawn_so_that_the_plots_come(
    qtbot, make_window, monkeypatch, tmp_path, gl: str
) -> None:
    monkeypatch.setenv("ISS_VIEWER_GL", gl)
    settings = WindowSettings(tmp_path / "settings.json")
    settings.keep("station/shows", "map")
    pane = make_window(PreparedConnector(), settings=settings, has_scene=True).station
    with qtbot.waitSignal(pane.first_drawn, timeout=5000):
        pane.show_station(prepared.station())
