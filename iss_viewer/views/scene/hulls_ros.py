"""Hulls of the Russian modules, each along +x from end a to end b, by length and radius in metres.

Zvezda comes in three parts, because they hold air apart: the transfer compartment PkhO (forward), the
working compartment RO (two diameters) and the intermediate chamber PrK (aft).
"""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from iss_viewer.views.scene.mesh import Mesh, Paint, Vector, bars, box, join, moved, placed
from iss_viewer.views.scene.paints import (
    BLANKET,
    CREAM,
    DARK,
    GLASS,
    GOLD,
    METAL,
    RADIATOR,
    SEAM,
    SILVER,
    Stretch,
    ribbed,
    turned,
)

DOCKING_M = 0.78  # radius of the Russian docking ring


def service_module(length: float, radius: float) -> Mesh:
    """Zvezda's working compartment: wide aft (end a), a cone, then the narrow forward part."""
    narrow, step, cone = 0.70 * radius, 0.46 * length, 0.60 * length
    body = turned(
        (0.0, 0.55 * radius),
        (0.0, radius, METAL),
        *ribbed(0.0, step, radius, CREAM, 4),
        (cone, narrow, CREAM),
        *ribbed(cone, 0.95 * length, narrow, CREAM, 3),
        (length, 0.72 * narrow, CREAM),
        (length, 0.0, DARK),
        sides=32,
    )
    return join(body, *_skirt(radius), *_windows(length, narrow), _aerials(length, radius))


def _skirt(radius: float) -> list[Mesh]:
    """The rim of the open assembly compartment round PrK, its two engines and aerial booms."""
    rim = turned(
        (-0.85, 0.93 * radius),
        (-0.85, radius, SEAM),
        (0.0, radius, CREAM),
        sides=32,
    )
    inside = turned((0.0, 0.93 * radius), (-0.85, 0.93 * radius, METAL), sides=32)
    nozzle = turned(
        (0.2, 0.14), (-0.5, 0.16, METAL), (-1.15, 0.34, GOLD), (-1.0, 0.0, DARK), sides=16
    )
    engines = [moved(_reversed(nozzle), (0, 0, side * 0.70 * radius)) for side in (-1, 1)]
    return [rim, inside, *engines]


def _reversed(mesh: Mesh) -> Mesh:
    """A body turned with x falling: its patches look outward again."""
    return Mesh(mesh.points[:, ::-1], -mesh.normals[:, ::-1], mesh.colours, mesh.tint)


def _windows(length: float, narrow: float) -> list[Mesh]:
    parts = []
    for along in (0.68, 0.78, 0.88):
        for side in (-1, 1):
            pane = turned((0, 0.22), (0.05, 0.22, SEAM), (0.05, 0.0, GLASS), sides=12)
            out = np.array([0.0, side * 0.9, 0.43])
            parts.append(placed(pane, np.array([along * length, 0, 0]) + out * narrow, out))
    return parts


def _aerials(length: float, radius: float) -> Mesh:
    """Booms of the Kurs and Lira aerials at the aft rim, and rails along the wide part."""
    starts: list[Vector] = []
    ends: list[Vector] = []
    for angle in (0.25 * pi, 0.75 * pi, 1.25 * pi, 1.75 * pi):
        out = np.array([0.0, cos(angle), sin(angle)])
        starts.append([0.1, 0, 0] + out * radius)
        ends.append([-1.3, 0, 0] + out * (radius + 0.75))
        starts.append([0.06 * length, 0, 0] + out * (radius + 0.1))
        ends.append([0.42 * length, 0, 0] + out * (radius + 0.1))
    return bars(starts, ends, 0.06, SILVER)


