"""Which two leaks at once are worth weighing, and what they say of the present."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.posterior.candidates import Candidates, Prior, course_of
from iss_viewer.detection.posterior.courses import (
    AccountBook,
    LeakCourse,
    Place,
    fit_for,
    place_of,
    sums_of,
)
from iss_viewer.detection.posterior.evidence import SIZE, SizeGrid
from iss_viewer.detection.posterior.mixture import Mixture, Now, add_two
from iss_viewer.detection.posterior.pairs import (
    PAIR,
    PAIR_CANDIDATE,
    Both,
    best_pair,
    both_of,
    crude_pair,
    log_prior_of_second,
    pair_likelihood,
    reach_of,
    take_first,
    take_second,
    traces_of,
)
from iss_viewer.detection.state.compiled import inner, part
from iss_viewer.detection.state.leak_records import LEAK_LAWS, SLOTS, LeakLaw
from iss_viewer.detection.state.records import Floats


@part
def _first_leaks(found: Candidates, best: float) -> NDArray[np.int64]:
    """The courses that may be the first of two leaks: of each place the best one that goes on, however
    little it explains alone, and the best of those that ended or changed.
    """
    order = np.argsort(-found["score"])
    chosen, count = np.empty(PAIR.most_first, np.int64), 0
    for k in order:
        one = found[k]
        is_steady = one["changed_account"] < 0
        is_there = (
            one["law"] != LeakLaw.HOLE
            or one["doubling_s"] > 0.0
            or (not is_steady and one["score"] < best - PAIR.first_nats)
        )
        for n in range(count):
            other = found[chosen[n]]
            is_alike = is_steady == (other["changed_account"] < 0)
            is_there |= other["atom"] == one["atom"] and is_alike
        if not is_there:
            chosen[count] = k
            count += 1
        if count == PAIR.most_first:
            break
    return chosen[:count]


@part
def likely_pairs(
    book: AccountBook,
    holds: NDArray[np.bool_],
    prior: Prior,
    sizes: SizeGrid,
    now_s: float,
    found: Candidates,
    best: float,
) -> NDArray[np.void]:
    """The pairs that are worth weighing, where a leak is believed at all."""
    atoms, steps, count = holds.shape[1], np.empty(SLOTS), 0
    if best < PAIR.asked_from_nats:
        return np.zeros(0, PAIR_CANDIDATE)
    firsts = _first_leaks(found, best)
    pairs = np.zeros(len(firsts) * atoms, PAIR_CANDIDATE)
    for first in firsts:
        one = found[first]
        place, law = place_of(book, holds[:, one["atom"]], LEAK_LAWS), one["law"]
        traces = traces_of(book, place, law, course_of(one))
        for atom in range(atoms):
            other = place_of(book, holds[:, atom], LEAK_LAWS)
            if atom == one["atom"] or len(other.accounts) == 0:
                continue
            pair = pairs[count]
            pair["first"], pair["atom"] = first, atom
            _best_second(book, place, other, one, traces, prior, now_s, pair, steps)
            if pair["score"] > PAIR.more_nats:
                count += 1
    order = np.argsort(-pairs["score"][:count])[: PAIR.most]
    pairs = pairs[order]
    for p in range(len(pairs)):
        both = _both_with(book, holds, found[pairs[p]["first"]], pairs[p], steps)
        n, m, peak = best_pair(both, sizes, pairs[p]["size_1"], pairs[p]["size_2"])
        pairs[p]["node_1"], pairs[p]["node_2"] = n, m
        pairs[p]["log_peak"], pairs[p]["score"] = peak, pairs[p]["log_prior"] + peak
    return pairs


@part
def _best_second(
    book: AccountBook,
    place: Place,
    other: Place,
    one: np.void,
    traces: Floats,
    prior: Prior,
    now_s: float,
    pair: np.void,
    steps: Floats,
) -> None:
    """The onset of a second leak in another place that explains most, by crude sizes."""
    law, both = one["law"], both_of(book, place, other)
    fit, gathered = fit_for(book, place), sums_of(place)
    take_first(book, place, law, course_of(one), both, fit, gathered, steps)
    fit, gathered = fit_for(book, other), sums_of(other)
    pair["score"] = -math.inf
    for n in range(2 * len(other.accounts)):  # first the starts of accounts, then all other slots
        i, is_start = n % len(other.accounts), n < len(other.accounts)
        if n == len(other.accounts) and pair["score"] < PAIR.more_nats - PAIR.closer_nats:
            break
        for k in range(0 if is_start else 1, 1 if is_start else book.counts[other.accounts[i]]):
            course = LeakCourse(i, k, 1.0, -1, -1, 1.0, 1.0)
            take_second(book, other, law, course, traces, both, fit, gathered, steps)
            size_1, size_2, more = crude_pair(both)
            log_prior = log_prior_of_second(book, other, pair["atom"], i, k, prior, now_s)
            if more > 0.0 and log_prior + more > pair["score"]:
                pair["score"], pair["log_prior"] = log_prior + more, log_prior + one["log_prior"]
                pair["account"], pair["slot"] = i, k
                pair["size_1"], pair["size_2"] = size_1, size_2


@inner
def _both_with(
    book: AccountBook,
    holds: NDArray[np.bool_],
    one: np.void,
    pair: np.void,
    steps: Floats,
) -> Both:
    """What the compositions of both places say of the two courses of a pair."""
    place = place_of(book, holds[:, one["atom"]], LEAK_LAWS)
    other = place_of(book, holds[:, pair["atom"]], LEAK_LAWS)
    law, both, first = one["law"], both_of(book, place, other), course_of(one)
    fit, gathered = fit_for(book, place), sums_of(place)
    take_first(book, place, law, first, both, fit, gathered, steps)
    traces = traces_of(book, place, law, first)
    fit, gathered = fit_for(book, other), sums_of(other)
    second = LeakCourse(pair["account"], pair["slot"], 1.0, -1, -1, 1.0, 1.0)
    take_second(book, other, law, second, traces, both, fit, gathered, steps)
    return both


@part
def spread_pair(
    book: AccountBook,
    holds: NDArray[np.bool_],
    one: np.void,
    pair: np.void,
    best: float,
    prior: Prior,
    sizes: SizeGrid,
    now: Now,
    steps: Floats,
    mixture: Mixture,
) -> None:
    """Add one pair of leaks at sizes about the best."""
    both = _both_with(book, holds, one, pair, steps)
    n, m, peak = pair["node_1"], pair["node_2"], pair["log_peak"]
    by_n = reach_of(both, sizes, n, m, peak, True)
    by_m = reach_of(both, sizes, n, m, peak, False)
    log_chance = pair["log_prior"] - best - math.log(prior.law_weights[LeakLaw.HOLE])
    log_chance += math.log(by_n * by_m * (sizes.log_step / sizes.log_span) ** 2)
    for i in range(-PAIR.half_grid, PAIR.half_grid + 1):
        for j in range(-PAIR.half_grid, PAIR.half_grid + 1):
            node_1, node_2 = n + i * by_n, m + j * by_m
            if min(node_1, node_2) < 0 or max(node_1, node_2) >= len(sizes.kg_s):
                continue
            size_1, size_2 = sizes.kg_s[node_1], sizes.kg_s[node_2]
            value = log_chance + pair_likelihood(both, size_1, size_2)
            chance = math.exp(min(value, SIZE.most_nats))
            mixture.totals[2] += chance
            for by in range(
                LEAK_LAWS
            ):  # by one law as well as by another, as far as readings of two tell
                share = prior.law_weights[by]
                add_two(mixture, now, one, by, pair["atom"], size_1, size_2, share * chance)
