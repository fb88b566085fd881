"""What is drawn must be what is told: a module's middle has its status colour and picks the module."""

from __future__ import annotations

from math import radians

import numpy as np
import pytest

from iss_viewer.situation.coolant_plume import CoolantPlume
from iss_viewer.station import Station, read_station
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.views.scene import ModuleState, Preset, StationScene, Structure
from iss_viewer.views.scene.camera import Pose, fitted
from iss_viewer.views.scene.stage import RenderQuality
from iss_viewer.views.style.status_style import STATUS_STYLES, rgb

WIDTH, HEIGHT = 240, 180
MODULES = read_station("iss").module_ids


def quiet(station: Station) -> dict[str, ModuleState]:
    return {module: ModuleState() for module in station.module_ids}


def look_at(scene: StationScene, module_id: str) -> tuple[int, int]:
    """Turn until nothing is before the middle of a module; its pixel."""
    module = scene.station.module(module_id)
    ends = np.array([module.end_a_m, module.end_b_m])
    for azimuth in (120, 60, 240, 300, 180, 0):
        for elevation in (15, -25, 60, -60):
            scene.pose = fitted(ends, radians(azimuth), radians(elevation), WIDTH / HEIGHT, 0.15)
            x, y = scene.project(module_id, WIDTH, HEIGHT)
            if scene.pick(x, y, WIDTH, HEIGHT) == module_id:
                return round(x), round(y)
    raise AssertionError(f"{module_id} is hidden from every side")


