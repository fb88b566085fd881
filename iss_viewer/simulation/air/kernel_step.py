"""Compiled: one backward Euler step of the whole network.

First the flows: Newton on the pressures, each node's temperature found from the flows before the laws
are asked (asked with those of the iteration before, a cold room that mixes with a warm stream keeps the
two swinging), each orifice near rest taken about its flow. Then every species, and then energy, are carried upwind by these same
flows, implicitly: whatever the flows, amounts balance to rounding and stay positive.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.air.gas import CP, CV, MOLAR_KG
from iss_viewer.simulation.air.kernel_data import Approach, Problem
from iss_viewer.simulation.air.kernel_flows import find_flows
from iss_viewer.simulation.air.kernel_linear import factorise, solve, solve_species
from iss_viewer.simulation.air.kernel_sources import (
    add_sources,
    book_machines,
    book_passages,
    book_people,
)
from iss_viewer.simulation.air.kernel_walls import add_condensing, are_overdrawn, book_condensing
from iss_viewer.simulation.air.kernel_work import copy, kernel
from iss_viewer.simulation.air.layout import ACCOUNT, GASES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@kernel
def _set_growth(air: Problem, time_s: float) -> None:
    """Fill in the factor of each passage, and how fresh the bed of each machine is."""
    for p in range(len(air.settings.passages)):
        passage = air.settings.passages[p]
        since = time_s - passage.since_s
        factor = max(passage.value + passage.slope_per_s * since, 0.0)
        if passage.rate_per_s != 0.0:
            factor *= math.exp(passage.rate_per_s * since)
        air.work.passages[p].factor = factor
    for m in range(len(air.settings.machines)):
        setting = air.settings.machines[m]
        air.work.machines[m].bed = setting.bed + setting.bed_per_s * (time_s - setting.since_s)


@kernel
def _set_environment(air: Problem, time_s: float) -> None:
    """Fill in what the walls are held at, per module."""
    settings, modules = air.settings, air.work.modules
    for i in range(len(modules)):
        modules[i].around_k = settings.modules[i].environment_k
    for s in range(len(settings.swings)):
        swing = settings.swings[s]
        change = swing.amplitude_k * math.sin(swing.angular_per_s * time_s + swing.phase_rad)
        for i in range(len(modules)):
            modules[i].around_k += change * settings.swing_at[s, i]
    for w in range(len(settings.warmings)):
        warming = settings.warmings[w]
        change = warming.change_k + warming.slope_k_s * (time_s - warming.since_s)
        for i in range(len(modules)):
            modules[i].around_k += change * settings.warming_at[w, i]


@kernel
def _mix_gas(air: Problem, y: Floats) -> None:
    """Fill in the gas of each module as it is at the start, and begin its sums."""
    for i in range(len(air.net.modules)):
        here = air.work.modules[i]
        amount, heavy, capacity = 0.0, 0.0, 0.0
        for k in range(GASES):
            moles = y[GASES * i + k]
            amount += moles
            heavy += moles * MOLAR_KG[k]
            capacity += moles * CV[k]
            here.supply_mol_s[k], here.sink_per_s[k], here.breath_mol_s[k] = 0.0, 0.0, 0.0
        here.before_mol, here.molar_kg = amount, heavy / amount
        here.cv_j_mol_k = capacity / amount
        here.start_k = y[air.net.at.energy_j + i] / capacity
        here.warm_k, here.heat_w = here.start_k, air.settings.modules[i].heat_w
        here.drawn_w_k, here.breath_sink_per_s, here.breath_w = 0.0, 0.0, 0.0


@kernel
def _sum_up(air: Problem, h: float, y: Floats) -> None:
    """Of each module: its wall, its energy and its gas, but for what flows."""
    at = air.net.at
    for i in range(len(air.net.modules)):
        module, here = air.net.modules[i], air.work.modules[i]
        # the wall's new temperature is linear in the gas's: (wall_b + h film T) / wall_d
        film, control, wall = h * module.film_w_k, h * module.control_w_k, module.wall_j_k
        wall_d, wall_b = wall + film + control, wall * y[at.wall_k + i] + control * here.around_k
        here.wall_d_j_k, here.wall_b_j = wall_d, wall_b
        here.hold_j_k = film * (wall + control) / wall_d
        here.energy_j = y[at.energy_j + i] + h * here.heat_w + film * wall_b / wall_d
        here.added_mol = -here.before_mol
        here.lost_hold_j_k = h * here.drawn_w_k + here.hold_j_k
        for k in range(GASES):
            sink = here.sink_per_s[k]
            left = (y[GASES * i + k] + h * here.supply_mol_s[k]) / (1.0 + h * sink)
            here.added_mol += left
            here.lost_hold_j_k += h * sink * left * CP[k]


@kernel
def _carry_flows(air: Problem, h: float, flow: Floats) -> bool:
    """Find the moles in all and what carries them; False where more flows out than there is."""
    modules, carried = air.work.modules, air.work.carried
    carried.fill(0.0)
    for i in range(len(modules)):
        modules[i].total_mol, modules[i].outward_mol = modules[i].moles, 0.0
    for p in range(len(flow)):
        passage = air.settings.passages[p]
        is_forward = flow[p] >= 0.0
        up, down = (passage.a, passage.b) if is_forward else (passage.b, passage.a)
        moles = h * abs(flow[p])
        modules[up].outward_mol += moles
        modules[up].total_mol -= moles
        if down >= 0:
            modules[down].total_mol += moles
            carried[passage.slot_ba if is_forward else passage.slot_ab] -= moles
    is_short = False
    for i in range(len(modules)):
        is_short |= modules[i].total_mol <= 0.0
    return not is_short


@kernel
def _carry_species(air: Problem, h: float, y: Floats) -> bool:
    """Find the mole fractions; False where one is negative."""
    work = air.work
    for slot in range(len(work.carried)):
        for k in range(GASES):
            work.species_at[slot].entry[k] = work.carried[slot]
    for i in range(len(work.modules)):
        here = work.modules[i]
        for k in range(GASES):
            here.pivot[k] = here.total_mol * (1.0 + h * here.sink_per_s[k]) + here.outward_mol
            here.part[k] = y[GASES * i + k] + h * here.supply_mol_s[k]
    solve_species(air.net.order, work.modules, work.species_at)
    is_short = False
    for i in range(len(work.modules)):
        for k in range(GASES):
            is_short |= work.modules[i].part[k] < 0.0
    return not is_short


@kernel
def _carry_heat(air: Problem, h: float, flow: Floats, new: Floats) -> bool:
    """Find the temperatures, given the gas, and enter both into `new`; False where one is negative."""
    work, modules, entries = air.work, air.work.modules, air.work.entries
    entries.fill(0.0)
    for i in range(len(modules)):
        here = modules[i]
        here.weight_j_mol_k, here.content_j_k = 0.0, 0.0
        here.lost_hold_j_k = h * here.drawn_w_k
        for k in range(GASES):
            amount = here.part[k] * here.total_mol
            new[GASES * i + k] = amount
            here.weight_j_mol_k += here.part[k] * CP[k]
            here.content_j_k += amount * CV[k]
            here.lost_hold_j_k += h * here.sink_per_s[k] * amount * CP[k]
        leaves = here.outward_mol * here.weight_j_mol_k
        work.diagonal[i] = here.content_j_k + leaves + here.lost_hold_j_k + here.hold_j_k
        work.new_k[i] = here.energy_j
    for p in range(len(flow)):
        passage = air.settings.passages[p]
        if passage.b >= 0:
            if flow[p] >= 0.0:
                entries[passage.slot_ba] -= h * flow[p] * modules[passage.a].weight_j_mol_k
            else:
                entries[passage.slot_ab] += h * flow[p] * modules[passage.b].weight_j_mol_k
    factorise(air.net.order, work.diagonal, entries)
    solve(air.net.order, work.diagonal, entries, work.new_k)
    for i in range(len(modules)):
        if work.new_k[i] < 0.0:
            return False
        new[air.net.at.energy_j + i] = modules[i].content_j_k * work.new_k[i]
    return True


@kernel
def _prepare(air: Problem, h: float, y: Floats, time_s: float, feeding: Ints, new: Floats) -> None:
    """Fill in all that does not depend on the flows; what tanks give is taken out of `new`."""
    _mix_gas(air, y)
    _set_environment(air, time_s)
    _set_growth(air, time_s)
    add_sources(air, h, y, feeding, new)
    add_condensing(air, h, y)
    _sum_up(air, h, y)


@kernel
def _book(air: Problem, h: float, flow: Floats, new: Floats, passed_kg: Floats) -> None:
    """Enter walls and accounts into `new`."""
    for i in range(len(air.net.modules)):
        here, film = air.work.modules[i], h * air.net.modules[i].film_w_k
        wall_k = (here.wall_b_j + film * air.work.new_k[i]) / here.wall_d_j_k
        kept_w = air.net.modules[i].control_w_k * (here.around_k - wall_k)
        new[air.net.at.wall_k + i] = wall_k
        account = air.net.at.surroundings + ACCOUNT * i
        new[account + GASES] += h * (air.settings.modules[i].heat_w + kept_w)
    book_people(air, h, new)
    book_machines(air, h, new)
    book_passages(air, h, flow, new, passed_kg)
    book_condensing(air, h, new)


@kernel
def backward_euler(
    air: Problem, h: float, y: Floats, time_s: float, feeding: Ints, flow: Floats, new: Floats,
    passed_kg: Floats, approach: Approach,
) -> Approach:  # fmt: skip
    """Step from vector `y` to `time_s` over h seconds into `new`; nothing `is_found` if it cannot be that long.

    flow: the flows to begin with, and those found. passed_kg: what each passage carried, a to b. approach: how the
    flows of a step no shorter were found; returned: how these were.
    """
    nothing, is_overdrawn = Approach(1.0, 1.0, False), True
    for i in range(len(air.work.modules)):
        air.work.modules[i].is_drying = False
    while is_overdrawn:  # each time by one wall less
        copy(y, new)
        _prepare(air, h, y, time_s, feeding, new)
        approach = find_flows(air, h, flow, approach)
        if not approach.is_found or not _carry_flows(air, h, flow):
            return nothing
        if not _carry_species(air, h, y):
            return nothing
        is_overdrawn = are_overdrawn(air, h)
    if not _carry_heat(air, h, flow, new):
        return nothing
    _book(air, h, flow, new, passed_kg)
    return approach
