"""Compiled: vapour that condenses on walls colder than its dew point, and the heat that it brings; and
what comes back, and is taken, where walls are warmer than the dew point and still wet.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from iss_viewer import physics
from iss_viewer.simulation.air import gas
from iss_viewer.simulation.air.gas import CP, H2O
from iss_viewer.simulation.air.kernel_data import Problem
from iss_viewer.simulation.air.kernel_work import entry, kernel
from iss_viewer.simulation.air.layout import ACCOUNT, GASES
from iss_viewer.units import ZERO_CELSIUS_K

Floats = NDArray[np.float64]

_R = physics.R
_EVAPORATION_J_MOL = gas.EVAPORATION_J_MOL


_over_water_pa = kernel(physics.saturation_over_water_pa)
_over_ice_pa = kernel(physics.saturation_over_ice_pa)


@entry
def saturation_pa(warm_k: float) -> float:
    """Pressure of saturated vapour over water, below freezing over ice."""
    return _over_water_pa(warm_k) if warm_k >= ZERO_CELSIUS_K else _over_ice_pa(warm_k)


@kernel
def add_condensing(air: Problem, h: float, y: Floats) -> None:
    """Add to supply, sink and heat what condensing does; fill in its rate and where it ends.

    The film passes vapour as it passes heat: a Lewis number of one (it is 0.85 in air). What lies on the
    walls evaporates by the same law, until there is none.
    """
    for i in range(len(air.net.modules)):
        module, here = air.net.modules[i], air.work.modules[i]
        water = -y[air.net.at.surroundings + ACCOUNT * i + H2O]
        rate, warm = 0.0, here.start_k
        goal = saturation_pa(y[air.net.at.wall_k + i]) * module.volume_m3 / (_R * warm)
        excess = y[GASES * i + H2O] + h * here.supply_mol_s[H2O]
        excess = excess / (1.0 + h * here.sink_per_s[H2O]) - goal
        if excess > 0.0 or (excess < 0.0 and water > 0.0):
            rate = module.film_w_k / (here.before_mol * (here.cv_j_mol_k + _R))
            if excess < 0.0:
                rate = min(rate, water / (h * -excess))
            here.sink_per_s[H2O] += rate
            here.supply_mol_s[H2O] += rate * goal
            here.heat_w += rate * goal * CP[H2O] * warm
        here.condensing_per_s, here.condensed_to_mol = rate, goal


@kernel
def book_condensing(air: Problem, h: float, new: Floats) -> None:
    """Warm the walls by what has condensed on them, and enter it into the accounts of the surroundings."""
    for i in range(len(air.net.modules)):
        here, account = air.work.modules[i], air.net.at.surroundings + ACCOUNT * i
        there, rate = new[GASES * i + H2O], h * here.condensing_per_s
        condensed = rate * (there - here.condensed_to_mol)
        heat_j = condensed * _EVAPORATION_J_MOL
        new[air.net.at.wall_k + i] += heat_j / air.net.modules[i].wall_j_k
        left = here.condensed_to_mol * here.start_k
        new[account + H2O] -= condensed
        new[account + GASES] += heat_j - rate * CP[H2O] * (there * air.work.new_k[i] - left)
