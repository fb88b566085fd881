"""The compiled loop over rows: each sample taken in, intervals and reserve time renewed now and
then, and the numbers of the assessment written out.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.assessment import MODULE_QUANTITIES, STATION_QUANTITIES
from iss_viewer.detection.cycle.step import advance_row
from iss_viewer.detection.estimation.air_state import M_AIR, R, accept
from iss_viewer.detection.estimation.glr_bank import changed_quantile
from iss_viewer.detection.estimation.reserve_time import reserve_band
from iss_viewer.detection.estimation.sequential_test import (
    YEAR_S,
    ended_probability,
    leak_probability,
    seen_error,
    weigh,
)
from iss_viewer.detection.sensors.faults import fault_probability
from iss_viewer.detection.state import channel_map as wi
from iss_viewer.detection.state import records as tr
from iss_viewer.detection.state.channel_map import Wiring
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import Floats, Tracks

_M = {name: place for place, name in enumerate(MODULE_QUANTITIES)}
_S = {name: place for place, name in enumerate(STATION_QUANTITIES)}
WIDTH = len(MODULE_QUANTITIES)
M_AIR_SPACE, M_PRESSURE, M_DPDT = _M["air_space"], _M["space_pressure_pa"], _M["dpdt_pa_s"]
M_DPDT_SURE = _M["dpdt_sure_pa_s"]
M_DPDT_SE, M_RATE, M_LOW = _M["dpdt_error_pa_s"], _M["leak_rate_kg_s"], _M["leak_rate_low_kg_s"]
M_HIGH, M_RESERVE = _M["leak_rate_high_kg_s"], _M["reserve_s"]
M_RESERVE_LOW, M_RESERVE_HIGH = _M["reserve_low_s"], _M["reserve_high_s"]
M_EVIDENCE, M_FAULT, M_AGE = (
    _M["leak_evidence_1"], _M["sensor_fault_probability"], _M["data_age_s"],
)  # fmt: skip
M_ONSET = _M["leak_onset_s"]
S_PRESSURE, S_DPDT, S_RATE = _S["pressure_pa"], _S["dpdt_pa_s"], _S["leak_rate_kg_s"]
S_LOW, S_HIGH, S_RESERVE = _S["leak_rate_low_kg_s"], _S["leak_rate_high_kg_s"], _S["reserve_s"]
S_RESERVE_LOW, S_RESERVE_HIGH = _S["reserve_low_s"], _S["reserve_high_s"]
Z95 = 1.959964
TAIL = 0.025  # on each side of a 95 % interval


@entry
def renew_conclusions(tracks: Tracks, wiring: Wiring, s: int) -> None:
    """Leak with its interval, probability of a leak and reserve time of one air space."""
    space, noise = tracks.spaces[s], wiring.noise
    if space[tr.IS_FILTERED] in (tr.KEPT, tr.SUMMED):
        return
    if space[tr.IS_FILTERED] == tr.NOT_FILTERED:
        space[tr.LOSS] = space[tr.LOSS_LOW] = space[tr.LOSS_HIGH] = math.nan
        space[tr.RESERVE] = space[tr.RESERVE_LOW] = space[tr.RESERVE_HIGH] = math.nan
        space[tr.LEAK_P] = math.nan
        return
    low, mean, high = _leak_interval(tracks, wiring, s)
    kg_per_pa = space[tr.VOLUME] * M_AIR / (R * space[tr.T_REF])
    ratio = space[tr.LEVEL] / space[tr.P_REF]
    rate, rate_sd = mean * ratio, (high - low) * ratio / (2.0 * Z95)
    space[tr.RATE], space[tr.RATE_SD] = rate, rate_sd
    loss = rate * kg_per_pa
    doubt = loss * space[tr.VOLUME_SPREAD] * Z95
    space[tr.LOSS] = loss
    space[tr.LOSS_LOW] = loss - math.sqrt(((mean - low) * ratio * kg_per_pa) ** 2 + doubt**2)
    space[tr.LOSS_HIGH] = loss + math.sqrt(((high - mean) * ratio * kg_per_pa) ** 2 + doubt**2)
    space[tr.RESERVE], space[tr.RESERVE_LOW], space[tr.RESERVE_HIGH] = reserve_band(
        space[tr.LEVEL], noise[wi.RESERVE_LIMIT], noise[wi.SEAL_FLOOR], rate, rate_sd, wiring.laws
    )


@inner
def _leak_interval(tracks: Tracks, wiring: Wiring, s: int) -> tuple[float, float, float]:
    """The leak of an air space, Pa/s: 2.5 %, median, 97.5 %; sets its probability too.

    While nothing is believed to leak, a leak may still hide in the steady loss that is taken for none.
    """
    space, covariance = tracks.spaces[s], tracks.covariance[s]
    now_s, count = tracks.clock[tr.CLOCK_S], tracks.slot_count[s]
    changes = np.empty((tr.SLOTS, 3))
    grown = weigh(tracks, wiring, s, now_s, changes)
    mean = max(tracks.mean[s, tr.LEAK], 0.0)  # air that is gained leaks nowhere
    ended = ended_probability(mean, changes, count)
    space[tr.LEAK_P] = leak_probability(tracks, wiring, s, now_s, grown, ended)
    variance = seen_error(tracks, s, now_s) ** 2
    if space[tr.PRIOR_VAR] < math.inf:
        variance += covariance[tr.BASE, tr.BASE]
    low = changed_quantile(TAIL, mean, variance, changes, count)
    high = changed_quantile(1.0 - TAIL, mean, variance, changes, count)
    median = changed_quantile(0.5, mean, variance, changes, count)
    if space[tr.DETECTED] == 0.0 and space[tr.LEAK_P] < 1.0 - TAIL:
        low = min(low, 0.0)
    if space[tr.DETECTED] == 1.0 and space[tr.LEAK_P] > 1.0 - TAIL:
        low = max(low, _positive_quantile(mean, variance))
    return low, median, high


@inner
def _positive_quantile(mean: float, variance: float) -> float:
    """2.5 % of a size that is above zero for sure, log-normal with this mean and variance."""
    if mean <= 0.0:
        return 0.0
    spread = math.log1p(variance / mean**2)
    return float(mean * math.exp(-0.5 * spread - Z95 * math.sqrt(spread)))


@inner
def _write_modules(
    tracks: Tracks, wiring: Wiring, space_of: NDArray[np.int64], out: Floats
) -> None:
    now_s = tracks.clock[tr.CLOCK_S]
    log_prior = math.log(wiring.noise[wi.FAULTS] / YEAR_S)
    for m in range(len(space_of)):
        space = tracks.spaces[space_of[m]]
        place = m * WIDTH
        out[place + M_AIR_SPACE] = space_of[m]
        known = now_s - space[tr.VALID_S] < 600.0 or space[tr.SETTLED] == 0.0
        out[place + M_PRESSURE] = space[tr.LEVEL] if known else math.nan
        out[place + M_DPDT] = space[tr.DPDT]
        out[place + M_DPDT_SE] = space[tr.DPDT_SE]
        out[place + M_DPDT_SURE] = space[tr.DPDT] + 5.0 * space[tr.DPDT_SE]
        out[place + M_RATE] = space[tr.LOSS]
        out[place + M_LOW] = space[tr.LOSS_LOW]
        out[place + M_HIGH] = space[tr.LOSS_HIGH]
        out[place + M_RESERVE] = space[tr.RESERVE]
        out[place + M_RESERVE_LOW] = space[tr.RESERVE_LOW]
        out[place + M_RESERVE_HIGH] = space[tr.RESERVE_HIGH]
        out[place + M_EVIDENCE] = space[tr.EVIDENCE]
        out[place + M_ONSET] = space[tr.LEAK_ONSET_S] + tracks.clock[tr.STAMP_S] - now_s
        sensor = tracks.sensors[m]
        if wiring.pressure[m] >= 0:
            out[place + M_FAULT] = fault_probability(sensor, log_prior)
            out[place + M_AGE] = now_s - sensor[tr.SEEN_S]
        else:
            out[place + M_FAULT] = math.nan
            out[place + M_AGE] = math.nan


@inner
def _write_station(
    tracks: Tracks, firsts: NDArray[np.int64], vented: NDArray[np.bool_], main: int, out: Floats
) -> None:
    """The station's figures: pressure and reserve of the main air space, leaks of all together."""
    space = tracks.spaces[main]
    out[S_PRESSURE], out[S_DPDT] = space[tr.LEVEL], space[tr.DPDT]
    out[S_RESERVE], out[S_RESERVE_LOW] = space[tr.RESERVE], space[tr.RESERVE_LOW]
    out[S_RESERVE_HIGH] = space[tr.RESERVE_HIGH]
    total, below, above = 0.0, 0.0, 0.0
    for s in firsts:
        part = tracks.spaces[s]
        counts = s == main or part[tr.DETECTED] == 1.0
        if counts and not vented[s] and np.isfinite(part[tr.LOSS]):
            total += part[tr.LOSS]
            below += (part[tr.LOSS] - part[tr.LOSS_LOW]) ** 2
            above += (part[tr.LOSS_HIGH] - part[tr.LOSS]) ** 2
    if not np.isfinite(tracks.spaces[main, tr.LOSS]):
        total = math.nan
    out[S_RATE] = total
    out[S_LOW], out[S_HIGH] = total - math.sqrt(below), total + math.sqrt(above)


