"""When a leak rate counts: only where even the low end of its 95 % interval is a loss.

Before that the estimate flares up and down, and no number of it is shown, coloured or called a peak.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.history import History

LOW_END = "leak_rate_low_kg_s"  # of the 95 % interval of a leak rate
HIGH_END = "leak_rate_high_kg_s"


def is_sure(moment: Moment, subject: str = STATION) -> bool:
    """Whether the leak rate of a module, or of the station, counts at an instant."""
    return moment.value(subject, LOW_END) > 0.0


def are_sure(times: Floats, low_times: Floats, low_kg_s: Floats) -> NDArray[np.bool_]:
    """Where on a curve of leak rates at `times`, s, they count, by the curve of their low ends.

    Each time counts by the low end at or before it; shapes (n,), (m,) and (m,) with m > 0.
    """
    held = low_kg_s[np.clip(np.searchsorted(low_times, times, side="right") - 1, 0, None)]
    return held > 0.0


def surest_s(history: History, subject: str = STATION) -> float:
    """When the low end of the leak rate was greatest in a run; NaN where it never was known."""
    column = history.table.get(subject, LOW_END)
    if column is None:
        return float("nan")
    times, low_kg_s = history.curve(column, history.start_s, history.end_s)
    if not np.isfinite(low_kg_s).any():
        return float("nan")
    return float(times[np.nanargmax(low_kg_s)])
