"""Leaks that ended or changed: which pairs of onset and change are worth weighing."""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.posterior.candidates import (
    CHANGES_TO,
    COURSE,
    Candidates,
    Prior,
    course_of,
    log_prior_of_change,
    next_slot_s,
    peak,
)
from iss_viewer.detection.posterior.courses import (
    LeakCourse,
    Weighing,
    weigh,
)
from iss_viewer.detection.posterior.evidence import (
    SizeGrid,
    best_size,
    crude_size,
    most_nats,
    nearest_node,
)
from iss_viewer.detection.state.compiled import inner, kernel, part
from iss_viewer.detection.state.leak_records import LEAK_LAWS
from iss_viewer.detection.state.ranking import lowest
from iss_viewer.detection.state.records import Floats, Indices

_TRIED = (
    0.0,
    0.4,
    2.5,
)  # of what a leak may become: those that tell whether a change is worth a look


@kernel
def _nats(weighing: Weighing, course: LeakCourse, sizes: SizeGrid, least: float) -> float:
    """How much a course explains, if that is more than `least`; else `least`."""
    weigh(weighing, COURSE.sought_by, course)
    fit, count = weighing.fit, len(weighing.place.compositions)
    if most_nats(fit, count) <= least:
        return least
    start = nearest_node(sizes, crude_size(fit, count))
    return max(best_size(fit, count, sizes, start, COURSE.first_stride)[1], least)


@inner
def _slots(weighing: Weighing) -> tuple[Indices, Indices]:
    """Every slot of a place: its account in the place, and its number there."""
    book, place, total = weighing.book, weighing.place, 0
    for s in place.accounts:
        total += book.counts[s]
    accounts, slots, at = np.empty(total, np.int64), np.empty(total, np.int64), 0
    for i in range(len(place.accounts)):
        for k in range(book.counts[place.accounts[i]]):
            accounts[at], slots[at] = i, k
            at += 1
    return accounts, slots


@part
def most_explained(weighing: Weighing, sizes: SizeGrid, least: float) -> float:
    """The log likelihood of the best course of a place, ended or not, if more than `least`; else zero."""
    accounts, slots = _slots(weighing)
    best = _early(weighing, accounts, slots, sizes, least)[1]
    return best if best > least else 0.0


@inner
def _early(
    weighing: Weighing, accounts: Indices, slots: Indices, sizes: SizeGrid, least: float
) -> tuple[Indices, float]:
    """The onsets of leaks that may have ended: those that do best until some account's start, or now; and
    how well the best one does, if better than `least`.
    """
    book, place = weighing.book, weighing.place
    total, count = len(accounts), len(place.accounts)
    nats, every = np.full(total, -math.inf), max(count // COURSE.most_ends, 1)
    top = np.full(COURSE.most_early, least)
    for n in range(total):
        course = LeakCourse(accounts[n], slots[n], 1.0, -1, -1, 1.0, 1.0)
        best = _nats(weighing, course, sizes, top[0])
        for j in range(accounts[n] + 1, count, every):
            course = LeakCourse(accounts[n], slots[n], 1.0, j, 0, 0.0, 1.0)
            best = _nats(weighing, course, sizes, best)
        s = place.accounts[accounts[n]]
        for m in range(slots[n] + 1, book.counts[s]):
            course = LeakCourse(accounts[n], slots[n], 1.0, accounts[n], m, 0.0, 1.0)
            best = _nats(weighing, course, sizes, best)
        if best > top[0]:
            nats[n] = best
            _take_in(top, best)
    return np.flatnonzero(nats >= top[0])[: COURSE.most_early], top[-1]


@kernel
def _take_in(top: Floats, value: float) -> None:
    """Take a value in among the highest, in rising order, in place of the lowest of them."""
    k = 0
    while k + 1 < len(top) and top[k + 1] < value:
        top[k] = top[k + 1]
        k += 1
    top[k] = value


@part
def changed_courses(
    weighing: Weighing,
    atom: int,
    prior: Prior,
    sizes: SizeGrid,
    now_s: float,
    least: float,
    found: Candidates,
) -> int:
    """Fill in the courses of an atom that ended or changed and are worth weighing: log likelihood `least`
    at the least; their number.
    """
    accounts, slots = _slots(weighing)
    early, _ = _early(weighing, accounts, slots, sizes, -math.inf)
    last = len(weighing.place.accounts) - 1
    total, every = len(accounts), max(len(accounts) // COURSE.most_late, 1)
    nats, pairs = np.empty(len(early) * total), np.empty((len(early) * total, 2), np.int64)
    count, top = 0, np.full(COURSE.most_changes, least)
    for n in early:
        for m in range(n + 1, total):
            if (m % every) != 0 and accounts[m] < last and slots[m] != 0:
                continue
            best = top[0]
            for to in _TRIED:
                course = LeakCourse(accounts[n], slots[n], 1.0, accounts[m], slots[m], to, 1.0)
                best = _nats(weighing, course, sizes, best)
            if best > top[0]:
                _take_in(top, best)
                nats[count], pairs[count, 0], pairs[count, 1] = best, n, m
                count += 1
    at = 0
    for p in lowest(-nats[:count], COURSE.most_changes):
        n, m = pairs[p]
        pair = (accounts[n], slots[n], accounts[m], slots[m])
        at += _weigh_pair(weighing, atom, prior, sizes, now_s, pair, found[at:])
    return at


@kernel
def _weigh_pair(
    weighing: Weighing,
    atom: int,
    prior: Prior,
    sizes: SizeGrid,
    now_s: float,
    pair: tuple[int, int, int, int],
    found: Candidates,
) -> int:
    """Fill in the courses with this onset and change (account and slot of each); their number."""
    book, place, (i, k, j, m), at = weighing.book, weighing.place, pair, 0
    onset_s = book.onset_s[place.accounts[i], k]
    span_s = next_slot_s(book, place, i, k, now_s) - onset_s
    changed_s = book.onset_s[place.accounts[j], m]
    until_s = next_slot_s(book, place, j, m, now_s)
    chance = prior.onsets_per_s * max(span_s, 0.0)
    if i == 0 and k == 0:
        chance += prior.at_start
    for law in range(LEAK_LAWS):
        weight = prior.atom_weights[atom] * prior.law_weights[law]
        log_onset = math.log(max(chance * weight, COURSE.least_chance))
        for to in range(len(CHANGES_TO)):
            one = found[at]
            one["atom"], one["law"], one["account"], one["slot"] = atom, law, i, k
            one["is_from_start"] = 0
            one["changed_account"], one["changed_slot"] = j, m
            one["changed_to"], one["onset_s"] = CHANGES_TO[to], onset_s
            one["part"] = one["changed_part"] = 1.0
            one["log_prior"] = log_onset + log_prior_of_change(
                prior, atom, changed_s, until_s, now_s - onset_s, to
            )
            weigh(weighing, law, course_of(one))
            peak(weighing, sizes, one)
            at += 1
    return at
