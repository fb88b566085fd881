# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""Compiled: what people and machines put into each module's gas and take from it during a step."""

from __future__ import annotations

import math

from iss_viewer.simulation.air import gas
from iss_viewer.simulation.air.gas import CP, MOLAR_KG
from iss_viewer.simulation.air.kernel_work import kernel

_R = gas.R
_USED = gas.OXYGEN_USED_KG_S
_CO2_MADE = gas.CARBON_DIOXIDE_MADE_KG_S
_WATER_MADE = gas.WATER_MADE_KG_S
_HEAT_W = gas.SENSIBLE_HEAT_W
_LEAST_PA = gas.LEAST_OXYGEN_PA
_REGULATOR_PA = gas.REGULATOR_PA
_SCRUBBER, _CONDENSER, _RELIEF = 0, 2, 6


@kernel
def _add_people(people, h, oxygen, volume, warm, supply, sink, taken_j_k, i):
    """Breathing in module i; it fades with the oxygen. Returns the heat, W."""
    lively = min(oxygen * _R * warm / volume / _LEAST_PA, 1.0) * people
    used = lively * _USED / MOLAR_KG[1]
    if oxygen > 4.0 * h * used:
        supply[i, 1] -= used
        taken_j_k[i] += used * CP[1]
    else:
        sink[i, 1] += used / max(oxygen, 1e-30)
    made_co2, made_water = lively * _CO2_MADE / MOLAR_KG[2], lively * _WATER_MADE / MOLAR_KG[3]
    supply[i, 2] += made_co2
    supply[i, 3] += made_water
    return lively * _HEAT_W + (made_co2 * CP[2] + made_water * CP[3]) * warm


@kernel
def _from_tank(wanted, h, kg, pa_per_kg, cabin_pa):
    """What a choked regulator gives, kg/s: all that is wanted, less as its tank runs low."""
    if (kg - h * wanted) * pa_per_kg - cabin_pa >= _REGULATOR_PA:
        return wanted
    pull = wanted * pa_per_kg / _REGULATOR_PA
    left = (kg + h * pull * cabin_pa / pa_per_kg) / (1.0 + h * pull)
    return min(max((kg - left) / h, 0.0), wanted)


@kernel
def feed_wanted(net, ways, m, feeding):
    """What machine m would feed, kg/s."""
    if not math.isnan(ways.by_hand_kg_s[m]):
        return ways.by_hand_kg_s[m]
    kind = net.machine_kind[m]
    if ways.machine_is_on[m] and (kind == 1 or (kind >= 3 and feeding[m])):
        return net.machine_rate_kg_s[m]
    return 0.0


@kernel
def add_sources(net, ways, work, h, y, feeding, new):
    """Add up, per module, supply, sink and heat. Tanks and meters of feeds go into `new`."""
    supply, sink, heat_w, warm = work.supply, work.sink, work.heat_w, work.warm
    n = len(net.volume_m3)
    tank0, machine0 = 6 * n, 6 * n + len(net.tank_pa_per_kg)
    for i in range(n):
        if ways.people[i] > 0.0:
            heat_w[i] += _add_people(
                ways.people[i],
                h,
                y[4 * i + 1],
                net.volume_m3[i],
                warm[i],
                supply,
                sink,
                work.taken_j_k,
                i,
            )
    for m in range(len(net.machine_kind)):
        i, kind = net.machine_node[m], net.machine_kind[m]
        volume = net.volume_m3[i]
        if kind == _SCRUBBER and ways.machine_is_on[m]:
            sink[i, 2] += net.machine_sweep_m3_s[m] / volume
        elif kind == _CONDENSER and ways.machine_is_on[m]:
            goal = net.machine_target_pa[m] * volume / (_R * warm[i])
            if y[4 * i + 3] + h * supply[i, 3] > goal:
                rate = net.machine_sweep_m3_s[m] / volume
                sink[i, 3] += rate
                supply[i, 3] += rate * goal
                heat_w[i] += rate * goal * CP[3] * warm[i]
        elif kind != _RELIEF:
            flow, t = feed_wanted(net, ways, m, feeding), net.machine_tank[m]
            if t >= 0 and flow > 0.0:
                cabin_mol = y[4 * i] + y[4 * i + 1] + y[4 * i + 2] + y[4 * i + 3]
                cabin_pa = cabin_mol * _R * warm[i] / volume
                flow = _from_tank(flow, h, new[tank0 + t], net.tank_pa_per_kg[t], cabin_pa)
                new[tank0 + t] -= h * flow
            if flow > 0.0:
                new[machine0 + m] += h * flow
                molar = 0.0
                for k in range(4):
                    molar += net.machine_gas[m, k] * MOLAR_KG[k]
                moles = flow / molar
                for k in range(4):
                    supply[i, k] += moles * net.machine_gas[m, k]
                    heat_w[i] += moles * net.machine_gas[m, k] * CP[k] * net.machine_feed_k[m]


@kernel
def book_machines(net, ways, h, warm, new):
    """Meter what scrubbers and condensers took, kg."""
    machine0 = 6 * len(net.volume_m3) + len(net.tank_pa_per_kg)
    for m in range(len(net.machine_kind)):
        i, kind = net.machine_node[m], net.machine_kind[m]
        if ways.machine_is_on[m]:
            rate = net.machine_sweep_m3_s[m] / net.volume_m3[i]
            if kind == _SCRUBBER:
                new[machine0 + m] += h * rate * new[4 * i + 2] * MOLAR_KG[2]
            elif kind == _CONDENSER:
                goal = net.machine_target_pa[m] * net.volume_m3[i] / (_R * warm[i])
                excess = new[4 * i + 3] - goal
                if excess > 0.0:
                    new[machine0 + m] += h * rate * excess * MOLAR_KG[3]


@kernel
def book_passages(net, ways, h, flow, part, warm, new, passed_kg):
    """Meter each passage, kg from a to b, and enter into the ledgers what went to space."""
    machine0 = 6 * len(net.volume_m3) + len(net.tank_pa_per_kg)
    ledger = machine0 + len(net.machine_kind)
    for p in range(len(flow)):
        up = ways.a[p] if flow[p] >= 0.0 else ways.b[p]
        mass = 0.0
        for k in range(4):
            moles = h * flow[p] * part[k, up]
            mass += moles * MOLAR_KG[k]
            if ways.b[p] < 0:
                new[ledger + k] += moles
                new[ledger + 9] += moles * CP[k] * warm[up]
        passed_kg[p] = mass
        if ways.machine[p] >= 0:
            new[machine0 + ways.machine[p]] += mass
