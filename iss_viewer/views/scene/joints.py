"""Where the hatches sit in space, and the short collars that join neighbouring hulls there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.station import VACUUM, Hatch, Module, Station
from iss_viewer.station.station import Port
from iss_viewer.views.scene.axis import ends_of
from iss_viewer.views.scene.mesh import Mesh, lathe, placed
from iss_viewer.views.scene.paints import DARK, METAL, SEAM, turned

COLLAR_M = 0.5  # how far a collar reaches to either side of the joint


@dataclass(frozen=True, slots=True)
class Joint:
    """The place of a hatch: its centre, the unit direction through it, and which module ends there."""

    hatch: str
    centre_m: NDArray[np.float64]
    axis: NDArray[np.float64]
    radius_m: float
    owner: str


def joints_of(station: Station) -> Mapping[str, Joint]:
    """A joint for each hatch between two modules; those to VACUUM have none.

    A joint is the end of one module that lies nearest to the other module's axis.
    """
    modules = {module.id: module for module in station.modules}
    return {
        hatch.id: _joint(hatch, modules[hatch.a], modules[hatch.b])
        for hatch in station.hatches
        if VACUUM not in (hatch.a, hatch.b)
    }


def _joint(hatch: Hatch, first: Module, second: Module) -> Joint:
    nearest, best = None, np.inf
    for owner, other in ((first, second), (second, first)):
        a, b = ends_of(owner)
        for end, inside in ((a, b), (b, a)):
            distance = float(distance_to_axis(end, other)) - 1e-6 * (owner is second)
            if distance < best:
                best = distance
                nearest = (end, (end - inside) / np.linalg.norm(end - inside), owner)
    assert nearest is not None
    centre, axis, owner = nearest
    radius = min(0.62 * hatch.size_m + 0.30, 0.47 * min(first.diameter_m, second.diameter_m))
    return Joint(hatch.id, centre, axis, radius, owner.id)


def distance_to_axis(points: NDArray[np.float64], module: Module) -> NDArray[np.float64]:
    """Metres from points (..., 3) to the line between the ends of `module`, shape (...)."""
    a, b = ends_of(module)
    along = np.clip((points - a) @ (b - a) / ((b - a) @ (b - a)), 0.0, 1.0)
    gap: NDArray[np.float64] = np.linalg.norm(points - a - along[..., None] * (b - a), axis=-1)
    return gap


def collar(joint: Joint) -> Mesh:
    """The tunnel that joins two hulls at a hatch."""
    r = joint.radius_m
    body = turned((-COLLAR_M, r), (COLLAR_M, r, METAL), sides=24)
    return placed(body, joint.centre_m, joint.axis)


def free_port(port: Port) -> Mesh:
    """The ring and the closed cover of a port where no vehicle is docked."""
    body = turned(
        (-0.55, 0.72),
        (-0.12, 0.72, METAL),
        (-0.12, 0.80, METAL),
        (0.0, 0.80, METAL),
        (0.0, 0.58, SEAM),
        (-0.05, 0.0, DARK),
        sides=20,
    )
    return placed(body, port.face_m, port.axis)


def open_ring(joint: Joint) -> Mesh:
    """A ring round the joint: the hatch stands open."""
    return placed(_torus(joint.radius_m + 0.12, 0.075), joint.centre_m, joint.axis)


def closed_disc(joint: Joint) -> Mesh:
    """A broad plate through the joint: the hatch is closed."""
    r = joint.radius_m + 0.26
    plate = turned((-0.07, 0.0), (-0.07, r, METAL), (0.07, r, METAL), (0.07, 0.0, METAL), sides=28)
    return placed(plate, joint.centre_m, joint.axis)


def _torus(radius: float, thickness: float) -> Mesh:
    angle = np.linspace(np.pi, -np.pi, 9)
    profile = zip(thickness * np.cos(angle), radius + thickness * np.sin(angle), strict=True)
    return lathe(list(profile), [METAL], 28)
