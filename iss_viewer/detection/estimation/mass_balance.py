"""The mass balance of one air space, sample by sample: its N2-equivalent pressure through its filter."""

from __future__ import annotations

import math

from iss_viewer.detection.estimation.air_state import M_N2, R
from iss_viewer.detection.estimation.glr_bank import add_onset, follow_onsets
from iss_viewer.detection.estimation.kalman import correct, innovation, predict, seen
from iss_viewer.detection.estimation.noise_scale import look_back
from iss_viewer.detection.estimation.process_noise import (
    fed_heat,
    fill_process_noise,
    follow_feed,
    follow_slope_variance,
    thermal_sd,
    unseen_vapour,
    warmth_at_start,
)
from iss_viewer.detection.estimation.sequential_test import is_odd, test_for_leak
from iss_viewer.detection.state import channel_map as wi
from iss_viewer.detection.state import records as tr
from iss_viewer.detection.state.channel_map import Wiring
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import Floats, Tracks

MOST_OUTLIERS = 8.0  # in a row: then the world is not what was believed, and they are taken in
#: times the noise of long: a lone barometer that jitters so much is believed less at once
SUDDEN = 4.0
ABRUPT = 3.0  # sigmas at once: a lone barometer may have stepped
#: of how far a sample is off: the next one differs less from it if both stand after a step
STAYS = 0.4


@inner
def measure(
    tracks: Tracks,
    wiring: Wiring,
    s: int,
    dt: float,
    variance: float,
    thermometers: int,
    flows: Floats,
    motion: Floats,
    q: Floats,
    gain: Floats,
) -> None:
    """Filter one sample of an air space, and test it for a leak.

    variance: of the pressure that its sensors agree on, inf if there is none; flows: shape (FLOWS,), see
    `known_flows`; motion: see `fill_motion`; q, gain: scratch space, shape (STATES,).
    """
    space = tracks.spaces[s]
    gas = space[tr.PO2] + space[tr.PCO2] + space[tr.PH2O]
    is_measured = variance < math.inf
    if space[tr.IS_FILTERED] != tr.FILTERED:
        if not is_measured:
            return
        if space[tr.IS_FILTERED] != tr.KEPT:
            space[tr.P_REF], space[tr.T_REF] = max(space[tr.LEVEL], 1.0), space[tr.TEMPERATURE]
        follow_slope_variance(tracks, wiring, s, flows)
        _start_filter(tracks, wiring, s, space[tr.LEVEL] - gas, thermometers, motion)
    mean, covariance = tracks.mean[s], tracks.covariance[s]
    z = (space[tr.LEVEL] - gas) * space[tr.T_REF] / space[tr.TEMPERATURE]
    fill_process_noise(tracks, wiring, s, dt, thermometers, motion, q)
    kappa_dt = (1.0 - space[tr.SENSED]) * space[tr.LEVEL] / space[tr.P_REF] * dt
    known_pa = flows[0] * R * space[tr.T_REF] / (M_N2 * space[tr.VOLUME]) * dt
    mean[tr.X] += known_pa
    vapour = unseen_vapour(space, wiring.noise, flows)
    q[tr.BASE] += vapour * vapour * dt / wiring.noise[wi.THERMAL_TIME]
    q[tr.X] += follow_feed(space, wiring.noise, max(known_pa, 0.0), dt)
    predict(mean, covariance, kappa_dt, motion, q)
    nu = s_nu = 0.0
    if is_measured:
        was_jumpy = space[tr.IS_JUMPY] == 1.0
        doubt = _doubt(space, z, variance, q[tr.WARMTH]) + space[tr.LAG_VAR]
        space[tr.DOUBT] = doubt
        if space[tr.IS_JUMPY] == 1.0 and not was_jumpy:
            forget_level(tracks, s)  # the last samples were believed too much
            return
        nu, s_nu = innovation(mean, covariance, z, doubt, gain)
        is_measured = _is_plausible(tracks, s, wiring.noise[wi.OUTLIER], z, nu, s_nu, variance)
        if is_measured:
            if space[tr.OUTLIERS] == -1.0:  # a step was absorbed: weigh it with the wider doubt
                nu, s_nu = innovation(mean, covariance, z, doubt, gain)
                space[tr.OUTLIERS] = 0.0
            correct(mean, covariance, nu, s_nu, gain)
    slots, responses, count = tracks.slots[s], tracks.responses[s], tracks.slot_count[s]
    follow_onsets(slots, responses, count, kappa_dt, motion, nu, s_nu, gain, is_measured)
    if is_measured:
        now_s = tracks.clock[tr.CLOCK_S]
        look_back(tracks.scales[s], slots, count, now_s, dt)
        test_for_leak(tracks, wiring, s, now_s)


