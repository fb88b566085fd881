"""Outlines are where a module is seen: hulls in front cover them, and a pick says the same of every pixel."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.station import Station
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.views.scene import ModuleState, Preset, StationScene
from iss_viewer.views.scene.silhouettes import NOBODY, rim
from iss_viewer.views.station.outlines import Outlines, outlined

SIZE = WIDTH, HEIGHT = 240, 180


@pytest.fixture(autouse=True)
def home(scene: StationScene, station: Station) -> None:
    scene.show({module: ModuleState() for module in station.module_ids}, {})
    scene.pose = scene.preset(Preset.HOME, WIDTH / HEIGHT)


def test_what_is_seen_at_a_pixel_is_what_a_click_there_meets(scene: StationScene) -> None:
    ids = scene.seen_modules(*SIZE)
    assert ids.shape == (HEIGHT, WIDTH)
    edge = rim(ids, set(np.unique(ids)) - {NOBODY}, thick=2)
    rng = np.random.default_rng(1)
    inner = np.argwhere((ids != NOBODY) & ~edge)
    for y, x in inner[rng.choice(len(inner), 12, replace=False)]:
        found = scene.pick(x + 0.5, y + 0.5, WIDTH, HEIGHT)
        assert found is not None and scene.number_of(found) == ids[y, x]


def test_the_picture_is_as_before_when_modules_were_looked_for(scene: StationScene) -> None:
    before = scene.image(*SIZE)
    scene.seen_modules(*SIZE)
    assert np.array_equal(scene.image(*SIZE), before)


def test_a_rim_lies_inside_its_module_and_is_thin() -> None:
    ids = np.zeros((40, 40), np.int32)
    ids[5:35, 5:35], ids[10:20, 10:20] = 1, 2
    found = rim(ids, [1])
    assert (ids[found] == 1).all()
    assert found[5, 20] and found[6, 20] and not found[8, 25]
    assert found[9, 15] and not found[10, 15]  # where another is in front, it ends there
    assert not rim(np.ones((9, 9), np.int32), [1]).any()  # the picture ends, not the module


def test_suspects_have_an_outline_and_what_is_pointed_at_one_of_its_own(
    scene: StationScene,
) -> None:
    states = {
        "LAB": ModuleState(status=ModuleStatus.SUSPECTED),
        "COL": ModuleState(status=ModuleStatus.LEAKING),
        "FGB": ModuleState(status=ModuleStatus.WATCH),
    }
    assert list(outlined(states, "")) == ["LAB", "COL", "FGB"]
    assert list(outlined(states, "LAB"))[-1] == "LAB"
    calm = {"LAB": ModuleState()}
    assert outlined(calm, "") == {} and list(outlined(calm, "LAB")) == ["LAB"]
    drawn = Outlines()
    assert drawn.picture(scene, SIZE, calm, "") is None
    first = drawn.picture(scene, SIZE, states, "")
    assert first is not None and first is drawn.picture(scene, SIZE, states, "")
    assert first is not drawn.picture(scene, SIZE, states, "FGB")


def test_what_is_framed_is_seen_and_not_the_array_before_it(scene: StationScene) -> None:
    for modules in (("SOYUZ_MS28",), ("COL", "JPM", "NODE2"), ("SM_PRK",)):
        scene.pose = scene.framed(modules, WIDTH / HEIGHT)
        wanted = [scene.number_of(module) for module in modules]
        share = np.isin(scene.seen_modules(*SIZE), wanted).mean()
        assert share > 0.02, modules
        assert scene.framed(modules, WIDTH / HEIGHT) == scene.pose  # it stays where it is good
