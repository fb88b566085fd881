"""From sufficient statistics to probabilities: nothing, or one or two of leak, seal and sensor.

Every hypothesis names at most two sources; its evidence is integrated over their sizes, so that a
second source has to earn its place. Modules that no reading has told apart share one computation.
"""

from __future__ import annotations

import numpy as np

from iss_viewer.detection.locating.evidence import Evidence
from iss_viewer.detection.locating.location import Location
from iss_viewer.detection.locating.marginal import (
    Range,
    log_evidence,
    log_evidence_of_sum,
    log_evidence_of_two,
    log_likelihood,
    log_sum,
    size_nodes,
)
from iss_viewer.detection.locating.priors import Priors
from iss_viewer.detection.locating.sources import (
    Indices,
    SourceKind,
    Sources,
    best_of_two,
    mixed,
    pairs_with_a_leak,
    sources_of,
)
from iss_viewer.detection.locating.trust import believable
from iss_viewer.telemetry.events import PriorChoice
from iss_viewer.telemetry.frames import Floats

_LEAST_REST = 1e-12  # of a chance, to be shared out
_LIKELY_ENOUGH = 1e-3  # of the likeliest: less likely sources say nothing of the size
_ONE_SIGMA_BAND = (0.16, 0.5, 0.84)  # quantiles: one sigma below, median, one above

_WORTH_A_LOOK = 10.0  # nats: a pair that cannot come nearer to the best explanation is left out
_MOST_PAIRS = 120


def infer(
    evidence: Evidence,
    priors: Priors,
    choice: PriorChoice,
    believed: float = float("nan"),
    remembered: float = 0.0,
) -> Location:
    """The location by all readings, from priors of the given choice.

    believed: the probability that anything is wrong by who watches all air over time, and so knows
    when it began; NaN: by the readings alone. It holds unless readings of parts that are no more
    tell of a leak that has not been seen again yet.
    remembered: nats by which that one knew it better than these readings when hatches moved.
    """
    weights = priors.module_weights(evidence.station, choice)
    sources = sources_of(evidence, priors, weights)
    b, a = evidence.totals(believable(evidence, sources))
    sources = sources.with_totals(b, a)
    ranges = _ranges(priors)
    alone = _alone(sources, ranges)
    first, second, pair = _pairs(sources, ranges, alone, a, priors)
    twice, together = _two_in_one_cell(sources, ranges[SourceKind.LEAK], evidence, weights, priors)
    scores = np.concatenate(([np.log(priors.odds.none) - remembered], alone, pair, together))
    chance = np.exp(scores - log_sum(scores))
    none, rest = _believing(believed, chance, evidence.remembers)
    single, rest = rest[: len(alone)], rest[len(alone) :]
    both, same = rest[: len(pair)], rest[len(pair) :]
    marginal = single.copy()
    np.add.at(marginal, first, both)
    np.add.at(marginal, second, both)
    two = (sources.kind[first] == SourceKind.LEAK) & (sources.kind[second] == SourceKind.LEAK)
    modules = _per_module(evidence, weights, marginal[sources.of(SourceKind.LEAK)], twice, same)
    only = marginal[sources.of(SourceKind.LEAK)].copy()
    np.subtract.at(only, first[two], both[two])
    np.subtract.at(only, second[two], both[two])
    has_leak = (sources.kind[first] == SourceKind.LEAK) | (sources.kind[second] == SourceKind.LEAK)
    leak = single[sources.of(SourceKind.LEAK)].sum() + both[has_leak].sum() + same.sum()
    low, median, high = _rates(sources, single, ranges[SourceKind.LEAK])
    return Location(
        module_ids=evidence.modules,
        modules=modules,
        alone=_per_module(evidence, weights, only),
        leak=float(min(leak, 1.0)),
        none=none,
        seal=float(marginal[sources.of(SourceKind.SEAL)].sum()),
        sensor=float(marginal[sources.of(SourceKind.SENSOR_LOW, SourceKind.SENSOR_HIGH)].sum()),
        several=float(both[two].sum() + same.sum()),
        hatches=_by_name(evidence.hatches, sources, marginal, SourceKind.SEAL),
        sensors=_by_name(
            evidence.sensors, sources, marginal, SourceKind.SENSOR_LOW, SourceKind.SENSOR_HIGH
        ),
        rate_low_kg_s=low,
        rate_kg_s=median,
        rate_high_kg_s=high,
        cells=evidence.cells,
        prior=choice,
    )


