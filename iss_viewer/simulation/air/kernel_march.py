"""Compiled: steps of controlled error, and samples read inside them.

A step is backward Euler once over the whole and twice over its halves; twice the second less the
first is of second order, their difference the error that sets the next step. The row of steps hangs
on the state and the controls alone: samples are read inside the step in progress.
"""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit

from iss_viewer.simulation.air.gas import CV
from iss_viewer.simulation.air.gas import R as _R
from iss_viewer.simulation.air.kernel_step import backward_euler

_FIRST_STEP_S = 0.02  # after a change of controls
_SHORTEST_STEP_S = 1e-9
_LOW_PA = 20.0  # below this, errors count as at this pressure
_FIRST_FEED, _LAST_FEED = 3, 5  # kinds of machine with a regulator


@njit(cache=False)
def _error(net, one, two, tolerance):  # type: ignore[no-untyped-def]
    """The largest difference of two vectors over what is allowed: pressure, heat, species, walls."""
    n = len(net.volume_m3)
    worst = 0.0
    for i in range(n):
        m1, m2 = one[4 * i : 4 * i + 4], two[4 * i : 4 * i + 4]
        n1, n2 = m1.sum(), m2.sum()
        t1, t2 = one[4 * n + i] / (m1 * CV).sum(), two[4 * n + i] / (m2 * CV).sum()
        scale = _R / net.volume_m3[i]
        p1, p2 = n1 * t1 * scale, n2 * t2 * scale
        worst = max(worst, abs(p1 - p2) / (p2 + _LOW_PA))
        worst = max(worst, abs(t1 - t2) / (t2 * (1.0 + 1000.0 / (p2 + 1e-6))))
        worst = max(worst, abs(one[5 * n + i] - two[5 * n + i]) / two[5 * n + i])
        for k in range(4):
            worst = max(worst, abs(m1[k] - m2[k]) / (n2 + _LOW_PA / (scale * t2)))
    return worst / tolerance


@njit(cache=False)
def _extrapolation(n, tanks, one, two):  # type: ignore[no-untyped-def]
    """The part, up to 1, of the difference that can be added with no amount below zero."""
    part = 1.0
    for j in range(6 * n + tanks):
        falls = one[j] - two[j]
        if falls > 0.0 and two[j] - part * falls < 0.0:
            part = 0.5 * two[j] / falls
    return part


@njit(cache=False)
def _try_step(net, ways, y, start_s, h, feeding, flow, passed_kg, tolerance):  # type: ignore[no-untyped-def]
    """Fill y[1] and y[2] (middle and end) from y[0], flow[1] from flow[0]; the error, inf if none."""
    size, tanks = y.shape[1], len(net.tank_pa_per_kg)
    whole, half = np.empty(size), np.empty(size)
    passed, first = np.empty(len(passed_kg)), np.empty(len(passed_kg))
    trial, end = flow[0].copy(), start_s + h
    if not backward_euler(net, ways, y[0], start_s + 0.5 * h, 0.5 * h, feeding, trial, half, first):
        return math.inf
    if not backward_euler(net, ways, half, end, 0.5 * h, feeding, trial, y[2], passed_kg):
        return math.inf
    flow[1] = trial
    if not backward_euler(net, ways, y[0], end, h, feeding, trial, whole, passed):
        return math.inf
    error = _error(net, whole, y[2], tolerance)
    if not math.isfinite(error):
        return math.inf
    part = _extrapolation(len(net.volume_m3), tanks, whole, y[2])
    difference = part * (y[2] - whole)
    y[1] = half + 0.5 * difference
    for j in range(6 * len(net.volume_m3) + tanks):
        if y[1, j] < 0.0:
            y[1, j] = half[j]
    y[2] += difference
    for p in range(len(passed_kg)):
        passed_kg[p] += first[p]
        passed_kg[p] += part * (passed_kg[p] - passed[p])
    return error


@njit(cache=False)
def _regulated_pa(net, y, m):  # type: ignore[no-untyped-def]
    """What regulator m watches: oxygen for an oxygen feed, else the total pressure."""
    n, i = len(net.volume_m3), net.machine_node[m]
    moles = y[4 * i : 4 * i + 4]
    warm = y[4 * n + i] / (moles * CV).sum()
    amount = moles[1] if net.machine_kind[m] == _FIRST_FEED else moles.sum()
    return amount * _R * warm / net.volume_m3[i]


@njit(cache=False)
def _turn_regulators(net, y, feeding):  # type: ignore[no-untyped-def]
    """Open regulators that are low, close those that are high."""
    for m in range(len(feeding)):
        if _FIRST_FEED <= net.machine_kind[m] <= _LAST_FEED:
            now = _regulated_pa(net, y, m)
            if now <= net.machine_low_pa[m]:
                feeding[m] = 1
            elif now >= net.machine_high_pa[m]:
                feeding[m] = 0


