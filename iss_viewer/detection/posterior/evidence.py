"""How well a leak of some size explains all segments, whatever the true volumes are.

The factors true over told of the volumes of compositions (sets of modules that made an air space) are
normal about one, and one module's error sits in every composition that contains it. With a, b of each
composition, ``D = diag(a g^2)``, ``h = b g - a g^2`` and ``Sigma = L L^T`` of the factors:
``ll(g) = sum(b g - a g^2/2) + (L^T h).(I + L^T D L)^-1 (L^T h)/2 - ln det(I + L^T D L)/2``.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.state.compiled import entry, inner, kernel
from iss_viewer.detection.state.records import Floats


class SizeSettings(NamedTuple):
    """The sizes that are tried, and how far from the best one. Half as many nodes did as well."""

    nodes_per_decade: int = 48
    most_nats: float = 500.0  # over the best course that was found: numbers end beyond
    tail_nats: float = 9.0  # below the best size: what is less likely counts for nothing
    coarse_below: float = 3.0  # sigmas of a leak: fewer, and every so manieth size does
    coarse_stride: int = 6
    medium_below: float = 8.0
    medium_stride: int = 2
    rounds: int = 3  # of a crude size, each composition by its own volume
    skewed_from: float = 0.1  # 1-sigma of a volume: less, and it may as well be normal
    least_factor: float = 1e-3  # told over true volume
    most_product: float = (
        1e100  # of a determinant, before its logarithm is taken: numbers end at 1e308
    )
    jitter: float = 1e-9  # of a variance, so that a sum of modules is never taken for exact


SIZE = SizeSettings()
DECADE = math.log(10.0)


class SizeGrid(NamedTuple):
    """SizeGrid equally spaced in their logarithm, kg/s at one atmosphere, with equal weights."""

    kg_s: Floats
    log_step: float  # of neighbours
    log_span: float


def sizes_between(low_kg_s: float, high_kg_s: float) -> SizeGrid:
    """The sizes that a leak may have."""
    log_span = math.log(high_kg_s / low_kg_s)
    count = round(log_span / DECADE * SIZE.nodes_per_decade) + 1
    return SizeGrid(np.geomspace(low_kg_s, high_kg_s, count), log_span / (count - 1), log_span)


class VolumeFit(NamedTuple):
    """What compositions say of a size: shapes (compositions,), (compositions, compositions)."""

    a: Floats
    b: Floats
    root: Floats  # L
    widest: int  # the composition whose volume is known least, if that is skewed; -1: none
    variance: float  # of its factor
    square: Floats  # L^T diag(a) L, lower half
    a_root: Floats  # L^T a
    b_root: Floats  # L^T b
    matrix: Floats  # room for I + L^T D L
    vector: Floats  # room for L^T h, then the factors' mean error in the space of L
    errors: Floats  # room for the factors' mean errors, and what they are in the space of L


@inner
def room_for(sigma: Floats) -> VolumeFit:
    """Room for what compositions say whose factors have this covariance, shape (n, n)."""
    count, root = len(sigma), root_of(sigma)
    widest, most = -1, SIZE.skewed_from * SIZE.skewed_from
    for c in range(count):
        variance = 0.0
        for k in range(c + 1):
            variance += root[c, k] * root[c, k]
        if variance > most:
            widest, most = c, variance
    return VolumeFit(
        np.zeros(count), np.zeros(count), root, widest, most, np.zeros((count, count)),
        np.zeros(count), np.zeros(count), np.zeros((count, count)), np.zeros(count),
        np.zeros(count),
    )  # fmt: skip


@kernel
def prepare(fit: VolumeFit, count: int) -> None:
    """Reckon once what the likelihoods of all sizes need of `a` and `b`."""
    a, b, root = fit.a, fit.b, fit.root
    for i in range(count):
        of_a, of_b = 0.0, 0.0
        for c in range(i, count):
            of_a += root[c, i] * a[c]
            of_b += root[c, i] * b[c]
        fit.a_root[i], fit.b_root[i] = of_a, of_b
        for j in range(i + 1):
            value = 0.0
            for c in range(i, count):
                value += root[c, i] * root[c, j] * a[c]
            fit.square[i, j] = value


@kernel
def most_nats(fit: VolumeFit, count: int) -> float:
    """More than any size can explain, were every volume what suits it best."""
    most = 0.0
    for c in range(count):
        if fit.b[c] != 0.0:
            most += 0.5 * fit.b[c] * fit.b[c] / fit.a[c] if fit.a[c] > 0.0 else math.inf
    return most


@kernel
def _factorise(matrix: Floats, vector: Floats, count: int) -> float:
    """Cholesky in place; solves for `vector` in place; ln of the determinant."""
    log_det, product = 0.0, 1.0
    for i in range(count):
        for j in range(i):
            value = matrix[i, j]
            for k in range(j):
                value -= matrix[i, k] * matrix[j, k]
            matrix[i, j] = value / matrix[j, j]
        value = matrix[i, i]
        for k in range(i):
            value -= matrix[i, k] * matrix[i, k]
        matrix[i, i] = math.sqrt(value)
        product *= value
        if product > SIZE.most_product:
            log_det += math.log(product)
            product = 1.0
    log_det += math.log(product)
    for i in range(count):
        for k in range(i):
            vector[i] -= matrix[i, k] * vector[k]
        vector[i] /= matrix[i, i]
    return log_det


@kernel
def _substitute_back(matrix: Floats, vector: Floats, count: int) -> None:
    for i in range(count - 1, -1, -1):
        for k in range(i + 1, count):
            vector[i] -= matrix[k, i] * vector[k]
        vector[i] /= matrix[i, i]


@kernel
def log_likelihood(fit: VolumeFit, count: int, size: float) -> float:
    """ln of the likelihood ratio of a leak of this size to none, of a fit that is prepared; leaves
    M^-1/2 L^T h in `vector`.
    """
    total, squared = 0.0, size * size
    a, b, square, matrix, vector = fit.a, fit.b, fit.square, fit.matrix, fit.vector
    for c in range(count):
        total += size * (b[c] - 0.5 * a[c] * size)
    for i in range(count):
        vector[i] = size * (fit.b_root[i] - size * fit.a_root[i])
        for j in range(i):
            matrix[i, j] = squared * square[i, j]
        matrix[i, i] = 1.0 + squared * square[i, i]
    log_det = _factorise(matrix, vector, count)
    for i in range(count):
        total += 0.5 * vector[i] * vector[i]
    total -= 0.5 * log_det
    return total + _skewness(fit, count)


@kernel
def _skewness(fit: VolumeFit, count: int) -> float:
    """By how much likelier the most likely factor of the least known volume is, were its logarithm normal:
    no volume is negative, and a rate is not large because one may be next to nothing.
    """
    matrix, root, vector, errors = fit.matrix, fit.root, fit.vector, fit.errors
    widest = fit.widest
    if widest < 0:
        return 0.0
    for i in range(count - 1, -1, -1):
        errors[i] = vector[i]
        for k in range(i + 1, count):
            errors[i] -= matrix[k, i] * errors[k]
        errors[i] /= matrix[i, i]
    error = 0.0
    for k in range(widest + 1):
        error += root[widest, k] * errors[k]
    log_factor = math.log(max(1.0 + error, SIZE.least_factor))
    return 0.5 * (error * error - log_factor * log_factor) / fit.variance


@kernel
def factor_error(fit: VolumeFit, count: int, composition: int) -> float:
    """The mean error of a composition's factor, told over true less one, at the size asked for last."""
    _substitute_back(fit.matrix, fit.vector, count)
    error = 0.0
    for k in range(composition + 1):
        error += fit.root[composition, k] * fit.vector[k]
    return error


