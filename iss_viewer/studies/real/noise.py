"""The noise of a series of real readings, learned from the series itself.

Learned are four variances, from second differences ``D(L) = p(t) - 2 p(t-L) + p(t-2L)``, in which a steady leak
drops out: a short-term course s (Ornstein-Uhlenbeck, half an hour), slow air or weather x that a bounded rate v
pushes about, what each row errs by for itself, and aboard the swings of the orbit and of the carbon dioxide remover.
``docs/real.md`` has the equations.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import S_PER_DAY

#: fitted to 24 of the Flemish barometers and to the house: of s, of x and of v
SHORT_S, SLOW_S, RATE_S = 1800.0, 2.5 * S_PER_DAY, 6.0 * 3600.0
#: seen in spectra of both tablets of 2022 and of the telemetry of 2018; what they come from is assumed
SWINGS_S = (92.7 * 60.0, 146.0 * 60.0, 292.0 * 60.0)
SWINGS_KEPT_S = 12.0 * 3600.0
#: the drift of 197 barometers against their neighbours, 30 to 180 days: 4 to 6.6
DRIFT_PA_SQRT_DAY = 6.0
#: the air of a day: of a closed room, and of one that follows the tide of the atmosphere
DAILY_PA = {True: 10.0, False: 60.0}
#: variances of the short term, the rate, the swings and a row before anything is read, Pa^2 and Pa^2/s^2
PRIOR = {
    True: np.array([6.0**2, (450.0 / S_PER_DAY) ** 2, 6.0**2, 0.0]),
    False: np.array([6.0**2, (1000.0 / S_PER_DAY) ** 2, 0.0, 0.0]),
}
PRIOR_WORTH = 4.0  # differences
LEAST_LAG_S, MOST_LAG_S = 10.0, 6.5 * 3600.0
_LEVEL_PA = 1e4  # nobody knows the level
_TURNS = 5  # of weights by the model and model by the weights
_OFF = 0.2  # of the lag: how far off rows may lie
_LEAST = 0.1  # of what is seen: no part of the model counts as exact


@dataclass(frozen=True)
class LearnedNoise:
    """The learned noise of a pressure, 1-sigma. changes_1_s: how often what is read changes: of readings that
    only repeat the one before, one alone counts.
    """

    short_pa: float
    rate_pa_s: float
    row_pa: float
    swing_pa: float
    changes_1_s: float
    is_aboard: bool


def learn(time_s: Floats, read_pa: Floats, is_aboard: bool) -> LearnedNoise:
    """The noise that explains the second differences of these readings best."""
    step_s = float(np.median(np.diff(time_s)))
    span_s = float(time_s[-1] - time_s[0])
    most_s = min(MOST_LAG_S, span_s / 5.0)
    doublings = np.arange(np.log2(most_s / max(step_s, LEAST_LAG_S)) + 1e-9)
    seen = {
        lag: second_differences(time_s, read_pa, lag)
        for lag in max(step_s, LEAST_LAG_S) * 2.0**doublings
    }
    lags = np.array([lag for lag, found in seen.items() if len(found)])
    squares = np.array([np.mean(seen[lag] ** 2) for lag in lags])
    shape = np.stack([short_term(lags), slow_air(lags), swings(lags), np.full_like(lags, 6.0)], 1)
    if not is_aboard:
        shape[:, 2] = 0.0
    short, rate, swing, row = np.sqrt(fitted(shape, squares, span_s / lags, PRIOR[is_aboard]))
    changes = float((np.diff(read_pa) != 0.0).sum()) / span_s
    return LearnedNoise(
        float(short), float(rate), max(float(row), 1e-3), float(swing), changes, is_aboard
    )


def fitted(shape: Floats, squares: Floats, counts: Floats, prior: Floats) -> Floats:
    """The variances (4,) by which `shape` (lags, 4) explains the mean squares (lags,), of so many independent
    differences each. `prior`: what they are before that, worth four differences; 0: nothing is known.
    """
    known = prior > 0.0
    rows = np.concatenate([shape, np.eye(len(prior))[known]])
    seen = np.concatenate([squares, prior[known]])
    worth = np.sqrt(np.concatenate([np.maximum(counts, 1.0), np.full(known.sum(), PRIOR_WORTH)]))
    found = prior
    for _ in range(_TURNS):
        weights = worth / np.maximum(rows @ found, _LEAST * seen)
        found = _no_negative(rows * weights[:, None], seen * weights)
    return found


def second_differences(time_s: Floats, read_pa: Floats, lag_s: float) -> Floats:
    """D(L) at each row that has readings about L and 2 L before it, weighted so that a straight line gives 0."""
    now = np.arange(len(time_s))
    once, twice = (_nearest(time_s, time_s - n * lag_s) for n in (1.0, 2.0))
    off_s = np.abs(time_s - lag_s - time_s[once]) + np.abs(time_s - 2.0 * lag_s - time_s[twice])
    good = (off_s < _OFF * lag_s) & (twice < once) & (once < now)
    now, once, twice = now[good], once[good], twice[good]
    ratio = (time_s[now] - time_s[once]) / (time_s[once] - time_s[twice])
    found: Floats = read_pa[now] - (1.0 + ratio) * read_pa[once] + ratio * read_pa[twice]
    return found


def short_term(lag_s: Floats) -> Floats:
    """E D^2 of an Ornstein-Uhlenbeck course of unit variance."""
    once = np.exp(-lag_s / SHORT_S)
    found: Floats = 6.0 - 8.0 * once + 2.0 * once**2
    return found


def slow_air(lag_s: Floats) -> Floats:
    """E D^2 of the slow air, s^2, for a rate v of unit variance."""
    found: Floats = 6.0 * slow_covariance(0.0 * lag_s) - 8.0 * slow_covariance(lag_s)
    return found + 2.0 * slow_covariance(2.0 * lag_s)


def slow_covariance(lag_s: Floats) -> Floats:
    """The covariance of x, s^2: dx = (v - x / SLOW_S) dt, v of unit variance that forgets in RATE_S."""
    a, b = 1.0 / SLOW_S, 1.0 / RATE_S
    found: Floats = b / (b**2 - a**2) * (np.exp(-a * lag_s) / a - np.exp(-b * lag_s) / b)
    return found


def swings(lag_s: Floats) -> Floats:
    """E D^2 of all swings aboard, each of unit variance."""
    found: Floats = np.zeros_like(lag_s)
    for period_s in SWINGS_S:
        once, twice = (_swing(n * lag_s, period_s) for n in (1.0, 2.0))
        found = found + 6.0 - 8.0 * once + 2.0 * twice
    return found


def covariance(noise: LearnedNoise, time_s: Floats, row_var_pa2: Floats) -> Floats:
    """The covariance of means about these times, (n, n), Pa^2; `row_var_pa2`: what each errs by for itself."""
    gap = np.abs(time_s[:, None] - time_s)
    since = np.minimum(time_s[:, None], time_s) - time_s[0]
    total = _LEVEL_PA**2 + DRIFT_PA_SQRT_DAY**2 / S_PER_DAY * since
    total += noise.short_pa**2 * np.exp(-gap / SHORT_S)
    total += noise.rate_pa_s**2 * slow_covariance(gap)
    for period_s in (S_PER_DAY, S_PER_DAY / 2.0):
        total += DAILY_PA[noise.is_aboard] ** 2 * np.cos(2.0 * np.pi * gap / period_s)
    for period_s in SWINGS_S if noise.is_aboard else ():
        total += noise.swing_pa**2 * _swing(gap, period_s)
    total[np.diag_indices_from(total)] += row_var_pa2
    exact: Floats = np.asarray(total)
    return exact


def _swing(lag_s: Floats, period_s: float) -> Floats:
    """The covariance of a swing of unit variance that forgets its phase."""
    found: Floats = np.exp(-lag_s / SWINGS_KEPT_S) * np.cos(2.0 * np.pi * lag_s / period_s)
    return found


def _nearest(time_s: Floats, wanted_s: Floats) -> np.ndarray:
    """The rows nearest to the wanted times."""
    after = np.clip(np.searchsorted(time_s, wanted_s), 1, len(time_s) - 1)
    is_nearer = wanted_s - time_s[after - 1] < time_s[after] - wanted_s
    return np.where(is_nearer, after - 1, after)


def _no_negative(shape: Floats, seen: Floats) -> Floats:
    """The least squares solution of shape x = seen without negative parts: the best of all sets of parts."""
    parts = range(shape.shape[1])
    best, least = np.zeros(shape.shape[1]), float(seen @ seen)
    for size in range(1, shape.shape[1] + 1):
        for chosen in combinations(parts, size):
            found, *_ = np.linalg.lstsq(shape[:, chosen], seen, rcond=None)
            misfit = float(((shape[:, chosen] @ found - seen) ** 2).sum())
            if (found >= 0.0).all() and misfit < least:
                best, least = np.zeros(len(parts)), misfit
                best[list(chosen)] = found
    return best
