"""Which modules share air while some hatches are closed: the hatch graph cut into its parts."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from iss_viewer.station import VACUUM, Hatch, Station

Part = frozenset[str]


def inner_hatches(station: Station) -> tuple[Hatch, ...]:
    """The hatches between two volumes of air, not those that lead outside."""
    return tuple(h for h in station.hatches if VACUUM not in (h.a, h.b))


def parts_of(station: Station, closed: Collection[str]) -> tuple[Part, ...]:
    """The air spaces while `closed` hatches are shut, in the order of their first modules.

    An open equalisation valve does not join parts here; that is for the caller to say by leaving
    its hatch out of `closed`.
    """
    neighbours: dict[str, list[str]] = {module: [] for module in station.module_ids}
    for hatch in inner_hatches(station):
        if hatch.id not in closed:
            neighbours[hatch.a].append(hatch.b)
            neighbours[hatch.b].append(hatch.a)
    parts, seen = [], set[str]()
    for module in station.module_ids:
        if module not in seen:
            part = reachable(module, neighbours)
            seen |= part
            parts.append(part)
    return tuple(parts)


def reachable(start: str, neighbours: dict[str, list[str]]) -> Part:
    """All that can be reached from `start`."""
    found, waiting = {start}, [start]
    while waiting:
        for other in neighbours[waiting.pop()]:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def part_with(parts: Iterable[Part], module: str) -> Part:
    """The part that holds a module. Raises KeyError."""
    for part in parts:
        if module in part:
            return part
    raise KeyError(module)


def refined(cells: Collection[Part], parts: Iterable[Part]) -> tuple[Part, ...]:
    """`cells` cut so that none reaches over the edge of any of `parts`; in order of cells."""
    cut = list(cells)
    for part in parts:
        pieces: list[Part] = []
        for cell in cut:
            inside, outside = cell & part, cell - part
            pieces.extend(piece for piece in (inside, outside) if piece)
        cut = pieces
    return tuple(cut)
