"""The Kalman filter of one air space and the bank of leak onsets tried on its innovations.

States (see `tracks`): the N2-equivalent pressure x at a reference temperature, the leak a, a slow
temperature residual (Ornstein-Uhlenbeck), a daily and an orbital swing. The measurement is
``z = x + theta + day + orbit + v``; the leak acts as ``dx/dt = -kappa a``, where kappa follows the
pressure, so that an orifice's exponential decay is a constant a.

The bank is the generalised likelihood ratio of Willsky and Jones (IEEE Trans. Autom. Control 21,
1976): for each onset it follows what a unit change of the leak would have done to the innovations,
and so gets the change's estimate b/J, its variance 1/J and its log likelihood ratio b^2/(2 J).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.compiled import entry, inner
from iss_viewer.detection.tracks import (
    DAY_C,
    DAY_S,
    ONSET_S,
    ORBIT_C,
    ORBIT_S,
    SIGNATURE,
    SLOTS,
    STATES,
    THETA,
    A,
    B,
    Floats,
    J,
    X,
)


@inner
def _transit(v: Floats, kappa_dt: float, motion: Floats) -> None:
    """v becomes F v; motion: decay of theta, cos and sin of the day's and of the orbit's turn."""
    v[X] -= kappa_dt * v[A]
    v[THETA] *= motion[0]
    day = v[DAY_C]
    v[DAY_C] = motion[1] * day - motion[2] * v[DAY_S]
    v[DAY_S] = motion[2] * day + motion[1] * v[DAY_S]
    orbit = v[ORBIT_C]
    v[ORBIT_C] = motion[3] * orbit - motion[4] * v[ORBIT_S]
    v[ORBIT_S] = motion[4] * orbit + motion[3] * v[ORBIT_S]


@inner
def predict(
    mean: Floats, covariance: Floats, kappa_dt: float, motion: Floats, noise: Floats
) -> None:
    """One step ahead in place. noise: shape (STATES,), the variance that each state gains."""
    _transit(mean, kappa_dt, motion)
    for i in range(STATES):
        _transit(covariance[i], kappa_dt, motion)
    for i in range(STATES):
        _transit(covariance[:, i], kappa_dt, motion)
    for i in range(STATES):
        covariance[i, i] += noise[i]


@inner
def _seen(v: Floats) -> float:
    """H v: what the measurement sees of a state."""
    return float(v[X] + v[THETA] + v[DAY_C] + v[ORBIT_C])


@inner
def innovation(
    mean: Floats, covariance: Floats, z: float, variance: float, gain: Floats
) -> tuple[float, float]:
    """The innovation of a measurement and its variance; fills `gain`, shape (STATES,)."""
    nu = z - _seen(mean)
    s = variance
    for i in range(STATES):
        gain[i] = _seen(covariance[i])
    s += gain[X] + gain[THETA] + gain[DAY_C] + gain[ORBIT_C]
    for i in range(STATES):
        gain[i] /= s
    return nu, s


@inner
def correct(mean: Floats, covariance: Floats, nu: float, s: float, gain: Floats) -> None:
    """Take a measurement in; keeps the covariance symmetric."""
    for i in range(STATES):
        mean[i] += gain[i] * nu
    for i in range(STATES):
        for k in range(i + 1):
            value = covariance[i, k] - gain[i] * gain[k] * s
            covariance[i, k] = value
            covariance[k, i] = value


@inner
def follow_onsets(
    slots: Floats,
    responses: Floats,
    count: int,
    kappa_dt: float,
    motion: Floats,
    nu: float,
    s: float,
    gain: Floats,
    is_measured: bool,
) -> None:
    """Move every onset's signature and response on by a step and, if measured, weigh it."""
    for k in range(count):
        response = responses[k]
        slots[k, SIGNATURE] -= kappa_dt
        _transit(response, kappa_dt, motion)
        if not is_measured:
            continue
        rho = slots[k, SIGNATURE] - _seen(response)
        slots[k, B] += rho * nu / s
        slots[k, J] += rho * rho / s
        for i in range(STATES):
            response[i] += gain[i] * rho


@entry
def add_onset(slots: Floats, responses: Floats, count: int, now_s: float) -> int:
    """Try `now_s` as an onset too; of a full bank the onset too close to its neighbours goes.

    Onsets stand in order of time, their ages in a geometric row. Returns the new count.
    """
    if count == SLOTS:
        drop, least = 1, math.inf
        for k in range(1, count - 1):
            gap = (slots[k + 1, ONSET_S] - slots[k - 1, ONSET_S]) / (now_s - slots[k, ONSET_S])
            if gap < least:
                drop, least = k, gap
        for k in range(drop, count - 1):
            slots[k] = slots[k + 1]
            responses[k] = responses[k + 1]
        count -= 1
    slots[count] = 0.0
    slots[count, ONSET_S] = now_s
    responses[count] = 0.0
    return count + 1


