"""Rows by time, each time once: newest first, late ones, clocks that were set back, doubles; all of it counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.readings.line_balance import LineBalance

Order = NDArray[np.intp]
_SET_BACK = "the clock was set back: its time was seen before"
_DOUBLE = "has the time of an earlier row"
#: of the usual step: a clock that goes on past what was seen goes on by no more
_STEPS = 3.0
_NAMED = 1000


@dataclass(frozen=True)
class Ordered:
    """order: rows by time, (m,); doubled: how many rows were left out for the time of an earlier one."""

    order: Order
    doubled: int
    notes: tuple[str, ...]


def in_order(time_s: Floats, lines: NDArray[np.int64], balance: LineBalance) -> Ordered:
    """Rows by time, each time once: the first row counts. What is left out goes to the balance."""
    order, notes = np.arange(len(time_s)), []
    steps = np.diff(time_s)
    if (steps < 0).sum() > (steps > 0).sum():
        order = order[::-1]
        notes.append("The newest row stands first; put in order.")
    order = _without_set_back(time_s, order, lines, balance)
    late = int((np.diff(time_s[order]) < 0).sum())
    if late:
        order = order[np.argsort(time_s[order], kind="stable")]
        notes.append(f"{late:,} row{'' if late == 1 else 's'} out of order, put in order.")
    times = time_s[order]
    is_new = np.concatenate([[True], np.diff(times) > 0])[: len(times)]
    _leave_out(order[~is_new], lines, balance, _DOUBLE)
    return Ordered(order[is_new], int((~is_new).sum()), tuple(notes))


def merged(time_s: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Rows of several channels by time, those of one time as one: of each column its first value."""
    order = np.argsort(time_s, kind="stable")
    times, places = np.unique(time_s[order], return_inverse=True)
    joined = np.full((len(times), values.shape[1]), np.nan)
    for column in range(values.shape[1]):
        cells = values[order, column]
        known = np.flatnonzero(~np.isnan(cells))[::-1]  # the first is written last
        joined[places[known], column] = cells[known]
    return times, joined


def _without_set_back(
    time_s: Floats, order: Order, lines: NDArray[np.int64], balance: LineBalance
) -> Order:
    """Rows without those that a clock that was set back dates into a time that was seen before."""
    times = time_s[order]
    if len(times) < 3 or not (np.diff(times) < 0).any():
        return order
    latest = np.maximum.accumulate(times)
    is_behind = np.concatenate([[False], times[1:] < latest[:-1]])
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_behind.view(np.int8), [0]])))
    usual_s = float(np.median(np.abs(np.diff(times))))
    is_kept = np.ones(len(times), np.bool_)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if end - begin < 2 or times[begin] <= times[0] or (np.diff(times[begin:end]) < 0).any():
            continue
        if end == len(times) or times[end] - times[end - 1] <= _STEPS * usual_s:
            is_kept[begin:end] = False
    _leave_out(order[~is_kept], lines, balance, _SET_BACK)
    return order[is_kept]


def _leave_out(rows: Order, lines: NDArray[np.int64], balance: LineBalance, reason: str) -> None:
    for line in np.sort(lines[rows])[:_NAMED]:
        balance.leave_out_read(int(line), "", reason)
    further = max(len(rows) - _NAMED, 0)
    balance.left_out[reason] += further
    balance.rows -= further
