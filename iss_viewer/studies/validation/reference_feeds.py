"""Feeds, their regulators and tanks, for the independent reference: written from what the station file
promises of them, not from the network's method.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import R
from iss_viewer.simulation.air import AirNetwork, Controls
from iss_viewer.simulation.air.gas import CP, MOLAR_KG, O2, REGULATOR_PA
from iss_viewer.simulation.air.network import TANK_GAS

Floats = NDArray[np.float64]

_PART_OF_SET_POINT = 0.005  # the dead band of a regulator whose file names none


class ReferenceFeeds:
    """What feeds give while their regulators stand as `is_open` says.

    A regulator opens where its pressure has fallen to the set point less the dead band and shuts at the
    set point; open, it passes the full rate. The flow out of a tank is choked in the regulator: it is
    full while the tank is `REGULATOR_PA` above the cabin, and below that in proportion. By hand, what
    was set flows instead. Oxygen generators feed while they are on, out of no tank.
    """

    def __init__(self, network: AirNetwork, controls: Controls) -> None:
        station = network.station
        self._machines = station.equipment
        self._hand, self._is_on = controls.feed_kg_s, controls.machine_is_on
        self._node = [network.module_index[m.module] for m in self._machines]
        self._tank_ids = [tank.id for tank in station.tanks]
        self._tanks = {tank.id: tank for tank in station.tanks}
        self._cabin_k = station.atmosphere.temperature_k
        self.is_open = np.zeros(len(self._machines), bool)

    @property
    def regulated(self) -> list[int]:
        """The machines whose regulator acts: on, and not set by hand."""
        return [
            m
            for m, machine in enumerate(self._machines)
            if machine.kind.endswith("_feed") and self._is_on[m] and self._hand[m] is None
        ]

    def settle(self, moles: Floats, pressure: Floats) -> None:
        """Turn what lies beyond where it turns."""
        for m in self.regulated:
            watched = self._watched(m, moles, pressure)
            if watched <= self._opens_pa(m):
                self.is_open[m] = True
            elif watched >= self._machines[m].set_point_pa:
                self.is_open[m] = False

    def margin(self, m: int, moles: Floats, pressure: Floats) -> float:
        """Pa to where regulator m turns next: positive before."""
        watched = self._watched(m, moles, pressure)
        if self.is_open[m]:
            return float(self._machines[m].set_point_pa - watched)
        return float(watched - self._opens_pa(m))

    def add(self, rate: Floats, heat: Floats, tank_kg: Floats, pressure: Floats) -> Floats:
        """Add moles/s to `rate` (n, 4) and W to `heat` (n,); the change of the tanks, kg/s (t,)."""
        change = np.zeros(len(tank_kg))
        for m, machine in enumerate(self._machines):
            flow, i = self._asked_kg_s(m), self._node[m]
            if flow <= 0.0:
                continue
            gas, warm = np.eye(4)[O2], self._cabin_k
            if machine.tank:
                tank, t = self._tanks[machine.tank], self._tank_ids.index(machine.tank)
                gas, warm = np.array(TANK_GAS[tank.gas]), tank.temperature_k
                tank_pa = tank_kg[t] / (gas @ MOLAR_KG) * R * warm / tank.volume_m3
                flow *= np.clip((tank_pa - pressure[i]) / REGULATOR_PA, 0.0, 1.0)
                change[t] -= flow
            fed = gas * flow / (gas @ MOLAR_KG)
            rate[i] += fed
            heat[i] += fed @ CP * warm
        return change

    def _asked_kg_s(self, m: int) -> float:
        by_hand, machine = self._hand[m], self._machines[m]
        if by_hand is not None:
            return by_hand
        if machine.kind == "oxygen_generation" and self._is_on[m]:
            return machine.rate_kg_s
        return machine.rate_kg_s if self.is_open[m] and m in self.regulated else 0.0

    def _watched(self, m: int, moles: Floats, pressure: Floats) -> float:
        i = self._node[m]
        if self._machines[m].kind == "oxygen_feed":
            return float(pressure[i] * moles[i, O2] / moles[i].sum())
        return float(pressure[i])

    def _opens_pa(self, m: int) -> float:
        machine = self._machines[m]
        band = machine.dead_band_pa or _PART_OF_SET_POINT * machine.set_point_pa
        return machine.set_point_pa - band
