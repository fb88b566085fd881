"""Where each quantity stands in the state vector: what the air is, then the accounts of all that came
and went, by which mass and energy are seen to close.
"""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.simulation.air.gas import SPECIES
from iss_viewer.simulation.air.records import filled

#: the species of module i begin at ``GASES * i`` of a vector
GASES = len(SPECIES)
#: an account: mol of each species, then J (enthalpy, or heat)
ACCOUNT = GASES + 1
#: of the clock of a step in progress: when it began and ends, how long the next wants to last, and how many
#: steps the run has taken, and tried
BEGAN_S, ENDS_S, NEXT_LASTS_S, TAKEN, TRIED = range(5)


class Starts:
    """Where each quantity of a `Layout` begins, for the kernels; the moles begin at 0.

    All before `held_w` are amounts and temperatures, which are never negative.
    """

    energy_j: int
    wall_k: int
    tank_kg: int
    held_w: int
    machines: int
    people: int
    surroundings: int


@dataclass(frozen=True)
class Layout:
    """Slices of a state vector for n modules, t tanks, e machines, h hatches, f fans.

    moles (n x 4, by module) in mol; energy_j, internal energy of the gas; wall_k; tank_kg; held_w, what each
    machine's control of temperature has settled on. Accounts, of `ACCOUNT` numbers each: hatch_accounts and
    valve_accounts, from side a to side b; fan_accounts; machine_accounts, what a machine gives or takes;
    people_accounts, what people give a module's air (net); surroundings_accounts, what walls, equipment and
    what stands around give to a module's air and walls: heat, and vapour (less what condenses). The
    vector of a state goes on, from `size`, with the account of each of `AirState.leaks`.
    """

    modules: int
    tanks: int
    machines: int
    hatches: int
    fans: int

    @property
    def moles(self) -> slice:
        """n x 4."""
        return slice(0, GASES * self.modules)

    @property
    def energy_j(self) -> slice:
        """n."""
        return _after(self.moles, self.modules)

    @property
    def wall_k(self) -> slice:
        """n."""
        return _after(self.energy_j, self.modules)

    @property
    def tank_kg(self) -> slice:
        """t."""
        return _after(self.wall_k, self.tanks)

    @property
    def held_w(self) -> slice:
        """e."""
        return _after(self.tank_kg, self.machines)

    @property
    def hatch_accounts(self) -> slice:
        """h accounts: through the open hatch, or past its closed seal."""
        return _after(self.held_w, ACCOUNT * self.hatches)

    @property
    def valve_accounts(self) -> slice:
        """h accounts."""
        return _after(self.hatch_accounts, ACCOUNT * self.hatches)

    @property
    def fan_accounts(self) -> slice:
        """f accounts."""
        return _after(self.valve_accounts, ACCOUNT * self.fans)

    @property
    def machine_accounts(self) -> slice:
        """e accounts."""
        return _after(self.fan_accounts, ACCOUNT * self.machines)

    @property
    def people_accounts(self) -> slice:
        """n accounts."""
        return _after(self.machine_accounts, ACCOUNT * self.modules)

    @property
    def surroundings_accounts(self) -> slice:
        """n accounts."""
        return _after(self.people_accounts, ACCOUNT * self.modules)

    @property
    def size(self) -> int:
        """Length of the vector, but for the accounts of leaks."""
        return int(self.surroundings_accounts.stop)

    @property
    def starts(self) -> Starts:
        """The layout for the kernels."""
        return filled(
            Starts,
            1,
            energy_j=self.energy_j.start,
            wall_k=self.wall_k.start,
            tank_kg=self.tank_kg.start,
            held_w=self.held_w.start,
            machines=self.machine_accounts.start,
            people=self.people_accounts.start,
            surroundings=self.surroundings_accounts.start,
        )[0]


def _after(before: slice, length: int) -> slice:
    return slice(before.stop, before.stop + length)