def prk(length: float, radius: float) -> Mesh:
    """PrK: the tube through the assembly compartment, with its conical part at the docking port."""
    return turned(
        (0.0, 0.0),
        (0.0, 1.02 * radius, DARK),
        *ribbed(0.0, 0.66 * length, radius, CREAM, 3),
        (0.84 * length, 0.86 * radius, CREAM),
        (0.84 * length, 1.16 * radius, SEAM),
        (0.93 * length, 1.16 * radius, CREAM),
        (0.93 * length, DOCKING_M, SEAM),
        (length, DOCKING_M, METAL),
        (length, 0.0, DARK),
        sides=32,
    )


def pkho(length: float, radius: float) -> Mesh:
    """The transfer compartment: a ball with ports, held by a cone to the working compartment."""
    ball = [
        (length * (0.56 - 0.34 * cos(a)), radius * (0.55 + 0.45 * sin(a)), CREAM)
        for a in np.linspace(0.15 * pi, 0.85 * pi, 8)
    ]
    return turned(
        (0.0, 0.0),
        (0.0, 0.86 * radius, SEAM),
        (0.14 * length, 0.80 * radius, CREAM),
        *ball,
        (0.92 * length, DOCKING_M, METAL),
        (length, DOCKING_M, METAL),
        (length, 0.0, DARK),
    )


def fgb(length: float, radius: float) -> Mesh:
    """Zarya: a stepped tug hull, the ball of its adapter at end b, arrays folded on its sides."""
    body = turned(
        (0.0, 0.0),
        (0.0, DOCKING_M, DARK),
        (0.03 * length, DOCKING_M, METAL),
        (0.09 * length, 0.72 * radius, CREAM),
        *ribbed(0.09 * length, 0.30 * length, 0.72 * radius, CREAM, 2),
        (0.36 * length, radius, CREAM),
        *ribbed(0.36 * length, 0.74 * length, radius, CREAM, 5),
        (0.80 * length, 0.60 * radius, CREAM),
        *_adapter(0.80 * length, 0.97 * length, 0.58 * radius),
        (length, DOCKING_M, METAL),
        (length, 0.0, DARK),
        sides=32,
    )
    return join(body, *_folded_arrays(length, radius), *_tanks(length, radius))


def _adapter(start: float, end: float, radius: float) -> list[Stretch]:
    middle, half = (start + end) / 2, (end - start) / 2
    return [
        (middle - half * cos(a), radius * (0.72 + 0.28 * sin(a)), CREAM)
        for a in np.linspace(0, pi, 8)
    ]


def _folded_arrays(length: float, radius: float) -> list[Mesh]:
    size = (0.05 * length, 0.34, 2.9)
    places = [
        (along * length, side * (radius + 0.22), 0) for along in (0.20, 0.26) for side in (-1, 1)
    ]
    return [box(place, size, BLANKET) for place in places]


def _tanks(length: float, radius: float) -> list[Mesh]:
    """The propellant tanks along a tug hull."""
    tank = turned(
        (0.10 * length, 0.0),
        (0.12 * length, 0.28, SILVER),
        (0.31 * length, 0.28, SILVER),
        (0.33 * length, 0.0, SILVER),
        sides=12,
    )
    angles = [i * pi / 4 + pi / 8 for i in range(8)]
    return [moved(tank, (0, 0.86 * radius * cos(a), 0.86 * radius * sin(a))) for a in angles]


def mlm(length: float, radius: float) -> Mesh:
    """Nauka: Zarya's tug hull the other way round, with its airlock and radiator outside."""
    body = turned(
        (0.0, 0.0),
        (0.0, DOCKING_M, DARK),
        (0.025 * length, DOCKING_M, METAL),
        (0.08 * length, 0.70 * radius, CREAM),
        *ribbed(0.08 * length, 0.30 * length, 0.70 * radius, CREAM, 3),
        (0.36 * length, radius, CREAM),
        *ribbed(0.36 * length, 0.76 * length, radius, CREAM, 5),
        (0.82 * length, 0.58 * radius, CREAM),
        *_adapter(0.82 * length, 0.98 * length, 0.55 * radius),
        (length, DOCKING_M, METAL),
        (length, 0.0, DARK),
        sides=32,
    )
    radiator = box((0.56 * length, 0.0, radius + 0.45), (0.26 * length, 2.6, 0.12), RADIATOR)
    airlock = turned((0, 0), (0, 0.55, SEAM), (0.9, 0.55, CREAM), (0.9, 0.0, METAL), sides=18)
    airlock = placed(airlock, (0.90 * length, 0.5 * radius, 0), (0, 1, 0))
    return join(body, *_tanks(length, radius), radiator, airlock)


