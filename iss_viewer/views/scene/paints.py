"""The natural colours of the station's surfaces, and how far a status recolours each."""

from __future__ import annotations

from iss_viewer.views.scene.mesh import Mesh, Paint, lathe

WHITE = Paint((0.86, 0.87, 0.89), panels=0.05)
CREAM = Paint((0.80, 0.79, 0.75), panels=0.06)
SILVER = Paint((0.77, 0.78, 0.80), panels=0.04)
FABRIC = Paint((0.80, 0.77, 0.70), panels=0.07)
BLANKET = Paint((0.45, 0.46, 0.44), panels=0.10)
SEAM = Paint((0.50, 0.51, 0.53), tint=0.8)
METAL = Paint((0.52, 0.54, 0.57), tint=0.55, panels=0.05)
DARK = Paint((0.15, 0.16, 0.18), tint=0.3)
GLASS = Paint((0.04, 0.07, 0.13), tint=0.0)
GOLD = Paint((0.78, 0.60, 0.28), tint=0.35, panels=0.06)
CELLS = Paint((0.10, 0.13, 0.34), tint=0.0)
CELLS_BACK = Paint((0.23, 0.25, 0.32), tint=0.0)
TRUSS = Paint((0.66, 0.66, 0.63), tint=0.0)
TRUSS_BOX = Paint((0.58, 0.57, 0.54), tint=0.0, panels=0.12)
RADIATOR = Paint((0.88, 0.88, 0.86), tint=0.0, panels=0.03)

RIB_M = 0.035  # how far ribs stand out of a hull

Stretch = tuple[float, float, Paint]


def turned(start: tuple[float, float], *stretches: Stretch, sides: int = 28) -> Mesh:
    """A body turned about x from `start` (x, radius) by stretches (x, radius, paint) in order."""
    profile = [start, *((x, r) for x, r, _ in stretches)]
    return lathe(profile, [paint for _, _, paint in stretches], sides)


def ribbed(
    start: float, end: float, radius: float, hull: Paint, ribs: int, height: float = RIB_M
) -> list[Stretch]:
    """Stretches of a cylinder from `start` to `end` whose panels are parted by raised ribs."""
    if ribs < 1:
        return [(end, radius, hull)]
    width = min(0.10, 0.25 * (end - start) / ribs)
    pitch = (end - start - width) / ribs
    stretches: list[Stretch] = []
    for i in range(ribs + 1):
        x = start + i * pitch
        stretches += [
            (x, radius + height, SEAM),
            (x + width, radius + height, hull),
            (x + width, radius, SEAM),
        ]
        if i < ribs:
            stretches.append((x + pitch, radius, hull))
    return stretches
