"""What came and went through each thing of a station, by species and as energy, out of the accounts of a vector.

Every account says out of which module it counts and into which, so that what a module holds is what it held
plus what its accounts brought, to rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.air.layout import ACCOUNT
from iss_viewer.simulation.air.network import SPACE, AirNetwork
from iss_viewer.simulation.air.passages import ends_of
from iss_viewer.station import Station

Floats = NDArray[np.float64]

#: machines that give to the air; the others take from it
_GIVES = ("oxygen_generation", "oxygen_feed", "nitrogen_feed", "air_feed")


@dataclass(frozen=True, slots=True)
class Account:
    """What went through a part of a thing: positive out of module `out_of`, into module `into` (-1: neither)."""

    subject: str
    part: str
    out_of: int
    into: int


def accounts_of(network: AirNetwork, leaks: Mapping[str, tuple[int, int]]) -> tuple[Account, ...]:
    """All accounts in the order of a vector; leaks: those of the state in order, with their two sides."""
    return (
        *_of_station(network, network.station),
        *(Account(name, "through", *sides) for name, sides in leaks.items()),
    )


def _of_station(network: AirNetwork, station: Station) -> Iterator[Account]:
    at = network.module_index
    for part in ("through", "valve"):
        for hatch in station.hatches:
            yield Account(hatch.id, part, *ends_of(network, hatch))
    for fan in station.fans:
        yield Account(fan.id, "through", at.get(fan.a, SPACE), at.get(fan.b, SPACE))
    for machine in station.equipment:
        here = at[machine.module]
        into = at[machine.into] if machine.into else SPACE
        if machine.kind in ("relief_valve", "pump", "hose") and not machine.into:
            into = network.beyond(here)
        sides = (SPACE, here) if machine.kind in _GIVES else (here, into)
        yield Account(machine.id, "through", *sides)
    for part in ("people", "surroundings"):
        for index, module in enumerate(station.module_ids):
            yield Account(module, part, SPACE, index)


def moles_and_joules(vectors: Floats, network: AirNetwork, leaks: int) -> Floats:
    """The accounts of vectors (..., size): shape (..., accounts, 5), mol of each species and J."""
    first = network.layout.hatch_accounts.start
    values = vectors[..., first : network.layout.size + ACCOUNT * leaks]
    return np.reshape(values, (*vectors.shape[:-1], -1, ACCOUNT))
