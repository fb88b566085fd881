# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""Compiled: vapour that condenses on walls colder than its dew point, and the heat that it brings.

What has condensed is gone for the air, as with a condenser: walls do not give it back.
"""

from __future__ import annotations

import math

from iss_viewer.simulation.air import gas
from iss_viewer.simulation.air.gas import CP
from iss_viewer.simulation.air.kernel_work import entry, kernel

_R = gas.R
_EVAPORATION_J_MOL = gas.EVAPORATION_J_MOL


@entry
def saturation_pa(warm_k):
    """Pressure of saturated vapour over water, below freezing over ice (Magnus; Sonntag 1990)."""
    t = warm_k - 273.15
    if t >= 0.0:
        return 611.2 * math.exp(17.62 * t / (243.12 + t))
    return 611.2 * math.exp(22.46 * t / (272.62 + max(t, -272.0)))


@kernel
def add_condensing(net, work, h, y):
    """Add to supply, sink and heat what condensing does; fill in its rate and where it ends.

    The film passes vapour as it passes heat: a Lewis number of one (it is 0.85 in air).
    """
    n = len(net.volume_m3)
    for i in range(n):
        rate, warm = 0.0, work.warm[i]
        goal = saturation_pa(y[5 * n + i]) * net.volume_m3[i] / (_R * warm)
        if y[4 * i + 3] + h * work.supply[i, 3] > goal:
            rate = net.film_w_k[i] / (work.before[i] * (work.cv[i] + _R))
            work.sink[i, 3] += rate
            work.supply[i, 3] += rate * goal
            work.heat_w[i] += rate * goal * CP[3] * warm
        work.condensing[i], work.condensed_to[i] = rate, goal


@kernel
def book_condensing(net, work, h, ledger, new):
    """Warm the walls by what has condensed on them, and enter it into the ledgers."""
    n = len(net.volume_m3)
    for i in range(n):
        condensed = h * work.condensing[i] * (new[4 * i + 3] - work.condensed_to[i])
        heat_j = condensed * _EVAPORATION_J_MOL
        new[5 * n + i] += heat_j / net.wall_j_k[i]
        new[ledger + 8] += heat_j
        new[ledger + 10] += condensed
