"""Clocks on the wall as UTC: the hour that comes twice in autumn, the one that is left out in spring."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from iss_viewer.telemetry.frames import Floats

#: zones change at whole quarters of an hour
_QUARTER_S = 900.0
_EPOCH = datetime(1970, 1, 1)
Flags = NDArray[np.bool_]


def utc_of(wall_s: Floats, zone: tzinfo) -> tuple[Floats, Flags, Flags]:
    """Unix times of clocks in a zone, in the order of their rows, NaN stays NaN.

    Also which rows have a time that the clocks of the zone leave out (NaN then), and which lie in an hour that comes
    twice without the rows telling which of the two: where the clock is seen to step back the rows before it are
    of the first, those from it on of the second.
    """
    if zone is UTC:
        none = np.zeros(len(wall_s), np.bool_)
        return wall_s.copy(), none, none
    first, second = _offsets(wall_s, zone)
    is_left_out = second < first
    is_twice = second > first
    is_left_out, is_twice = is_twice, is_left_out  # ahead of UTC by less the second time
    offset, is_unsure = _by_order(wall_s, first, second, is_twice)
    utc_s = np.where(is_left_out, np.nan, wall_s - offset)
    return utc_s, is_left_out, is_unsure


def _offsets(wall_s: Floats, zone: tzinfo) -> tuple[Floats, Floats]:
    """Seconds ahead of UTC, for the first and the second time that a clock shows this."""
    quarters, inverse = np.unique(np.floor(wall_s / _QUARTER_S), return_inverse=True)
    found = np.array([[_offset_s(quarter, zone, fold) for fold in (0, 1)] for quarter in quarters])
    found = found.reshape(-1, 2)
    return found[inverse, 0], found[inverse, 1]


def _offset_s(quarter: float, zone: tzinfo, fold: int) -> float:
    if quarter != quarter:
        return float("nan")
    try:
        wall = _EPOCH + timedelta(seconds=quarter * _QUARTER_S)
        shift = wall.replace(tzinfo=zone, fold=fold).utcoffset()
    except OverflowError:
        return float("nan")
    return shift.total_seconds() if shift is not None else 0.0


def _by_order(
    wall_s: Floats, first: Floats, second: Floats, is_twice: Flags
) -> tuple[Floats, Flags]:
    offset, is_unsure = first.copy(), np.zeros(len(wall_s), np.bool_)
    if not is_twice.any():
        return offset, is_unsure
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_twice.view(np.int8), [0]])))
    step_s = float(np.nanmedian(np.abs(np.diff(wall_s)))) if len(wall_s) > 1 else 0.0
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        steps = np.diff(wall_s[begin:end])
        back = np.flatnonzero((steps < 0) | ((steps == 0) & (step_s >= 2 * _QUARTER_S)))
        if len(back):
            turn = begin + 1 + back[0]
            offset[turn:end] = second[turn:end]
        else:
            is_unsure[begin:end] = True
    return offset, is_unsure
