"""The order in which a sparse matrix on the hatch graph is eliminated, worked out once for a station.

A tree of hatches is eliminated from its leaves without fill-in; loops add the few entries that they
need. The numbers are worked on in `kernel_linear`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations
from typing import NamedTuple

from iss_viewer.simulation.air.records import Records, of_rows

Pair = tuple[int, int]


class Pivot:
    """A pivot, and which `Neighbour` rows are its own: those from `first`, before `end`."""

    node: int
    first: int
    end: int


class Neighbour:
    """A later neighbour of a pivot, and which `Update` rows follow from it.

    low: the slot of (neighbour, pivot); up: that of (pivot, neighbour).
    """

    node: int
    low: int
    up: int
    first: int
    end: int


class Update:
    """The slots of (neighbour, j) and (pivot, j) for a further neighbour j."""

    target: int
    other: int


class Elimination(NamedTuple):
    """Pivots in order; of each pivot its later neighbours; of each neighbour what it updates.

    Entry (row, column) of the matrix, row != column, has one slot.
    """

    pivots: Records[Pivot]
    neighbours: Records[Neighbour]
    updates: Records[Update]


def eliminate(size: int, pairs: Iterable[Pair]) -> tuple[Elimination, dict[Pair, int]]:
    """The elimination of a matrix with entries at `pairs` and their mirrors, least fill first.

    Returns it and the slot of each entry, fill-in included.
    """
    left: list[set[int]] = [set() for _ in range(size)]
    slots: dict[Pair, int] = {}
    for a, b in pairs:
        _join(left, slots, a, b)
    order: list[tuple[int, tuple[int, ...]]] = []
    waiting = set(range(size))
    while waiting:
        pivot = min(waiting, key=lambda i: (len(left[i]), i))
        waiting.remove(pivot)
        near = tuple(sorted(left[pivot]))
        for i, j in permutations(near, 2):
            _join(left, slots, i, j)
        for i in near:
            left[i].discard(pivot)
        order.append((pivot, near))
    return _program(order, slots), slots


def _join(left: Sequence[set[int]], slots: dict[Pair, int], a: int, b: int) -> None:
    left[a].add(b)
    left[b].add(a)
    for entry in ((a, b), (b, a)):
        slots.setdefault(entry, len(slots))


def _program(order: Sequence[tuple[int, tuple[int, ...]]], slots: dict[Pair, int]) -> Elimination:
    pivots: list[tuple[int, ...]] = []
    neighbours: list[tuple[int, ...]] = []
    updates: list[tuple[int, ...]] = []
    for pivot, near in order:
        pivots.append((pivot, len(neighbours), len(neighbours) + len(near)))
        for i in near:
            first = len(updates)
            updates += [(slots[i, j], slots[pivot, j]) for j in near if j != i]
            neighbours.append((i, slots[i, pivot], slots[pivot, i], first, len(updates)))
    return Elimination(
        of_rows(Pivot, pivots), of_rows(Neighbour, neighbours), of_rows(Update, updates)
    )
