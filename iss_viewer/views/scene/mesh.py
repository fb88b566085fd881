"""Meshes as plain numpy arrays: patches of four corners with normals, a colour and a tint.

The tint says how far a module's status recolours a patch: 1 for hull, 0 for solar cells. A solid is
built along its own +x axis and then placed in the station frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Vector = Sequence[float] | NDArray[np.floating]
Vectors = Sequence[Vector] | NDArray[np.floating]  # shape (n, 3)

_SMOOTH_COS = cos(radians(35.0))


@dataclass(frozen=True, slots=True)
class Paint:
    """A surface: natural colour (0..1), how far status recolours it, and how uneven its panels are."""

    colour: tuple[float, float, float]
    tint: float = 1.0
    panels: float = 0.0


@dataclass(frozen=True, slots=True)
class Mesh:
    """n patches: points and normals (n, 4, 3), colours (n, 3) in 0..1, tint (n,) in 0..1."""

    points: Floats
    normals: Floats
    colours: Floats
    tint: Floats

    def __len__(self) -> int:
        return len(self.points)


def mesh_of(points: NDArray[np.floating], normals: NDArray[np.floating], paint: Paint) -> Mesh:
    """A mesh of one paint from points and normals of shape (n, 4, 3)."""
    return _painted(points, normals, [paint])


def _painted(
    points: NDArray[np.floating], normals: NDArray[np.floating], paints: Sequence[Paint]
) -> Mesh:
    """A mesh from points and normals (n, 4, 3), a paint for each of equal stretches of it."""
    each = len(points) // len(paints)
    return Mesh(
        np.asarray(points, np.float32),
        np.asarray(normals, np.float32),
        np.concatenate([_colours(paint, each) for paint in paints]),
        np.repeat(np.array([paint.tint for paint in paints], np.float32), each),
    )


@cache
def _colours(paint: Paint, count: int) -> Floats:
    """Colours (count, 3) of patches of a paint, as uneven as its panels are."""
    tone = np.ones(count)
    if paint.panels:
        tone += paint.panels * np.random.default_rng(count).uniform(-1.0, 0.6, count)
    colours: Floats = (tone[:, None] * np.asarray(paint.colour)).clip(0, 1).astype(np.float32)
    return colours


def join(*meshes: Mesh) -> Mesh:
    """One mesh of many."""
    return Mesh(
        np.concatenate([mesh.points for mesh in meshes]),
        np.concatenate([mesh.normals for mesh in meshes]),
        np.concatenate([mesh.colours for mesh in meshes]),
        np.concatenate([mesh.tint for mesh in meshes]),
    )


def basis(axis: Vector) -> NDArray[np.float64]:
    """Rows: the unit axis, a side direction (starboard where possible), and their cross product."""
    forward = np.asarray(axis, float) / np.linalg.norm(axis)
    side = np.array([0.0, 1.0, 0.0]) if abs(forward[1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    side = side - forward * (side @ forward)
    side /= np.linalg.norm(side)
    return np.stack([forward, side, np.cross(forward, side)])


def placed(mesh: Mesh, origin: Vector, axis: Vector) -> Mesh:
    """`mesh` with its own x axis laid along `axis` and its own origin moved to `origin`."""
    turn = basis(axis)
    points = mesh.points @ turn + np.asarray(origin)
    return replace(
        mesh,
        points=points.astype(np.float32),
        normals=(mesh.normals @ turn).astype(np.float32),
    )


def moved(mesh: Mesh, offset: Vector) -> Mesh:
    """`mesh` shifted by `offset`."""
    return replace(mesh, points=mesh.points + np.asarray(offset, np.float32))


def lathe(profile: Sequence[tuple[float, float]], paints: Sequence[Paint], sides: int = 28) -> Mesh:
    """A body turned about x: `profile` is (x, radius) from one end to the other.

    `paints` has one paint for each stretch of the profile, or one for all. Neighbouring stretches
    that meet at less than 35 degrees are shaded smoothly. The outside is to the left when x grows.
    """
    x, r = np.asarray(profile, float).T
    along = np.stack([np.diff(x), np.diff(r)], axis=1)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    outward = np.stack([-along[:, 1], along[:, 0]], axis=1)  # (x, radial) parts
    first, second = outward.copy(), outward.copy()
    meet = np.nonzero((outward[:-1] * outward[1:]).sum(axis=1) > _SMOOTH_COS)[0]
    mean = outward[meet] + outward[meet + 1]
    mean /= np.linalg.norm(mean, axis=1, keepdims=True)
    second[meet], first[meet + 1] = mean, mean
    angle = np.linspace(0, 2 * np.pi, sides + 1)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    ends, turned = np.stack([x, r], axis=1), [paints[0]] * len(outward)
    return _painted(
        _bands(ends[:-1], ends[1:], ring),
        _bands(first, second, ring),
        paints if len(paints) > 1 else turned,
    )


def _bands(
    starts: NDArray[np.float64], ends: NDArray[np.float64], ring: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Corners (n * sides, 4, 3) of the patches between pairs of rings, each given by (x, radial), shape (n, 2)."""
    near, far = (_rings(part, ring) for part in (starts, ends))
    corners = np.stack([near[:, 1:], far[:, 1:], far[:, :-1], near[:, :-1]], axis=2)
    return corners.reshape(-1, 4, 3)