def is_same_from_afar(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two pictures differ in their edges alone, which renderers draw each in their way.

    Means of 12 by 12 pixels are compared: an edge adds to them as much on one side as it takes away
    on the other. Half of all pixels, those away from edges, are the same to a shade.
    """
    blocks = [
        picture.reshape(HEIGHT // 12, 12, WIDTH // 12, 12, 3).mean(axis=(1, 3))
        for picture in (one, other)
    ]
    return bool(
        np.abs(blocks[0] - blocks[1]).mean() < 3.0 and np.median(np.abs(one - other)) <= 1.0
    )


@pytest.fixture(autouse=True)
def fresh(scene: StationScene) -> None:
    scene.draw_structure(Structure.SOLID)
    scene.select(None)
    scene.show(quiet(scene.station), {hatch.id: True for hatch in scene.station.hatches})
    scene.pose = scene.preset(Preset.HOME, WIDTH / HEIGHT)


def test_a_picture_has_the_size_asked_for(scene: StationScene) -> None:
    assert scene.image(WIDTH, HEIGHT).shape == (HEIGHT, WIDTH, 3)
    assert scene.image(100, 300).shape == (300, 100, 3)


def test_the_same_state_gives_the_same_picture(scene: StationScene) -> None:
    assert np.array_equal(scene.image(WIDTH, HEIGHT), scene.image(WIDTH, HEIGHT))


def test_a_picture_is_shifted_only_when_asked_to_be(scene: StationScene) -> None:
    scene.image(WIDTH, HEIGHT)
    still = scene.stage.render((0.0, 0.0))
    assert np.array_equal(scene.stage.render(), still)
    assert not np.array_equal(scene.stage.render((0.5, 0.0)), still)


@pytest.mark.parametrize("module_id", MODULES)
def test_every_module_can_be_seen_and_picked(scene: StationScene, module_id: str) -> None:
    x, y = look_at(scene, module_id)
    assert 0 <= x < WIDTH
    assert 0 <= y < HEIGHT


def test_a_module_that_is_only_watched_is_tinted_and_not_painted_whole(scene: StationScene) -> None:
    yellow = np.array(rgb(STATUS_STYLES[ModuleStatus.WATCH].dark))
    blue_share = {}
    for status in (ModuleStatus.NOMINAL, ModuleStatus.WATCH, ModuleStatus.SUSPECTED):
        scene.show(quiet(scene.station) | {"LAB": ModuleState(status)})
        x, y = look_at(scene, "LAB")
        patch = (
            scene.image(WIDTH, HEIGHT)[y - 4 : y + 5, x - 4 : x + 5].reshape(-1, 3).astype(float)
        )
        blue_share[status] = float(np.median(patch[:, 2] / patch[:, 0]))
    whole = yellow[2] / yellow[0]
    nominal, watch = blue_share[ModuleStatus.NOMINAL], blue_share[ModuleStatus.WATCH]
    assert whole + 0.1 < watch < nominal - 0.1
    assert blue_share[ModuleStatus.SUSPECTED] < watch - 0.1


@pytest.mark.parametrize(
    "status",
    [
        s
        for s in ModuleStatus
        if s not in (ModuleStatus.NOMINAL, ModuleStatus.NO_DATA, ModuleStatus.WATCH)
    ],
)
def test_the_middle_of_a_module_has_its_status_colour(
    scene: StationScene, status: ModuleStatus
) -> None:
    for module_id in ("SM_PRK", "SM_RO", "LAB", "COL"):
        scene.show(quiet(scene.station) | {module_id: ModuleState(status)})
        x, y = look_at(scene, module_id)
        patch = (
            scene.image(WIDTH, HEIGHT)[y - 4 : y + 5, x - 4 : x + 5].reshape(-1, 3).astype(float)
        )
        wanted = np.array(rgb(STATUS_STYLES[status].dark))
        likeness = patch @ wanted / np.linalg.norm(patch, axis=1) / np.linalg.norm(wanted)
        assert np.median(likeness) > 0.96, (module_id, status)
        assert np.median(patch.max(axis=1)) > 110


def test_showing_the_same_again_changes_nothing(scene: StationScene) -> None:
    assert not scene.show(quiet(scene.station))
    pressures = {key: ModuleState(pressure_pa=1e5) for key in scene.station.module_ids}
    assert not scene.show(pressures)
    leaking = quiet(scene.station) | {"SM_PRK": ModuleState(ModuleStatus.LEAKING)}
    assert scene.show(leaking)
    assert not scene.show(leaking)


def test_a_module_nobody_told_of_has_no_data(scene: StationScene) -> None:
    assert scene.show({})
    assert scene.state("LAB").status is ModuleStatus.NO_DATA


def test_a_leak_shows_a_plume_until_it_is_sealed(scene: StationScene) -> None:
    scene.pose = scene.framed(("SM_PRK",), WIDTH / HEIGHT).zoomed(0.4)
    leaking = ModuleState(ModuleStatus.LEAKING)
    scene.show(quiet(scene.station) | {"SM_PRK": leaking})
    before = scene.image(WIDTH, HEIGHT)
    venting = ModuleState(ModuleStatus.LEAKING, leak_rate_kg_s=1e-4)
    assert scene.show(quiet(scene.station) | {"SM_PRK": venting})
    assert (np.abs(scene.image(WIDTH, HEIGHT).astype(int) - before).max(axis=2) > 30).sum() > 40
    assert scene.show(quiet(scene.station) | {"SM_PRK": leaking})
    assert np.array_equal(scene.image(WIDTH, HEIGHT), before)


def test_coolant_shows_flakes_in_the_cone_that_is_kept_clear_and_then_the_cone_alone(
    scene: StationScene,
) -> None:
    ship, rules = scene.station.docked[0].id, read_safety_rules().keep_out
    scene.pose = scene.framed((ship,), WIDTH / HEIGHT).zoomed(0.4)
    before = scene.image(WIDTH, HEIGHT)
    assert scene.show_coolant({ship: CoolantPlume(1e-3, rules)})
    assert not scene.show_coolant({ship: CoolantPlume(1.01e-3, rules)})
    both = scene.image(WIDTH, HEIGHT)
    assert scene.show_coolant({ship: CoolantPlume(0.0, rules)})
    cone = scene.image(WIDTH, HEIGHT)
    differ = [
        (np.abs(one.astype(int) - other).max(axis=2) > 30).sum()
        for one, other in ((both, cone), (cone, before))
    ]
    assert min(differ) > 20
    assert scene.show_coolant({})
    assert np.array_equal(scene.image(WIDTH, HEIGHT), before)


def test_a_hatch_looks_different_closed_open_and_unknown(scene: StationScene) -> None:
    hatch = next(h for h in scene.station.hatches if {h.a, h.b} == {"NODE1", "LAB"})
    ends = np.array([scene.station.module(key).end_b_m for key in ("NODE1", "LAB")])
    scene.pose = fitted(ends, radians(70), radians(-30), WIDTH / HEIGHT, 0.1)
    scene.draw_structure(Structure.HIDDEN)
    pictures = []
    for is_open in (True, False, None):
        scene.show(quiet(scene.station), {hatch.id: is_open})
        pictures.append(scene.image(WIDTH, HEIGHT).astype(int))
    for first, second in ((0, 1), (1, 2), (0, 2)):
        assert np.abs(pictures[first] - pictures[second]).max() > 60


def test_the_selected_module_gets_a_white_rim(scene: StationScene) -> None:
    scene.pose = scene.framed(("MLM",), WIDTH / HEIGHT)
    before = scene.image(WIDTH, HEIGHT)
    assert scene.select("MLM")
    assert not scene.select("MLM")
    after = scene.image(WIDTH, HEIGHT)
    changed = np.abs(after.astype(int) - before).max(axis=2) > 20
    assert changed.sum() > 30
    assert np.median(after[changed].min(axis=1)) > 200
    assert scene.select(None)
    assert np.array_equal(scene.image(WIDTH, HEIGHT), before)


def test_selecting_a_module_that_is_not_there_is_ignored(scene: StationScene) -> None:
    assert not scene.select("ATLANTIS")
    assert scene.selected is None


def test_a_truss_before_a_module_stops_a_pick_unless_it_is_a_ghost(scene: StationScene) -> None:
    scene.pose = scene.preset(Preset.TOP, WIDTH / HEIGHT)
    x, y = np.meshgrid(np.arange(0, WIDTH, 6), np.arange(0, HEIGHT, 6))

    def found() -> int:
        spots = zip(x.ravel(), y.ravel(), strict=True)
        return sum(scene.pick(float(u), float(v), WIDTH, HEIGHT) is not None for u, v in spots)

    solid = found()
    scene.draw_structure(Structure.GHOST)
    assert found() > solid
    scene.draw_structure(Structure.HIDDEN)
    hidden = scene.image(WIDTH, HEIGHT)
    scene.draw_structure(Structure.SOLID)
    assert not np.array_equal(hidden, scene.image(WIDTH, HEIGHT))


@pytest.mark.parametrize("preset", list(Preset))
@pytest.mark.parametrize("aspect", [0.7, 1.3, 2.2])
def test_presets_have_their_modules_in_view(
    scene: StationScene, preset: Preset, aspect: float
) -> None:
    scene.pose = scene.preset(preset, aspect)
    segment = {Preset.RUSSIAN: "ROS", Preset.AMERICAN: "USOS"}.get(preset)
    for module in scene.station.modules:
        if segment in (None, module.segment):
            pixel = scene.project(module.id, round(300 * aspect), 300)
            assert pixel is not None
            assert 0 <= pixel[0] <= 300 * aspect
            assert 0 <= pixel[1] <= 300


def test_the_lit_earth_lies_below_and_the_sky_above_is_dark(scene: StationScene) -> None:
    scene.draw_structure(Structure.HIDDEN)
    for elevation, above, below in ((-60, False, False), (10, False, True), (80, True, True)):
        scene.pose = Pose((0.0, 0.0, 0.0), radians(149), radians(elevation), 400.0)
        picture = scene.image(WIDTH, HEIGHT).astype(float)
        blue = picture[:12, :, 2].mean(), picture[-12:, :, 2].mean()
        assert [shade > 40.0 for shade in blue] == [above, below], elevation
        assert min(blue) > 5.0  # never wholly black


def test_home_shows_prk(scene: StationScene) -> None:
    pixel = scene.project("SM_PRK", WIDTH, HEIGHT)
    assert pixel is not None
    x, y = pixel
    spots = [(x + dx, y + dy) for dx in (-3, 0, 3) for dy in (-3, 0, 3)]
    assert "SM_PRK" in {scene.pick(u, v, WIDTH, HEIGHT) for u, v in spots}


def test_a_framed_module_is_large_and_in_the_middle(scene: StationScene) -> None:
    far = scene.pose.distance_m
    scene.pose = scene.framed(("CUPOLA",), WIDTH / HEIGHT)
    assert scene.pose.distance_m < far / 3
    x, y = scene.project("CUPOLA", WIDTH, HEIGHT)
    assert x == pytest.approx(WIDTH / 2, abs=0.15 * WIDTH)
    assert y == pytest.approx(HEIGHT / 2, abs=0.15 * HEIGHT)


def test_more_samples_only_smooth_edges(scene: StationScene) -> None:
    rough, fine = scene.image(WIDTH, HEIGHT).astype(int), scene.image(WIDTH, HEIGHT, 8).astype(int)
    assert is_same_from_afar(fine, rough)
    assert np.abs(np.diff(fine, axis=1)).max() <= np.abs(np.diff(rough, axis=1)).max()


def test_the_sky_picks_nothing(scene: StationScene) -> None:
    assert scene.pick(2, 2, WIDTH, HEIGHT) is None


def test_another_station_is_drawn_without_a_code_change() -> None:
    small = read_station("trio")
    scene = StationScene(small)
    scene.pose = scene.preset(Preset.HOME, WIDTH / HEIGHT)
    for module in small.modules:
        look_at(scene, module.id)
    assert scene.image(WIDTH, HEIGHT).std() > 5
    scene.close()


def test_quality_follows_the_renderer_and_can_be_chosen(scene: StationScene) -> None:
    stage = scene.stage
    assert stage.quality is (RenderQuality.LOW if stage.is_software() else RenderQuality.HIGH)
    stage.choose(RenderQuality.LOW)
    rough = scene.image(WIDTH, HEIGHT).astype(int)
    stage.choose(RenderQuality.HIGH)
    fine = scene.image(WIDTH, HEIGHT).astype(int)
    stage.choose(RenderQuality.LOW)
    assert np.array_equal(scene.image(WIDTH, HEIGHT), rough)
    assert not np.array_equal(fine, rough)
    assert is_same_from_afar(fine, rough)


def test_what_is_left_out_is_missed_from_afar_too(scene: StationScene) -> None:
    whole = scene.image(WIDTH, HEIGHT).astype(int)
    scene.draw_structure(Structure.HIDDEN)
    assert not is_same_from_afar(scene.image(WIDTH, HEIGHT).astype(int), whole)


def test_free_ports_can_be_seen(station: Station) -> None:
    taken = {ship.port for ship in station.docked}
    assert any(port.id not in taken for port in station.ports)
    empty = station.model_copy(update={"ports": ()})
    pictures = []
    for one in (station, empty):
        scene = StationScene(one)
        scene.pose = scene.preset(Preset.SIDE, WIDTH / HEIGHT)
        scene.draw_structure(Structure.HIDDEN)
        pictures.append(scene.image(WIDTH, HEIGHT).astype(int))
        scene.close()
    assert (np.abs(pictures[0] - pictures[1]).max(axis=2) > 25).sum() > 3


def test_a_module_whose_ends_coincide_is_still_drawn() -> None:
    small = read_station("trio")
    squashed = small.modules[1].model_copy(update={"end_b_m": small.modules[1].end_a_m})
    odd = small.model_copy(update={"modules": (small.modules[0], squashed, *small.modules[2:])})
    scene = StationScene(odd)
    leaking = ModuleState(ModuleStatus.LEAKING, leak_rate_kg_s=1e-4)
    scene.show(quiet(odd) | {squashed.id: leaking})
    scene.select(squashed.id)
    scene.pose = scene.preset(Preset.HOME, WIDTH / HEIGHT)
    assert np.isfinite(scene.pose.eye_m).all()
    assert scene.image(WIDTH, HEIGHT).std() > 5
    scene.close()


def test_what_is_picked_after_a_picture_in_strips_is_what_the_whole_picture_shows(
    scene: StationScene,
) -> None:
    """A picture that rests is drawn strip by strip; a click then meets what a person sees."""
    scene.pose = scene.preset(Preset.HOME, WIDTH / HEIGHT)
    scene.image(WIDTH, HEIGHT)
    spots = [(u, v) for u in range(20, WIDTH, 30) for v in range(20, HEIGHT, 30)]
    whole = [scene.pick(float(u), float(v), WIDTH, HEIGHT) for u, v in spots]
    assert len({found for found in whole if found is not None}) > 5
    for rows in ((0, 50), (HEIGHT - 60, HEIGHT)):
        scene.shifted_image(WIDTH, HEIGHT, 1, rows)
        assert [scene.pick(float(u), float(v), WIDTH, HEIGHT) for u, v in spots] == whole


def test_a_hull_of_which_nothing_is_known_is_hatched(scene: StationScene) -> None:
    x, y = look_at(scene, "LAB")

    def unevenness(status: ModuleStatus) -> float:
        scene.show({**quiet(scene.station), "LAB": ModuleState(status)})
        shades = scene.image(WIDTH, HEIGHT).astype(float).mean(axis=2)[y - 15 : y + 15]
        return float(shades[:, x - 15 : x + 15].std() / shades[:, x - 15 : x + 15].mean())

    assert unevenness(ModuleStatus.NO_DATA) > 2.0 * unevenness(ModuleStatus.ISOLATED)
