"""The courses of a single leak that explain the accounts, with the logarithm of prior times likelihood."""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.posterior.courses import (
    AccountBook,
    LeakCourse,
    Place,
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
from iss_viewer.detection.state.clock import DAY_S
from iss_viewer.detection.state.compiled import inner, kernel
from iss_viewer.detection.state.leak_records import LEAK_LAWS, LeakLaw
from iss_viewer.detection.state.ranking import lowest
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.sensor_records import FLOAT, INT


class CourseSettings(NamedTuple):
    """Which courses are weighed."""

    worth_nats: float = 16.0  # behind the best: less likely courses count for nothing
    change_nats: float = 6.0  # that a leak which ended must explain, for ends to be asked after
    most_changes: int = 20  # weighed in full for each atom and law
    most_early: int = 24  # onsets for each of which ends are asked after
    most_ends: int = (
        8  # starts of accounts at which a leak is taken to have ended, to find those onsets
    )
    most_late: int = 64  # changes that are tried for each onset
    places: int = 8  # between a likely slot and the next, at which a leak is taken to begin
    halvings: int = 4  # of those places, about the best onset
    likely_nats: float = 7.0  # behind the best: a slot that is likely
    least_chance: float = 1e-300  # its logarithm is never asked
    refined: int = 8  # courses of a place that may begin between slots
    refined_changes: int = 16  # and of those that changed
    refined_from_nats: float = 8.0  # so much must be explained for it to matter
    first_stride: int = 4  # nodes, in search of the best size,
    last_stride: int = 1  # and near it
    sought_by: int = int(LeakLaw.HOLE)  # law by which onsets and changes are sought
    least_determinant: float = (
        1e-6  # of a product of two precisions: leaks that cannot be told apart
    )


COURSE = CourseSettings()
#: what a leak may become, times its rate: ended, nearly ended, less, more; and the part of all ends and
#: steps that each is
CHANGES_TO = (0.0, 0.01, 0.03, 0.1, 0.4, 2.5)

#: a course of one leak that may be
CANDIDATE = np.dtype(
    [
        ("atom", INT),
        ("law", INT),
        ("account", INT),  # of the atom's place, see LeakCourse
        ("slot", INT),
        ("is_from_start", INT),  # it was there before anything was measured
        ("changed_account", INT),
        ("changed_slot", INT),
        ("changed_to", FLOAT),
        ("part", FLOAT),  # of its rate that begins at its slot
        ("changed_part", FLOAT),
        ("doubling_s", FLOAT),  # of a leak that grows steadily; 0: it does not
        ("log_prior", FLOAT),
        ("log_peak", FLOAT),  # likelihood at the best size
        ("node", INT),  # of that size
        ("score", FLOAT),  # log_prior + log_peak
        ("chance", FLOAT),  # posterior probability
        ("onset_s", FLOAT),
    ]
)
Candidates: TypeAlias = NDArray[np.void]
Candidate: TypeAlias = np.void


class Prior(NamedTuple):
    """What is believed before anything is measured."""

    atom_weights: Floats  # shape (atoms,), sum 1
    law_weights: Floats  # shape (laws,), sum 1
    at_start: float  # that something leaks when measuring begins
    onsets_per_s: float
    ends_per_s: float
    steps_per_s: float
    most_changed: float  # probability that a leak has ended or changed, however old it is
    growing: float  # that a leak grows steadily
    second: float  # of the leaks: another one elsewhere
    patched_s: Floats  # shape (atoms,): when a patch was reported last; -inf: never
    patch_held: float  # that such a patch holds at least in part
    patch_sealed: float  # and if so, that it leaves nothing


@kernel
def course_of(candidate: Candidate) -> LeakCourse:
    """The course of a candidate."""
    return LeakCourse(
        candidate["account"],
        candidate["slot"],
        candidate["part"],
        candidate["changed_account"],
        candidate["changed_slot"],
        candidate["changed_to"],
        candidate["changed_part"],
    )


@kernel
def next_slot_s(book: AccountBook, place: Place, i: int, k: int, now_s: float) -> float:
    """When the slot after one begins, in this account of the place or the next."""
    s = place.accounts[i]
    if k + 1 < book.counts[s]:
        return float(book.onset_s[s, k + 1])
    if i + 1 < len(place.accounts):
        return float(book.start_s[place.accounts[i + 1]])
    return now_s


@kernel
def _log_unchanged(prior: Prior, age_s: float) -> float:
    changes = (prior.ends_per_s + prior.steps_per_s) * age_s
    return math.log(1.0 - min(changes, prior.most_changed))


@kernel
def log_prior_of_change(
    prior: Prior, atom: int, changed_s: float, until_s: float, age_s: float, to: int
) -> float:
    """Of a change in a span, to one of `CHANGES_TO`; age_s: of the leak by now."""
    both = prior.ends_per_s + prior.steps_per_s
    fewer = min(prior.most_changed / max(both * age_s, 1.0 / DAY_S), 1.0)
    share = prior.ends_per_s if to == 0 else prior.steps_per_s / (len(CHANGES_TO) - 1)
    chance = share * max(until_s - changed_s, 0.0) * fewer
    if changed_s <= prior.patched_s[atom] < until_s:
        chance += prior.patch_held * _left_by_patch(prior, to)
    return math.log(max(chance, COURSE.least_chance))


@kernel
def _left_by_patch(prior: Prior, to: int) -> float:
    """That a patch which holds leaves so much of a leak: it seals, or leaves a part, but adds none."""
    if to == 0:
        return prior.patch_sealed
    remnants = 0
    for left in CHANGES_TO:
        remnants += 0.0 < left < 1.0
    return (1.0 - prior.patch_sealed) / remnants if CHANGES_TO[to] < 1.0 else 0.0


@kernel
def peak(weighing: Weighing, sizes: SizeGrid, candidate: Candidate) -> None:
    """Fill in the best size of a candidate that is weighed."""
    fit, count = weighing.fit, len(weighing.place.compositions)
    start = nearest_node(sizes, crude_size(fit, count))
    node, log_peak = best_size(fit, count, sizes, start, COURSE.first_stride)
    candidate["node"], candidate["log_peak"] = node, log_peak
    candidate["score"] = candidate["log_prior"] + log_peak


@inner
def refine(weighing: Weighing, sizes: SizeGrid, found: Candidates, most: int) -> None:
    """Let the likeliest of some candidates of a place begin, and change, between slots, where that
    explains more: an onset that is off by a minute is far off where a leak is large.
    """
    for k in lowest(-found["score"], most):
        one = found[k]
        if one["log_peak"] < COURSE.refined_from_nats or one["is_from_start"] == 1:
            continue
        for turn in range(2 if one["changed_account"] >= 0 else 1):
            best, reach = 1.0, 0.5 / COURSE.places
            for n in range(COURSE.places):
                share = 1.0 - (n + 0.5) / COURSE.places
                best = _better(weighing, sizes, one, turn, share, best)
            for _ in range(COURSE.halvings if turn == 0 else 0):
                middle = best
                for share in (middle - reach, middle + reach):
                    if 0.0 <= share <= 1.0:
                        best = _better(weighing, sizes, one, turn, share, best)
                reach *= 0.5
            if turn == 0:
                one["part"] = best
            else:
                one["changed_part"] = best
        one["score"] = one["log_prior"] + one["log_peak"]


@kernel
def _better(
    weighing: Weighing, sizes: SizeGrid, one: Candidate, turn: int, share: float, best: float
) -> float:
    """Of two shares that may begin at a slot (turn 0: the onset's, else the change's) the one that explains
    more; fills in its size.
    """
    if turn == 0:
        one["part"] = share
    else:
        one["changed_part"] = share
    weigh(weighing, one["law"], course_of(one))
    fit, count = weighing.fit, len(weighing.place.compositions)
    if most_nats(fit, count) <= one["log_peak"]:
        return best
    node, value = best_size(fit, count, sizes, one["node"], COURSE.last_stride)
    if value <= one["log_peak"]:
        return best
    one["node"], one["log_peak"] = node, value
    return share


@kernel
def steady_courses(
    weighing: Weighing,
    atom: int,
    prior: Prior,
    sizes: SizeGrid,
    now_s: float,
    found: Candidates,
) -> int:
    """Fill in all courses without a change, from each slot on; their number."""
    book, place, at = weighing.book, weighing.place, 0
    for law in range(LEAK_LAWS):
        weight = prior.atom_weights[atom] * prior.law_weights[law]
        for i in range(len(place.accounts)):
            s = place.accounts[i]
            for k in range(book.counts[s]):
                for is_from_start in range(2 if i == 0 and k == 0 else 1):
                    one = found[at]
                    one["atom"], one["law"], one["account"], one["slot"] = atom, law, i, k
                    one["is_from_start"] = is_from_start
                    one["changed_account"] = one["changed_slot"] = -1
                    one["changed_to"], one["onset_s"] = 1.0, book.onset_s[s, k]
                    one["part"] = one["changed_part"] = 1.0
                    span_s = next_slot_s(book, place, i, k, now_s) - book.onset_s[s, k]
                    chance = prior.onsets_per_s * max(span_s, 0.0)
                    if is_from_start == 1:
                        chance = prior.at_start
                    one["log_prior"] = math.log(max(chance * weight, COURSE.least_chance))
                    one["log_prior"] += _log_unchanged(prior, now_s - book.onset_s[s, k])
                    weigh(weighing, law, course_of(one))
                    peak(weighing, sizes, one)
                    at += 1
    return at
