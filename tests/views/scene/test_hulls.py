"""Hulls must have the sizes and places of the station file."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.station import Station, read_station
from iss_viewer.views.scene.axis import ends_of
from iss_viewer.views.scene.hulls import HULLS, hull
from iss_viewer.views.scene.joints import distance_to_axis, joints_of
from iss_viewer.views.scene.mesh import Mesh
from iss_viewer.views.scene.structure import array_mesh, truss_mesh

MODULES = read_station("iss").modules


@pytest.mark.parametrize("shape", sorted(HULLS))
def test_hulls_face_outward_everywhere(shape: str) -> None:
    mesh = HULLS[shape](6.0, 2.0)
    winding = np.cross(mesh.points[:, 2] - mesh.points[:, 0], mesh.points[:, 3] - mesh.points[:, 1])
    assert ((winding * mesh.normals.mean(axis=1)).sum(axis=1) > -1e-5).all()
    assert np.isfinite(mesh.points).all()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_hulls_reach_from_end_to_end_and_are_as_wide_as_on_file(module) -> None:
    mesh = hull(module)
    a, b = np.array(module.end_a_m), np.array(module.end_b_m)
    length = np.linalg.norm(b - a)
    axis = (b - a) / length
    everywhere = (mesh.points.reshape(-1, 3) - a) @ axis
    assert everywhere.min() <= 0.01 * length
    assert everywhere.max() >= 0.99 * length
    points = mesh.points[mesh.tint > 0.9].reshape(-1, 3) - a
    away = np.linalg.norm(points - (points @ axis)[:, None] * axis, axis=1)
    assert 0.85 * module.diameter_m / 2 <= away.max() <= 2.2 * module.diameter_m / 2 + 1.0


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_every_shape_of_the_station_file_has_its_own_mesh(module) -> None:
    assert module.shape in HULLS


def test_an_unknown_shape_becomes_a_ribbed_cylinder() -> None:
    strange = MODULES[0].model_copy(update={"shape": "teapot"})
    plain = MODULES[0].model_copy(update={"shape": "cylinder"})
    assert hull(strange).points == pytest.approx(hull(plain).points)


def test_a_hatch_sits_where_its_two_modules_meet(station: Station) -> None:
    joints = joints_of(station)
    assert len(joints) >= 20
    for hatch in station.hatches:
        joint = joints.get(hatch.id)
        if joint is None:
            assert "VACUUM" in (hatch.a, hatch.b)
            continue
        for module in (station.module(hatch.a), station.module(hatch.b)):
            assert distance_to_axis(joint.centre_m, module) <= module.diameter_m / 2 + 1.6, hatch.id


def test_the_hatch_of_prk_is_at_the_aft_end_of_zvezda(station: Station) -> None:
    joint = next(
        joints_of(station)[h.id] for h in station.hatches if {h.a, h.b} == {"SM_RO", "SM_PRK"}
    )
    prk = station.module("SM_PRK")
    ends = np.array([prk.end_a_m, prk.end_b_m])
    assert np.linalg.norm(ends - joint.centre_m, axis=1).min() < 0.05


def test_truss_and_arrays_span_what_the_file_says(station: Station) -> None:
    truss, arrays = truss_mesh(station), array_mesh(station)
    assert truss is not None
    assert arrays is not None
    assert np.ptp(arrays.points[..., 1]) == pytest.approx(109, abs=4)
    assert np.ptp(arrays.points[..., 0]) == pytest.approx(73, abs=6)


def area_m2(mesh: Mesh) -> float:
    """Of all patches together."""
    across = mesh.points[:, 2] - mesh.points[:, 0], mesh.points[:, 3] - mesh.points[:, 1]
    return float(0.5 * np.linalg.norm(np.cross(*across), axis=1).sum())


@pytest.mark.parametrize("kind", sorted({array.kind for array in read_station("iss").solar_arrays}))
def test_solar_arrays_are_covered_with_cells_on_both_sides(station: Station, kind: str) -> None:
    array = next(array for array in station.solar_arrays if array.kind == kind)
    mesh = array_mesh(station.model_copy(update={"solar_arrays": (array,)}))
    assert mesh is not None
    sides = 2.0 * array.length_m * array.width_m
    assert 0.75 * sides < area_m2(mesh) < 1.4 * sides


def test_radiators_are_as_large_as_on_file_on_both_sides(station: Station) -> None:
    for radiator in station.radiators:
        bare = {"trusses": (), "radiators": (radiator,)}
        mesh = truss_mesh(station.model_copy(update=bare))
        assert mesh is not None
        sides = 2.0 * radiator.length_m * radiator.width_m
        assert 0.75 * sides < area_m2(mesh) < 1.5 * sides


def test_a_module_whose_ends_coincide_lies_along_x_about_them(station: Station) -> None:
    lab = station.module("LAB")
    point = lab.model_copy(update={"end_b_m": lab.end_a_m})
    half = np.array([lab.length_m / 2, 0.0, 0.0])
    assert ends_of(point) == pytest.approx(np.array([lab.end_a_m - half, lab.end_a_m + half]))


def test_a_station_without_truss_has_no_structure() -> None:
    bare = read_station("iss").model_copy(
        update={"trusses": (), "solar_arrays": (), "radiators": ()}
    )
    assert truss_mesh(bare) is None
    assert array_mesh(bare) is None
