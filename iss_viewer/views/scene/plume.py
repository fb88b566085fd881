"""The plume of escaping air: opaque points in a widening cone that fade into the sky behind.

Opaque, because a translucent pass costs software renderers as much as the whole station.
"""

from __future__ import annotations

from math import log10

import numpy as np
from numpy.typing import NDArray

from iss_viewer.station import Module
from iss_viewer.views.scene.mesh import Floats, basis

POINTS = 1500
SMALLEST_KG_S, LARGEST_KG_S = 1e-6, 1e-1
SPREAD = 0.30  # half-angle's tangent of the cone
NEAR_COLOUR = np.array([0.86, 0.95, 1.0])


def strength(leak_rate_kg_s: float) -> float:
    """How big a plume looks, 0 to 1, by the logarithm of the leak; 0 for none (or NaN)."""
    if not leak_rate_kg_s > 0.0:
        return 0.0
    share = log10(leak_rate_kg_s / SMALLEST_KG_S) / log10(LARGEST_KG_S / SMALLEST_KG_S)
    return round(min(max(share, 0.12), 1.0), 1)


def vent(module: Module) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the plume leaves the hull and in which direction: sideways and up from the middle."""
    centre = np.array(module.centre_m)
    _, side, third = basis(np.subtract(module.end_b_m, module.end_a_m))
    out = side if side[1] > 0.5 or abs(side[1]) < 0.5 else -side
    zenith = -third if third[2] > 0 else third
    direction = 0.75 * out + 0.66 * zenith
    direction /= np.linalg.norm(direction)
    return centre + 0.48 * module.diameter_m * direction, direction


def plume(module: Module, size: float, background: NDArray[np.float64]) -> tuple[Floats, Floats]:
    """Points (n, 3) and colours (n, 3) of a plume of `size` 0 to 1, fading to `background`."""
    chance = np.random.default_rng(7)
    count = int(POINTS * (0.35 + 0.65 * size))
    start, direction = vent(module)
    _, u, v = basis(direction)
    reach = (4.0 + 14.0 * size) * chance.beta(1.1, 1.9, count)
    angle = chance.uniform(0, 2 * np.pi, count)
    off = (0.10 + SPREAD * reach) * np.abs(chance.normal(0, 0.62, count))
    points = (
        start
        + reach[:, None] * direction
        + (off * np.cos(angle))[:, None] * u
        + (off * np.sin(angle))[:, None] * v
    )
    glow = np.exp(-2.4 * reach / (4.0 + 14.0 * size))[:, None]
    colours = glow * NEAR_COLOUR + (1 - glow) * background
    return points.astype(np.float32), colours.astype(np.float32)
