"""The bank of leak onsets tried on the innovations of an air space's filter.

It is the generalised likelihood ratio of Willsky and Jones (IEEE Trans. Autom. Control 21, 1976): for
each onset it follows what a unit change of the leak would have done to the innovations, and so gets the
change's estimate b/J, its variance 1/J and its log likelihood ratio b^2/(2 J). Onsets lie from one
sample ago to as long ago as the air space has been watched, their ages in a geometric row: the same bank
finds a strike at its first sample and a loss of days.

Every variance is taken `EXCESS` times as large as the filter says, where the past showed more noise on
that time scale than was assumed (see `noise_scale`).
"""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.estimation.kalman import seen, transit
from iss_viewer.detection.estimation.noise_scale import excess
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import (
    LEAK,
    ODDS,
    ONSET_S,
    SIGNATURE,
    SLOTS,
    STATES,
    B,
    Floats,
    J,
    X,
)

GAIN = 0.05  # inflows that nobody accounts for, to each leak
START_S = 3600.0  # how long it is asked whether a fresh air space leaks
#: columns of `changes`: probability (first: weight), mean, variance of a change
CHANCE, SIZE, SPREAD = range(3)


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
        transit(response, kappa_dt, motion)
        if not is_measured:
            continue
        rho = slots[k, SIGNATURE] - seen(response)
        slots[k, B] += rho * nu / s
        slots[k, J] += rho * rho / s
        for i in range(STATES):
            response[i] += gain[i] * rho


