"""What lies behind the station: stars, and the Earth with land, clouds and a thin blue limb.

Everything is painted on a dome round the eye, so only the camera's direction matters. The limb lies a
little lower than it does from 420 km, to leave dark sky behind the station.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import radians

import numpy as np
from numpy.typing import NDArray

from iss_viewer.views.scene.mesh import Floats

DIP = radians(26.0)  # of the limb below the horizontal
SUN = np.array([-0.20, 0.74, -0.64]) / np.linalg.norm([-0.20, 0.74, -0.64])
SKY = np.array([0.014, 0.019, 0.034])
GLOW = radians(4.0)  # thickness of the air's glow above the limb
SIDES = 144


@dataclass(frozen=True, slots=True)
class Dome:
    """A painted surface round the eye: points (n, 3), quads (m, 4) of indices, colours (n, 3 or 4).

    texture_at (n, 2) is given where a texture is laid over it.
    """

    points: Floats
    quads: NDArray[np.int64]
    colours: Floats
    texture_at: Floats | None = None


def earth() -> Dome:
    """The Earth's disc below, up to the limb, darkening into the night; texture over it."""
    steps = 1 - np.linspace(1, 0, 44) ** 2.2  # closer towards the limb
    points, quads = _rings(steps * (np.pi / 2 - DIP), SIDES)
    surface = _on_ground(points)
    lit = np.array([0.95, 0.98, 1.0]) * _daylight(surface)[:, None]
    texture_at = 0.5 + 0.5 * surface[:, :2] / np.sin(DIP)
    return Dome(points, quads, lit.clip(0, 1).astype(np.float32), texture_at.astype(np.float32))


def air() -> Dome:
    """The blue of the air: a thickening veil before the ground, a glow that thins out above the limb.

    Colours have a fourth number: how much they cover what is behind.
    """
    limb = np.pi / 2 - DIP
    below = limb - radians(16.0) * (1 - np.linspace(0, 1, 14)) ** 1.8
    above = limb + GLOW * np.linspace(0, 1, 14)[1:] ** 1.8
    points, quads = _rings(np.concatenate([below, above]), SIDES)
    angle = np.arccos(np.clip(points[:, 2], -1, 1))
    depth, height = (limb - angle) / radians(16.0), (angle - limb) / GLOW
    day = _daylight(_on_ground(points))[:, None]
    veil = 0.62 * np.exp(-6.5 * np.maximum(depth, 0))
    glow = np.exp(-5.0 * np.maximum(height, 0) ** 0.8) * (1 - np.maximum(height, 0)).clip(0, 1)
    low, high = np.array([0.44, 0.70, 1.0]), np.array([0.10, 0.34, 0.95])
    mix = np.exp(-5.0 * np.maximum(height, 0))[:, None]
    cover = np.where(angle <= limb, veil, 0.95 * glow)[:, None] * day**0.5
    colours = np.concatenate([(low * mix + high * (1 - mix)) * day, cover], axis=1)
    return Dome(points, quads, colours.clip(0, 1).astype(np.float32))


def _daylight(surface: Floats) -> NDArray[np.float64]:
    """How bright the ground (unit vectors) is lit, from deep dusk to full day."""
    lit: NDArray[np.float64] = np.clip((surface @ SUN + 0.30) / 0.95, 0.05, 1.0)
    return lit


def _on_ground(directions: Floats) -> Floats:
    """Unit vectors from the Earth's centre to where the lines of sight (n, 3) meet the ground."""
    height = 1 / np.cos(DIP)  # of the eye above the centre, in Earth radii
    down = directions[:, 2]
    reach = height * down - np.sqrt(np.maximum((height * down) ** 2 - height**2 + 1, 0.0))
    ground = directions * reach[:, None] - np.array([0.0, 0.0, height])
    on_ground: Floats = (ground / np.linalg.norm(ground, axis=1, keepdims=True)).astype(np.float32)
    return on_ground


def _rings(nadir_angles: NDArray[np.float64], sides: int) -> tuple[Floats, NDArray[np.int64]]:
    """Points on the unit dome in rings about the nadir (+z), and the quads between them."""
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    points = np.concatenate(
        [np.column_stack([np.sin(a) * ring, np.full(sides + 1, np.cos(a))]) for a in nadir_angles]
    )
    i = np.arange(len(nadir_angles) - 1)[:, None] * (sides + 1) + np.arange(sides)[None, :]
    i = i.ravel()
    quads = np.stack([i, i + sides + 1, i + sides + 2, i + 1], axis=1)
    return points.astype(np.float32), quads


def stars(count: int = 1500) -> tuple[Floats, Floats]:
    """Directions (n, 3) and colours (n, 3) of stars above the limb, few bright and many faint."""
    chance = np.random.default_rng(42)
    directions = chance.normal(size=(2 * count, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    directions = directions[directions[:, 2] < np.sin(DIP - GLOW)][:count]
    bright = 0.16 + 0.84 * chance.random(len(directions)) ** 4
    warm = chance.uniform(-1, 1, len(directions))
    hue = np.stack([1 + 0.12 * warm, np.ones_like(warm), 1 - 0.12 * warm], axis=1)
    return directions.astype(np.float32), (bright[:, None] * hue).clip(0, 1).astype(np.float32)
