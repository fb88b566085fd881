"""The pressure that the sensors of an air space agree on, each of them judged by its neighbours."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.estimation.air_state import is_good
from iss_viewer.detection.estimation.settling import settle
from iss_viewer.detection.sensors import faults as ins
from iss_viewer.detection.state import records as tr
from iss_viewer.detection.state.channel_map import Wiring
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Floats, Tracks


@inner
def consensus(
    tracks: Tracks,
    wiring: Wiring,
    members: NDArray[np.int64],
    s: int,
    row: Floats,
    quality: NDArray[np.uint8],
    dt: float,
    now_s: float,
    usable: NDArray[np.bool_],
    residuals: Floats,
) -> float:
    """The pressure that an air space's sensors agree on goes to LEVEL; gives its variance, or inf."""
    space = tracks.spaces[s]
    rate = space[tr.DPDT] if np.isfinite(space[tr.DPDT]) else 0.0
    for m in members:
        column = wiring.pressure[m]
        usable[m] = False
        if column >= 0:
            sensor = tracks.sensors[m]
            level = space[tr.LEVEL] if space[tr.SETTLED] == 1.0 else math.nan
            missing = not is_good(row, quality, column)
            usable[m] = ins.watch_reading(
                sensor, wiring.pressure_traits[m], row[column], level, now_s, missing
            )
    _hear_the_only_one(tracks, wiring, members, usable, now_s)
    if space[tr.SETTLED] == 0.0:
        settle(tracks, wiring, members, s, row, usable, now_s)
        return math.inf
    predicted = space[tr.LEVEL] + rate * min(dt, 60.0)
    for m in members:
        if wiring.pressure[m] >= 0 and tracks.sensors[m, tr.SEEN_S] == now_s:
            sensor = tracks.sensors[m]
            if sensor[tr.COUNT] == 0.0:
                usable[m] = False
            residuals[m] = row[wiring.pressure[m]] - sensor[tr.OFFSET] - predicted
    agreed, variance, count = ins.agree(members, usable, residuals, wiring.pressure_traits, rate)
    space[tr.SENSOR_COUNT] = count
    if count == 0:
        return math.inf
    space[tr.LEVEL] = predicted + agreed
    _judge_sensors(tracks, wiring, members, s, dt, now_s, usable, residuals, agreed, rate, count)
    return float(variance)


@inner
def _hear_the_only_one(
    tracks: Tracks,
    wiring: Wiring,
    members: NDArray[np.int64],
    usable: NDArray[np.bool_],
    now_s: float,
) -> None:
    """Listen again to a barometer that its neighbours contradicted, where it is the only one now: with
    the offset learned meanwhile it is all there is; what it is accused of stays said for a while.
    """
    count = 0
    for m in members:
        count += wiring.pressure[m] >= 0
    for m in members:
        sensor = tracks.sensors[m]
        is_heard = wiring.pressure[m] >= 0 and sensor[tr.SEEN_S] == now_s
        if count == 1 and is_heard and sensor[tr.FAULT] != tr.STUCK:
            sensor[tr.EXCLUDED] = 0.0
            usable[m] = True


@inner
def _judge_sensors(
    tracks: Tracks,
    wiring: Wiring,
    members: NDArray[np.int64],
    s: int,
    dt: float,
    now_s: float,
    usable: NDArray[np.bool_],
    residuals: Floats,
    agreed: float,
    rate: float,
    count: int,
) -> None:
    space = tracks.spaces[s]
    squares = np.empty(len(members))
    many = 0
    for m in members:
        if wiring.pressure[m] < 0 or tracks.sensors[m, tr.SEEN_S] != now_s:
            continue
        others = count - 1 if usable[m] else count
        if others < 1:
            continue
        sensor, traits = tracks.sensors[m], wiring.pressure_traits[m]
        off = residuals[m] - agreed
        squares[many] = (off / ins._scale(traits, rate)) ** 2
        many += 1
        ins.learn_offset(sensor, traits, off, dt, rate)
        ins.judge(sensor, traits, space, off, dt, now_s, rate, others)
    if many >= 3:
        typical = ins._median(squares, many) / 0.4549  # the median of chi-square with 1 degree
        space[tr.NOISE_FACTOR] += (min(typical, 25.0) - space[tr.NOISE_FACTOR]) / 100.0
