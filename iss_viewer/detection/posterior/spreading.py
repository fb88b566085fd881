"""What one course says of the present: its chances over sizes and onsets, put down in the mixture."""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.posterior.candidates import COURSE, Candidates, Prior, course_of
from iss_viewer.detection.posterior.courses import (
    Place,
    Weighing,
    weigh,
)
from iss_viewer.detection.posterior.evidence import (
    SIZE,
    SizeGrid,
    factor_error,
    log_likelihood,
    prepare,
    stride_for,
)
from iss_viewer.detection.posterior.growth import weigh_growing
from iss_viewer.detection.posterior.mixture import Mixture, Now, add_leak
from iss_viewer.detection.state.compiled import kernel
from iss_viewer.detection.state.leak_records import LEAK_LAWS
from iss_viewer.detection.state.records import Floats


@kernel
def add_unmeasured(
    prior: Prior, atom: int, best: float, sizes: SizeGrid, now: Now, mixture: Mixture
) -> float:
    """Where nothing was ever measured a leak of any size may be, as before."""
    chance = prior.at_start * prior.atom_weights[atom] * math.exp(-best) / len(sizes.kg_s)
    for law in range(LEAK_LAWS):
        for size in sizes.kg_s:
            add_leak(mixture, now, atom, law, size, 1.0, chance * prior.law_weights[law])
    return float(chance * len(sizes.kg_s))


@kernel
def spread(
    weighing: Weighing,
    one: np.void,
    best: float,
    sizes: SizeGrid,
    now: Now,
    now_s: float,
    mixture: Mixture,
) -> float:
    """Add one course at all its sizes and at all times of its onset, or of its change, up to the next slot; their
    chance, e^best times. The share that explains most stands for its neighbourhood: of a large leak no other
    comes near.
    """
    is_changed, is_growing = one["changed_account"] >= 0, one["doubling_s"] > 0.0
    places, total = 1, 0.0
    likeliest = one["changed_part"] if is_changed else one["part"]
    is_timed = one["is_from_start"] == 0 and not is_growing
    if is_timed and one["score"] > best - COURSE.likely_nats:
        places = COURSE.places
    for n in range(places):
        share = likeliest
        if places > 1 and n != min(int((1.0 - likeliest) * places), places - 1):
            share = 1.0 - (n + 0.5) / places
        _set_share(one, is_changed, share)
        if is_growing:
            weigh_growing(weighing, one, now_s)
        else:
            weigh(weighing, one["law"], course_of(one))
        log_chance = one["log_prior"] - best - math.log(places)
        total += _spread_sizes(weighing, one, log_chance, sizes, now, mixture)
    _set_share(one, is_changed, likeliest)
    return total


@kernel
def _set_share(one: np.void, is_changed: bool, share: float) -> None:
    """How much of a course's change, or else of its onset, is at its slot; the rest at the next."""
    if is_changed:
        one["changed_part"] = share
    else:
        one["part"] = share


@kernel
def _spread_sizes(
    weighing: Weighing,
    one: np.void,
    log_chance: float,
    sizes: SizeGrid,
    now: Now,
    mixture: Mixture,
) -> float:
    place, fit = weighing.place, weighing.fit
    count, last, total = len(place.compositions), len(sizes.kg_s) - 1, 0.0
    prepare(fit, count)
    stride = stride_for(one["log_peak"])
    log_chance += math.log(stride * sizes.log_step / sizes.log_span)
    composition = _own_place(place, now.composition[one["atom"]])
    for way in (-stride, stride):
        node = one["node"] if way < 0 else one["node"] + stride
        highest = -math.inf
        while 0 <= node <= last:
            size = sizes.kg_s[node]
            value = log_likelihood(fit, count, size)
            highest = max(highest, value)
            if value < max(highest, one["log_peak"]) - SIZE.tail_nats:
                break
            chance = math.exp(min(log_chance + value, SIZE.most_nats))
            total += chance
            factor = 1.0
            if composition >= 0:
                factor += factor_error(fit, count, composition)
            _put_down(mixture, now, one, size, factor, chance)
            node += way
    return total


@kernel
def _own_place(place: Place, composition: int) -> int:
    """Of a composition among those of a place; -1: it is none of them."""
    for c in range(len(place.compositions)):
        if place.compositions[c] == composition:
            return c
    return -1


@kernel
def _put_down(
    mixture: Mixture, now: Now, one: np.void, size: float, factor: float, chance: float
) -> None:
    if one["changed_to"] > 0.0:
        left = size * one["changed_to"]
        add_leak(mixture, now, one["atom"], one["law"], left, factor, chance)
    else:
        mixture.ended[one["atom"]] += chance


@kernel
def normalise(mixture: Mixture, found: Candidates) -> None:
    total = mixture.totals.sum()
    mixture.log_none[0] -= math.log(total)
    for chances in (mixture.atoms, mixture.ended, mixture.station, mixture.totals):
        _divide(chances, total)
    for space in range(len(mixture.rates)):
        _divide(mixture.rates[space], total)
        for law in range(LEAK_LAWS):
            _divide(mixture.falls[space, law], total)
    for k in range(len(found)):
        found[k]["chance"] /= total


@kernel
def _divide(chances: Floats, total: float) -> None:
    for n in range(len(chances)):
        chances[n] /= total
