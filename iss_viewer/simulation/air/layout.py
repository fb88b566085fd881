"""Where each quantity stands in the state vector: what the air is, then the ledgers of all that came
and went, by which mass and energy are seen to close.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """Slices of a state vector for n modules, t tanks, e machines.

    moles (n x 4, by module) in mol; energy_j, internal energy of the gas; wall_k; tank_kg. Ledgers:
    machine_kg, through each machine; lost_mol, to space; supplied_mol, by people, machines, tanks
    (net); supplied_j, net heat and enthalpy put in, with the heat of what condenses on walls; lost_j, enthalpy
    to space; condensed_mol, water on the walls, which is also a part of what supplied_mol lacks.
    """

    modules: int
    tanks: int
    machines: int

    @property
    def moles(self) -> slice:
        """n x 4."""
        return slice(0, 4 * self.modules)

    @property
    def energy_j(self) -> slice:
        """n."""
        return slice(4 * self.modules, 5 * self.modules)

    @property
    def wall_k(self) -> slice:
        """n."""
        return slice(5 * self.modules, 6 * self.modules)

    @property
    def tank_kg(self) -> slice:
        """t."""
        return slice(6 * self.modules, 6 * self.modules + self.tanks)

    @property
    def machine_kg(self) -> slice:
        """e."""
        start = self.tank_kg.stop
        return slice(start, start + self.machines)

    @property
    def lost_mol(self) -> slice:
        """4."""
        return slice(self.machine_kg.stop, self.machine_kg.stop + 4)

    @property
    def supplied_mol(self) -> slice:
        """4."""
        return slice(self.lost_mol.stop, self.lost_mol.stop + 4)

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
        """Length of the vector."""
        return self.condensed_mol + 1
