"""The air at one instant, with the step in progress around it; and rows of air at many instants."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.air.controls import (
    AirLeak,
    Aperture,
    Bed,
    Controls,
    Growth,
    Swing,
    Warming,
)
from iss_viewer.simulation.air.gas import MOLAR_KG
from iss_viewer.simulation.air.layout import ACCOUNT, GASES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class AirState:
    """The air at `time_s`. Never change its arrays: `Stepper` makes new ones.

    vectors: (3, Layout.size + ACCOUNT x leaks), at the start, middle and end of the step in progress. clock: when it
    began and ends, how long the next wants to be, steps taken and tried (`layout.BEGAN_S` and on). flow: (2, passages), mol/s at its
    two ends; passed_kg: (2, passages), in it, and by how much more in its second half than in its
    first; feeding: (2, machines), which regulators are open at its two ends. controls: those under
    which it was taken. leaks: all that ever were open, in the order of their accounts.
    """

    time_s: float
    vectors: Floats
    flow: Floats
    passed_kg: Floats
    feeding: Ints
    clock: Floats
    controls: Controls
    leaks: tuple[str, ...]


#: what a snapshot of an AirState is made of
STATE_CLASSES = (AirState, Controls, Growth, AirLeak, Aperture, Bed, Swing, Warming)


@dataclass(frozen=True, slots=True, eq=False)
class AirRows:
    """The air at m instants of n modules. All in SI; see `Stepper.advance`.

    partial_pa: (m, n, 4) of nitrogen, oxygen, carbon dioxide, water. machine_kg_s: (m, machines),
    what feeds and generators give, what scrubbers and condensers take, what relief valves let out,
    each the mean of the step of that instant. leak_kg_s: (m, leaks), positive out of the module, or
    from side a of the hatch to side b. lost_kg_s: (m, n), to space by all ways. tank_kg: (m, tanks).
    vectors: (m, Layout.size + ACCOUNT x leaks), whole, with the accounts; leaks: of those at its end.
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
    leaks: tuple[str, ...]

    def row(self, index: int) -> AirRows:
        """One instant of it."""
        here = slice(index, index + 1)
        arrays = {f.name: getattr(self, f.name)[here] for f in fields(self) if f.name != "leaks"}
        return replace(self, **arrays)

    @property
    def through_kg(self) -> Floats:
        """What has passed each of `leaks` since the start, (m, leaks); signs as of leak_kg_s."""
        m, leaks = len(self.vectors), len(self.leaks)
        accounts = self.vectors[:, self.vectors.shape[1] - ACCOUNT * leaks :]
        kg: Floats = (accounts.reshape(m, leaks, ACCOUNT)[:, :, :GASES] * MOLAR_KG).sum(axis=2)
        return kg

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
