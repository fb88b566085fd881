"""The station panel in 3D: clicks select, keys move, labels name what is not nominal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent

from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.station import Station, read_station
from iss_viewer.telemetry.status import AlarmClass, ModuleStatus
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.scene import ModuleState, Preset, Structure
from iss_viewer.views.station.motion import STRIPS
from iss_viewer.views.station.scene_canvas import SceneCanvas
from iss_viewer.views.station.station_view import StationView
from tests.views import prepared
from tests.views.station.boxes import overlap

SIZE = (520, 400)


@pytest.fixture(scope="module")
def station() -> Station:
    return read_station("iss")


def opened(qtbot, station: Station) -> StationView:
    view = StationView(station)
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()
    assert isinstance(view.canvas, SceneCanvas)
    view.canvas.flight.duration_ms = 0
    view.canvas.build()
    return view


@pytest.fixture
def solid(qtbot, station: Station) -> Iterator[StationView]:
    view = opened(qtbot, station)
    yield view
    view.close()


def trouble(station: Station) -> dict[str, ModuleState]:
    states = {key: ModuleState(pressure_pa=101325.0) for key in station.module_ids}
    states["SM_PRK"] = ModuleState(
        ModuleStatus.LEAKING, AlarmClass.WARNING, 86e3, leak_rate_kg_s=2e-5
    )
    states["SM_RO"] = ModuleState(ModuleStatus.WATCH, pressure_pa=99e3)
    states["BEAM"] = ModuleState(ModuleStatus.ISOLATED, pressure_pa=98e3)
    states["QUEST_CL"] = ModuleState(ModuleStatus.VACUUM, pressure_pa=0.0)
    return states


def visible(view: StationView, module_id: str) -> QPoint:
    """A point of the widget where a module is picked, near its middle."""
    x, y = view.canvas.where(module_id)
    for reach in range(0, 30, 3):
        for dx, dy in ((0, 0), (reach, 0), (-reach, 0), (0, reach), (0, -reach)):
            if view.canvas.module_under(QPointF(x + dx, y + dy)) == module_id:
                return QPoint(round(x + dx), round(y + dy))
    raise AssertionError(f"{module_id} is not in sight")


def drag(view: StationView, start: QPointF, end: QPointF, button: Qt.MouseButton) -> None:
    none = Qt.KeyboardModifier.NoModifier
    canvas = view.canvas
    middle = (start + end) / 2
    canvas.mousePressEvent(
        QMouseEvent(QEvent.Type.MouseButtonPress, start, start, button, button, none)
    )
    for point in (middle, end):
        canvas.mouseMoveEvent(
            QMouseEvent(QEvent.Type.MouseMove, point, point, Qt.MouseButton.NoButton, button, none)
        )
    up = Qt.MouseButton.NoButton
    canvas.mouseReleaseEvent(
        QMouseEvent(QEvent.Type.MouseButtonRelease, end, end, button, up, none)
    )


@pytest.mark.parametrize("module_id", ["SM_PRK", "MLM", "LAB"])
def test_a_click_on_a_module_selects_it(qtbot, solid: StationView, module_id: str) -> None:
    solid.canvas.frame(module_id)
    solid.canvas.grab()
    with qtbot.waitSignal(solid.module_selected) as told:
        qtbot.mouseClick(solid.canvas, Qt.MouseButton.LeftButton, pos=visible(solid, module_id))
    assert told.args == [module_id]
    assert solid.canvas.selected == module_id


def test_a_click_on_the_sky_selects_nothing(qtbot, solid: StationView) -> None:
    solid.select("LAB")
    with qtbot.waitSignal(solid.module_selected) as told:
        qtbot.mouseClick(solid.canvas, Qt.MouseButton.LeftButton, pos=QPoint(SIZE[0] - 5, 5))
    assert told.args == [""]


def test_selecting_from_outside_tells_nobody(qtbot, solid: StationView) -> None:
    with qtbot.assertNotEmitted(solid.module_selected):
        solid.select("COL")
    assert solid.canvas.selected == "COL"


def test_modules_that_are_not_nominal_and_the_selected_one_have_labels(
    solid: StationView, station: Station
) -> None:
    solid.canvas.show_states(trouble(station), {})
    solid.select("LAB")
    solid.canvas.grab()
    assert set(solid.canvas.labelled()) == {"LAB", "SM_PRK", "SM_RO", "BEAM", "QUEST_CL"}
    assert set(solid.canvas.boxes) == set(solid.canvas.labelled())
    for first, second in combinations(solid.canvas.boxes.values(), 2):
        assert not overlap(first, second)


def test_a_click_on_a_label_selects_its_module(qtbot, solid: StationView, station: Station) -> None:
    solid.canvas.show_states(trouble(station), {})
    solid.canvas.grab()
    box = solid.canvas.boxes["SM_PRK"]
    with qtbot.waitSignal(solid.module_selected) as told:
        qtbot.mouseClick(
            solid.canvas,
            Qt.MouseButton.LeftButton,
            pos=QPoint(round(box.x + 20), round(box.y + 8)),
        )
    assert told.args == ["SM_PRK"]


def test_before_any_data_there_are_no_labels(solid: StationView) -> None:
    solid.canvas.grab()
    assert not solid.canvas.boxes
    assert set(solid.canvas.counts()) == {ModuleCondition.NO_DATA}


def test_the_roll_up_is_the_worst_and_counts_every_module(
    solid: StationView, station: Station
) -> None:
    solid.canvas.show_states(trouble(station), {})
    counts = solid.canvas.counts()
    assert sum(counts.values()) == len(station.modules)
    assert next(iter(counts)) is ModuleCondition.LEAKING
    assert counts[ModuleCondition.LEAKING] == 1


def test_a_closed_hatch_is_found_under_the_mouse(solid: StationView, station: Station) -> None:
    hatch = next(h for h in station.hatches if {h.a, h.b} == {"SM_RO", "SM_PRK"})
    solid.canvas.show_states(trouble(station), {hatch.id: False})
    solid.canvas.grab()
    x, y = solid.canvas.where_hatch(hatch.id)
    assert solid.canvas.shut_hatch_under(QPointF(x + 2, y)) == hatch.id
    assert solid.canvas.shut_hatch_under(QPointF(x + 60, y)) is None
    solid.canvas.show_states(trouble(station), {hatch.id: True})
    assert solid.canvas.shut_hatch_under(QPointF(x, y)) is None


def test_a_likely_leak_needs_a_larger_label(solid: StationView, station: Station) -> None:
    states = trouble(station)
    solid.canvas.show_states(states, {})
    solid.canvas.grab()
    plain = solid.canvas.boxes["SM_PRK"]
    likely = ModuleState(
        ModuleStatus.LEAKING, AlarmClass.WARNING, 86e3, leak_rate_kg_s=2e-5, leak_probability=0.87
    )
    solid.canvas.show_states(states | {"SM_PRK": likely}, {})
    solid.canvas.grab()
    assert solid.canvas.boxes["SM_PRK"].width > plain.width


def test_a_moment_tells_status_pressure_and_leak_of_every_module(qtbot) -> None:
    view = opened(qtbot, prepared.station())
    moment = prepared.moment_at(prepared.LENGTH_S)
    view.show_moment(prepared.changed(moment, LAB__status=np.nan, LAB__leak_rate_kg_s=2e-5))
    states = view.canvas.states
    assert states["SM_PRK"].status is ModuleStatus.LEAKING
    assert states["SM_PRK"].condition is ModuleCondition.LEAKING
    assert states["SM_PRK"].leak_rate_kg_s == moment.value("SM_PRK", "leak_rate_kg_s") > 0.0
    assert states["SM_PRK"].pressure_pa == moment.value("SM_PRK", "pressure_pa")
    assert states["LAB"].status is ModuleStatus.NO_DATA
    assert states["LAB"].leak_rate_kg_s == 0.0


def test_a_moment_tells_which_hatches_are_closed(qtbot) -> None:
    view = opened(qtbot, prepared.station())
    view.show_moment(prepared.changed(prepared.moment_at(prepared.LENGTH_S), H07__is_open=np.nan))
    hatches = view.canvas.hatches
    assert (hatches["H01"], hatches["H03"], hatches["H07"]) == (False, True, None)


def test_a_leaking_module_turns_red_in_the_panel(solid: StationView, station: Station) -> None:
    solid.canvas.frame("SM_PRK")
    before = solid.canvas.picture(1)
    solid.canvas.show_states(trouble(station), {})
    after = solid.canvas.picture(1)
    x, y = (round(v) for v in solid.canvas.where("SM_PRK"))

    def reds(image: QImage) -> int:
        spots = [(x + dx, y + dy) for dx in range(-30, 31, 4) for dy in range(-30, 31, 4)]
        colours = [image.pixelColor(*spot) for spot in spots]
        return sum(c.red() > 120 and c.red() > 2.2 * c.green() for c in colours)

    assert reds(before) == 0
    assert reds(after) > 60


def test_nothing_is_drawn_anew_while_nothing_changes(solid: StationView, station: Station) -> None:
    solid.canvas.show_states(trouble(station), {})
    solid.canvas.grab()
    assert not solid.canvas.is_stale
    solid.canvas.show_states(trouble(station), {})
    assert not solid.canvas.is_stale


def test_a_new_status_comes_in_strips_and_holds_nothing_up(
    solid: StationView, station: Station, monkeypatch
) -> None:
    canvas = solid.canvas
    canvas.grab()
    whole = canvas.scene.image
    monkeypatch.setattr(canvas.scene, "image", lambda *_: pytest.fail("a whole picture"))
    before = canvas.image.copy()
    canvas.show_states(trouble(station), {})
    for _ in range(STRIPS - 1):
        solid.refine()
        canvas.grab()
        assert canvas.image == before
    solid.refine()
    canvas.grab()
    monkeypatch.setattr(canvas.scene, "image", whole)
    shown, exact = (np.array(_pixels(picture)) for picture in (canvas.image, canvas.picture(1)))
    assert (np.abs(shown - exact).max(axis=2) > 40).mean() < 0.05  # it is shifted within a pixel
    assert (np.abs(shown - np.array(_pixels(before))).max(axis=2) > 40).mean() > 0.02


def test_a_status_that_changes_while_its_picture_is_drawn_is_shown_in_the_end(
    solid: StationView, station: Station
) -> None:
    solid.canvas.grab()
    solid.canvas.show_states(trouble(station), {})
    solid.refine()
    solid.canvas.show_states({}, {})
    for _ in range(2 * STRIPS - 1):
        solid.refine()
    last = np.array(_pixels(solid.canvas.image))
    exact = np.array(_pixels(solid.canvas.picture(1)))
    assert (np.abs(last - exact).max(axis=2) > 40).mean() < 0.05


def _pixels(picture: QImage) -> np.ndarray:
    rgb = picture.convertToFormat(QImage.Format.Format_RGBX8888)
    return (
        np.frombuffer(rgb.constBits(), np.uint8)
        .reshape(rgb.height(), rgb.width(), 4)[..., :3]
        .astype(int)
    )


def test_only_what_can_be_seen_asks_for_a_repaint(
    solid: StationView, station: Station, monkeypatch
) -> None:
    canvas, states = solid.canvas, trouble(station)
    canvas.show_states(states, {})
    repaints = []
    monkeypatch.setattr(canvas, "update", lambda: repaints.append(True))
    quiet = states | {"COL": ModuleState(pressure_pa=101326.0, leak_probability=float("nan"))}
    canvas.show_states(quiet, {})
    assert repaints == []
    canvas.show_states(states | {"SM_PRK": ModuleState(ModuleStatus.LEAKING, pressure_pa=8e4)}, {})
    assert repaints


def test_dragging_orbits_and_panning_moves_the_focus(solid: StationView) -> None:
    before = solid.canvas.scene.pose
    drag(solid, QPointF(200, 200), QPointF(260, 230), Qt.MouseButton.LeftButton)
    turned = solid.canvas.scene.pose
    assert turned.azimuth != before.azimuth
    assert turned.focus_m == before.focus_m
    drag(solid, QPointF(200, 200), QPointF(260, 230), Qt.MouseButton.RightButton)
    assert solid.canvas.scene.pose.focus_m != before.focus_m
    assert solid.canvas.scene.pose.azimuth == turned.azimuth


def test_a_drag_selects_nothing(qtbot, solid: StationView) -> None:
    with qtbot.assertNotEmitted(solid.module_selected):
        drag(solid, QPointF(200, 200), QPointF(260, 230), Qt.MouseButton.LeftButton)


def test_the_wheel_zooms_towards_what_is_under_the_mouse(solid: StationView) -> None:
    x, y = solid.canvas.where("SM_PRK")
    before = solid.canvas.scene.pose.distance_m
    turn = QPoint(0, 240)
    event = QWheelEvent(
        QPointF(x, y), QPointF(x, y), QPoint(), turn, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    solid.canvas.wheelEvent(event)
    assert solid.canvas.scene.pose.distance_m < before
    assert solid.canvas.where("SM_PRK") == pytest.approx((x, y), abs=60)


def test_number_keys_go_to_named_views(qtbot, solid: StationView) -> None:
    for key, preset in zip("123456", Preset, strict=True):
        qtbot.keyClick(solid.canvas, key)
        wanted = solid.canvas.scene.preset(preset, solid.canvas.width() / solid.canvas.height())
        assert solid.canvas.scene.pose == wanted


def test_f_frames_the_selected_module_and_g_cycles_ghosts(qtbot, solid: StationView) -> None:
    solid.select("CUPOLA")
    far = solid.canvas.scene.pose.distance_m
    qtbot.keyClick(solid.canvas, "f")
    assert solid.canvas.scene.pose.distance_m < far
    ways = []
    for _ in Structure:
        qtbot.keyClick(solid.canvas, "g")
        ways.append(solid.canvas.scene.structure)
    assert ways == [Structure.GHOST, Structure.HIDDEN, Structure.SOLID]


def test_a_double_click_frames_the_module(qtbot, solid: StationView) -> None:
    far = solid.canvas.scene.pose.distance_m
    spot = visible(solid, "MLM")
    qtbot.mouseDClick(solid.canvas, Qt.MouseButton.LeftButton, pos=spot)
    assert solid.canvas.scene.pose.distance_m < far


def test_a_flight_ends_where_it_should(qtbot, solid: StationView) -> None:
    solid.canvas.flight.duration_ms = 30
    solid.go_to(Preset.TOP)
    wanted = solid.canvas.scene.preset(Preset.TOP, solid.canvas.width() / solid.canvas.height())
    qtbot.waitUntil(
        lambda: solid.canvas.scene.pose.eye_m == pytest.approx(wanted.eye_m), timeout=5000
    )


def test_edges_are_smoothed_when_the_camera_rests(qtbot, solid: StationView) -> None:
    solid.canvas.grab()
    rough = solid.canvas.image.copy()

    def is_smooth() -> bool:
        solid.refine()
        return solid.canvas.image != rough

    qtbot.waitUntil(is_smooth, timeout=10000)
    assert not solid.canvas.is_stale


def test_resizing_fits_the_home_view_anew(solid: StationView) -> None:
    solid.resize(700, 300)
    assert solid.canvas.scene.pose == solid.canvas.scene.preset(Preset.HOME, 700 / 300)


def test_another_station_opens_in_the_same_panel(qtbot, solid: StationView) -> None:
    solid.use_units(UNIT_SYSTEMS[-1])
    trio = read_station("trio")
    solid.open(trio)
    solid.build_now()
    assert solid.station.id == trio.id
    qtbot.waitUntil(solid.canvas.isVisible, timeout=5000)
    assert solid.canvas.units is UNIT_SYSTEMS[-1]
    assert not solid.picture().isNull()
    first = trio.module_ids[0]
    solid.canvas.module_selected.emit(first)


def test_a_picture_has_labels_and_the_size_of_the_panel(
    solid: StationView, station: Station
) -> None:
    solid.canvas.show_states(trouble(station), {})
    image = solid.picture()
    assert (image.width(), image.height()) == SIZE


def test_when_the_whole_station_is_watched_the_likeliest_modules_speak_for_it(solid):
    names = solid.station.module_ids
    solid.canvas.show_states(
        {
            name: ModuleState(ModuleStatus.WATCH, leak_probability=index / 100)
            for index, name in enumerate(names)
        },
        {},
    )
    assert solid.canvas.labelled() == list(reversed(names))[:3]
    solid.canvas.show_states(
        {**solid.canvas.states, names[0]: ModuleState(ModuleStatus.LEAKING)}, {}
    )
    assert solid.canvas.labelled() == [names[0]]
