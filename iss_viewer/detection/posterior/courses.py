"""A course: one history of one leak (where, by which law, from when, until when or changed to what), and
what all accounts say of it, gathered by compositions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.posterior.evidence import VolumeFit, room_for
from iss_viewer.detection.state.compiled import inner, kernel
from iss_viewer.detection.state.leak_records import LEAK_LAWS, SLOTS, STEADY
from iss_viewer.detection.state.records import Floats, Indices

SUMS = 3  # of unit leaks: A, B, C


class AccountBook(NamedTuple):
    """All accounts as the look reads them, in the order of time; variances as they turned out."""

    start_s: Floats  # shape (accounts,)
    end_s: Floats
    counts: Indices  # onsets of each
    onset_s: Floats  # shape (accounts, SLOTS)
    score: Floats  # shape (accounts, laws, REGRESSORS)
    information: Floats  # shape (accounts, laws, REGRESSORS, REGRESSORS), whole
    composition: Indices  # shape (accounts,)
    steady_score: Floats  # shape (compositions,), of the steady flow
    steady_share: Floats  # shape (compositions,): 1/(J + 1/its prior variance)
    sigma: Floats  # shape (compositions, compositions): covariance of volumes' factors


class Place(NamedTuple):
    """The accounts of one atom (modules that were never parted), and its compositions."""

    accounts: Indices  # in the order of time
    local: (
        Indices  # shape (accounts of the place,): the place of each one's composition among its own
    )
    compositions: Indices
    after: Floats  # shape (laws, accounts of the place + 1, own compositions, 3): A, B, C of a unit leak
    # over all accounts from that one on


class LeakCourse(NamedTuple):
    """A leak from an onset on (a part of its rate from the next slot on), and what became of it."""

    account: int  # of the place
    slot: int
    part: float  # of the rate that begins at the slot; the rest at the next
    changed_account: int  # -1: it goes on as it was
    changed_slot: int
    changed_to: float  # times its rate
    changed_part: float  # of the change that is at its slot; the rest at the next


class Gathered(NamedTuple):
    """Sums over the accounts of a composition, each of shape (compositions,)."""

    a: Floats  # u.N.u
    b: Floats  # u.b
    c: Floats  # u.N of the steady flow


class Weighing(NamedTuple):
    """What is known of one atom, and room to weigh a course of it."""

    book: AccountBook
    place: Place
    fit: VolumeFit  # of the course weighed last
    gathered: Gathered
    steps: Floats  # shape (SLOTS,)


@inner
def weighing_of(book: AccountBook, holds: NDArray[np.bool_], atom: int) -> Weighing:
    """Room for the courses of an atom; holds: shape (compositions, atoms)."""
    place = _place_of(book, holds, atom)
    count = len(place.compositions)
    sigma = np.empty((count, count))
    for i in range(count):
        for j in range(count):
            sigma[i, j] = book.sigma[place.compositions[i], place.compositions[j]]
    gathered = Gathered(np.zeros(count), np.zeros(count), np.zeros(count))
    return Weighing(book, place, room_for(sigma), gathered, np.empty(SLOTS))


@inner
def _place_of(book: AccountBook, holds: NDArray[np.bool_], atom: int) -> Place:
    """The accounts of the compositions that an atom is in."""
    is_in = holds[:, atom].copy()
    compositions = np.flatnonzero(is_in)
    accounts = np.flatnonzero(is_in[book.composition])
    local = np.empty(len(accounts), np.int64)
    after = np.zeros((LEAK_LAWS, len(accounts) + 1, len(compositions), SUMS))
    for i in range(len(accounts) - 1, -1, -1):
        s = accounts[i]
        for c in range(len(compositions)):
            if compositions[c] == book.composition[s]:
                local[i] = c
        for law in range(LEAK_LAWS):
            for c in range(len(compositions)):
                for part in range(SUMS):
                    after[law, i, c, part] = after[law, i + 1, c, part]
            own = after[law, i, local[i]]
            own[0] += book.information[s, law, 0, 0]
            own[1] += book.score[s, law, 0]
            own[2] += book.information[s, law, STEADY, 0]
    return Place(accounts, local, compositions, after)


@kernel
def steps_of(book: AccountBook, place: Place, course: LeakCourse, i: int, steps: Floats) -> None:
    """The steps of a unit leak at the slots of the place's i-th account; shape (SLOTS,), filled."""
    steps[:] = 0.0
    s = place.accounts[i]
    if i > course.account:
        steps[0] = 1.0
    elif i == course.account:
        steps[course.slot] = course.part
        if course.slot + 1 < book.counts[s]:
            steps[course.slot + 1] = 1.0 - course.part
    if course.changed_account >= 0:
        if i > course.changed_account:
            steps[0] *= course.changed_to
        elif i == course.changed_account:
            step = course.changed_to - 1.0
            steps[course.changed_slot] += course.changed_part * step
            if course.changed_slot + 1 < book.counts[s]:
                steps[course.changed_slot + 1] += (1.0 - course.changed_part) * step


@kernel
def add_account(
    book: AccountBook, place: Place, law: int, i: int, steps: Floats, gathered: Gathered
) -> None:
    """Add what the place's i-th account says of a course with these steps."""
    s, c = place.accounts[i], place.local[i]
    information, score = book.information[s, law], book.score[s, law]
    for k in range(book.counts[s]):
        if steps[k] != 0.0:
            row = 0.0
            for j in range(book.counts[s]):
                row += information[k, j] * steps[j]
            gathered.a[c] += steps[k] * row
            gathered.b[c] += steps[k] * score[k]
            gathered.c[c] += steps[k] * information[STEADY, k]


@kernel
def weigh(weighing: Weighing, law: int, course: LeakCourse) -> None:
    """Fill in what all accounts of an atom say of a unit course."""
    _gather(weighing, law, course)
    let_go_of_steady_flow(weighing)


@kernel
def _gather(weighing: Weighing, law: int, course: LeakCourse) -> None:
    book, place, gathered, steps = (
        weighing.book, weighing.place, weighing.gathered, weighing.steps,
    )  # fmt: skip
    after, first, changed = place.after[law], course.account, course.changed_account
    until = changed if changed >= 0 else len(place.accounts)
    level = course.changed_to if changed >= 0 else 0.0
    for c in range(len(place.compositions)):
        between = min(first + 1, until)
        later = min(until + 1, len(place.accounts))
        gathered.a[c] = (
            after[between, c, 0] - after[until, c, 0] + level * level * after[later, c, 0]
        )
        gathered.b[c] = after[between, c, 1] - after[until, c, 1] + level * after[later, c, 1]
        gathered.c[c] = after[between, c, 2] - after[until, c, 2] + level * after[later, c, 2]
    steps_of(book, place, course, first, steps)
    add_account(book, place, law, first, steps, gathered)
    if changed > first:
        steps_of(book, place, course, changed, steps)
        add_account(book, place, law, changed, steps, gathered)


@kernel
def let_go_of_steady_flow(weighing: Weighing) -> None:
    """Let go of the steady flow of each composition, of which only the prior is known."""
    book, place, gathered, fit = (
        weighing.book, weighing.place, weighing.gathered, weighing.fit,
    )  # fmt: skip
    for c in range(len(place.compositions)):
        g = place.compositions[c]
        share, steady = book.steady_share[g], book.steady_score[g]
        fit.a[c] = max(gathered.a[c] - gathered.c[c] * gathered.c[c] * share, 0.0)
        fit.b[c] = gathered.b[c] - gathered.c[c] * steady * share
