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
from iss_viewer.simulation.air.kernel_work import kernel
from iss_viewer.simulation.air.layout import GASES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_R = physics.R
_USED = gas.OXYGEN_USED_KG_S
_CO2_MADE = gas.CARBON_DIOXIDE_MADE_KG_S
_WATER_MADE = gas.WATER_MADE_KG_S
_HEAT_W = gas.SENSIBLE_HEAT_W
_LEAST_PA = gas.LEAST_OXYGEN_PA
_REGULATOR_PA = gas.REGULATOR_PA


@kernel
def _add_people(
    people: float, h: float, oxygen_mol: float, volume_m3: float, here: ModuleWork
) -> None:
    """Breathing in a module; it fades with the oxygen."""
    warm = here.warm_k
    lively = min(oxygen_mol * _R * warm / volume_m3 / _LEAST_PA, 1.0) * people
    used = lively * _USED / MOLAR_KG[O2]
    if oxygen_mol > 4.0 * h * used:
        here.supply_mol_s[O2] -= used
        here.breathed_w_k += used * CP[O2]
    else:
        here.sink_per_s[O2] += used / max(oxygen_mol, 1e-30)
    made_co2, made_water = lively * _CO2_MADE / MOLAR_KG[CO2], lively * _WATER_MADE / MOLAR_KG[H2O]
    here.supply_mol_s[CO2] += made_co2
    here.supply_mol_s[H2O] += made_water
    here.heat_w += lively * _HEAT_W + (made_co2 * CP[CO2] + made_water * CP[H2O]) * warm


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
    kind = machine.kind
    if setting.is_on and (
        kind == Kind.OXYGEN_GENERATION or (kind >= Kind.OXYGEN_FEED and is_feeding)
    ):
        return machine.rate_kg_s
    return 0.0


@kernel
def _goal_mol(machine: MachineRow, volume_m3: float, warm_k: float) -> float:
    """Down to how much vapour a condenser works."""
    return machine.target_pa * volume_m3 / (_R * warm_k)


@kernel
def _add_feed(air: Problem, h: float, y: Floats, m: int, is_feeding: int, new: Floats) -> None:
    """What a machine feeds, out of its tank and into its meter."""
    machine, at = air.net.machines[m], air.net.at
    i, t = machine.module, machine.tank
    here = air.work.modules[i]
    flow = _feed_wanted(machine, air.settings.machines[m], is_feeding)
    if t >= 0 and flow > 0.0:
        first = GASES * i
        cabin_mol = y[first] + y[first + 1] + y[first + 2] + y[first + 3]
        cabin_pa = cabin_mol * _R * here.warm_k / air.net.modules[i].volume_m3
        tank = at.tank_kg + t
        flow = _from_tank(flow, h, new[tank], air.net.tank_pa_per_kg[t], cabin_pa)
        new[tank] -= h * flow
    if flow > 0.0:
        new[at.machine_kg + m] += h * flow
        molar = 0.0
        for k in range(GASES):
            molar += machine.gas[k] * MOLAR_KG[k]
        moles = flow / molar
        for k in range(GASES):
            here.supply_mol_s[k] += moles * machine.gas[k]
            here.heat_w += moles * machine.gas[k] * CP[k] * machine.feed_k


@kernel
def add_sources(air: Problem, h: float, y: Floats, feeding: Ints, new: Floats) -> None:
    """Add up, per module, supply, sink and heat. Tanks and meters of feeds go into `new`."""
    net, settings = air.net, air.settings
    for i in range(len(net.modules)):
        people = settings.modules[i].people
        if people > 0.0:
            oxygen = y[GASES * i + O2]
            _add_people(people, h, oxygen, net.modules[i].volume_m3, air.work.modules[i])
    for m in range(len(net.machines)):
        machine, is_on = net.machines[m], settings.machines[m].is_on
        i, kind = machine.module, machine.kind
        volume, here = net.modules[i].volume_m3, air.work.modules[i]
        if kind == Kind.CO2_REMOVAL and is_on:
            here.sink_per_s[CO2] += machine.sweep_m3_s / volume
        elif kind == Kind.CONDENSER and is_on:
            goal = _goal_mol(machine, volume, here.warm_k)
            if y[GASES * i + H2O] + h * here.supply_mol_s[H2O] > goal:
                rate = machine.sweep_m3_s / volume
                here.sink_per_s[H2O] += rate
                here.supply_mol_s[H2O] += rate * goal
                here.heat_w += rate * goal * CP[H2O] * here.warm_k
        elif kind != Kind.RELIEF_VALVE:
            _add_feed(air, h, y, m, feeding[m], new)


@kernel
def book_machines(air: Problem, h: float, new: Floats) -> None:
    """Meter what scrubbers and condensers took, kg."""
    net = air.net
    for m in range(len(net.machines)):
        machine, meter = net.machines[m], net.at.machine_kg + m
        i, kind = machine.module, machine.kind
        if air.settings.machines[m].is_on:
            volume = net.modules[i].volume_m3
            rate = machine.sweep_m3_s / volume
            if kind == Kind.CO2_REMOVAL:
                new[meter] += h * rate * new[GASES * i + CO2] * MOLAR_KG[CO2]
            elif kind == Kind.CONDENSER:
                goal = _goal_mol(machine, volume, air.work.modules[i].warm_k)
                excess = new[GASES * i + H2O] - goal
                if excess > 0.0:
                    new[meter] += h * rate * excess * MOLAR_KG[H2O]


@kernel
def book_passages(air: Problem, h: float, flow: Floats, new: Floats, passed_kg: Floats) -> None:
    """Meter each passage, kg from a to b, and enter into the ledgers what went to space."""
    at = air.net.at
    for p in range(len(flow)):
        passage = air.settings.passages[p]
        up = passage.a if flow[p] >= 0.0 else passage.b
        part, warm = air.work.modules[up].part, air.work.new_k[up]
        mass = 0.0
        for k in range(GASES):
            moles = h * flow[p] * part[k]
            mass += moles * MOLAR_KG[k]
            if passage.b < 0:
                new[at.lost_mol + k] += moles
                new[at.lost_j] += moles * CP[k] * warm
        passed_kg[p] = mass
        if passage.machine >= 0:
            new[at.machine_kg + passage.machine] += mass
        if passage.leak >= 0:
            new[air.work.leak_at[passage.leak]] += mass
