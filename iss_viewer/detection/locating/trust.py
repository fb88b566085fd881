"""How far each reading is to be believed, given how well any explanation fits all of them.

Errors that a detector gives are those of its noise model; a hatch that equalises, a heater that
starts or people in a small volume are not in it. So a reading that no explanation comes near counts
less, the further it is off (weights of Cauchy's kind, iterated), and if all are further off than
they should be, all errors are taken to be larger (R. T. Birge, Phys. Rev. 40 (1932) 207).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from iss_viewer.detection.locating.evidence import Equations, Evidence
from iss_viewer.detection.locating.sources import (
    Sources,
    best_of_two,
    mixed,
    pairs_with_a_leak,
    peak,
    size_at_peak,
)
from iss_viewer.telemetry.frames import Floats

_CREDIBLE = 3.0  # standard errors up to which a reading is taken at its word
_PASSES = 4
_ENOUGH_READINGS = 6  # to judge by whether any explanation fits them


def believable(evidence: Evidence, sources: Sources) -> Equations:
    """The equations of all readings with errors as large as their misfit says that they are."""
    told = evidence.equations()
    if len(told.variances) < _ENOUGH_READINGS:
        return told
    variances = told.variances
    for _ in range(_PASSES):
        off = np.abs(
            told.misfits(_best_sizes(evidence, sources, replace(told, variances=variances)))
        )
        variances = told.variances * np.maximum(off / _CREDIBLE, 1.0) ** 2
    off = replace(told, variances=variances).misfits(
        _best_sizes(evidence, sources, replace(told, variances=variances))
    )
    excess = float((off**2).sum()) / (len(off) - 2.0)
    return replace(told, variances=variances * max(excess, 1.0))


def _best_sizes(evidence: Evidence, sources: Sources, told: Equations) -> Floats:
    """The sizes of all unknowns in the one explanation, by one or two sources, that fits best."""
    b, a = evidence.totals(told)
    known = sources.with_totals(b, a)
    sizes = np.zeros(len(b))
    alone = peak(known.b, known.a) + known.log_prior
    one = int(alone.argmax())
    sizes[known.at[one]] = known.sign[one] * size_at_peak(known.b[one], known.a[one])
    first, second = pairs_with_a_leak(known)
    if len(first):
        most, q1, q2 = best_of_two(known, first, second, mixed(known, a, first, second))
        scores = most + known.log_prior[first] + known.log_prior[second]
        best = int(scores.argmax())
        if scores[best] > alone[one]:
            sizes[:] = 0.0
            i, j = first[best], second[best]
            sizes[known.at[i]] += known.sign[i] * q1[best]
            sizes[known.at[j]] += known.sign[j] * q2[best]
    return sizes
