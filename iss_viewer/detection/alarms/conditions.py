"""From numbers to alarm conditions: limits with on-delay, off-delay, deadband and count in window,
for all alarms at once over many rows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.limits import MOST_CROSSINGS
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import Floats

Indices = NDArray[np.int64]
RING = MOST_CROSSINGS  # crossings remembered

#: columns of `Signals.limits`
SIGN, VALUE, DEADBAND, ON_DELAY_S, OFF_DELAY_S, CROSSINGS, WINDOW_S, NEEDS_LEAK = range(8)
LIMIT_COLUMNS = 8
#: columns of `Signals.state`
RAISED, PENDING, SINCE_S, CROSSED = range(4)
STATE_COLUMNS = 4
LEAK_ON, LEAK_OFF = 1.0, 0.4  # of the leak test over its threshold


class Signals(NamedTuple):
    """Every alarm's limit and where it stands; arrays of one row an alarm."""

    limits: Floats  # (alarms, 8); SIGN 1: above, -1: below
    state: Floats  # (alarms, 4)
    crossings_s: Floats  # (alarms, RING)


def empty_signals(limits: Floats) -> Signals:
    """No alarm raised."""
    count = len(limits)
    return Signals(limits, np.zeros((count, STATE_COLUMNS)), np.full((count, RING), -np.inf))


@inner
def _often_enough(signals: Signals, k: int, now_s: float) -> bool:
    limit = signals.limits[k]
    if limit[CROSSINGS] <= 1.0:
        return True
    recent = 0
    for crossing in signals.crossings_s[k]:
        if now_s - crossing <= limit[WINDOW_S]:
            recent += 1
    return bool(recent >= limit[CROSSINGS])


@inner
def _note_crossing(signals: Signals, k: int, now_s: float) -> None:
    signals.crossings_s[k, int(signals.state[k, CROSSED]) % RING] = now_s
    signals.state[k, CROSSED] += 1.0


@inner
def _turn(signals: Signals, k: int, value: float, evidence: float, now_s: float) -> bool:
    """Follow one alarm's condition by one sample; whether it was raised or cleared."""
    limit, state = signals.limits[k], signals.state[k]
    over = limit[SIGN] * (value - limit[VALUE])
    if state[RAISED] == 0.0:
        past = over > 0.0 and (limit[NEEDS_LEAK] == 0.0 or evidence >= LEAK_ON)
        if not past:
            state[PENDING] = 0.0
            return False
        if state[PENDING] == 0.0:
            state[PENDING], state[SINCE_S] = 1.0, now_s
            _note_crossing(signals, k, now_s)
        if now_s - state[SINCE_S] < limit[ON_DELAY_S] or not _often_enough(signals, k, now_s):
            return False
    else:
        back = over <= -limit[DEADBAND] or (limit[NEEDS_LEAK] == 1.0 and evidence < LEAK_OFF)
        if not back:
            state[PENDING] = 0.0
            return False
        if state[PENDING] == 0.0:
            state[PENDING], state[SINCE_S] = 1.0, now_s
        if now_s - state[SINCE_S] < limit[OFF_DELAY_S]:
            return False
    state[RAISED] = 1.0 - state[RAISED]
    state[PENDING] = 0.0
    return True


@entry
def follow_signals(
    signals: Signals,
    is_assessed: NDArray[np.bool_],
    columns: Indices,
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

    Writes (row, alarm) of each turn (raised if ``state[alarm, RAISED]`` is now 1, but an alarm turns
    at most once a row). An alarm that doesn't apply now is cleared; a value that is NaN changes
    nothing. Returns the row after the last one followed, and how many turns were written.
    """
    found = 0
    alarms = len(columns)
    for r in range(start, stop):
        if found + alarms > len(turns):
            return r, found
        for k in range(alarms):
            if not is_applicable[k]:
                if signals.state[k, RAISED] == 1.0:
                    signals.state[k, RAISED] = 0.0
                    turns[found, 0], turns[found, 1] = r, k
                    found += 1
                signals.state[k, PENDING] = 0.0
                continue
            value = assessed[r, columns[k]] if is_assessed[k] else values[r, columns[k]]
            if value != value:
                continue
            evidence = 0.0
            if evidence_columns[k] >= 0:
                evidence = assessed[r, evidence_columns[k]]
            if _turn(signals, k, value, evidence, clock_s[r]):
                turns[found, 0], turns[found, 1] = r, k
                found += 1
    return stop, found
