"""Soft contact shadows, worked out once: how much of the sky each patch corner sees past the hulls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from iss_viewer.station import Module
from iss_viewer.views.scene.axis import ends_of
from iss_viewer.views.scene.mesh import Floats, Mesh

DEPTH = 0.62  # how dark a fully shut-in corner becomes


def openness(mesh: Mesh, neighbours: Sequence[Module]) -> Floats:
    """1 in the open, down to 1 - DEPTH where `neighbours` shut a corner in; shape (n, 4).

    Each neighbour counts as a capsule: the solid angle of a ball of its radius at the nearest point
    of its axis, weighted by the cosine to the surface normal.
    """
    points, normals = mesh.points.reshape(-1, 3), mesh.normals.reshape(-1, 3)
    shut: Floats = np.zeros(len(points), np.float32)
    low, high = points.min(axis=0), points.max(axis=0)
    for module in neighbours:
        a, b = ends_of(module).astype(np.float32)
        radius = 0.5 * module.diameter_m
        gap = np.maximum(np.maximum(low - np.maximum(a, b), np.minimum(a, b) - high), 0.0)
        if np.linalg.norm(gap) < 4.0 * radius:
            shut += _shut_by(points, normals, a, b, radius)
    open_share = (1.0 - DEPTH * np.minimum(shut, 1.0)).astype(np.float32, copy=False)
    return open_share.reshape(mesh.points.shape[:2])


def _shut_by(
    points: Floats,
    normals: Floats,
    a: NDArray[np.float32],
    b: NDArray[np.float32],
    radius: float,
) -> Floats:
    axis = b - a
    along = np.clip((points - a) @ axis / max(float(axis @ axis), 1e-6), 0.0, 1.0)
    away = a + along[:, None] * axis - points
    distance: Floats = np.maximum(np.sqrt(_products(away, away)), 1e-3)
    facing = np.maximum(_products(away, normals) / distance + 0.15, 0.0)
    shut: Floats = (facing * np.minimum((radius / distance) ** 2, 1.0)).astype(np.float32)
    return shut


def _products(first: Floats, second: Floats) -> Floats:
    """The scalar products of vectors (n, 3), several times as fast as a sum over so short an axis."""
    products: Floats = np.einsum("ij,ij->i", first, second)
    return products
