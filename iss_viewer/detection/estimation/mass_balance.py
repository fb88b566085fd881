"""The mass balance of one air space, sample by sample: its N2-equivalent pressure through its filter."""

from __future__ import annotations

import math
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.estimation.air_noise import cut_air, forget_air, learn_air
from iss_viewer.detection.estimation.gas_prediction import gas_noise
from iss_viewer.detection.estimation.glr_bank import add_onset, follow_onsets
from iss_viewer.detection.estimation.kalman import (
    Innovation,
    Testimony,
    correct,
    innovate,
    predict,
    seen,
    transit,
)
from iss_viewer.detection.estimation.noise_scale import look_back
from iss_viewer.detection.estimation.process_noise import (
    breath_doubt,
    fast_variance,
    fed_heat,
    follow_feed,
    pa_per_k,
    process_noise,
    rate_variance,
    slope_variance,
    unseen_vapour,
    warmth_at_start,
)
from iss_viewer.detection.estimation.sequential_test import (
    may_be_outlier,
    test_for_leak,
)
from iss_viewer.detection.estimation.slopes import forget_slopes
from iss_viewer.detection.estimation.slow_air import spread_slow_air
from iss_viewer.detection.estimation.witnesses import (
    begin_witnesses,
    follow_witnesses,
    followed_k,
    lag_variance,
    nitrogen_pa,
    sensed_share,
    unfed_pa,
)
from iss_viewer.detection.sensors.habits import BEND_VARIANCE
from iss_viewer.detection.state.channel_map import Module
from iss_viewer.detection.state.clock import Clock
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import (
    BASE,
    DAY_C,
    DAY_S,
    GAS,
    LEAK,
    ORBIT_C,
    ORBIT_S,
    RATE,
    SLOW_AIR,
    STATES,
    THETA,
    WARMTH,
    AirSpace,
    FilterState,
    KnownFlows,
    Motion,
    X,
)
from iss_viewer.physics import N2_KG_MOL, R


class BalanceSettings(NamedTuple):
    """How a filter starts, and which samples it takes in. Fitted by `study detection`, where no reason
    is given.
    """

    first_variance_pa2: float = 1e6  # of the level before the first sample: nothing is known
    kept_variance_pa2: float = 1e4  # the same of a filter that goes on elsewhere
    most_outliers: int = (
        8  # in a row: then the world is not what was believed, and they are taken in
    )
    sudden: float = 4.0  # times the noise of long: a single barometer that jitters so is doubted
    abrupt_sigmas: float = 3.0  # at once: a single barometer may have stepped
    stays: float = 0.4  # of how far a sample is off: the next differs less if both are past a step
    stays_sigmas: float = 5.0  # of the noise of samples, that two past a step differ by at most
    goes_on: float = 0.7  # of the first step, that the second has at least in a change that goes on
    abrupt_share: float = 0.5  # of a residual that is new, for it to have come at once
    least_left: float = 0.5  # of the pressure that a plausible fall leaves
    residual_gain: float = 0.5  # of the smoothed innovation: two samples
    white_memory: float = 200.0  # samples, of the noise between samples
    white_most: float = 50.0  # times what sensors promise, that one sample counts for
    jitter_memory: float = 8.0  # samples
    jitter_most: float = 4.0  # times what it was, that one sample counts for
    jumpy_memory: float = 60.0  # samples: what jitters is long believed to,
    jumpy_growth_memory: float = 2.0  # and soon to do so more
    jumpy_most: float = 16.0


BALANCE = BalanceSettings()


class Gate(IntEnum):
    """What becomes of a sample."""

    REJECTED = 0
    ACCEPTED = 1
    STEPPED = 2  # accepted as the new level after a step, whatever the leak


