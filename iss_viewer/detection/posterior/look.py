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
    refine,
    steady_courses,
)
from iss_viewer.detection.posterior.changes import changed_courses, most_explained
from iss_viewer.detection.posterior.courses import AccountBook, weighing_of
from iss_viewer.detection.posterior.evidence import SizeGrid
from iss_viewer.detection.posterior.growth import GROWTH, growing_courses
from iss_viewer.detection.posterior.mixture import Mixture, Now
from iss_viewer.detection.posterior.spreading import add_unmeasured, normalise, spread
from iss_viewer.detection.posterior.two_leaks import likely_pairs, spread_pair
from iss_viewer.detection.state.compiled import entry, part
from iss_viewer.detection.state.leak_records import LEAK_LAWS


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
    found = _courses_of_one(book, holds, prior, sizes, now_s)
    log_none = math.log(1.0 - prior.at_start)
    best = log_none
    for k in range(len(found)):
        best = max(best, found[k]["score"])
    pairs = likely_pairs(book, holds, prior, sizes, now_s, found, best)
    for p in range(len(pairs)):
        best = max(best, pairs[p]["score"])
    mixture.totals[0] = math.exp(log_none - best)
    for atom in range(holds.shape[1]):
        _spread_atom(book, holds, atom, best, prior, sizes, now, now_s, found, mixture)
    for p in range(len(pairs)):
        if pairs[p]["score"] > best - COURSE.worth_nats:
            one = found[pairs[p]["first"]]
            spread_pair(book, holds, one, pairs[p], best, prior, sizes, now, mixture)
    mixture.log_none[0] = log_none - best
    normalise(mixture, found)
    return found


@part
def _courses_of_one(
    book: AccountBook, holds: NDArray[np.bool_], prior: Prior, sizes: SizeGrid, now_s: float
) -> Candidates:
    """All courses of one leak; those that ended or changed only where they may explain enough."""
    atoms, slots = holds.shape[1], 0
    for count in book.counts:
        slots += count
    most = atoms * LEAK_LAWS * (slots + 1 + COURSE.most_changes * len(CHANGES_TO) + GROWTH.most)
    found, at = np.zeros(most, CANDIDATE), 0
    explained, most_nats = np.zeros(atoms), 0.0
    for atom in range(atoms):
        weighing = weighing_of(book, holds, atom)
        if len(weighing.place.accounts) == 0:
            continue
        begun = at
        at += steady_courses(weighing, atom, prior, sizes, now_s, found[at:])
        refine(weighing, sizes, found[begun:at], COURSE.refined)
        least = max(COURSE.change_nats, most_nats - COURSE.worth_nats)
        explained[atom] = most_explained(weighing, sizes, least)
        most_nats = max(most_nats, explained[atom])
    least = max(COURSE.change_nats, most_nats - COURSE.worth_nats)
    for atom in range(atoms):
        if explained[atom] >= least:
            weighing, begun = weighing_of(book, holds, atom), at
            at += changed_courses(weighing, atom, prior, sizes, now_s, least, found[at:])
            refine(weighing, sizes, found[begun:at], COURSE.refined_changes)
            at += growing_courses(weighing, atom, prior, sizes, now_s, found[at:])
    return found[:at]


@part
def _spread_atom(
    book: AccountBook,
    holds: NDArray[np.bool_],
    atom: int,
    best: float,
    prior: Prior,
    sizes: SizeGrid,
    now: Now,
    now_s: float,
    found: Candidates,
    mixture: Mixture,
) -> None:
    """Add what the courses of one atom say of the present."""
    weighing = weighing_of(book, holds, atom)
    if len(weighing.place.accounts) == 0:
        mixture.totals[1] += add_unmeasured(prior, atom, best, sizes, now, mixture)
        return
    for k in range(len(found)):
        one = found[k]
        if one["atom"] == atom and one["score"] > best - COURSE.worth_nats:
            one["chance"] = spread(weighing, one, best, sizes, now, now_s, mixture)
            mixture.totals[1] += one["chance"]
