"""The station as bits: modules and hatches are bits of whole numbers, so that a part is an `and` away."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from iss_viewer.station import Station
from iss_viewer.station.topology import Same, inner_hatches

_STATIONS, _MASKS = 16, 65536  # of which what was reckoned is kept


def bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set, least first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(places: Iterable[int]) -> int:
    """The number whose bits at these places are set."""
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask


@dataclass(frozen=True, slots=True)
class PartCut:
    """Hatches whose closing parts a part in two sides; masks all."""

    hatches: int
    side: int
    other: int


class HatchLayout:
    """Which hatch joins what, with masks of closed hatches; loops of hatches are no trouble.

    A mask of modules has bit m for ``modules[m]``, a mask of hatches bit h for ``hatches[h]``; those that
    lead outside are not among them.
    """

    def __init__(self, station: Station) -> None:
        self.station = station
        self.modules = station.module_ids
        self.index = {name: m for m, name in enumerate(self.modules)}
        inner = inner_hatches(station)
        self.hatches = tuple(hatch.id for hatch in inner)
        self.hatch_index = {name: h for h, name in enumerate(self.hatches)}
        self.ends = tuple((self.index[hatch.a], self.index[hatch.b]) for hatch in inner)
        self.areas_m2 = tuple(hatch.area_m2 for hatch in inner)
        self.valves_m = tuple(hatch.valve_diameter_m for hatch in inner)
        self.volumes_m3 = tuple(module.free_volume_m3 for module in station.modules)
        self.spreads_m3 = tuple(m.free_volume_m3 * m.free_volume_spread for m in station.modules)
        self.all = (1 << len(self.modules)) - 1
        self._doors: list[list[tuple[int, int]]] = [[] for _ in self.modules]
        for h, (a, b) in enumerate(self.ends):
            if a != b:
                self._doors[a].append((h, b))
                self._doors[b].append((h, a))
        self.named = lru_cache(maxsize=_MASKS)(self._named)
        self.part = lru_cache(maxsize=_MASKS)(self._part)
        self.parts = lru_cache(maxsize=_MASKS)(self._parts)
        self.cuts = lru_cache(maxsize=_MASKS)(self._cuts)
        self.way = lru_cache(maxsize=_MASKS)(self._way)
        self.border = lru_cache(maxsize=_MASKS)(self._border)
        self.passed = lru_cache(maxsize=_MASKS)(self._passed)
        self.volume_m3 = lru_cache(maxsize=_MASKS)(self._volume_m3)
        self.firsts = lru_cache(maxsize=_MASKS)(self._firsts)

    def closed_mask(self, closed: Collection[str]) -> int:
        """The mask of closed hatches by their names; those that lead outside are left out."""
        return mask_of(self.hatch_index[name] for name in closed if name in self.hatch_index)

    def names(self, mask: int) -> tuple[str, ...]:
        """The modules of a mask."""
        return tuple(self.modules[m] for m in bits(mask))

    def _named(self, mask: int) -> frozenset[str]:
        """The modules of a mask as a set."""
        return frozenset(self.names(mask))

    def hatch_names(self, mask: int) -> tuple[str, ...]:
        """The hatches of a mask."""
        return tuple(self.hatches[h] for h in bits(mask))

    def _part(self, module: int, closed: int) -> int:
        """The modules that open hatches join with one, itself among them."""
        seen, edge = 1 << module, [module]
        while edge:
            for hatch, there in self._doors[edge.pop()]:
                if not (closed >> hatch & 1 or seen >> there & 1):
                    seen |= 1 << there
                    edge.append(there)
        return seen

    def _parts(self, closed: int) -> tuple[int, ...]:
        """All parts, in the order of their first modules."""
        left, found = self.all, []
        while left:
            part = self.part((left & -left).bit_length() - 1, closed)
            found.append(part)
            left &= ~part
        return tuple(found)

    def _firsts(self, closed: int) -> tuple[int, ...]:
        """The first module of each module's part."""
        found = [0] * len(self.modules)
        for part in self.parts(closed):
            first = (part & -part).bit_length() - 1
            for m in bits(part):
                found[m] = first
        return tuple(found)

    def door(self, here: int, there: int, closed: int = 0) -> int:
        """The open hatch between two neighbours. Raises KeyError."""
        for hatch, beyond in self._doors[here]:
            if beyond == there and not closed >> hatch & 1:
                return hatch
        raise KeyError((here, there))

    def _volume_m3(self, part: int, sigmas: float = 0.0) -> float:
        """The free volume of a part, by so many sigmas less than believed."""
        mean = math.fsum(self.volumes_m3[m] for m in bits(part))
        spread = math.sqrt(math.fsum(self.spreads_m3[m] ** 2 for m in bits(part)))
        return max(mean - sigmas * spread, mean * (1.0 - _most_off(sigmas)))

    def _way(self, start: int, end: int, closed: int) -> tuple[int, ...]:
        """The modules from one to another through the fewest open hatches; empty: there is no way."""
        before, edge = {start: start}, [start]
        while edge and end not in before:
            following = []
            for here in edge:
                for hatch, there in self._doors[here]:
                    if not closed >> hatch & 1 and there not in before:
                        before[there] = here
                        following.append(there)
            edge = following
        if end not in before:
            return ()
        path = [end]
        while path[-1] != start:
            path.append(before[path[-1]])
        return tuple(reversed(path))

    def steps(self, start: int, end: int, closed: int) -> int:
        """How many hatches are passed from one module to another; -1: there is no way."""
        return len(self.way(start, end, closed)) - 1

    def beyond(self, hatch: int, part: int) -> int:
        """The module at the far side of a hatch, seen from a part."""
        a, b = self.ends[hatch]
        return b if part >> a & 1 else a

    def near(self, hatch: int, part: int) -> int:
        """The module at the near side of a hatch, seen from a part."""
        a, b = self.ends[hatch]
        return a if part >> a & 1 else b

    def _border(self, part: int) -> tuple[int, ...]:
        """The hatches between a part and what is not in it."""
        return tuple(h for h, (a, b) in enumerate(self.ends) if (part >> a & 1) != (part >> b & 1))

    def _passed(self, start: int, end: int, closed: int) -> tuple[int, ...]:
        """The hatches that the way from one module to another leads through."""
        path = self.way(start, end, closed)
        return tuple(self.door(a, b, closed) for a, b in pairwise(path))

    def _cuts(self, part: int, closed: int) -> tuple[PartCut, ...]:
        """The ways to cut a part in two: single hatches, and pairs where the hatches have loops."""
        inside = [
            h
            for h, (a, b) in enumerate(self.ends)
            if not closed >> h & 1 and part >> a & 1 and part >> b & 1 and a != b
        ]
        cuts, loops = [], []
        for h in inside:
            a, b = self.ends[h]
            side = self.part(a, closed | 1 << h)
            if side >> b & 1:
                loops.append(h)
            else:
                cuts.append(PartCut(1 << h, side, part & ~side))
        for at, first in enumerate(loops):
            for second in loops[at + 1 :]:
                both = 1 << first | 1 << second
                side = self.part(self.ends[first][0], closed | both)
                if not side >> self.ends[first][1] & 1:
                    cuts.append(PartCut(both, side, part & ~side))
        return tuple(cuts)


def _most_off(sigmas: float) -> float:
    """No volume is taken to be less than a third, however many sigmas."""
    return min(sigmas, 2.0) / 3.0


def layout_of(station: Station) -> HatchLayout:
    """The layout of a station, kept."""
    return _layout_of(Same(station))


@lru_cache(maxsize=_STATIONS)
def _layout_of(same: Same) -> HatchLayout:
    return HatchLayout(same.station)
