"""Clicks on the station, its camera buttons and every page do what they say, whatever the window is doing."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QToolButton

from iss_viewer.link.link import Mode
from iss_viewer.views.station.motion import STRIPS
from iss_viewer.views.station.station_view import ViewBar
from iss_viewer.views.station.steering import PRESET_KEYS
from iss_viewer.views.window.workspaces import WORKSPACES
from tests.views import prepared
from tests.views.conftest import Opened, PreparedConnector
from tests.views.messenger import Messenger

IDLE_MS = 2000


@pytest.fixture
def in_3d(make_window):
    """Opens a window with the station in 3D, of a run or of a recording."""

    def open_(mode: Mode = Mode.SIMULATION) -> Opened:
        connector = PreparedConnector(mode)
        window = make_window(connector, scenario="prepared", has_scene=True)
        window.show()
        window.start()
        window.pump.hold()
        made = Opened(window, connector.links, Messenger())
        made.tick(2)
        window.settle()
        made.tick(80)
        canvas = window.station.view.canvas
        canvas.flight.duration_ms = 0
        return made

    return open_


def at_rest(window, qtbot) -> None:
    window.pump.tick()


def idle(window, qtbot) -> None:
    for _ in range(IDLE_MS // 25):
        window.pump.tick()
        qtbot.wait(25)


def frozen(window, qtbot) -> None:
    window.time_bar.toggle_run()
    idle(window, qtbot)


def looking_back(window, qtbot) -> None:
    window.time_bar.look_at(prepared.ALARM_S + 600.0)
    idle(window, qtbot)


def in_strips(window, qtbot) -> None:
    """A new status is half drawn."""
    window.time_bar.look_at(prepared.CLOSED_S / 2)
    window.station.view.canvas.grab()
    window.time_bar.look_at(prepared.LENGTH_S - 600.0)
    for _ in range(STRIPS // 2):
        window.station.view.refine()


def place_of(canvas, module: str) -> QPoint:
    """Where a module is picked: as a person sees it, about its middle."""
    x, y = canvas.where(module)
    for reach in range(0, 40, 4):
        for dx, dy in ((0, 0), (reach, 0), (-reach, 0), (0, reach), (0, -reach)):
            point = QPoint(round(x + dx), round(y + dy))
            if canvas.module_under(QPointF(point)) == module:
                return point
    raise AssertionError(f"{module} is not picked where it is seen")


def check_picking(window, qtbot) -> None:
    view, chosen = window.station.view, window.context.selection
    for module in ("SM_RO", "LAB", "SM_PRK"):
        chosen.choose("")
        view.canvas.grab()  # labels come and go with what is chosen
        qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=place_of(view.canvas, module))
        assert chosen.module == module
    qtbot.mouseDClick(view.canvas, Qt.MouseButton.LeftButton, pos=place_of(view.canvas, "LAB"))
    centre_m = window.context.moment.station.module("LAB").centre_m
    assert math.dist(view.pose().focus_m, centre_m) < 2.0


def check_cameras(window, qtbot) -> None:
    canvas = window.station.view.canvas
    buttons = canvas.findChild(ViewBar).findChildren(QToolButton)
    for button, preset in zip(buttons, PRESET_KEYS.values(), strict=False):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert canvas.scene.pose == canvas.scene.preset(preset, canvas.width() / canvas.height())


def check_pages(window, qtbot) -> None:
    """Every tab of the module's page is of the module and instant on screen, every panel is drawn."""
    page, moment = window.panels.module, window.context.moment
    for module in ("SM_PRK", "LAB"):
        window.context.selection.choose(module)
        pressure = window.context.units.pressure_text(moment.value(module, "pressure_pa"))
        bar = page.tabs.tabBar()
        for tab in (1, 2, 0):
            qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tab).center())
            assert page.tabs.currentIndex() == tab
        assert page.now.pressure.text() == pressure
        assert page.run.values["lowest"].text() != "—"
        assert page.archive.count.text()
    for workspace in reversed(WORKSPACES):
        window.workspaces.go_to(workspace)
        window.pump.draw_all()
    assert window.panels.advice.bars.candidates


def check_all(window, qtbot) -> None:
    check_picking(window, qtbot)
    check_cameras(window, qtbot)
    check_pages(window, qtbot)


def test_clicks_work_at_rest_after_two_idle_seconds_frozen_looking_back_and_in_strips(in_3d, qtbot):
    window = in_3d().window
    for state in (at_rest, idle, frozen, looking_back, in_strips):
        window.station.view.canvas.scene.pose = window.station.view.canvas.scene.preset(
            PRESET_KEYS["1"], 1.5
        )
        state(window, qtbot)
        check_all(window, qtbot)


def test_clicks_work_in_a_held_replay(in_3d, qtbot):
    window = in_3d(Mode.REPLAY).window
    window.playhead.look_at(prepared.ALARM_S + 600.0)
    window.playhead.play(False)
    idle(window, qtbot)
    check_all(window, qtbot)
