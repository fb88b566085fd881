"""How soon a leak planted in real readings can be known at all, in the noise of these readings.

With s what the leak takes from the readings until a time T after its onset and C the covariance of the learned
noise, no test of that stretch alarms on the leak with a probability above ``Phi(sqrt(s^T C^-1 s) - z)``, z the upper quantile
of the probability with which it alarms there on nothing (Neyman and Pearson, Phil. Trans. R. Soc. A 231 (1933) 289). One
that alarms falsely once in `FALSE_ALARM_S` does so with T / FALSE_ALARM_S in a stretch as others (T. L. Lai, IEEE
Trans. Inf. Theory 44 (1998) 2917, bounds delays by this condition). So half of all leaks are alarmed no sooner than
``sqrt(s^T C^-1 s)`` reaches that z: whatever is sought for, the onset and the size too.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from iss_viewer.studies.bounds import growing, whitened
from iss_viewer.studies.real.noise import LearnedNoise, covariance
from iss_viewer.studies.real.planting import Planted
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import S_PER_DAY

#: the goal: one false alarm a month
FALSE_ALARM_S = 30.0 * S_PER_DAY
_LEAST_SIGMAS = 1e-3  # longer than half of that, and chance alone alarms


def bound_s(
    noise: LearnedNoise, time_s: Floats, read_pa: Floats, leak: Planted, sigmas: float | None = None
) -> float:
    """The median delay after its onset below which no detector is; inf: it is not within these readings.

    time_s, read_pa: the untouched readings, (n,), of which those before the onset are the history. sigmas: if given,
    when the leak has made so many sigmas.
    """
    since_s = time_s - leak.onset_s
    edges = _edges(-float(since_s[0]), float(since_s[-1]), float(np.min(np.diff(time_s))))
    bins = np.searchsorted(edges, since_s, side="left")
    firsts = np.flatnonzero(np.diff(bins, prepend=-1))
    counts = np.diff(firsts, append=len(bins)).astype(float)
    mean_s, taken_pa = (
        np.add.reduceat(values, firsts) / counts
        for values in (since_s, read_pa * (1.0 - leak.left(time_s)))
    )
    width_s = np.diff(mean_s, prepend=mean_s[0])
    told = np.minimum(counts, 1.0 + noise.changes_1_s * width_s)
    matrix = covariance(noise, mean_s, noise.row_pa**2 / told)
    sure = np.sqrt(np.cumsum(whitened(matrix, taken_pa) ** 2))
    last_s = since_s[np.append(firsts[1:], len(bins)) - 1]
    after = (last_s > 0.0) & (sure > 0.0)
    least = np.array([needed(s) if sigmas is None else sigmas for s in last_s[after]])
    return _first_row(since_s, _reached_s(last_s[after], sure[after], least))


def needed(since_s: float) -> float:
    """The sigmas of a stretch of that length from which on more than half of all leaks can be alarmed in it."""
    false_1 = min(since_s / FALSE_ALARM_S, 0.5)
    return max(NormalDist().inv_cdf(1.0 - false_1), _LEAST_SIGMAS)


def _reached_s(time_s: Floats, sure: Floats, least: Floats) -> float:
    """When the rising `sure` reaches what is needed, between the ends of bins; inf: never."""
    over = np.log(sure / least)
    if not len(sure) or over[-1] < 0.0:
        return float("inf")
    return float(np.exp(np.interp(0.0, over, np.log(time_s))))


def _first_row(since_s: Floats, reached_s: float) -> float:
    """The first row at or after that time."""
    return float(since_s[np.searchsorted(since_s, reached_s)]) if reached_s < np.inf else reached_s


def _edges(before_s: float, after_s: float, step_s: float) -> Floats:
    """Bins that are as fine as the closest rows about the onset and grow away from it."""
    edges: Floats = np.concatenate(
        (-growing(step_s, before_s)[::-1], [0.0], growing(step_s, after_s))
    )
    return edges
