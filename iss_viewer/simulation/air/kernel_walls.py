"""Compiled: vapour that condenses on walls colder than its dew point, and the heat that it brings; and
what comes back, and is taken, where walls are warmer than the dew point and still wet.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from iss_viewer import physics
from iss_viewer.simulation.air import gas
from iss_viewer.simulation.air.gas import CP, H2O
from iss_viewer.simulation.air.kernel_data import ModuleWork, Problem
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
    walls evaporates by the same law; a wall that this would take more from than it has gives just that.
    """
    for i in range(len(air.net.modules)):
        module, here = air.net.modules[i], air.work.modules[i]
        warm, water = here.start_k, -y[air.net.at.surroundings + ACCOUNT * i + H2O]
        goal = saturation_pa(y[air.net.at.wall_k + i]) * module.volume_m3 / (_R * warm)
        rate = module.film_w_k / (here.before_mol * (here.cv_j_mol_k + _R))
        sinks = 1.0 + h * here.sink_per_s[H2O]
        alone = y[GASES * i + H2O] + h * here.supply_mol_s[H2O] - goal * sinks
        here.condensed_to_mol, here.on_wall_mol = goal, water
        here.is_drying |= h * rate * alone < -water * (sinks + h * rate)
        here.condensing_per_s = 0.0 if here.is_drying else rate
        here.sink_per_s[H2O] += here.condensing_per_s
        given = water / h if here.is_drying else rate * goal
        here.supply_mol_s[H2O] += given
        here.heat_w += given * CP[H2O] * warm


@kernel
def _condensed_mol(here: ModuleWork, h: float, vapour_mol: float) -> float:
    """What has condensed in a step that ends with so much vapour; less than zero: what has evaporated."""
    if here.is_drying:
        return -here.on_wall_mol
    return h * here.condensing_per_s * (vapour_mol - here.condensed_to_mol)


@kernel
def are_overdrawn(air: Problem, h: float) -> bool:
    """Whether walls have given more than they had: such `is_drying`, and the step is to be taken anew."""
    is_overdrawn = False
    for i in range(len(air.net.modules)):
        here = air.work.modules[i]
        if _condensed_mol(here, h, here.part[H2O] * here.total_mol) < -here.on_wall_mol:
            here.is_drying = is_overdrawn = True
    return is_overdrawn


@kernel
def book_condensing(air: Problem, h: float, new: Floats) -> None:
    """Warm the walls by what has condensed on them, and enter it into the accounts of the surroundings."""
    for i in range(len(air.net.modules)):
        here, account = air.work.modules[i], air.net.at.surroundings + ACCOUNT * i
        there, rate = new[GASES * i + H2O], h * here.condensing_per_s
        condensed = _condensed_mol(here, h, there)
        heat_j = condensed * _EVAPORATION_J_MOL
        new[air.net.at.wall_k + i] += heat_j / air.net.modules[i].wall_j_k
        new[account + H2O] -= condensed
        given = here.on_wall_mol if here.is_drying else rate * here.condensed_to_mol
        carried_k = rate * there * air.work.new_k[i] - given * here.start_k
        new[account + GASES] += heat_j - CP[H2O] * carried_k