@inner
def forget_level(tracks: Tracks, s: int) -> None:
    """What happened to the air just now is not known: go on from wherever the pressure is next."""
    if tracks.spaces[s, tr.IS_FILTERED] == tr.FILTERED:
        tracks.spaces[s, tr.IS_FILTERED] = tr.KEPT
        tracks.slopes[s] = 0.0


@inner
def _start_filter(
    tracks: Tracks, wiring: Wiring, s: int, z: float, thermometers: int, motion: Floats
) -> None:
    """A fresh filter for an air space, or the old one anchored anew where it had been before."""
    space, noise = tracks.spaces[s], wiring.noise
    mean, covariance = tracks.mean[s], tracks.covariance[s]
    odds = 0.0
    if space[tr.IS_FILTERED] == tr.KEPT:  # kept over a hatch move: only the level is new
        if space[tr.HAS_FLOWED] == 1.0:  # what came or went has warmed or cooled the rest
            space[tr.FED] += abs(z - seen(mean))
        mean[tr.X] += z - seen(mean)
        covariance[tr.X, :] = 0.0
        covariance[:, tr.X] = 0.0
        covariance[tr.X, tr.X] = 1e4
    else:
        leak, variance = mean[tr.LEAK], covariance[tr.LEAK, tr.LEAK]
        mean[:] = 0.0
        covariance[:] = 0.0
        mean[tr.X] = z
        covariance[tr.X, tr.X] = 1e6
        space[tr.JITTER] = 0.0
        covariance[tr.BASE, tr.BASE] = space[tr.SLOPE_VAR]
        if space[tr.IS_FILTERED] == tr.SUMMED:  # the sum of what its parts lost
            mean[tr.LEAK], covariance[tr.LEAK, tr.LEAK] = leak, variance
        else:
            odds = noise[wi.LEAK_AT_START] / (1.0 - noise[wi.LEAK_AT_START])
        _start_swings(space, noise, covariance, thermometers)
        covariance[tr.WARMTH, tr.WARMTH] = warmth_at_start(tracks, wiring, s, thermometers, motion)
    space[tr.IS_FILTERED], space[tr.HAS_FLOWED] = tr.FILTERED, 0.0
    space[tr.PRIOR_LEAK] = mean[tr.BASE] + mean[tr.LEAK]
    space[tr.PRIOR_VAR] = loss_variance(covariance)
    space[tr.OUTLIERS] = 0.0
    space[tr.LAST_Z], space[tr.LAST_STEP] = z, 0.0
    now_s = tracks.clock[tr.CLOCK_S]
    tracks.slot_count[s] = add_onset(tracks.slots[s], tracks.responses[s], 0, now_s, odds)


@inner
def _start_swings(space: Floats, noise: Floats, covariance: Floats, thermometers: int) -> None:
    per_k = space[tr.P_REF] / space[tr.T_REF]
    thermal = thermal_sd(noise, thermometers) * per_k
    covariance[tr.THETA, tr.THETA] = thermal * thermal
    for first, sd in ((tr.DAY_C, wi.DIURNAL_SD), (tr.ORBIT_C, wi.ORBITAL_SD)):
        swing = noise[sd] * per_k
        covariance[first, first] = swing * swing
        covariance[first + 1, first + 1] = swing * swing


