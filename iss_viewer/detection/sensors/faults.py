"""Pressure sensors of one air space: what they agree on, and which of them is at fault.

In an open air space all sensors share one pressure, so each has a nearly constant offset from the
others. Offsets are learned while they agree; then a sensor that drops out, or errs, moves nothing.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import (
    BIAS,
    COUNT,
    DRIFT,
    DROPOUT,
    EXCLUDED,
    FALL,
    FAULT,
    FAULT_S,
    LAST,
    MISSING,
    NO_FAULT,
    NOISE,
    NOISE_FACTOR,
    OFFSET,
    QUIET_S,
    RECENT,
    RECENT_COUNT,
    REFERENCE,
    REFERENCE_S,
    RISE,
    RUN,
    RUN_LEVEL,
    SEEN_S,
    SPREAD,
    STUCK,
    TRIAL_PA,
    TRIAL_S,
    Floats,
)
from iss_viewer.detection.state.sensor_fields import P_DRIFT, P_LAG, P_NOISE, P_QUANTUM

#: quiet time after which an excluded sensor is trusted again; one that drifted: as long as that took, if it
#: moves less than this part of how far it went then
RELEARN_S, STEADIER = 1200.0, 0.5
REFERENCE_EVERY_S = 6 * 3600.0  # how long an offset is watched for drift
LONGEST_TRIAL_S = 86400.0
SLACK = 0.5  # of a cumulative sum, sigmas
ALARMING = 22.0  # of a cumulative sum: once in e^22 samples by chance
KNOWN_FROM = 300.0  # readings after which an offset is known well enough to be watched for drift
MEMORY = 60.0  # samples, of spread and drop-outs
NOISY = 6.0  # times the variance of its class: a barometer that scatters so much is at fault


@inner
def white_variance(traits: Floats) -> float:
    """Of one reading: noise and quantum."""
    return float(traits[P_NOISE] ** 2 + traits[P_QUANTUM] ** 2 / 12.0 + 1e-6)


@inner
def _scale(traits: Floats, slope_pa_s: float) -> float:
    """1-sigma of one reading against the others: noise, quantum, and lag while pressure moves."""
    quantum = traits[P_QUANTUM]
    white = traits[P_NOISE] ** 2 + quantum * quantum / 12.0
    if quantum > traits[P_NOISE]:
        white = max(white, quantum * quantum)
    return float(math.sqrt(white) + abs(slope_pa_s) * traits[P_LAG] + 1e-3)


@inner
def _median(values: Floats, count: int) -> float:
    """The median of the first `count` values; sorts a copy in place of scratch space."""
    ordered = np.sort(values[:count])
    middle = count // 2
    if count % 2:
        return float(ordered[middle])
    return float(0.5 * (ordered[middle - 1] + ordered[middle]))


@inner
def watch_reading(
    sensor: Floats, traits: Floats, y: float, level: float, now_s: float, is_missing: bool
) -> bool:
    """Follow one sensor's drop-outs and repeated values; whether it may be used now."""
    sensor[MISSING] += ((1.0 if is_missing else 0.0) - sensor[MISSING]) / 20.0
    if is_missing:
        if sensor[MISSING] > 0.5 and sensor[SEEN_S] > -math.inf and sensor[FAULT] == NO_FAULT:
            sensor[FAULT], sensor[FAULT_S] = DROPOUT, now_s
        return False
    sensor[SEEN_S] = now_s
    if sensor[FAULT] == DROPOUT and sensor[MISSING] < 0.2:
        sensor[FAULT] = NO_FAULT
    if y == sensor[LAST]:
        sensor[RUN] += 1.0
    else:
        sensor[RUN], sensor[RUN_LEVEL] = 0.0, level
        if sensor[FAULT] == STUCK:
            sensor[FAULT], sensor[EXCLUDED] = NO_FAULT, 0.0
    sensor[LAST] = y
    noise, quantum = traits[P_NOISE], traits[P_QUANTUM]
    lively = noise >= 0.5 * quantum and noise > 0.0 and sensor[RUN] > 60.0
    moved = abs(level - sensor[RUN_LEVEL]) > 6.0 * noise + 2.0 * quantum + 5.0
    if sensor[FAULT] != STUCK and (lively or (moved and sensor[RUN] > 3.0)):
        sensor[FAULT], sensor[FAULT_S], sensor[EXCLUDED] = STUCK, now_s, 1.0
    return bool(sensor[EXCLUDED] == 0.0)


