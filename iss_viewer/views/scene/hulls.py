"""The hull of a module by the `shape` word of the station file, placed in the station frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from iss_viewer.station import Module
from iss_viewer.views.scene import hulls_ros, hulls_usos, hulls_vehicles
from iss_viewer.views.scene.mesh import Mesh, placed

HULLS: Mapping[str, Callable[[float, float], Mesh]] = {
    **hulls_ros.HULLS,
    **hulls_usos.HULLS,
    **hulls_vehicles.HULLS,
}


def hull(module: Module) -> Mesh:
    """The hull of `module`; a shape that is not known becomes a ribbed cylinder."""
    build = HULLS.get(module.shape, hulls_ros.cylinder)
    a, b = np.array(module.end_a_m), np.array(module.end_b_m)
    length = float(np.linalg.norm(b - a)) or module.length_m
    axis = (b - a) if np.any(a != b) else np.array([1.0, 0.0, 0.0])
    return placed(build(length, module.diameter_m / 2), a, axis)
