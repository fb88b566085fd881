"""The air of each module before anything happens: what a scenario says, else what the station file does."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.scenario import Scenario
from iss_viewer.scenario.scenario import Leak, ModuleStart
from iss_viewer.simulation.air.gas import MOLAR_KG
from iss_viewer.station import VACUUM, Station

Floats = NDArray[np.float64]

#: an empty module keeps a trace, so that its mixture and temperature have a meaning
_TRACE_PA = 1e-9


@dataclass(frozen=True, slots=True)
class UpstreamAir:
    """The air before a leak: what a leak rate is told of."""

    pressure_pa: float
    temperature_k: float
    molar_kg: float


@dataclass(frozen=True, slots=True, eq=False)
class StartingAir:
    """partial_pa: (modules, 4) of nitrogen, oxygen, carbon dioxide, water. temperature_k, wall_k: (modules,)."""

    modules: tuple[str, ...]
    partial_pa: Floats
    temperature_k: Floats
    wall_k: Floats

    @classmethod
    def of(cls, scenario: Scenario, station: Station) -> StartingAir:
        """As the scenario has it."""
        start, air, modules = scenario.start, station.atmosphere, station.module_ids
        parts = [
            _given(start.oxygen_pa, air.oxygen_pa),
            _given(start.carbon_dioxide_pa, air.carbon_dioxide_pa),
            _given(start.water_pa, air.water_pa),
        ]
        total = _given(start.pressure_pa, air.pressure_pa)
        base_k = _given(start.temperature_k, air.temperature_k)
        partial = np.tile([total - math.fsum(parts), *parts], (len(modules), 1))
        warm = np.full(len(modules), base_k)
        wall = warm.copy()
        for item in start.modules:
            index = modules.index(item.module)
            partial[index] = _own_mixture(item, partial[index])
            warm[index] = _given(item.temperature_k, base_k)
            wall[index] = _given(item.wall_k, warm[index])
        return cls(modules, np.maximum(partial, _TRACE_PA), warm, wall)

    def before(self, leak: Leak, station: Station) -> UpstreamAir:
        """The air that a leak's `rate` is told of: as written, else that of its module (side a of its hatch)."""
        sides = [leak.module] if leak.module else [*_sides(station, leak.hatch)]
        at = self.modules.index(next(side for side in sides if side != VACUUM))
        partial = self.partial_pa[at]
        return UpstreamAir(
            _given(leak.rate_at_pa, math.fsum(partial)),
            _given(leak.rate_at_k, float(self.temperature_k[at])),
            math.fsum(partial * MOLAR_KG) / math.fsum(partial),
        )


def _own_mixture(item: ModuleStart, usual_pa: Floats) -> Floats:
    """The partial pressures of a module: the usual mixture at its pressure, but for the gases that it names."""
    total = _given(item.pressure_pa, math.fsum(usual_pa))
    partial = usual_pa * (total / math.fsum(usual_pa))
    for k, own in enumerate((item.oxygen_pa, item.carbon_dioxide_pa, item.water_pa), 1):
        partial[k] = _given(own, partial[k])
    partial[0] = total - math.fsum(partial[1:])
    return partial


def _sides(station: Station, hatch: str) -> tuple[str, str]:
    found = station.hatch(hatch)
    return found.a, found.b


def _given(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
