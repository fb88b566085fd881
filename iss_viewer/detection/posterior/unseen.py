"""What could leak unseen: of a leak that began while the air was watched, and that nothing has shown yet, how
large it may be, whether it stays as it is or grows.

The posterior of all leaks speaks of those that were there from the start before all, which long watching
rules out; one that has just begun, or that grows, may be larger by far. How it goes on nobody knows: steadily, or
doubling in half an hour to hours, each as likely as another.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.posterior.candidates import CANDIDATE, COURSE, next_slot_s
from iss_viewer.detection.posterior.courses import (
    AccountBook,
    LeakCourse,
    Weighing,
    weigh,
    weighing_of,
)
from iss_viewer.detection.posterior.evidence import SizeGrid, VolumeFit
from iss_viewer.detection.posterior.growth import GROWTH, weigh_growing
from iss_viewer.detection.posterior.mixture import Now
from iss_viewer.detection.state.compiled import entry, kernel, part
from iss_viewer.detection.state.leak_records import LeakLaw
from iss_viewer.detection.state.records import Floats


class UnseenSettings(NamedTuple):
    """What is asked."""

    below_1: float = (
        0.965  # how probable it is that such a leak is no larger. Fitted to leaks not yet seen
    )
    stride: int = 3  # nodes of the sizes,
    times_stride: int = 2  # and doubling times, of those that are weighed


UNSEEN = UnseenSettings()


class Onsets(NamedTuple):
    """Every onset that a leak in an air space may have, and how it may go on; shapes (onsets,)."""

    atom: NDArray[np.int64]
    weight: Floats  # how probable the onset is
    best: Floats  # kg/s at one atmosphere: the most likely size by now, may be negative
    information: Floats  # of it


@entry
def most_unseen(
    book: AccountBook,
    holds: NDArray[np.bool_],
    atom_weights: Floats,
    sizes: SizeGrid,
    now: Now,
    now_s: float,
    is_apart: NDArray[np.bool_],
) -> Floats:
    """The largest loss of each air space, kg/s, that could go unseen, shape (spaces,); NaN: no air of it was
    ever measured.

    is_apart: shape (spaces,): a leak is known elsewhere, so that what was measured before air was parted
    tells nothing of one there.
    """
    spaces = len(is_apart)
    limits = np.full(spaces, math.nan)
    for space in range(spaces):
        found = _onsets(book, holds, atom_weights, now, now_s, space, is_apart[space])
        if len(found.atom) > 0:
            limits[space] = _limit(found, sizes, now.share[found.atom[0], LeakLaw.HOLE])
    return limits


@part
def _onsets(
    book: AccountBook,
    holds: NDArray[np.bool_],
    atom_weights: Floats,
    now: Now,
    now_s: float,
    space: int,
    is_apart: bool,
) -> Onsets:
    atoms, most = holds.shape[1], 0
    for count in book.counts:
        most += count
    inside = 0
    for atom in range(atoms):
        inside += now.space[atom] == space
    most *= inside * (1 + GROWTH.times)
    found = Onsets(np.empty(most, np.int64), np.empty(most), np.empty(most), np.empty(most))
    at = 0
    for atom in range(atoms):
        if now.space[atom] != space:
            continue
        weighing = weighing_of(book, holds, atom)
        only = now.composition[atom] if is_apart else -1
        begun = at
        at = _steady(weighing, now_s, only, found, at)
        at = _growing(weighing, now_s, only, found, at)
        for n in range(begun, at):
            found.atom[n] = atom
            found.weight[n] *= atom_weights[atom]
    return Onsets(found.atom[:at], found.weight[:at], found.best[:at], found.information[:at])


@kernel
def _steady(weighing: Weighing, now_s: float, only: int, found: Onsets, at: int) -> int:
    """Leaks that stay as they are, from each slot on, in accounts of `only` one composition (-1: all); the
    count of onsets after them.
    """
    book, place = weighing.book, weighing.place
    for i in range(len(place.accounts)):
        s = place.accounts[i]
        if only >= 0 and book.composition[s] != only:
            continue
        for k in range(book.counts[s]):
            weigh(weighing, COURSE.sought_by, LeakCourse(i, k, 1.0, -1, -1, 1.0, 1.0))
            span_s = max(next_slot_s(book, place, i, k, now_s) - book.onset_s[s, k], 0.0)
            _put(weighing.fit, span_s, found, at)
            at += 1
    return at


@part
def _growing(weighing: Weighing, now_s: float, only: int, found: Onsets, at: int) -> int:
    """The same of leaks that double again and again; one that doubled often may as well be older."""
    book, place, one = weighing.book, weighing.place, np.zeros(1, CANDIDATE)[0]
    one["law"] = COURSE.sought_by
    for time in range(0, GROWTH.times, UNSEEN.times_stride):
        one["doubling_s"] = GROWTH.shortest_s * GROWTH.longer**time
        old_s, older_s = GROWTH.doublings * one["doubling_s"], 0.0
        for i in range(len(place.accounts)):
            s = place.accounts[i]
            if only >= 0 and book.composition[s] != only:
                continue
            for k in range(book.counts[s]):
                until_s = next_slot_s(book, place, i, k, now_s)
                older_s += max(until_s - book.onset_s[s, k], 0.0)
                if now_s - until_s > old_s:
                    continue
                one["account"], one["slot"] = i, k
                weigh_growing(weighing, one, now_s)
                _put(weighing.fit, older_s, found, at)
                older_s, at = 0.0, at + 1
    return at


@kernel
def _put(fit: VolumeFit, span_s: float, found: Onsets, at: int) -> None:
    """Take up an onset within a span, of which a fit tells."""
    a, b = 0.0, 0.0
    for c in range(len(fit.a)):
        a += fit.a[c]
        b += fit.b[c]
    found.weight[at] = span_s
    found.information[at], found.best[at] = a, b / a if a > 0.0 else 0.0


@part
def _limit(found: Onsets, sizes: SizeGrid, share: float) -> float:
    """The quantile over all onsets, ways to go on, and sizes; share: of a leak's flow at one atmosphere."""
    most = -math.inf
    for n in range(len(found.atom)):
        if found.weight[n] > 0.0:
            best = max(found.best[n], 0.0)
            most = max(most, 0.5 * found.information[n] * best * best)
    chances = np.zeros(len(sizes.kg_s))
    for n in range(len(found.atom)):
        if found.weight[n] <= 0.0:
            continue
        for node in range(0, len(sizes.kg_s), UNSEEN.stride):
            size = sizes.kg_s[node]
            nats = found.information[n] * size * (found.best[n] - 0.5 * size) - most
            if nats < -COURSE.worth_nats:
                if size > found.best[n]:
                    break
                continue
            chances[node] += found.weight[n] * math.exp(nats)
    return share * _size_below(sizes, chances)


@kernel
def _size_below(sizes: SizeGrid, chances: Floats) -> float:
    """The size that so much of what is probable lies below: each node stands for all sizes nearest to it, so
    that it moves no further than what is measured does.
    """
    below = UNSEEN.below_1 * chances.sum()
    for node in range(0, len(chances), UNSEEN.stride):
        if below <= chances[node]:
            part = below / chances[node] - 0.5
            return float(sizes.kg_s[node] * math.exp(part * UNSEEN.stride * sizes.log_step))
        below -= chances[node]
    return float(sizes.kg_s[-1])
