"""Solids must face outward, or culling would make holes in the hulls."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.views.scene.mesh import (
    Mesh,
    Paint,
    ball,
    bars,
    basis,
    box,
    join,
    lathe,
    placed,
    sheet,
)

PAINT = Paint((0.5, 0.6, 0.7))


def facing(mesh: Mesh) -> np.ndarray:
    """The cosine-like product of each patch's winding and its given normals."""
    diagonal = mesh.points[:, 2] - mesh.points[:, 0]
    other = mesh.points[:, 3] - mesh.points[:, 1]
    return (np.cross(diagonal, other) * mesh.normals.mean(axis=1)).sum(axis=1)


SOLIDS = {
    "lathe": lathe([(0, 0.0), (0, 1.0), (2, 1.2), (3, 0.4), (3, 0.0)], [PAINT]),
    "ball": ball(1.0, 2.0, PAINT),
    "box": box((1, 2, 3), (1, 2, 3), PAINT),
    "bars": bars([[0, 0, 0], [1, 0, 0]], [[1, 2, 3], [1, 0, 4]], 0.1, PAINT),
    "sheet": sheet((0, 0, 0), (1, 0, 0), (0, 2, 0), PAINT, PAINT),
}


@pytest.mark.parametrize("name", SOLIDS)
def test_patches_wind_the_way_their_normals_point(name: str) -> None:
    assert (facing(SOLIDS[name]) >= -1e-6).all()


@pytest.mark.parametrize("name", ["lathe", "ball"])
def test_turned_bodies_look_away_from_their_axis(name: str) -> None:
    mesh = SOLIDS[name]
    radial = (mesh.points[:, :, 1:] * mesh.normals[:, :, 1:]).sum(axis=2)
    assert radial.min() >= -1e-6


def test_normals_have_unit_length() -> None:
    for mesh in SOLIDS.values():
        assert np.linalg.norm(mesh.normals, axis=2) == pytest.approx(1.0, abs=1e-5)


@given(st.tuples(*[st.floats(-1, 1) for _ in range(3)]).filter(lambda v: np.linalg.norm(v) > 0.05))
def test_a_basis_is_right_handed_and_starts_with_the_axis(axis: tuple[float, float, float]) -> None:
    turn = basis(axis)
    assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(turn) == pytest.approx(1.0)
    assert turn[0] == pytest.approx(np.array(axis) / np.linalg.norm(axis))


def test_placing_keeps_sizes_and_puts_the_origin_where_asked() -> None:
    mesh = placed(SOLIDS["lathe"], (10.0, -3.0, 2.0), (0.0, 0.0, -1.0))
    assert mesh.points[..., 2].max() == pytest.approx(2.0, abs=1e-5)
    assert mesh.points[..., 2].min() == pytest.approx(-1.0, abs=1e-5)
    assert np.abs(mesh.points[..., 0] - 10.0).max() == pytest.approx(1.2, abs=1e-4)


def test_joined_meshes_keep_all_patches() -> None:
    both = join(SOLIDS["box"], SOLIDS["bars"])
    assert len(both) == len(SOLIDS["box"]) + len(SOLIDS["bars"])
    assert both.tint.shape == (len(both),)