@kernel
def best_size(
    fit: VolumeFit, count: int, sizes: SizeGrid, start: int, stride: int
) -> tuple[int, float]:
    """The most likely node uphill from `start` in steps of `stride`, and its log likelihood."""
    prepare(fit, count)
    last = len(sizes.kg_s) - 1
    node, best = start, log_likelihood(fit, count, sizes.kg_s[start])
    step = stride
    while step >= 1:
        moved, back = True, 0  # the way to the node before, which is no better
        while moved:
            moved = False
            for way in (-step, step):
                there = min(max(node + way, 0), last)
                if way == back or there == node:
                    continue
                value = log_likelihood(fit, count, sizes.kg_s[there])
                if value > best:
                    back = node - there
                    node, best, moved = there, value, True
                    break
        step //= 2
    return node, best


@kernel
def nearest_node(sizes: SizeGrid, size: float) -> int:
    """The node nearest to a size."""
    if not size > sizes.kg_s[0]:
        return 0
    place = math.log(size / sizes.kg_s[0]) / sizes.log_step
    return int(min(place + 0.5, len(sizes.kg_s) - 1.0))


@kernel
def crude_size(fit: VolumeFit, count: int) -> float:
    """About the best size: each composition counts by what its own volume leaves of its evidence."""
    size = 0.0
    for _ in range(SIZE.rounds):
        total_a, total_b = 0.0, 0.0
        for c in range(count):
            spread = 0.0
            for k in range(c + 1):
                spread += fit.root[c, k] * fit.root[c, k]
            weight = 1.0 / (1.0 + fit.a[c] * size * size * spread)
            total_a += weight * fit.a[c]
            total_b += weight * fit.b[c]
        size = max(total_b, 0.0) / total_a if total_a > 0.0 else 0.0
    return size


@kernel
def stride_for(log_peak: float) -> int:
    """How many nodes may be left out between two where the likelihood is so wide."""
    sigmas = math.sqrt(2.0 * max(log_peak, 0.0))
    if sigmas < SIZE.coarse_below:
        return SIZE.coarse_stride
    return SIZE.medium_stride if sigmas < SIZE.medium_below else 1


@entry
def root_of(sigma: Floats) -> Floats:
    """L of a covariance, shape (n, n), that may be nearly singular."""
    count = len(sigma)
    root = np.zeros((count, count))
    for i in range(count):
        for j in range(i + 1):
            value = sigma[i, j]
            for k in range(j):
                value -= root[i, k] * root[j, k]
            if i == j:
                root[i, i] = math.sqrt(max(value, SIZE.jitter * sigma[i, i]))
            elif root[j, j] > 0.0:
                root[i, j] = value / root[j, j]
    return root
