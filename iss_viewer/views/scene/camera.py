"""Where the eye is: a turntable about the station's zenith, presets, fitting and moves.

Pure arithmetic without VTK. The zenith is up (-z); azimuth 0 looks from ahead (+x) aft, 90 degrees from
starboard; elevation is above the horizontal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from math import cos, exp, log, pi, radians, sin, tan

import numpy as np
from numpy.typing import NDArray

VIEW_ANGLE = radians(38.0)  # vertical
NEAREST_M, FARTHEST_M = 4.0, 900.0
STEEPEST = radians(89.0)

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pose:
    """An eye `distance_m` away from `focus_m`; azimuth and elevation in radians."""

    focus_m: tuple[float, float, float]
    azimuth: float
    elevation: float
    distance_m: float

    @property
    def axes(self) -> tuple[Vector, Vector, Vector]:
        """Unit vectors to the right, up, and towards the eye."""
        return _axes(self.azimuth, self.elevation)

    @property
    def eye_m(self) -> Vector:
        """Where the eye is."""
        return np.array(self.focus_m) + self.distance_m * self.axes[2]

    def orbited(self, across: float, upward: float) -> Pose:
        """Turned about the focus by angles in radians."""
        steep = min(max(self.elevation + upward, -STEEPEST), STEEPEST)
        return replace(self, azimuth=self.azimuth + across, elevation=steep)

    def zoomed(self, factor: float) -> Pose:
        """Nearer by `factor` (> 1), within sensible limits."""
        return replace(self, distance_m=min(max(self.distance_m / factor, NEAREST_M), FARTHEST_M))

    def panned(self, right_px: float, up_px: float, height_px: int) -> Pose:
        """The scene dragged by pixels: what lies at the focus follows the mouse."""
        metres = 2 * self.distance_m * tan(VIEW_ANGLE / 2) / max(height_px, 1)
        right, up, _ = self.axes
        focus = np.array(self.focus_m) - metres * (right_px * right + up_px * up)
        return replace(self, focus_m=(float(focus[0]), float(focus[1]), float(focus[2])))


@lru_cache(maxsize=64)
def _axes(azimuth: float, elevation: float) -> tuple[Vector, Vector, Vector]:
    ca, sa, ce, se = cos(azimuth), sin(azimuth), cos(elevation), sin(elevation)
    right, back = np.array([sa, -ca, 0.0]), np.array([ce * ca, ce * sa, -se])
    return right, np.cross(back, right), back


class Preset(Enum):
    """Named views: azimuth and elevation in degrees."""

    HOME = (149.0, 25.0)
    RUSSIAN = (140.0, 16.0)
    AMERICAN = (52.0, 18.0)
    TOP = (180.0, 89.0)
    SIDE = (90.0, -12.0)
    WHOLE = (160.0, 36.0)

    @property
    def short(self) -> str:
        """A word for a small button."""
        return {
            "HOME": "Home", "RUSSIAN": "RS", "AMERICAN": "US", "TOP": "Top", "SIDE": "Side", "WHOLE": "All",
        }[self.name]  # fmt: skip

    @property
    def label(self) -> str:
        """The name of the view for menus."""
        return {
            "HOME": "All modules", "RUSSIAN": "Russian segment", "AMERICAN": "US segment",
            "TOP": "From above", "SIDE": "Starboard side", "WHOLE": "Whole station",
        }[self.name]  # fmt: skip


def fitted(
    points: NDArray[np.floating], azimuth: float, elevation: float, aspect: float, margin: float
) -> Pose:
    """The nearest pose in this direction that has all `points` (n, 3) in view.

    aspect is width / height; margin is the share of the picture left free at each edge.
    """
    right, up, back = Pose((0.0, 0.0, 0.0), azimuth, elevation, 1.0).axes
    u, v, w = points @ right, points @ up, points @ back
    half = tan(VIEW_ANGLE / 2) * (1 - 2 * margin)
    reach = max(_reach(u, w, half * aspect), _reach(v, w, half))
    middle = float(np.sort(w)[len(w) // 2])  # np.median loads masked arrays for it
    reach = min(max(reach, middle + NEAREST_M), middle + FARTHEST_M)
    focus = right * _centre(u, w, reach) + up * _centre(v, w, reach) + back * middle
    place = (float(focus[0]), float(focus[1]), float(focus[2]))
    return Pose(place, azimuth, elevation, reach - middle)


def _reach(across: NDArray[np.floating], depth: NDArray[np.floating], slope: float) -> float:
    """How far back the eye must be to see all `across` within half the picture's `slope`."""
    spread = (across + slope * depth).max() - (across - slope * depth).min()
    return float(spread / (2 * slope))


def _centre(across: NDArray[np.floating], depth: NDArray[np.floating], reach: float) -> float:
    """Where to look so that the picture has as much room on one side as on the other."""
    low, high = float(across.min()), float(across.max())
    away = np.maximum(reach - depth, 1e-3)
    for _ in range(40):
        middle = (low + high) / 2
        seen = (across - middle) / away
        if seen.max() + seen.min() > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def between(start: Pose, end: Pose, share: float) -> Pose:
    """A pose on the way, 0 at `start` and 1 at `end`, the shorter way round, eased at both ends."""
    s = share * share * (3 - 2 * share)
    turn = (end.azimuth - start.azimuth + pi) % (2 * pi) - pi
    focus = (1 - s) * np.array(start.focus_m) + s * np.array(end.focus_m)
    return Pose(
        (float(focus[0]), float(focus[1]), float(focus[2])),
        start.azimuth + s * turn,
        start.elevation + s * (end.elevation - start.elevation),
        exp((1 - s) * log(start.distance_m) + s * log(end.distance_m)),
    )


def projected(point: Vector, pose: Pose, width: int, height: int) -> tuple[float, float] | None:
    """The pixel (from the left, from the top) of a point, None where it lies behind the eye."""
    found = projected_all(np.asarray(point, float)[None], pose, width, height)
    return (float(found[0, 0]), float(found[0, 1])) if len(found) else None


def projected_all(points: Vector, pose: Pose, width: int, height: int) -> Vector:
    """The pixels (m, 2) of those of the points (n, 3) that lie before the eye, in their order."""
    right, up, back = pose.axes
    away = np.asarray(points, float) - pose.eye_m
    away = away[away @ back < -1e-6]
    scale = height / 2 / tan(VIEW_ANGLE / 2) / -(away @ back)
    return np.column_stack([width / 2 + away @ right * scale, height / 2 - away @ up * scale])
