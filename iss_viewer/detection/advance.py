"""The compiled loop over samples: readings of an air space to its mass balance, filter and slopes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection import instruments as ins
from iss_viewer.detection import tracks as tr
from iss_viewer.detection import wiring as wi
from iss_viewer.detection.air_state import (
    M_AIR,
    M_N2,
    R,
    follow_gases,
    follow_temperature,
    is_good,
    known_flows,
)
from iss_viewer.detection.compiled import inner
from iss_viewer.detection.filtering import (
    add_onset,
    adopt,
    best_change,
    correct,
    follow_onsets,
    innovation,
    predict,
    threshold,
)
from iss_viewer.detection.slopes import choose_scale, follow_slopes, slope, slope_error
from iss_viewer.detection.tracks import Floats, Tracks
from iss_viewer.detection.wiring import Wiring

HOLD_S = 20.0  # pressures must be equal for so long before a new air space is measured
FIRST_SLOT_S = 4.0  # onsets are tried this far apart at least


@inner
def _settle(
    tracks: Tracks,
    wiring: Wiring,
    members: NDArray[np.int64],
    s: int,
    row: Floats,
    usable: NDArray[np.bool_],
    now_s: float,
) -> None:
    """While air evens out after a hatch moved: follow the mean, and see whether it is even."""
    space = tracks.spaces[s]
    known = np.empty(len(members))
    total, weights, count, largest = 0.0, 0.0, 0, 0.0
    for m in members:
        if usable[m]:
            y = row[wiring.pressure[m]] - tracks.sensors[m, tr.OFFSET]
            known[count] = y
            total += wiring.volumes[m] * y
            weights += wiring.volumes[m]
            traits = wiring.pressure_traits[m]
            doubt = 4.0 * (traits[ins.P_NOISE] + traits[ins.P_QUANTUM])
            if tracks.sensors[m, tr.COUNT] == 0.0:
                doubt += 4.0 * traits[ins.P_BIAS]
            largest = max(largest, doubt)
            count += 1
    if count == 0:
        return
    middle = ins._median(known, count)
    even = True
    for k in range(count):
        even = even and abs(known[k] - middle) < largest + wiring.noise[wi.EQUAL_PRESSURE]
    space[tr.LEVEL] = middle if even else total / weights
    if not even:
        space[tr.EQUAL_S] = now_s
    if (
        now_s - space[tr.EQUAL_S] >= HOLD_S
        or now_s - space[tr.CHANGED_S] > wiring.noise[wi.SETTLE_LIMIT]
    ):
        space[tr.SETTLED] = 1.0
        space[tr.BORN_S] = now_s
        if space[tr.IS_FILTERED] == tr.NOT_FILTERED:
            space[tr.ANCHOR_S] = now_s
        tracks.slopes[s] = 0.0
        tracks.slot_count[s] = 0
        for m in members:
            tracks.sensors[m, tr.RUN], tracks.sensors[m, tr.RUN_LEVEL] = 0.0, space[tr.LEVEL]
            if usable[m] and tracks.sensors[m, tr.COUNT] == 0.0:
                if len(members) > 1:
                    tracks.sensors[m, tr.OFFSET] += (
                        row[wiring.pressure[m]] - tracks.sensors[m, tr.OFFSET] - middle
                    )
                tracks.sensors[m, tr.COUNT] = 1.0
                tracks.sensors[m, tr.REFERENCE] = tracks.sensors[m, tr.OFFSET]
                tracks.sensors[m, tr.REFERENCE_S] = now_s


@inner
def _consensus(
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
    if space[tr.SETTLED] == 0.0:
        _settle(tracks, wiring, members, s, row, usable, now_s)
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


@inner
def _start_filter(tracks: Tracks, wiring: Wiring, s: int, z: float, count_t: int) -> None:
    """A fresh filter for an air space, or the old one anchored anew where it had been before."""
    space, noise = tracks.spaces[s], wiring.noise
    mean, covariance = tracks.mean[s], tracks.covariance[s]
    if space[tr.IS_FILTERED] == tr.KEPT:  # kept over a hatch move: only the level is new
        mean[tr.X] += z - (mean[tr.X] + mean[tr.THETA] + mean[tr.DAY_C] + mean[tr.ORBIT_C])
        covariance[tr.X, :] = 0.0
        covariance[:, tr.X] = 0.0
        covariance[tr.X, tr.X] = 1e4
    else:
        leak, variance = mean[tr.A], covariance[tr.A, tr.A]
        mean[:] = 0.0
        covariance[:] = 0.0
        mean[tr.X] = z
        covariance[tr.X, tr.X] = 1e6
        prior = noise[wi.LEAK_PRIOR] * R * space[tr.T_REF] / (space[tr.VOLUME] * M_AIR)
        covariance[tr.A, tr.A] = prior * prior
        if space[tr.IS_FILTERED] == tr.SUMMED:  # the sum of what its parts lost
            mean[tr.A], covariance[tr.A, tr.A] = leak, variance
        per_k = space[tr.P_REF] / space[tr.T_REF]
        thermal = _thermal_sd(noise, count_t) * per_k
        covariance[tr.THETA, tr.THETA] = thermal * thermal
        for first, sd in ((tr.DAY_C, wi.DIURNAL_SD), (tr.ORBIT_C, wi.ORBITAL_SD)):
            swing = noise[sd] * per_k
            covariance[first, first] = swing * swing
            covariance[first + 1, first + 1] = swing * swing
    space[tr.IS_FILTERED] = tr.FILTERED
    space[tr.PRIOR_LEAK], space[tr.PRIOR_VAR] = mean[tr.A], covariance[tr.A, tr.A]
    space[tr.OUTLIERS] = 0.0
    space[tr.LAST_Z] = z
    space[tr.NEXT_SLOT_S] = tracks.clock[tr.CLOCK_S]
    tracks.slot_count[s] = 0


@inner
def _thermal_sd(noise: Floats, thermometers: int) -> float:
    if thermometers == 0:
        return float(noise[wi.THERMAL_SD_UNSENSED])
    single = noise[wi.THERMAL_SD_SINGLE] / thermometers**0.75
    return float(max(single, noise[wi.THERMAL_SD]))


@inner
def _warmth_variance(space: Floats, wiring: Wiring, s: int, thermometers: int) -> float:
    """What the thermometers' white noise adds to the mass balance, Pa^2, as if not smoothed: over the
    times that leaks take, smoothing does not change it.
    """
    traits = wiring.temperature_traits[s]
    white = traits[ins.P_NOISE] ** 2 + traits[ins.P_QUANTUM] ** 2 / 12.0
    return float(white * (space[tr.P_REF] / space[tr.T_REF]) ** 2 / max(thermometers, 1))


@inner
def _motion(noise: Floats, dt: float, motion: Floats) -> None:
    """What a step of `dt` does to the slow states: decay, and the two turns with their fading."""
    motion[0] = math.exp(-dt / noise[wi.THERMAL_TIME])
    fade = math.exp(-dt / noise[wi.HARMONIC_MEMORY])
    day = 2.0 * math.pi * dt / noise[wi.DIURNAL_PERIOD]
    orbit = 2.0 * math.pi * dt / noise[wi.ORBITAL_PERIOD]
    motion[1], motion[2] = fade * math.cos(day), fade * math.sin(day)
    motion[3], motion[4] = fade * math.cos(orbit), fade * math.sin(orbit)


@inner
def _process_noise(
    tracks: Tracks, wiring: Wiring, s: int, dt: float, count_t: int, motion: Floats, q: Floats
) -> None:
    space, noise = tracks.spaces[s], wiring.noise
    per_k = space[tr.P_REF] / space[tr.T_REF]
    drift = 3.0
    sensors = max(space[tr.SENSOR_COUNT], 1.0)
    if len(wiring.pressure_traits):
        drift = wiring.pressure_traits[s, ins.P_DRIFT]
    warm = wiring.temperature_traits[s, ins.P_DRIFT] * per_k
    days = dt / 86400.0
    q[tr.X] = (drift * drift / sensors + warm * warm / max(count_t, 1)) * days + 1e-8 * dt
    growth = noise[wi.LEAK_GROWTH] * tracks.mean[s, tr.A]
    walk = noise[wi.LEAK_WALK]
    q[tr.A] = (growth * growth + walk * walk) * days
    thermal = _thermal_sd(noise, count_t) * per_k
    q[tr.THETA] = thermal * thermal * (1.0 - motion[0] * motion[0])
    fading = 1.0 - (motion[1] * motion[1] + motion[2] * motion[2])
    day, orbit = noise[wi.DIURNAL_SD] * per_k, noise[wi.ORBITAL_SD] * per_k
    q[tr.DAY_C] = q[tr.DAY_S] = day * day * fading
    q[tr.ORBIT_C] = q[tr.ORBIT_S] = orbit * orbit * fading


@inner
def _slope_variance(tracks: Tracks, wiring: Wiring, s: int, flows: Floats) -> None:
    """What constant unmodelled flows may add to the slope: variance, (Pa/s)^2."""
    space, noise = tracks.spaces[s], wiring.noise
    pa_per_kg = R * space[tr.T_REF] / (space[tr.VOLUME] * M_AIR)
    seals = noise[wi.SEAL_SHARE] * flows[4] * pa_per_kg
    metabolic = 0.0
    if space[tr.SENSED] == 0.0:
        metabolic = noise[wi.METABOLIC_SHARE] * abs(flows[2]) * pa_per_kg
    base = noise[wi.BASELINE_SLOPE]
    space[tr.SLOPE_VAR] = base * base + seals * seals + metabolic * metabolic


@inner
def _measure(
    tracks: Tracks,
    wiring: Wiring,
    s: int,
    dt: float,
    variance: float,
    count_t: int,
    flows: Floats,
    motion: Floats,
    q: Floats,
    gain: Floats,
) -> None:
    """Filter one sample of an air space's N2-equivalent pressure, and try the onsets."""
    space, now_s = tracks.spaces[s], tracks.clock[tr.CLOCK_S]
    gas = space[tr.PO2] + space[tr.PCO2] + space[tr.PH2O]
    measured = variance < math.inf
    if space[tr.IS_FILTERED] != tr.FILTERED:
        if not measured:
            return
        if space[tr.IS_FILTERED] != tr.KEPT:
            space[tr.P_REF], space[tr.T_REF] = max(space[tr.LEVEL], 1.0), space[tr.TEMPERATURE]
        _start_filter(tracks, wiring, s, space[tr.LEVEL] - gas, count_t)
    mean, covariance = tracks.mean[s], tracks.covariance[s]
    z = (space[tr.LEVEL] - gas) * space[tr.T_REF] / space[tr.TEMPERATURE]
    _process_noise(tracks, wiring, s, dt, count_t, motion, q)
    _slope_variance(tracks, wiring, s, flows)
    kappa_dt = (1.0 - space[tr.SENSED]) * space[tr.LEVEL] / space[tr.P_REF] * dt
    mean[tr.X] += flows[0] * R * space[tr.T_REF] / (M_N2 * space[tr.VOLUME]) * dt
    predict(mean, covariance, kappa_dt, motion, q)
    nu = s_nu = 0.0
    doubt = max(variance, space[tr.NOISE_VAR]) + _warmth_variance(space, wiring, s, count_t)
    if measured:
        nu, s_nu = innovation(mean, covariance, z, doubt, gain)
        measured = _plausible(tracks, wiring, s, z, nu, s_nu, variance)
        if measured:
            if (
                space[tr.OUTLIERS] == -1.0
            ):  # a step was absorbed: weigh it anew, with the wider doubt
                nu, s_nu = innovation(mean, covariance, z, doubt, gain)
                space[tr.OUTLIERS] = 0.0
            correct(mean, covariance, nu, s_nu, gain)
    count = tracks.slot_count[s]
    follow_onsets(
        tracks.slots[s], tracks.responses[s], count, kappa_dt, motion, nu, s_nu, gain, measured
    )
    if measured:
        _try_onsets(tracks, wiring, s, now_s)


