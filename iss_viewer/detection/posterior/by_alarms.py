"""What the alarm tests alone say of the losses: where a fault of the program keeps the accounts from being
weighed, a leak is still found, sized and told.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.posterior.mixture import BINS, Mixture, Now, add_leak
from iss_viewer.detection.state.leak_records import LeakLaw
from iss_viewer.detection.state.records import DetectorState
from iss_viewer.detection.state.space_records import LEAK, AirSpace
from iss_viewer.physics import AIR_KG_MOL, R


class AlarmSettings(NamedTuple):
    """How a normal rate becomes a mixture. Chosen: to the bins of rates and no further."""

    places: int = 33
    widest: float = 3.0  # sigmas
    least_chance: float = 1e-9  # of which a logarithm is taken


ALARM = AlarmSettings()


def weigh_alarms(
    state: DetectorState,
    firsts: NDArray[np.int64],
    now: Now,
    sure: float,
    mixture: Mixture,
) -> None:
    """Fill an empty mixture, an atom for each air space; sure: that an alarm is none by chance.

    Where no alarm is, what was told last stands: it is neither proved nor disproved. Of several losses
    the station's is told as that of one or the other.
    """
    for number, first in enumerate(firsts.tolist()):
        space = state.spaces[first]
        is_found = space["is_found"] == 1
        chance = sure if is_found else float(np.nan_to_num(space["leak_probability"]))
        rate, sd = measured_loss(space) if is_found else _known_before(space)
        if math.isfinite(rate) and math.isfinite(sd):
            _add_normal(mixture, now, number, rate, sd, chance)
    scale = 1.0 / max(float(mixture.station.sum()), 1.0)
    mixture.station[:] *= scale
    mixture.totals[1] = mixture.station.sum()
    mixture.totals[0] = max(1.0 - float(mixture.totals[1]), 0.0)
    mixture.log_none[0] = math.log(max(float(mixture.totals[0]), ALARM.least_chance))


def _kg_per_pa(space: AirSpace) -> float:
    return float(space["volume_m3"] * AIR_KG_MOL / R / max(float(space["temperature_k"]), 1.0))


def measured_loss(space: AirSpace) -> tuple[float, float]:
    """The loss that the filter of the alarm test measures, kg/s, and its 1-sigma."""
    sd = math.sqrt(max(float(space["covariance"][LEAK, LEAK]), 0.0))
    kg_per_pa = _kg_per_pa(space)
    return float(space["mean"][LEAK]) * kg_per_pa, sd * kg_per_pa


def _known_before(space: AirSpace) -> tuple[float, float]:
    """The loss that was told last, kg/s, and its 1-sigma; NaN: none was."""
    return float(space["loss_kg_s"]), float(space["leak_sd_pa_s"]) * _kg_per_pa(space)


def _add_normal(
    mixture: Mixture, now: Now, number: int, rate: float, sd: float, chance: float
) -> None:
    z = np.linspace(-ALARM.widest, ALARM.widest, ALARM.places)
    weights = np.exp(-0.5 * z * z)
    weights *= chance / weights.sum()
    rates = np.maximum(rate + sd * z, BINS.least_kg_s) / now.share[number, LeakLaw.HOLE]
    for size, weight in zip(rates.tolist(), weights.tolist(), strict=True):
        add_leak(mixture, now, number, LeakLaw.HOLE, size, 1.0, weight)
