"""Two leaks at once, in places that were parted: what a second one explains that the first does not."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.posterior.candidates import COURSE, Prior, next_slot_s
from iss_viewer.detection.posterior.courses import (
    AccountBook,
    LeakCourse,
    Place,
    Weighing,
    steps_of,
    weigh,
)
from iss_viewer.detection.posterior.evidence import (
    SizeGrid,
    VolumeFit,
    log_likelihood,
    nearest_node,
    prepare,
    room_for,
)
from iss_viewer.detection.state.compiled import inner, kernel
from iss_viewer.detection.state.leak_records import SLOTS, STEADY
from iss_viewer.detection.state.records import Floats, Indices
from iss_viewer.detection.state.sensor_records import FLOAT, INT


class PairSettings(NamedTuple):
    """Which pairs are weighed."""

    most_first: int = 8  # courses of a first leak
    most: int = 8  # pairs weighed in full
    asked_from_nats: float = 6.0  # for the best single leak, prior included
    first_nats: float = 18.0  # behind the best: a course that may be the first of two
    closer_nats: float = 4.0  # by which other onsets than starts of accounts may explain more
    more_nats: float = -6.0  # that a second leak must explain beyond the first, prior included
    half_grid: int = 6  # nodes on each side of the best sizes
    reach_nats: float = 8.0  # at the edge of that grid
    rounds: int = 3  # of the crude sizes, each composition by its own volume


PAIR = PairSettings()
PAIR_CANDIDATE = np.dtype(
    [
        ("first", INT),  # a candidate
        ("atom", INT),  # of the second leak
        ("account", INT),  # of its place
        ("slot", INT),
        ("log_prior", FLOAT),
        ("score", FLOAT),  # what it explains beyond the first; then log_prior + log_peak
        ("log_peak", FLOAT),  # likelihood at the best sizes
        ("node_1", INT),  # of those
        ("node_2", INT),
        ("size_1", FLOAT),  # about the best
        ("size_2", FLOAT),
    ]
)


WAYS = 4  # up and down in each of two sizes


class Both(NamedTuple):
    """What the compositions of both places say of two unit leaks; shapes (compositions,)."""

    compositions: Indices
    a11: Floats
    a12: Floats
    a22: Floats
    b1: Floats
    b2: Floats
    spread: Floats  # variance of the volumes' factors
    fit: VolumeFit


@inner
def both_of(book: AccountBook, one: Place, other: Place) -> Both:
    """Room for what is said of a leak in each of two places."""
    is_in = np.zeros(len(book.sigma), np.bool_)
    is_in[one.compositions] = True
    is_in[other.compositions] = True
    compositions = np.flatnonzero(is_in)
    count = len(compositions)
    sigma = np.empty((count, count))
    for i in range(count):
        for j in range(count):
            sigma[i, j] = book.sigma[compositions[i], compositions[j]]
    fit = room_for(sigma)
    spread = np.empty(count)
    for c in range(count):
        spread[c] = sigma[c, c]
    return Both(
        compositions, np.zeros(count), np.zeros(count), np.zeros(count), np.zeros(count),
        np.zeros(count), spread, fit,
    )  # fmt: skip


@inner
def traces_of(weighing: Weighing, law: int, course: LeakCourse) -> Floats:
    """N u of a course in every account, shape (accounts, SLOTS + 1); the last is its steady flow."""
    book, place, steps = weighing.book, weighing.place, weighing.steps
    traces = np.zeros((len(book.counts), SLOTS + 1))
    for i in range(len(place.accounts)):
        s = place.accounts[i]
        steps_of(book, place, course, i, steps)
        for k in range(book.counts[s]):
            for j in range(book.counts[s]):
                traces[s, k] += book.information[s, law, k, j] * steps[j]
            traces[s, STEADY] += book.information[s, law, STEADY, k] * steps[k]
    return traces


@kernel
def _spread_out(place: Place, values: Floats, both: Both, into: Floats) -> None:
    """Values of a place's compositions to their places among those of both."""
    into[:] = 0.0
    for c in range(len(place.compositions)):
        for k in range(len(both.compositions)):
            if both.compositions[k] == place.compositions[c]:
                into[k] = values[c]


@kernel
def take_first(weighing: Weighing, law: int, course: LeakCourse, both: Both) -> None:
    """Fill in what is said of the first leak."""
    weigh(weighing, law, course)
    place, fit = weighing.place, weighing.fit
    _spread_out(place, fit.a, both, both.a11)
    _spread_out(place, fit.b, both, both.b1)


@inner
def take_second(
    weighing: Weighing, law: int, course: LeakCourse, traces: Floats, both: Both
) -> None:
    """Fill in what is said of the second leak, and of both at once."""
    weigh(weighing, law, course)
    book, place, fit, gathered = (
        weighing.book, weighing.place, weighing.fit, weighing.gathered,
    )  # fmt: skip
    _spread_out(place, fit.a, both, both.a22)
    _spread_out(place, fit.b, both, both.b2)
    cross, steady = np.zeros(len(place.compositions)), np.zeros(len(place.compositions))
    for i in range(len(place.accounts)):
        s, c = place.accounts[i], place.local[i]
        steady[c] += traces[s, STEADY]
        if i > course.account:
            cross[c] += traces[s, 0]
        elif i == course.account:
            cross[c] += course.part * traces[s, course.slot]
            if course.slot + 1 < book.counts[s]:
                cross[c] += (1.0 - course.part) * traces[s, course.slot + 1]
    for c in range(len(place.compositions)):
        cross[c] -= steady[c] * gathered.c[c] * book.steady_share[place.compositions[c]]
    _spread_out(place, cross, both, both.a12)


