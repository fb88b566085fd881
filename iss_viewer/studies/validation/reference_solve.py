"""Solve the reference by scipy: segment by segment of controls, and from one turn of a regulator to the
next, so that no step goes across a jump.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.air import AirNetwork, Controls
from iss_viewer.studies.validation.reference import ReferenceAir

Floats = NDArray[np.float64]


def solve(
    network: AirNetwork,
    segments: list[tuple[float, Controls]],
    vector: Floats,
    times_s: Floats,
    method: str = "Radau",
    rtol: float = 1e-9,
) -> Floats:
    """Vectors (m, 6 n + t + e) at `times_s`; segments: (end of it, its controls). Raises RuntimeError."""
    y = vector[: network.layout.held_w.stop].copy()
    atol = _allowed(network, y, rtol)
    is_open = np.zeros(network.layout.machines, bool)
    begin, rows = 0.0, np.empty((len(times_s), len(y)))
    for end, controls in segments:
        air = ReferenceAir(network, controls)
        air.feeds.is_open = is_open
        moles, _, pressure = air.gas(y)
        air.feeds.settle(moles, pressure)
        while begin < end:
            until, dense, y = _to_next_turn(air, begin, end, y, method, rtol, atol)
            here = (times_s >= begin) & (times_s <= until)
            if here.any():
                rows[here] = dense(times_s[here]).T
            begin = until
    return rows


def _allowed(network: AirNetwork, y: Floats, rtol: float) -> Floats:
    """The absolute error allowed to each value. Of the heat that a machine holds, often nothing at the start, it is
    what it draws when its air is off by the error allowed to a temperature: less is lost in the rounding of that
    temperature, and no step however short would meet it.
    """
    allowed: Floats = rtol * 1e-1 * (np.abs(y) + 1e-6)
    gain_w_k = network.arrays.machines["gain_w_k"]
    warm_k = network.station.atmosphere.temperature_k
    allowed[network.layout.held_w] = rtol * 1e-1 * (gain_w_k * warm_k + 1e-6)
    return allowed


def _to_next_turn(
    air: ReferenceAir, begin: float, end: float, y: Floats, method: str, rtol: float, atol: Floats
) -> tuple[float, Any, Floats]:
    """When it stopped (the end, or a regulator that has been turned), the solution, the last vector."""
    from scipy.integrate import solve_ivp

    watched = air.feeds.regulated
    events = [_event(partial(air.margin, machine=m)) for m in watched]
    found = solve_ivp(
        air, (begin, end), y, method, rtol=rtol, atol=atol, events=events, dense_output=True,
        jac=_jacobian(air, atol / (rtol * 1e-1) + 1.0),
    )  # fmt: skip
    if not found.success:
        raise RuntimeError(f"{method} stopped: {found.message}")
    for m, times in zip(watched, found.t_events or (), strict=True):
        if len(times):
            air.feeds.is_open[m] = not air.feeds.is_open[m]
    return float(found.t[-1]), found.sol, found.y[:, -1]


def _jacobian(air: ReferenceAir, scale: Floats) -> Callable[[float, Floats], Any]:
    """The rates' derivatives, by differences: those of columns that touch no row in common at once.

    scipy's own lengthens without end the step of a value that nothing hangs on, such as what a tank holds. The step
    is short: the flow through a hatch at rest bends within 1 Pa, and is so steep there that 1e-6 off is too much.
    """
    from scipy.sparse import csc_matrix

    touches = air.touches()
    groups = _apart(touches.T @ touches)

    def jacobian(time_s: float, y: Floats) -> Any:
        step, before = 1e-10 * (np.abs(y) + scale), air(time_s, y)
        found = np.zeros_like(touches)
        for columns in groups:
            changed = y.copy()
            changed[columns] += step[columns]
            change = (air(time_s, changed) - before)[:, None] / step[columns]
            found[:, columns] = change * touches[:, columns]
        return csc_matrix(found)

    return jacobian


def _apart(overlaps: Floats) -> list[NDArray[np.intp]]:
    """Columns in groups of which no two overlap."""
    group = np.full(len(overlaps), -1)
    for column in range(len(overlaps)):
        taken = set(group[overlaps[column] > 0.0].tolist())
        group[column] = min(set(range(len(taken) + 1)) - taken)
    return [np.flatnonzero(group == number) for number in range(group.max() + 1)]


def _event(margin: Callable[[Floats], float]) -> Callable[[float, Floats], float]:
    """A function of time and vector that stops scipy where it falls through zero."""

    def event(_: float, y: Floats) -> float:
        return margin(y)

    event.terminal, event.direction = True, -1.0  # type: ignore[attr-defined]
    return event
