"""Compiled: one backward Euler step of the whole network.

First the flows: Newton on the pressures, each node's temperature eliminated on the spot, each orifice
near rest taken about its flow. Then every species, and then energy, are carried upwind by these same
flows, implicitly: whatever the flows, amounts balance to rounding and stay positive.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from iss_viewer.simulation.air.gas import CP, CV, MOLAR_KG
from iss_viewer.simulation.air.gas import R as _R
from iss_viewer.simulation.air.kernel_laws import crack, orifice, relief
from iss_viewer.simulation.air.kernel_linear import factorise, solve
from iss_viewer.simulation.air.kernel_sources import add_sources, book_machines
from iss_viewer.simulation.air.network import NetworkArrays
from iss_viewer.simulation.air.passages import PassageArrays

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MOST_ITERATIONS = 30
_CLOSE = 1e-8  # relative change of pressures and of amounts at which the flows have converged


@njit(cache=False)
def growth_at(growth: Floats, time_s: float) -> Floats:
    """The factor of each passage."""
    factor = np.empty(len(growth))
    for p in range(len(growth)):
        since = time_s - growth[p, 3]
        factor[p] = max(growth[p, 0] + growth[p, 1] * since, 0.0)
        if growth[p, 2] != 0.0:
            factor[p] *= math.exp(growth[p, 2] * since)
    return factor


@njit(cache=False)
def environment_at(ways: PassageArrays, time_s: float) -> Floats:
    """What the walls are held at, per module."""
    warm = ways.environment_k.copy()
    for s in range(len(ways.swings)):
        swing = ways.swings[s, 0] * math.sin(ways.swings[s, 1] * time_s + ways.swings[s, 2])
        warm += swing * ways.swing_at[s]
    for w in range(len(ways.warmings)):
        change = ways.warmings[w, 0] + ways.warmings[w, 1] * (time_s - ways.warmings[w, 2])
        warm += change * ways.warming_at[w]
    return warm


@njit(cache=False)
def _linear_flow(net, ways, p, factor, pressure, warm, molar, flow):  # type: ignore[no-untyped-def]
    """Flow of passage p about now, and its slopes to the pressures of a and (negated) b."""
    a, b, law = ways.a[p], ways.b[p], ways.law[p]
    pa, ta, ma = pressure[a], warm[a], molar[a]
    pb, tb, mb = 0.0, ta, ma
    if b >= 0:
        pb, tb, mb = pressure[b], warm[b], molar[b]
    if law == 0:
        return orifice(ways.first[p] * factor, pa, pb, ta, tb, ma, mb, flow)
    if law == 1:
        first, second = ways.first[p] * factor, ways.second[p] * factor
        return crack(first, second, pa, pb, ta, tb, ma, mb)
    if law == 2:
        slope = ways.first[p] / (_R * ta)
        return slope * pa, slope, 0.0
    m = ways.machine[p]
    now, slope = relief(ways.first[p], net.machine_low_pa[m], net.machine_high_pa[m], pa, ma)
    return now, slope, 0.0


@njit(cache=False)
def _find_flows(
    net, ways, h, factor, before, added, energy, hold, lost_hold, cv, molar, warm, flow
):  # type: ignore[no-untyped-def]
    """Iterate `flow` (mol/s, a to b) until it agrees with the pressures that it leads to.

    before: moles at the start; added: net moles from sources; energy: J, all that does not hang on
    temperatures; hold, lost_hold: J/K of gas and wall exchange. Returns whether it has converged.
    """
    n, ways_n = len(before), len(ways.a)
    pressure = before * _R * warm / net.volume_m3
    by_a, by_b, now = np.empty(ways_n), np.empty(ways_n), np.empty(ways_n)
    inward, outward, carried = np.empty(n), np.empty(n), np.empty(n)
    diagonal, right, entries = np.empty(n), np.empty(n), np.empty(net.slots)
    by_in, by_out = np.empty(n), np.empty(n)
    for p in range(ways_n):
        if math.isnan(flow[p]):
            flow[p] = _linear_flow(net, ways, p, factor[p], pressure, warm, molar, flow[p])[0]
    for _ in range(_MOST_ITERATIONS):
        inward[:], outward[:], carried[:] = 0.0, 0.0, 0.0
        for p in range(ways_n):
            a, b = ways.a[p], ways.b[p]
            f, by_a[p], by_b[p] = _linear_flow(
                net, ways, p, factor[p], pressure, warm, molar, flow[p]
            )
            now[p] = f
            if f >= 0.0:
                outward[a] += f
                if b >= 0:
                    inward[b] += f
                    carried[b] += f * (cv[a] + _R) * warm[a]
            else:
                inward[a] -= f
                outward[b] -= f
                carried[a] -= f * (cv[b] + _R) * warm[b]
        entries[:] = 0.0
        for i in range(n):
            moles = before[i] + added[i] + h * (inward[i] - outward[i])
            stiff = cv[i] * moles + h * (cv[i] + _R) * outward[i] + hold[i] + lost_hold[i]
            local = (energy[i] + h * carried[i]) / stiff
            scale = _R / net.volume_m3[i]
            right[i] = scale * moles * local - pressure[i]
            come = carried[i] / inward[i] if inward[i] > 0.0 else (cv[i] + _R) * local
            by_in[i] = scale * h * (local + moles * (come - cv[i] * local) / stiff)
            by_out[i] = scale * h * local * (1.0 + moles * _R / stiff)
            diagonal[i] = 1.0
            warm[i] = local
        for p in range(ways_n):
            a, b = ways.a[p], ways.b[p]
            gain_a = by_out[a] if now[p] >= 0.0 else by_in[a]
            diagonal[a] += gain_a * by_a[p]
            if b >= 0:
                gain_b = by_in[b] if now[p] >= 0.0 else by_out[b]
                diagonal[b] += gain_b * by_b[p]
                entries[ways.slot_ab[p]] -= gain_a * by_b[p]
                entries[ways.slot_ba[p]] -= gain_b * by_a[p]
        factorise(net.order, diagonal, entries)
        solve(net.order, diagonal, entries, right)
        worst = 0.0
        for p in range(ways_n):
            a, b = ways.a[p], ways.b[p]
            new = now[p] + by_a[p] * right[a]
            least = before[a]
            if b >= 0:
                new -= by_b[p] * right[b]
                least = min(least, before[b])
            worst = max(worst, h * abs(new - flow[p]) / (least + 1e-3 * abs(new) * h + 1e-12))
            flow[p] = new
        for i in range(n):
            changed = pressure[i] + right[i]
            worst = max(worst, abs(right[i]) / (pressure[i] + 1e-3))
            pressure[i] = max(changed, 0.1 * pressure[i])
        if not math.isfinite(worst):
            return False
        if worst < _CLOSE:
            return True
    return False


@njit(cache=False)
def _carry(net, ways, h, flow, diagonal, weight, right):  # type: ignore[no-untyped-def]
    """Solve one transport equation: `weight` is what a mole of each node carries."""
    entries = np.zeros(net.slots)
    for p in range(len(flow)):
        if ways.b[p] >= 0:
            if flow[p] >= 0.0:
                entries[ways.slot_ba[p]] -= h * flow[p] * weight[ways.a[p]]
            else:
                entries[ways.slot_ab[p]] += h * flow[p] * weight[ways.b[p]]
    factorise(net.order, diagonal, entries)
    solve(net.order, diagonal, entries, right)


@njit(cache=False)
def backward_euler(net, ways, y, time_s, h, feeding, flow, new, passed_kg):  # type: ignore[no-untyped-def]
    """Step from vector `y` to `time_s` over h seconds into `new`; False if it cannot be that long.

    flow: the flows to begin with, and those found. passed_kg: what each passage carried, a to b.
    """
    n = len(net.volume_m3)
    new[:] = y
    moles = y[: 4 * n].reshape(n, 4)
    energy_j, wall = y[4 * n : 5 * n], y[5 * n : 6 * n]
    before, cv, molar, warm = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    for i in range(n):
        before[i] = moles[i].sum()
        cv[i] = (moles[i] * CV).sum() / before[i]
        molar[i] = (moles[i] * MOLAR_KG).sum() / before[i]
        warm[i] = energy_j[i] / (before[i] * cv[i])
    supply, sink = np.zeros((n, 4)), np.zeros((n, 4))
    taken_j_k, heat_w = np.zeros(n), ways.heat_w.copy()
    add_sources(net, ways, h, y, warm, feeding, supply, sink, taken_j_k, heat_w, new)
    # the wall's new temperature is linear in the gas's: (wall_b + h film T) / wall_d
    around = environment_at(ways, time_s)
    wall_d = net.wall_j_k + h * (net.film_w_k + net.control_w_k)
    wall_b = net.wall_j_k * wall + h * net.control_w_k * around
    hold = h * net.film_w_k * (net.wall_j_k + h * net.control_w_k) / wall_d
    energy = energy_j + h * heat_w + h * net.film_w_k * wall_b / wall_d
    added, lost_hold = np.empty(n), np.empty(n)
    for i in range(n):
        left = (moles[i] + h * supply[i]) / (1.0 + h * sink[i])
        added[i] = left.sum() - before[i]
        lost_hold[i] = h * (taken_j_k[i] + (sink[i] * left * CP).sum())
    factor = growth_at(ways.growth, time_s)
    if not _find_flows(
        net, ways, h, factor, before, added, energy, hold, lost_hold, cv, molar, warm, flow
    ):
        return False
    outward, total = np.zeros(n), before + added
    for p in range(len(flow)):
        up, down = (ways.a[p], ways.b[p]) if flow[p] >= 0.0 else (ways.b[p], ways.a[p])
        outward[up] += abs(flow[p])
        total[up] -= h * abs(flow[p])
        if down >= 0:
            total[down] += h * abs(flow[p])
    if total.min() <= 0.0:
        return False
    part, ones = np.empty((4, n)), np.ones(n)
    for k in range(4):
        part[k] = moles[:, k] + h * supply[:, k]
        diagonal = total * (1.0 + h * sink[:, k]) + h * outward
        _carry(net, ways, h, flow, diagonal, ones, part[k])
    if part.min() < 0.0:
        return False
    amount, heat_capacity = new[: 4 * n].reshape(n, 4), np.empty(n)
    for i in range(n):
        amount[i] = part[:, i] * total[i]
        heat_capacity[i] = (part[:, i] * CP).sum()
        gone = (sink[i] * amount[i] * CP).sum()
        lost_hold[i] = h * (taken_j_k[i] + gone)
    content = np.empty(n)
    for i in range(n):
        content[i] = (amount[i] * CV).sum()
    diagonal = content + h * outward * heat_capacity + lost_hold + hold
    new_warm = energy.copy()
    _carry(net, ways, h, flow, diagonal, heat_capacity, new_warm)
    new[4 * n : 5 * n] = content * new_warm
    new_wall = (wall_b + h * net.film_w_k * new_warm) / wall_d
    new[5 * n : 6 * n] = new_wall
    machine0 = 6 * n + len(net.tank_pa_per_kg)
    book_machines(net, ways, h, amount, warm, new)
    ledger = machine0 + len(net.machine_kind)
    for p in range(len(flow)):
        up = ways.a[p] if flow[p] >= 0.0 else ways.b[p]
        mass = 0.0
        for k in range(4):
            mass += part[k, up] * MOLAR_KG[k]
            if ways.b[p] < 0:
                new[ledger + k] += h * flow[p] * part[k, up]
        passed_kg[p] = h * flow[p] * mass
        if ways.b[p] < 0:
            new[ledger + 9] += h * flow[p] * heat_capacity[up] * new_warm[up]
        if ways.machine[p] >= 0:
            new[machine0 + ways.machine[p]] += passed_kg[p]
    for i in range(n):
        for k in range(4):
            new[ledger + 4 + k] += h * (supply[i, k] - sink[i, k] * amount[i, k])
        kept = h * net.control_w_k[i] * (around[i] - new_wall[i])
        new[ledger + 8] += h * heat_w[i] - lost_hold[i] * new_warm[i] + kept
    return True