@inner
def agree(
    members: NDArray[np.int64],
    usable: NDArray[np.bool_],
    residuals: Floats,
    traits: Floats,
    slope_pa_s: float,
) -> tuple[float, float, int]:
    """The residual that the sensors of an air space agree on, its variance, how many they are.

    residuals: reading less offset less predicted level, shape (modules,). With three or more, a
    clipped mean around the median; of two that differ, the one nearer to what was predicted.
    """
    values = np.empty(len(members))
    count = 0
    for i in members:
        if usable[i]:
            values[count] = residuals[i]
            count += 1
    if count == 0:
        return 0.0, math.inf, 0
    centre = _median(values, count)
    if count == 2:
        scale = 0.0
        for i in members:
            if usable[i]:
                scale = max(scale, _scale(traits[i], slope_pa_s))
        if abs(values[0] - values[1]) > 8.0 * scale:
            centre = values[0] if abs(values[0]) < abs(values[1]) else values[1]
    total, weights = 0.0, 0.0
    for i in members:
        if usable[i]:
            scale = _scale(traits[i], slope_pa_s)
            weight = 1.0 / (traits[i, P_NOISE] ** 2 + traits[i, P_QUANTUM] ** 2 / 12.0 + 1e-6)
            off = residuals[i] - centre
            total += weight * min(max(off, -3.0 * scale), 3.0 * scale)
            weights += weight
    return centre + total / weights, 1.0 / weights, count


@inner
def learn_offset(sensor: Floats, traits: Floats, off: float, dt: float, slope_pa_s: float) -> None:
    """Move a sensor's offset by what it is off the agreed level, slower the better it is known."""
    noise = math.sqrt(traits[P_NOISE] ** 2 + traits[P_QUANTUM] ** 2 / 12.0) + 1e-3
    steady = traits[P_DRIFT] * math.sqrt(dt / 86400.0) / noise
    gain = min(max(steady, 1.0 / (sensor[COUNT] + 1.0)), 1.0)
    if sensor[COUNT] >= 1.0:
        limit = 4.0 * _scale(traits, slope_pa_s)
        off = min(max(off, -limit), limit)
    sensor[OFFSET] += gain * off
    sensor[COUNT] += 1.0


@inner
def judge(
    sensor: Floats,
    traits: Floats,
    space: Floats,
    off: float,
    dt: float,
    now_s: float,
    slope_pa_s: float,
    others: int,
) -> None:
    """Test one sensor against its neighbours: a step, a drift, a growth of noise."""
    u = off / (_scale(traits, slope_pa_s) * math.sqrt(max(space[NOISE_FACTOR], 1.0)))
    step = min(max(u, -8.0), 8.0)
    sensor[RISE] = min(max(sensor[RISE] + step - SLACK, 0.0), 60.0)
    sensor[FALL] = min(max(sensor[FALL] - step - SLACK, 0.0), 60.0)
    sensor[SPREAD] += (min(u * u, 100.0) - sensor[SPREAD]) / MEMORY
    if sensor[COUNT] < 30.0:
        sensor[RISE] = sensor[FALL] = 0.0
    if sensor[COUNT] == KNOWN_FROM and sensor[EXCLUDED] == 0.0:
        sensor[REFERENCE], sensor[REFERENCE_S] = sensor[OFFSET], now_s
    if sensor[COUNT] < 30.0 or others < 1:
        return
    if max(sensor[RISE], sensor[FALL]) > ALARMING:
        _exclude(sensor, BIAS, now_s)
    elif sensor[SPREAD] > NOISY:
        _exclude(sensor, NOISE, now_s)
    elif _has_drifted(sensor, traits, dt, now_s):
        age_s, moved = now_s - sensor[REFERENCE_S], abs(sensor[OFFSET] - sensor[REFERENCE])
        _exclude(sensor, DRIFT, now_s)
        sensor[TRIAL_S], sensor[TRIAL_PA] = max(sensor[TRIAL_S], age_s), STEADIER * moved
    elif sensor[EXCLUDED] == 0.0 and now_s - sensor[REFERENCE_S] > REFERENCE_EVERY_S:
        sensor[REFERENCE], sensor[REFERENCE_S] = sensor[OFFSET], now_s
    if sensor[EXCLUDED] != 0.0 and now_s - sensor[QUIET_S] > sensor[TRIAL_S]:
        _try_again(sensor, now_s)
    was_alone = sensor[EXCLUDED] == 0.0 and sensor[FAULT] not in (NO_FAULT, DROPOUT)
    if was_alone and now_s - sensor[FAULT_S] > RELEARN_S:
        sensor[FAULT] = NO_FAULT  # named while nobody could contradict it