@entry
def threshold(table: Floats, age_s: float) -> float:
    """The sigmas that a change seen over `age_s` must have; table: at ages 2^0, 2^1, ... seconds."""
    place = math.log2(max(age_s, 1.0))
    low = min(int(place), len(table) - 2)
    part = min(place - low, 1.0)
    return float(table[low] * (1.0 - part) + table[low + 1] * part)


@inner
def best_change(
    slots: Floats, count: int, now_s: float, slope_variance: float, table: Floats
) -> tuple[int, float]:
    """The onset whose change stands out most, and its sigmas over the threshold, with its sign."""
    best, ratio = -1, 0.0
    for k in range(count):
        if slots[k, J] <= 0.0:
            continue
        size = slots[k, B] / slots[k, J]
        sigmas = size / math.sqrt(1.0 / slots[k, J] + slope_variance)
        over = sigmas / threshold(table, now_s - slots[k, ONSET_S])
        if abs(over) > abs(ratio):
            best, ratio = k, over
    return best, ratio


@inner
def adopt(mean: Floats, covariance: Floats, slot: Floats, response: Floats) -> None:
    """Believe in a change: move the filter to where it had been, had it known; its doubt grows."""
    size = slot[B] / slot[J]
    shift = np.empty(STATES)
    for i in range(STATES):
        shift[i] = -response[i]
    shift[X] += slot[SIGNATURE]
    shift[A] += 1.0
    for i in range(STATES):
        mean[i] += shift[i] * size
        for k in range(STATES):
            covariance[i, k] += shift[i] * shift[k] / slot[J]


@inner
def weigh_changes(
    slots: Floats,
    count: int,
    now_s: float,
    onsets_per_s: float,
    slope_variance: float,
    prior: float,
    changes: Floats,
) -> tuple[float, float]:
    """Changes not yet believed: the probability of one, and of one that is a growth.

    prior: 1-sigma of a change's size, Pa/s. The rate of onsets gives each onset the weight of the
    time that it stands for. Fills `changes`, shape (SLOTS, 3): probability, mean, variance of each.
    """
    total, growth = 1.0, 0.0
    for k in range(count):
        changes[k] = 0.0
        information = slots[k, J]
        if information <= 0.0:
            continue
        until = slots[k + 1, ONSET_S] if k + 1 < count else now_s
        variance = 1.0 / information + slope_variance
        size = slots[k, B] / information
        occam = 0.5 * math.log(1.0 + prior * prior / variance)
        log_weight = min(0.5 * size * size / variance - occam, 500.0)
        weight = onsets_per_s * max(until - slots[k, ONSET_S], 0.0) * math.exp(log_weight)
        shrink = prior * prior / (prior * prior + variance)
        total += weight
        if size > 0.0:
            growth += weight
        changes[k, 0], changes[k, 1], changes[k, 2] = weight, size * shrink, variance * shrink
    for k in range(count):
        changes[k, 0] /= total
    return (total - 1.0) / total, growth / total


@inner
def changed_quantile(
    probability: float, mean: float, variance: float, changes: Floats, count: int
) -> float:
    """A quantile of a normal leak to which one of `changes`, or none, is added."""
    none = 1.0
    low = high = mean
    for k in range(count):
        none -= changes[k, 0]
        spread = 8.0 * math.sqrt(variance + changes[k, 2])
        low = min(low, mean + changes[k, 1] - spread)
        high = max(high, mean + changes[k, 1] + spread)
    spread = 8.0 * math.sqrt(variance)
    low, high = min(low, mean - spread), max(high, mean + spread)
    for _ in range(36):
        middle = 0.5 * (low + high)
        below = none * _normal_below((middle - mean) / math.sqrt(variance))
        for k in range(count):
            if changes[k, 0] > 1e-6:
                off = middle - mean - changes[k, 1]
                below += changes[k, 0] * _normal_below(off / math.sqrt(variance + changes[k, 2]))
        if below < probability:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@inner
def _normal_below(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def threshold_table(false_alarms_per_year: float) -> NDArray[np.float64]:
    """Sigmas at ages 2^0 .. 2^26 s for so many false alarms a year over all onsets together.

    At each age there are as many independent looks in a year as such ages fit in it; each of the
    bank's onsets has the same share of the false alarms. Two looks an age, because neighbouring
    looks are correlated.
    """
    year_s = 365.25 * 86400.0
    ages = 2.0 ** np.arange(27)
    wanted = false_alarms_per_year / SLOTS / (2.0 * year_s / ages)
    return np.array([_normal_tail(min(float(p), 0.02)) for p in wanted])


def _normal_tail(probability: float) -> float:
    """z with P(N(0, 1) > z) = probability."""
    low, high = 0.0, 40.0
    for _ in range(80):
        middle = 0.5 * (low + high)
        if 0.5 * math.erfc(middle / math.sqrt(2.0)) > probability:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
