"""What hatches join: parts and air spaces, the way from one module to another, who is cut off."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush
from itertools import count as numbers

import numpy as np
from numpy.typing import NDArray

from iss_viewer.station import VACUUM, Hatch, Station
from iss_viewer.station.machines import Equipment

Indices = NDArray[np.int64]
#: modules between which nothing is shut
Part = frozenset[str]

_STATIONS, _HATCH_STATES, _WAYS = 16, 512, 4096  # whose graphs are kept: a search comes back to few


def first_members(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each of `count` members the least one that pairs join it with, itself if none (union-find)."""
    first = list(range(count))

    def root(member: int) -> int:
        while first[member] != member:
            first[member] = member = first[first[member]]
        return member

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        first[high] = low
    return [root(member) for member in range(count)]


def joined(names: Collection[str], pairs: Iterable[tuple[str, str]]) -> tuple[Part, ...]:
    """`names` in parts that pairs of them join, in the order of their first members."""
    index = {name: i for i, name in enumerate(names)}
    first = first_members(len(index), ((index[a], index[b]) for a, b in pairs))
    parts: dict[int, list[str]] = {}
    for name, member in zip(index, first, strict=True):
        parts.setdefault(member, []).append(name)
    return tuple(map(frozenset, parts.values()))


class Same:
    """A station as a key: equal to none but itself, whatever it holds, so that what was reckoned of it is kept."""

    __slots__ = ("station",)

    def __init__(self, station: Station) -> None:
        self.station = station

    def __hash__(self) -> int:
        return id(self.station)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.station is self.station


def inner_hatches(station: Station) -> tuple[Hatch, ...]:
    """The hatches between two volumes of air, not those that lead outside."""
    return _inner_hatches(Same(station))


@lru_cache(maxsize=_STATIONS)
def _inner_hatches(same: Same) -> tuple[Hatch, ...]:
    return tuple(h for h in same.station.hatches if VACUUM not in (h.a, h.b))


def transfers(station: Station) -> tuple[Equipment, ...]:
    """The machines that pass air from one volume to another while they are on: pumps and hoses."""
    return tuple(m for m in station.equipment if m.kind in ("pump", "hose"))


def parts_of(station: Station, closed: Collection[str]) -> tuple[Part, ...]:
    """The parts while `closed` hatches are shut, in the order of their first modules.

    An open equalisation valve does not join parts here; that is for the caller to say by leaving
    its hatch out of `closed`.
    """
    return _parts_of(Same(station), frozenset(closed))


@lru_cache(maxsize=_HATCH_STATES)
def _parts_of(same: Same, closed: frozenset[str]) -> tuple[Part, ...]:
    passable = ((h.a, h.b) for h in inner_hatches(same.station) if h.id not in closed)
    return joined(same.station.module_ids, passable)


def usual_parts(station: Station) -> tuple[Part, ...]:
    """The parts while the hatches that are usually shut are, the one with the largest volume first."""
    return _usual_parts(Same(station))


@lru_cache(maxsize=_STATIONS)
def _usual_parts(same: Same) -> tuple[Part, ...]:
    station = same.station
    volume = {module.id: module.free_volume_m3 for module in station.modules}
    shut = [hatch.id for hatch in station.hatches if hatch.normally == "closed"]
    return tuple(
        sorted(parts_of(station, shut), key=lambda part: -math.fsum(volume[m] for m in part))
    )


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
        cut = [piece for cell in cut for piece in (cell & part, cell - part) if piece]
    return tuple(cut)


def way(station: Station, closed: Collection[str], start: str, end: str) -> tuple[str, ...]:
    """The modules from `start` to `end`, both included, that pass the fewest closed hatches, and of
    such ways the one through the fewest modules; empty if there is none (Dijkstra).
    """
    return _way(Same(station), frozenset(closed), start, end)


@lru_cache(maxsize=_WAYS)
def _way(same: Same, closed: frozenset[str], start: str, end: str) -> tuple[str, ...]:
    order = numbers()  # of equals, the one that was found first
    waiting: list[tuple[int, int, int, tuple[str, ...]]] = [(0, 1, next(order), (start,))]
    done = set[str]()
    while waiting:
        passed, length, _, path = heappop(waiting)
        here = path[-1]
        if here == end:
            return path
        if here in done:
            continue
        done.add(here)
        for hatch, there in _doors(same).get(here, ()):
            if there not in done:
                cost = passed + (hatch.id in closed)
                heappush(waiting, (cost, length + 1, next(order), (*path, there)))
    return ()


