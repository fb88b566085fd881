"""How well a leak of unknown size explains readings: Gaussian likelihoods over log-uniform sizes.

A source of size q enters every reading linearly, so all readings together say
``exp(b q - a q^2 / 2)``. Its evidence is the integral over sizes, equally probable per factor:
``integral dq / (q ln(high/low)) exp(b q - a q^2/2)`` from `low` to `high`. The substitution
``q = softplus(u)/sqrt(a)`` is logarithmic where the size is not known and linear where it is, so a
trapezoid rule with few nodes is exact to about 1e-3 from a tenth of a gram to tonnes a day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iss_viewer.telemetry.frames import Floats

_LEAST = 1e-300  # the logarithm of nothing is never asked
_LEAST_BEYOND = 1e-9  # sigmas of slope, so that the reach of an integral is finite
_LEAST_WIDTH = 1e-6  # of an integral
_LEAST_SCHUR = 1e-9  # of a precision: two sources that are nearly one
_SMALL = 1e-8  # log(exp(x) - 1) is log(x) below, to every digit

NODES = 64
_REACH = 8.0  # standard deviations about the most probable size
_FOLDS = 40.0  # powers of e down to which the flank of a peak out of range counts
_LEAST_PRECISION = 1e-30


@dataclass(frozen=True, slots=True)
class Range:
    """The sizes a source may have."""

    low: float
    high: float

    @property
    def log_span(self) -> float:
        """ln(high/low)."""
        return float(np.log(self.high / self.low))


def size_nodes(b: Floats, a: Floats, sizes: Range, count: int = NODES) -> tuple[Floats, Floats]:
    """Sizes q at which the likelihood is to be summed, and ln(dq/q) of each.

    b, a: any shape S, a >= 0. Returns arrays of shape S + (count,).
    """
    deviation = 1.0 / np.sqrt(np.maximum(a, _LEAST_PRECISION))
    mode = b * deviation  # in standard deviations
    first = _inverse_softplus(sizes.low / deviation)
    last = _inverse_softplus(sizes.high / deviation)
    # below a size that is known well nothing counts; below one that is not, every smaller one does
    # a peak beyond the largest size falls off from there on down, the steeper the farther it is
    beyond = np.maximum(mode - last, 0.0)
    reach = np.minimum(_REACH, _FOLDS / np.maximum(beyond, _LEAST_BEYOND))
    start = np.clip(np.where(mode > _REACH, np.minimum(mode, last) - reach, first), first, last)
    stop = np.clip(np.maximum(mode, 0.0) + _REACH, first, last)
    stop = np.maximum(stop, start + _LEAST_WIDTH)
    steps = np.linspace(0.0, 1.0, count)
    u = start[..., None] + (stop - start)[..., None] * steps
    softplus = np.maximum(u, 0.0) + np.log1p(np.exp(-np.abs(u)))
    log_share = u - softplus - np.log(softplus) + np.log((stop - start) / (count - 1))[..., None]
    log_share[..., 0] -= np.log(2.0)
    log_share[..., -1] -= np.log(2.0)
    return softplus * deviation[..., None], log_share


def log_evidence(b: Floats, a: Floats, sizes: Range) -> Floats:
    """ln of the evidence for sources with sufficient statistics b, a; same shape as b."""
    q, log_share = size_nodes(b, a, sizes)
    terms = log_likelihood(b, a, q) + log_share
    evidence: Floats = log_sum(terms) - np.log(sizes.log_span)
    return evidence


def log_evidence_of_sum(b: Floats, a: Floats, sizes: Range) -> Floats:
    """ln of the evidence for two sources that no reading has ever told apart.

    Only their sum s acts; two log-uniform sizes give it the density 2 ln(s/low - 1)/(s L^2).
    """
    pair = Range(2.0 * sizes.low, sizes.high)
    q, log_share = size_nodes(b, a, pair)
    density = np.log(2.0 * np.maximum(np.log(np.maximum(q / sizes.low - 1.0, 1.0)), _LEAST))
    terms = log_likelihood(b, a, q) + log_share + density
    evidence: Floats = log_sum(terms) - 2.0 * np.log(sizes.log_span)
    return evidence


def log_evidence_of_two(
    b: tuple[Floats, Floats],
    a: tuple[Floats, Floats],
    cross: Floats,
    sizes: tuple[Range, Range],
    count: int = 28,
) -> Floats:
    """ln of the evidence for pairs of sources, each of its own unknown size.

    b, a: statistics of the first and of the second sources, each shape (n,); cross: (n,) mixed
    precision, so that the likelihood is exp(b1 q1 + b2 q2 - a1 q1^2/2 - a2 q2^2/2 - cross q1 q2).
    """
    schur = np.maximum(a[0] - cross**2 / np.maximum(a[1], _LEAST_PRECISION), _LEAST_SCHUR * a[0])
    effective = b[0] - cross * b[1] / np.maximum(a[1], _LEAST_PRECISION)
    q1, log_share1 = size_nodes(effective, schur, sizes[0], count)
    b2 = b[1][:, None] - cross[:, None] * q1
    a2 = np.broadcast_to(a[1][:, None], b2.shape)
    q2, log_share2 = size_nodes(b2, a2, sizes[1], count)
    inner = log_sum(log_likelihood(b2, a2, q2) + log_share2)
    outer = log_likelihood(b[0], a[0], q1) + log_share1
    evidence: Floats = log_sum(outer + inner) - np.log(sizes[0].log_span * sizes[1].log_span)
    return evidence


def log_likelihood(b: Floats, a: Floats, q: Floats) -> Floats:
    """b q - a q^2/2 at several sizes of each source, shape of q: (*shape of b, sizes)."""
    value: Floats = (b[..., None] - 0.5 * a[..., None] * q) * q
    return value


def log_sum(terms: Floats) -> Floats:
    """ln of the sum of exp(terms) over the last axis, without overflow."""
    most = terms.max(axis=-1)
    total: Floats = most + np.log(np.exp(terms - most[..., None]).sum(axis=-1))
    return total


def _inverse_softplus(x: Floats) -> Floats:
    """u with ln(1 + e^u) = x, for x > 0."""
    inverse: Floats = np.where(x < _SMALL, np.log(x), x + np.log(-np.expm1(-np.maximum(x, _SMALL))))
    return inverse
