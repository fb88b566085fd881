"""Air spaces: which modules share one air, given the hatches and valves that stand open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.station import VACUUM, Station

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class HatchGraph:
    """The hatches of a station as pairs of module indices; -1 is VACUUM."""

    volumes_m3: NDArray[np.float64]
    ends: Indices  # shape (hatches, 2)

    @classmethod
    def of(cls, station: Station) -> HatchGraph:
        """The graph of a station."""
        index = {name: i for i, name in enumerate(station.module_ids)}
        index[VACUUM] = -1
        ends = [(index[hatch.a], index[hatch.b]) for hatch in station.hatches]
        return cls(
            np.array([module.free_volume_m3 for module in station.modules]),
            np.array(ends, dtype=np.int64).reshape(-1, 2),
        )

    def spaces(self, is_open: NDArray[np.bool_]) -> Spaces:
        """The air spaces when the hatches of `is_open`, shape (hatches,), let air through."""
        count = len(self.volumes_m3)
        first = list(range(count))

        def root(module: int) -> int:
            while first[module] != module:
                module = first[module]
            return module

        vented = set()
        for (a, b), passes in zip(self.ends.tolist(), is_open.tolist(), strict=True):
            if passes and a >= 0 and b >= 0:
                low, high = sorted((root(a), root(b)))
                first[high] = low
            elif passes:
                vented.add(max(a, b))
        space_of = np.array([root(module) for module in range(count)], dtype=np.int64)
        is_vented = np.zeros(count, dtype=np.bool_)
        for module in vented:
            is_vented |= space_of == space_of[module]
        return Spaces.of(space_of, is_vented, self.volumes_m3)


@dataclass(frozen=True)
class Spaces:
    """A division into air spaces, each named by the index of its first module."""

    space_of: Indices  # shape (modules,): the first module of each module's air space
    firsts: Indices  # shape (spaces,)
    members: Indices  # all modules, those of one air space together
    starts: Indices  # shape (spaces + 1,): where each air space starts in `members`
    volumes_m3: NDArray[np.float64]  # shape (spaces,)
    is_vented: NDArray[np.bool_]  # shape (modules,): open to vacuum on purpose
    main: int  # the first module of the largest air space

    @classmethod
    def of(
        cls, space_of: Indices, is_vented: NDArray[np.bool_], volumes_m3: NDArray[np.float64]
    ) -> Spaces:
        """The division that `space_of` says."""
        firsts = np.unique(space_of)
        members = np.argsort(space_of, kind="stable").astype(np.int64)
        starts = np.searchsorted(space_of[members], [*firsts.tolist(), len(space_of)])
        sums = np.array([float(volumes_m3[space_of == first].sum()) for first in firsts])
        main = int(firsts[int(np.argmax(sums))])
        return cls(space_of, firsts, members, starts.astype(np.int64), sums, is_vented, main)

    def modules(self, first: int) -> tuple[int, ...]:
        """The modules of the air space whose first module is `first`."""
        return tuple(np.flatnonzero(self.space_of == first).tolist())
