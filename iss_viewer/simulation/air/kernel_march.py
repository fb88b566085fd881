"""Compiled: steps of controlled error, and samples read inside them.

A step is backward Euler over the whole, over its halves and over its thirds, extrapolated to third
order; its difference from what whole and halves give, of second order, is the error that sets the next
step. Second order is not enough: in a room that leaks for hours the errors of its steps add up, where
rooms that level damp them, so no one tolerance serves both. The row of steps
hangs on the state and the controls alone: samples are read inside the step in progress.

Extrapolation of backward Euler: Hairer and Wanner, Solving Ordinary Differential Equations II, IV.9.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import R as _R
from iss_viewer.simulation.air.gas import CV, H2O, MOLAR_KG, O2, REGULATOR_PA
from iss_viewer.simulation.air.kernel_data import (
    Accuracy,
    Approach,
    Kind,
    Network,
    Problem,
    Progress,
    RowArrays,
)
from iss_viewer.simulation.air.kernel_sources import is_regulated
from iss_viewer.simulation.air.kernel_step import backward_euler
from iss_viewer.simulation.air.kernel_work import copy, entry, kernel
from iss_viewer.simulation.air.layout import (
    ACCOUNT,
    BEGAN_S,
    ENDS_S,
    GASES,
    NEXT_LASTS_S,
    TAKEN,
    TRIED,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FIRST_STEP_S = 0.02  # after a change of controls
_SHORTEST_STEP_S = 1e-9  # to a turn of a regulator
_SHORTEST_TRY_S = 1e-15  # a litre behind the widest door is level within nanoseconds
_ROUNDINGS = 16.0  # of the time itself, that a step lasts at least
_ROUNDING = 2.220446049250313e-16
_LOW_PA = 5.0  # below this, errors count as at this pressure


@kernel
def _gas(net: Network, y: Floats, i: int) -> tuple[float, float, float]:
    """Moles, temperature and pressure of module i."""
    moles, capacity = 0.0, 0.0
    for k in range(GASES):
        moles += y[GASES * i + k]
        capacity += y[GASES * i + k] * CV[k]
    warm = y[net.at.energy_j + i] / capacity
    return moles, warm, moles * warm * _R / net.modules[i].volume_m3


@kernel
def _error(net: Network, one: Floats, two: Floats, tolerance: float) -> float:
    """The largest difference of two vectors over what is allowed: of the air, of walls and their water,
    of tanks, of heat held.
    """
    worst = 0.0
    for i in range(len(net.modules)):
        _, t1, p1 = _gas(net, one, i)
        n2, t2, p2 = _gas(net, two, i)
        wall1, wall2 = one[net.at.wall_k + i], two[net.at.wall_k + i]
        worst = max(worst, abs(p1 - p2) / (p2 + _LOW_PA))
        worst = max(worst, abs(t1 - t2) / (t2 * (1.0 + 1000.0 / (p2 + 1e-6))))
        worst = max(worst, abs(wall1 - wall2) / wall2)
        allowed = n2 * (1.0 + _LOW_PA / p2)
        for k in range(GASES):
            worst = max(worst, abs(one[GASES * i + k] - two[GASES * i + k]) / allowed)
        on_wall = net.at.surroundings + ACCOUNT * i + H2O
        worst = max(worst, abs(one[on_wall] - two[on_wall]) / allowed)
        if not math.isfinite(p1 - p2):
            return math.inf
    for m in range(len(net.machines)):
        if net.machines[m].gain_w_k > 0.0:
            held = net.at.held_w + m
            off_k = abs(one[held] - two[held]) / net.machines[m].gain_w_k
            worst = max(worst, off_k / two[net.at.wall_k + net.machines[m].module])
    for t in range(len(net.tank_pa_per_kg)):
        kg = two[net.at.tank_kg + t]
        allowed_kg = kg + REGULATOR_PA / net.tank_pa_per_kg[t]
        worst = max(worst, abs(one[net.at.tank_kg + t] - kg) / allowed_kg)
    return worst / tolerance if math.isfinite(worst) else math.inf


@kernel
def _part(net: Network, now: Floats, further: Floats) -> float:
    """The part, up to 1, of the way from `now` to `further` that leaves no amount below zero."""
    part = 1.0
    for j in range(net.at.held_w):
        falls = now[j] - further[j]
        if falls > 0.0 and now[j] - part * falls < 0.0:
            part = 0.5 * now[j] / falls
    for i in range(len(net.modules)):
        on_wall = net.at.surroundings + ACCOUNT * i + H2O  # counted as negative
        falls = further[on_wall] - now[on_wall]
        if falls > 0.0 and now[on_wall] + part * falls > 0.0:
            part = -0.5 * now[on_wall] / falls
    return part


@kernel
def _by_parts(air: Problem, run: Progress, h: float, count: int, approach: Approach) -> Approach:
    """Backward Euler over h in `count` equal parts, into the row `count` - 1 of what is made.

    Its last part began at that row of `last`; passed_kg, in all and in the last part; the flows found
    go into flow[1]. Nothing `is_found` if a part cannot be that long.
    """
    made, last = air.work.made[count - 1], air.work.last[count - 1]
    passed_kg, flow = air.work.passed_kg[count - 1], run.flow[1]
    copy(run.flow[0], flow)
    copy(run.vectors[0], made)
    passed_kg.fill(0.0)
    for k in range(count):
        copy(made, last)
        end_s = run.clock[BEGAN_S] + h * (k + 1) / count
        approach = backward_euler(
            air, h / count, last, end_s, run.feeding[0], flow, made, passed_kg[1], approach
        )
        if not approach.is_found:
            break
        for p in range(passed_kg.shape[1]):
            passed_kg[0, p] += passed_kg[1, p]
    return approach


@kernel
def _extrapolate(air: Problem, y: Floats) -> float:
    """Fill middle and end of the step from its parts; how much of the way the end could go."""
    positive, made, last = air.net.at.held_w, air.work.made, air.work.last
    rough, fine = air.work.rough, air.work.fine
    for j in range(y.shape[1]):
        rough[j] = 2.0 * made[1, j] - made[0, j]
        fine[j] = 0.5 * made[0, j] - 4.0 * made[1, j] + 4.5 * made[2, j]
    part = _part(air.net, made[1], rough)
    for j in range(y.shape[1]):
        rough[j] = made[1, j] + part * (rough[j] - made[1, j])
    part = _part(air.net, made[2], fine)
    for j in range(y.shape[1]):
        y[2, j] = made[2, j] + part * (fine[j] - made[2, j])
        # the middle, of the parabola through start and end with the slope of the end
        rise = 0.5 * (made[0, j] - last[0, j]) - 8.0 * (made[1, j] - last[1, j])
        rise += 13.5 * (made[2, j] - last[2, j])
        y[1, j] = 0.25 * (y[0, j] + 3.0 * y[2, j] - rise)
        if j < positive and y[1, j] < 0.0:
            y[1, j] = last[1, j]
    return part


@kernel
def _extrapolate_passed(passed: Floats, part: float, passed_kg: Floats) -> None:
    """What passed in the step, and by how much more in its second half than in its first."""
    for p in range(passed_kg.shape[1]):
        further = 0.5 * passed[0, 0, p] - 4.0 * passed[1, 0, p] + 3.5 * passed[2, 0, p]
        passed_kg[0, p] = passed[2, 0, p] + part * further
        most = 0.5 * abs(passed_kg[0, p])
        passed_kg[1, p] = min(max(2.0 * passed[1, 1, p] - passed[1, 0, p], -most), most)


@kernel
def _try_step(air: Problem, run: Progress, h: float, tolerance: float) -> float:
    """Fill middle and end, flows and what passed, from the start; the error, inf if there is none."""
    approach = Approach(1.0, 1.0, True)
    run.clock[TRIED] += 1.0
    for count in range(1, 4):
        approach = _by_parts(air, run, h, count, approach)
        if not approach.is_found:
            return math.inf
    part = _extrapolate(air, run.vectors)
    _extrapolate_passed(air.work.passed_kg, part, run.passed_kg)
    return _error(air.net, air.work.rough, run.vectors[2], tolerance)


@kernel
def _regulated_pa(net: Network, y: Floats, m: int) -> float:
    """What regulator m watches: oxygen where it gives oxygen, else the total pressure."""
    i = net.machines[m].module
    moles, _, pressure = _gas(net, y, i)
    kind = net.machines[m].kind
    if kind == Kind.OXYGEN_FEED or kind == Kind.OXYGEN_GENERATION:
        oxygen_mol: float = y[GASES * i + O2]
        return pressure * oxygen_mol / moles
    return pressure


@kernel
def _turn_regulators(net: Network, y: Floats, feeding: Ints) -> None:
    """Open regulators that are low, close those that are high."""
    for m in range(len(feeding)):
        machine = net.machines[m]
        if is_regulated(machine):
            now = _regulated_pa(net, y, m)
            if now <= machine.low_pa:
                feeding[m] = 1
            elif now >= machine.high_pa:
                feeding[m] = 0


@kernel
def _turns_at(start: float, middle: float, end: float) -> float:
    """The part of a step at which the parabola through three values falls below zero."""
    low, high = 0.0, 1.0
    for _ in range(50):
        at = 0.5 * (low + high)
        value = start + at * (4.0 * middle - 3.0 * start - end)
        value += 2.0 * at * at * (start - 2.0 * middle + end)
        if value > 0.0:
            low = at
        else:
            high = at
    return high


@kernel
def _first_turn(air: Problem, y: Floats, feeding: Ints) -> tuple[int, float]:
    """The regulator that turns first inside the step, and at which part of it; -1 if none does."""
    first, which = 1.0, -1
    for m in range(len(feeding)):
        machine, setting = air.net.machines[m], air.settings.machines[m]
        if not (is_regulated(machine) and setting.is_on):
            continue
        if not math.isnan(setting.by_hand_kg_s):
            continue
        sign = -1.0 if feeding[m] else 1.0
        bound = machine.high_pa if feeding[m] else machine.low_pa
        start = sign * (_regulated_pa(air.net, y[0], m) - bound)
        end = sign * (_regulated_pa(air.net, y[2], m) - bound)
        if end >= 0.0 or start <= 0.0:
            continue
        at = _turns_at(start, sign * (_regulated_pa(air.net, y[1], m) - bound), end)
        if at < first:
            first, which = at, m
    return which, first


@kernel
def _go_on(net: Network, run: Progress) -> None:
    """Let the next step begin where the last one ended."""
    copy(run.vectors[2], run.vectors[0])
    copy(run.flow[1], run.flow[0])
    copy(run.feeding[1], run.feeding[0])
    run.clock[BEGAN_S] = run.clock[ENDS_S]
    _turn_regulators(net, run.vectors[0], run.feeding[0])


@kernel
def _step(air: Problem, run: Progress, ending_s: float, accuracy: Accuracy) -> bool:
    """Go on by one step of its own choice; or, given when, take the present one anew to end then.

    False if no step however short can be taken.
    """
    clock, feeding = run.clock, run.feeding
    is_free = math.isnan(ending_s)
    h = ending_s - clock[BEGAN_S]
    if is_free:
        _go_on(air.net, run)
        h = min(clock[NEXT_LASTS_S], accuracy.longest_s)
    copy(feeding[0], feeding[1])
    clock[NEXT_LASTS_S] = _FIRST_STEP_S
    while True:
        error = _try_step(air, run, h, accuracy.tolerance)
        if not is_free:
            break
        if error > 1.0:
            h *= max(0.2, 0.9 / error ** (1.0 / 3.0)) if math.isfinite(error) else 0.2
            if h < max(_SHORTEST_TRY_S, _ROUNDINGS * _ROUNDING * abs(clock[BEGAN_S])):
                return False
            continue
        turning, part = _first_turn(air, run.vectors, feeding[0])
        if turning < 0:
            clock[NEXT_LASTS_S] = h * min(5.0, 0.9 / (error + 1e-6) ** (1.0 / 3.0))
            break
        h = max(part * h, _SHORTEST_STEP_S)
        feeding[1, turning] = 1 - feeding[0, turning]
        is_free = False
    clock[TAKEN] += 1.0
    clock[ENDS_S] = clock[BEGAN_S] + h if math.isnan(ending_s) else ending_s
    return math.isfinite(error)


@kernel
def _read(net: Network, y: Floats, part: float, row: Floats) -> None:
    """The vector at a part of the step, by the parabola through its start, middle and end."""
    for j in range(len(row)):
        start, middle, end = y[0, j], y[1, j], y[2, j]
        value = start + part * (4.0 * middle - 3.0 * start - end)
        value += 2.0 * part * part * (start - 2.0 * middle + end)
        row[j] = value
    for i in range(len(net.modules)):
        # what a wall had not, the gas has not got
        on_wall = net.at.surroundings + ACCOUNT * i + H2O
        row[GASES * i + H2O] -= max(row[on_wall], 0.0)
        row[on_wall] = min(row[on_wall], 0.0)
    for j in range(net.at.held_w):
        row[j] = max(row[j], 0.0)


@kernel
def _read_lost(air: Problem, y: Floats, row: Floats) -> None:
    """Keep what has passed a leak into space between what had at the start and what will have at the end.

    Else it might fall where the leak grows many times in a step.
    """
    for p in range(len(air.settings.passages)):
        passage = air.settings.passages[p]
        if passage.leak >= 0 and passage.b < 0:
            account = air.work.leak_at[passage.leak]
            for j in range(account, account + ACCOUNT):
                row[j] = min(max(row[j], y[0, j]), y[2, j])


@kernel
def _read_flows(air: Problem, run: Progress, since_s: float, rows: RowArrays, r: int) -> None:
    """The flows `since_s` into the step, kg/s: mean through machines, of leaks, to space."""
    y, account = run.vectors, air.net.at.machines
    h = run.clock[ENDS_S] - run.clock[BEGAN_S]
    for m in range(len(air.net.machines)):
        kg = 0.0
        for k in range(GASES):
            kg += (y[2, account + k] - y[0, account + k]) * MOLAR_KG[k]
        rows.machine_kg_s[r, m] = kg / h
        account += ACCOUNT
    later = 4.0 * since_s / h - 2.0
    for p in range(len(air.settings.passages)):
        passage = air.settings.passages[p]
        rate = (run.passed_kg[0, p] + later * run.passed_kg[1, p]) / h
        if passage.leak >= 0:
            rows.leak_kg_s[r, passage.leak] += rate
        if passage.b == air.net.outside:
            rows.lost_kg_s[r, passage.a] += rate


@kernel
def _begin_anew(run: Progress, cut_s: float) -> None:
    """Let a new step begin where the one in progress, cut by now, ended (or, if it began then, began)."""
    y, feeding, clock = run.vectors, run.feeding, run.clock
    kept = 2 if cut_s >= clock[ENDS_S] else 0
    for j in range(y.shape[1]):
        y[0, j] = y[1, j] = y[2, j] = y[kept, j]
    for m in range(feeding.shape[1]):
        feeding[0, m] = feeding[1, m] = feeding[kept // 2, m]
    clock[BEGAN_S] = clock[ENDS_S] = cut_s
    clock[NEXT_LASTS_S] = _FIRST_STEP_S


@entry
def march(
    air: Problem, run: Progress, cut_s: float, times_s: Floats, rows: RowArrays, accuracy: Accuracy
) -> bool:
    """Fill a row for each time: vectors, then flows in kg/s (see AirRows).

    With `cut_s`, not NaN, and no times: end the step in progress then, and begin a new one.
    """
    clock = run.clock
    is_cut = not math.isnan(cut_s)
    ending_s, r = math.nan, 0
    while r < len(times_s) or is_cut:
        time_s = cut_s if is_cut else times_s[r]
        if is_cut and (time_s <= clock[BEGAN_S] or time_s == clock[ENDS_S]):
            break
        if is_cut and time_s < clock[ENDS_S]:
            ending_s = time_s
        if is_cut or time_s > clock[ENDS_S] or clock[ENDS_S] == clock[BEGAN_S]:
            if not _step(air, run, ending_s, accuracy):
                return False
            continue
        since_s = time_s - clock[BEGAN_S]
        part = since_s / (clock[ENDS_S] - clock[BEGAN_S])
        _read(air.net, run.vectors, part, rows.vectors[r])
        _read_lost(air, run.vectors, rows.vectors[r])
        _read_flows(air, run, since_s, rows, r)
        r += 1
    if is_cut:
        _begin_anew(run, cut_s)
    return True
