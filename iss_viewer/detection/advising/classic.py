"""The crew's own order of the search: own vehicle, segment, then module by module.

After S. Cristoforetti's training log (L-427) and the Roscosmos and NASA drills: each crew first
checks the vehicle that takes it home, then the hatches between the segments are shut, then one hatch
after the other in the leaking segment.
"""

from __future__ import annotations

import math
from collections.abc import Collection

from iss_viewer.detection.advising.plan import cuts_of
from iss_viewer.detection.locating.locator import Locator
from iss_viewer.station.topology import Person, inner_hatches, part_with, parts_of

_CLEARED = 0.01  # below this share of its prior weight a module is clear
_DOUBT = 0.05


def classic_hatches(locator: Locator, people: Collection[Person]) -> tuple[str, ...]:
    """The hatches to close next by the classic order; empty: wait for the verdict of what is shut."""
    chances = dict(zip(locator.station.module_ids, locator.location().modules, strict=True))
    if _is_undecided(locator, chances):
        return ()
    for stage in (_own_vehicles(locator, people), _segments(locator)):
        if stage:
            return stage
    return _next_module(locator, chances)


def _is_undecided(locator: Locator, chances: dict[str, float]) -> bool:
    """More than one part of those that closures made may still hold the leak."""
    likely = [p for p in locator.parts() if math.fsum(chances[m] for m in sorted(p)) > _DOUBT]
    spans = locator.spans_s()
    young = [p for p in likely if p in spans]
    return len(locator.parts()) > 1 and len(young) > 1


def _own_vehicles(locator: Locator, people: Collection[Person]) -> tuple[str, ...]:
    """Hatches of crew vehicles that were never shut off, all at once: each crew checks its own."""
    station = locator.station
    ships = {p.vehicle for p in people}
    cells = locator.location().cells
    untested = [s for s in station.module_ids if s in ships and len(part_with(cells, s)) > 1]
    shut = [h.id for s in untested for h in inner_hatches(station) if s in (h.a, h.b)]
    return tuple(h for h in shut if h not in locator.closed)


def _segments(locator: Locator) -> tuple[str, ...]:
    """The hatches between the Russian and the US segment, unless they are shut or were."""
    station = locator.station
    segment = {m.id: m.segment for m in station.modules}
    between = [
        h
        for h in inner_hatches(station)
        if segment[h.a] != segment[h.b]
        and part_with(locator.location().cells, h.a) == part_with(locator.location().cells, h.b)
    ]
    return tuple(h.id for h in between if h.id not in locator.closed)


def _next_module(locator: Locator, chances: dict[str, float]) -> tuple[str, ...]:
    """The hatch that shuts off one more module of the likeliest part, in the station's order."""
    station = locator.station
    part = max(
        parts_of(station, locator.closed), key=lambda p: math.fsum(chances[m] for m in sorted(p))
    )
    cuts = cuts_of(station, part, locator.closed)
    order = {module: index for index, module in enumerate(station.module_ids)}

    def size(side: frozenset[str]) -> tuple[int, int]:
        return len(side), min(order[m] for m in side)

    sides = [(size(side), cut.hatches) for cut in cuts for side in (cut.side, cut.other_side)]
    return min(sides)[1] if sides else ()
