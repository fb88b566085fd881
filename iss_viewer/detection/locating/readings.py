"""What a locator is told: the air lost by each part since it was cut off, with the error of that."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from iss_viewer.detection.locating.priors import Noise
from iss_viewer.detection.state.estimate import SpaceEstimate
from iss_viewer.physics import AIR_KG_MOL, STANDARD_PA, R
from iss_viewer.station.topology import Part

_SETTLED_SLOPE = 6.0  # least squares through a step that is over early: 6 dp tau/t^2

REFERENCE_PA = STANDARD_PA


@dataclass(frozen=True, slots=True)
class PartReading:
    """The mass balance of one part (all modules that share its air) since it took its shape.

    Only what was measured since the part took its shape may count in it: the locator keeps the
    estimates of earlier shapes itself and would count them twice.

    loss_kg_s: air lost beyond what is known to pass (metered feeds, breathing, sound seals, the
        normal loss); negative when the part gains. NaN: nothing known yet.
    error_kg_s: 1-sigma.
    span_s: how long the estimate has watched this part. When it gets shorter, a new estimate began,
        such as at the onset of a leak, and the older one counts no more.
    pressure_pa, temperature_k: of the part now.
    """

    part: Part
    loss_kg_s: float
    error_kg_s: float
    span_s: float
    pressure_pa: float = REFERENCE_PA
    temperature_k: float = 295.15


def kg_per_pa(volume_m3: float, temperature_k: float) -> float:
    """The mass of air that changes a volume's pressure by 1 Pa: V M/(R T)."""
    return volume_m3 * AIR_KG_MOL / (R * temperature_k)


def readings_of(estimates: Iterable[SpaceEstimate], noise: Noise) -> tuple[PartReading, ...]:
    """The readings that a detector's estimates of its air spaces are to a locator.

    While a part that was just cut off settles, its air warms or cools faster than thermometers follow:
    that adds to the error of its loss.
    """
    return tuple(
        PartReading(
            frozenset(e.modules),
            e.mean_loss_kg_s,
            math.hypot(e.mean_loss_error_kg_s, _settling_kg_s(e, noise)),
            e.span_s,
            e.pressure_pa,
            e.temperature_k,
        )
        for e in estimates
        if e.is_settled
    )


def _settling_kg_s(estimate: SpaceEstimate, noise: Noise) -> float:
    """1-sigma of the loss that a temperature which settles within minutes imitates.

    The slope of a step dp seen over a span t is dp/t at most; of one that is over after a time tau
    much shorter than t it is 6 dp tau/t^2 (least squares).
    """
    step_pa = noise.settling_k * estimate.pressure_pa / estimate.temperature_k
    span_s = max(estimate.time_s - estimate.since_s, 1.0)
    slope_pa_s = step_pa / span_s * min(1.0, _SETTLED_SLOPE * noise.settling_time_s / span_s)
    return slope_pa_s * kg_per_pa(estimate.volume_m3, estimate.temperature_k)
