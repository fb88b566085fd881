# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""Compiled: one backward Euler step of the whole network.

First the flows: Newton on the pressures, each node's temperature found from the flows before the laws
are asked (asked with those of the iteration before, a cold room that mixes with a warm stream keeps the
two swinging), each orifice near rest taken about its flow. Then every species, and then energy, are carried upwind by these same
flows, implicitly: whatever the flows, amounts balance to rounding and stay positive.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from iss_viewer.simulation.air.gas import CP, CV, MOLAR_KG
from iss_viewer.simulation.air.gas import R as _R
from iss_viewer.simulation.air.kernel_laws import crack, hole, orifice, relief
from iss_viewer.simulation.air.kernel_linear import factorise, solve
from iss_viewer.simulation.air.kernel_sources import add_sources, book_machines, book_passages
from iss_viewer.simulation.air.kernel_walls import add_condensing, book_condensing

_MOST_ITERATIONS = 30
_CLOSE = 1e-7  # relative change of pressures and of amounts at which the flows have converged


@njit(error_model="numpy")
def growth_at(growth, time_s):
    """The factor of each passage."""
    factor = np.empty(len(growth))
    for p in range(len(growth)):
        since = time_s - growth[p, 3]
        factor[p] = max(growth[p, 0] + growth[p, 1] * since, 0.0)
        if growth[p, 2] != 0.0:
            factor[p] *= math.exp(growth[p, 2] * since)
    return factor


@njit(error_model="numpy")
def environment_at(ways, time_s, around):
    """Fill in what the walls are held at, per module."""
    for i in range(len(around)):
        around[i] = ways.environment_k[i]
    for s in range(len(ways.swings)):
        swing = ways.swings[s, 0] * math.sin(ways.swings[s, 1] * time_s + ways.swings[s, 2])
        for i in range(len(around)):
            around[i] += swing * ways.swing_at[s, i]
    for w in range(len(ways.warmings)):
        change = ways.warmings[w, 0] + ways.warmings[w, 1] * (time_s - ways.warmings[w, 2])
        for i in range(len(around)):
            around[i] += change * ways.warming_at[w, i]


@njit(error_model="numpy")
def _linear_flow(law, first, second, low, high, pa, pb, ta, tb, ma, mb, flow):
    """Flow of a passage about now, and its slopes to the pressures of a and (negated) b."""
    if law == 0 and pb == 0.0:
        return hole(first, pa, ta, ma)
    if law == 0:
        return orifice(first, pa, pb, ta, tb, ma, mb, flow)
    if law == 1:
        return crack(first, second, pa, pb, ta, tb, ma, mb)
    if law == 2:
        slope = first / (_R * ta)
        return slope * pa, slope, 0.0
    return relief(first, low, high, pa, ma)


@njit(error_model="numpy")
def _linearise(net, ways, factor, pressure, warm, molar, flow, step, by_a, by_b):
    """Of every passage: what its law would add to `flow`, and its slopes. An unknown flow is found."""
    for p in range(len(flow)):
        a, b, law = ways.a[p], ways.b[p], ways.law[p]
        pa, ta, ma, pb, tb, mb = pressure[a], warm[a], molar[a], 0.0, warm[a], molar[a]
        if b >= 0:
            pb, tb, mb = pressure[b], warm[b], molar[b]
        low, high = 0.0, 1.0
        if law == 3:
            low, high = net.machine_low_pa[ways.machine[p]], net.machine_high_pa[ways.machine[p]]
        now, by_a[p], by_b[p] = _linear_flow(
            law, ways.first[p] * factor[p], ways.second[p] * factor[p],
            low, high, pa, pb, ta, tb, ma, mb, flow[p],
        )  # fmt: skip
        if math.isnan(flow[p]):
            flow[p] = now
        step[p] = now - flow[p]


@njit(error_model="numpy")
def _warm_by(ways, order, h, flow, moles, energy, hold, cv, warm, inward, outward, entries, stiff):
    """Find the temperatures to which `flow` leads; inward, outward: moles/s; stiff: J/K per node."""
    n = len(cv)
    new, diagonal = np.empty(n), np.empty(n)
    inward.fill(0.0)
    outward.fill(0.0)
    entries.fill(0.0)
    for p in range(len(flow)):
        a, b, f = ways.a[p], ways.b[p], flow[p]
        if f >= 0.0:
            outward[a] += f
            if b >= 0:
                inward[b] += f
                entries[ways.slot_ba[p]] -= h * f * (cv[a] + _R)
        else:
            inward[a] -= f
            outward[b] -= f
            entries[ways.slot_ab[p]] += h * f * (cv[b] + _R)
    for i in range(n):
        content = cv[i] * (moles[i] + h * (inward[i] - outward[i]))
        stiff[i] = content + h * (cv[i] + _R) * outward[i] + hold[i]
        diagonal[i], new[i] = stiff[i], energy[i]
    factorise(order, diagonal, entries)
    solve(order, diagonal, entries, new)
    for i in range(n):
        if new[i] > 0.0:
            warm[i] = min(max(new[i], 0.2 * warm[i]), 5.0 * warm[i])