@inner
def measure(
    space: AirSpace,
    module: Module,
    flow: KnownFlows,
    motion: Motion,
    settings: Settings,
    clock: Clock,
) -> bool:
    """Filter one sample of an air space, and test it for a leak. module: the space's first. Whether it
    was measured and is no outlier.
    """
    is_measured = bool(space["agreed_variance_pa2"] < math.inf)
    if space["filter_state"] != FilterState.RUNNING:
        if not is_measured:
            return False
        _start_filter(space, module, flow, motion, settings, clock["now_s"])
    noise = process_noise(space, module, settings, motion)
    kappa_dt = _predict(space, flow, motion, settings, noise)
    gain, innovation, testimony = np.empty(STATES), Innovation(0.0, 0.0), Testimony(0.0, 0.0)
    if is_measured:
        z, was_jumpy = _z_pa(space), space["is_jumpy"]
        variance = _measurement_variance(space, z, noise[WARMTH]) + lag_variance(space)
        space["measurement_variance_pa2"] = variance
        if space["is_jumpy"] == 1 and was_jumpy == 0:
            forget_level(space)  # the last samples were believed too much
            return False
        mean, covariance = space["mean"], space["covariance"]
        innovation = innovate(mean, covariance, z, variance, gain)
        gate = _gate(space, settings, z, innovation)
        is_measured = gate != Gate.REJECTED
        if gate == Gate.STEPPED:  # weigh it with the wider doubt
            innovation = innovate(mean, covariance, z, variance, gain)
        if is_measured:
            correct(mean, covariance, innovation, gain)
            testimony = follow_witnesses(space, gate == Gate.STEPPED, gain)
    bank, count = space["bank"], space["onset_count"]
    follow_onsets(bank, count, kappa_dt, motion, innovation, testimony, gain, is_measured)
    if is_measured:
        if space["warmth_lag_pa2"] == 0.0:  # else what is assumed is a doubt, and no noise
            suspected_s = space["suspected_s"]
            look_back(space["noise_scales"], bank, count, clock["now_s"], motion.dt_s, suspected_s)
        test_for_leak(space, settings, clock)
        learn_air(space, settings, space["agreed_variance_pa2"], clock["now_s"])
    return is_measured


@inner
def _z_pa(space: AirSpace) -> float:
    """What the filter is given: nitrogen as it would be at the reference temperature."""
    return float(nitrogen_pa(space) * space["reference_k"] / followed_k(space))


@inner
def _predict(
    space: AirSpace, flow: KnownFlows, motion: Motion, settings: Settings, noise: Floats
) -> float:
    """Move the filter on by a step, with what is known to flow; noise: added to, shape (STATES,). Gives
    by how much a unit loss lowers the pressure meanwhile, s.
    """
    dt = motion.dt_s
    kappa = (1.0 - sensed_share(space)) * space["level_pa"] / space["reference_pa"]
    fed = flow["nitrogen_kg_s"] * R * space["reference_k"] / (N2_KG_MOL * space["volume_m3"])
    known_pa = fed * dt
    space["mean"][X] += known_pa
    space["fed_so_far_pa"] += known_pa
    space["breath_doubt_pa_s"] = breath_doubt(space, settings, flow)
    vapour = unseen_vapour(space, settings, flow)
    noise[BASE] += vapour * vapour * dt / settings["thermal_time_s"]
    noise[GAS] += gas_noise(space, flow, motion)
    noise[X] += follow_feed(space, settings, max(known_pa, 0.0), dt)
    rate = rate_variance(space, settings)
    predict(space["mean"], space["covariance"], kappa * dt, motion, noise, rate)
    transit(space["thermal_mean"], kappa * dt, motion)
    transit(space["gas_mean"], kappa * dt, motion)
    return float(kappa * dt)


@inner
def forget_level(space: AirSpace) -> None:
    """What happened to the air just now is not known: go on from wherever the pressure is next."""
    if space["filter_state"] == FilterState.RUNNING:
        space["filter_state"] = FilterState.KEPT
        forget_slopes(space["slopes"])


