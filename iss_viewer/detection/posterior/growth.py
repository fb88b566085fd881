"""Leaks that grow steadily, as a crack that tears on: by now they double in some time, from an onset on."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.posterior.candidates import (
    CANDIDATE,
    COURSE,
    Candidate,
    Candidates,
    Prior,
    next_slot_s,
    peak,
)
from iss_viewer.detection.posterior.courses import (
    Weighing,
    add_account,
    let_go_of_steady_flow,
)
from iss_viewer.detection.posterior.evidence import SizeGrid, most_nats
from iss_viewer.detection.state.compiled import kernel, part
from iss_viewer.detection.state.leak_records import LEAK_LAWS, LeakLaw


class GrowthSettings(NamedTuple):
    """Which growing leaks are weighed. Chosen."""

    most: int = 8  # onsets and doublings of an atom that are weighed in full
    columns: int = 3  # of what is tried: doubling, account, slot
    doublings: float = 6.0  # as old as so many a leak may as well be older
    shortest_s: float = 1800.0  # doubling time, and by which factor the next one is longer
    longer: float = 2.0
    times: int = 6  # so many doubling times


GROWTH = GrowthSettings()


@kernel
def weigh_growing(weighing: Weighing, one: Candidate, now_s: float) -> None:
    """Fill in what all accounts of an atom say of a leak that grows to a unit rate by now."""
    book, place, gathered, steps = (
        weighing.book, weighing.place, weighing.gathered, weighing.steps,
    )  # fmt: skip
    gathered.a[:] = 0.0
    gathered.b[:] = 0.0
    gathered.c[:] = 0.0
    for i in range(one["account"], len(place.accounts)):
        s, was = place.accounts[i], 0.0
        steps[:] = 0.0
        for k in range(one["slot"] if i == one["account"] else 0, book.counts[s]):
            until_s = book.onset_s[s, k + 1] if k + 1 < book.counts[s] else book.end_s[s]
            rate = _mean_rate(book.onset_s[s, k] - now_s, until_s - now_s, one["doubling_s"])
            steps[k] = rate - was
            was = rate
        add_account(book, place, one["law"], i, steps, gathered)
    let_go_of_steady_flow(weighing)


@kernel
def _mean_rate(from_s: float, until_s: float, doubling_s: float) -> float:
    """Between two times before now, of a rate that is one now."""
    per_s = math.log(2.0) / doubling_s
    span = (until_s - from_s) * per_s
    if span <= 0.0:
        return math.exp(until_s * per_s)
    return (math.exp(until_s * per_s) - math.exp(from_s * per_s)) / span


@part
def growing_courses(
    weighing: Weighing,
    atom: int,
    prior: Prior,
    sizes: SizeGrid,
    now_s: float,
    found: Candidates,
) -> int:
    """Fill in the growing leaks of an atom that may explain most; their number."""
    book, place, at = weighing.book, weighing.place, 0
    nats, one = np.full(GROWTH.most, -math.inf), np.zeros(1, CANDIDATE)[0]
    count = len(place.compositions)
    tried = np.zeros((GROWTH.most, GROWTH.columns))
    for time in range(GROWTH.times):
        doubling_s = GROWTH.shortest_s * GROWTH.longer**time
        one["law"], one["doubling_s"] = LeakLaw.HOLE, doubling_s
        for i in range(len(place.accounts)):
            for k in range(book.counts[place.accounts[i]]):
                age_s = now_s - next_slot_s(book, place, i, k, now_s)
                if age_s > GROWTH.doublings * doubling_s:
                    continue
                one["account"], one["slot"] = i, k
                weigh_growing(weighing, one, now_s)
                value, least = most_nats(weighing.fit, count), np.argmin(nats)
                if value > nats[least]:
                    nats[least] = value
                    tried[least, 0], tried[least, 1], tried[least, 2] = i, k, doubling_s
    for n in range(GROWTH.most):
        if nats[n] > COURSE.change_nats:
            for law in range(LEAK_LAWS):
                one = found[at]
                one["atom"], one["law"] = atom, law
                one["account"], one["slot"] = int(tried[n, 0]), int(tried[n, 1])
                one["doubling_s"] = tried[n, 2]
                _find_size(weighing, one, prior, sizes, now_s)
                at += 1
    return at


@kernel
def _find_size(
    weighing: Weighing, one: Candidate, prior: Prior, sizes: SizeGrid, now_s: float
) -> None:
    """Fill in the best size by now and what speaks for it."""
    book, place = weighing.book, weighing.place
    i, k = one["account"], one["slot"]
    one["is_from_start"] = 0
    one["changed_account"] = one["changed_slot"] = -1
    one["changed_to"] = one["part"] = one["changed_part"] = 1.0
    one["onset_s"] = book.onset_s[place.accounts[i], k]
    chance = prior.onsets_per_s * max(next_slot_s(book, place, i, k, now_s) - one["onset_s"], 0.0)
    if i == 0 and k == 0:
        chance += prior.at_start
    chance *= prior.growing / GROWTH.times
    chance *= prior.atom_weights[one["atom"]] * prior.law_weights[one["law"]]
    one["log_prior"] = math.log(max(chance, COURSE.least_chance))
    weigh_growing(weighing, one, now_s)
    peak(weighing, sizes, one)
