# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""Compiled: steps of controlled error, and samples read inside them.

A step is backward Euler over the whole, over its halves and over its thirds, extrapolated to third
order; its difference from what whole and halves give, of second order, is the error that sets the next
step. Second order is not enough: in a room that leaks for hours the errors of its steps add up, where
rooms that level damp them, so no one tolerance serves both. The row of steps
hangs on the state and the controls alone: samples are read inside the step in progress.
"""

from __future__ import annotations

import math

from iss_viewer.simulation.air.gas import CV, REGULATOR_PA
from iss_viewer.simulation.air.gas import R as _R
from iss_viewer.simulation.air.kernel_step import backward_euler
from iss_viewer.simulation.air.kernel_work import copy, entry, kernel

_FIRST_STEP_S = 0.02  # after a change of controls
_SHORTEST_STEP_S = 1e-9
_LOW_PA = 5.0  # below this, errors count as at this pressure
_FIRST_FEED, _LAST_FEED = 3, 5  # kinds of machine with a regulator


@kernel
def _gas(net, y, i):
    """Moles, temperature and pressure of module i."""
    moles, capacity = 0.0, 0.0
    for k in range(4):
        moles += y[4 * i + k]
        capacity += y[4 * i + k] * CV[k]
    warm = y[4 * len(net.volume_m3) + i] / capacity
    return moles, warm, moles * warm * _R / net.volume_m3[i]


@kernel
def _error(net, one, two, tolerance):
    """The largest difference of two vectors over what is allowed: of the air, of walls, of tanks."""
    n = len(net.volume_m3)
    worst = 0.0
    for i in range(n):
        _, t1, p1 = _gas(net, one, i)
        n2, t2, p2 = _gas(net, two, i)
        worst = max(worst, abs(p1 - p2) / (p2 + _LOW_PA))
        worst = max(worst, abs(t1 - t2) / (t2 * (1.0 + 1000.0 / (p2 + 1e-6))))
        worst = max(worst, abs(one[5 * n + i] - two[5 * n + i]) / two[5 * n + i])
        allowed = n2 * (1.0 + _LOW_PA / p2)
        for k in range(4):
            worst = max(worst, abs(one[4 * i + k] - two[4 * i + k]) / allowed)
        if not math.isfinite(p1 - p2):
            return math.inf
    for t in range(len(net.tank_pa_per_kg)):
        kg = two[6 * n + t]
        allowed_kg = kg + REGULATOR_PA / net.tank_pa_per_kg[t]
        worst = max(worst, abs(one[6 * n + t] - kg) / allowed_kg)
    return worst / tolerance


@kernel
def _part(positive, now, further):
    """The part, up to 1, of the way from `now` to `further` that leaves no amount below zero."""
    part = 1.0
    for j in range(positive):
        falls = now[j] - further[j]
        if falls > 0.0 and now[j] - part * falls < 0.0:
            part = 0.5 * now[j] / falls
    return part


@kernel
def _by_parts(net, ways, work, y, start_s, h, count, feeding, flow, made, last, passed_kg):
    """Backward Euler over h in `count` equal parts into `made`, the last of which began at `last`.

    flow: the flows to begin with, and those found; passed_kg: (2, ways), in all and in the last part.
    False if a part cannot be that long.
    """
    copy(y, made)
    passed_kg.fill(0.0)
    for k in range(count):
        copy(made, last)
        end_s = start_s + h * (k + 1) / count
        if not backward_euler(
            net, ways, work, last, end_s, h / count, feeding, flow, made, passed_kg[1]
        ):
            return False
        for p in range(passed_kg.shape[1]):
            passed_kg[0, p] += passed_kg[1, p]
    return True


@kernel
def _try_step(net, ways, work, y, start_s, h, feeding, flow, passed_kg, tolerance):
    """Fill y[1] and y[2] (middle and end) from y[0], flow[1] from flow[0]; the error, inf if none."""
    size, positive = y.shape[1], 6 * len(net.volume_m3) + len(net.tank_pa_per_kg)
    made, last, passed = work.made, work.last, work.passed
    rough, fine = work.rough, work.fine
    for k in range(3):
        copy(flow[0], flow[1])
        if not _by_parts(
            net, ways, work, y[0], start_s, h, k + 1, feeding, flow[1], made[k], last[k], passed[k]
        ):
            return math.inf
    for j in range(size):
        rough[j] = 2.0 * made[1, j] - made[0, j]
        fine[j] = 0.5 * made[0, j] - 4.0 * made[1, j] + 4.5 * made[2, j]
    part = _part(positive, made[1], rough)
    for j in range(size):
        rough[j] = made[1, j] + part * (rough[j] - made[1, j])
    part = _part(positive, made[2], fine)
    for j in range(size):
        y[2, j] = made[2, j] + part * (fine[j] - made[2, j])
        # the middle, of the parabola through start and end with the slope of the end
        rise = 0.5 * (made[0, j] - last[0, j]) - 8.0 * (made[1, j] - last[1, j])
        rise += 13.5 * (made[2, j] - last[2, j])
        y[1, j] = 0.25 * (y[0, j] + 3.0 * y[2, j] - rise)
        if j < positive and y[1, j] < 0.0:
            y[1, j] = last[1, j]
    for p in range(passed_kg.shape[1]):
        further = 0.5 * passed[0, 0, p] - 4.0 * passed[1, 0, p] + 3.5 * passed[2, 0, p]
        passed_kg[0, p] = passed[2, 0, p] + part * further
        most = 0.5 * abs(passed_kg[0, p])
        passed_kg[1, p] = min(max(2.0 * passed[1, 1, p] - passed[1, 0, p], -most), most)
    error = _error(net, rough, y[2], tolerance)
    return error if math.isfinite(error) else math.inf


@kernel
def _regulated_pa(net, y, m):
    """What regulator m watches: oxygen for an oxygen feed, else the total pressure."""
    i = net.machine_node[m]
    moles, _, pressure = _gas(net, y, i)
    if net.machine_kind[m] == _FIRST_FEED:
        return pressure * y[4 * i + 1] / moles
    return pressure


@kernel
def _turn_regulators(net, y, feeding):
    """Open regulators that are low, close those that are high."""
    for m in range(len(feeding)):
        if _FIRST_FEED <= net.machine_kind[m] <= _LAST_FEED:
            now = _regulated_pa(net, y, m)
            if now <= net.machine_low_pa[m]:
                feeding[m] = 1
            elif now >= net.machine_high_pa[m]:
                feeding[m] = 0


@kernel
def _first_turn(net, ways, y, feeding):
    """The regulator that turns first inside the step, and at which part of it; -1 if none does."""
    first, which = 1.0, -1
    for m in range(len(feeding)):
        kind = net.machine_kind[m]
        if not (_FIRST_FEED <= kind <= _LAST_FEED and ways.machine_is_on[m]):
            continue
        if not math.isnan(ways.by_hand_kg_s[m]):
            continue
        sign = -1.0 if feeding[m] else 1.0
        bound = net.machine_high_pa[m] if feeding[m] else net.machine_low_pa[m]
        start = sign * (_regulated_pa(net, y[0], m) - bound)
        end = sign * (_regulated_pa(net, y[2], m) - bound)
        if end >= 0.0 or start <= 0.0:
            continue
        middle = sign * (_regulated_pa(net, y[1], m) - bound)
        low, high = 0.0, 1.0
        for _ in range(50):
            at = 0.5 * (low + high)
            value = start + at * (4.0 * middle - 3.0 * start - end)
            value += 2.0 * at * at * (start - 2.0 * middle + end)
            if value > 0.0:
                low = at
            else:
                high = at
        if high < first:
            first, which = high, m
    return which, first


@kernel
def _step(net, ways, work, y, flow, passed_kg, feeding, clock, ending_s, tolerance, longest_s):
    """Go on by one step of its own choice; or, given when, take the present one anew to end then.

    False if no step however short can be taken.
    """
    is_free = math.isnan(ending_s)
    h = ending_s - clock[0]
    if is_free:
        copy(y[2], y[0])
        copy(flow[1], flow[0])
        copy(feeding[1], feeding[0])
        clock[0] = clock[1]
        _turn_regulators(net, y[0], feeding[0])
        h = min(clock[2], longest_s)
    copy(feeding[0], feeding[1])
    clock[2] = _FIRST_STEP_S
    while True:
        error = _try_step(net, ways, work, y, clock[0], h, feeding[0], flow, passed_kg, tolerance)
        if not is_free:
            break
        if error > 1.0:
            h *= max(0.2, 0.9 / error ** (1.0 / 3.0)) if math.isfinite(error) else 0.2
            if h < _SHORTEST_STEP_S:
                return False
            continue
        turning, part = _first_turn(net, ways, y, feeding[0])
        if turning < 0:
            clock[2] = h * min(5.0, 0.9 / (error + 1e-6) ** (1.0 / 3.0))
            break
        h = max(part * h, _SHORTEST_STEP_S)
        feeding[1, turning] = 1 - feeding[0, turning]
        is_free = False
    clock[1] = clock[0] + h if math.isnan(ending_s) else ending_s
    return math.isfinite(error)


@kernel
def _read(positive, y, part, row):
    """The vector at a part of the step, by the parabola through its start, middle and end."""
    for j in range(len(row)):
        start, middle, end = y[0, j], y[1, j], y[2, j]
        value = start + part * (4.0 * middle - 3.0 * start - end)
        value += 2.0 * part * part * (start - 2.0 * middle + end)
        row[j] = max(value, 0.0) if j < positive else value


@kernel
def _read_flows(ways, y, passed_kg, h, since_s, meter, machines, leaks, lost):
    """The flows `since_s` into a step of h seconds, kg/s: mean through machines, of leaks, to space."""
    for m in range(len(machines)):
        machines[m] = (y[2, meter + m] - y[0, meter + m]) / h
    later = 4.0 * since_s / h - 2.0
    for p in range(passed_kg.shape[1]):
        rate = (passed_kg[0, p] + later * passed_kg[1, p]) / h
        if ways.leak[p] >= 0:
            leaks[ways.leak[p]] += rate
        if ways.b[p] < 0:
            lost[ways.a[p]] += rate


@kernel
def _begin_anew(y, feeding, clock, cut_s):
    """Let a new step begin where the one in progress, cut by now, ended (or, if it began then, began)."""
    kept = 2 if cut_s >= clock[1] else 0
    for j in range(y.shape[1]):
        y[0, j] = y[1, j] = y[2, j] = y[kept, j]
    for m in range(feeding.shape[1]):
        feeding[0, m] = feeding[1, m] = feeding[kept // 2, m]
    clock[0] = clock[1] = cut_s
    clock[2] = _FIRST_STEP_S


@entry
def march(
    net, ways, work, y, flow, passed_kg, feeding, clock, cut_s, times_s, rows, machines, leaks, lost,
    tolerance, longest_s,
):  # fmt: skip
    """Fill a row for each time: vectors, then flows in kg/s (see AirRows).

    With `cut_s`, not NaN, and no times: end the step in progress then, and begin a new one.
    """
    is_cut = not math.isnan(cut_s)
    meter = 6 * len(net.volume_m3) + len(net.tank_pa_per_kg)
    ending_s, r = math.nan, 0
    while r < len(times_s) or is_cut:
        time_s = cut_s if is_cut else times_s[r]
        if is_cut and (time_s <= clock[0] or time_s == clock[1]):
            break
        if is_cut and time_s < clock[1]:
            ending_s = time_s
        if is_cut or time_s > clock[1] or clock[1] == clock[0]:
            if not _step(
                net, ways, work, y, flow, passed_kg, feeding, clock, ending_s, tolerance, longest_s,
            ):  # fmt: skip
                return False
            continue
        h = clock[1] - clock[0]
        _read(meter, y, (time_s - clock[0]) / h, rows[r])
        _read_flows(ways, y, passed_kg, h, time_s - clock[0], meter, machines[r], leaks[r], lost[r])
        r += 1
    if is_cut:
        _begin_anew(y, feeding, clock, cut_s)
    return True
