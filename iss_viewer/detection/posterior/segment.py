"""One air space, sample by sample, as if nothing leaked; and what any leak would have done to that.

The filter of "no leak" turns measurements into innovations nu of variance S. A unit rate from an onset on
leaves a trace rho in them, and ``N += rho rho^T/S, b += rho nu/S`` over all onsets (and the steady flow
that is no leak) makes ``b.D - D.N.D/2`` the logarithm of the likelihood ratio of any history of steps D.
The level at the start is not known, so nothing of it is believed.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.estimation.gas_prediction import gas_noise
from iss_viewer.detection.estimation.process_noise import (
    LEAST_WALK_PA2_S,
    fast_variance,
    pa_per_k,
    rate_variance,
    slope_variance,
    unseen_vapour,
    walk_pa2_day,
    warmth_at_start,
    warmth_variance,
)
from iss_viewer.detection.estimation.slow_air import (
    move_slow_air,
    spread_slow_air,
    stir_slow_air,
)
from iss_viewer.detection.estimation.witnesses import followed_k, nitrogen_pa, sensed_share
from iss_viewer.detection.posterior.slots import add_slot
from iss_viewer.detection.state.channel_map import Module
from iss_viewer.detection.state.clock import DAY_S
from iss_viewer.detection.state.compiled import entry, inner, kernel, part
from iss_viewer.detection.state.leak_records import (
    AIR_RATE,
    BREATH,
    DAY_COS,
    DAY_SIN,
    FRESH,
    LEAK_LAWS,
    LEVEL,
    MIXED,
    ORBIT_COS,
    ORBIT_SIN,
    REGRESSORS,
    SEGMENT_STATES,
    SLOW,
    SLOW_AIR,
    SMOOTHED,
    STEADY,
    LeakLaw,
    Segment,
)
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.sensor_records import Gas
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import AirSpace, KnownFlows, Motion
from iss_viewer.physics import AIR_KG_MOL, N2_KG_MOL, STANDARD_PA, R


class SegmentSettings(NamedTuple):
    """What is not known of an air space that hatches have just made. Found on simulated days with people
    who move and hatches that are shut and opened, quiet and leaking, where no reason is given.
    """

    first_variance_pa2: float = 1e6  # of the level, of which nothing is believed
    fresh_k: float = 0.05  # missed by thermometers of air that was just parted or joined,
    fresh_s: float = 180.0  # for so long: the film of the walls
    least_variance_pa2: float = 4.0  # of a sample: one cannot know the air better than to 2 Pa
    uneven_warmth_1: float = (
        0.05  # of the pressures' mean difference at a merger: heat that is not seen
    )
    cold_1: float = (
        0.24  # of what leaked within that time, by which the pressure falls more, since gas that
    )
    # expands is colder than thermometers tell: of gamma - 1 = 0.4 they miss a part
    slip_pa: float = 5000.0  # of a crack: part of its flow that is as the pressure; PrK, July 2021


SEGMENT_OF = SegmentSettings()


@entry
def flow_share(law: int, pressure_pa: float) -> float:
    """The flow of a leak at a pressure, over that at one atmosphere."""
    if law == LeakLaw.CRACK:
        slip = SEGMENT_OF.slip_pa
        return pressure_pa * (pressure_pa + slip) / (STANDARD_PA * (STANDARD_PA + slip))
    return pressure_pa / STANDARD_PA


@part
def follow_segment(
    segment: Segment,
    space: AirSpace,
    module: Module,
    flow: KnownFlows,
    motion: Motion,
    settings: Settings,
    now_s: float,
    is_taken: bool,
    is_level_new: bool,
) -> None:
    """Take one sample of an air space in. module: its first; is_taken: it was measured and is no outlier;
    is_level_new: what happened to the air since the sample before is not known.
    """
    if not _is_known(space, flow):
        segment["is_open"] = 0  # nothing can be said across it
        return
    if segment["is_open"] == 1:
        _advance(segment, space, module, flow, motion, settings, is_level_new)
    elif is_taken:
        _open(segment, space, module, flow, motion, settings, now_s)
    if is_taken:
        _weigh(segment, _z_pa(segment, space), _variance(space))
        segment["end_s"] = now_s
        add_slot(segment, now_s)


@inner
def _is_known(space: AirSpace, flow: KnownFlows) -> bool:
    """Whether all that is reckoned with are numbers, and a filter has begun."""
    gases = space["gases_pa"]
    total = space["level_pa"] + space["temperature_k"] + space["sensed_share_1"] + space["fed_pa"]
    total += gases[Gas.OXYGEN] + gases[Gas.CARBON_DIOXIDE] + gases[Gas.WATER]
    total += space["measurement_variance_pa2"] + space["gas_walk_pa2_day"] + space["fallen_pa"]
    total += flow["nitrogen_kg_s"] + flow["water_kg_s"] + flow["carbon_dioxide_kg_s"]
    return math.isfinite(total) and space["reference_k"] > 0.0


@inner
def _z_pa(segment: Segment, space: AirSpace) -> float:
    """Nitrogen as it would be at the reference temperature."""
    return float(nitrogen_pa(space) * segment["reference_k"] / followed_k(space))


@inner
def _variance(space: AirSpace) -> float:
    return float(max(space["measurement_variance_pa2"], SEGMENT_OF.least_variance_pa2))


@inner
def _open(
    segment: Segment,
    space: AirSpace,
    module: Module,
    flow: KnownFlows,
    motion: Motion,
    settings: Settings,
    now_s: float,
) -> None:
    """Begin where the air is measured for the first time as its modules now stand."""
    segment["is_open"], segment["start_s"], segment["count"] = 1, now_s, 0
    segment["reference_k"], segment["volume_m3"] = followed_k(space), space["volume_m3"]
    segment["slope_variance"] = slope_variance(space, settings, flow)
    segment["excess_1"], segment["steady_signature"] = 1.0, 0.0
    segment["steady_response"][:] = 0.0
    for law in range(LEAK_LAWS):
        segment["score"][law, STEADY] = segment["information"][law, STEADY, STEADY] = 0.0
    mean, covariance, per_k = segment["mean"], segment["covariance"], pa_per_k(space)
    mean[:] = 0.0
    covariance[:] = 0.0
    mean[LEVEL], covariance[LEVEL, LEVEL] = _z_pa(segment, space), SEGMENT_OF.first_variance_pa2
    fresh, uneven = _fresh_k(space, now_s) * per_k, segment["unevenness_pa"]
    heat, gas = SEGMENT_OF.uneven_warmth_1 * uneven, space["gas_doubt_pa"]
    day, orbit = settings["diurnal_sd_k"] * per_k, settings["orbital_sd_k"] * per_k
    covariance[SLOW, SLOW] = fast_variance(space, settings)
    spread_slow_air(covariance, SLOW_AIR, AIR_RATE, settings, rate_variance(space, settings))
    covariance[FRESH, FRESH] = fresh * fresh + heat * heat
    covariance[MIXED, MIXED] = gas * gas
    covariance[SMOOTHED, SMOOTHED] = warmth_at_start(space, module, motion)
    covariance[DAY_COS, DAY_COS] = covariance[DAY_SIN, DAY_SIN] = day * day
    covariance[ORBIT_COS, ORBIT_COS] = covariance[ORBIT_SIN, ORBIT_SIN] = orbit * orbit
    add_slot(segment, now_s)


@inner
def _fresh_k(space: AirSpace, now_s: float) -> float:
    """1-sigma of what thermometers miss of air around which a hatch has moved; none has before the first
    sample.
    """
    if not space["changed_s"] > 0.0:
        return 0.0
    return float(SEGMENT_OF.fresh_k * math.exp((space["changed_s"] - now_s) / SEGMENT_OF.fresh_s))


@inner
def _advance(
    segment: Segment,
    space: AirSpace,
    module: Module,
    flow: KnownFlows,
    motion: Motion,
    settings: Settings,
    is_level_new: bool,
) -> None:
    """One step ahead: the filter, and what unit rates from each onset on do meanwhile."""
    dt, covariance = motion.dt_s, segment["covariance"]
    keep = math.exp(-dt / SEGMENT_OF.fresh_s)
    known_pa = flow["nitrogen_kg_s"] * R * segment["reference_k"] * dt
    known_pa /= N2_KG_MOL * space["volume_m3"]
    segment["mean"][LEVEL] += known_pa
    _transit(segment["mean"], motion, keep)
    for i in range(SEGMENT_STATES):
        _transit(covariance[i], motion, keep)
    for i in range(SEGMENT_STATES):
        _transit(covariance[:, i], motion, keep)
    _add_noise(covariance, space, module, flow, motion, settings, max(known_pa, 0.0))
    if is_level_new:
        covariance[LEVEL, LEVEL] += SEGMENT_OF.first_variance_pa2
    per_kg = R * segment["reference_k"] / (AIR_KG_MOL * space["volume_m3"])
    per_kg *= 1.0 - sensed_share(space)
    segment["steady_signature"] -= dt
    _transit(segment["steady_response"], motion, keep)
    cold = SEGMENT_OF.cold_1  # of what leaks in this step, by its end
    if dt > 0.0:
        cold *= SEGMENT_OF.fresh_s / dt * (1.0 - keep)
    for law in range(LEAK_LAWS):
        fall = per_kg * flow_share(law, space["level_pa"]) * dt
        for k in range(segment["count"]):
            segment["signature"][law, k] -= fall
            segment["cold"][law, k] = segment["cold"][law, k] * keep + cold * fall
            _transit(segment["response"][law, k], motion, keep)


@kernel
def _transit(v: Floats, motion: Motion, fresh_keep: float) -> None:
    """v becomes F v, shape (SEGMENT_STATES,)."""
    v[LEVEL] -= motion.dt_s * v[BREATH]
    move_slow_air(v, SLOW_AIR, AIR_RATE, motion.slow_air)
    v[SLOW] *= motion.theta_keep
    v[FRESH] *= fresh_keep
    v[MIXED] *= motion.gas_keep
    v[SMOOTHED] *= motion.warmth_keep
    day = v[DAY_COS]
    v[DAY_COS] = motion.day_cos * day - motion.day_sin * v[DAY_SIN]
    v[DAY_SIN] = motion.day_sin * day + motion.day_cos * v[DAY_SIN]
    orbit = v[ORBIT_COS]
    v[ORBIT_COS] = motion.orbit_cos * orbit - motion.orbit_sin * v[ORBIT_SIN]
    v[ORBIT_SIN] = motion.orbit_sin * orbit + motion.orbit_cos * v[ORBIT_SIN]


@part
def _add_noise(
    covariance: Floats,
    space: AirSpace,
    module: Module,
    flow: KnownFlows,
    motion: Motion,
    settings: Settings,
    fed_pa: float,
) -> None:
    """What a step adds to the variance of each state."""
    per_k, dt = pa_per_k(space), motion.dt_s
    walk = walk_pa2_day(space, module, per_k) * dt / DAY_S + LEAST_WALK_PA2_S * dt
    fed = space["volume_sd_1"] ** 2 * fed_pa * max(2.0 * space["fed_pa"] - fed_pa, 0.0)
    covariance[LEVEL, LEVEL] += walk + fed
    fast, rate = fast_variance(space, settings), rate_variance(space, settings)
    covariance[SLOW, SLOW] += fast * (1.0 - motion.theta_keep * motion.theta_keep)
    stir_slow_air(covariance, SLOW_AIR, AIR_RATE, motion.slow_air, rate)
    fresh = 1.0 - motion.warmth_keep
    covariance[SMOOTHED, SMOOTHED] += fresh * fresh * warmth_variance(space, module["temperature"])
    fading = 1.0 - (motion.day_cos * motion.day_cos + motion.day_sin * motion.day_sin)
    day, orbit = settings["diurnal_sd_k"] * per_k, settings["orbital_sd_k"] * per_k
    covariance[DAY_COS, DAY_COS] += day * day * fading
    covariance[DAY_SIN, DAY_SIN] += day * day * fading
    covariance[ORBIT_COS, ORBIT_COS] += orbit * orbit * fading
    covariance[ORBIT_SIN, ORBIT_SIN] += orbit * orbit * fading
    covariance[MIXED, MIXED] += gas_noise(space, flow, motion)
    vapour = unseen_vapour(space, settings, flow)
    covariance[BREATH, BREATH] += vapour * vapour * dt / settings["thermal_time_s"]


@kernel
def _seen(v: Floats) -> float:
    """H v: what the measurement sees of a state."""
    swings = v[DAY_COS] + v[ORBIT_COS]
    return float(v[LEVEL] + v[SLOW] + v[FRESH] + v[MIXED] + v[SMOOTHED] + v[SLOW_AIR] + swings)


@inner
def _weigh(segment: Segment, z_pa: float, variance_pa2: float) -> None:
    """Take a measurement into the filter, and what it says of every onset."""
    mean, covariance = segment["mean"], segment["covariance"]
    gain = np.empty(SEGMENT_STATES)
    for i in range(SEGMENT_STATES):
        gain[i] = _seen(covariance[i])
    spread = variance_pa2 + _seen(gain)
    residual = z_pa - _seen(mean)
    _weigh_onsets(segment, gain, residual, spread)
    for i in range(SEGMENT_STATES):
        mean[i] += gain[i] / spread * residual
        for j in range(i + 1):
            value = covariance[i, j] - gain[i] * gain[j] / spread
            covariance[i, j] = value
            covariance[j, i] = value


@part
def _weigh_onsets(segment: Segment, gain: Floats, residual: float, spread: float) -> None:
    count, trace = segment["count"], np.empty(REGRESSORS)
    steady = segment["steady_response"]
    trace[STEADY] = segment["steady_signature"] - _seen(steady)
    for i in range(SEGMENT_STATES):
        steady[i] += gain[i] / spread * trace[STEADY]
    for law in range(LEAK_LAWS):
        score, information = segment["score"][law], segment["information"][law]
        for k in range(count):
            response = segment["response"][law, k]
            rho = segment["signature"][law, k] - segment["cold"][law, k] - _seen(response)
            for i in range(SEGMENT_STATES):
                response[i] += gain[i] / spread * rho
            trace[k], weighed = rho, rho / spread
            score[k] += weighed * residual
            for j in range(k + 1):
                information[k, j] += weighed * trace[j]
        weighed = trace[STEADY] / spread
        score[STEADY] += weighed * residual
        for j in range(count):
            information[STEADY, j] += weighed * trace[j]
        information[STEADY, STEADY] += weighed * trace[STEADY]
