"""Compiled: what people and machines put into each module's gas and take from it during a step."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer import physics
from iss_viewer.simulation.air import gas
from iss_viewer.simulation.air.gas import CO2, CP, H2O, MOLAR_KG, O2
from iss_viewer.simulation.air.kernel_data import (
    Kind,
    MachineRow,
    MachineSetting,
    ModuleWork,
    Problem,
)
from iss_viewer.simulation.air.kernel_heat import add_heat_control, drawn_w
from iss_viewer.simulation.air.kernel_work import kernel
from iss_viewer.simulation.air.layout import ACCOUNT, GASES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_R = physics.R
_USED = gas.OXYGEN_USED_KG_S
_CO2_MADE = gas.CARBON_DIOXIDE_MADE_KG_S
_WATER_MADE = gas.WATER_MADE_KG_S
_HEAT_W = gas.SENSIBLE_HEAT_W
_LEAST_PA = gas.LEAST_OXYGEN_PA
_REGULATOR_PA = gas.REGULATOR_PA
_LEAST_WATER_KG = gas.LEAST_WATER_KG


@kernel
def _add_people(
    people: float, h: float, oxygen_mol: float, volume_m3: float, here: ModuleWork
) -> None:
    """Breathing in a module; it fades with the oxygen."""
    warm = here.start_k
    lively = min(oxygen_mol * _R * warm / volume_m3 / _LEAST_PA, 1.0) * people
    used = lively * _USED / MOLAR_KG[O2]
    if oxygen_mol > 4.0 * h * used:
        here.breath_mol_s[O2] = -used
        here.drawn_w_k += used * CP[O2]
    else:
        here.breath_sink_per_s = used / max(oxygen_mol, 1e-30)
        here.sink_per_s[O2] += here.breath_sink_per_s
    here.breath_mol_s[CO2] = lively * _CO2_MADE / MOLAR_KG[CO2]
    here.breath_mol_s[H2O] = lively * _WATER_MADE / MOLAR_KG[H2O]
    given = here.breath_mol_s[CO2] * CP[CO2] + here.breath_mol_s[H2O] * CP[H2O]
    here.breath_w = lively * _HEAT_W + given * warm
    here.heat_w += here.breath_w
    for k in range(GASES):
        here.supply_mol_s[k] += here.breath_mol_s[k]


@kernel
def book_people(air: Problem, h: float, new: Floats) -> None:
    """Enter into the accounts what people have breathed out, less what they have breathed in."""
    for i in range(len(air.net.modules)):
        if air.settings.modules[i].people > 0.0:
            here, account = air.work.modules[i], air.net.at.people + ACCOUNT * i
            oxygen = here.breath_mol_s[O2] - here.breath_sink_per_s * new[GASES * i + O2]
            new[account + O2] += h * oxygen
            new[account + CO2] += h * here.breath_mol_s[CO2]
            new[account + H2O] += h * here.breath_mol_s[H2O]
            new[account + GASES] += h * (here.breath_w + oxygen * CP[O2] * air.work.new_k[i])


@kernel
def _from_tank(wanted: float, h: float, kg: float, pa_per_kg: float, cabin_pa: float) -> float:
    """What a choked regulator gives, kg/s: all that is wanted, less as its tank runs low."""
    if (kg - h * wanted) * pa_per_kg - cabin_pa >= _REGULATOR_PA:
        return wanted
    pull = wanted * pa_per_kg / _REGULATOR_PA
    left = (kg + h * pull * cabin_pa / pa_per_kg) / (1.0 + h * pull)
    return min(max((kg - left) / h, 0.0), wanted)


@kernel
def _feed_wanted(machine: MachineRow, setting: MachineSetting, is_feeding: int) -> float:
    """What a machine would feed, kg/s."""
    if not math.isnan(setting.by_hand_kg_s):
        return setting.by_hand_kg_s
    if setting.is_on and (is_feeding or not is_regulated(machine)):
        return machine.rate_kg_s
    return 0.0


@kernel
def is_regulated(machine: MachineRow) -> bool:
    """Whether a feed goes by a pressure: every one out of a tank, and a generator that has a set point."""
    if machine.kind == Kind.OXYGEN_GENERATION:
        return machine.high_pa > 0.0
    return Kind.OXYGEN_FEED <= machine.kind <= Kind.AIR_FEED


@kernel
def _add_feed(air: Problem, h: float, y: Floats, m: int, is_feeding: int, new: Floats) -> None:
    """What a machine feeds, out of its tank."""
    machine, at = air.net.machines[m], air.net.at
    i, t = machine.module, machine.tank
    here = air.work.modules[i]
    flow = _feed_wanted(machine, air.settings.machines[m], is_feeding)
    if t >= 0 and flow > 0.0 and machine.water_1 > 0.0:
        tank = at.tank_kg + t
        drawn = h * flow * machine.water_1
        part = min(new[tank] / (_LEAST_WATER_KG + drawn), 1.0)
        flow *= part
        new[tank] -= part * drawn
    elif t >= 0 and flow > 0.0:
        cabin_pa = here.before_mol * _R * here.start_k / air.net.modules[i].volume_m3
        tank = at.tank_kg + t
        flow = _from_tank(flow, h, new[tank], air.net.tank_pa_per_kg[t], cabin_pa)
        new[tank] -= h * flow
    if flow > 0.0:
        molar = 0.0
        for k in range(GASES):
            molar += machine.gas[k] * MOLAR_KG[k]
        moles = flow / molar
        air.work.machines[m].fed_mol_s = moles
        for k in range(GASES):
            here.supply_mol_s[k] += moles * machine.gas[k]
            here.heat_w += moles * machine.gas[k] * CP[k] * machine.feed_k


@kernel
def _add_sweep(air: Problem, h: float, y: Floats, m: int) -> None:
    """What a scrubber or a condenser takes of its species; a condenser works down to its target."""
    machine, found = air.net.machines[m], air.work.machines[m]
    i = machine.module
    volume, here = air.net.modules[i].volume_m3, air.work.modules[i]
    if machine.kind == Kind.CO2_REMOVAL:
        found.sweep_per_s = found.bed * machine.sweep_m3_s / volume
        here.sink_per_s[CO2] += found.sweep_per_s
        return
    goal = machine.target_pa * volume / (_R * here.start_k)
    if y[GASES * i + H2O] + h * here.supply_mol_s[H2O] > goal:
        found.sweep_per_s, found.goal_mol = machine.sweep_m3_s / volume, goal
        here.sink_per_s[H2O] += found.sweep_per_s
        here.supply_mol_s[H2O] += found.sweep_per_s * goal
        here.heat_w += found.sweep_per_s * goal * CP[H2O] * here.start_k


@kernel
def add_sources(air: Problem, h: float, y: Floats, feeding: Ints, new: Floats) -> None:
    """Add up, per module, supply, sink and heat. What tanks give is taken out of `new`."""
    net, settings = air.net, air.settings
    for i in range(len(net.modules)):
        people = settings.modules[i].people
        if people > 0.0:
            oxygen = y[GASES * i + O2]
            _add_people(people, h, oxygen, net.modules[i].volume_m3, air.work.modules[i])
    for m in range(len(net.machines)):
        kind, is_on, found = net.machines[m].kind, settings.machines[m].is_on, air.work.machines[m]
        found.fed_mol_s, found.sweep_per_s, found.goal_mol = 0.0, 0.0, 0.0
        if kind == Kind.CO2_REMOVAL or kind == Kind.CONDENSER:
            if is_on:
                _add_sweep(air, h, y, m)
        elif kind != Kind.RELIEF_VALVE and kind != Kind.COOLER:
            _add_feed(air, h, y, m, feeding[m], new)
        add_heat_control(air, h, y, m, air.work.modules[net.machines[m].module])


@kernel
def book_machines(air: Problem, h: float, new: Floats) -> None:
    """Enter into the accounts of machines what they fed, or what they took, and the heat with it."""
    for m in range(len(air.net.machines)):
        machine, found = air.net.machines[m], air.work.machines[m]
        i, account = machine.module, air.net.at.machines + ACCOUNT * m
        for k in range(GASES):
            moles = h * found.fed_mol_s * machine.gas[k]
            new[account + k] += moles
            new[account + GASES] += moles * CP[k] * machine.feed_k
        if found.sweep_per_s > 0.0:
            k, here = CO2 if machine.kind == Kind.CO2_REMOVAL else H2O, air.work.modules[i]
            there, swept = new[GASES * i + k], h * found.sweep_per_s
            taken = swept * (there - found.goal_mol)
            new[account + k] += taken
            if machine.water_1 > 0.0:
                new[air.net.at.tank_kg + machine.tank] += machine.water_1 * taken * MOLAR_KG[k]
            left = found.goal_mol * here.start_k
            new[account + GASES] += swept * CP[k] * (there * air.work.new_k[i] - left)
        new[account + GASES] += h * drawn_w(air, h, m, new)


@kernel
def book_passages(air: Problem, h: float, flow: Floats, new: Floats, passed_kg: Floats) -> None:
    """Meter each passage, kg from a to b, and enter into its account what went through it."""
    for p in range(len(flow)):
        passage = air.settings.passages[p]
        up = passage.a if flow[p] >= 0.0 else passage.b
        part, warm = air.work.modules[up].part, air.work.new_k[up]
        account = passage.account if passage.leak < 0 else air.work.leak_at[passage.leak]
        passed_kg[p] = 0.0
        for k in range(GASES):
            moles = h * flow[p] * part[k]
            passed_kg[p] += moles * MOLAR_KG[k]
            new[account + k] += passage.along * moles
            new[account + GASES] += passage.along * moles * CP[k] * warm
