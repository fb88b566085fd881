"""Plain slopes of an air space on several time scales: dP/dt as a person would read it, with its
standard error, and how much of it temperature and breathing explain.
"""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.state.compiled import entry
from iss_viewer.detection.state.records import (
    Q0,
    Q1,
    Q2,
    SCALES,
    TY_G,
    TY_P,
    TY_T,
    W0,
    W1,
    W2,
    Y_G,
    Y_P,
    Y_T,
    Floats,
)


@entry
def follow_slopes(
    sums: Floats, scales_s: Floats, dt: float, pressure: float, thermal: float, gas: float
) -> None:
    """Take a sample into the exponentially weighted sums of each scale; time counts from now.

    sums: shape (SCALES, SLOPE_COLUMNS); pressure, thermal part and gas part in Pa.
    """
    for k in range(SCALES):
        s = sums[k]
        keep = math.exp(-dt / scales_s[k])
        s[W2] = keep * (s[W2] - 2.0 * dt * s[W1] + dt * dt * s[W0])
        s[W1] = keep * (s[W1] - dt * s[W0])
        s[W0] = keep * s[W0] + 1.0
        keep2 = keep * keep
        s[Q2] = keep2 * (s[Q2] - 2.0 * dt * s[Q1] + dt * dt * s[Q0])
        s[Q1] = keep2 * (s[Q1] - dt * s[Q0])
        s[Q0] = keep2 * s[Q0] + 1.0
        for y, ty, value in ((Y_P, TY_P, pressure), (Y_T, TY_T, thermal), (Y_G, TY_G, gas)):
            s[ty] = keep * (s[ty] - dt * s[y])
            s[y] = keep * s[y] + value


@entry
def slope(s: Floats, y: int, ty: int) -> float:
    """The weighted least-squares slope of a signal."""
    return float((s[W0] * s[ty] - s[W1] * s[y]) / (s[W0] * s[W2] - s[W1] * s[W1]))


@entry
def slope_error(s: Floats, variance: float) -> float:
    """Its 1-sigma for white noise of a variance."""
    centre = s[W1] / s[W0]
    spread = s[W2] - centre * s[W1]
    squares = s[Q2] - 2.0 * centre * s[Q1] + centre * centre * s[Q0]
    return float(math.sqrt(variance * max(squares, 0.0)) / spread)


@entry
def choose_scale(sums: Floats, variance: float) -> int:
    """The longest scale whose slope agrees with that of every shorter one; -1: too few samples."""
    chosen = -1
    slopes = np.empty(SCALES)
    errors = np.empty(SCALES)
    for k in range(SCALES):
        errors[k] = -1.0
        s = sums[k]
        if s[W0] < 2.5 or s[W0] * s[W2] - s[W1] * s[W1] <= 1e-9 * s[W0] * s[W2]:
            continue
        slopes[k], errors[k] = slope(s, Y_P, TY_P), slope_error(s, variance)
        for shorter in range(k):
            if errors[shorter] >= 0.0:
                doubt = math.sqrt(errors[k] ** 2 + errors[shorter] ** 2)
                if abs(slopes[k] - slopes[shorter]) > 3.0 * doubt + 1e-12:
                    return chosen
        chosen = k
    return chosen
