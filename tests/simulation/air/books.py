"""The books of the air: by them tests see that mass and energy close."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import EVAPORATION_J_KG
from iss_viewer.simulation.air.gas import H2O, MOLAR_KG
from iss_viewer.simulation.air.layout import Layout

Floats = NDArray[np.float64]


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
