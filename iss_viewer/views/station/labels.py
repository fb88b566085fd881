"""Where labels go so that none covers another, and their leader lines: a small placement solver.

Pure arithmetic on boxes (x, y, width, height); painting is elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GAP_PX = 5.0
_RADII = (42.0, 62.0, 92.0, 130.0, 180.0, 240.0)
_ANGLES = np.linspace(0, 2 * np.pi, 24, endpoint=False)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height, in pixels."""

    x: float
    y: float
    width: float
    height: float

    def nearest_edge(self, x: float, y: float) -> tuple[float, float]:
        """The point of the box nearest to (x, y): where a leader line ends."""
        return min(max(x, self.x), self.x + self.width), min(max(y, self.y), self.y + self.height)


@dataclass(frozen=True, slots=True)
class Wish:
    """A label to be placed: what it points at, its size, and its box last time (None: new)."""

    anchor: tuple[float, float]
    size: tuple[float, float]
    last_offset: tuple[float, float] | None = None


def place(
    wishes: Sequence[Wish],
    bounds: Box,
    obstacles: Sequence[Box] = (),
    spared: NDArray[np.float64] | Sequence[tuple[float, float]] = (),
) -> list[Box | None]:
    """A box for each wish, the first served first; None where no room is left.

    No two boxes overlap each other or an obstacle, none leaves `bounds`. Boxes rather leave the
    points in `spared` uncovered, lean away from their middle, and stay where they were if they can.
    """
    taken = [_row(box) for box in obstacles]
    anchors = np.array([wish.anchor for wish in wishes], float).reshape(-1, 2)
    points = np.concatenate([anchors, np.asarray(spared, float).reshape(-1, 2)])
    placed: list[Box | None] = []
    for index, wish in enumerate(wishes):
        box = _best(wish, index, bounds, taken, points)
        placed.append(box)
        if box is not None:
            taken.append(_row(box))
    return placed


def _best(
    wish: Wish,
    index: int,
    bounds: Box,
    taken: list[tuple[float, float, float, float]],
    points: NDArray[np.float64],
) -> Box | None:
    width, height = wish.size
    corners = _candidates(wish, bounds)
    x, y = corners[:, 0], corners[:, 1]
    free = (
        (x >= bounds.x)
        & (y >= bounds.y)
        & (x + width <= bounds.x + bounds.width)
        & (y + height <= bounds.y + bounds.height)
    )
    for left, top, right, bottom in taken:
        free &= ~(
            (x < right + GAP_PX)
            & (x + width + GAP_PX > left)
            & (y < bottom + GAP_PX)
            & (y + height + GAP_PX > top)
        )
    if not free.any():
        return None
    cost = _cost(wish, index, corners, points)
    best = int(np.argmin(np.where(free, cost, np.inf)))
    return Box(float(x[best]), float(y[best]), width, height)


def _candidates(wish: Wish, bounds: Box) -> NDArray[np.float64]:
    """Top-left corners to try: where it was, rings round the anchor, and a grid over the bounds."""
    (ax, ay), (width, height) = wish.anchor, wish.size
    corners = []
    if wish.last_offset is not None:
        corners.append(np.array([[ax + wish.last_offset[0], ay + wish.last_offset[1]]]))
    for radius in _RADII:
        cos, sin = np.cos(_ANGLES), np.sin(_ANGLES)
        px = ax + (radius + width / 2) * cos - width / 2
        py = ay + (radius + height / 2) * sin - height / 2
        corners.append(np.column_stack([px, py]))
    columns = np.arange(bounds.x, bounds.x + bounds.width - width + 1e-9, max(width * 0.5, 8.0))
    rows = np.arange(bounds.y, bounds.y + bounds.height - height + 1e-9, height + GAP_PX)
    grid = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    return np.concatenate([*corners, grid])


def _cost(
    wish: Wish, index: int, corners: NDArray[np.float64], points: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Pixels of leader line, plus penalties: covering points, leaning inwards, and moving."""
    (ax, ay), (width, height) = wish.anchor, wish.size
    x, y = corners[:, 0], corners[:, 1]
    dx = np.clip(ax, x, x + width) - ax
    dy = np.clip(ay, y, y + height) - ay
    cost: NDArray[np.float64] = np.hypot(dx, dy)
    away = np.array([ax, ay]) - points.mean(axis=0)
    away /= max(float(np.linalg.norm(away)), 1.0)
    cost -= 0.12 * ((x + width / 2 - ax) * away[0] + (y + height / 2 - ay) * away[1])
    px, py = points[:, 0], points[:, 1]
    covers = (
        (x[:, None] - 9 < px)
        & (px < x[:, None] + width + 9)
        & (y[:, None] - 9 < py)
        & (py < y[:, None] + height + 9)
    )
    weight = np.full(len(points), 45.0)
    weight[index] = 500.0
    cost += covers @ weight
    if wish.last_offset is not None:
        cost[0] -= 60.0
    return cost


def _row(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.x + box.width, box.y + box.height