@njit(error_model="numpy")
def _gain(volume, h, warm, cv, share, carried):
    """Pressure that a flow of 1 mol/s with the enthalpy `carried` (J/mol) gives, or takes, in h.

    share: moles over J/K. In rooms without walls a warm stream lifts a cold room by its own heat.
    """
    return _R / volume * h * (warm + share * (carried - cv * warm))


@njit(error_model="numpy")
def _find_flows(net, ways, h, factor, before, added, energy, hold, cv, molar, warm, flow):
    """Iterate `flow` (mol/s, a to b) until it agrees with the pressures that it leads to.

    before: moles at the start; added: net moles from sources; energy: J, all that does not hang on
    temperatures; hold: J/K of sinks and of the walls. Returns whether it has converged.
    """
    n, ways_n = len(before), len(flow)
    pressure, moles = np.empty(n), np.empty(n)
    for i in range(n):
        pressure[i] = before[i] * _R * warm[i] / net.volume_m3[i]
        moles[i] = before[i] + added[i]
    by_a, by_b, step = np.empty(ways_n), np.empty(ways_n), np.empty(ways_n)
    inward, outward, stiff = np.empty(n), np.empty(n), np.empty(n)
    diagonal, right, entries = np.empty(n), np.empty(n), np.empty(net.slots)
    share = np.empty(n)
    _linearise(
        net, ways, factor, pressure, warm, molar, flow, step, by_a, by_b
    )  # finds unknown flows
    for _ in range(_MOST_ITERATIONS):
        _warm_by(
            ways, net.order, h, flow, moles, energy, hold, cv, warm, inward, outward, entries, stiff
        )
        _linearise(net, ways, factor, pressure, warm, molar, flow, step, by_a, by_b)
        entries.fill(0.0)
        for i in range(n):
            there = moles[i] + h * (inward[i] - outward[i])
            right[i] = _R / net.volume_m3[i] * there * warm[i] - pressure[i]
            share[i] = there / stiff[i]
            diagonal[i] = 1.0
        for p in range(ways_n):
            a, b = ways.a[p], ways.b[p]
            up = a if flow[p] >= 0.0 else b
            carried = (cv[up] + _R) * warm[up]
            gain = _gain(net.volume_m3[a], h, warm[a], cv[a], share[a], carried)
            diagonal[a] += gain * by_a[p]
            right[a] -= gain * step[p]
            if b >= 0:
                entries[ways.slot_ab[p]] -= gain * by_b[p]
                gain = _gain(net.volume_m3[b], h, warm[b], cv[b], share[b], carried)
                diagonal[b] += gain * by_b[p]
                right[b] += gain * step[p]
                entries[ways.slot_ba[p]] -= gain * by_a[p]
        factorise(net.order, diagonal, entries)
        solve(net.order, diagonal, entries, right)
        worst = 0.0
        for p in range(ways_n):
            a, b = ways.a[p], ways.b[p]
            change = step[p] + by_a[p] * right[a]
            least = before[a]
            if b >= 0:
                change -= by_b[p] * right[b]
                least = min(least, before[b])
            flow[p] += change
            worst = max(worst, h * abs(change) / (least + 1e-3 * h * abs(flow[p]) + 1e-12))
        for i in range(n):
            changed = pressure[i] + right[i]
            worst = max(worst, abs(right[i]) / (pressure[i] + 1e-3))
            pressure[i] = max(changed, 0.1 * pressure[i])
        if not math.isfinite(worst):
            return False
        if worst < _CLOSE:
            return True
    return False