@inner
def _plausible(
    tracks: Tracks, wiring: Wiring, s: int, z: float, nu: float, s_nu: float, variance: float
) -> bool:
    """Whether a sample may be taken in now.

    One far out waits for the next two: if they stay where it went, it was a step, which no leak
    makes: the level moves there. If they go on moving, air is really lost and all is taken in.
    """
    space = tracks.spaces[s]
    step = z - space[tr.LAST_Z]
    jitter = math.sqrt(2.0 * max(variance, space[tr.NOISE_VAR]))
    space[tr.LAST_Z] = z
    if abs(nu) < wiring.noise[wi.OUTLIER] * math.sqrt(s_nu):
        space[tr.OUTLIERS] = 0.0
        white = min(0.5 * step * step, 50.0 * variance)
        space[tr.NOISE_VAR] += (white - space[tr.NOISE_VAR]) / 200.0
        return True
    space[tr.OUTLIERS] += 1.0
    if space[tr.OUTLIERS] <= 2.0:
        return False
    if abs(step) < 5.0 * jitter and abs(step) < 0.25 * abs(nu):
        tracks.mean[s, tr.X] += nu
        tracks.covariance[s, tr.X, tr.X] += nu * nu
        space[tr.OUTLIERS] = -1.0
    return True


@inner
def _try_onsets(tracks: Tracks, wiring: Wiring, s: int, now_s: float) -> None:
    """Believe in a change that stands out far enough; otherwise try one more onset."""
    space, slots, responses = tracks.spaces[s], tracks.slots[s], tracks.responses[s]
    count = tracks.slot_count[s]
    variance = space[tr.SLOPE_VAR]
    best, over = best_change(slots, count, now_s, variance, wiring.thresholds)
    sd = math.sqrt(tracks.covariance[s, tr.A, tr.A] + variance)
    level = tracks.mean[s, tr.A] / sd / threshold(wiring.thresholds, now_s - space[tr.ANCHOR_S])
    if best >= 0 and abs(over) >= 1.0:
        adopt(tracks.mean[s], tracks.covariance[s], slots[best], responses[best])
        space[tr.ANCHOR_S] = slots[best, tr.ONSET_S]
        space[tr.PRIOR_VAR] = math.inf
        tracks.slot_count[s] = 0
        space[tr.NEXT_SLOT_S] = now_s
        sd = math.sqrt(tracks.covariance[s, tr.A, tr.A] + variance)
        level = tracks.mean[s, tr.A] / sd / threshold(wiring.thresholds, now_s - space[tr.ANCHOR_S])
        if over > 0.0:
            level = max(level, over if tracks.mean[s, tr.A] > 0.0 else 0.0)
        over = 0.0
        space[tr.REPORT_S] = now_s
    space[tr.EVIDENCE] = max(level, 0.0)
    if space[tr.EVIDENCE] >= 1.0:
        if space[tr.DETECTED] == 0.0:
            _conclude_now(tracks, s)
        space[tr.DETECTED] = 1.0
    elif space[tr.EVIDENCE] < 0.4:
        if space[tr.DETECTED] == 1.0:
            _conclude_now(tracks, s)
        space[tr.DETECTED] = 0.0
    if space[tr.DETECTED] == 0.0:
        space[tr.EVIDENCE] = max(space[tr.EVIDENCE], over)
    if now_s >= space[tr.NEXT_SLOT_S]:
        tracks.slot_count[s] = add_onset(slots, responses, tracks.slot_count[s], now_s)
        space[tr.NEXT_SLOT_S] = now_s + FIRST_SLOT_S


