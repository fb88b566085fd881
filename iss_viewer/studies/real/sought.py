"""The sigmas that a detector needs which does not know when a leak began: of the best of that kind, the generalised
likelihood ratio over onsets, at the goal's rate of false alarms, in simulated noise of a series.

At each moment and for each age T the matched filter of a leak that began T ago, ``C^-1 s / sqrt(s^T C^-1 s)``, gives a standard
normal number; the largest over ages 1, 2, 4, .. rows up to 16 days is the statistic (Willsky and Jones, IEEE Trans. Autom.
Control 21 (1976) 108). A threshold that lets a share 1/e of months pass without an alarm has one false alarm a month.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.linalg import expm
from scipy.signal import lfilter

from iss_viewer.studies.bounds import growing
from iss_viewer.studies.real.noise import (
    DAILY_PA,
    DRIFT_PA_SQRT_DAY,
    RATE_S,
    SHORT_S,
    SLOW_S,
    SWINGS_KEPT_S,
    SWINGS_S,
    LearnedNoise,
    covariance,
)
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import S_PER_DAY

MONTH_S = 30.0 * S_PER_DAY
#: simulated; the threshold is known to about 0.1 sigmas by them
MONTHS = 12
_LONGEST_S, _HISTORY_S = 16.0 * S_PER_DAY, 5.0 * S_PER_DAY
_LOOKS_AN_AGE = 8
_BEFORE = 20.0  # ages of rows before the onset, but at least
_LEAST_BEFORE_S = 2.0 * 3600.0


class Filter(NamedTuple):
    """A matched filter: its bins end so many rows ago, shape (bins + 1,), weights of their means, shape (bins,)."""

    ago: np.ndarray
    weights: Floats
    every: int  # rows from one look to the next


def sought_sigmas(noise: LearnedNoise, step_s: float) -> float:
    """The threshold at one false alarm a month, of rows that far apart."""
    filters = _filters(noise, step_s)
    lead = max(int(one.ago[-1]) for one in filters)
    count, most = int(MONTH_S / step_s), []
    for month in range(MONTHS):
        path = drawn(noise, step_s, lead + count, np.random.default_rng(month))
        sums = np.concatenate([[0.0], np.cumsum(path - path[0])])
        most.append(max(float(_seen(one, sums, lead).max()) for one in filters))
    return float(np.quantile(most, np.exp(-1.0)))


def drawn(noise: LearnedNoise, step_s: float, count: int, rng: np.random.Generator) -> Floats:
    """Readings of that noise at rows that far apart, shape (count,), Pa."""
    ahead = int(5.0 * SLOW_S / step_s)  # until slow air is as it always is
    kicks = rng.standard_normal((5, ahead + count))
    found = noise.rate_pa_s * _slow_air(step_s, kicks[:2])
    short_keep = np.exp(-step_s / SHORT_S)
    found += (
        noise.short_pa * np.sqrt(1.0 - short_keep**2) * lfilter([1.0], [1.0, -short_keep], kicks[4])
    )
    found += DRIFT_PA_SQRT_DAY * np.sqrt(step_s / S_PER_DAY) * np.cumsum(kicks[2])
    found += _row_pa(noise, step_s) * kicks[3]
    time_s = step_s * np.arange(len(found))
    for period_s in (S_PER_DAY, S_PER_DAY / 2.0):
        a, b = DAILY_PA[noise.is_aboard] * rng.standard_normal(2)
        turn = 2.0 * np.pi * time_s / period_s
        found += a * np.cos(turn) + b * np.sin(turn)
    for period_s in SWINGS_S if noise.is_aboard else ():
        kept = np.exp(-step_s / SWINGS_KEPT_S)
        pole = kept * np.exp(2j * np.pi * step_s / period_s)
        kick = rng.standard_normal(len(found)) + 1j * rng.standard_normal(len(found))
        found += noise.swing_pa * np.sqrt(1.0 - kept**2) * lfilter([1.0], [1.0, -pole], kick).real
    last: Floats = found[ahead:]
    return last


def _slow_air(step_s: float, kicks: Floats) -> Floats:
    """Slow air whose rate is of unit variance, s; kicks: shape (2, count)."""
    a, b = 1.0 / SLOW_S, 1.0 / RATE_S
    turn = expm(step_s * np.array([[-b, 0.0], [1.0, -a]]))
    steady = np.array([[1.0, 1.0 / (a + b)], [1.0 / (a + b), 1.0 / (a * (a + b))]])
    of_rate, of_air = np.linalg.cholesky(steady - turn @ steady @ turn.T) @ kicks
    rate = lfilter([1.0], [1.0, -turn[0, 0]], of_rate)
    pushed = of_air + turn[1, 0] * np.concatenate([[0.0], rate[:-1]])
    found: Floats = lfilter([1.0], [1.0, -turn[1, 1]], pushed)
    return found


def _row_pa(noise: LearnedNoise, step_s: float) -> float:
    """What a row errs by for itself; where most rows repeat the one before, each tells so much less."""
    return noise.row_pa * math.sqrt(max(1.0, 1.0 / (noise.changes_1_s * step_s)))


def _filters(noise: LearnedNoise, step_s: float) -> list[Filter]:
    found, rows = [], 1
    while rows * step_s <= _LONGEST_S:
        found.append(_filter(noise, step_s, rows))
        rows *= 2
    return found


def _filter(noise: LearnedNoise, step_s: float, rows: int) -> Filter:
    """Of a leak that began so many rows ago."""
    before_s = min(max(_BEFORE * rows * step_s, _LEAST_BEFORE_S, 4.0 * step_s), _HISTORY_S)
    after, before = _ends(step_s, rows * step_s), _ends(step_s, before_s)
    after = np.append(after[after < rows], rows)
    edges = np.concatenate([-before[::-1], [0], after])  # rows after the onset
    widths = np.diff(edges)
    middle_s = step_s * (edges[:-1] + 0.5 * (widths + 1.0))
    matrix = covariance(noise, middle_s, _row_pa(noise, step_s) ** 2 / widths)
    weights = np.linalg.solve(matrix, np.minimum(-middle_s, 0.0))
    sure = float(weights @ np.minimum(-middle_s, 0.0))
    return Filter(rows - edges[::-1], weights[::-1] / sure**0.5, max(rows // _LOOKS_AN_AGE, 1))


def _ends(step_s: float, until_s: float) -> np.ndarray:
    """The ends of bins in whole rows."""
    return np.unique(np.maximum(np.round(growing(step_s, until_s) / step_s), 1.0)).astype(np.int64)


def _seen(one: Filter, sums: Floats, lead: int) -> Floats:
    """What a filter gives at each look from row `lead` on."""
    at = np.arange(lead, len(sums), one.every)
    found = np.zeros(len(at))
    for k, weight in enumerate(one.weights):
        newest, oldest = one.ago[k], one.ago[k + 1]
        found += weight / (oldest - newest) * (sums[at - newest] - sums[at - oldest])
    return found
