"""Which loss stored gas has to make up for."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.belief import Z95


def spent_loss(
    spaces: NDArray[np.void], is_left: NDArray[np.bool_], station: tuple[float, float]
) -> tuple[float, float]:
    """The loss that gas makes up for, kg/s, with its 1-sigma: nobody feeds air that leaks where nobody is.

    spaces: of all air spaces, shape (n,). is_left: shape (n,), shut off from the main one with nobody inside.
    station: what all lose together, with its 1-sigma; it is spent where none that is left leaks.
    """
    if not (spaces["is_detected"][is_left] == 1).any():
        return station
    fed = spaces[~is_left]
    fed = fed[np.isfinite(fed["loss_kg_s"])]
    spread = (fed["loss_high_kg_s"] - fed["loss_low_kg_s"]) / (2.0 * Z95)
    return math.fsum(fed["loss_kg_s"]), math.sqrt(math.fsum(spread**2))
