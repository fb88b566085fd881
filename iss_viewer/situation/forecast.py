"""How the pressure of an air space goes on by the reserve time that is told of it, so that plot and figure agree."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.frames import Floats

_POINTS = 60


@dataclass(frozen=True)
class Forecast:
    """Curves from an instant on: times (n,), and pressures by the median, low and high end of the reserve time, Pa."""

    time_s: Floats
    median_pa: Floats
    low_pa: Floats
    high_pa: Floats


def forecast_of(moment: Moment, module: str, until_s: float) -> Forecast | None:
    """The course of the air of a module until an instant of the run; None where no end is in sight.

    Air that leaves by a hole leaves in proportion to its pressure, p(t) = p exp(-t/T ln(p/l)), which is at the limit l
    at the reserve time T and, before it, within 3 % of what a crack would make of the same two ends. Of an end of the
    band that has no limit the pressure stays.
    """
    pressure_pa = moment.value(module, "space_pressure_pa")
    limit_pa = moment.words.limits.reserve.limit_pa
    reserves = [moment.value(module, f"reserve{end}_s") for end in ("", "_low", "_high")]
    if not pressure_pa > limit_pa or not (0.0 < reserves[0] < math.inf) or until_s <= moment.time_s:
        return None
    ahead = np.linspace(0.0, until_s - moment.time_s, _POINTS)
    curves = [_course(ahead, pressure_pa, limit_pa, reserve_s) for reserve_s in reserves]
    return Forecast(moment.time_s + ahead, *curves)


def _course(ahead_s: Floats, pressure_pa: float, limit_pa: float, reserve_s: float) -> Floats:
    if not 0.0 < reserve_s < math.inf:
        return np.full(len(ahead_s), pressure_pa)
    course: Floats = pressure_pa * np.exp(-ahead_s / reserve_s * math.log(pressure_pa / limit_pa))
    return course
