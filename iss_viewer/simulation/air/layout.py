"""Where each quantity stands in the state vector: what the air is, then the ledgers of all that came
and went, by which mass and energy are seen to close.
"""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.simulation.air.gas import SPECIES
from iss_viewer.simulation.air.records import filled

#: the species of module i begin at ``GASES * i`` of a vector
GASES = len(SPECIES)
#: of the clock of a step in progress: when it began and ends, and how long the next wants to last
BEGAN_S, ENDS_S, NEXT_LASTS_S = range(3)


class Starts:
    """Where each quantity of a `Layout` begins, for the kernels; the moles begin at 0.

    All before `machine_kg` are amounts and temperatures, which are never negative.
    """

    energy_j: int
    wall_k: int
    tank_kg: int
    machine_kg: int
    lost_mol: int
    supplied_mol: int
    supplied_j: int
    lost_j: int
    condensed_mol: int


@dataclass(frozen=True)
class Layout:
    """Slices of a state vector for n modules, t tanks, e machines.

    moles (n x 4, by module) in mol; energy_j, internal energy of the gas; wall_k; tank_kg. Ledgers:
    machine_kg, through each machine; lost_mol, to space; supplied_mol, by people, machines, tanks
    (net); supplied_j, net heat and enthalpy put in, with the heat of what condenses on walls; lost_j, enthalpy
    to space; condensed_mol, water on the walls, which is also a part of what supplied_mol lacks. The vector of a
    state goes on, from `size`, with kg through each of `AirState.leaks`.
    """

    modules: int
    tanks: int
    machines: int

    @property
    def moles(self) -> slice:
        """n x 4."""
        return slice(0, GASES * self.modules)

    @property
    def energy_j(self) -> slice:
        """n."""
        return slice(self.moles.stop, self.moles.stop + self.modules)

    @property
    def wall_k(self) -> slice:
        """n."""
        return slice(self.energy_j.stop, self.energy_j.stop + self.modules)

    @property
    def tank_kg(self) -> slice:
        """t."""
        return slice(self.wall_k.stop, self.wall_k.stop + self.tanks)

    @property
    def machine_kg(self) -> slice:
        """e."""
        start = self.tank_kg.stop
        return slice(start, start + self.machines)

    @property
    def lost_mol(self) -> slice:
        """4."""
        return slice(self.machine_kg.stop, self.machine_kg.stop + GASES)

    @property
    def supplied_mol(self) -> slice:
        """4."""
        return slice(self.lost_mol.stop, self.lost_mol.stop + GASES)

    @property
    def supplied_j(self) -> int:
        """One number."""
        return int(self.supplied_mol.stop)

    @property
    def lost_j(self) -> int:
        """One number."""
        return self.supplied_j + 1

    @property
    def condensed_mol(self) -> int:
        """One number."""
        return self.lost_j + 1

    @property
    def size(self) -> int:
        """Length of the vector, but for the ledgers of leaks."""
        return self.condensed_mol + 1

    @property
    def starts(self) -> Starts:
        """The layout for the kernels."""
        return filled(
            Starts,
            1,
            energy_j=self.energy_j.start,
            wall_k=self.wall_k.start,
            tank_kg=self.tank_kg.start,
            machine_kg=self.machine_kg.start,
            lost_mol=self.lost_mol.start,
            supplied_mol=self.supplied_mol.start,
            supplied_j=self.supplied_j,
            lost_j=self.lost_j,
            condensed_mol=self.condensed_mol,
        )[0]