@inner
def _start_filter(
    space: AirSpace,
    module: Module,
    flow: KnownFlows,
    motion: Motion,
    settings: Settings,
    now_s: float,
) -> None:
    """A fresh filter for an air space, or the old one anchored anew where it had been before."""
    if space["filter_state"] != FilterState.KEPT:
        forget_air(space)
        space["reference_pa"] = max(space["level_pa"], 1.0)
        space["reference_k"] = followed_k(space)
    space["slope_variance"] = slope_variance(space, settings, flow)
    z, odds = nitrogen_pa(space), 0.0
    if space["filter_state"] == FilterState.KEPT:
        _renew_level(space, z)
    else:
        if space["filter_state"] == FilterState.NOT_STARTED:
            odds = settings["leak_at_start_1"] / (1.0 - settings["leak_at_start_1"])
        _begin(space, module, motion, settings, z)
    space["filter_state"], space["has_flowed"] = FilterState.RUNNING, 0
    space["has_changed"], space["outliers"] = 0, 0
    space["last_z_pa"], space["last_step_pa"] = z, 0.0
    begin_witnesses(space)
    cut_air(space)
    space["onset_count"] = 0
    space["onset_count"] = add_onset(
        space["bank"], space["onset_count"], now_s, odds, unfed_pa(space)
    )


@inner
def _renew_level(space: AirSpace, z: float) -> None:
    """Go on with all that was known but the level."""
    mean, covariance = space["mean"], space["covariance"]
    if space["has_flowed"] == 1:  # what came or went has warmed or cooled the rest
        space["fed_pa"] += abs(z - seen(mean))
        _doubt_gases(space)
    mean[X] += z - seen(mean)
    covariance[X, :] = 0.0
    covariance[:, X] = 0.0
    covariance[X, X] = BALANCE.kept_variance_pa2


@inner
def _doubt_gases(space: AirSpace) -> None:
    """Air that came together, or was breathed unmeasured, holds gases that analysers find out only slowly."""
    mean, covariance = space["mean"], space["covariance"]
    mean[GAS] = 0.0
    covariance[GAS, :] = 0.0
    covariance[:, GAS] = 0.0
    covariance[GAS, GAS] = space["gas_doubt_pa"] ** 2


@inner
def _begin(space: AirSpace, module: Module, motion: Motion, settings: Settings, z: float) -> None:
    """Begin anew."""
    mean, covariance = space["mean"], space["covariance"]
    mean[:] = 0.0
    covariance[:] = 0.0
    mean[X], covariance[X, X] = z, BALANCE.first_variance_pa2
    space["jitter_pa2"] = 0.0
    covariance[BASE, BASE] = space["slope_variance"]
    per_k = pa_per_k(space)
    day, orbit = settings["diurnal_sd_k"] * per_k, settings["orbital_sd_k"] * per_k
    covariance[THETA, THETA] = fast_variance(space, settings)
    spread_slow_air(covariance, SLOW_AIR, RATE, settings, rate_variance(space, settings))
    covariance[DAY_C, DAY_C] = covariance[DAY_S, DAY_S] = day * day
    covariance[ORBIT_C, ORBIT_C] = covariance[ORBIT_S, ORBIT_S] = orbit * orbit
    covariance[WARMTH, WARMTH] = warmth_at_start(space, module, motion)
    _doubt_gases(space)


@entry
def loss_variance(covariance: Floats) -> float:
    """The variance of the whole loss, leak or not."""
    both = covariance[BASE, BASE] + covariance[LEAK, LEAK]
    return float(max(both + 2.0 * covariance[BASE, LEAK], 0.0))


@inner
def is_single(space: AirSpace) -> bool:
    """Whether no second barometer can contradict the first."""
    return bool(space["sensor_count"] <= 1)


@inner
def _measurement_variance(space: AirSpace, z: float, warmth: float) -> float:
    """The variance of a measurement: as the sensors' class says, or as they were seen to jitter.

    A single barometer has no neighbours to contradict it, so its jitter of the last samples counts at
    once, grows fast and is forgotten slowly; second differences, because they are blind to a steady fall.
    warmth: variance that the thermometers' noise added at this sample, no jitter of the barometer.
    """
    known = max(space["agreed_variance_pa2"], space["white_variance_pa2"]) + fed_heat(space)
    if space["jitter_pa2"] > 0.0:
        _follow_jitter(space, z - space["last_z_pa"] - space["last_step_pa"])
    else:
        space["jitter_pa2"] = known
    is_jumpy = is_single(space) and space["jitter_pa2"] > BALANCE.sudden * (known + warmth)
    space["is_jumpy"] = 1 if is_jumpy else 0
    return float(space["jitter_pa2"] if is_jumpy else known)


