"""Compiled: steps of controlled error, and samples read inside them.

A step is backward Euler over the whole, over its halves and over its thirds, extrapolated to third
order; its difference from what whole and halves give, of second order, is the error. Where that is too much, and
the rows before come near so fast that a fourth should do, the step is taken over its quarters too, and what is of
fourth order is set against what is of third; samples inside such a step hang on its middle, which bears no more than a part
of the error of second order. The next step has the order and the length that ask for the least work
for each second: quarters where they bear steps 1.7 times as long as thirds. Second order is not enough: in a room that
leaks for hours the errors of its steps add up, where rooms that level damp them, so no one tolerance serves both. The row
of steps hangs on the state and the controls alone: samples are read inside the step in progress.

Extrapolation of backward Euler, and the choice of order by work: Hairer and Wanner, Solving Ordinary Differential
Equations II, IV.9.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import R as _R
from iss_viewer.simulation.air.gas import CV, MOLAR_KG, O2, REGULATOR_PA
from iss_viewer.simulation.air.kernel_data import (
    Accuracy,
    Approach,
    Kind,
    Network,
    Problem,
    Progress,
    RowArrays,
    Trial,
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
_SHORTEST_STEP_S = 1e-9
_LOW_PA = 5.0  # below this, errors count as at this pressure
_HOPELESS = 4.0  # error expected of quarters, over what is allowed, above which they are not tried
#: of the error of second order, what may be left in the middle of a step over quarters
_INSIDE = 1.0 / 16.0
_CAUTION = 0.9  # part of the step that would just do
_NOTHING = 1e-9  # an error that would let a step be as long as it likes
_LONGER, _SHORTER = 20.0, 0.2  # as much a step may differ from the one before
#: steps of backward Euler that three, and four, rows of parts ask for
_WORK_3, _WORK_4 = 6.0, 10.0


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
    """The largest difference of two vectors over what is allowed: of the air, of walls, of tanks, of heat held."""
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
def _part(positive: int, now: Floats, further: Floats) -> float:
    """The part, up to 1, of the way from `now` to `further` that leaves no amount below zero."""
    part = 1.0
    for j in range(positive):
        falls = now[j] - further[j]
        if falls > 0.0 and now[j] - part * falls < 0.0:
            part = 0.5 * now[j] / falls
    return part


@kernel
def _by_parts(air: Problem, run: Progress, h: float, count: int, approach: Approach) -> Approach:
    """Backward Euler over h in `count` equal parts, into the row `count` - 1 of what is made.

    Its last part began at that row of `last`, and half the way was at that of `half`; so for passed_kg. The flows
    found go into flow[1]. Nothing `is_found` if a part cannot be that long.
    """
    made, last = air.work.made[count - 1], air.work.last[count - 1]
    passed_kg, flow = air.work.passed_kg[count - 1], run.flow[1]
    copy(run.flow[0], flow)
    copy(run.vectors[0], made)
    passed_kg.fill(0.0)
    for k in range(count):
        copy(made, last)
        if 2 * k == count:
            copy(made, air.work.half[count - 1])
        end_s = run.clock[BEGAN_S] + h * (k + 1) / count
        approach = backward_euler(
            air, h / count, last, end_s, run.feeding[0], flow, made, passed_kg[2], approach
        )
        if not approach.is_found:
            break
        later = -1.0 if 2 * k < count else 1.0
        for p in range(passed_kg.shape[1]):
            passed_kg[0, p] += passed_kg[2, p]
            passed_kg[1, p] += later * passed_kg[2, p]
    return approach


@kernel
def _of_order(order: int, one: float, two: float, three: float, four: float) -> float:
    """What these, found in so many parts, are extrapolated to; what does not change stays the same to the last bit."""
    if order == 2:
        return two + (two - one)
    if order == 3:
        return three + 3.5 * (three - two) - 0.5 * (two - one)
    return four + (58.0 * (four - three) - 23.0 * (three - two) + (two - one)) / 6.0


@kernel
def _extrapolate(air: Problem, order: int, further: Floats) -> float:
    """Fill in the end of the step, of this order; how much of the way to it could go."""
    positive, made = air.net.at.held_w, air.work.made
    for j in range(len(further)):
        further[j] = _of_order(order, made[0, j], made[1, j], made[2, j], made[3, j])
    part = _part(positive, made[order - 1], further)
    if part < 1.0:
        for j in range(len(further)):
            further[j] = made[order - 1, j] + part * (further[j] - made[order - 1, j])
    return part


@kernel
def _find_middle(air: Problem, order: int, y: Floats) -> None:
    """Fill in the middle of the step, given its end, and how its curve bends off the parabola through the three.

    The rise at the end, a step's length along its slope there, is extrapolated as the end is.
    """
    made, last, half = air.work.made, air.work.last, air.work.half
    for j in range(y.shape[1]):
        one, two = made[0, j] - last[0, j], 2.0 * (made[1, j] - last[1, j])
        three, four = 3.0 * (made[2, j] - last[2, j]), 4.0 * (made[3, j] - last[3, j])
        rise = _of_order(order, one, two, three, four)
        if order == 3:
            y[1, j] = y[2, j] - 0.25 * (y[2, j] - y[0, j] + rise)
            y[3, j] = 0.0
        else:
            # of second order there, less an eighth of what that is off at the end
            off = _of_order(2, made[0, j], made[1, j], 0.0, 0.0) - y[2, j]
            y[1, j] = _of_order(2, half[1, j], half[3, j], 0.0, 0.0) - 0.125 * off
            y[3, j] = 2.0 * (rise - 3.0 * (y[2, j] - y[1, j]) + (y[1, j] - y[0, j]))
        if j < air.net.at.held_w and y[1, j] < 0.0:
            y[1, j], y[3, j] = half[3 if order == 4 else 1, j], 0.0


@kernel
def _extrapolate_passed(passed: Floats, order: int, part: float, passed_kg: Floats) -> None:
    """What passed in the step, and by how much more in its second half than in its first."""
    for p in range(passed_kg.shape[1]):
        sure = passed[order - 1, 0, p]
        further = _of_order(
            order, passed[0, 0, p], passed[1, 0, p], passed[2, 0, p], passed[3, 0, p]
        )
        passed_kg[0, p] = sure + part * (further - sure)
        more = passed[1, 1, p]
        if order == 4:
            more = 2.0 * passed[3, 1, p] - more
        most = 0.5 * abs(passed_kg[0, p])
        passed_kg[1, p] = min(max(more, -most), most)


@kernel
def _branches(air: Problem) -> int:
    """Tells by a number which machines stand at a limit of what they can draw, and where vapour condenses."""
    told, machines = 0, len(air.net.machines)
    for m in range(machines):
        if air.net.machines[m].gain_w_k > 0.0 and air.work.machines[m].per_w_k == 0.0:
            told += (m + 1) ** 2
    for i in range(len(air.net.modules)):
        if air.work.modules[i].condensing_per_s > 0.0:
            told += (machines + i + 1) ** 2
    return told


@kernel
def _expected(air: Problem, second: float, tolerance: float) -> float:
    """The error that quarters should have: less than that of thirds by as much as that is less than that of halves."""
    first = _error(air.net, air.work.made[0], air.work.rough, tolerance)
    return second * second / (first + _NOTHING)


@kernel
def _try_step(air: Problem, run: Progress, h: float, tolerance: float) -> Trial:
    """Fill middle and end, flows and what passed, from the start; the errors, inf if there is none.

    Where a machine comes to its limit on the way, or vapour begins to condense, no higher order is better.
    """
    work, end, approach = air.work, run.vectors[2], Approach(1.0, 1.0, True)
    run.clock[TRIED] += 1.0
    at_start = 0
    for count in range(1, 4):
        approach = _by_parts(air, run, h, count, approach)
        if not approach.is_found:
            return Trial(math.inf, math.inf, math.inf)
        if count == 1:
            at_start = _branches(air)
    _extrapolate(air, 2, work.rough)
    part, order = _extrapolate(air, 3, end), 3
    second, third = _error(air.net, work.rough, end, tolerance), math.inf
    error = second
    if _branches(air) == at_start:
        third = _expected(air, second, tolerance)
    if second > 1.0 and third < _HOPELESS:
        if not _by_parts(air, run, h, 4, approach).is_found:
            return Trial(math.inf, second, math.inf)
        copy(end, work.rough)
        part, order = _extrapolate(air, 4, end), 4
        error = third = max(_error(air.net, work.rough, end, tolerance), _INSIDE * second)
    _find_middle(air, order, run.vectors)
    _extrapolate_passed(work.passed_kg, order, part, run.passed_kg)
    return Trial(error, second, third)


@kernel
def _stretched(trial: Trial) -> float:
    """How many times as long the next step should be, for the least work for each second that passes."""
    by_thirds: float = _CAUTION / (trial.second + _NOTHING) ** (1.0 / 3.0)
    by_quarters: float = _CAUTION / (trial.third + _NOTHING) ** 0.25
    best = by_quarters if by_quarters * _WORK_3 > by_thirds * _WORK_4 else by_thirds
    return min(max(best, _SHORTER), _LONGER)


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
        trial = _try_step(air, run, h, accuracy.tolerance)
        if not is_free:
            break
        if not trial.error <= 1.0:
            h *= min(_stretched(trial), _CAUTION)
            if h < _SHORTEST_STEP_S:
                return False
            continue
        turning, part = _first_turn(air, run.vectors, feeding[0])
        if turning < 0:
            clock[NEXT_LASTS_S] = h * _stretched(trial)
            break
        h = max(part * h, _SHORTEST_STEP_S)
        feeding[1, turning] = 1 - feeding[0, turning]
        is_free = False
    clock[TAKEN] += 1.0
    clock[ENDS_S] = clock[BEGAN_S] + h if math.isnan(ending_s) else ending_s
    return math.isfinite(trial.error)


@kernel
def _read(net: Network, y: Floats, part: float, row: Floats) -> None:
    """The vector at a part of the step, by the curve through its start, middle and end."""
    bend = part * (part - 0.5) * (part - 1.0)
    for j in range(len(row)):
        first, second = y[1, j] - y[0, j], y[2, j] - y[1, j]
        value = y[0, j] + part * (3.0 * first - second)
        value += 2.0 * part * part * (second - first) + bend * y[3, j]
        row[j] = max(value, 0.0) if j < net.at.held_w else value


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
        y[3, j] = 0.0
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
