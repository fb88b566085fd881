"""The books of the air: by them tests see that mass and energy close."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import EVAPORATION_J_KG
from iss_viewer.simulation.air import AirNetwork
from iss_viewer.simulation.air.gas import H2O, MOLAR_KG
from iss_viewer.simulation.air.ledgers import accounts_of, moles_and_joules

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Books:
    """What each module holds, and what its accounts say came to it, of vectors (..., size).

    present_mol, came_mol: (..., modules, 4); went_mol: of all that came and went, by whichever way. present_j,
    came_j: (..., modules), of gas and walls; what evaporated its vapour is not in it (`latent_j`).
    """

    present_mol: Floats
    came_mol: Floats
    went_mol: Floats
    present_j: Floats
    came_j: Floats

    @classmethod
    def of(
        cls, vectors: Floats, network: AirNetwork, leaks: dict[str, tuple[int, int]] | None = None
    ) -> Books:
        """The books of vectors; `leaks`: the modules (indices, -1: space) on the sides of each."""
        layout = network.layout
        moles = vectors[..., layout.moles].reshape(*vectors.shape[:-1], layout.modules, 4)
        energy = vectors[..., layout.energy_j]
        energy = energy + vectors[..., layout.wall_k] * network.arrays.modules["wall_j_k"]
        came = np.zeros((*energy.shape, 5))
        went = came.copy()
        accounts = accounts_of(network, leaks or {})
        values = moles_and_joules(vectors, network, len(leaks or {}))
        for number, account in enumerate(accounts):
            if account.into >= 0:
                came[..., account.into, :] += values[..., number, :]
                went[..., account.into, :] += np.abs(values[..., number, :])
            if account.out_of >= 0:
                came[..., account.out_of, :] -= values[..., number, :]
                went[..., account.out_of, :] += np.abs(values[..., number, :])
        return cls(moles, came[..., :4], went[..., :4], energy, came[..., 4])

    @property
    def balance_mol(self) -> Floats:
        """Constant in time, per module and species."""
        return self.present_mol - self.came_mol

    @property
    def balance_j(self) -> Floats:
        """Constant in time, per module."""
        return self.present_j - self.came_j


def latent_j(water_mol: Floats) -> Floats:
    """What evaporated so much water."""
    return np.asarray(EVAPORATION_J_KG * MOLAR_KG[H2O] * water_mol)
