"""What shape the last readings of a single barometer have: air that falls (or is fed), or a reading that
stepped or scatters.

No neighbour contradicts it, so its readings must: air that is lost goes on falling from the moment of the
onset on, smoothly; a reading that steps stays where it stepped to; one that scatters does neither. Each
explanation has its likelihood, its size and moment integrated out.
"""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import Floats

#: the columns of an answer: logarithms of the odds of each explanation beside nothing having happened
BREAK, STEP, SCATTER = range(3)
EXPLANATIONS = 3
SIZES = math.log(1e4)  # sizes over four decades are alike likely
KINKS = 4  # moments tried between two readings
LEAST_SCATTER = 2.0  # times the noise of its class


@entry
def explain_readings(
    level: Floats,
    times: Floats,
    white: float,
    bent: Floats,
    lag_s: float,
    is_leaking: bool,
    expected: float,
    odds: Floats,
) -> None:
    """Fill `odds`, shape (3,): log odds of a break, a step, a scatter beside nothing, from the readings.

    level, times: the last readings, oldest first (Pa, less what is known to change them) and when they
    were taken, s. white: variance of a reading, Pa^2; bent: the same of each if what is gone since the
    first is air. is_leaking: the slope may also have been there and end. expected: how many faults are,
    in this span. A break is taken to be no rarer: else faults would pass for leaks where leaks are common.
    """
    count = len(level)
    even = np.full(count, white)
    nothing = 0.5 * _fit(level, even, np.zeros(count))[0]
    odds[:] = math.log(expected / (count - 1.0)) + nothing
    odds[BREAK] += _broken(level, times, bent, lag_s, is_leaking)
    for i in range(count):
        odds[BREAK] -= 0.5 * math.log(bent[i] / white)
    odds[STEP] += _stepped(level, even)
    odds[SCATTER] += _scattered(level, white)


@inner
def are_plain(level: Floats, white: float, expected: float, chance: float) -> bool:
    """Whether readings surely are not that probably a step or scatter, without asking for their shape.

    No explanation is likelier than one that leaves no residual: all moments together, a step and a scatter
    have odds of at most twice ``expected exp(chi^2 / 2)`` beside nothing.
    """
    mean, chi = 0.0, 0.0
    for value in level:
        mean += value / len(level)
    for value in level:
        chi += (value - mean) ** 2 / white
    return bool(0.5 * chi < math.log(0.5 * chance / expected))


@inner
def _broken(
    level: Floats, times: Floats, variance: Floats, lag_s: float, is_leaking: bool
) -> float:
    """The log likelihood of a slope that begins before all readings or between any two; or ends there."""
    count, total = len(level), -math.inf
    signature = np.empty(count)
    for k in range(count - 1):
        before = max(k - 1, 0)
        parts = KINKS if k > 0 else 1
        for part in range(parts):
            kink_s = times[before] + (times[k] - times[before]) * part / KINKS
            _falling(times, kink_s, lag_s, signature)
            weighed = _weigh(_fit(level, variance, signature)) - math.log(float(parts))
            total = _either(total, weighed)
            if is_leaking:
                for i in range(count):
                    signature[i] = times[i] - times[0] - signature[i]
                weighed = _weigh(_fit(level, variance, signature)) - math.log(float(parts))
                total = _either(total, weighed)
    return total


@inner
def _stepped(level: Floats, variance: Floats) -> float:
    """The log likelihood of a step, between any two readings."""
    count, total = len(level), -math.inf
    signature = np.ones(count)
    for k in range(1, count):
        signature[k - 1] = 0.0
        total = _either(total, _weigh(_fit(level, variance, signature)))
    return total


@inner
def _scattered(level: Floats, white: float) -> float:
    """The log likelihood of a scatter that grew, at any reading."""
    count, total, before = len(level), -math.inf, 0.0
    for k in range(1, count):
        before += (level[k - 1] - before) / k
        steady, square = 0.0, 0.0
        for i in range(count):
            off = (level[i] - before) ** 2 / white
            if i < k:
                steady += off
            else:
                square += off
        many = count - k
        grown = max(square / many, LEAST_SCATTER**2)
        occam = min(math.log(math.sqrt(math.pi / many) / SIZES), 0.0)
        total = _either(total, occam - 0.5 * (steady + square / grown + many * math.log(grown)))
    return total


@inner
def _either(one: float, other: float) -> float:
    """The logarithm of the sum of two numbers given by their logarithms."""
    high, low = max(one, other), min(one, other)
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))


@inner
def _falling(times: Floats, kink_s: float, lag_s: float, signature: Floats) -> None:
    """A unit slope from a moment on, as an instrument with a lag shows it."""
    for i in range(len(times)):
        span = max(times[i] - kink_s, 0.0)
        late = lag_s * (1.0 - math.exp(-span / lag_s)) if lag_s > 0.0 else 0.0
        signature[i] = span - late


@inner
def _fit(level: Floats, variance: Floats, signature: Floats) -> tuple[float, float, float]:
    """Chi square of ``a + c signature`` with the best a and c; c, and its 1-sigma (0: no signature)."""
    total = one = square = mean = both = 0.0
    for i in range(len(level)):
        w, x = 1.0 / variance[i], signature[i]
        total += w
        one += w * x
        square += w * x * x
        mean += w * level[i]
        both += w * x * level[i]
    mean /= total
    lever = square - one * one / total
    size = (both - one * mean) / lever if lever > 0.0 else 0.0
    chi = 0.0
    for i in range(len(level)):
        off = level[i] - mean - size * (signature[i] - one / total)
        chi += off * off / variance[i]
    return chi, size, 1.0 / math.sqrt(lever) if lever > 0.0 else 0.0


@inner
def _weigh(fit: tuple[float, float, float]) -> float:
    """The log of a fit's marginal likelihood: all sizes of some decades alike likely."""
    chi, size, error = fit
    occam = math.log(math.sqrt(2.0 * math.pi) * error / max(abs(size), error) / SIZES)
    return min(occam, 0.0) - 0.5 * chi
