"""Compiled: the flows of a step, by Newton's method on the pressures that they lead to."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import R as _R
from iss_viewer.simulation.air.kernel_data import (
    Approach,
    GasAt,
    Law,
    LinearFlow,
    ModuleWork,
    Network,
    PassageRow,
    Problem,
)
from iss_viewer.simulation.air.kernel_laws import crack, fan, forced, hole, orifice, power, relief
from iss_viewer.simulation.air.kernel_linear import factorise, solve
from iss_viewer.simulation.air.kernel_work import kernel

Floats = NDArray[np.float64]

_MOST_ITERATIONS = 30
_CLOSE = 1e-5  # relative change of pressures and of amounts at which the flows have converged
_LEFT = 1e-8  # or that a further iteration would bring, by how fast those before came nearer


@kernel
def _gas_in(here: ModuleWork) -> GasAt:
    return GasAt(here.pressure_pa, here.warm_k, here.molar_kg)


@kernel
def _linear_flow(
    net: Network, passage: PassageRow, factor: float, a: GasAt, b: GasAt, flow: float
) -> LinearFlow:
    """Flow of a passage about now."""
    first = passage.first * factor
    if passage.law == Law.ORIFICE and b.pressure_pa == 0.0:
        return hole(first, a)
    if passage.law == Law.ORIFICE:
        return orifice(first, a, b, flow)
    if passage.law == Law.CRACK:
        return crack(first, passage.second * factor, a, b)
    if passage.law == Law.FORCED:
        return forced(first, a)
    if passage.law == Law.POWER:
        return power(first, passage.second, a, b)
    if passage.law == Law.FAN:
        return fan(first, passage.second, a, b)
    machine = net.machines[passage.machine]
    return relief(first, machine.low_pa, machine.high_pa, a, b)


@kernel
def _linearise(air: Problem, flow: Floats) -> None:
    """Of every passage: what its law would add to `flow`, and its slopes. An unknown flow is found."""
    modules = air.work.modules
    for p in range(len(flow)):
        passage, found = air.settings.passages[p], air.work.passages[p]
        a = _gas_in(modules[passage.a])
        b = GasAt(0.0, a.warm_k, a.molar_kg)
        if passage.b >= 0:
            b = _gas_in(modules[passage.b])
        now = _linear_flow(air.net, passage, found.factor, a, b, flow[p])
        found.by_a, found.by_b = now.by_a, now.by_b
        if math.isnan(flow[p]):
            flow[p] = now.mol_s
        found.change_mol_s = now.mol_s - flow[p]


@kernel
def _carry_heat(air: Problem, h: float, flow: Floats) -> None:
    """What `flow` carries in and out of each module, and the entries of its heat."""
    modules, entries = air.work.modules, air.work.entries
    entries.fill(0.0)
    for i in range(len(modules)):
        modules[i].inward_mol_s, modules[i].outward_mol_s = 0.0, 0.0
    for p in range(len(flow)):
        passage, f = air.settings.passages[p], flow[p]
        a, b = passage.a, passage.b
        if f >= 0.0:
            modules[a].outward_mol_s += f
            if b >= 0:
                modules[b].inward_mol_s += f
                entries[passage.slot_ba] -= h * f * (modules[a].cv_j_mol_k + _R)
        else:
            modules[a].inward_mol_s -= f
            modules[b].outward_mol_s -= f
            entries[passage.slot_ab] += h * f * (modules[b].cv_j_mol_k + _R)


@kernel
def _find_warmth(air: Problem, h: float, flow: Floats) -> None:
    """Find the temperatures to which `flow` leads."""
    _carry_heat(air, h, flow)
    work, modules = air.work, air.work.modules
    for i in range(len(modules)):
        here = modules[i]
        cv, outward = here.cv_j_mol_k, here.outward_mol_s
        content = cv * (here.moles + h * (here.inward_mol_s - outward))
        here.stiff_j_k = content + h * (cv + _R) * outward + here.lost_hold_j_k
        work.diagonal[i], work.right[i] = here.stiff_j_k, here.energy_j
    factorise(air.net.order, work.diagonal, work.entries)
    solve(air.net.order, work.diagonal, work.entries, work.right)
    for i in range(len(modules)):
        warm = modules[i].warm_k
        if work.right[i] > 0.0:
            modules[i].warm_k = min(max(work.right[i], 0.2 * warm), 5.0 * warm)


@kernel
def _find_pressures(air: Problem, h: float, flow: Floats) -> None:
    """Into `right`: the changes of pressure by which `flow`, changed along its slopes, agrees with them."""
    modules, diagonal = air.work.modules, air.work.diagonal
    right, entries = air.work.right, air.work.entries
    entries.fill(0.0)
    for i in range(len(modules)):
        here = modules[i]
        there = here.moles + h * (here.inward_mol_s - here.outward_mol_s)
        per_mol = _R / air.net.modules[i].volume_m3
        right[i] = per_mol * there * here.warm_k - here.pressure_pa
        # pressure that a flow of 1 mol/s that carries c J/mol gives, or takes: plain + by_heat c.
        # In rooms without walls a warm stream lifts a cold room by its own heat.
        here.by_heat_pa = per_mol * h * there / here.stiff_j_k
        here.plain_pa = (per_mol * h - here.by_heat_pa * here.cv_j_mol_k) * here.warm_k
        diagonal[i] = 1.0
    for p in range(len(flow)):
        passage, found = air.settings.passages[p], air.work.passages[p]
        a, b = passage.a, passage.b
        up = modules[a if flow[p] >= 0.0 else b]
        carried = (up.cv_j_mol_k + _R) * up.warm_k
        gain = modules[a].plain_pa + modules[a].by_heat_pa * carried
        diagonal[a] += gain * found.by_a
        right[a] -= gain * found.change_mol_s
        if b >= 0:
            entries[passage.slot_ab] -= gain * found.by_b
            gain = modules[b].plain_pa + modules[b].by_heat_pa * carried
            diagonal[b] += gain * found.by_b
            right[b] += gain * found.change_mol_s
            entries[passage.slot_ba] -= gain * found.by_a
    factorise(air.net.order, diagonal, entries)
    solve(air.net.order, diagonal, entries, right)


@kernel
def _change_flows(air: Problem, h: float, flow: Floats) -> float:
    """Change flows and pressures as found; returns the worst relative change."""
    modules, right = air.work.modules, air.work.right
    worst = 0.0
    for p in range(len(flow)):
        passage, found = air.settings.passages[p], air.work.passages[p]
        was, change = flow[p], found.change_mol_s + found.by_a * right[passage.a]
        least = modules[passage.a].before_mol
        if passage.b >= 0:
            change -= found.by_b * right[passage.b]
            least = min(least, modules[passage.b].before_mol)
        flow[p] += change
        if passage.b < 0 and flow[p] < 0.0:
            flow[p] = 0.0  # out of space comes nothing
        change = flow[p] - was
        worst = max(worst, h * abs(change) / (least + 1e-3 * h * abs(flow[p]) + 1e-12))
    for i in range(len(modules)):
        pressure, change = modules[i].pressure_pa, right[i]
        worst = max(worst, abs(change) / (pressure + 1e-3))
        modules[i].pressure_pa = max(pressure + change, 0.1 * pressure)
    return worst


@kernel
def _left(worst: float, approach: Approach) -> float:
    """The change that a further iteration would bring: each brings a part of the one before, less as they shrink."""
    return worst * approach.ratio * max(1.0, worst / approach.change)


@kernel
def find_flows(air: Problem, h: float, flow: Floats, approach: Approach) -> Approach:
    """Iterate `flow` (mol/s, a to b) until it agrees with the pressures that it leads to.

    approach: how the last search of a step no shorter came near. Returns how this one did; its `is_found` is
    False where it did not.
    """
    for i in range(len(air.work.modules)):
        here = air.work.modules[i]
        here.pressure_pa = here.before_mol * _R * here.warm_k / air.net.modules[i].volume_m3
        here.moles = here.before_mol + here.added_mol
    is_unknown = False
    for p in range(len(flow)):
        is_unknown |= math.isnan(flow[p])
    if is_unknown:
        _linearise(air, flow)
    before = math.nan
    for _ in range(_MOST_ITERATIONS):
        _find_warmth(air, h, flow)
        _linearise(air, flow)
        _find_pressures(air, h, flow)
        worst = _change_flows(air, h, flow)
        if not math.isfinite(worst):
            break
        if not math.isnan(before):
            approach = Approach(worst / before, before, True)
        if worst < _CLOSE or _left(worst, approach) < _LEFT:
            return approach
        before = worst
    return Approach(1.0, 1.0, False)