def _believing(believed: float, chance: Floats, remembers: bool) -> tuple[float, Floats]:
    """The probabilities of no hypothesis and of each, with so much belief in all of them together."""
    none, rest = float(chance[0]), chance[1:]
    least = 1.0 - none if remembers else 0.0
    if not np.isfinite(believed) or rest.sum() < _LEAST_REST or believed <= least:
        return none, rest
    return 1.0 - believed, rest * (believed / rest.sum())


def _ranges(priors: Priors) -> dict[SourceKind, Range]:
    sizes = priors.sizes
    drift = Range(sizes.least_drift_pa_s, sizes.largest_drift_pa_s)
    return {
        SourceKind.LEAK: Range(sizes.least_leak_kg_s, sizes.largest_leak_kg_s),
        SourceKind.SEAL: Range(sizes.least_seal_kg_s, sizes.largest_seal_kg_s),
        SourceKind.SENSOR_LOW: drift,
        SourceKind.SENSOR_HIGH: drift,
    }


def _alone(sources: Sources, ranges: dict[SourceKind, Range]) -> Floats:
    """ln of prior times evidence of each source as the only one."""
    scores = sources.log_prior.copy()
    for kind, sizes in ranges.items():
        rows = sources.of(kind)
        if len(rows):
            scores[rows] += log_evidence(sources.b[rows], sources.a[rows], sizes)
    return scores


def _pairs(
    sources: Sources, ranges: dict[SourceKind, Range], alone: Floats, a: Floats, priors: Priors
) -> tuple[Indices, Indices, Floats]:
    """The pairs worth a look (one is a leak), and ln of prior times evidence of each."""
    first, second = pairs_with_a_leak(sources)
    log_prior = sources.log_prior[first] + sources.log_prior[second]
    both_leak = sources.kind[second] == SourceKind.LEAK
    odds = priors.odds
    two = np.log(2.0 * odds.second_leak / odds.leak) - 2.0 * np.log1p(-odds.second_leak)
    log_prior = log_prior + np.where(both_leak, two, 0.0)
    cross = mixed(sources, a, first, second)
    most = log_prior + best_of_two(sources, first, second, cross)[0]
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
                (ranges[SourceKind.LEAK], sizes),
            )
    return first[worth], second[worth], scores + log_prior[worth]


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
    names: tuple[str, ...], sources: Sources, marginal: Floats, *kinds: SourceKind
) -> dict[str, float]:
    found = dict.fromkeys(names, 0.0)
    for row in sources.of(*kinds):
        found[names[sources.member[row]]] += float(marginal[row])
    return found


def _rates(sources: Sources, single: Floats, sizes: Range) -> tuple[float, float, float]:
    """16, 50 and 84 % of the size of the one leak, over all places where it may be."""
    rows = sources.of(SourceKind.LEAK)
    likely = rows[(single[rows] > _LIKELY_ENOUGH * single[rows].max()) & (sources.a[rows] > 0.0)]
    if not len(likely):
        return np.nan, np.nan, np.nan
    b, a = sources.b[likely], sources.a[likely]
    q, log_share = size_nodes(b, a, sizes)
    density = log_likelihood(b, a, q) + log_share
    chance = np.exp(density - log_sum(density)[:, None]) * single[likely][:, None]
    order = np.argsort(q, axis=None)
    total = np.cumsum(chance.ravel()[order])
    at = np.searchsorted(total, np.array(_ONE_SIGMA_BAND) * total[-1])
    low, median, high = q.ravel()[order][np.minimum(at, len(order) - 1)]
    return float(low), float(median), float(high)