@lru_cache(maxsize=_STATIONS)
def _doors(same: Same) -> dict[str, list[tuple[Hatch, str]]]:
    """The inner hatches of each module, each with what lies behind it."""
    doors: dict[str, list[tuple[Hatch, str]]] = {}
    for hatch in inner_hatches(same.station):
        doors.setdefault(hatch.a, []).append((hatch, hatch.b))
        if hatch.b != hatch.a:
            doors.setdefault(hatch.b, []).append((hatch, hatch.a))
    return doors


@dataclass(frozen=True, slots=True)
class Person:
    """Someone aboard: where, and in which vehicle they go home."""

    id: str
    module: str
    vehicle: str


def cut_off(
    station: Station, closed: Collection[str], people: Iterable[Person]
) -> tuple[Person, ...]:
    """Those who cannot reach their vehicle while `closed` hatches are shut."""
    parts = parts_of(station, closed)
    return tuple(p for p in people if p.vehicle not in part_with(parts, p.module))


@dataclass(frozen=True)
class HatchGraph:
    """The hatches of a station, and other ways of the air, as pairs of module indices; -1 is VACUUM."""

    volumes_m3: NDArray[np.float64]
    ends: Indices  # shape (hatches + further ways, 2)

    @classmethod
    def of(cls, station: Station, further: Iterable[tuple[str, str]] = ()) -> HatchGraph:
        """The graph of a station; further: ways beside its hatches, from volume to volume."""
        index = {name: i for i, name in enumerate(station.module_ids)}
        index[VACUUM] = -1
        ends = [(index[hatch.a], index[hatch.b]) for hatch in station.hatches]
        ends += [(index[a], index[b]) for a, b in further]
        return cls(
            np.array([module.free_volume_m3 for module in station.modules]),
            np.array(ends, dtype=np.int64).reshape(-1, 2),
        )

    def spaces(
        self, is_open: NDArray[np.bool_], by_valve: NDArray[np.bool_] | None = None
    ) -> Spaces:
        """The air spaces when the ways of `is_open`, one for each of `ends`, let air through.

        by_valve: which of them do so by their valve alone; none if it is left out.
        """
        passable = self.ends[is_open]
        leads_out = passable.min(axis=1) < 0
        space_of = self._firsts(passable[~leads_out])
        vented = passable[leads_out].max(axis=1)
        is_vented = np.isin(space_of, space_of[vented[vented >= 0]])
        is_narrow = np.zeros(len(space_of), dtype=np.bool_)
        if by_valve is not None and by_valve.any():
            wide = self.ends[is_open & ~by_valve]
            parts = self._firsts(wide[wide.min(axis=1) >= 0])
            is_narrow = np.isin(space_of, space_of[parts != space_of])
        return Spaces.of(space_of, is_vented, self.volumes_m3, is_narrow)

    def _firsts(self, pairs: Indices) -> Indices:
        """The first module of what each module is joined with."""
        return np.array(first_members(len(self.volumes_m3), pairs.tolist()), dtype=np.int64)


@dataclass(frozen=True)
class Spaces:
    """A division into air spaces, each named by the index of its first module."""

    space_of: Indices  # shape (modules,): the first module of each module's air space
    firsts: Indices  # shape (spaces,)
    members: Indices  # all modules, those of one air space together
    starts: Indices  # shape (spaces + 1,): where each air space starts in `members`
    volumes_m3: NDArray[np.float64]  # shape (spaces,)
    is_vented: NDArray[np.bool_]  # shape (modules,): open to vacuum on purpose; never the main one
    is_narrow: NDArray[np.bool_]  # shape (modules,): parts of it are joined by a valve alone
    main: int  # the first module of the largest air space

    @classmethod
    def of(
        cls,
        space_of: Indices,
        is_vented: NDArray[np.bool_],
        volumes_m3: NDArray[np.float64],
        is_narrow: NDArray[np.bool_] | None = None,
    ) -> Spaces:
        """The division that `space_of` says.

        Nobody opens the largest air space to vacuum on purpose: what it loses there is lost.
        """
        firsts = np.unique(space_of)
        members = np.argsort(space_of, kind="stable").astype(np.int64)
        starts = np.searchsorted(space_of[members], [*firsts.tolist(), len(space_of)])
        sums = np.array([float(volumes_m3[space_of == first].sum()) for first in firsts])
        main = int(firsts[int(np.argmax(sums))])
        vented = is_vented & (space_of != main)
        narrow = np.zeros(len(space_of), dtype=np.bool_) if is_narrow is None else is_narrow
        return cls(space_of, firsts, members, starts.astype(np.int64), sums, vented, narrow, main)

    def modules(self, first: int) -> tuple[int, ...]:
        """The modules of the air space whose first module is `first`."""
        return tuple(np.flatnonzero(self.space_of == first).tolist())