@entry
def advance_rows(
    tracks: Tracks,
    wiring: Wiring,
    space_of: NDArray[np.int64],
    firsts: NDArray[np.int64],
    members: NDArray[np.int64],
    starts: NDArray[np.int64],
    vented: NDArray[np.bool_],
    main: int,
    time_s: Floats,
    values: Floats,
    quality: NDArray[np.uint8],
    start: int,
    stop: int,
    out: Floats,
    clock_s: Floats,
    last: Floats,
    tick_s: float,
) -> int:
    """Take in rows from `start` on, until `stop` or the first row at which a tick is due.

    out: shape (rows, columns), written; clock_s: shape (rows,), the detector's clock at each row,
    written; last: shape (columns,), the row before, kept up to date. Returns the row after the last
    one taken in; a tick is due there when ``clock[TICK_S] <= clock[CLOCK_S]``.
    """
    station = len(space_of) * WIDTH
    for r in range(start, stop):
        dt = accept(tracks.clock, time_s[r])
        if dt >= 0.0:
            advance_row(
                tracks, wiring, space_of, firsts, members, starts, values[r], quality[r], dt
            )
            now_s = tracks.clock[tr.CLOCK_S]
            for s in firsts:
                if now_s >= tracks.spaces[s, tr.REPORT_S]:
                    renew_conclusions(tracks, wiring, s)
                    tracks.spaces[s, tr.REPORT_S] = now_s + wiring.noise[wi.REPORT_EVERY]
            _write_modules(tracks, wiring, space_of, last)
            _write_station(tracks, firsts, vented, main, last[station:])
        out[r] = last
        clock_s[r] = tracks.clock[tr.CLOCK_S]
        if dt >= 0.0 and tracks.clock[tr.CLOCK_S] >= tracks.clock[tr.TICK_S]:
            tracks.clock[tr.TICK_S] = tracks.clock[tr.CLOCK_S] + tick_s
            tracks.clock[tr.ROWS] = 1.0
            return r + 1
    tracks.clock[tr.ROWS] = 0.0
    return stop
