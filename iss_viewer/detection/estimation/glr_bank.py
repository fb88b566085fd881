"""The bank of leak onsets tried on the innovations of an air space's filter.

It is the generalised likelihood ratio of Willsky and Jones (IEEE Trans. Autom. Control 21, 1976): for
each onset it follows what a unit change of the leak would have done to the innovations, and so gets the
change's estimate b/J, its variance 1/J and its log likelihood ratio b^2/(2 J). Onsets lie from one
sample ago to as long ago as the air space has been watched, their ages in a geometric row: the same bank
finds a strike at its first sample and a loss of days.

Every variance is taken its excess times as large as the filter says, where the past showed more noise on
that time scale than was assumed (see `noise_scale`).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.estimation.kalman import Innovation, Testimony, seen, transit
from iss_viewer.detection.estimation.noise_scale import excess
from iss_viewer.detection.state.compiled import entry, inner, part
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import (
    LEAK,
    ONSETS,
    STATES,
    Bank,
    Change,
    Changes,
    Motion,
    NoiseScales,
    Onset,
    X,
)


class BankSettings(NamedTuple):
    """How changes are weighed. Fitted by `study detection`, where no reason is given."""

    gain: float = 0.05  # inflows that nobody accounts for, to each leak
    start_s: float = 3600.0  # how long it is asked whether a fresh air space leaks
    least_share: float = 1e-9  # of an onset in a mixture, for it to be reckoned with
    tail: float = 100.0  # degrees of freedom of the air that one barometer shows: ground stations


BANK = BankSettings()


@inner
def follow_onsets(
    bank: Bank,
    count: int,
    kappa_dt: float,
    motion: Motion,
    innovation: Innovation,
    testimony: Testimony,
    gain: Floats,
    is_measured: bool,
) -> None:
    """Move every onset's signature and response on by a step and, if measured, weigh it.

    testimony: the parts of the innovation that thermometers and analysers say, not the pressure.
    """
    for k in range(count):
        onset = bank[k]
        response = onset["response"]
        onset["signature_s"] -= kappa_dt
        transit(response, kappa_dt, motion)
        if not is_measured:
            continue
        rho = onset["signature_s"] - seen(response)
        onset["score"] += rho * innovation.residual / innovation.variance
        onset["thermal_score"] += rho * testimony.thermal_pa / innovation.variance
        onset["gas_score"] += rho * testimony.gas_pa / innovation.variance
        onset["information"] += rho * rho / innovation.variance
        for i in range(STATES):
            response[i] += gain[i] * rho


@inner
def add_onset(bank: Bank, count: int, now_s: float, odds: float, level_pa: float) -> int:
    """Try `now_s` as an onset too; of a full bank the onset too close to its neighbours goes.

    Onsets stand in order of time, their ages in a geometric row. odds: of a leak at this very onset,
    beside those of the time that it stands for. level_pa: the pressure. Returns the new count.
    """
    if count == ONSETS:
        _drop_onset(bank, count, now_s)
        count -= 1
    onset = bank[count]
    onset["onset_s"], onset["odds_1"], onset["level_pa"] = now_s, odds, level_pa
    onset["signature_s"] = onset["score"] = onset["information"] = 0.0
    onset["thermal_score"] = onset["gas_score"] = 0.0
    onset["response"][:] = 0.0
    return count + 1


@inner
def _drop_onset(bank: Bank, count: int, now_s: float) -> None:
    """Take the onset out that is closest to its neighbours for its age."""
    drop, least = 1, math.inf
    for k in range(1, count - 1):
        gap = (bank[k + 1]["onset_s"] - bank[k - 1]["onset_s"]) / (now_s - bank[k]["onset_s"])
        if gap < least:
            drop, least = k, gap
    for k in range(drop, count - 1):
        bank[k] = bank[k + 1]


@entry
def threshold(table: Floats, age_s: float) -> float:
    """The sigmas that a change seen over `age_s` must have; table: at ages 2^0, 2^1, ... seconds."""
    place = math.log2(max(age_s, 1.0))
    low = min(int(place), len(table) - 2)
    part = min(place - low, 1.0)
    return float(table[low] * (1.0 - part) + table[low + 1] * part)


@inner
def tailed(sigmas: float) -> float:
    """As many sigmas of a normal number as tell as much as these of one with heavy tails."""
    tells = (BANK.tail + 1.0) * math.log1p(sigmas * sigmas / BANK.tail)
    return math.copysign(min(math.sqrt(tells), abs(sigmas)), sigmas)


@inner
def best_change(
    bank: Bank,
    count: int,
    now_s: float,
    scales: NoiseScales,
    settings: Settings,
    is_single: bool,
) -> tuple[int, float]:
    """The onset whose change stands out most, and its sigmas over the threshold, with its sign.

    An onset of this very moment without odds of its own stands for no time: it has no odds at all.
    For a loss that was there when the air space came to be fewer sigmas suffice: that is one question,
    and not asked anew with each sample.
    """
    best, ratio = -1, 0.0
    for k in range(count):
        onset = bank[k]
        age_s = now_s - onset["onset_s"]
        is_possible = age_s > 0.0 or onset["odds_1"] > 0.0
        if onset["information"] <= 0.0 or not is_possible:
            continue
        sigmas = onset["score"] / math.sqrt(onset["information"] * excess(scales, age_s))
        if is_single:
            sigmas = tailed(sigmas)
        limit = threshold(settings["thresholds"], age_s)
        if onset["odds_1"] > 0.0 and age_s < BANK.start_s:
            limit = min(limit, settings["start_threshold"])
        over = sigmas / limit
        if abs(over) > abs(ratio):
            best, ratio = k, over
    return best, ratio


@inner
def _size_change(onset: Onset, noise: float, prior: float, log_odds: float, change: Change) -> None:
    """The size of one change; its evidence is added to the logarithm of its odds.

    The prior of its size is normal and as wide as typical leaks or as what is seen: leaks from
    micrometres to centimetres are alike possible, so that a large one must not be shrunk.
    """
    variance, size = noise / onset["information"], onset["score"] / onset["information"]
    wide = prior * prior + size * size
    shrink = wide / (wide + variance)
    log_odds += 0.5 * size * size / variance * shrink - 0.5 * math.log1p(wide / variance)
    if size < 0.0:
        log_odds += math.log(BANK.gain)
    change["probability"] = log_odds
    change["size_pa_s"], change["variance"] = size * shrink, variance * shrink


@part
def weigh_changes(
    bank: Bank,
    count: int,
    now_s: float,
    onsets_per_s: float,
    scales: NoiseScales,
    prior: float,
    changes: Changes,
) -> float:
    """Fill `changes` with those not yet believed; the probability of one that is a growth.

    prior: 1-sigma of a change's size, Pa/s. The rate of onsets gives each onset the weight of the
    time that it stands for.
    """
    largest = 0.0  # of the logarithms of odds, which stand in for probabilities at first
    for k in range(count):
        change, onset = changes[k], bank[k]
        change["probability"], change["size_pa_s"] = -math.inf, 0.0
        change["variance"] = prior * prior
        until_s = bank[k + 1]["onset_s"] if k + 1 < count else now_s
        odds = onsets_per_s * max(until_s - onset["onset_s"], 0.0) + onset["odds_1"]
        if odds <= 0.0:
            continue
        change["probability"] = math.log(odds)
        if onset["information"] > 0.0:
            noise = excess(scales, now_s - onset["onset_s"])
            _size_change(onset, noise, prior, math.log(odds), change)
        largest = max(largest, change["probability"])
    return float(_from_log_odds(changes, count, largest))


@inner
def _from_log_odds(changes: Changes, count: int, largest: float) -> float:
    """Turn logarithms of odds into probabilities, in place; that of a growth."""
    total, growth = math.exp(-largest), 0.0
    for k in range(count):
        change = changes[k]
        change["probability"] = math.exp(change["probability"] - largest)
        total += change["probability"]
        growth += change["probability"] if change["size_pa_s"] > 0.0 else 0.0
    for k in range(count):
        changes[k]["probability"] /= total
    return growth / total


@inner
def adopt(mean: Floats, covariance: Floats, bank: Bank, changes: Changes, count: int) -> None:
    """Believe in a change: move the filter to where it would be, had it known.

    The onset is not known for sure: mean and covariance are those of the mixture over all onsets,
    by their probabilities in `changes`; where none has any, nothing is believed.
    """
    total = 0.0
    for k in range(count):
        total += changes[k]["probability"]
    if total <= 0.0:
        return
    shift, moved = np.empty(STATES), np.zeros(STATES)
    spread = np.zeros((STATES, STATES))
    for k in range(count):
        change, response = changes[k], bank[k]["response"]
        share = change["probability"] / total
        if share < BANK.least_share:
            continue
        for i in range(STATES):
            shift[i] = -response[i]
        shift[X] += bank[k]["signature_s"]
        shift[LEAK] += 1.0
        size = change["size_pa_s"]
        square = size**2 + change["variance"]
        for i in range(STATES):
            moved[i] += share * shift[i] * size
            for j in range(STATES):
                spread[i, j] += share * shift[i] * shift[j] * square
    for i in range(STATES):
        mean[i] += moved[i]
        for j in range(STATES):
            covariance[i, j] += spread[i, j] - moved[i] * moved[j]


@inner
def median_onset_s(bank: Bank, changes: Changes, count: int) -> float:
    """When the change began: as probably before as after."""
    total, before = 0.0, 0.0
    for k in range(count):
        total += changes[k]["probability"]
    for k in range(count):
        before += changes[k]["probability"]
        if before >= 0.5 * total:
            return float(bank[k]["onset_s"])
    return float(bank[count - 1]["onset_s"])