@inner
def follow_roughness(sensor: Floats, traits: Floats) -> None:
    """Follow how a lone barometer scatters, by second differences: they are blind to a steady fall."""
    last = RECENT + RECENT_COUNT - 1
    bend = sensor[last] - 2.0 * sensor[last - 1] + sensor[last - 2]
    square = bend * bend / (6.0 * _scale(traits, 0.0) ** 2)
    if square == square:
        sensor[SPREAD] += (min(square, 100.0) - sensor[SPREAD]) / MEMORY


@inner
def _has_drifted(sensor: Floats, traits: Floats, dt: float, now_s: float) -> bool:
    age = now_s - sensor[REFERENCE_S]
    if sensor[EXCLUDED] != 0.0 or age < 600.0 or sensor[COUNT] <= KNOWN_FROM:
        return False
    noise2 = traits[P_NOISE] ** 2 + traits[P_QUANTUM] ** 2 / 3.0
    steady = traits[P_DRIFT] * math.sqrt(dt / 86400.0) / (math.sqrt(noise2) + 1e-3)
    learned = noise2 * max(steady, 1.0 / sensor[COUNT])
    walked = 2.0 * traits[P_DRIFT] ** 2 * age / 86400.0
    off = sensor[OFFSET] - sensor[REFERENCE]
    return bool(off * off > 49.0 * (2.0 * learned + walked) + 4.0)


@inner
def _exclude(sensor: Floats, fault: int, now_s: float) -> None:
    """Stop believing a sensor; learn its offset anew meanwhile.

    One that erred until a short while ago is on trial for twice as long as then.
    """
    if sensor[EXCLUDED] == 0.0:
        sensor[FAULT], sensor[FAULT_S], sensor[EXCLUDED] = fault, now_s, 1.0
        has_relapsed = now_s - sensor[QUIET_S] < REFERENCE_EVERY_S
        longer_s = min(2.0 * sensor[TRIAL_S], LONGEST_TRIAL_S) if has_relapsed else 0.0
        sensor[TRIAL_S], sensor[TRIAL_PA] = max(longer_s, RELEARN_S), math.inf
    sensor[RISE] = sensor[FALL] = 0.0
    sensor[COUNT] = 30.0
    sensor[SPREAD] = min(sensor[SPREAD], 3.0)
    _put_on_trial(sensor, now_s)


@inner
def _put_on_trial(sensor: Floats, now_s: float) -> None:
    """From now on it is watched whether a sensor that is not believed has become steady."""
    sensor[QUIET_S] = sensor[REFERENCE_S] = now_s
    sensor[REFERENCE] = sensor[OFFSET]


@inner
def _try_again(sensor: Floats, now_s: float) -> None:
    """After a trial take the readings in again, with the new offset.

    One that drifted is on trial for as long as its drift took to show, until it moves much less in that time.
    """
    if abs(sensor[OFFSET] - sensor[REFERENCE]) < sensor[TRIAL_PA]:
        sensor[EXCLUDED], sensor[FAULT] = 0.0, NO_FAULT
    _put_on_trial(sensor, now_s)


@inner
def fault_probability(sensor: Floats, log_prior: float) -> float:
    """The probability that a sensor is at fault now, from its cumulative sums; known faults: 0.99."""
    if sensor[FAULT] != NO_FAULT:
        return 0.99
    evidence = max(sensor[RISE], sensor[FALL])
    return float(1.0 / (1.0 + math.exp(min(-(evidence + log_prior), 50.0))))
