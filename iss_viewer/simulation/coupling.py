"""Between the world and its air: what the plant's settings are to the gas, and its rows back."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from iss_viewer.scenario import Scenario
from iss_viewer.simulation.leak_size import REFERENCE_K, choked_flux_kg_s_m2
from iss_viewer.simulation.plain_air import MOLAR, AirState, R, step
from iss_viewer.station import VACUUM, Station

if TYPE_CHECKING:
    from iss_viewer.simulation.world import World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class AirRows:
    """The true air at n instants: arrays (n, modules), machines (n, machines), tanks (n, tanks)."""

    pressure_pa: Floats
    temperature_k: Floats
    oxygen_pa: Floats
    carbon_dioxide_pa: Floats
    water_pa: Floats
    machine_kg_s: Floats
    tank_kg: Floats
    lost_kg_s: Floats


class Air:
    """The air of a scenario."""

    def __init__(self, scenario: Scenario, station: Station) -> None:
        self._scenario, self._station = scenario, station
        self._modules = station.module_ids
        self._volume = np.array([m.free_volume_m3 for m in station.modules])

    def start(self) -> AirState:
        """The air at the start."""
        start, air = self._scenario.start, self._station.atmosphere
        pick = lambda key: getattr(air if getattr(start, key) is None else start, key)  # noqa: E731
        parts = [pick("oxygen_pa"), pick("carbon_dioxide_pa"), pick("water_pa")]
        total = pick("pressure_pa")
        partial = np.tile([total - sum(parts), *parts], (len(self._modules), 1))
        temperature = np.full(len(self._modules), pick("temperature_k"))
        for item in start.modules:
            index = self._modules.index(item.module)
            if item.pressure_pa is not None:
                partial[index] *= item.pressure_pa / total
            if item.temperature_k is not None:
                temperature[index] = item.temperature_k
        moles = partial * self._volume[:, None] / (R * temperature[:, None])
        tanks = [start.tank_contents_kg.get(t.id, t.content_kg) for t in self._station.tanks]
        return AirState(moles, temperature, np.array(tanks, dtype=np.float64))

    def temperature_k(self, air: AirState) -> Floats:
        """Gas temperature of each module."""
        return air.temperature_k

    def pressure_of(self, world: World, module: str) -> float:
        """True pressure of a module."""
        i = self._modules.index(module)
        air = world.air
        return float(air.moles[i].sum() * R * air.temperature_k[i] / self._volume[i])

    def advance(
        self, world: World, until_s: float, times_s: Floats, heat_w: Floats
    ) -> tuple[AirState, AirRows]:
        """The air at `until_s`, and its rows at `times_s`, all in [world.time_s, until_s]."""
        edges, conductance, exchange = self._edges(world)
        middle = (world.time_s + until_s) / 2
        air, rows, now = world.air, [], world.time_s
        source = self._sources(world)
        for mark in [*times_s.tolist(), until_s]:
            while now < mark - 1e-9:
                dt = min(1.0, mark - now)
                pressure = air.moles.sum(axis=1) * R * air.temperature_k / self._volume
                lost = self._lost(world, middle, pressure)
                out = lost / np.maximum((air.moles @ MOLAR), 1e-12)
                moles = step(
                    air.moles, air.temperature_k, self._volume, edges, conductance, exchange, out,
                    source, dt,
                )  # fmt: skip
                air = replace(air, moles=moles)
                now += dt
            now = mark
            rows.append(air)
        return air, self._rows(world, middle, rows[:-1])

    def leaks(
        self, world: World, end: World, rows: AirRows, times_s: Floats
    ) -> tuple[Floats, Floats]:
        """Flow and equal orifice area of each leak."""
        flows = np.zeros((len(times_s), len(world.plant.leaks)))
        middle = (world.time_s + end.time_s) / 2
        for column, state in enumerate(world.plant.leaks):
            if state.size.module:
                p = rows.pressure_pa[:, self._modules.index(state.size.module)]
                flows[:, column] = self._flow(state, middle, p)
        return flows, flows / max(choked_flux_kg_s_m2(101325.0), 1e-9)

    def _flow(self, state, time_s, p):  # type: ignore[no-untyped-def]
        size = state.size
        full = size.orifice_m2 * choked_flux_kg_s_m2(1.0) * p + size.linear * p
        return state.multiple(time_s) * (full + size.quadratic * p**2)

    def _lost(self, world: World, time_s: float, pressure: Floats) -> Floats:
        lost = np.zeros(len(pressure))
        for state in world.plant.leaks:
            if state.size.module:
                i = self._modules.index(state.size.module)
                lost[i] += self._flow(state, time_s, pressure[i])
        for hatch, is_open in zip(self._station.hatches, world.plant.hatch_is_open, strict=True):
            if is_open and VACUUM in (hatch.a, hatch.b):
                i = self._modules.index(hatch.a if hatch.b == VACUUM else hatch.b)
                lost[i] += hatch.area_m2 * 0.6 * choked_flux_kg_s_m2(1.0) * pressure[i]
        return lost

    def _edges(self, world: World):  # type: ignore[no-untyped-def]
        edges, conductance, exchange = [], [], []
        plant = world.plant
        for hatch, is_open, valve in zip(
            self._station.hatches, plant.hatch_is_open, plant.valve_is_open, strict=True
        ):
            if VACUUM in (hatch.a, hatch.b):
                continue
            edges.append([self._modules.index(hatch.a), self._modules.index(hatch.b)])
            g = hatch.seal_leak_kg_s / 101325.0 / 0.029
            if valve:
                g += 0.6 * math.pi / 4 * hatch.valve_diameter_m**2 * 0.0024 / 0.029
            conductance.append(0.5 * hatch.area_m2 if is_open else g)
            exchange.append(0.05 * hatch.area_m2 if is_open else 0.0)
        return np.array(edges), np.array(conductance), np.array(exchange)

    def _sources(self, world: World) -> Floats:
        source = np.zeros((len(self._modules), 4))
        crew = np.array([world.plant.crew_in(m) for m in self._modules])
        source[:, 1] -= crew * 0.835 / 86400 / MOLAR[1]
        source[:, 1] += crew.sum() * 0.835 / 86400 / MOLAR[1] / len(self._modules)
        return source

    def _rows(self, world: World, middle: float, states: list[AirState]) -> AirRows:
        n, m = len(states), len(self._modules)
        moles = np.array([s.moles for s in states]).reshape(n, m, 4)
        temperature = np.array([s.temperature_k for s in states]).reshape(n, m)
        partial = moles * R * temperature[:, :, None] / self._volume[:, None]
        pressure = partial.sum(axis=2)
        lost = np.array([self._lost(world, middle, p) for p in pressure]).reshape(n, m)
        tanks = np.array([s.tank_kg for s in states]).reshape(n, -1)
        machine = np.zeros((n, len(self._station.equipment)))
        return AirRows(
            pressure, temperature, partial[:, :, 1], partial[:, :, 2], partial[:, :, 3], machine,
            tanks, lost,
        )  # fmt: skip


__all__ = ["REFERENCE_K", "Air", "AirRows", "AirState"]
