"""What could leak unseen: of a leak that began while the air was watched, and that nothing has shown yet, how
large it may be.

The posterior of all leaks speaks of those that were there from the start before all, which long watching
rules out; one that has just begun may be larger by far.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.posterior.candidates import COURSE, next_slot_s
from iss_viewer.detection.posterior.courses import (
    AccountBook,
    LeakCourse,
    weigh,
    weighing_of,
)
from iss_viewer.detection.posterior.evidence import SizeGrid
from iss_viewer.detection.posterior.mixture import BINS, Now, put, quantile
from iss_viewer.detection.state.compiled import entry, part
from iss_viewer.detection.state.leak_records import LeakLaw
from iss_viewer.detection.state.records import Floats


class UnseenSettings(NamedTuple):
    """What is asked."""

    below_1: float = (
        0.965  # how probable it is that such a leak is no larger. Fitted to leaks not yet seen
    )
    stride: int = 3  # nodes of the sizes


UNSEEN = UnseenSettings()


class Onsets(NamedTuple):
    """Every onset that a leak in an air space may have; shapes (onsets,)."""

    atom: NDArray[np.int64]
    weight: Floats  # how probable the onset is
    best: Floats  # kg/s at one atmosphere: the most likely size, may be negative
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
            limits[space] = _limit(found, sizes, now)
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
    most *= inside
    found = Onsets(np.empty(most, np.int64), np.empty(most), np.empty(most), np.empty(most))
    at = 0
    for atom in range(atoms):
        if now.space[atom] != space:
            continue
        weighing = weighing_of(book, holds, atom)
        place, fit = weighing.place, weighing.fit
        for i in range(len(place.accounts)):
            s = place.accounts[i]
            if is_apart and book.composition[s] != now.composition[atom]:
                continue
            for k in range(book.counts[s]):
                course = LeakCourse(i, k, 1.0, -1, -1, 1.0, 1.0)
                weigh(weighing, COURSE.sought_by, course)
                a, b = 0.0, 0.0
                for c in range(len(place.compositions)):
                    a += fit.a[c]
                    b += fit.b[c]
                span_s = max(next_slot_s(book, place, i, k, now_s) - book.onset_s[s, k], 0.0)
                found.atom[at], found.weight[at] = atom, atom_weights[atom] * span_s
                found.information[at], found.best[at] = a, b / a if a > 0.0 else 0.0
                at += 1
    return Onsets(found.atom[:at], found.weight[:at], found.best[:at], found.information[:at])


@part
def _limit(found: Onsets, sizes: SizeGrid, now: Now) -> float:
    """The quantile over all onsets and sizes."""
    most = -math.inf
    for n in range(len(found.atom)):
        if found.weight[n] > 0.0:
            best = max(found.best[n], 0.0)
            most = max(most, 0.5 * found.information[n] * best * best)
    rates, least = np.zeros(BINS.rates), math.log(BINS.least_kg_s)
    for n in range(len(found.atom)):
        if found.weight[n] <= 0.0:
            continue
        share = now.share[found.atom[n], LeakLaw.HOLE]
        for node in range(0, len(sizes.kg_s), UNSEEN.stride):
            size = sizes.kg_s[node]
            nats = found.information[n] * size * (found.best[n] - 0.5 * size) - most
            put(rates, least, math.log(size * share), found.weight[n] * math.exp(nats))
    return float(quantile(rates, least, 0.0, UNSEEN.below_1))
