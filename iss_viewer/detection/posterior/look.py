"""One look at all that is known of leaks: every course weighed, and what they say together of now."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.posterior.candidates import (
    CANDIDATE,
    CHANGES_TO,
    COURSE,
    Candidates,
    Prior,
    course_of,
    refine,
    steady_courses,
)
from iss_viewer.detection.posterior.changes import changed_courses, most_explained
from iss_viewer.detection.posterior.courses import (
    AccountBook,
    Gathered,
    LeakCourse,
    Place,
    fit_of,
    gather,
    place_of,
)
from iss_viewer.detection.posterior.evidence import (
    SIZE,
    SizeGrid,
    VolumeFit,
    factor_error,
    log_likelihood,
    prepare,
    room_for,
    stride_for,
)
from iss_viewer.detection.posterior.mixture import Mixture, Now, add_leak, add_two
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
from iss_viewer.detection.state.compiled import entry, inner, kernel, part
from iss_viewer.detection.state.leak_records import LEAK_LAWS, SLOTS, LeakLaw
from iss_viewer.detection.state.records import Floats


@inner
def _gathered(count: int) -> Gathered:
    return Gathered(np.zeros(count), np.zeros(count), np.zeros(count))


@inner
def _fit_for(book: AccountBook, place: Place) -> VolumeFit:
    """Room for what a place's compositions say, with the root of their volumes' covariance."""
    count = len(place.compositions)
    sigma = np.empty((count, count))
    for i in range(count):
        for j in range(count):
            sigma[i, j] = book.sigma[place.compositions[i], place.compositions[j]]
    return room_for(sigma)


@entry
def weigh_courses(
    book: AccountBook,
    holds: NDArray[np.bool_],
    prior: Prior,
    sizes: SizeGrid,
    now: Now,
    now_s: float,
    mixture: Mixture,
) -> Candidates:
    """All courses of one leak with their chances; fills `mixture` with what these and pairs say.

    holds: shape (compositions, atoms). Chances: of all hypotheses together, one.
    """
    atoms, slots = holds.shape[1], 0
    for count in book.counts:
        slots += count
    most = atoms * LEAK_LAWS * (slots + 1 + COURSE.most_changes * len(CHANGES_TO))
    found, at, best = np.zeros(most, CANDIDATE), 0, 0.0
    steps, explained = np.empty(SLOTS), np.zeros(atoms)
    for atom in range(atoms):
        place = place_of(book, holds[:, atom], LEAK_LAWS)
        if len(place.accounts) == 0:
            continue
        fit, gathered = _fit_for(book, place), _gathered(len(place.compositions))
        begun = at
        at = steady_courses(
            book, place, atom, prior, sizes, now_s, fit, gathered, steps, found, at
        )  # fmt: skip
        refine(book, place, sizes, fit, gathered, steps, found[begun:at], COURSE.refined)
        least = max(COURSE.change_nats, explained.max() - COURSE.worth_nats)
        explained[atom] = most_explained(book, place, sizes, fit, gathered, steps, least)
    least = max(COURSE.change_nats, explained.max() - COURSE.worth_nats)
    for atom in range(atoms):
        if explained[atom] >= least:
            place = place_of(book, holds[:, atom], LEAK_LAWS)
            fit, gathered = _fit_for(book, place), _gathered(len(place.compositions))
            begun = at
            at = changed_courses(
                book, place, atom, prior, sizes, now_s, least, fit, gathered, steps, found, at
            )  # fmt: skip
            refine(
                book, place, sizes, fit, gathered, steps, found[begun:at], COURSE.refined_changes
            )  # fmt: skip
    found = found[:at]
    log_none = math.log(1.0 - prior.at_start)
    best = log_none
    for k in range(at):
        best = max(best, found[k]["score"])
    pairs = _likely_pairs(book, holds, prior, sizes, now_s, found, best)
    for p in range(len(pairs)):
        best = max(best, pairs[p]["score"])
    total = math.exp(log_none - best)
    mixture.totals[0] = total
    for atom in range(atoms):
        place = place_of(book, holds[:, atom], LEAK_LAWS)
        if len(place.accounts) == 0:
            mixture.totals[1] += _add_unmeasured(prior, atom, best, sizes, now, mixture)
            continue
        fit, gathered = _fit_for(book, place), _gathered(len(place.compositions))
        for k in range(len(found)):
            one = found[k]
            if one["atom"] == atom and one["score"] > best - COURSE.worth_nats:
                one["chance"] = _spread(
                    book, place, one, best, sizes, now, fit, gathered, steps, mixture
                )  # fmt: skip
                mixture.totals[1] += one["chance"]
    for p in range(len(pairs)):
        if pairs[p]["score"] > best - COURSE.worth_nats:
            one = found[pairs[p]["first"]]
            _spread_pair(book, holds, one, pairs[p], best, prior, sizes, now, steps, mixture)
    _normalise(mixture, found)
    return found


@part
def _add_unmeasured(
    prior: Prior, atom: int, best: float, sizes: SizeGrid, now: Now, mixture: Mixture
) -> float:
    """Where nothing was ever measured a leak of any size may be, as before."""
    chance = prior.at_start * prior.atom_weights[atom] * math.exp(-best) / len(sizes.kg_s)
    for law in range(LEAK_LAWS):
        for size in sizes.kg_s:
            add_leak(mixture, now, atom, law, size, 1.0, chance * prior.law_weights[law])
    return float(chance * len(sizes.kg_s))


@kernel
def _spread(
    book: AccountBook,
    place: Place,
    one: np.void,
    best: float,
    sizes: SizeGrid,
    now: Now,
    fit: VolumeFit,
    gathered: Gathered,
    steps: Floats,
    mixture: Mixture,
) -> float:
    """Add one course at all its sizes and onsets up to the next slot; their chance, e^best times."""
    places, total = 1, 0.0
    is_steady = one["is_from_start"] == 0 and one["changed_account"] < 0
    if is_steady and one["score"] > best - COURSE.likely_nats:
        places = COURSE.places
    for n in range(places):
        if places > 1:
            one["part"] = 1.0 - (n + 0.5) / places
        gather(book, place, one["law"], course_of(one), steps, gathered)
        fit_of(book, place, gathered, fit)
        log_chance = one["log_prior"] - best - math.log(places)
        total += _spread_sizes(place, one, log_chance, sizes, now, fit, mixture)
    return total


@kernel
def _spread_sizes(
    place: Place,
    one: np.void,
    log_chance: float,
    sizes: SizeGrid,
    now: Now,
    fit: VolumeFit,
    mixture: Mixture,
) -> float:
    count, last, total = len(place.compositions), len(sizes.kg_s) - 1, 0.0
    prepare(fit, count)
    stride = stride_for(one["log_peak"])
    log_chance += math.log(stride * sizes.log_step / sizes.log_span)
    composition = -1
    for c in range(count):
        if place.compositions[c] == now.composition[one["atom"]]:
            composition = c
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
def _put_down(
    mixture: Mixture, now: Now, one: np.void, size: float, factor: float, chance: float
) -> None:
    if one["changed_to"] > 0.0:
        left = size * one["changed_to"]
        add_leak(mixture, now, one["atom"], one["law"], left, factor, chance)
    else:
        mixture.ended[one["atom"]] += chance


@part
def _normalise(mixture: Mixture, found: Candidates) -> None:
    total = mixture.totals.sum()
    for chances in (mixture.atoms, mixture.ended, mixture.station, mixture.totals):
        chances[:] = chances / total
    mixture.rates[:] /= total
    mixture.falls[:] /= total
    for k in range(len(found)):
        found[k]["chance"] /= total


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
        is_there = one["law"] != LeakLaw.HOLE or (
            not is_steady and one["score"] < best - PAIR.first_nats
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
def _likely_pairs(
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
    fit, gathered = _fit_for(book, place), _gathered(len(place.compositions))
    take_first(book, place, law, course_of(one), both, fit, gathered, steps)
    fit, gathered = _fit_for(book, other), _gathered(len(other.compositions))
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
    fit, gathered = _fit_for(book, place), _gathered(len(place.compositions))
    take_first(book, place, law, first, both, fit, gathered, steps)
    traces = traces_of(book, place, law, first)
    fit, gathered = _fit_for(book, other), _gathered(len(other.compositions))
    second = LeakCourse(pair["account"], pair["slot"], 1.0, -1, -1, 1.0, 1.0)
    take_second(book, other, law, second, traces, both, fit, gathered, steps)
    return both


@part
def _spread_pair(
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
