"""The station panel, in 3D and flat: clicks select, keys move, labels name what is not nominal."""

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
from iss_viewer.views.station.gl_probe import Probe
from iss_viewer.views.station.motion import STRIPS
from iss_viewer.views.station.scene_canvas import SceneCanvas
from iss_viewer.views.station.station_view import StationView
from tests.views import prepared
from tests.views.station.boxes import overlap

SIZE = (520, 400)


@pytest.fixture(scope="module")
def station() -> Station:
    return read_station("iss")


def opened(qtbot, station: Station, works: bool) -> StationView:
    view = StationView(station, answer=Probe(works, "a test says so"))
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()
    if isinstance(view.canvas, SceneCanvas):
        view.canvas.flight.duration_ms = 0
        view.canvas.build()
    return view


@pytest.fixture
def solid(qtbot, station: Station) -> Iterator[StationView]:
    view = opened(qtbot, station, works=True)
    yield view
    view.close()


@pytest.fixture
def flat(qtbot, station: Station) -> StationView:
    return opened(qtbot, station, works=False)


@pytest.fixture(params=["solid", "flat"])
def either(request) -> StationView:
    return request.getfixturevalue(request.param)


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
def test_a_click_on_a_module_selects_it(qtbot, either: StationView, module_id: str) -> None:
    either.canvas.frame(module_id)
    either.canvas.grab()
    with qtbot.waitSignal(either.module_selected) as told:
        qtbot.mouseClick(either.canvas, Qt.MouseButton.LeftButton, pos=visible(either, module_id))
    assert told.args == [module_id]
    assert either.canvas.selected == module_id


def test_a_click_on_the_sky_selects_nothing(qtbot, either: StationView) -> None:
    either.select("LAB")
    with qtbot.waitSignal(either.module_selected) as told:
        qtbot.mouseClick(either.canvas, Qt.MouseButton.LeftButton, pos=QPoint(SIZE[0] - 5, 5))
    assert told.args == [""]


def test_selecting_from_outside_tells_nobody(qtbot, either: StationView) -> None:
    with qtbot.assertNotEmitted(either.module_selected):
        either.select("COL")
    assert either.canvas.selected == "COL"


def test_modules_that_are_not_nominal_and_the_selected_one_have_labels(
    either: StationView, station: Station
) -> None:
    either.canvas.show_states(trouble(station), {})
    either.select("LAB")
    either.canvas.grab()
    assert set(either.canvas.labelled()) == {"LAB", "SM_PRK", "SM_RO", "BEAM", "QUEST_CL"}
    assert set(either.canvas.boxes) == set(either.canvas.labelled())
    for first, second in combinations(either.canvas.boxes.values(), 2):
        assert not overlap(first, second)


def test_a_click_on_a_label_selects_its_module(
    qtbot, either: StationView, station: Station
) -> None:
    either.canvas.show_states(trouble(station), {})
    either.canvas.grab()
    box = either.canvas.boxes["SM_PRK"]
    with qtbot.waitSignal(either.module_selected) as told:
        qtbot.mouseClick(
            either.canvas,
            Qt.MouseButton.LeftButton,
            pos=QPoint(round(box.x + 20), round(box.y + 8)),
        )
    assert told.args == ["SM_PRK"]


def test_before_any_data_there_are_no_labels(either: StationView) -> None:
    either.canvas.grab()
    assert not either.canvas.boxes
    assert set(either.canvas.counts()) == {ModuleCondition.NO_DATA}


def test_the_roll_up_is_the_worst_and_counts_every_module(
    either: StationView, station: Station
) -> None:
    either.canvas.show_states(trouble(station), {})
    counts = either.canvas.counts()
    assert sum(counts.values()) == len(station.modules)
    assert next(iter(counts)) is ModuleCondition.LEAKING
    assert counts[ModuleCondition.LEAKING] == 1


