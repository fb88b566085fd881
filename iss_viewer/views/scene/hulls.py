"""The hull of a module by the `shape` word of the station file, placed in the station frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from iss_viewer.station import Module
from iss_viewer.views.scene import hulls_ros, hulls_usos, hulls_vehicles
from iss_viewer.views.scene.axis import ends_of
from iss_viewer.views.scene.mesh import Mesh, placed

HULLS: Mapping[str, Callable[[float, float], Mesh]] = {
    **hulls_ros.HULLS,
    **hulls_usos.HULLS,
    **hulls_vehicles.HULLS,
}


def hull(module: Module) -> Mesh:
    """The hull of `module`; a shape that is not known becomes a ribbed cylinder."""
    build = HULLS.get(module.shape, hulls_ros.cylinder)
    a, b = ends_of(module)
    length = float(np.linalg.norm(b - a))
    return placed(build(length, module.diameter_m / 2), a, b - a)
