"""Compiled: solving the sparse equations on the hatch graph in the order of `elimination`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.air.elimination import Elimination
from iss_viewer.simulation.air.kernel_data import ModuleWork, SpeciesRow
from iss_viewer.simulation.air.kernel_work import entry, kernel
from iss_viewer.simulation.air.layout import GASES
from iss_viewer.simulation.air.records import Records

Floats = NDArray[np.float64]


@entry
def factorise(order: Elimination, diagonal: Floats, entries: Floats) -> None:
    """Eliminate in place: afterwards `solve` takes any number of right sides."""
    for step in range(len(order.pivots)):
        pivot = order.pivots[step]
        d = diagonal[pivot.node]
        for at in range(pivot.first, pivot.end):
            neighbour = order.neighbours[at]
            share = entries[neighbour.low] / d
            entries[neighbour.low] = share
            if share != 0.0:
                diagonal[neighbour.node] -= share * entries[neighbour.up]
                for k in range(neighbour.first, neighbour.end):
                    update = order.updates[k]
                    entries[update.target] -= share * entries[update.other]


@entry
def solve(order: Elimination, diagonal: Floats, entries: Floats, right: Floats) -> None:
    """Replace `right` by the solution."""
    steps = len(order.pivots)
    for step in range(steps):
        pivot = order.pivots[step]
        value = right[pivot.node]
        for at in range(pivot.first, pivot.end):
            neighbour = order.neighbours[at]
            right[neighbour.node] -= entries[neighbour.low] * value
    for step in range(steps - 1, -1, -1):
        pivot = order.pivots[step]
        value = right[pivot.node]
        for at in range(pivot.first, pivot.end):
            neighbour = order.neighbours[at]
            value -= entries[neighbour.up] * right[neighbour.node]
        right[pivot.node] = value / diagonal[pivot.node]


@kernel
def solve_species(
    order: Elimination, modules: Records[ModuleWork], entries: Records[SpeciesRow]
) -> None:
    """Replace the `part` of each module by the solution, of all species side by side; `pivot`: their diagonals."""
    steps = len(order.pivots)
    for step in range(steps):
        pivot = order.pivots[step]
        here = modules[pivot.node]
        for at in range(pivot.first, pivot.end):
            neighbour = order.neighbours[at]
            low, up = entries[neighbour.low].entry, entries[neighbour.up].entry
            there = modules[neighbour.node]
            for k in range(GASES):
                low[k] /= here.pivot[k]
                there.pivot[k] -= low[k] * up[k]
                there.part[k] -= low[k] * here.part[k]
            for more in range(neighbour.first, neighbour.end):
                update = order.updates[more]
                target, other = entries[update.target].entry, entries[update.other].entry
                for k in range(GASES):
                    target[k] -= low[k] * other[k]
    for step in range(steps - 1, -1, -1):
        pivot = order.pivots[step]
        here = modules[pivot.node]
        for at in range(pivot.first, pivot.end):
            neighbour = order.neighbours[at]
            up, there = entries[neighbour.up].entry, modules[neighbour.node]
            for k in range(GASES):
                here.part[k] -= up[k] * there.part[k]
        for k in range(GASES):
            here.part[k] /= here.pivot[k]
