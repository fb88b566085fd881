"""Hulls of the American, European and Japanese modules, each along +x from end a to end b.

All are told by their length and radius in metres; the proportions are those seen in photographs.
"""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from iss_viewer.views.scene.mesh import Mesh, Paint, bars, box, join, mesh_of, moved, placed
from iss_viewer.views.scene.paints import (
    DARK,
    FABRIC,
    GLASS,
    GOLD,
    METAL,
    SEAM,
    SILVER,
    WHITE,
    ribbed,
    turned,
)

PORCH = Paint((0.74, 0.75, 0.77), tint=0.0, panels=0.08)
BERTHING_M = 1.03  # radius of the common berthing mechanism's ring


def berthed(length: float, radius: float, hull: Paint, ribs: int, cone: float = 0.12) -> Mesh:
    """A cylinder between two end cones, with a berthing ring at each end: labs and nodes."""
    ring, neck = min(BERTHING_M, 0.8 * radius), 0.035 * length
    near, far = cone * length, (1 - cone) * length
    return turned(
        (0.0, 0.0),
        (0.0, ring, DARK),
        (neck, ring, METAL),
        (near, radius, hull),
        *ribbed(near, far, radius, hull, ribs),
        (length - neck, ring, hull),
        (length, ring, METAL),
        (length, 0.0, DARK),
        sides=32,
    )


def node(length: float, radius: float) -> Mesh:
    """A node: a wide belt where the side ports are, plain shields on the rest."""
    return berthed(length, radius, WHITE, ribs=4, cone=0.13)


def lab(length: float, radius: float) -> Mesh:
    """Destiny: close ribs and its one window."""
    window = moved(turned((0, 0.30), (0.06, 0.30, SEAM), (0.06, 0.0, GLASS), sides=16), (0, 0, 0))
    window = placed(window, (0.52 * length, 0.0, radius), (0, 0, 1))
    return join(berthed(length, radius, WHITE, ribs=6), window, *_handrails(length, radius))


def columbus(length: float, radius: float) -> Mesh:
    """Columbus: a short smooth cylinder with flat cones and its outside payload shelf."""
    shelf = box((length + 0.22, 0, -0.60 * radius), (0.45, 2.2, 0.8), SILVER)
    return join(berthed(length, radius, SILVER, ribs=4, cone=0.10), shelf)


def jpm(length: float, radius: float) -> Mesh:
    """Kibo's long cylinder, with the airlock and the two windows at its end."""
    parts = [berthed(length, radius, WHITE, ribs=7, cone=0.06)]
    for side in (-0.62, 0.62):
        window = turned((0, 0.28), (0.08, 0.28, SEAM), (0.08, 0.0, GLASS), sides=14)
        parts.append(placed(window, (length - 0.12, side, -0.75), (1, 0, 0)))
    airlock = turned((0, 0.85), (0.55, 0.85, METAL), (0.55, 0.0, SILVER), sides=20)
    parts.append(moved(airlock, (length - 0.1, 0.0, 0.45)))
    return join(*parts, *_porch(length))


def _porch(length: float) -> list[Mesh]:
    """Kibo's exposed facility: a platform beyond the hull with its payloads."""
    parts = [box((length + 3.4, 0.0, 0.1), (5.2, 4.6, 0.8), PORCH)]
    for i, along in enumerate((1.7, 3.4, 5.1)):
        for side in (-1, 1):
            size = (1.2, 0.9, 1.2 + 0.3 * ((i + side) % 2))
            parts.append(box((length + along, side * 2.75, 0.0), size, GOLD if i == 1 else PORCH))
    return parts


def jlp(length: float, radius: float) -> Mesh:
    """Kibo's store: a drum with a flat cap."""
    return turned(
        (0.0, 0.0),
        (0.0, BERTHING_M, DARK),
        (0.08 * length, BERTHING_M, METAL),
        (0.20 * length, radius, WHITE),
        *ribbed(0.20 * length, 0.90 * length, radius, WHITE, 3),
        (length, 0.72 * radius, WHITE),
        (length, 0.0, SILVER),
        sides=32,
    )


def pmm(length: float, radius: float) -> Mesh:
    """Leonardo: a cargo drum with gold-grey shields."""
    return berthed(length, radius, SILVER, ribs=5, cone=0.09)


def pma(length: float, radius: float) -> Mesh:
    """A pressurised mating adapter: a dark leaning cone from berthing ring to docking ring."""
    return turned(
        (0.0, 0.0),
        (0.0, 1.08 * radius, DARK),
        (0.10 * length, 1.08 * radius, METAL),
        (0.45 * length, 0.92 * radius, SILVER),
        (0.52 * length, 0.96 * radius, SEAM),
        (0.86 * length, 0.72 * radius, SILVER),
        (0.88 * length, 0.82 * radius, METAL),
        (length, 0.82 * radius, METAL),
        (length, 0.0, DARK),
        sides=24,
    )