def prichal(length: float, radius: float) -> Mesh:
    """Prichal: a ball with docking rings all round."""
    ring = turned(
        (0.86 * radius, DOCKING_M),
        (1.12 * radius, DOCKING_M, METAL),
        (1.12 * radius, 0.6, DARK),
        (1.06 * radius, 0.0, SEAM),
        sides=20,
    )
    arc = np.linspace(0.12 * pi, 0.88 * pi, 10)
    middle = 0.5 * length
    body = turned(
        (0.0, 0.0),
        (0.0, DOCKING_M, DARK),
        (0.10 * length, DOCKING_M, METAL),
        *((middle - radius * cos(a), radius * sin(a), CREAM) for a in arc),
        (0.90 * length, DOCKING_M, CREAM),
        (length, DOCKING_M, METAL),
        (length, 0.0, DARK),
        sides=32,
    )
    ports = [placed(ring, (middle, 0, 0), (0, cos(a), sin(a))) for a in (0, pi / 2, pi, 3 * pi / 2)]
    return join(body, *ports)


def mini(length: float, radius: float) -> Mesh:
    """A mini research module or docking compartment: a rounded barrel between two ports."""

    def shoulder(centre: float, start: float, stop: float) -> list[Stretch]:
        return [
            (centre - 0.14 * length * cos(a), radius * (0.62 + 0.38 * sin(a)), CREAM)
            for a in np.linspace(start, stop, 5)
        ]

    return turned(
        (0.0, 0.0),
        (0.0, DOCKING_M, DARK),
        (0.06 * length, DOCKING_M, METAL),
        *shoulder(0.22 * length, 0.05 * pi, 0.5 * pi),
        *ribbed(0.22 * length, 0.78 * length, radius, CREAM, 3),
        *shoulder(0.78 * length, 0.5 * pi, 0.95 * pi),
        (0.94 * length, DOCKING_M, METAL),
        (length, DOCKING_M, METAL),
        (length, 0.0, DARK),
    )


def mrm2(length: float, radius: float) -> Mesh:
    """Poisk: the barrel with its two round spacewalk hatches."""
    hatch = turned((0, 0.52), (0.16, 0.52, SEAM), (0.16, 0.0, BLANKET), sides=18)
    sides = [
        placed(hatch, (0.5 * length, side * 0.97 * radius, 0), (0, side, 0)) for side in (-1, 1)
    ]
    return join(mini(length, radius), *sides)


def cylinder(length: float, radius: float) -> Mesh:
    """Any module of unknown shape: a ribbed drum with a docking ring at each end."""
    ring, hull = 0.6 * radius, Paint((0.82, 0.83, 0.84), panels=0.05)
    return turned(
        (0.0, 0.0),
        (0.0, ring, DARK),
        (0.04 * length, ring, METAL),
        (0.12 * length, radius, hull),
        *ribbed(0.12 * length, 0.88 * length, radius, hull, 5),
        (0.96 * length, ring, hull),
        (length, ring, METAL),
        (length, 0.0, DARK),
    )


HULLS = {
    "service_module": service_module,
    "prk": prk,
    "pkho": pkho,
    "fgb": fgb,
    "mlm": mlm,
    "prichal": prichal,
    "mrm": mini,
    "mrm1": mini,
    "mrm2": mrm2,
    "cylinder": cylinder,
}
