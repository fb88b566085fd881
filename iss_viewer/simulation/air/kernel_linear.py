# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""Compiled: solving the sparse equations on the hatch graph in the order of `elimination`."""

from __future__ import annotations

from iss_viewer.simulation.air.kernel_work import entry


@entry
def factorise(order, diagonal, entries):
    """Eliminate in place: afterwards `solve` takes any number of right sides."""
    for step in range(len(order.pivot)):
        d = diagonal[order.pivot[step]]
        for at in range(order.neighbour_from[step], order.neighbour_from[step + 1]):
            share = entries[order.low[at]] / d
            entries[order.low[at]] = share
            if share != 0.0:
                diagonal[order.neighbour[at]] -= share * entries[order.up[at]]
                for k in range(order.update_from[at], order.update_from[at + 1]):
                    entries[order.target[k]] -= share * entries[order.other[k]]


@entry
def solve(order, diagonal, entries, right):
    """Replace `right` by the solution."""
    steps = len(order.pivot)
    for step in range(steps):
        value = right[order.pivot[step]]
        for at in range(order.neighbour_from[step], order.neighbour_from[step + 1]):
            right[order.neighbour[at]] -= entries[order.low[at]] * value
    for step in range(steps - 1, -1, -1):
        pivot = order.pivot[step]
        value = right[pivot]
        for at in range(order.neighbour_from[step], order.neighbour_from[step + 1]):
            value -= entries[order.up[at]] * right[order.neighbour[at]]
        right[pivot] = value / diagonal[pivot]
