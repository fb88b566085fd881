"""Which two leaks at once are worth weighing, and what they say of the present."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.posterior.candidates import Candidates, Prior, course_of
from iss_viewer.detection.posterior.courses import (
    AccountBook,
    LeakCourse,
    Weighing,
    weighing_of,
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
    reaches_of,
    take_first,
    take_second,
    traces_of,
)
from iss_viewer.detection.state.compiled import inner, kernel, part
from iss_viewer.detection.state.leak_records import LEAK_LAWS, LeakLaw
from iss_viewer.detection.state.ranking import lowest
from iss_viewer.detection.state.records import Floats, Indices


@part
def _first_leaks(found: Candidates, best: float) -> Indices:
    """The courses that may be the first of two leaks: of each place the best one that goes on, however
    little it explains alone, and the best of those that ended or changed.
    """
    chosen, count = np.empty(PAIR.most_first, np.int64), 0
    while count < PAIR.most_first:
        first, highest = -1, -math.inf
        for k in range(len(found)):
            if found[k]["score"] > highest and _may_be_first(found, k, chosen[:count], best):
                first, highest = k, found[k]["score"]
        if first < 0:
            break
        chosen[count] = first
        count += 1
    return chosen[:count]


@kernel
def _may_be_first(found: Candidates, k: int, chosen: Indices, best: float) -> bool:
    """Whether a course may be the first of two leaks, and none like it is chosen yet."""
    one = found[k]
    is_steady = one["changed_account"] < 0
    if one["law"] != LeakLaw.HOLE or one["doubling_s"] > 0.0:
        return False
    if not is_steady and one["score"] < best - PAIR.first_nats:
        return False
    for n in chosen:
        is_alike = is_steady == (found[n]["changed_account"] < 0)
        if found[n]["atom"] == one["atom"] and is_alike:
            return False
    return True


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
    atoms, count = holds.shape[1], 0
    if best < PAIR.asked_from_nats:
        return np.zeros(0, PAIR_CANDIDATE)
    firsts = _first_leaks(found, best)
    pairs = np.zeros(len(firsts) * atoms, PAIR_CANDIDATE)
    for first in firsts:
        one = found[first]
        weighing = weighing_of(book, holds, one["atom"])
        traces = traces_of(weighing, one["law"], course_of(one))
        for atom in range(atoms):
            other = weighing_of(book, holds, atom)
            if atom == one["atom"] or len(other.place.accounts) == 0:
                continue
            pair = pairs[count]
            pair["first"], pair["atom"] = first, atom
            _best_second(weighing, other, one, traces, prior, now_s, pair)
            if pair["score"] > PAIR.more_nats:
                count += 1
    pairs = pairs[lowest(-pairs["score"][:count], PAIR.most)]
    for p in range(len(pairs)):
        both = _both_with(book, holds, found[pairs[p]["first"]], pairs[p])
        n, m, peak = best_pair(both, sizes, pairs[p]["size_1"], pairs[p]["size_2"])
        pairs[p]["node_1"], pairs[p]["node_2"] = n, m
        pairs[p]["log_peak"], pairs[p]["score"] = peak, pairs[p]["log_prior"] + peak
    return pairs


@part
def _best_second(
    weighing: Weighing,
    second: Weighing,
    one: np.void,
    traces: Floats,
    prior: Prior,
    now_s: float,
    pair: np.void,
) -> None:
    """The onset of a second leak in another place that explains most, by crude sizes."""
    book, other, law = second.book, second.place, one["law"]
    both = both_of(book, weighing.place, other)
    take_first(weighing, law, course_of(one), both)
    pair["score"] = -math.inf
    for n in range(2 * len(other.accounts)):  # first the starts of accounts, then all other slots
        i, is_start = n % len(other.accounts), n < len(other.accounts)
        if n == len(other.accounts) and pair["score"] < PAIR.more_nats - PAIR.closer_nats:
            break
        for k in range(0 if is_start else 1, 1 if is_start else book.counts[other.accounts[i]]):
            course = LeakCourse(i, k, 1.0, -1, -1, 1.0, 1.0)
            take_second(second, law, course, traces, both)
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
) -> Both:
    """What the compositions of both places say of the two courses of a pair."""
    weighing = weighing_of(book, holds, one["atom"])
    other = weighing_of(book, holds, pair["atom"])
    law, both, first = one["law"], both_of(book, weighing.place, other.place), course_of(one)
    take_first(weighing, law, first, both)
    traces = traces_of(weighing, law, first)
    second = LeakCourse(pair["account"], pair["slot"], 1.0, -1, -1, 1.0, 1.0)
    take_second(other, law, second, traces, both)
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
    mixture: Mixture,
) -> None:
    """Add one pair of leaks at sizes about the best."""
    both = _both_with(book, holds, one, pair)
    n, m, peak = pair["node_1"], pair["node_2"], pair["log_peak"]
    by_n, by_m = reaches_of(both, sizes, n, m, peak)
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
