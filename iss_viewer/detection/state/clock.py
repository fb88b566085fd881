"""The detector's clock: which samples count, how much time passed, and when to assess next.

It never runs backwards, whatever the stamps of samples do; all times of records are this clock's.
"""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

import numpy as np

from iss_viewer.detection.state.compiled import entry
from iss_viewer.detection.state.sensor_records import FLOAT, INT

CLOCK = np.dtype(
    [
        ("now_s", FLOAT),
        ("is_started", INT),
        ("stamp_s", FLOAT),  # time stamp of the last sample that counted
        ("step_s", FLOAT),  # from the sample before to the last one that counted
        ("back_stamp_s", FLOAT),  # of the last sample that came from an earlier time
        ("back_count", INT),  # such samples in a row that run on among themselves
        ("is_set_back", INT),  # the stamps' clock was set back just now
        ("next_assessment_s", FLOAT),  # when status, location and verdict are reconsidered
    ]
)
Clock: TypeAlias = np.void

DAY_S = 86400.0
YEAR_S = 365.25 * DAY_S


class ClockSettings(NamedTuple):
    """When stamps that run backwards are believed."""

    backward_samples: int = 10  # that run on from an earlier time: chosen, seconds of any stream
    unknown_step_s: float = 1e-3  # taken to have passed then: next to nothing


SETTINGS = ClockSettings()
SKIPPED = -1.0  # the step of a sample that does not count


@entry
def accept(clock: Clock, time_s: float) -> float:
    """Seconds since the last sample that counted; SKIPPED for one that does not.

    Repeated and out-of-order samples don't count, nor those without a time. Ten in a row that run on among themselves mean
    that the clock was set back: from then on it is believed; how much time passed is not known.
    """
    if not math.isfinite(time_s):
        return SKIPPED
    if clock["is_started"] == 0:
        clock["is_started"], clock["stamp_s"] = 1, time_s
        return 0.0
    dt = time_s - clock["stamp_s"]
    if dt > 0.0:
        clock["stamp_s"], clock["back_count"] = time_s, 0
        clock["now_s"] += dt
        clock["step_s"] = dt
        return float(dt)
    if not dt < 0.0:
        return SKIPPED
    runs_on = clock["back_count"] > 0 and time_s > clock["back_stamp_s"]
    clock["back_count"] = clock["back_count"] + 1 if runs_on else 1
    clock["back_stamp_s"] = time_s
    if clock["back_count"] >= SETTINGS.backward_samples:
        clock["stamp_s"], clock["back_count"], clock["is_set_back"] = time_s, 0, 1
        return SETTINGS.unknown_step_s
    return SKIPPED


@entry
def request_assessment(clock: Clock, at_s: float) -> None:
    """Ask that the state be assessed at the first sample from `at_s` on (-inf: at the next one)."""
    clock["next_assessment_s"] = min(clock["next_assessment_s"], at_s)


@entry
def take_assessment(clock: Clock, every_s: float) -> bool:
    """Whether an assessment is due now; if so, the next one is due in `every_s`."""
    is_due = clock["now_s"] >= clock["next_assessment_s"]
    if is_due:
        clock["next_assessment_s"] = clock["now_s"] + every_s
    return bool(is_due)