@inner
def _follow_jitter(space: AirSpace, bend: float) -> None:
    """Take a second difference into the mean square of them."""
    jitter, most, memory = space["jitter_pa2"], BALANCE.jitter_most, BALANCE.jitter_memory
    if space["is_jumpy"] == 1:
        most = BALANCE.jumpy_most
    square = min(bend * bend / BEND_VARIANCE, most * jitter)
    if space["is_jumpy"] == 1:
        memory = BALANCE.jumpy_memory if square < jitter else BALANCE.jumpy_growth_memory
    space["jitter_pa2"] += (square - jitter) / memory


@inner
def _gate(space: AirSpace, settings: Settings, z: float, innovation: Innovation) -> Gate:
    """What becomes of a sample.

    A fall that several sensors show is air that is lost, at its first sample. A rise waits for the next:
    if that stays where this one went, it was a step, and the level moves there. If it goes on at least as
    fast, it is taken in. A single sensor's sample waits, also when it is off by less, but all at once, as
    long as its readings may have stepped or scatter; where they stepped, the level is forgotten.
    """
    residual = innovation.residual
    step, was_off = z - space["last_z_pa"], space["residual_pa"]
    space["last_z_pa"], space["last_step_pa"] = z, step
    space["residual_pa"] += BALANCE.residual_gain * (residual - was_off)
    sigmas = abs(residual) / math.sqrt(innovation.variance)
    is_new = abs(was_off) < BALANCE.abrupt_share * abs(residual) or space["outliers"] > 0
    abrupt_pa = BALANCE.abrupt_sigmas * math.sqrt(innovation.variance + space["rounding_pa"] ** 2)
    is_abrupt = is_single(space) and is_new and abs(residual) > abrupt_pa
    if sigmas < settings["outlier_sigmas_1"] and not is_abrupt:
        space["outliers"] = 0
        _follow_white(space, step)
        return Gate.ACCEPTED
    space["outliers"] += 1
    is_enough = space["outliers"] > BALANCE.most_outliers
    if is_single(space):
        is_air = not may_be_outlier(space) or is_enough
        return Gate.ACCEPTED if is_air else Gate.REJECTED
    if residual < 0.0 and -residual < BALANCE.least_left * space["level_pa"]:
        return Gate.ACCEPTED
    gate: Gate = _gate_rise(space, step, residual)
    return gate


@inner
def _follow_white(space: AirSpace, step: float) -> None:
    """How samples differ from one to the next where nothing happens."""
    most = BALANCE.white_most * space["agreed_variance_pa2"]
    white = min(0.5 * step * step, most)
    space["white_variance_pa2"] += (white - space["white_variance_pa2"]) / BALANCE.white_memory


@inner
def _gate_rise(space: AirSpace, step: float, residual: float) -> Gate:
    """What becomes of an outlier that several sensors agree on and that is no plausible loss."""
    first, space["first_residual_pa"] = space["first_residual_pa"], residual
    if space["outliers"] <= 1:
        return Gate.REJECTED
    white = max(space["agreed_variance_pa2"], space["white_variance_pa2"])
    most = BALANCE.stays_sigmas * math.sqrt(2.0 * white)
    if abs(step) < most and abs(step) < BALANCE.stays * abs(residual):
        space["mean"][X] += residual
        space["covariance"][X, X] += residual * residual
        space["outliers"], space["residual_pa"] = 0, 0.0
        return Gate.STEPPED
    goes_on = step * residual > 0.0 and first * residual > 0.0
    if space["outliers"] == 2:
        goes_on = goes_on and abs(step) > BALANCE.goes_on * abs(first)
        return Gate.ACCEPTED if goes_on else Gate.REJECTED
    is_enough = space["outliers"] > BALANCE.most_outliers
    return Gate.ACCEPTED if goes_on or is_enough else Gate.REJECTED