@njit(cache=False)
def _first_turn(net, ways, y, feeding):  # type: ignore[no-untyped-def]
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


@njit(cache=False)
def _next_step(net, ways, y, flow, passed_kg, feeding, clock, tolerance, longest_s):  # type: ignore[no-untyped-def]
    """Go on by one step of its own choice. False if no step however short can be taken."""
    y[0], flow[0], feeding[0] = y[2], flow[1], feeding[1]
    clock[0] = clock[1]
    _turn_regulators(net, y[0], feeding[0])
    h = min(clock[2], longest_s)
    error = 2.0
    while error > 1.0:
        error = _try_step(net, ways, y, clock[0], h, feeding[0], flow, passed_kg, tolerance)
        if error > 1.0:
            h *= max(0.2, 0.9 / math.sqrt(error)) if math.isfinite(error) else 0.2
            if h < _SHORTEST_STEP_S:
                return False
    feeding[1] = feeding[0]
    turning, part = _first_turn(net, ways, y, feeding[0])
    if turning >= 0:
        h = max(part * h, _SHORTEST_STEP_S)
        _try_step(net, ways, y, clock[0], h, feeding[0], flow, passed_kg, tolerance)
        feeding[1, turning] = 1 - feeding[0, turning]
        clock[2] = _FIRST_STEP_S
    else:
        clock[2] = h * min(5.0, 0.9 / math.sqrt(error + 1e-6))
    clock[1] = clock[0] + h
    return True


@njit(cache=False)
def _read(positive, y, part, row):  # type: ignore[no-untyped-def]
    """The vector at a part of the step, by the parabola through its start, middle and end."""
    for j in range(len(row)):
        start, middle, end = y[0, j], y[1, j], y[2, j]
        value = start + part * (4.0 * middle - 3.0 * start - end)
        value += 2.0 * part * part * (start - 2.0 * middle + end)
        row[j] = max(value, 0.0) if j < positive else value


def _compiled(source_digest: str) -> tuple[Any, Any]:
    """The two entries. The digest of all kernel sources is part of their key in the disk cache."""

    @njit(cache=True, nogil=True)
    def march(
        net,
        ways,
        y,
        flow,
        passed_kg,
        feeding,
        clock,
        times_s,
        rows,
        machines,
        passages,
        tolerance,
        longest_s,
    ):  # type: ignore[no-untyped-def]
        """Fill a row for each time: vectors, machine flows kg/s, passage flows kg/s (see AirState)."""
        if len(source_digest) == 0:
            return False
        n, tanks = len(net.volume_m3), len(net.tank_pa_per_kg)
        meter = 6 * n + tanks
        for r in range(len(times_s)):
            while times_s[r] > clock[1] or clock[1] == clock[0]:
                if not _next_step(
                    net, ways, y, flow, passed_kg, feeding, clock, tolerance, longest_s
                ):
                    return False
            h = clock[1] - clock[0]
            _read(6 * n + tanks, y, (times_s[r] - clock[0]) / h, rows[r])
            for m in range(machines.shape[1]):
                machines[r, m] = (y[2, meter + m] - y[0, meter + m]) / h
            for p in range(len(passed_kg)):
                passages[r, p] = passed_kg[p] / h
        return True

    @njit(cache=True, nogil=True)
    def cut(net, ways, y, flow, passed_kg, feeding, clock, time_s, tolerance, longest_s):  # type: ignore[no-untyped-def]
        """Let the step in progress end at `time_s`, a new one begin there. False as `march`."""
        if len(source_digest) == 0:
            return False
        while time_s > clock[1]:
            if not _next_step(net, ways, y, flow, passed_kg, feeding, clock, tolerance, longest_s):
                return False
        if clock[0] < time_s < clock[1]:
            feeding[1] = feeding[0]
            h = time_s - clock[0]
            error = _try_step(net, ways, y, clock[0], h, feeding[0], flow, passed_kg, tolerance)
            if not math.isfinite(error):
                return False
            clock[1] = time_s
        elif time_s <= clock[0]:
            y[2], flow[1], feeding[1] = y[0], flow[0], feeding[0]
            clock[1] = time_s
        y[0], y[1] = y[2], y[2]
        flow[0], feeding[0] = flow[1], feeding[1]
        clock[0], clock[2] = clock[1], _FIRST_STEP_S
        return True

    return march, cut


def _digest() -> str:
    here = Path(__file__).parent
    sources = sorted([*here.glob("kernel_*.py"), here / "gas.py"])
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


march, cut = _compiled(_digest())
