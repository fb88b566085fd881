"""The sky behind must keep still, dark where modules are read, and have its limb in one place."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from iss_viewer.datafile import assets_dir
from iss_viewer.situation.module_state import ModuleState
from iss_viewer.station import Station
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.views.scene import backdrop
from iss_viewer.views.scene.mesh import Mesh
from iss_viewer.views.scene.plume import plume, strength, vent
from iss_viewer.views.scene.shade import DEPTH, openness
from iss_viewer.views.style.status_style import STATUS_STYLES, rgb


def test_the_limb_is_as_far_below_the_horizontal_as_said() -> None:
    highest = np.arcsin(-backdrop.earth().points[:, 2].min())
    assert highest == pytest.approx(-backdrop.DIP, abs=1e-3)


def test_domes_lie_on_the_unit_sphere() -> None:
    for dome in (backdrop.earth(), backdrop.air()):
        assert np.linalg.norm(dome.points, axis=1) == pytest.approx(1.0, abs=1e-5)
        assert dome.quads.max() < len(dome.points)


def test_the_ground_picture_covers_the_whole_disc() -> None:
    texture_at = backdrop.earth().texture_at
    assert texture_at is not None
    assert texture_at.min() == pytest.approx(0.0, abs=0.01)
    assert texture_at.max() == pytest.approx(1.0, abs=0.01)


def test_the_ground_has_sea_land_and_clouds() -> None:
    picture = np.asarray(Image.open(assets_dir() / "ground.jpg"))
    assert picture.shape == (1024, 1024, 3)
    red, blue = picture[..., 0].astype(int), picture[..., 2].astype(int)
    assert (blue > red + 20).mean() > 0.2  # sea
    assert (picture.min(axis=2) > 110).mean() > 0.03  # clouds


def test_no_star_shines_through_the_earth() -> None:
    directions, colours = backdrop.stars()
    assert len(directions) > 300
    assert np.arcsin(-directions[:, 2]).min() > -backdrop.DIP
    assert colours.min() >= 0.0


def test_the_sky_is_dark_enough_for_every_status_colour() -> None:
    for status in ModuleStatus:
        assert np.max(rgb(STATUS_STYLES[status].dark)) > 0.5
    assert backdrop.SKY.max() < 0.05


@pytest.mark.parametrize("none", [0.0, -1.0, float("nan")])
def test_there_is_no_plume_without_a_leak(none: float) -> None:
    assert strength(none) == 0.0


def test_a_module_of_which_nothing_is_told_has_no_plume() -> None:
    assert strength(ModuleState().leak_rate_kg_s) == 0.0


def test_a_bigger_leak_has_a_bigger_plume() -> None:
    sizes = [strength(rate) for rate in (1e-9, 1e-6, 2e-5, 1e-3, 1e-1, 1e3)]
    assert sizes == sorted(sizes)
    assert 0.0 < sizes[0] < sizes[3] < sizes[-1] == 1.0


def test_a_plume_starts_at_the_hull_and_goes_outward(station: Station) -> None:
    prk = station.module("SM_PRK")
    others = [module for module in station.modules if module.id != "SM_PRK"]
    start, way = vent(prk, others)
    assert np.linalg.norm(start - np.array(prk.centre_m)) == pytest.approx(
        0.47 * prk.diameter_m, rel=0.01
    )
    points, colours = plume(prk, 0.5, others)
    assert ((points - start) @ way).min() >= -1e-3
    assert len(points) == len(colours)


def test_corners_shut_in_by_a_neighbour_are_darker(station: Station) -> None:
    lab = station.module("LAB")
    near = np.array([[[lab.centre_m[0], lab.centre_m[1], lab.centre_m[2] - 2.4]] * 4], np.float32)
    far = near - np.array([0, 0, 60], np.float32)
    down = np.tile(np.array([0, 0, 1], np.float32), (1, 4, 1))
    ones = np.ones((1, 3), np.float32), np.ones(1, np.float32)
    shut, free = openness(Mesh(near, down, *ones), [lab]), openness(Mesh(far, down, *ones), [lab])
    assert shut.max() < 0.7
    assert free.min() > 0.97
    assert shut.min() >= 1 - DEPTH - 1e-6
