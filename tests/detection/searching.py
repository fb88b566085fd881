"""A locator with readings as an ideal detector would give them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from iss_viewer.detection.locating import Locator, PartReading, parts_of
from iss_viewer.station import Station
from iss_viewer.station.topology import inner_hatches
from iss_viewer.units import KG_PER_LB, S_PER_DAY

LB_DAY = KG_PER_LB / S_PER_DAY


def all_hatches(station: Station) -> frozenset[str]:
    """Every hatch that parts two modules."""
    return frozenset(hatch.id for hatch in inner_hatches(station))


def observe(
    locator: Locator,
    time_s: float,
    closed: Collection[str],
    leaks: Mapping[str, float],
    error_kg_s: float,
    span_s: float = 7200.0,
    pressures_pa: Mapping[str, float] | None = None,
    seed: int = 0,
) -> None:
    """Readings of all parts, each with a drawn error of the given size."""
    rng = np.random.default_rng([seed, round(time_s)])
    readings = []
    for part in parts_of(locator.station, closed):
        true = sum(rate for module, rate in leaks.items() if module in part)
        pressure = 101325.0 if pressures_pa is None else pressures_pa.get(min(part), 101325.0)
        loss = true + error_kg_s * rng.standard_normal()
        readings.append(PartReading(part, loss, error_kg_s, span_s, pressure))
    locator.observe(time_s, closed, readings)
