"""The compiled step over one row of samples: all air spaces through mass balance, filter and slopes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.estimation.air_state import FLOWS, follow_temperature, known_flows
from iss_viewer.detection.estimation.gases import follow_gases, share_fall
from iss_viewer.detection.estimation.mass_balance import forget_level, measure
from iss_viewer.detection.estimation.process_noise import fill_motion
from iss_viewer.detection.estimation.slopes import choose_scale, follow_slopes, slope, slope_error
from iss_viewer.detection.sensor_validation.consensus import consensus
from iss_viewer.detection.sensor_validation.single_sensor import hear_alone, judge_alone
from iss_viewer.detection.state import records as tr
from iss_viewer.detection.state.channel_map import Wiring
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Floats, Tracks


@inner
def _follow_slopes(tracks: Tracks, wiring: Wiring, s: int, dt: float) -> None:
    """dP/dt of an air space with its error, and what temperature and breathing have in it."""
    space = tracks.spaces[s]
    sums = tracks.slopes[s]
    level = space[tr.LEVEL] - space[tr.P_REF]
    thermal = space[tr.P_REF] * (space[tr.TEMPERATURE] / space[tr.T_REF] - 1.0)
    gas = space[tr.PO2] + space[tr.PCO2] + space[tr.PH2O]
    follow_slopes(sums, wiring.slope_scales, dt, level, thermal, gas)
    noise = space[tr.DOUBT]
    chosen = choose_scale(sums, noise)
    if chosen < 0:
        space[tr.DPDT] = space[tr.DPDT_SE] = math.nan
        return
    scale = sums[chosen]
    space[tr.DPDT] = slope(scale, tr.Y_P, tr.TY_P)
    space[tr.DPDT_SE] = slope_error(scale, noise)
    space[tr.THERMAL_PART] = slope(scale, tr.Y_T, tr.TY_T)
    space[tr.GAS_PART] = slope(scale, tr.Y_G, tr.TY_G)
    space[tr.SCALE] = wiring.slope_scales[chosen]


@inner
def advance_row(
    tracks: Tracks,
    wiring: Wiring,
    space_of: NDArray[np.int64],
    firsts: NDArray[np.int64],
    members: NDArray[np.int64],
    starts: NDArray[np.int64],
    row: Floats,
    quality: NDArray[np.uint8],
    dt: float,
) -> None:
    """Take one sample into the state of all air spaces."""
    count = len(space_of)
    flows, residuals = np.zeros((count, FLOWS)), np.empty(count)
    usable = np.zeros(count, dtype=np.bool_)
    motion, q, gain = np.empty(tr.MOTIONS), np.empty(tr.STATES), np.empty(tr.STATES)
    now_s = tracks.clock[tr.CLOCK_S]
    fill_motion(wiring.noise, dt, motion)
    known_flows(tracks, wiring, space_of, row, quality, flows)
    for k in range(len(firsts)):
        s = firsts[k]
        if tracks.clock[tr.IS_SET_BACK] == 1.0:
            forget_level(tracks, s)
        part = members[starts[k] : starts[k + 1]]
        thermometers = follow_temperature(tracks, wiring, part, s, row, quality, dt)
        variance = consensus(tracks, wiring, part, s, row, quality, dt, now_s, usable, residuals)
        share_fall(tracks, part, s, dt, flows[s])
        follow_gases(tracks, wiring, part, s, row, quality, dt, flows[s])
        if variance < math.inf:
            hear_alone(tracks, wiring, part, s, usable, thermometers, flows[s], dt, now_s)
        measure(tracks, wiring, s, dt, variance, thermometers, flows[s], motion, q, gain)
        if variance < math.inf:
            tracks.spaces[s, tr.VALID_S] = now_s
            _follow_slopes(tracks, wiring, s, dt)
            judge_alone(tracks, part, s, usable, now_s)
    tracks.clock[tr.IS_SET_BACK] = 0.0
