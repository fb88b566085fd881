"""From sufficient statistics to probabilities: nothing, or one or two of leak, seal and sensor.

Every hypothesis names at most two sources; its evidence is integrated over their sizes, so that a
second source has to earn its place. Modules that no reading has told apart share one computation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.locating.evidence import Evidence
from iss_viewer.detection.locating.location import Location
from iss_viewer.detection.locating.marginal import (
    Range,
    log_evidence,
    log_evidence_of_sum,
    log_evidence_of_two,
    log_sum,
    size_nodes,
)
from iss_viewer.detection.locating.priors import PriorChoice, Priors
from iss_viewer.telemetry.frames import Floats

_WORTH_A_LOOK = 10.0  # nats: a pair that cannot come nearer to the best explanation is left out
_MOST_PAIRS = 120
_ENOUGH_READINGS = 6  # to judge by whether any explanation fits them
Indices = NDArray[np.intp]


class Kind(IntEnum):
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

    def of(self, *kinds: Kind) -> Indices:
        """The entries of some kinds."""
        return np.flatnonzero(np.isin(self.kind, kinds))


def infer(evidence: Evidence, priors: Priors, choice: PriorChoice) -> Location:
    """The location by all readings, from priors of the given choice."""
    weights = priors.module_weights(evidence.station, choice)
    b, a = evidence.totals()
    sources = _sources(evidence, priors, weights, b, a)
    trust = _trust(evidence, sources, a)
    b, a = b * trust, a * trust
    sources = replace(sources, b=sources.b * trust, a=sources.a * trust)
    ranges = _ranges(priors)
    alone = _alone(sources, ranges)
    first, second, pair = _pairs(sources, ranges, alone, a, priors)
    twice, together = _two_in_one_cell(sources, ranges[Kind.LEAK], evidence, weights, priors)
    scores = np.concatenate(([np.log(priors.odds.none)], alone, pair, together))
    chance = np.exp(scores - log_sum(scores))
    none, rest = float(chance[0]), chance[1:]
    single, rest = rest[: len(alone)], rest[len(alone) :]
    both, same = rest[: len(pair)], rest[len(pair) :]
    marginal = single.copy()
    np.add.at(marginal, first, both)
    np.add.at(marginal, second, both)
    two = (sources.kind[first] == Kind.LEAK) & (sources.kind[second] == Kind.LEAK)
    modules = _per_module(evidence, weights, marginal[sources.of(Kind.LEAK)], twice, same)
    only = marginal[sources.of(Kind.LEAK)].copy()
    np.subtract.at(only, first[two], both[two])
    np.subtract.at(only, second[two], both[two])
    has_leak = (sources.kind[first] == Kind.LEAK) | (sources.kind[second] == Kind.LEAK)
    leak = single[sources.of(Kind.LEAK)].sum() + both[has_leak].sum() + same.sum()
    low, median, high = _rates(sources, single, ranges[Kind.LEAK])
    return Location(
        module_ids=evidence.modules,
        modules=modules,
        alone=_per_module(evidence, weights, only),
        leak=float(min(leak, 1.0)),
        none=none,
        seal=float(marginal[sources.of(Kind.SEAL)].sum()),
        sensor=float(marginal[sources.of(Kind.SENSOR_LOW, Kind.SENSOR_HIGH)].sum()),
        several=float(both[two].sum() + same.sum()),
        hatches=_by_name(evidence.hatches, sources, marginal, Kind.SEAL),
        sensors=_by_name(evidence.sensors, sources, marginal, Kind.SENSOR_LOW, Kind.SENSOR_HIGH),
        rate_low_kg_s=low,
        rate_kg_s=median,
        rate_high_kg_s=high,
        cells=evidence.cells,
        prior=choice,
    )


def _sources(evidence: Evidence, priors: Priors, weights: Floats, b: Floats, a: Floats) -> Sources:
    index = {name: i for i, name in enumerate(evidence.modules)}
    odds, hatches, sensors = priors.odds, len(evidence.hatches), len(evidence.sensors)
    entries: list[tuple[Kind, int, int, float]] = []
    log_priors: list[float] = []
    for member, cell in enumerate(evidence.cells):
        entries.append((Kind.LEAK, member, min(index[m] for m in cell), 1.0))
        share = sum(weights[index[m]] for m in sorted(cell))
        log_priors.append(np.log(odds.leak * (1.0 - odds.second_leak) * share))
    for member in range(hatches):
        entries.append((Kind.SEAL, member, len(index) + member, 1.0))
        log_priors.append(np.log(odds.seal / hatches))
    for member in range(sensors):
        for kind, sign in ((Kind.SENSOR_LOW, 1.0), (Kind.SENSOR_HIGH, -1.0)):
            entries.append((kind, member, len(index) + hatches + member, sign))
            log_priors.append(np.log(odds.sensor / (2 * sensors)))
    kinds = np.array([entry[0] for entry in entries], dtype=np.intp)
    member_of = np.array([entry[1] for entry in entries], dtype=np.intp)
    at = np.array([entry[2] for entry in entries], dtype=np.intp)
    signs = np.array([entry[3] for entry in entries])
    return Sources(kinds, member_of, at, signs, signs * b[at], a[at, at], np.array(log_priors))


def _trust(evidence: Evidence, sources: Sources, a: Floats) -> float:
    """What the readings' precision is worth, at most 1: less when no explanation fits them.

    The misfit that the best one or two sources leave should be one for each reading; when it is k
    times as much, all errors are taken to be sqrt(k) times what they are said to be (R. T. Birge,
    Phys. Rev. 40 (1932) 207).
    """
    squares, count = evidence.misfit()
    if count < _ENOUGH_READINGS:
        return 1.0
    first, second = _pairs_with_a_leak(sources)
    cross = a[sources.at[first], sources.at[second]] * sources.sign[first] * sources.sign[second]
    best = float(_peak(sources.b, sources.a).max())
    if len(first):
        best = max(best, float(_largest_log_likelihood(sources, first, second, cross).max()))
    excess = (squares - 2.0 * best) / (count - 2.0)
    return 1.0 / max(excess, 1.0)


def _ranges(priors: Priors) -> dict[Kind, Range]:
    sizes = priors.sizes
    drift = Range(sizes.least_drift_pa_s, sizes.largest_drift_pa_s)
    return {
        Kind.LEAK: Range(sizes.least_leak_kg_s, sizes.largest_leak_kg_s),
        Kind.SEAL: Range(sizes.least_seal_kg_s, sizes.largest_seal_kg_s),
        Kind.SENSOR_LOW: drift,
        Kind.SENSOR_HIGH: drift,
    }


def _alone(sources: Sources, ranges: dict[Kind, Range]) -> Floats:
    """ln of prior times evidence of each source as the only one."""
    scores = sources.log_prior.copy()
    for kind, sizes in ranges.items():
        rows = sources.of(kind)
        if len(rows):
            scores[rows] += log_evidence(sources.b[rows], sources.a[rows], sizes)
    return scores


def _pairs(
    sources: Sources, ranges: dict[Kind, Range], alone: Floats, a: Floats, priors: Priors
) -> tuple[Indices, Indices, Floats]:
    """The pairs worth a look (one is a leak), and ln of prior times evidence of each."""
    first, second = _pairs_with_a_leak(sources)
    log_prior = sources.log_prior[first] + sources.log_prior[second]
    both_leak = sources.kind[second] == Kind.LEAK
    odds = priors.odds
    two = np.log(2.0 * odds.second_leak / odds.leak) - 2.0 * np.log1p(-odds.second_leak)
    log_prior = log_prior + np.where(both_leak, two, 0.0)
    cross = a[sources.at[first], sources.at[second]] * sources.sign[first] * sources.sign[second]
    most = log_prior + _largest_log_likelihood(sources, first, second, cross)
    best = max(float(alone.max()), float(np.log(odds.none)))
    worth = np.flatnonzero(most > best - _WORTH_A_LOOK)
    worth = worth[np.argsort(-most[worth], kind="stable")[:_MOST_PAIRS]]
    scores = np.empty(len(worth))
    for kind, sizes in ranges.items():
        rows = np.flatnonzero(sources.kind[second[worth]] == kind)
        if len(rows):
            i, j = first[worth[rows]], second[worth[rows]]
            scores[rows] = log_evidence_of_two(
                (sources.b[i], sources.b[j]),
                (sources.a[i], sources.a[j]),
                cross[worth[rows]],
                (ranges[Kind.LEAK], sizes),
            )
    return first[worth], second[worth], scores + log_prior[worth]


def _pairs_with_a_leak(sources: Sources) -> tuple[Indices, Indices]:
    leaks = sources.of(Kind.LEAK)
    others = np.flatnonzero((sources.kind != Kind.LEAK) & (sources.a > 0.0))
    upper = np.triu_indices(len(leaks), 1)
    first = np.concatenate((leaks[upper[0]], np.repeat(leaks, len(others))))
    return first, np.concatenate((leaks[upper[1]], np.tile(others, len(leaks))))


def _largest_log_likelihood(
    sources: Sources, first: Indices, second: Indices, cross: Floats
) -> Floats:
    """The largest ln likelihood that any two sizes >= 0 can reach."""
    b1, b2, a1, a2 = sources.b[first], sources.b[second], sources.a[first], sources.a[second]
    one = np.maximum(_peak(b1, a1), _peak(b2, a2))
    determinant = a1 * a2 - cross**2
    usable = determinant > 1e-9 * a1 * a2
    safe = np.where(usable, determinant, 1.0)
    q1, q2 = (a2 * b1 - cross * b2) / safe, (a1 * b2 - cross * b1) / safe
    inside = usable & (q1 > 0.0) & (q2 > 0.0)
    largest: Floats = np.where(inside, 0.5 * (b1 * q1 + b2 * q2), one)
    return largest


def _peak(b: Floats, a: Floats) -> Floats:
    peak: Floats = np.where(b > 0.0, 0.5 * b**2 / np.maximum(a, 1e-300), 0.0)
    return peak


def _two_in_one_cell(
    sources: Sources, sizes: Range, evidence: Evidence, weights: Floats, priors: Priors
) -> tuple[Indices, Floats]:
    """Cells of several modules, and ln of prior times evidence that two of them leak."""
    index = {name: i for i, name in enumerate(evidence.modules)}
    rows = np.array([i for i, cell in enumerate(evidence.cells) if len(cell) > 1], dtype=np.intp)
    shares = []
    for row in rows:
        inside = np.array([weights[index[m]] for m in sorted(evidence.cells[row])])
        shares.append(inside.sum() ** 2 - (inside**2).sum())
    prior = np.log(priors.odds.leak * priors.odds.second_leak * np.array(shares))
    if not len(rows):
        return rows, np.zeros(0)
    return rows, prior + log_evidence_of_sum(sources.b[rows], sources.a[rows], sizes)


def _per_module(
    evidence: Evidence,
    weights: Floats,
    cells: Floats,
    twice: Indices | None = None,
    same: Floats | None = None,
) -> Floats:
    """The probability of each module from those of the cells, shared out by prior weight."""
    modules = np.zeros(len(evidence.modules))
    index = {name: i for i, name in enumerate(evidence.modules)}
    doubled: dict[int, float] = {}
    if twice is not None and same is not None:
        doubled = dict(zip(twice.tolist(), same.tolist(), strict=True))
    for row, cell in enumerate(evidence.cells):
        members = [index[m] for m in sorted(cell)]
        inside = weights[members]
        share = inside / inside.sum()
        modules[members] += cells[row] * share
        if row in doubled:
            modules[members] += (
                doubled[row] * 2.0 * share * (1.0 - share) / (1.0 - (share**2).sum())
            )
    return np.minimum(modules, 1.0)


def _by_name(
    names: tuple[str, ...], sources: Sources, marginal: Floats, *kinds: Kind
) -> dict[str, float]:
    found = dict.fromkeys(names, 0.0)
    for row in sources.of(*kinds):
        found[names[sources.member[row]]] += float(marginal[row])
    return found


def _rates(sources: Sources, single: Floats, sizes: Range) -> tuple[float, float, float]:
    """16, 50 and 84 % of the size of the one leak, over all places where it may be."""
    rows = sources.of(Kind.LEAK)
    likely = rows[(single[rows] > 1e-3 * single[rows].max()) & (sources.a[rows] > 0.0)]
    if not len(likely):
        return np.nan, np.nan, np.nan
    b, a = sources.b[likely], sources.a[likely]
    q, log_dq = size_nodes(b, a, sizes)
    density = b[:, None] * q - 0.5 * a[:, None] * q**2 + log_dq - np.log(q)
    chance = np.exp(density - log_sum(density)[:, None]) * single[likely][:, None]
    order = np.argsort(q, axis=None)
    total = np.cumsum(chance.ravel()[order])
    at = np.searchsorted(total, np.array([0.16, 0.5, 0.84]) * total[-1])
    low, median, high = q.ravel()[order][np.minimum(at, len(order) - 1)]
    return float(low), float(median), float(high)