@njit(error_model="numpy")
def _carry_all(
    net, ways, h, flow, before, added, supply, sink, hold, lost_hold, energy, y, part, new_warm, new
):
    """Carry the four species, then energy, by the same flows; False where more flows than there is.

    part: mole fractions found, (4, n); lost_hold: gains what leaves with sinks, J/K.
    """
    n = len(before)
    outward, total, weight = np.zeros(n), np.empty(n), np.ones(n)
    diagonal, right, entries = np.empty(n), np.empty(n), np.empty(net.slots)
    for i in range(n):
        total[i] = before[i] + added[i]
    for p in range(len(flow)):
        up, down = (ways.a[p], ways.b[p]) if flow[p] >= 0.0 else (ways.b[p], ways.a[p])
        outward[up] += abs(flow[p])
        total[up] -= h * abs(flow[p])
        if down >= 0:
            total[down] += h * abs(flow[p])
    for k in range(5):
        for i in range(n):
            if total[i] <= 0.0:
                return False
            if k < 4:
                diagonal[i] = total[i] * (1.0 + h * sink[i, k]) + h * outward[i]
                right[i] = y[4 * i + k] + h * supply[i, k]
                continue
            weight[i], content = 0.0, 0.0
            for j in range(4):
                amount = part[j, i] * total[i]
                new[4 * i + j] = amount
                weight[i] += part[j, i] * CP[j]
                content += amount * CV[j]
                lost_hold[i] += h * sink[i, j] * amount * CP[j]
            diagonal[i] = content + h * outward[i] * weight[i] + lost_hold[i] + hold[i]
            right[i] = energy[i]
            new[4 * n + i] = content
        entries.fill(0.0)
        for p in range(len(flow)):
            if ways.b[p] >= 0:
                if flow[p] >= 0.0:
                    entries[ways.slot_ba[p]] -= h * flow[p] * weight[ways.a[p]]
                else:
                    entries[ways.slot_ab[p]] += h * flow[p] * weight[ways.b[p]]
        factorise(net.order, diagonal, entries)
        solve(net.order, diagonal, entries, right)
        for i in range(n):
            if right[i] < 0.0:
                return False
            if k < 4:
                part[k, i] = right[i]
            else:
                new_warm[i] = right[i]
                new[4 * n + i] *= right[i]
    return True


@njit(error_model="numpy")
def backward_euler(net, ways, y, time_s, h, feeding, flow, new, passed_kg):
    """Step from vector `y` to `time_s` over h seconds into `new`; False if it cannot be that long.

    flow: the flows to begin with, and those found. passed_kg: what each passage carried, a to b.
    """
    n = len(net.volume_m3)
    before, cv, molar, warm = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    supply, sink = np.zeros((n, 4)), np.zeros((n, 4))
    taken_j_k, heat_w = np.zeros(n), np.zeros(n)
    wall_d, wall_b, around = np.empty(n), np.empty(n), np.empty(n)
    for j in range(len(y)):
        new[j] = y[j]
    for i in range(n):
        amount, heavy, capacity = 0.0, 0.0, 0.0
        for k in range(4):
            amount += y[4 * i + k]
            heavy += y[4 * i + k] * MOLAR_KG[k]
            capacity += y[4 * i + k] * CV[k]
        before[i], molar[i], cv[i] = amount, heavy / amount, capacity / amount
        warm[i] = y[4 * n + i] / capacity
        heat_w[i] = ways.heat_w[i]
    add_sources(net, ways, h, y, warm, feeding, supply, sink, taken_j_k, heat_w, new)
    rate, goal = np.empty(n), np.empty(n)
    add_condensing(net, h, y, warm, before, cv, supply, sink, heat_w, rate, goal)
    environment_at(ways, time_s, around)
    hold, lost_hold, energy, added = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    for i in range(n):
        # the wall's new temperature is linear in the gas's: (wall_b + h film T) / wall_d
        film, control, wall = h * net.film_w_k[i], h * net.control_w_k[i], net.wall_j_k[i]
        wall_d[i] = wall + film + control
        wall_b[i] = wall * y[5 * n + i] + control * around[i]
        hold[i] = film * (wall + control) / wall_d[i]
        energy[i] = y[4 * n + i] + h * heat_w[i] + film * wall_b[i] / wall_d[i]
        added[i], lost_hold[i] = -before[i], h * taken_j_k[i]
        for k in range(4):
            left = (y[4 * i + k] + h * supply[i, k]) / (1.0 + h * sink[i, k])
            added[i] += left
            lost_hold[i] += h * sink[i, k] * left * CP[k]
        lost_hold[i] += hold[i]
    factor = growth_at(ways.growth, time_s)
    if not _find_flows(
        net, ways, h, factor, before, added, energy, lost_hold, cv, molar, warm, flow
    ):
        return False
    part, new_warm = np.empty((4, n)), np.empty(n)
    for i in range(n):
        lost_hold[i] = h * taken_j_k[i]
    if not _carry_all(
        net,
        ways,
        h,
        flow,
        before,
        added,
        supply,
        sink,
        hold,
        lost_hold,
        energy,
        y,
        part,
        new_warm,
        new,
    ):
        return False
    for i in range(n):
        new[5 * n + i] = (wall_b[i] + h * net.film_w_k[i] * new_warm[i]) / wall_d[i]
    book_machines(net, ways, h, warm, new)
    book_passages(net, ways, h, flow, part, new_warm, new, passed_kg)
    ledger = 6 * n + len(net.tank_pa_per_kg) + len(net.machine_kind)
    for i in range(n):
        for k in range(4):
            new[ledger + 4 + k] += h * (supply[i, k] - sink[i, k] * new[4 * i + k])
        kept = h * net.control_w_k[i] * (around[i] - new[5 * n + i])
        new[ledger + 8] += h * heat_w[i] - lost_hold[i] * new_warm[i] + kept
    book_condensing(net, h, rate, goal, ledger, new)
    return True
