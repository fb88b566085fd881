"""The station as the air sees it: volumes, walls, tanks, machines as arrays, and the hatch graph with
the order in which its equations are eliminated.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from iss_viewer.physics import AIR_KG_MOL, R
from iss_viewer.simulation.air.door import checked
from iss_viewer.simulation.air.elimination import Elimination, Pair, eliminate
from iss_viewer.simulation.air.gas import CV, MOLAR_KG, SPACE_PA, WATER_PER_OXYGEN
from iss_viewer.simulation.air.kernel_data import Kind, MachineRow, ModuleRow, Network
from iss_viewer.simulation.air.layout import GASES, Layout
from iss_viewer.simulation.air.records import Records, filled
from iss_viewer.station import VACUUM, Station
from iss_viewer.station.machines import Equipment
from iss_viewer.units import S_PER_DAY

Floats = NDArray[np.float64]

#: where there is no module
SPACE = -1

#: moles of each species in a mole of what a tank holds
TANK_GAS = {
    "nitrogen": (1.0, 0, 0, 0), "oxygen": (0, 1.0, 0, 0), "air": (0.79, 0.21, 0, 0), "water": (0, 0, 0, 1.0),
}  # fmt: skip
FEED_GAS = {
    "oxygen_generation": "oxygen",
    "oxygen_feed": "oxygen",
    "nitrogen_feed": "nitrogen",
    "air_feed": "air",
}


class AirNetwork:
    """A station compiled for the air: immutable, shared by any number of runs."""

    def __init__(self, station: Station, joined: Iterable[tuple[str, str]] = ()) -> None:
        """joined: pairs of modules that leaks may join, beside those that the station joins."""
        self.station, self._joined = station, tuple(joined)
        self.module_index = {name: i for i, name in enumerate(station.module_ids)}
        self.outside = self.module_index.get(station.outside, SPACE)
        self.hatch_index = {hatch.id: i for i, hatch in enumerate(station.hatches)}
        self.layout = Layout(
            modules=len(station.modules),
            tanks=len(station.tanks),
            machines=len(station.equipment),
            hatches=len(station.hatches),
            fans=len(station.fans),
        )

    @cached_property
    def _graph(self) -> tuple[Elimination, dict[Pair, int]]:
        pairs = []
        ends = [(hatch.a, hatch.b) for hatch in self.station.hatches]
        ends += [(fan.a, fan.b) for fan in self.station.fans]
        ends += [(m.module, m.into) for m in self.station.equipment if m.into]
        ends += self._joined
        for a, b in ends:
            if VACUUM not in (a, b):
                pairs.append((self.module_index[a], self.module_index[b]))
        if self.outside != SPACE:
            inner = [i for i in self.module_index.values() if i != self.outside]
            pairs += [(i, self.outside) for i in inner]
        return eliminate(len(self.module_index), pairs)

    def beyond(self, module: int) -> int:
        """What stands around a module: the chamber, if there is one and it is not that, else SPACE."""
        return SPACE if module == self.outside else self.outside

    @property
    def slots(self) -> Mapping[Pair, int]:
        """The matrix slot of each pair (row, column) of modules that share a passage."""
        return self._graph[1]

    @cached_property
    def volume_m3(self) -> Floats:
        """Free volumes, shape (modules,)."""
        return np.array([module.free_volume_m3 for module in self.station.modules])

    @cached_property
    def arrays(self) -> Network:
        """The network for the kernel."""
        tanks = self.station.tanks
        molar = [float(np.dot(TANK_GAS[tank.gas], MOLAR_KG)) for tank in tanks]
        return Network(
            at=self.layout.starts,
            modules=self._modules(),
            machines=self._machines(),
            tank_pa_per_kg=np.array(
                [
                    R * t.temperature_k / (m * t.volume_m3)
                    for t, m in zip(tanks, molar, strict=True)
                ],
                np.float64,
            ),
            order=self._graph[0],
            slots=max(len(self.slots), 1),
            outside=self.outside,
        )

    def _modules(self) -> Records[ModuleRow]:
        thermal = self.station.thermal

        def own(name: str, usual: ArrayLike) -> Floats:
            written = (getattr(module.walls, name, None) for module in self.station.modules)
            values = np.array([math.nan if value is None else value for value in written])
            return np.where(np.isnan(values), usual, values)

        usual_m2 = thermal.area_per_volume_two_thirds * self.volume_m3 ** (2.0 / 3.0)
        area = own("area_m2", usual_m2)
        heavy = own("wall_heat_capacity_j_m2_k", thermal.wall_heat_capacity_j_m2_k)
        return filled(
            ModuleRow,
            len(area),
            volume_m3=self.volume_m3,
            film_w_k=own("film_w_m2_k", thermal.film_w_m2_k) * area,
            control_w_k=own("control_w_m2_k", thermal.control_w_m2_k) * area,
            wall_j_k=heavy * area,
        )

    def _machines(self) -> Records[MachineRow]:
        machines, tanks = self.station.equipment, self.station.tanks
        base_k = self.station.atmosphere.temperature_k
        tank_index = {tank.id: i for i, tank in enumerate(tanks)}
        tank_of = [tank_index.get(machine.tank, -1) for machine in machines]
        bounds = [_bounds(machine) for machine in machines]
        water = [_water_1(machine) for machine in machines]
        return filled(
            MachineRow,
            len(machines),
            kind=[Kind[m.kind.upper()] for m in machines],
            module=[self.module_index[m.module] for m in machines],
            tank=tank_of,
            rate_kg_s=[m.rate_kg_s for m in machines],
            sweep_m3_s=[_sweep_m3_s(m, base_k) for m in machines],
            target_pa=[m.target_pa for m in machines],
            low_pa=[low for low, _ in bounds],
            high_pa=[high for _, high in bounds],
            gas=[
                TANK_GAS[tanks[t].gas if t >= 0 and wet == 0.0 else FEED_GAS.get(m.kind, "air")]
                for m, t, wet in zip(machines, tank_of, water, strict=True)
            ],
            feed_k=[
                tanks[t].temperature_k if t >= 0 and wet == 0.0 else base_k
                for t, wet in zip(tank_of, water, strict=True)
            ],
            water_1=water,
            cooling_w=[m.cooling_w for m in machines],
            heating_w=[m.heating_w for m in machines],
            gain_w_k=[m.gain_w_k for m in machines],
            reset_s=[m.reset_s for m in machines],
        )

    def still_air(
        self,
        partial_pa: Floats,
        temperature_k: Floats,
        tank_kg: Floats | None = None,
        wall_k: Floats | None = None,
        held_w: Floats | None = None,
    ) -> Floats:
        """A vector of the state (see `Layout`) from partial pressures (n, 4) and temperatures (n,).

        Tanks hold what the station file says, walls are as warm as the gas, machines hold no heat back, unless
        given. Raises ValueError for what is no air of these modules.
        """
        shape = (len(self.volume_m3),)
        partial_pa = checked("partial_pa", partial_pa, (*shape, GASES))
        temperature_k = checked("temperature_k", temperature_k, shape)
        if (partial_pa < 0.0).any() or (temperature_k <= 0.0).any():
            raise ValueError("partial_pa: 0 or more; temperature_k: above 0")
        # an empty volume keeps a trace, so that its mixture and temperature have a meaning
        kept = np.maximum(partial_pa, [SPACE_PA, 0.0, 0.0, 0.0])
        moles = kept * self.volume_m3[:, None] / (R * temperature_k[:, None])
        content = [tank.content_kg for tank in self.station.tanks]
        vector = np.zeros(self.layout.size)
        vector[self.layout.moles] = moles.ravel()
        vector[self.layout.energy_j] = (moles @ CV) * temperature_k
        vector[self.layout.wall_k] = temperature_k if wall_k is None else wall_k
        vector[self.layout.tank_kg] = content if tank_kg is None else tank_kg
        vector[self.layout.held_w] = 0.0 if held_w is None else held_w
        return vector

    def usual_air(self) -> Floats:
        """The state vector of the air that the station file describes."""
        air = self.station.atmosphere
        rest = [air.oxygen_pa, air.carbon_dioxide_pa, air.water_pa]
        partial = np.tile([air.pressure_pa - math.fsum(rest), *rest], (len(self.volume_m3), 1))
        return self.still_air(partial, np.full(len(self.volume_m3), air.temperature_k))


def _water_1(machine: Equipment) -> float:
    """Of a machine with a tank of water, what it draws or gives there for each kg; 0 of all others."""
    if machine.tank and machine.kind == "oxygen_generation":
        return WATER_PER_OXYGEN
    return machine.recovery_1 if machine.tank and machine.kind == "condenser" else 0.0


def _bounds(machine: Equipment) -> tuple[float, float]:
    """Where a regulator opens and closes; a relief valve opens over its dead band, or 1 %."""
    at, band = machine.set_point_pa, machine.dead_band_pa
    if machine.kind == "relief_valve":
        return at, at + (band or max(0.01 * at, 1.0))
    return at - (band or 0.005 * at), at


def _sweep_m3_s(machine: Equipment, temperature_k: float) -> float:
    """Air swept clean per second; a condenser given by a rate alone meets it at its target."""
    if machine.kind == "condenser" and machine.flow_m3_s == 0.0 and machine.target_pa > 0.0:
        density = machine.target_pa * MOLAR_KG[3] / (R * temperature_k)
        return float(machine.rate_kg_s / density)
    if machine.kind == "co2_removal" or machine.kind == "condenser":
        return machine.flow_m3_s * machine.efficiency
    return 0.0


def air_loss_m3_s(machine: Equipment, pressure_pa: float, temperature_k: float) -> float:
    """Volume of cabin air that a scrubber loses to space per second, from its mass at this state."""
    density = pressure_pa * AIR_KG_MOL / (R * temperature_k)
    return machine.air_loss_kg_day / S_PER_DAY / density
