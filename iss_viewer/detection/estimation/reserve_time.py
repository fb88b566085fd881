"""Reserve time: when the pressure of an air space reaches a limit, as a distribution.

With p the pressure now, r > 0 its rate of fall by the leak and l the limit, the leak's law decides:

- orifice or molecular flow, dp/dt ~ p: ``t = p/r ln(p/l)``
- laminar crack, dp/dt ~ p^2: ``t = p/r (p/l - 1)``
- orifice with inflow past a hatch seal, dp/dt ~ p - f, floor f: ``t = (p-f)/r ln((p-f)/(l-f))``,
  never when f >= l

Each is a constant over r, so a normal r and weights of the laws give the distribution of t at once.
It depends neither on the volume nor on the discharge coefficient: both are in the measured r.

Stored gas of mass m that makes up for a loss w lasts ``m/w``, so the same holds there with one law.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.settings import LAW_COUNT


class ReserveSettings(NamedTuple):
    """How the quantiles of the time are found."""

    horizon_s: float = 1e11  # what lies beyond counts as never
    soonest_s: float = 1e-3
    least_sd_pa_s: float = 1e-15  # of a rate that is known for sure
    bisections: int = 48  # of the logarithm: to thirteen digits
    low: float = 0.05  # of the 90 % band that is told
    high: float = 0.95


RESERVE = ReserveSettings()


@entry
def law_constants(pressure_pa: float, limit_pa: float, floor_pa: float) -> NDArray[np.float64]:
    """t times r for the three laws, Pa; inf where the limit is never reached."""
    ratio = pressure_pa / limit_pa
    constants = np.empty(LAW_COUNT)
    constants[0] = pressure_pa * math.log(ratio)
    constants[1] = pressure_pa * (ratio - 1.0)
    if floor_pa >= limit_pa:
        constants[2] = math.inf
    else:
        over = pressure_pa - floor_pa
        constants[2] = over * math.log(over / (limit_pa - floor_pa))
    return constants


@inner
def _reached_by(time_s: float, rate: float, sd: float, constants: Floats, weights: Floats) -> float:
    """The probability that the limit is reached by `time_s`."""
    total = 0.0
    for law in range(LAW_COUNT):
        if weights[law] > 0.0 and constants[law] < math.inf:
            margin = (rate - constants[law] / time_s) / sd
            total += weights[law] * 0.5 * math.erfc(-margin / math.sqrt(2.0))
    return total


@entry
def reserve_quantile(
    probability: float, rate: float, sd: float, constants: Floats, weights: Floats
) -> float:
    """The time by which the limit is reached with a probability; inf: never. rate, sd: Pa/s."""
    sd = max(sd, RESERVE.least_sd_pa_s)
    if _reached_by(RESERVE.horizon_s, rate, sd, constants, weights) < probability:
        return math.inf
    low, high = RESERVE.soonest_s, RESERVE.horizon_s
    for _ in range(RESERVE.bisections):
        middle = math.sqrt(low * high)
        if _reached_by(middle, rate, sd, constants, weights) < probability:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


def gas_band(gas_kg: float, loss_kg_s: float, sd_kg_s: float) -> tuple[float, float, float]:
    """Median and 90 % band of the time for which stored gas makes up for a loss, s.

    The loss may be any gas of the air, so all stored gas counts. inf: for ever; NaN: not known.
    """
    if not (math.isfinite(gas_kg) and math.isfinite(loss_kg_s) and math.isfinite(sd_kg_s)):
        return math.nan, math.nan, math.nan
    constants, only = np.array([gas_kg, math.inf, math.inf]), np.array([1.0, 0.0, 0.0])
    median, low, high = (
        float(reserve_quantile(share, loss_kg_s, sd_kg_s, constants, only))
        for share in (0.5, RESERVE.low, RESERVE.high)
    )
    return median, low, high