def quest_equipment(length: float, radius: float) -> Mesh:
    """Quest's equipment lock with its four gas tanks."""
    body = turned(
        (0.0, 0.0),
        (0.0, BERTHING_M, DARK),
        (0.06 * length, BERTHING_M, METAL),
        (0.18 * length, radius, WHITE),
        *ribbed(0.18 * length, 0.82 * length, radius, WHITE, 2),
        (length, 0.55 * radius, WHITE),
        (length, 0.0, SEAM),
    )
    tank = turned(
        (-0.75, 0.0), (-0.6, 0.36, SILVER), (0.6, 0.36, SILVER), (0.75, 0.0, SILVER), sides=14
    )
    angles = (pi / 4, 3 * pi / 4, 5 * pi / 4, 7 * pi / 4)
    around = [(0.5 * length, (radius + 0.3) * cos(a), (radius + 0.3) * sin(a)) for a in angles]
    return join(body, *(moved(tank, place) for place in around))


def quest_crew(length: float, radius: float) -> Mesh:
    """Quest's narrow crew lock with the hatch to space."""
    return turned(
        (0.0, 0.0),
        (0.0, radius, SEAM),
        *ribbed(0.0, 0.9 * length, radius, WHITE, 3),
        (length, 0.86 * radius, SILVER),
        (length, 0.55 * radius, METAL),
        (length - 0.06, 0.55 * radius, SEAM),
        (length - 0.06, 0.0, DARK),
        sides=24,
    )


def cupola(length: float, radius: float) -> Mesh:
    """Cupola: a six-sided dome of windows with opened shutters."""
    wide, top = 0.98 * radius, 0.56 * radius
    base = turned((0.0, 0.0), (0.0, wide, DARK), (0.35 * length, wide, WHITE), sides=28)
    frame = turned(
        (0.35 * length, wide), (0.95 * length, top, SILVER), (0.95 * length, 0.0, SILVER), sides=6
    )
    round_window = turned((0, 0.4), (0.08, 0.4, SEAM), (0.08, 0.0, GLASS), sides=18)
    return join(base, frame, moved(round_window, (length - 0.08, 0, 0)), *_panes(length, wide, top))


def _panes(length: float, wide: float, top: float) -> list[Mesh]:
    """The six side windows of Cupola and the shutters swung up from them."""
    parts = []
    for i in range(6):
        angle = (i + 0.5) * pi / 3
        out, side = np.array([0, cos(angle), sin(angle)]), np.array([0, -sin(angle), cos(angle)])
        inner = cos(pi / 6)
        low = np.array([0.40 * length, 0, 0]) + out * (inner * wide * 0.97 + 0.03)
        high = np.array([0.88 * length, 0, 0]) + out * (inner * top * 1.12 + 0.05)
        u, v = side * wide * 0.36, side * top * 0.40
        quad = np.array([low - u, low + u, high + v, high - v])
        normal = np.cross(quad[1] - quad[0], quad[2] - quad[0])
        if normal @ out < 0:
            quad, normal = quad[::-1], -normal
        normal = normal / np.linalg.norm(normal)
        parts.append(mesh_of(quad[None], np.tile(normal, (1, 4, 1)), GLASS))
        shutter = box(low + out * 0.35, (0.06, 2 * 0.34 * wide, 0.72), SILVER, _axes(side, out))
        parts.append(shutter)
    return parts


def _axes(side: np.ndarray, out: np.ndarray) -> np.ndarray:
    return np.stack([np.cross(side, out), side, out])


def beam(length: float, radius: float) -> Mesh:
    """BEAM: a bulging fabric barrel."""
    bulge = [
        (x * length, radius * (1 - 0.34 * abs(2 * (x - 0.55)) ** 2.6), FABRIC)
        for x in np.linspace(0.14, 0.94, 9)
    ]
    neck = 0.52 * radius
    return turned(
        (0.0, 0.0),
        (0.0, neck, DARK),
        (0.10 * length, neck, METAL),
        *bulge,
        (length, 0.45 * radius, FABRIC),
        (length, 0.0, METAL),
    )


def bishop(length: float, radius: float) -> Mesh:
    """Bishop: a bell open towards the station, no hatch of its own."""
    return turned(
        (0.0, 0.0),
        (0.0, 1.05 * radius, DARK),
        (0.12 * length, 1.05 * radius, METAL),
        *ribbed(0.12 * length, 0.6 * length, radius, SILVER, 1),
        (0.82 * length, 0.85 * radius, SILVER),
        (length, 0.5 * radius, SILVER),
        (length, 0.0, SILVER),
        sides=24,
    )


def _handrails(length: float, radius: float) -> list[Mesh]:
    """Yellowish rails along a lab, where crews move on spacewalks."""
    parts = []
    for angle in (0.3 * pi, 0.7 * pi, 1.3 * pi, 1.7 * pi):
        place = np.array([0.0, cos(angle), sin(angle)]) * (radius + 0.12)
        reach = np.array([length, 0.0, 0.0])
        parts.append(bars([place + 0.2 * reach], [place + 0.8 * reach], 0.06, GOLD))
    return parts


HULLS = {
    "node": node,
    "lab": lab,
    "columbus": columbus,
    "jpm": jpm,
    "jlp": jlp,
    "pmm": pmm,
    "pma": pma,
    "quest_equipment": quest_equipment,
    "quest_crew": quest_crew,
    "cupola": cupola,
    "beam": beam,
    "bishop": bishop,
}
