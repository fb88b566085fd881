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

DIP = radians(27.0)  # of the limb below the horizontal
SUN = np.array([-0.42, 0.58, -0.70]) / np.linalg.norm([-0.42, 0.58, -0.70])
SKY = np.array([0.018, 0.024, 0.042])
TEXTURE_PX = 1024
GLOW = radians(3.4)  # thickness of the air's glow above the limb


@dataclass(frozen=True, slots=True)
class Dome:
    """A painted surface round the eye: points (n, 3), quads (m, 4) of indices, colours (n, 3).

    texture_at (n, 2) is given where a texture is laid over it.
    """

    points: Floats
    quads: NDArray[np.int64]
    colours: Floats
    texture_at: Floats | None = None


def earth() -> Dome:
    """The Earth's disc below, up to the limb, coloured by daylight and haze; texture over it."""
    steps = 1 - np.linspace(1, 0, 40) ** 2.2  # closer towards the limb
    nadir_angle = steps * (np.pi / 2 - DIP)
    points, quads = _rings(nadir_angle, 120)
    surface = _on_ground(points)
    day = np.clip((surface @ SUN + 0.25) / 0.9, 0.04, 1.0)
    haze = np.repeat(steps**14, 121)
    lit = np.array([0.92, 0.96, 1.0]) * day[:, None]
    colours = lit * (1 - 0.35 * haze[:, None]) + haze[:, None] * [0.05, 0.10, 0.16]
    texture_at = 0.5 + 0.5 * surface[:, :2] / np.cos(DIP)
    return Dome(points, quads, colours.clip(0, 1).astype(np.float32), texture_at.astype(np.float32))


def _on_ground(directions: Floats) -> Floats:
    """Unit vectors from the Earth's centre to where the lines of sight (n, 3) meet the ground."""
    height = 1 / np.cos(DIP)  # of the eye above the centre, in Earth radii
    down = directions[:, 2]
    reach = height * down - np.sqrt(np.maximum((height * down) ** 2 - height**2 + 1, 0.0))
    ground = directions * reach[:, None] - np.array([0.0, 0.0, height])
    return (ground / np.linalg.norm(ground, axis=1, keepdims=True)).astype(np.float32)


def air() -> Dome:
    """The glow of the air above the limb, from pale blue to the sky's black."""
    share = np.linspace(0, 1, 12)
    points, quads = _rings(np.pi / 2 - DIP + GLOW * (share**1.7) - 0.0008, 120)
    surface = _on_ground(points)
    day = np.clip((surface @ SUN + 0.35) / 0.9, 0.10, 1.0)[:, None]
    height = np.repeat(share, 121)[:, None]
    glow = np.exp(-5.5 * height**0.9) - np.exp(-5.5)
    colour = np.array([0.62, 0.86, 1.0]) * np.exp(-6 * height) + np.array([0.16, 0.42, 0.95])
    return Dome(points, quads, (SKY + glow * day * colour).clip(0, 1).astype(np.float32))


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


def ground_texture(size: int = TEXTURE_PX) -> NDArray[np.uint8]:
    """Sea, land and clouds as seen from straight above, (size, size, 3)."""
    land = _cloudy(size, 2.1, 3)
    relief = _cloudy(size, 1.5, 5)
    cloud = _cloudy(size, 1.55, 11) + 0.35 * _cloudy(size, 2.6, 12)
    sea = np.array([0.020, 0.075, 0.170]) * (1 + 0.25 * relief[..., None])
    dry = np.clip(0.5 + 0.8 * _cloudy(size, 2.2, 17), 0, 1)[..., None]
    green, sand = np.array([0.075, 0.125, 0.070]), np.array([0.27, 0.205, 0.13])
    earth_colour = (green * (1 - dry) + sand * dry) * (1 + 0.35 * relief[..., None])
    shore = np.clip((land - 0.35) * 12, 0, 1)[..., None]
    ground = sea * (1 - shore) + earth_colour * shore
    cover = (np.clip((cloud - 0.15) * 0.75, 0, 1) ** 1.3 * 0.85)[..., None]
    picture = ground * (1 - cover) + np.array([0.74, 0.78, 0.82]) * cover
    return (picture.clip(0, 1) * 255).astype(np.uint8)


def _cloudy(size: int, roughness: float, seed: int) -> Floats:
    """Fractal noise of zero mean and unit deviation: amplitudes fall as frequency**-roughness."""
    chance = np.random.default_rng(seed)
    fx, fy = np.fft.rfftfreq(size) * size, np.fft.fftfreq(size) * size
    frequency = np.hypot(fx[None, :], fy[:, None]).astype(np.float32)
    frequency[0, 0] = np.inf
    phase = chance.random((size, size // 2 + 1), np.float32) * np.float32(2 * np.pi)
    spectrum = frequency ** np.float32(-roughness) * np.exp(1j * phase)
    noise = np.fft.irfft2(spectrum.astype(np.complex64), s=(size, size))
    return (noise / noise.std()).astype(np.float32)


def stars(count: int = 900) -> tuple[Floats, Floats]:
    """Directions (n, 3) and colours (n, 3) of stars above the limb, few bright and many faint."""
    chance = np.random.default_rng(42)
    directions = chance.normal(size=(2 * count, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    directions = directions[directions[:, 2] < np.sin(DIP - GLOW)][:count]
    bright = 0.10 + 0.75 * chance.random(len(directions)) ** 5
    warm = chance.uniform(-1, 1, len(directions))
    hue = np.stack([1 + 0.12 * warm, np.ones_like(warm), 1 - 0.12 * warm], axis=1)
    return directions.astype(np.float32), (bright[:, None] * hue).clip(0, 1).astype(np.float32)
