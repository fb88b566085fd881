"""The books of a run as columns: what each thing of the station has passed since the start, by species and as
energy, and what each module holds. Integrated with the air, not added up from samples.

`M.held_*` changes by just what the accounts say: into M count `SUBJECT.through_*` of feeds and generators in M, of
hatches, valves and fans whose side b is M, `M.people_*` and `M.surroundings_*`; out of it those whose side a is M,
what scrubbers, condensers, coolers and relief valves in M take, `M.normal_loss_*` and the leaks of M.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.air import AirNetwork, AirRows
from iss_viewer.simulation.air.gas import MOLAR_KG, SPECIES
from iss_viewer.simulation.air.ledgers import accounts_of, moles_and_joules
from iss_viewer.station import Station
from iss_viewer.telemetry import Channel

Floats = NDArray[np.float64]

#: what each account counts, in the order of its columns
QUANTITIES = (*(f"{species}_kg" for species in SPECIES), "energy_j")
_KG_AND_J = np.array([*MOLAR_KG, 1.0])


@dataclass(frozen=True, slots=True)
class Steps:
    """By how many steps the air was found: relative error allowed to each, how many were taken, and tried."""

    tolerance: float
    taken: int
    tried: int


@dataclass(frozen=True, slots=True)
class Books:
    """What each leak, and each other thing, has passed since the start (see `Ledgers`), by the name of its column.

    Things that have passed nothing are left out; a leak has all of `QUANTITIES`.
    """

    leaks: dict[str, dict[str, float]]
    things: dict[str, dict[str, float]]

    @property
    def lost_kg(self) -> dict[str, float]:
        """What each leak has let go in all."""
        masses = {
            leak: list(passed.values())[: len(SPECIES)] for leak, passed in self.leaks.items()
        }
        return {leak: math.fsum(kg) for leak, kg in masses.items()}


class Ledgers:
    """The books of a station."""

    def __init__(self, station: Station) -> None:
        self._network = AirNetwork(station)
        self._accounts = accounts_of(self._network, {})
        valves = {hatch.id for hatch in station.hatches if hatch.valve_diameter_m > 0.0}
        self._kept = [
            number
            for number, account in enumerate(self._accounts)
            if account.part != "valve" or account.subject in valves
        ]
        self._worn = [m.id for m in station.modules if m.background_leak_kg_s > 0.0]

    def channels(self) -> tuple[Channel, ...]:
        """The columns of `rows`, such as ``H01.through_oxygen_kg`` and ``SM_RO.people_energy_j``."""
        names = [(module, "held") for module in self._network.station.module_ids]
        names += [(self._accounts[n].subject, self._accounts[n].part) for n in self._kept]
        names += [(module, "normal_loss") for module in self._worn]
        return tuple(Channel(name, f"{part}_{q}") for name, part in names for q in QUANTITIES)

    def books(self, leaks: Sequence[str], rows: AirRows, row: int) -> Books:
        """The books at a row."""
        things: dict[str, dict[str, float]] = {}
        for channel, value in zip(self.channels(), self.rows(rows)[row].tolist(), strict=True):
            if value != 0.0:
                things.setdefault(channel.subject, {})[channel.quantity] = value
        passed = zip(leaks, self.of_leaks(rows, leaks)[row].tolist(), strict=True)
        return Books(
            leaks={leak: dict(zip(QUANTITIES, values, strict=True)) for leak, values in passed},
            things=things,
        )

    def rows(self, air: AirRows) -> Floats:
        """The books at each row, shape (n, len(channels)), kg and J since the start."""
        values = moles_and_joules(air.vectors, self._network, len(air.leaks))
        kept, lost = values[:, self._kept] * _KG_AND_J, self.of_leaks(air, self._worn)
        return np.concatenate([self._held(air), kept, lost], axis=1).reshape(len(values), -1)

    def of_leaks(self, air: AirRows, leaks: Sequence[str]) -> Floats:
        """What has passed each leak, shape (n, leaks, QUANTITIES); nothing before it opens."""
        values = moles_and_joules(air.vectors, self._network, len(air.leaks))[:, -len(air.leaks) :]
        passed = np.zeros((len(values), len(leaks), len(QUANTITIES)))
        for column, leak in enumerate(leaks):
            if leak in air.leaks:
                passed[:, column] = values[:, air.leaks.index(leak)] * _KG_AND_J
        return passed

    def _held(self, air: AirRows) -> Floats:
        """Gas by species, and the heat of gas and walls, of each module: (n, modules, 5)."""
        layout, n = self._network.layout, len(air.time_s)
        gas = air.vectors[:, layout.moles].reshape(n, layout.modules, len(SPECIES)) * MOLAR_KG
        warm_j = air.vectors[:, layout.energy_j]
        warm_j = warm_j + air.wall_k * self._network.arrays.modules["wall_j_k"]
        return np.concatenate([gas, warm_j[:, :, None]], axis=2)
