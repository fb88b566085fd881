"""Hulls must have the sizes and places of the station file."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.station import Station, read_station
from iss_viewer.views.scene.hulls import HULLS, hull
from iss_viewer.views.scene.joints import distance_to_axis, joints_of
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


def test_a_station_without_truss_has_no_structure() -> None:
    bare = read_station("iss").model_copy(
        update={"trusses": (), "solar_arrays": (), "radiators": ()}
    )
    assert truss_mesh(bare) is None
    assert array_mesh(bare) is None
