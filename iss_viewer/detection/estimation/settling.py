"""While air evens out after a hatch moved, nothing can be measured: wait until pressures are equal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.sensors import faults as ins
from iss_viewer.detection.state import channel_map as wi
from iss_viewer.detection.state import records as tr
from iss_viewer.detection.state.channel_map import Wiring
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Floats, Tracks
from iss_viewer.detection.state.sensor_fields import P_BIAS, P_NOISE, P_QUANTUM

HOLD_S = 20.0  # pressures must be equal for so long before a new air space is measured


@inner
def settle(
    tracks: Tracks,
    wiring: Wiring,
    members: NDArray[np.int64],
    s: int,
    row: Floats,
    usable: NDArray[np.bool_],
    now_s: float,
) -> None:
    """Follow the mean pressure of an air space that was just formed, and see whether it is even."""
    space = tracks.spaces[s]
    known = np.empty(len(members))
    total, weights, count, largest = 0.0, 0.0, 0, 0.0
    for m in members:
        if usable[m]:
            y = row[wiring.pressure[m]] - tracks.sensors[m, tr.OFFSET]
            known[count] = y
            total += wiring.volumes[m] * y
            weights += wiring.volumes[m]
            largest = max(largest, _doubt(tracks.sensors[m], wiring.pressure_traits[m], True))
            count += 1
    if count == 0:
        return
    middle = ins._median(known, count)
    even = True
    for k in range(count):
        even = even and abs(known[k] - middle) < largest + wiring.noise[wi.EQUAL_PRESSURE]
    if len(members) > 1:
        even &= _stand_still(tracks, wiring, members, row, usable, middle)
    space[tr.LEVEL] = middle if even else total / weights
    if not even:
        space[tr.EQUAL_S] = now_s
    waited_s = now_s - space[tr.CHANGED_S]
    if now_s - space[tr.EQUAL_S] >= HOLD_S or waited_s > wiring.noise[wi.SETTLE_LIMIT]:
        _begin_to_measure(tracks, wiring, members, s, row, usable, now_s, middle)


@inner
def _stand_still(
    tracks: Tracks,
    wiring: Wiring,
    members: NDArray[np.int64],
    row: Floats,
    usable: NDArray[np.bool_],
    middle: float,
) -> bool:
    """Whether barometers whose offset is yet to be learned have stopped to approach the others: one that
    may be off by its bias would be taken for even while air still flows, and learn a wrong offset.
    """
    still = True
    for m in members:
        sensor = tracks.sensors[m]
        if usable[m] and sensor[tr.COUNT] == 0.0:
            off = row[wiring.pressure[m]] - middle
            moved = abs(off - sensor[tr.REFERENCE])
            still &= moved < 1.5 * _doubt(sensor, wiring.pressure_traits[m], False)  # not if NaN
            sensor[tr.REFERENCE] = off
    return still


@inner
def _doubt(sensor: Floats, traits: Floats, by_bias: bool) -> float:
    """How far one reading may be off while pressures are equal, by its bias too if that is asked for."""
    doubt = 4.0 * (traits[P_NOISE] + traits[P_QUANTUM])
    if by_bias and sensor[tr.COUNT] == 0.0:
        doubt += 4.0 * traits[P_BIAS]
    return float(doubt)


@inner
def _begin_to_measure(
    tracks: Tracks,
    wiring: Wiring,
    members: NDArray[np.int64],
    s: int,
    row: Floats,
    usable: NDArray[np.bool_],
    now_s: float,
    middle: float,
) -> None:
    """Pressures are equal: from now on the air space is measured; new sensors learn their offsets."""
    space = tracks.spaces[s]
    space[tr.SETTLED] = 1.0
    space[tr.BORN_S] = now_s
    if space[tr.IS_FILTERED] == tr.NOT_FILTERED:
        space[tr.ANCHOR_S] = now_s
    tracks.slopes[s] = 0.0
    tracks.slot_count[s] = 0
    for m in members:
        sensor = tracks.sensors[m]
        sensor[tr.RUN], sensor[tr.RUN_LEVEL] = 0.0, space[tr.LEVEL]
        if usable[m] and sensor[tr.COUNT] == 0.0:
            if len(members) > 1:
                sensor[tr.OFFSET] += row[wiring.pressure[m]] - sensor[tr.OFFSET] - middle
            sensor[tr.COUNT] = 1.0
            sensor[tr.REFERENCE], sensor[tr.REFERENCE_S] = sensor[tr.OFFSET], now_s