@kernel
def crude_pair(both: Both) -> tuple[float, float, float]:
    """About the best two sizes, and how much better both explain than the first alone; not positive: no
    such pair.
    """
    size_1, size_2, more = 0.0, 0.0, 0.0
    for _ in range(PAIR.rounds):
        a11, a12, a22, b1, b2 = 0.0, 0.0, 0.0, 0.0, 0.0
        for c in range(len(both.a11)):
            square = both.a11[c] * size_1 * size_1 + both.a22[c] * size_2 * size_2
            square += 2.0 * both.a12[c] * size_1 * size_2
            weight = 1.0 / (1.0 + max(square, 0.0) * both.spread[c])
            a11 += weight * both.a11[c]
            a12 += weight * both.a12[c]
            a22 += weight * both.a22[c]
            b1 += weight * both.b1[c]
            b2 += weight * both.b2[c]
        determinant = a11 * a22 - a12 * a12
        if determinant <= COURSE.least_determinant * a11 * a22:
            return 0.0, 0.0, 0.0
        size_1 = (b1 * a22 - b2 * a12) / determinant
        size_2 = (b2 * a11 - b1 * a12) / determinant
        if size_1 <= 0.0 or size_2 <= 0.0:
            return 0.0, 0.0, 0.0
        more = 0.5 * (size_1 * b1 + size_2 * b2 - max(b1, 0.0) ** 2 / a11)
    return size_1, size_2, more


@kernel
def pair_likelihood(both: Both, size_1: float, size_2: float) -> float:
    """ln of the likelihood ratio of two leaks of these sizes to none."""
    fit, count = both.fit, len(both.a11)
    for c in range(count):
        square = both.a11[c] * size_1 * size_1 + both.a22[c] * size_2 * size_2
        fit.a[c] = max(square + 2.0 * both.a12[c] * size_1 * size_2, 0.0)
        fit.b[c] = both.b1[c] * size_1 + both.b2[c] * size_2
    prepare(fit, count)
    return log_likelihood(fit, count, 1.0)


@kernel
def best_pair(both: Both, sizes: SizeGrid, size_1: float, size_2: float) -> tuple[int, int, float]:
    """The most likely nodes uphill from two sizes, and the log likelihood there."""
    q, last = sizes.kg_s, len(sizes.kg_s) - 1
    n, m = nearest_node(sizes, size_1), nearest_node(sizes, size_2)
    best, step = pair_likelihood(both, q[n], q[m]), COURSE.first_stride
    while step >= 1:
        moved = True
        while moved:
            moved = False
            for way in range(WAYS):
                shift = step if way < 2 else -step
                i, j = (n + shift, m) if way % 2 == 0 else (n, m + shift)
                if i < 0 or j < 0 or i > last or j > last:
                    continue
                value = pair_likelihood(both, q[i], q[j])
                if value > best:
                    n, m, best, moved = i, j, value, True
        step //= 2
    return n, m, best


@kernel
def reaches_of(both: Both, sizes: SizeGrid, n: int, m: int, best: float) -> tuple[int, int]:
    """The strides with which the half grid reaches far enough in each of two sizes."""
    by_n, by_m = 1, 1
    for leak in range(2):
        is_first = leak == 0
        stride = _reach_of(both, sizes, n, m, best, is_first)
        if is_first:
            by_n = stride
        else:
            by_m = stride
    return by_n, by_m


@kernel
def _reach_of(both: Both, sizes: SizeGrid, n: int, m: int, best: float, is_first: bool) -> int:
    q, last = sizes.kg_s, len(sizes.kg_s) - 1
    for stride in range(1, len(q) // (2 * PAIR.half_grid)):
        away = stride * PAIR.half_grid
        low, high = -math.inf, -math.inf
        node = n if is_first else m
        if node - away >= 0:
            at = q[node - away]
            low = pair_likelihood(both, at, q[m]) if is_first else pair_likelihood(both, q[n], at)
        if node + away <= last:
            at = q[node + away]
            high = pair_likelihood(both, at, q[m]) if is_first else pair_likelihood(both, q[n], at)
        if max(low, high) < best - PAIR.reach_nats:
            return stride
    return max(len(q) // (2 * PAIR.half_grid), 1)


@kernel
def log_prior_of_second(
    book: AccountBook, place: Place, atom: int, i: int, k: int, prior: Prior, now_s: float
) -> float:
    """Of another leak, in this atom from this slot on, where there is one."""
    onset_s = book.onset_s[place.accounts[i], k]
    chance = prior.onsets_per_s * max(next_slot_s(book, place, i, k, now_s) - onset_s, 0.0)
    if i == 0 and k == 0:
        chance += prior.at_start
    chance *= prior.atom_weights[atom] * prior.second / prior.at_start
    return math.log(max(chance, COURSE.least_chance))
