"""What a trace does between two cursors: its change, its slope, its mean and how it scatters."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.telemetry.frames import Floats

_S_PER_HOUR, _S_PER_DAY = 3600.0, 86400.0


@dataclass(frozen=True)
class RangeFigures:
    """first, last: the first and the last value that counts; slope_per_s: of the straight line of least squares; scatter:
    the standard deviation about the mean; NaN where too few values count. left_out: how many are missing or flagged.
    """

    first: float
    last: float
    slope_per_s: float
    mean: float
    scatter: float
    count: int
    left_out: int

    @property
    def difference(self) -> float:
        """The last value less the first."""
        return self.last - self.first

    @property
    def slope_per_hour(self) -> float:
        """The slope, per hour."""
        return self.slope_per_s * _S_PER_HOUR

    @property
    def slope_per_day(self) -> float:
        """The slope, per day."""
        return self.slope_per_s * _S_PER_DAY


def range_figures(time_s: Floats, values: Floats, is_flagged: NDArray[np.bool_]) -> RangeFigures:
    """The figures of one trace; values that are NaN or flagged count for nothing but `left_out`. Shapes (n,)."""
    counts = ~np.isnan(values) & ~is_flagged
    known, at_s = values[counts], time_s[counts]
    left_out = len(values) - len(known)
    if not len(known):
        nan = math.nan
        return RangeFigures(nan, nan, nan, nan, nan, 0, left_out)
    mean = float(known.mean())
    scatter = float(known.std(ddof=1)) if len(known) > 1 else math.nan
    since_s = at_s - at_s.mean()
    spread = float(since_s @ since_s)
    slope = float(since_s @ (known - mean)) / spread if spread > 0.0 else math.nan
    return RangeFigures(
        float(known[0]), float(known[-1]), slope, mean, scatter, len(known), left_out
    )