def test_a_closed_hatch_is_found_under_the_mouse(either: StationView, station: Station) -> None:
    hatch = next(h for h in station.hatches if {h.a, h.b} == {"SM_RO", "SM_PRK"})
    either.canvas.show_states(trouble(station), {hatch.id: False})
    either.canvas.grab()
    x, y = either.canvas.where_hatch(hatch.id)
    assert either.canvas.shut_hatch_under(QPointF(x + 2, y)) == hatch.id
    assert either.canvas.shut_hatch_under(QPointF(x + 60, y)) is None
    either.canvas.show_states(trouble(station), {hatch.id: True})
    assert either.canvas.shut_hatch_under(QPointF(x, y)) is None


def test_a_likely_leak_needs_a_larger_label(either: StationView, station: Station) -> None:
    states = trouble(station)
    either.canvas.show_states(states, {})
    either.canvas.grab()
    plain = either.canvas.boxes["SM_PRK"]
    likely = ModuleState(
        ModuleStatus.LEAKING, AlarmClass.WARNING, 86e3, leak_rate_kg_s=2e-5, leak_probability=0.87
    )
    either.canvas.show_states(states | {"SM_PRK": likely}, {})
    either.canvas.grab()
    assert either.canvas.boxes["SM_PRK"].width > plain.width


def test_a_moment_tells_status_pressure_and_leak_of_every_module(qtbot) -> None:
    view = opened(qtbot, prepared.station(), works=False)
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
    view = opened(qtbot, prepared.station(), works=False)
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
    either: StationView, station: Station, monkeypatch
) -> None:
    canvas, states = either.canvas, trouble(station)
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


def test_another_station_opens_in_the_same_panel(qtbot, either: StationView) -> None:
    either.use_units(UNIT_SYSTEMS[-1])
    trio = read_station("trio")
    either.open(trio)
    either.build_now()
    assert either.station.id == trio.id
    qtbot.waitUntil(either.canvas.isVisible, timeout=5000)
    assert either.canvas.units is UNIT_SYSTEMS[-1]
    assert not either.picture().isNull()
    first = trio.module_ids[0]
    either.canvas.module_selected.emit(first)


def test_the_flat_drawing_says_why_it_is_flat(flat: StationView) -> None:
    assert "a test says so" in flat.canvas.note


def test_the_flat_drawing_shows_status_colours(flat: StationView, station: Station) -> None:
    flat.canvas.show_states(trouble(station), {})
    image = flat.canvas.grab().toImage()
    ratio = image.devicePixelRatio()
    x, y = flat.canvas.where("SM_PRK")
    reds = [
        image.pixelColor(round((x + dx) * ratio), round((y + dy) * ratio))
        for dx in range(-6, 7, 2)
        for dy in range(-6, 7, 2)
    ]
    assert any(colour.red() > 200 and colour.green() < 90 for colour in reds)


def test_orders_for_the_camera_do_nothing_in_the_flat_drawing(flat: StationView) -> None:
    before = flat.canvas.grab().toImage()
    flat.go_to(Preset.TOP)
    flat.frame_selected()
    flat.cycle_structure()
    assert flat.canvas.grab().toImage() == before


def test_a_picture_has_labels_and_the_size_of_the_panel(
    solid: StationView, station: Station
) -> None:
    solid.canvas.show_states(trouble(station), {})
    image = solid.picture()
    assert (image.width(), image.height()) == SIZE


def test_when_the_whole_station_is_watched_the_likeliest_modules_speak_for_it(either):
    names = either.station.module_ids
    either.canvas.show_states(
        {
            name: ModuleState(ModuleStatus.WATCH, leak_probability=index / 100)
            for index, name in enumerate(names)
        },
        {},
    )
    assert either.canvas.labelled() == list(reversed(names))[:3]
    either.canvas.show_states(
        {**either.canvas.states, names[0]: ModuleState(ModuleStatus.LEAKING)}, {}
    )
    assert either.canvas.labelled() == [names[0]]
