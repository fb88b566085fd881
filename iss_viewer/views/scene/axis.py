"""The axis of a module: the one place that asks a station file for ends, and mends ends that coincide."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from iss_viewer.station import Module


def ends_of(module: Module) -> NDArray[np.float64]:
    """The centres of ends a and b, metres, shape (2, 3); ends that coincide are laid out along x."""
    ends = np.array([module.end_a_m, module.end_b_m], float)
    if np.linalg.norm(ends[1] - ends[0]) < 1e-3:
        half = np.array([module.length_m / 2, 0.0, 0.0])
        ends = np.stack([ends[0] - half, ends[0] + half])
    return ends
