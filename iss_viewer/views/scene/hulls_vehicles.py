"""Hulls of the visiting vehicles, each along +x from its docking port, wings and all."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from iss_viewer.views.scene.hulls_ros import DOCKING_M
from iss_viewer.views.scene.hulls_usos import BERTHING_M
from iss_viewer.views.scene.mesh import Mesh, Paint, ball, bars, box, join, placed, sheet
from iss_viewer.views.scene.paints import (
    BLANKET,
    CELLS,
    CELLS_BACK,
    DARK,
    GLASS,
    GOLD,
    METAL,
    SEAM,
    SILVER,
    WHITE,
    ribbed,
    turned,
)

DRAGON_WHITE = Paint((0.93, 0.93, 0.94), panels=0.02)


def wings(x: float, root: float, span: float, chord: float, folds: int) -> Mesh:
    """A pair of solar wings along y at `x`, from `root` to half of `span`, with cell columns."""
    parts = []
    for side in (-1.0, 1.0):
        reach = span / 2 - root
        step = reach / folds
        for i in range(folds):
            near = side * (root + i * step + 0.04)
            along = (chord, 0.0, 0.0)
            across = (0.0, side * (step - 0.08), 0.0)
            corner = (x - chord / 2, near, 0.0)
            front, back = (CELLS, CELLS_BACK) if side > 0 else (CELLS_BACK, CELLS)
            parts.append(sheet(corner, along, across, front, back))
    spar = bars(
        [(x, -span / 2, 0.03), (x, -span / 2, -0.03)], [(x, span / 2, 0.03)] * 2, 0.07, METAL
    )
    return join(*parts, spar)


def soyuz(length: float, radius: float) -> Mesh:
    """Soyuz: ball of the orbital module, bell of the descent module, drum with two wings."""
    orbital = _orbital_module(length, 0.83 * radius)
    bell = turned(
        (0.335 * length, 0.60 * radius),
        (0.355 * length, 0.60 * radius, SEAM),
        (0.43 * length, 0.70 * radius, BLANKET),
        (0.60 * length, 0.81 * radius, BLANKET),
        (0.63 * length, 0.81 * radius, SEAM),
    )
    panes = [
        placed(
            turned((0, 0.16), (0.05, 0.16, SEAM), (0.05, 0.0, GLASS), sides=12),
            (0.45 * length, side * 0.70 * radius, 0),
            (0.2, side, 0),
        )
        for side in (-1, 1)
    ]
    return join(orbital, bell, *panes, _instrument_drum(length, radius))


def progress(length: float, radius: float) -> Mesh:
    """Progress: ball of cargo, dark tanker cone in place of a bell, drum with two wings."""
    tanker = turned(
        (0.335 * length, 0.62 * radius),
        (0.36 * length, 0.78 * radius, METAL),
        (0.44 * length, 0.80 * radius, BLANKET),
        (0.46 * length, 0.74 * radius, SEAM),
        (0.63 * length, 0.81 * radius, BLANKET),
    )
    return join(_orbital_module(length, 0.85 * radius), tanker, _instrument_drum(length, radius))


def _orbital_module(length: float, radius: float) -> Mesh:
    arc = np.linspace(0.16 * pi, 0.86 * pi, 9)
    middle = 0.195 * length
    return turned(
        (0.0, 0.0),
        (0.0, DOCKING_M, DARK),
        (0.04 * length, DOCKING_M, METAL),
        *((middle - 0.15 * length * cos(a), radius * sin(a) ** 0.7, BLANKET) for a in arc),
        (0.345 * length, 0.66 * radius, SEAM),
    )


def _instrument_drum(length: float, radius: float) -> Mesh:
    drum = turned(
        (0.63 * length, 0.81 * radius),
        *ribbed(0.63 * length, 0.84 * length, 0.81 * radius, SILVER, 2),
        (0.96 * length, radius, BLANKET),
        (0.97 * length, radius, SEAM),
        (0.97 * length, 0.3 * radius, METAL),
        (length, 0.36 * radius, GOLD),
        (0.98 * length, 0.0, DARK),
    )
    aerial = bars(
        [(0.12 * length, 0, 0.75 * radius)], [(0.10 * length, 0, 1.35 * radius)], 0.05, SILVER
    )
    return join(drum, wings(0.82 * length, radius, 10.6, 1.45, 4), aerial)


def dragon(length: float, radius: float) -> Mesh:
    """Crew Dragon: opened nose cone, capsule, trunk with solar cells on one side and fins."""
    trunk, shoulder = 0.54 * length, 0.48 * length
    body = turned(
        (0.0, 0.0),
        (0.0, 0.36 * radius, DARK),
        (0.04 * length, 0.40 * radius, METAL),
        (0.07 * length, 0.52 * radius, DRAGON_WHITE),
        (0.15 * length, 0.66 * radius, DRAGON_WHITE),
        (shoulder, 0.97 * radius, DRAGON_WHITE),
        (shoulder + 0.02 * length, radius, DARK),
        (trunk, 0.94 * radius, DARK),
        *ribbed(trunk, length, 0.93 * radius, DRAGON_WHITE, 2, 0.02),
        (length, 0.80 * radius, METAL),
        (length - 0.3, 0.0, DARK),
        sides=32,
    )
    cap = placed(_dome(0.52 * radius), (0.05 * length, 0.0, -0.72 * radius), (-0.62, 0, -0.78))
    return join(body, cap, *_fins(trunk, length, radius), *_trunk_cells(trunk, length, radius))


def _dome(radius: float) -> Mesh:
    arc = np.linspace(0.1, 0.5 * pi, 6)
    rounds = ((radius * sin(a), radius * cos(a), DRAGON_WHITE) for a in arc)
    return turned((0.0, 0.0), (0.0, radius, METAL), *rounds, sides=20)


def _fins(trunk: float, length: float, radius: float) -> list[Mesh]:
    size = (0.30 * length, 0.75, 0.08)
    parts = []
    for angle in (pi / 4, 3 * pi / 4, 5 * pi / 4, 7 * pi / 4):
        out = np.array([0.0, cos(angle), sin(angle)])
        side = np.array([0.0, -sin(angle), cos(angle)])
        centre = out * (radius + 0.25) + [trunk + 0.30 * length, 0, 0]
        parts.append(box(centre, size, DRAGON_WHITE, np.stack([[1.0, 0, 0], out, side])))
    return parts


def _trunk_cells(trunk: float, length: float, radius: float) -> list[Mesh]:
    """The half of the trunk that is covered with cells, as plates just above the hull."""
    parts = []
    start, reach = trunk + 0.05 * length, 0.40 * length
    for i in range(8):
        angle = pi * (i + 0.5) / 8
        out = np.array([0.0, cos(angle), sin(angle)])
        side = np.array([0.0, -sin(angle), cos(angle)])
        centre = out * 0.97 * radius + [start + reach / 2, 0, 0]
        size = (reach, 0.05, 0.36 * radius)
        parts.append(box(centre, size, CELLS, np.stack([[1.0, 0, 0], out, side])))
    return parts


def cygnus(length: float, radius: float) -> Mesh:
    """Cygnus: a silver drum, a narrower service module and two round fan-shaped arrays."""
    body = turned(
        (0.0, 0.0),
        (0.0, BERTHING_M, DARK),
        (0.04 * length, BERTHING_M, METAL),
        (0.10 * length, radius, SILVER),
        *ribbed(0.10 * length, 0.74 * length, radius, SILVER, 5),
        (0.80 * length, 0.62 * radius, SILVER),
        (0.97 * length, 0.62 * radius, GOLD),
        (length, 0.3 * radius, METAL),
        (length, 0.0, DARK),
    )
    fan = join(
        turned(
            (0.0, 0.0), (0.0, 1.85, CELLS_BACK), (0.05, 1.85, METAL), (0.05, 0.0, CELLS), sides=10
        ),
        ball(0.05, 0.14, METAL, 4, 8),
    )
    spots = [(0.88 * length, side * (radius + 1.75), 0.0) for side in (-1, 1)]
    arms = bars([(0.88 * length, 0, 0)] * 2, [(x, y * 0.6, z) for x, y, z in spots], 0.09, METAL)
    return join(body, arms, *(placed(fan, spot, (0, 0, -1)) for spot in spots))


def htvx(length: float, radius: float) -> Mesh:
    """HTV-X: cargo drum, gold service part and two wings."""
    body = turned(
        (0.0, 0.0),
        (0.0, BERTHING_M, DARK),
        (0.04 * length, BERTHING_M, METAL),
        (0.10 * length, radius, WHITE),
        *ribbed(0.10 * length, 0.55 * length, radius, WHITE, 3),
        (0.57 * length, radius, SEAM),
        (0.88 * length, radius, GOLD),
        (0.90 * length, 0.9 * radius, SEAM),
        (length, 0.9 * radius, METAL),
        (length, 0.0, DARK),
        sides=32,
    )
    return join(body, wings(0.72 * length, radius, 18.2, 2.4, 3))


HULLS = {
    "soyuz": soyuz,
    "progress": progress,
    "dragon": dragon,
    "cargo_dragon": dragon,
    "cygnus": cygnus,
    "htvx": htvx,
}
