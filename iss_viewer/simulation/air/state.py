"""The air at one instant, with the step in progress around it; and rows of air at many instants."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import EVAPORATION_J_KG
from iss_viewer.simulation.air.controls import Controls, Growth, Leak, Swing, Warming
from iss_viewer.simulation.air.gas import H2O, MOLAR_KG
from iss_viewer.simulation.air.layout import Layout

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class AirState:
    """The air at `time_s`. Never change its arrays: `Stepper` makes new ones.

    vectors: (3, Layout.size), at the start, middle and end of the step in progress. clock: when it
    began and ends, and how long the next wants to be (`layout.BEGAN_S` and on). flow: (2, passages), mol/s at its
    two ends; passed_kg: (2, passages), in it, and by how much more in its second half than in its
    first; feeding: (2, machines), which regulators are open at its two ends. controls: those under
    which it was taken.
    """

    time_s: float
    vectors: Floats
    flow: Floats
    passed_kg: Floats
    feeding: Ints
    clock: Floats
    controls: Controls


#: what a snapshot of an AirState is made of
STATE_CLASSES = (AirState, Controls, Growth, Leak, Swing, Warming)


@dataclass(frozen=True, slots=True, eq=False)
class AirRows:
    """The air at m instants of n modules. All in SI; see `Stepper.advance`.

    partial_pa: (m, n, 4) of nitrogen, oxygen, carbon dioxide, water. machine_kg_s: (m, machines),
    what feeds and generators give, what scrubbers and condensers take, what relief valves let out,
    each the mean of the step of that instant. leak_kg_s: (m, leaks), positive out of the module, or
    from side a of the hatch to side b. lost_kg_s: (m, n), to space by all ways. tank_kg: (m, tanks).
    vectors: (m, Layout.size), whole, with the ledgers.
    """

    time_s: Floats
    pressure_pa: Floats
    temperature_k: Floats
    wall_k: Floats
    partial_pa: Floats
    machine_kg_s: Floats
    leak_kg_s: Floats
    lost_kg_s: Floats
    tank_kg: Floats
    vectors: Floats

    @property
    def oxygen_pa(self) -> Floats:
        """Partial pressure of oxygen, (m, n)."""
        return self.partial_pa[:, :, 1]

    @property
    def carbon_dioxide_pa(self) -> Floats:
        """Partial pressure of carbon dioxide, (m, n)."""
        return self.partial_pa[:, :, 2]

    @property
    def water_pa(self) -> Floats:
        """Partial pressure of water vapour, (m, n)."""
        return self.partial_pa[:, :, 3]


@dataclass(frozen=True, slots=True)
class Books:
    """What is there and what came and went, of vectors (..., size): closed to rounding.

    Water counts from the liquid: vapour holds the latent heat that evaporated it. People put it in
    (their heat into the gas is what is left after it), condensers take it out into their heat
    exchangers, holes let it out; so it never warms or cools the gas. Held constant per mole.
    """

    present_mol: Floats
    lost_mol: Floats
    supplied_mol: Floats
    present_j: Floats
    lost_j: Floats
    supplied_j: Floats

    @classmethod
    def of(cls, vectors: Floats, layout: Layout, wall_j_k: Floats) -> Books:
        """The books of one vector or of many. Energy counts gas and walls."""
        moles = vectors[..., layout.moles].reshape(*vectors.shape[:-1], layout.modules, 4)
        present_mol = moles.sum(axis=-2)
        lost_mol, supplied_mol = vectors[..., layout.lost_mol], vectors[..., layout.supplied_mol]
        walls = vectors[..., layout.wall_k] @ wall_j_k
        latent = EVAPORATION_J_KG * MOLAR_KG[H2O]
        return cls(
            present_mol=present_mol,
            lost_mol=lost_mol,
            supplied_mol=supplied_mol,
            present_j=vectors[..., layout.energy_j].sum(axis=-1)
            + walls
            + latent * present_mol[..., H2O],
            lost_j=vectors[..., layout.lost_j] + latent * lost_mol[..., H2O],
            supplied_j=vectors[..., layout.supplied_j] + latent * supplied_mol[..., H2O],
        )

    @property
    def balance_mol(self) -> Floats:
        """Constant in time, per species: (..., 4)."""
        return self.present_mol + self.lost_mol - self.supplied_mol

    @property
    def balance_j(self) -> Floats:
        """Constant in time."""
        return self.present_j + self.lost_j - self.supplied_j
