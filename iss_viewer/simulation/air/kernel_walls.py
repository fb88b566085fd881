# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""Compiled: vapour that condenses on walls colder than its dew point, and the heat that it brings.

What has condensed is gone for the air, as with a condenser: walls do not give it back.
"""

from __future__ import annotations

import math

from numba import njit

from iss_viewer.simulation.air import gas
from iss_viewer.simulation.air.gas import CP

_R = gas.R
_EVAPORATION_J_MOL = gas.EVAPORATION_J_MOL


@njit(error_model="numpy")
def saturation_pa(warm_k):
    """Pressure of saturated vapour over water, below freezing over ice (Magnus; Sonntag 1990)."""
    t = warm_k - 273.15
    if t >= 0.0:
        return 611.2 * math.exp(17.62 * t / (243.12 + t))
    return 611.2 * math.exp(22.46 * t / (272.62 + max(t, -272.0)))


@njit(error_model="numpy")
def add_condensing(net, h, y, warm, before, cv, supply, sink, heat_w, rate, goal):
    """Add to supply, sink, heat what condensing does; fill in its rate, 1/s, and where it ends, mol.

    The film passes vapour as it passes heat: a Lewis number of one (it is 0.85 in air).
    """
    n = len(net.volume_m3)
    for i in range(n):
        rate[i] = 0.0
        goal[i] = saturation_pa(y[5 * n + i]) * net.volume_m3[i] / (_R * warm[i])
        if y[4 * i + 3] + h * supply[i, 3] > goal[i]:
            rate[i] = net.film_w_k[i] / (before[i] * (cv[i] + _R))
            sink[i, 3] += rate[i]
            supply[i, 3] += rate[i] * goal[i]
            heat_w[i] += rate[i] * goal[i] * CP[3] * warm[i]


@njit(error_model="numpy")
def book_condensing(net, h, rate, goal, ledger, new):
    """Warm the walls by what has condensed on them, and enter it into the ledgers."""
    n = len(net.volume_m3)
    for i in range(n):
        condensed = h * rate[i] * (new[4 * i + 3] - goal[i])
        heat_j = condensed * _EVAPORATION_J_MOL
        new[5 * n + i] += heat_j / net.wall_j_k[i]
        new[ledger + 8] += heat_j
        new[ledger + 10] += condensed