@entry
def loss_variance(covariance: Floats) -> float:
    """The variance of the whole loss, leak or not."""
    both = covariance[tr.BASE, tr.BASE] + covariance[tr.LEAK, tr.LEAK]
    return float(both + 2.0 * covariance[tr.BASE, tr.LEAK])


@inner
def _doubt(space: Floats, z: float, variance: float, warmth: float) -> float:
    """The variance of a measurement: as the sensors' class says, or as they were seen to jitter.

    A lone barometer has no neighbours to contradict it, so its jitter of the last samples counts at
    once, grows fast and is forgotten slowly; second differences, because they are blind to a steady fall.
    warmth: variance that the thermometers' noise added at this sample, no jitter of the barometer.
    """
    known = max(variance, space[tr.NOISE_VAR]) + fed_heat(space)
    step = z - space[tr.LAST_Z]
    bend = step - space[tr.LAST_STEP]
    if space[tr.JITTER] > 0.0:
        was_jumpy = space[tr.IS_JUMPY] == 1.0
        square = min(bend * bend / 6.0, (16.0 if was_jumpy else 4.0) * space[tr.JITTER])
        memory = 8.0
        if was_jumpy:
            memory = 60.0 if square < space[tr.JITTER] else 2.0
        space[tr.JITTER] += (square - space[tr.JITTER]) / memory
    else:
        space[tr.JITTER] = known
    is_jumpy = space[tr.SENSOR_COUNT] < 1.5 and space[tr.JITTER] > SUDDEN * (known + warmth)
    space[tr.IS_JUMPY] = 1.0 if is_jumpy else 0.0
    return float(space[tr.JITTER] if is_jumpy else known)


@inner
def _is_plausible(
    tracks: Tracks, s: int, outlier: float, z: float, nu: float, s_nu: float, variance: float
) -> bool:
    """Whether a sample may be taken in now.

    A fall that several sensors show is air that is lost, at its first sample. A rise waits for the next:
    if that stays where this one went, it was a step, and the level moves there. If it goes on at least as
    fast, it is taken in. A lone sensor's sample waits, also when it is off by less, but all at once, as
    long as its readings may have stepped or scatter; where they stepped, the level is forgotten.
    """
    space = tracks.spaces[s]
    step, was_off = z - space[tr.LAST_Z], space[tr.OFF]
    space[tr.LAST_Z], space[tr.LAST_STEP] = z, step
    space[tr.OFF] += 0.5 * (nu - was_off)
    is_lone, sigmas = space[tr.SENSOR_COUNT] < 1.5, abs(nu) / math.sqrt(s_nu)
    is_abrupt = abs(was_off) < 0.5 * abs(nu) or space[tr.OUTLIERS] > 0.0
    if sigmas < outlier and not (is_lone and is_abrupt and sigmas > ABRUPT):
        space[tr.OUTLIERS] = 0.0
        white = min(0.5 * step * step, 50.0 * variance)
        space[tr.NOISE_VAR] += (white - space[tr.NOISE_VAR]) / 200.0
        return True
    space[tr.OUTLIERS] += 1.0
    if is_lone:
        return bool(not is_odd(space) or space[tr.OUTLIERS] > MOST_OUTLIERS)
    if nu < 0.0 and -nu < 0.5 * space[tr.LEVEL]:
        return True
    first, space[tr.FIRST_OFF] = space[tr.FIRST_OFF], nu
    if space[tr.OUTLIERS] <= 1.0:
        return False
    jitter = math.sqrt(2.0 * max(variance, space[tr.NOISE_VAR]))
    if abs(step) < 5.0 * jitter and abs(step) < STAYS * abs(nu):
        tracks.mean[s, tr.X] += nu
        tracks.covariance[s, tr.X, tr.X] += nu * nu
        space[tr.OUTLIERS], space[tr.OFF] = -1.0, 0.0
        return True
    goes_on = step * nu > 0.0 and first * nu > 0.0
    if space[tr.OUTLIERS] <= 2.0:
        return bool(goes_on and abs(step) > 0.7 * abs(first))
    return bool(goes_on or space[tr.OUTLIERS] > MOST_OUTLIERS)
