"""The hatch map in the hand: pointed at, clicked, walked on; refused orders say why; nothing touches, nothing is cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent

from iss_viewer.situation.moment import OpenRun
from iss_viewer.station import read_station
from iss_viewer.station.actions import MoveHatch, MoveValve
from iss_viewer.telemetry.commands import Act
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.hatch_map.map_view import MapView
from iss_viewer.views.shared import hatch_commands
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style.theme import PALETTES
from tests.views import prepared
from tests.views.hatch_map.stations import of
from tests.views.prepared import changed, moment_at

EQUAL = {"SM_PRK__pressure_pa": 98e3, "SM_RO__pressure_pa": 98e3}


class Shown:
    """A map of the prepared station, and what was ordered on it."""

    def __init__(self, qtbot, moment=None) -> None:
        self.orders: list[object] = []
        self.said: list[str] = []
        self.context = WindowContext(lambda command: self.orders.append(command.order))
        self.context.run = OpenRun(prepared.opened(), prepared.history())
        self.context.message.connect(lambda text, _: self.said.append(text))
        self.view = MapView(prepared.station(), self.context)
        qtbot.addWidget(self.view)
        self.view.resize(900, 420)
        self.view.show()
        self.show(moment or moment_at(prepared.LENGTH_S))

    def show(self, moment) -> None:
        self.context.moment = moment
        self.view.show_moment(moment)
        self.view.map.grab()

    @property
    def map(self):
        return self.view.map

    def at(self, key: str) -> QPoint:
        places = self.map.places
        point = places.boxes[key].centre if key in places.boxes else places.doors[key].at
        return QPoint(round(point.x), round(point.y))

    def actions(self) -> list[object]:
        return [order.action for order in self.orders if isinstance(order, Act)]


@pytest.fixture
def shown(qtbot) -> Shown:
    return Shown(qtbot)


def move_to(shown: Shown, key: str) -> None:
    point = QPointF(shown.at(key))
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, point, point, none, none, Qt.KeyboardModifier.NoModifier
    )
    shown.map.mouseMoveEvent(event)


def test_a_click_on_a_module_selects_it_and_on_nothing_none(qtbot, shown: Shown) -> None:
    with qtbot.waitSignal(shown.view.module_selected) as told:
        qtbot.mouseClick(shown.map, Qt.MouseButton.LeftButton, pos=shown.at("FGB"))
    assert told.args == ["FGB"]
    with qtbot.waitSignal(shown.view.module_selected) as told:
        qtbot.mouseClick(shown.map, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert told.args == [""]


@pytest.mark.parametrize("is_sure", [True, False])
def test_a_click_on_an_open_hatch_asks_who_would_be_cut_off_and_orders_it_closed(
    qtbot, shown: Shown, monkeypatch, is_sure: bool
) -> None:
    asked = []
    monkeypatch.setattr(hatch_commands, "confirm", lambda *words: asked.append(words) or is_sure)
    qtbot.mouseClick(shown.map, Qt.MouseButton.LeftButton, pos=shown.at("H05"))
    assert "cuts L. O'Hara off" in asked[0][2]
    assert shown.actions() == ([MoveHatch("H05", False)] if is_sure else [])


def test_a_refused_hatch_says_with_how_much_the_air_holds_it(qtbot, shown: Shown) -> None:
    qtbot.mouseClick(shown.map, Qt.MouseButton.LeftButton, pos=shown.at("H01"))
    assert shown.actions() == []
    card = shown.view.card
    assert not card.mover.isEnabled()
    assert "kN on the hatch" in card.why.toolTip()
    assert "kN on the hatch" in card.mover.accessibleDescription()
    assert "kN on the hatch" in shown.said[-1]
    assert card.valve.isEnabled()


def test_enter_orders_and_v_moves_the_valve(qtbot, shown: Shown) -> None:
    equal = changed(
        moment_at(prepared.LENGTH_S), **EQUAL, SM_PRK__status=0.0, SM_PRK__air_space=1.0
    )
    shown.show(equal)
    shown.map.spots["H01"].setFocus()
    qtbot.keyClick(shown.map.spots["H01"], Qt.Key.Key_Return)
    qtbot.keyClick(shown.map.spots["H01"], Qt.Key.Key_V)
    assert shown.actions() == [MoveHatch("H01", True), MoveValve("H01", True)]


def test_orders_of_the_past_are_refused_with_a_reason(qtbot, shown: Shown) -> None:
    shown.show(moment_at(prepared.LENGTH_S, is_live=False))
    qtbot.mouseClick(shown.map, Qt.MouseButton.LeftButton, pos=shown.at("H05"))
    assert shown.actions() == []
    assert "past" in shown.said[-1]


def test_arrows_walk_from_module_to_hatch_to_module(qtbot, shown: Shown) -> None:
    shown.map.spots["FGB"].setFocus()
    walked = []
    for _ in range(4):
        qtbot.keyClick(shown.map.spots[shown.map.focused], Qt.Key.Key_Right)
        walked.append(shown.map.focused)
    assert walked == ["H04", "NODE1", "H05", "LAB"]
    qtbot.keyClick(shown.map.spots["LAB"], Qt.Key.Key_Up)
    assert shown.map.focused == "LAB"


def test_every_module_and_hatch_of_a_station_file_can_be_walked_to(qtbot) -> None:
    from iss_viewer.views.hatch_map.hatch_map import HatchMap

    station = read_station("iss")
    one = HatchMap(station)
    qtbot.addWidget(one)
    one.fit(1240, 600)
    one.show()
    reached, waiting = {"NODE1"}, ["NODE1"]
    while waiting:
        here = waiting.pop()
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            one.focused = here
            one.spots[here].setFocus()
            one.walk(dx, dy)
            if one.focused not in reached:
                reached.add(one.focused)
                waiting.append(one.focused)
    outside = {h.id for h in station.hatches if "VACUUM" in (h.a, h.b)}
    assert set(one.spots) - reached <= outside
    assert set(station.module_ids) <= reached


def test_tab_leaves_the_map(qtbot, shown: Shown) -> None:
    shown.map.spots["H05"].setFocus()
    qtbot.keyClick(shown.map.spots["H05"], Qt.Key.Key_Tab)
    assert shown.view.card.mover.hasFocus()
    qtbot.keyClick(shown.view.card.mover, Qt.Key.Key_Backtab)
    assert shown.map.spots["H05"].hasFocus()


def test_what_the_mouse_is_on_lights_up_everywhere(shown: Shown) -> None:
    told: list[str] = []
    shown.context.selection.pointed.connect(told.append)
    move_to(shown, "LAB")
    move_to(shown, "H05")
    assert told == ["LAB", ""]
    shown.context.selection.point_at("FGB")
    assert shown.map.pointed == "FGB"


def test_a_screen_reader_is_told_of_each_module_and_hatch_as_it_stands(shown: Shown) -> None:
    said = {key: spot.accessibleName() for key, spot in shown.map.spots.items()}
    assert "Leaking" in said["SM_PRK"]
    assert "L. O'Hara, J. Moghbeli" in said["LAB"]
    assert "closed, against plan" in said["H01"]
    assert "kN on it" in said["H01"]
    interface = QAccessible.queryAccessibleInterface(shown.map.spots["H01"])
    assert (
        interface.role() is QAccessible.Role.PushButton
        or interface.role() == QAccessible.Role.Button
    )


def test_the_map_repaints_only_where_something_visible_changed(shown: Shown, monkeypatch) -> None:
    repaints = []
    monkeypatch.setattr(shown.map, "update", lambda: repaints.append(True))
    shown.view.show_moment(replace(shown.context.moment, time_s=prepared.LENGTH_S + 1.0))
    assert repaints == []
    shown.view.show_moment(changed(shown.context.moment, LAB__pressure_pa=9e4))
    assert repaints == [True]


@pytest.mark.parametrize("palette", PALETTES.values(), ids=list(PALETTES))
def test_the_map_is_drawn_in_every_palette_and_unit(shown: Shown, palette) -> None:
    shown.context.use_palette(palette)
    for units in UNIT_SYSTEMS:
        shown.context.use_units(units)
        shown.view.apply_looks()
        image = shown.map.grab().toImage()
        assert len({image.pixel(x, y) for x in range(0, 900, 9) for y in range(0, 300, 9)}) > 3


def test_before_any_moment_all_modules_are_without_data(qtbot, shown: Shown) -> None:
    shown.view.forget()
    assert not shown.map.grab().isNull()
    assert shown.map.words("LAB").startswith("Destiny")


@pytest.mark.parametrize("count", [1, 200])
def test_a_station_of_any_size_with_long_names_is_drawn(qtbot, count: int) -> None:
    names = [f"{'Long' * 49}{i:04d}" for i in range(count)]
    station = of(
        [(i, i + 1) for i in range(count - 1)],
        [(3.0 * i, 0.0, 0.0) for i in range(count)],
        [0],
        names,
    )
    shown = Shown(qtbot)
    shown.view.open(station)
    assert not shown.map.grab().isNull()
    assert shown.map.words("M0").startswith("LongLong")


def test_another_station_takes_the_place_of_the_first(qtbot, shown: Shown) -> None:
    shown.view.open(read_station("tiangong"))
    assert set(shown.map.places.boxes) == set(read_station("tiangong").module_ids)
    shown.context.selection.point_at("WT")
    assert shown.map.pointed == "WT"


def test_what_leaks_comes_into_sight_where_the_map_is_larger_than_its_room(qtbot) -> None:
    shown = Shown(qtbot, moment_at(prepared.CLOSED_S - 600.0))
    for high in (300, 180):  # where it is low, it can be lower still
        shown.view.resize(250, high)
        qtbot.wait(5)
    shown.map.grab()
    assert shown.map.height() > shown.view.area.viewport().height()
    shown.show(moment_at(prepared.LENGTH_S))
    seen = shown.map.visibleRegion().boundingRect()
    assert seen.contains(shown.at("SM_PRK"))
    shown.view.select("DRAGON")
    assert shown.map.visibleRegion().boundingRect().contains(shown.at("DRAGON"))


def test_a_low_map_says_in_one_line_why_an_order_is_refused(qtbot, shown: Shown) -> None:
    shown.view.resize(900, 260)
    shown.view.card.show_hatch("H01")
    assert shown.view.card.why.isVisible() and not shown.view.card.said.isVisible()
    shown.view.card.show_hatch("H05")
    assert shown.view.card.said.isVisible() and not shown.view.card.why.isVisible()
    assert not shown.view.head.isVisible()  # the card has its line
    shown.view.card.show_hatch("")
    assert shown.view.head.isVisible() and not shown.view.card.isVisible()
