"""From numbers to alarm conditions: limits with on-delay, off-delay, deadband and count in window,
for all alarms at once over many rows.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.limits import MOST_CROSSINGS
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.sensor_records import FLOAT, INT

Indices = NDArray[np.int64]
RING = MOST_CROSSINGS  # crossings remembered
LEAK_ON, LEAK_OFF = 1.0, 0.4  # of the leak test over its threshold

#: what a condition asks; in the unit of its quantity where none is named
LIMIT = np.dtype(
    [
        ("sign", FLOAT),  # 1: above, -1: below
        ("value", FLOAT),
        ("deadband", FLOAT),
        ("on_delay_s", FLOAT),
        ("off_delay_s", FLOAT),
        ("count", INT),  # crossings that it wants
        ("window_s", FLOAT),  # within so long
        ("needs_leak", INT),  # whether the leak test must agree
    ]
)
#: where a condition stands
CONDITION = np.dtype(
    [
        ("is_raised", INT),
        ("is_pending", INT),  # its delay runs
        ("since_s", FLOAT),  # since when
        ("crossed", INT),  # how often, ever
        ("crossings_s", FLOAT, (RING,)),  # when last, in turn
    ]
)
Limit: TypeAlias = np.void
Condition: TypeAlias = np.void


class Signals(NamedTuple):
    """Every alarm's limit and where it stands; shapes (alarms,)."""

    limits: NDArray[np.void]  # of LIMIT
    conditions: NDArray[np.void]  # of CONDITION


def empty_signals(limits: NDArray[np.void]) -> Signals:
    """No alarm raised."""
    conditions = np.zeros(len(limits), CONDITION)
    conditions["crossings_s"] = -np.inf
    return Signals(limits, conditions)


@inner
def _often_enough(limit: Limit, condition: Condition, now_s: float) -> bool:
    if limit["count"] <= 1:
        return True
    recent = 0
    for crossing_s in condition["crossings_s"]:
        if now_s - crossing_s <= limit["window_s"]:
            recent += 1
    return bool(recent >= limit["count"])


@inner
def _note_crossing(condition: Condition, now_s: float) -> None:
    condition["crossings_s"][condition["crossed"] % RING] = now_s
    condition["crossed"] += 1


@inner
def _turn(limit: Limit, condition: Condition, value: float, evidence: float, now_s: float) -> bool:
    """Follow one alarm's condition by one sample; whether it was raised or cleared."""
    over = limit["sign"] * (value - limit["value"])
    if condition["is_raised"] == 0:
        past = over > 0.0 and (limit["needs_leak"] == 0 or evidence >= LEAK_ON)
        if not past:
            condition["is_pending"] = 0
            return False
        if condition["is_pending"] == 0:
            condition["is_pending"], condition["since_s"] = 1, now_s
            _note_crossing(condition, now_s)
        waits = now_s - condition["since_s"] < limit["on_delay_s"]
        if waits or not _often_enough(limit, condition, now_s):
            return False
    else:
        back = over <= -limit["deadband"] or (limit["needs_leak"] == 1 and evidence < LEAK_OFF)
        if not back:
            condition["is_pending"] = 0
            return False
        if condition["is_pending"] == 0:
            condition["is_pending"], condition["since_s"] = 1, now_s
        if now_s - condition["since_s"] < limit["off_delay_s"]:
            return False
    condition["is_raised"] = 1 - condition["is_raised"]
    condition["is_pending"] = 0
    return True


@entry
def follow_signals(
    signals: Signals,
    is_assessed: NDArray[np.bool_],
    columns: Indices,
    link_columns: Indices,
    evidence_columns: Indices,
    is_applicable: NDArray[np.bool_],
    values: Floats,
    assessed: Floats,
    clock_s: Floats,
    start: int,
    stop: int,
    turns: Indices,
) -> tuple[int, int]:
    """Follow all alarms over rows `start`..`stop` - 1, until `turns`, shape (most, 2), is full.

    Writes (row, alarm) of each turn (raised if its condition's ``is_raised`` is now 1, but an alarm turns
    at most once a row). An alarm that doesn't apply now is cleared; a value that is NaN changes
    nothing. link_columns: where the age of the newest pressure of all is, which does not count; -1: all counts. Returns the row after the last one followed, and how many turns were written.
    """
    found = 0
    alarms = len(columns)
    for r in range(start, stop):
        if found + alarms > len(turns):
            return r, found
        for k in range(alarms):
            condition = signals.conditions[k]
            if not is_applicable[k]:
                if condition["is_raised"] == 1:
                    condition["is_raised"] = 0
                    turns[found, 0], turns[found, 1] = r, k
                    found += 1
                condition["is_pending"] = 0
                continue
            value = assessed[r, columns[k]] if is_assessed[k] else values[r, columns[k]]
            if link_columns[k] >= 0:
                value -= assessed[r, link_columns[k]]
            if value != value:
                continue
            evidence = 0.0
            if evidence_columns[k] >= 0:
                evidence = assessed[r, evidence_columns[k]]
            if _turn(signals.limits[k], condition, value, evidence, clock_s[r]):
                turns[found, 0], turns[found, 1] = r, k
                found += 1
    return stop, found
