"""A plain air: one temperature that does not move, steps of a second. Correct to a few percent; the
air network takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
R = 8.314462618
MOLAR = np.array([0.0280134, 0.0319988, 0.0440095, 0.01801528])


@dataclass(frozen=True)
class AirState:
    """Moles per module and species, shape (modules, 4); temperature; tank contents in kg."""

    moles: Floats
    temperature_k: Floats
    tank_kg: Floats


@njit(cache=True)
def step(moles, temperature, volume, edges, conductance, exchange, out, source, dt):  # type: ignore[no-untyped-def]
    """One implicit step: pressures with linear edges, then species upwind."""
    m = moles.shape[0]
    total = moles.sum(axis=1)
    k = R * temperature / volume
    a = np.eye(m)
    for e in range(edges.shape[0]):
        i, j, g = edges[e, 0], edges[e, 1], conductance[e] * dt
        a[i, i] += g * k[i]
        a[i, j] -= g * k[j]
        a[j, j] += g * k[j]
        a[j, i] -= g * k[i]
    for i in range(m):
        a[i, i] += out[i] * dt
    new = np.linalg.solve(a, total + source.sum(axis=1) * dt)
    b = np.eye(m)
    for e in range(edges.shape[0]):
        i, j = edges[e, 0], edges[e, 1]
        flow = conductance[e] * (new[i] * k[i] - new[j] * k[j])
        forth, back = max(flow, 0.0) / max(new[i], 1e-9), max(-flow, 0.0) / max(new[j], 1e-9)
        forth += exchange[e] / volume[i]
        back += exchange[e] / volume[j]
        b[i, i] += forth * dt
        b[j, i] -= forth * dt
        b[j, j] += back * dt
        b[i, j] -= back * dt
    for i in range(m):
        b[i, i] += out[i] * dt
    return np.maximum(np.linalg.solve(b, moles + source * dt), 0.0)
