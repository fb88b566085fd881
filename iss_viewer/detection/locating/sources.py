"""Everything that may be wrong, and how well any one or two of these fit the readings at best."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.locating.evidence import Evidence
from iss_viewer.detection.locating.priors import Priors
from iss_viewer.telemetry.frames import Floats

_ALIKE = 1e-9  # of the product of two precisions: sources that readings cannot tell apart
_LEAST_PRECISION = 1e-300

Indices = NDArray[np.intp]


class SourceKind(IntEnum):
    """What a source is."""

    LEAK = 0  # in one of the modules of a cell
    SEAL = 1
    SENSOR_LOW = 2  # drifts downward: looks like a loss
    SENSOR_HIGH = 3


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that may be wrong, one entry each.

    member: the index of the cell, hatch or sensor; b, a: statistics, with the sign of the drift;
    at, sign: row of A and its sign, for mixed terms.
    """

    kind: Indices
    member: Indices
    at: Indices
    sign: Floats
    b: Floats
    a: Floats
    log_prior: Floats

    def with_totals(self, b: Floats, a: Floats) -> Sources:
        """The same sources by other statistics, as `Evidence.totals` gives them."""
        return replace(self, b=self.sign * b[self.at], a=a[self.at, self.at])

    def of(self, *kinds: SourceKind) -> Indices:
        """The entries of some kinds."""
        return np.flatnonzero(np.logical_or.reduce([self.kind == kind for kind in kinds]))


def sources_of(evidence: Evidence, priors: Priors, weights: Floats) -> Sources:
    """All sources with their priors; weights: of the modules, shape (modules,)."""
    index = {name: i for i, name in enumerate(evidence.modules)}
    odds, hatches, sensors = priors.odds, len(evidence.hatches), len(evidence.sensors)
    entries: list[tuple[SourceKind, int, int, float]] = []
    log_priors: list[float] = []
    for member, cell in enumerate(evidence.cells):
        entries.append((SourceKind.LEAK, member, min(index[m] for m in cell), 1.0))
        share = math.fsum(weights[index[m]] for m in sorted(cell))
        log_priors.append(np.log(odds.leak * (1.0 - odds.second_leak) * share))
    for member in range(hatches):
        entries.append((SourceKind.SEAL, member, len(index) + member, 1.0))
        log_priors.append(np.log(odds.seal / hatches))
    for member in range(sensors):
        for kind, sign in ((SourceKind.SENSOR_LOW, 1.0), (SourceKind.SENSOR_HIGH, -1.0)):
            entries.append((kind, member, len(index) + hatches + member, sign))
            log_priors.append(np.log(odds.sensor / (2 * sensors)))
    kinds = np.array([entry[0] for entry in entries], dtype=np.intp)
    member_of = np.array([entry[1] for entry in entries], dtype=np.intp)
    at = np.array([entry[2] for entry in entries], dtype=np.intp)
    signs = np.array([entry[-1] for entry in entries])
    nothing = np.zeros(len(entries))
    return Sources(kinds, member_of, at, signs, nothing, nothing, np.array(log_priors))


def pairs_with_a_leak(sources: Sources) -> tuple[Indices, Indices]:
    """Each leak with each later leak and with everything else that a reading speaks of."""
    leaks = sources.of(SourceKind.LEAK)
    others = np.flatnonzero((sources.kind != SourceKind.LEAK) & (sources.a > 0.0))
    upper = np.triu_indices(len(leaks), 1)
    first = np.concatenate((leaks[upper[0]], np.repeat(leaks, len(others))))
    return first, np.concatenate((leaks[upper[1]], np.tile(others, len(leaks))))


def mixed(sources: Sources, a: Floats, first: Indices, second: Indices) -> Floats:
    """The mixed precision of pairs of sources."""
    terms: Floats = a[sources.at[first], sources.at[second]]
    return terms * sources.sign[first] * sources.sign[second]


def best_of_two(
    sources: Sources, first: Indices, second: Indices, cross: Floats
) -> tuple[Floats, Floats, Floats]:
    """The largest ln likelihood that any two sizes >= 0 can reach, and the two sizes."""
    b1, b2, a1, a2 = sources.b[first], sources.b[second], sources.a[first], sources.a[second]
    one, other = peak(b1, a1), peak(b2, a2)
    determinant = a1 * a2 - cross**2
    usable = determinant > _ALIKE * a1 * a2
    safe = np.where(usable, determinant, 1.0)
    q1, q2 = (a2 * b1 - cross * b2) / safe, (a1 * b2 - cross * b1) / safe
    inside = usable & (q1 > 0.0) & (q2 > 0.0)
    alone1, alone2 = size_at_peak(b1, a1), size_at_peak(b2, a2)
    largest = np.where(inside, 0.5 * (b1 * q1 + b2 * q2), np.maximum(one, other))
    return (
        largest,
        np.where(inside, q1, np.where(one >= other, alone1, 0.0)),
        np.where(inside, q2, np.where(one >= other, 0.0, alone2)),
    )


def size_at_peak(b: Floats, a: Floats) -> Floats:
    """The likeliest size >= 0 of a source alone."""
    size: Floats = np.maximum(b, 0.0) / np.maximum(a, _LEAST_PRECISION)
    return size


def peak(b: Floats, a: Floats) -> Floats:
    """The largest ln likelihood that a source alone can reach."""
    largest: Floats = np.where(b > 0.0, 0.5 * b**2 / np.maximum(a, _LEAST_PRECISION), 0.0)
    return largest
