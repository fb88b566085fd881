"""What all courses say together of the present: rates by air space and of the station, and how fast
pressures fall by each law, as histograms over logarithms.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.state.compiled import entry, kernel
from iss_viewer.detection.state.leak_records import LEAK_LAWS
from iss_viewer.detection.state.records import Floats, Indices


class BinSettings(NamedTuple):
    """The bins of rates, kg/s, and of relative falls of pressure, 1/s: beyond all that is asked for."""

    per_decade: float = 48.0
    least_kg_s: float = 1e-10
    rates: int = 576  # twelve decades
    least_1_s: float = 1e-14
    falls: int = 672  # fourteen
    last: float = 1.001  # bins from the end: just within the last one
    least_factor: float = 0.1  # told over true volume: no volume is so wrong


BINS = BinSettings()
HYPOTHESES = 3  # none, one leak, two
LOG_STEP = math.log(10.0) / BINS.per_decade


class Now(NamedTuple):
    """How each atom's air stands at this instant; shapes (atoms,), (atoms, laws)."""

    space: Indices  # number of its air space
    share: Floats  # flow of a leak there over that at one atmosphere, by law
    fall_1_s: Floats  # relative fall of its pressure for each kg/s
    composition: Indices  # of its air space; -1: not measured yet


class Mixture(NamedTuple):
    """Probabilities; spaces in the order of their numbers, atoms likewise."""

    atoms: Floats  # shape (atoms,): that it leaks now
    ended: Floats  # shape (atoms,): that it leaked and does no more
    rates: Floats  # shape (spaces, bins): of the loss of an air space now
    station: Floats  # shape (bins,): of the whole loss now
    falls: Floats  # shape (spaces, laws, bins)
    totals: Floats  # shape (3,): none, one leak, two
    log_none: Floats  # shape (1,): ln of the first of them, which may be too small for a number


def empty_mixture(atoms: int, spaces: int) -> Mixture:
    """Nothing is believed."""
    return Mixture(
        np.zeros(atoms),
        np.zeros(atoms),
        np.zeros((spaces, BINS.rates)),
        np.zeros(BINS.rates),
        np.zeros((spaces, LEAK_LAWS, BINS.falls)),
        np.zeros(HYPOTHESES),
        np.full(1, -math.inf),
    )


@kernel
def put(bins: Floats, log_least: float, log_value: float, chance: float) -> None:
    """Add a chance at a value, to the two bins next to it."""
    place = min(max((log_value - log_least) / LOG_STEP, 0.0), len(bins) - BINS.last)
    low = int(place)
    part = place - low
    bins[low] += chance * (1.0 - part)
    bins[low + 1] += chance * part


@entry
def add_leak(
    mixture: Mixture, now: Now, atom: int, law: int, size: float, factor: float, chance: float
) -> None:
    """A chance that one atom leaks now by so much at one atmosphere; factor: told over true volume."""
    log_rate = math.log(size * now.share[atom, law])
    space = now.space[atom]
    mixture.atoms[atom] += chance
    put(mixture.rates[space], math.log(BINS.least_kg_s), log_rate, chance)
    put(mixture.station, math.log(BINS.least_kg_s), log_rate, chance)
    log_fall = log_rate + math.log(max(factor, BINS.least_factor) * now.fall_1_s[atom])
    put(mixture.falls[space, law], math.log(BINS.least_1_s), log_fall, chance)


@kernel
def add_two(
    mixture: Mixture,
    now: Now,
    one: np.void,
    law: int,
    atom: int,
    size_1: float,
    size_2: float,
    chance: float,
) -> None:
    """A chance that a first leak (which may have ended) and a second one are there, by one law."""
    first, least = one["atom"], math.log(BINS.least_kg_s)
    left = size_1 * one["changed_to"]
    if left <= 0.0:
        mixture.ended[first] += chance
        add_leak(mixture, now, atom, law, size_2, 1.0, chance)
        return
    rate_1, rate_2 = left * now.share[first, law], size_2 * now.share[atom, law]
    mixture.atoms[first] += chance
    mixture.atoms[atom] += chance
    put(mixture.station, least, math.log(rate_1 + rate_2), chance)
    space_1, space_2 = now.space[first], now.space[atom]
    log_falls = math.log(BINS.least_1_s)
    if space_1 == space_2:
        rate = rate_1 + rate_2
        put(mixture.rates[space_1], least, math.log(rate), chance)
        put(mixture.falls[space_1, law], log_falls, math.log(rate * now.fall_1_s[first]), chance)
        return
    put(mixture.rates[space_1], least, math.log(rate_1), chance)
    put(mixture.rates[space_2], least, math.log(rate_2), chance)
    put(mixture.falls[space_1, law], log_falls, math.log(rate_1 * now.fall_1_s[first]), chance)
    put(mixture.falls[space_2, law], log_falls, math.log(rate_2 * now.fall_1_s[atom]), chance)


@entry
def quantile(bins: Floats, log_least: float, chance_of_zero: float, probability: float) -> float:
    """A quantile of what the bins hold, with what is zero; the bins need no sum of one. NaN: they are
    empty.
    """
    total = 0.0
    for value in bins:
        total += value
    if total <= 0.0:
        return 0.0 if chance_of_zero > 0.0 else math.nan
    scale = (1.0 - chance_of_zero) / total
    below = chance_of_zero
    if below >= probability:
        return 0.0
    for k in range(len(bins)):
        more = scale * bins[k]
        if below + more >= probability and more > 0.0:
            part = (probability - below) / more - 0.5
            return math.exp(log_least + (k + part) * LOG_STEP)
        below += more
    return math.exp(log_least + (len(bins) - 0.5) * LOG_STEP)
