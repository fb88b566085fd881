"""How soon a leak planted in real readings can be known at all, in the noise of these readings.

The matched filter that knows when the leak began: with s what the leak takes from the readings and C the covariance
of the learned noise, ``J = s^T C^-1 s``; known is the leak when sqrt(J) reaches 3.1. A detector that has to find the
onset as well needs longer.
"""

from __future__ import annotations

import numpy as np

from iss_viewer.studies.bounds import growing, whitened
from iss_viewer.studies.real.noise import LearnedNoise, covariance
from iss_viewer.studies.real.planting import Planted
from iss_viewer.telemetry.frames import Floats

KNOWN = 3.1


def bound_s(noise: LearnedNoise, time_s: Floats, read_pa: Floats, leak: Planted) -> float:
    """How long after its onset a leak is known; inf: not within these readings.

    time_s, read_pa: the untouched readings, (n,), of which those before the onset are the history.
    """
    since_s = time_s - leak.onset_s
    edges = _edges(-float(since_s[0]), float(since_s[-1]), float(np.median(np.diff(time_s))))
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
    return _first_row(since_s, _reached_s(last_s[after], sure[after]))


def _reached_s(time_s: Floats, sure: Floats) -> float:
    """When the rising `sure` reaches KNOWN, between the ends of bins; inf: never."""
    if not len(sure) or sure[-1] < KNOWN:
        return float("inf")
    return float(np.exp(np.interp(np.log(KNOWN), np.log(sure), np.log(time_s))))


def _first_row(since_s: Floats, reached_s: float) -> float:
    """The first row at or after that time."""
    return float(since_s[np.searchsorted(since_s, reached_s)]) if reached_s < np.inf else reached_s


def _edges(before_s: float, after_s: float, step_s: float) -> Floats:
    """Bins that are as fine as the rows about the onset and grow away from it."""
    edges: Floats = np.concatenate(
        (-growing(step_s, before_s)[::-1], [0.0], growing(step_s, after_s))
    )
    return edges