def _rings(places: NDArray[np.float64], ring: NDArray[np.float64]) -> NDArray[np.float64]:
    x = np.broadcast_to(places[:, None, :1], (len(places), len(ring), 1))
    return np.concatenate([x, ring * places[:, None, 1:]], axis=2)


def ball(centre: float, radius: float, paint: Paint, steps: int = 9, sides: int = 24) -> Mesh:
    """A sphere on the x axis."""
    angle = np.linspace(np.pi, 0, steps + 1)
    profile = list(zip(centre + radius * np.cos(angle), radius * np.sin(angle), strict=True))
    return lathe(profile, [paint], sides)


def box(
    centre: Vector, size: Vector, paint: Paint, axes: NDArray[np.float64] | None = None
) -> Mesh:
    """A box of full edge lengths `size`, along the rows of `axes` (the frame's own by default)."""
    turn = np.eye(3) if axes is None else np.asarray(axes, float)
    half = np.asarray(size, float) / 2
    points, normals = [], []
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        for sign in (1.0, -1.0):
            face = sign * half[i] * turn[i]
            u, v = half[j] * turn[j], sign * half[k] * turn[k]
            points.append([face - u - v, face + u - v, face + u + v, face - u + v])
            normals.append([sign * turn[i]] * 4)
    return mesh_of(np.asarray(points) + np.asarray(centre, float), np.asarray(normals), paint)


def bars(starts: Vectors, ends: Vectors, width: float, paint: Paint) -> Mesh:
    """Square bars without end caps, from `starts` to `ends`, both of shape (n, 3)."""
    a, b = np.atleast_2d(np.asarray(starts, float)), np.atleast_2d(np.asarray(ends, float))
    axis = (b - a) / np.linalg.norm(b - a, axis=1, keepdims=True)
    helper = np.where(np.abs(axis[:, 2:]) < 0.9, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
    u = np.cross(axis, helper)
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    v = np.cross(axis, u)
    points, normals = [], []
    for side, across in ((u, v), (v, -u), (-u, -v), (-v, u)):
        offset, spread = side * width / 2, across * width / 2
        points.append(
            np.stack(
                [
                    a + offset - spread,
                    a + offset + spread,
                    b + offset + spread,
                    b + offset - spread,
                ],
                axis=1,
            )
        )
        normals.append(np.repeat(side[:, None], 4, axis=1))
    return mesh_of(np.concatenate(points), np.concatenate(normals), paint)


def sheet(corner: Vector, along: Vector, across: Vector, front: Paint, back: Paint) -> Mesh:
    """A thin two-sided panel: from `corner` by the edge vectors `along` and `across`."""
    return sheets([corner], along, across, [(front, back)])


def sheets(
    corners: Vectors, along: Vector, across: Vector, faces: Sequence[tuple[Paint, Paint]]
) -> Mesh:
    """Equal panels: from `corners` (n, 3) by the same edges, each with the paints of its front and back."""
    a, u, v = (np.asarray(vector, float) for vector in (corners, along, across))
    normal = np.cross(u, v)
    normals = np.broadcast_to(normal / np.linalg.norm(normal), (len(a), 4, 3))
    quads = np.stack([a, a + u, a + u + v, a + v], axis=1)
    front, back = zip(*faces, strict=True)
    return join(_painted(quads, normals, front), _painted(quads[:, ::-1], -normals, back))
