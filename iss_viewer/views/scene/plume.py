"""The plume of escaping air: opaque points in a widening cone that thin out and darken.

Opaque, because a translucent pass costs software renderers as much as the whole station.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

import numpy as np
from numpy.typing import NDArray

from iss_viewer.station import Module
from iss_viewer.views.scene.axis import ends_of
from iss_viewer.views.scene.joints import distance_to_axis
from iss_viewer.views.scene.mesh import Floats, basis

POINTS = 1800
SMALLEST_KG_S, LARGEST_KG_S = 1e-6, 1e-1
SPREAD = 0.26  # half-angle's tangent of the cone
NEAR_COLOUR = np.array([0.93, 0.98, 1.0])
FAR_COLOUR = np.array([0.30, 0.44, 0.60])


def strength(leak_rate_kg_s: float) -> float:
    """How big a plume looks, 0 to 1, by the logarithm of the leak; 0 for none (or NaN)."""
    if not leak_rate_kg_s > 0.0:
        return 0.0
    share = log10(leak_rate_kg_s / SMALLEST_KG_S) / log10(LARGEST_KG_S / SMALLEST_KG_S)
    return round(min(max(share, 0.12), 1.0), 1)


def vent(
    module: Module, others: Sequence[Module] = ()
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the plume leaves the hull and in which direction: across the axis, clear of `others`.

    Where the hole is nobody knows; the clearest way out, rather upwards and to port, is seen best.
    """
    a, b = ends_of(module)
    _, side, third = basis(b - a)
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ways = np.cos(angles)[:, None] * side + np.sin(angles)[:, None] * third
    centre = np.array(module.centre_m)
    score = ways @ np.array([0.0, -0.9, -1.6])
    reaches = np.array([3.0, 6.0, 10.0])[:, None, None]
    for other in others:
        gap = distance_to_axis(centre + reaches * ways, other) - other.diameter_m / 2
        score -= 2.0 * np.maximum(2.0 - gap, 0.0).sum(axis=0)
    way = ways[int(np.argmax(score))]
    return centre + 0.47 * module.diameter_m * way, way


def plume(module: Module, size: float, others: Sequence[Module] = ()) -> tuple[Floats, Floats]:
    """Points (n, 3) and colours (n, 3) of a plume of `size` 0 to 1, dense and white at the hull."""
    chance = np.random.default_rng(7)
    count = int(POINTS * (0.35 + 0.65 * size))
    start, direction = vent(module, others)
    _, u, v = basis(direction)
    length = 5.0 + 13.0 * size
    reach = length * chance.beta(0.9, 2.3, count)
    angle = chance.uniform(0, 2 * np.pi, count)
    off = (0.07 + SPREAD * reach) * np.abs(chance.normal(0, 0.55, count))
    points = (
        start
        + reach[:, None] * direction
        + (off * np.cos(angle))[:, None] * u
        + (off * np.sin(angle))[:, None] * v
    )
    glow = np.exp(-2.2 * reach / length)[:, None]
    colours = glow * NEAR_COLOUR + (1 - glow) * FAR_COLOUR
    return points.astype(np.float32), colours.astype(np.float32)
