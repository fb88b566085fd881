"""The order in which a sparse matrix on the hatch graph is eliminated, worked out once for a station.

A tree of hatches is eliminated from its leaves without fill-in; loops add the few entries that they
need. The numbers are worked on in `kernel_linear`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Pair = tuple[int, int]


class Elimination(NamedTuple):
    """Pivots in order; of each pivot its later neighbours; of each neighbour what it updates.

    Entry (row, column) of the matrix, row != column, has one slot. `low` is the slot of (neighbour,
    pivot), `up` that of (pivot, neighbour); `target` and `other` are the slots of (neighbour, j) and
    (pivot, j) for the further neighbours j.
    """

    pivot: Ints
    neighbour_from: Ints
    neighbour: Ints
    low: Ints
    up: Ints
    update_from: Ints
    target: Ints
    other: Ints


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
    lists: dict[str, list[int]] = {name: [] for name in Elimination._fields}
    lists["neighbour_from"].append(0)
    lists["update_from"].append(0)
    for pivot, near in order:
        lists["pivot"].append(pivot)
        for i in near:
            lists["neighbour"].append(i)
            lists["low"].append(slots[i, pivot])
            lists["up"].append(slots[pivot, i])
            for j in near:
                if j != i:
                    lists["target"].append(slots[i, j])
                    lists["other"].append(slots[pivot, j])
            lists["update_from"].append(len(lists["target"]))
        lists["neighbour_from"].append(len(lists["neighbour"]))
    return Elimination(**{name: np.array(items, np.int64) for name, items in lists.items()})
