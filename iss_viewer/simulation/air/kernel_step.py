# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""Compiled: one backward Euler step of the whole network.

First the flows: Newton on the pressures, each node's temperature found from the flows before the laws
are asked (asked with those of the iteration before, a cold room that mixes with a warm stream keeps the
two swinging), each orifice near rest taken about its flow. Then every species, and then energy, are carried upwind by these same
flows, implicitly: whatever the flows, amounts balance to rounding and stay positive.
"""

from __future__ import annotations

import math

from iss_viewer.simulation.air.gas import CP, CV, MOLAR_KG
from iss_viewer.simulation.air.gas import R as _R
from iss_viewer.simulation.air.kernel_laws import crack, hole, orifice, relief
from iss_viewer.simulation.air.kernel_linear import factorise, solve
from iss_viewer.simulation.air.kernel_sources import add_sources, book_machines, book_passages
from iss_viewer.simulation.air.kernel_walls import add_condensing, book_condensing
from iss_viewer.simulation.air.kernel_work import copy, kernel

_MOST_ITERATIONS = 30
_CLOSE = 1e-5  # relative change of pressures and of amounts at which the flows have converged


@kernel
def growth_at(growth, time_s, factor):
    """Fill in the factor of each passage."""
    for p in range(len(growth)):
        since = time_s - growth[p, 3]
        factor[p] = max(growth[p, 0] + growth[p, 1] * since, 0.0)
        if growth[p, 2] != 0.0:
            factor[p] *= math.exp(growth[p, 2] * since)


@kernel
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


@kernel
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


@kernel
def _linearise(net, ways, work, flow):
    """Of every passage: what its law would add to `flow`, and its slopes. An unknown flow is found."""
    pressure, warm, molar = work.pressure, work.warm, work.molar
    for p in range(len(flow)):
        a, b, law = ways.a[p], ways.b[p], ways.law[p]
        pa, ta, ma, pb, tb, mb = pressure[a], warm[a], molar[a], 0.0, warm[a], molar[a]
        if b >= 0:
            pb, tb, mb = pressure[b], warm[b], molar[b]
        low, high = 0.0, 1.0
        if law == 3:
            low, high = net.machine_low_pa[ways.machine[p]], net.machine_high_pa[ways.machine[p]]
        now, work.by_a[p], work.by_b[p] = _linear_flow(
            law, ways.first[p] * work.factor[p], ways.second[p] * work.factor[p],
            low, high, pa, pb, ta, tb, ma, mb, flow[p],
        )  # fmt: skip
        if math.isnan(flow[p]):
            flow[p] = now
        work.change[p] = now - flow[p]


@kernel
def _warm_by(net, ways, work, h, flow):
    """Find the temperatures to which `flow` leads."""
    cv, inward, outward, entries = work.cv, work.inward, work.outward, work.entries
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
    for i in range(len(cv)):
        content = cv[i] * (work.moles[i] + h * (inward[i] - outward[i]))
        work.stiff[i] = content + h * (cv[i] + _R) * outward[i] + work.lost_hold[i]
        work.diagonal[i], work.right[i] = work.stiff[i], work.energy[i]
    factorise(net.order, work.diagonal, entries)
    solve(net.order, work.diagonal, entries, work.right)
    for i in range(len(cv)):
        warm = work.warm[i]
        if work.right[i] > 0.0:
            work.warm[i] = min(max(work.right[i], 0.2 * warm), 5.0 * warm)


@kernel
def _find_pressures(net, ways, work, h, flow):
    """Into `right`: the changes of pressure by which `flow`, changed along its slopes, agrees with them."""
    plain, by_heat, diagonal = work.plain, work.by_heat, work.diagonal
    right, entries = work.right, work.entries
    entries.fill(0.0)
    for i in range(len(plain)):
        there = work.moles[i] + h * (work.inward[i] - work.outward[i])
        per_mol = _R / net.volume_m3[i]
        right[i] = per_mol * there * work.warm[i] - work.pressure[i]
        # pressure that a flow of 1 mol/s that carries c J/mol gives, or takes: plain + by_heat c.
        # In rooms without walls a warm stream lifts a cold room by its own heat.
        by_heat[i] = per_mol * h * there / work.stiff[i]
        plain[i] = (per_mol * h - by_heat[i] * work.cv[i]) * work.warm[i]
        diagonal[i] = 1.0
    for p in range(len(flow)):
        a, b = ways.a[p], ways.b[p]
        up = a if flow[p] >= 0.0 else b
        carried = (work.cv[up] + _R) * work.warm[up]
        gain = plain[a] + by_heat[a] * carried
        diagonal[a] += gain * work.by_a[p]
        right[a] -= gain * work.change[p]
        if b >= 0:
            entries[ways.slot_ab[p]] -= gain * work.by_b[p]
            gain = plain[b] + by_heat[b] * carried
            diagonal[b] += gain * work.by_b[p]
            right[b] += gain * work.change[p]
            entries[ways.slot_ba[p]] -= gain * work.by_a[p]
    factorise(net.order, diagonal, entries)
    solve(net.order, diagonal, entries, right)


@kernel
def _change_flows(ways, work, h, flow):
    """Change flows and pressures as found; returns the worst relative change."""
    worst = 0.0
    for p in range(len(flow)):
        a, b = ways.a[p], ways.b[p]
        change = work.change[p] + work.by_a[p] * work.right[a]
        least = work.before[a]
        if b >= 0:
            change -= work.by_b[p] * work.right[b]
            least = min(least, work.before[b])
        flow[p] += change
        worst = max(worst, h * abs(change) / (least + 1e-3 * h * abs(flow[p]) + 1e-12))
    for i in range(len(work.pressure)):
        pressure, change = work.pressure[i], work.right[i]
        worst = max(worst, abs(change) / (pressure + 1e-3))
        work.pressure[i] = max(pressure + change, 0.1 * pressure)
    return worst


@kernel
def _find_flows(net, ways, work, h, flow):
    """Iterate `flow` (mol/s, a to b) until it agrees with the pressures that it leads to.

    Returns whether it has converged.
    """
    for i in range(len(work.before)):
        work.pressure[i] = work.before[i] * _R * work.warm[i] / net.volume_m3[i]
        work.moles[i] = work.before[i] + work.added[i]
    is_unknown = False
    for p in range(len(flow)):
        is_unknown |= math.isnan(flow[p])
    if is_unknown:
        _linearise(net, ways, work, flow)
    for _ in range(_MOST_ITERATIONS):
        _warm_by(net, ways, work, h, flow)
        _linearise(net, ways, work, flow)
        _find_pressures(net, ways, work, h, flow)
        worst = _change_flows(ways, work, h, flow)
        if not math.isfinite(worst):
            return False
        if worst < _CLOSE:
            return True
    return False


@kernel
def _carry_species(net, ways, work, h, flow, y):
    """Find the mole fractions and the moles; False where more flows out than there is."""
    n, total, outward = len(work.total), work.total, work.outward
    work.carried.fill(0.0)
    for i in range(n):
        total[i], outward[i] = work.moles[i], 0.0
    for p in range(len(flow)):
        up, down = (ways.a[p], ways.b[p]) if flow[p] >= 0.0 else (ways.b[p], ways.a[p])
        moles = h * abs(flow[p])
        outward[up] += moles
        total[up] -= moles
        if down >= 0:
            total[down] += moles
            work.carried[ways.slot_ba[p] if flow[p] >= 0.0 else ways.slot_ab[p]] -= moles
    for i in range(n):
        if total[i] <= 0.0:
            return False
    for k in range(4):
        copy(work.carried, work.entries)
        for i in range(n):
            work.diagonal[i] = total[i] * (1.0 + h * work.sink[i, k]) + outward[i]
            work.right[i] = y[4 * i + k] + h * work.supply[i, k]
        factorise(net.order, work.diagonal, work.entries)
        solve(net.order, work.diagonal, work.entries, work.right)
        for i in range(n):
            if work.right[i] < 0.0:
                return False
            work.part[k, i] = work.right[i]
    return True


@kernel
def _carry_heat(net, ways, work, h, flow, new):
    """Find the temperatures, given the gas, and enter both into `new`; False where one is negative."""
    n, weight, content, entries = len(work.total), work.weight, work.content, work.entries
    entries.fill(0.0)
    for i in range(n):
        weight[i], content[i] = 0.0, 0.0
        work.lost_hold[i] = h * work.taken_j_k[i]
        for k in range(4):
            amount = work.part[k, i] * work.total[i]
            new[4 * i + k] = amount
            weight[i] += work.part[k, i] * CP[k]
            content[i] += amount * CV[k]
            work.lost_hold[i] += h * work.sink[i, k] * amount * CP[k]
        work.diagonal[i] = (
            content[i] + work.outward[i] * weight[i] + work.lost_hold[i] + work.hold[i]
        )
        work.new_warm[i] = work.energy[i]
    for p in range(len(flow)):
        if ways.b[p] >= 0:
            if flow[p] >= 0.0:
                entries[ways.slot_ba[p]] -= h * flow[p] * weight[ways.a[p]]
            else:
                entries[ways.slot_ab[p]] += h * flow[p] * weight[ways.b[p]]
    factorise(net.order, work.diagonal, entries)
    solve(net.order, work.diagonal, entries, work.new_warm)
    for i in range(n):
        if work.new_warm[i] < 0.0:
            return False
        new[4 * n + i] = content[i] * work.new_warm[i]
    return True


@kernel
def _prepare(net, ways, work, y, time_s, h, feeding, new):
    """Fill in all that does not hang on the flows; tanks and meters of feeds go into `new`."""
    n = len(net.volume_m3)
    work.supply.fill(0.0)
    work.sink.fill(0.0)
    for i in range(n):
        amount, heavy, capacity = 0.0, 0.0, 0.0
        for k in range(4):
            amount += y[4 * i + k]
            heavy += y[4 * i + k] * MOLAR_KG[k]
            capacity += y[4 * i + k] * CV[k]
        work.before[i], work.molar[i], work.cv[i] = amount, heavy / amount, capacity / amount
        work.warm[i] = y[4 * n + i] / capacity
        work.heat_w[i], work.taken_j_k[i] = ways.heat_w[i], 0.0
    add_sources(net, ways, work, h, y, feeding, new)
    add_condensing(net, work, h, y)
    environment_at(ways, time_s, work.around)
    growth_at(ways.growth, time_s, work.factor)
    for i in range(n):
        # the wall's new temperature is linear in the gas's: (wall_b + h film T) / wall_d
        film, control, wall = h * net.film_w_k[i], h * net.control_w_k[i], net.wall_j_k[i]
        wall_d, wall_b = wall + film + control, wall * y[5 * n + i] + control * work.around[i]
        work.wall_d[i], work.wall_b[i] = wall_d, wall_b
        work.hold[i] = film * (wall + control) / wall_d
        work.energy[i] = y[4 * n + i] + h * work.heat_w[i] + film * wall_b / wall_d
        work.added[i], work.lost_hold[i] = -work.before[i], h * work.taken_j_k[i] + work.hold[i]
        for k in range(4):
            left = (y[4 * i + k] + h * work.supply[i, k]) / (1.0 + h * work.sink[i, k])
            work.added[i] += left
            work.lost_hold[i] += h * work.sink[i, k] * left * CP[k]


@kernel
def _book(net, ways, work, h, flow, new, passed_kg):
    """Enter walls, meters and ledgers into `new`."""
    n = len(net.volume_m3)
    for i in range(n):
        film = h * net.film_w_k[i]
        new[5 * n + i] = (work.wall_b[i] + film * work.new_warm[i]) / work.wall_d[i]
    book_machines(net, ways, h, work.warm, new)
    book_passages(net, ways, h, flow, work.part, work.new_warm, new, passed_kg)
    ledger = 6 * n + len(net.tank_pa_per_kg) + len(net.machine_kind)
    for i in range(n):
        for k in range(4):
            new[ledger + 4 + k] += h * (work.supply[i, k] - work.sink[i, k] * new[4 * i + k])
        kept = h * net.control_w_k[i] * (work.around[i] - new[5 * n + i])
        new[ledger + 8] += h * work.heat_w[i] - work.lost_hold[i] * work.new_warm[i] + kept
    book_condensing(net, work, h, ledger, new)


@kernel
def backward_euler(net, ways, work, y, time_s, h, feeding, flow, new, passed_kg):
    """Step from vector `y` to `time_s` over h seconds into `new`; False if it cannot be that long.

    flow: the flows to begin with, and those found. passed_kg: what each passage carried, a to b.
    """
    copy(y, new)
    _prepare(net, ways, work, y, time_s, h, feeding, new)
    if not _find_flows(net, ways, work, h, flow):
        return False
    if not _carry_species(net, ways, work, h, flow, y):
        return False
    if not _carry_heat(net, ways, work, h, flow, new):
        return False
    _book(net, ways, work, h, flow, new, passed_kg)
    return True