@inner
def _conclude_now(tracks: Tracks, s: int) -> None:
    """Renew the intervals and have everything reconsidered at this very sample."""
    tracks.spaces[s, tr.REPORT_S] = tracks.clock[tr.CLOCK_S]
    tracks.clock[tr.TICK_S] = tracks.clock[tr.CLOCK_S]


@inner
def _slopes(tracks: Tracks, wiring: Wiring, s: int, dt: float, variance: float) -> None:
    """dP/dt of an air space with its error, and what temperature and breathing have in it."""
    space = tracks.spaces[s]
    sums = tracks.slopes[s]
    level = space[tr.LEVEL] - space[tr.P_REF]
    thermal = space[tr.P_REF] * (space[tr.TEMPERATURE] / space[tr.T_REF] - 1.0)
    gas = space[tr.PO2] + space[tr.PCO2] + space[tr.PH2O]
    follow_slopes(sums, wiring.slope_scales, dt, level, thermal, gas)
    noise = max(variance, space[tr.NOISE_VAR])
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
    flows, residuals = np.zeros((count, 5)), np.empty(count)
    usable = np.zeros(count, dtype=np.bool_)
    motion, q, gain = np.empty(5), np.empty(tr.STATES), np.empty(tr.STATES)
    now_s = tracks.clock[tr.CLOCK_S]
    _motion(wiring.noise, dt, motion)
    known_flows(tracks, wiring, space_of, row, quality, flows)
    for k in range(len(firsts)):
        s = firsts[k]
        part = members[starts[k] : starts[k + 1]]
        thermometers = follow_temperature(tracks, wiring, part, s, row, quality, dt)
        follow_gases(tracks, wiring, part, s, row, quality, dt, flows[s])
        variance = _consensus(tracks, wiring, part, s, row, quality, dt, now_s, usable, residuals)
        _measure(tracks, wiring, s, dt, variance, thermometers, flows[s], motion, q, gain)
        if variance < math.inf:
            tracks.spaces[s, tr.VALID_S] = now_s
            _slopes(tracks, wiring, s, dt, variance)