@entry
def add_onset(slots: Floats, responses: Floats, count: int, now_s: float, odds: float) -> int:
    """Try `now_s` as an onset too; of a full bank the onset too close to its neighbours goes.

    Onsets stand in order of time, their ages in a geometric row. odds: of a leak at this very onset,
    beside those of the time that it stands for. Returns the new count.
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
    slots[count, ONSET_S], slots[count, ODDS] = now_s, odds
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
    slots: Floats, count: int, now_s: float, scales: Floats, table: Floats, at_start: float
) -> tuple[int, float]:
    """The onset whose change stands out most, and its sigmas over the threshold, with its sign.

    at_start: the sigmas that suffice for a loss that was there when the air space came to be: that is
    one question, and not asked anew with each sample.
    """
    best, ratio = -1, 0.0
    for k in range(count):
        if slots[k, J] <= 0.0:
            continue
        age_s = now_s - slots[k, ONSET_S]
        sigmas = slots[k, B] / math.sqrt(slots[k, J] * excess(scales, age_s))
        limit = threshold(table, age_s)
        if slots[k, ODDS] > 0.0 and age_s < START_S:
            limit = min(limit, at_start)
        over = sigmas / limit
        if abs(over) > abs(ratio):
            best, ratio = k, over
    return best, ratio


@inner
def _size_change(slot: Floats, noise: float, prior: float, change: Floats) -> None:
    """The size of one change, and what its evidence adds to the logarithm of its odds.

    The prior of its size is normal and as wide as typical leaks or as what is seen: leaks from
    micrometres to centimetres are alike possible, so that a large one must not be shrunk.
    """
    variance, size = noise / slot[J], slot[B] / slot[J]
    wide = prior * prior + size * size
    shrink = wide / (wide + variance)
    change[CHANCE] += 0.5 * size * size / variance * shrink - 0.5 * math.log1p(wide / variance)
    if size < 0.0:
        change[CHANCE] += math.log(GAIN)
    change[SIZE], change[SPREAD] = size * shrink, variance * shrink


@inner
def weigh_changes(
    slots: Floats,
    count: int,
    now_s: float,
    onsets_per_s: float,
    scales: Floats,
    prior: float,
    changes: Floats,
) -> tuple[float, float]:
    """Changes not yet believed: the probability of one, and of one that is a growth.

    prior: 1-sigma of a change's size, Pa/s. The rate of onsets gives each onset the weight of the
    time that it stands for. Fills `changes`, shape (SLOTS, 3): probability, mean, variance of each.
    """
    largest = 0.0
    for k in range(count):
        changes[k, CHANCE], changes[k, SIZE], changes[k, SPREAD] = -math.inf, 0.0, prior * prior
        until = slots[k + 1, ONSET_S] if k + 1 < count else now_s
        odds = onsets_per_s * max(until - slots[k, ONSET_S], 0.0) + slots[k, ODDS]
        if odds <= 0.0:
            continue
        changes[k, CHANCE] = math.log(odds)
        if slots[k, J] > 0.0:
            _size_change(slots[k], excess(scales, now_s - slots[k, ONSET_S]), prior, changes[k])
        largest = max(largest, changes[k, CHANCE])
    none = math.exp(-largest)
    total, growth = none, 0.0
    for k in range(count):
        changes[k, CHANCE] = math.exp(changes[k, CHANCE] - largest)
        total += changes[k, CHANCE]
        growth += changes[k, CHANCE] if changes[k, SIZE] > 0.0 else 0.0
    for k in range(count):
        changes[k, CHANCE] /= total
    return 1.0 - none / total, growth / total


@inner
def adopt(
    mean: Floats, covariance: Floats, slots: Floats, responses: Floats, changes: Floats, count: int
) -> None:
    """Believe in a change: move the filter to where it would be, had it known.

    The onset is not known for sure: mean and covariance are those of the mixture over all onsets,
    by their probabilities in `changes`.
    """
    total = 0.0
    for k in range(count):
        total += changes[k, CHANCE]
    shift, moved = np.empty(STATES), np.zeros(STATES)
    spread = np.zeros((STATES, STATES))
    for k in range(count):
        share = changes[k, CHANCE] / total
        if share < 1e-9:
            continue
        for i in range(STATES):
            shift[i] = -responses[k, i]
        shift[X] += slots[k, SIGNATURE]
        shift[LEAK] += 1.0
        size, square = changes[k, SIZE], changes[k, SIZE] ** 2 + changes[k, SPREAD]
        for i in range(STATES):
            moved[i] += share * shift[i] * size
            for j in range(STATES):
                spread[i, j] += share * shift[i] * shift[j] * square
    for i in range(STATES):
        mean[i] += moved[i]
        for j in range(STATES):
            covariance[i, j] += spread[i, j] - moved[i] * moved[j]


@inner
def median_onset_s(slots: Floats, changes: Floats, count: int) -> float:
    """When the change began: as probably before as after."""
    total, before = 0.0, 0.0
    for k in range(count):
        total += changes[k, CHANCE]
    for k in range(count):
        before += changes[k, CHANCE]
        if before >= 0.5 * total:
            return float(slots[k, ONSET_S])
    return float(slots[count - 1, ONSET_S])


@inner
def changed_quantile(
    probability: float, mean: float, variance: float, changes: Floats, count: int
) -> float:
    """A quantile of a normal leak to which one of `changes`, or none, is added."""
    none = 1.0
    spread = 8.0 * math.sqrt(variance)
    low, high = mean - spread, mean + spread
    for k in range(count):
        none -= changes[k, CHANCE]
        spread = 8.0 * math.sqrt(variance + changes[k, SPREAD])
        if changes[k, CHANCE] > 1e-6:
            low = min(low, mean + changes[k, SIZE] - spread)
            high = max(high, mean + changes[k, SIZE] + spread)
    for _ in range(36):
        middle = 0.5 * (low + high)
        below = none * _normal_below((middle - mean) / math.sqrt(variance))
        for k in range(count):
            if changes[k, CHANCE] > 1e-6:
                off = middle - mean - changes[k, SIZE]
                spread = math.sqrt(variance + changes[k, SPREAD])
                below += changes[k, CHANCE] * _normal_below(off / spread)
        if below < probability:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@inner
def _normal_below(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))
