"""Where people stand when hatches are shut: beside their ship and not in it, or where they are exposed least."""

from __future__ import annotations

import math
from functools import lru_cache

from iss_viewer.detection.advising.hatch_layout import HatchLayout, bits
from iss_viewer.detection.advising.outset import NONE, Outset


def place_in(outset: Outset, person: int, part: int, at: int) -> int:
    """The module of a part where a person stands: the nearest to the own ship, but for ships; a ship only where
    the part has nothing else. at: where the person is now.
    """
    layout, ship = outset.layout, outset.ships[person]
    rooms = part & ~outset.ship_mask or part
    if ship == NONE:
        return at if rooms >> at & 1 else nearest(layout, at, rooms)
    if part & ~outset.ship_mask == 0:
        return ship if part >> ship & 1 else nearest(layout, at, rooms)
    return nearest(layout, ship, rooms)


@lru_cache(maxsize=65536)
def nearest(layout: HatchLayout, start: int, rooms: int) -> int:
    """The module of a mask that is fewest hatches away, shut ones too; of equals the first."""
    return min(
        bits(rooms), key=lambda m: (layout.steps(start, m, 0) if layout.way(start, m, 0) else 99, m)
    )


def stands(
    outset: Outset, after: int, places: tuple[int, ...], closed: int
) -> list[tuple[int, ...]]:
    """Ways to place people once hatches are shut: by crews, least exposed first.

    after: the mask of shut hatches then. Only where people can walk to before; nobody in a ship that was never
    tested and is shut off by itself.
    """
    crews = outset.crews(places, closed)
    choices = [_choices(outset, crew, after, places, closed) for crew in crews]
    if any(not options for options in choices):
        return []
    plain = tuple(options[0] for options in choices)
    found = {plain}
    found.add(tuple(min(options, key=lambda o: _exposure(outset, o)) for options in choices))
    for k, options in enumerate(choices):
        for option in options[1:]:
            found.add((*plain[:k], option, *plain[k + 1 :]))
    common = set.intersection(*(set(options) for options in choices)) if choices else set()
    found |= {(part,) * len(choices) for part in common}

    def total(parts: tuple[int, ...]) -> float:
        return math.fsum(len(c) * _worry(outset, c, p) for c, p in zip(crews, parts, strict=True))

    ranked = sorted(found, key=lambda parts: (total(parts), parts != plain, parts))
    return [_homes(outset, crews, parts, places) for parts in ranked]


def _choices(
    outset: Outset, crew: tuple[int, ...], after: int, places: tuple[int, ...], closed: int
) -> list[int]:
    """The parts where a crew may stand: its ship's, or beside it where that is the ship alone; then others."""
    layout = outset.layout
    reachable = layout.all
    for person in crew:
        reachable &= layout.part(places[person], closed)
    parts = [
        part for part in layout.parts(after)
        if part & reachable == part and not is_untested(outset, part)
    ]  # fmt: skip
    if not parts:
        return []
    ship = outset.ships[crew[0]]
    near = [p for p in parts if ship != NONE and p >> nearest_room(outset, ship, parts) & 1]
    largest = max(parts, key=layout.volume_m3)
    here = [p for p in parts if p >> places[crew[0]] & 1]
    return list(dict.fromkeys([*near, *here, largest, *sorted(parts, key=layout.volume_m3)[-3:]]))


def nearest_room(outset: Outset, ship: int, parts: list[int]) -> int:
    """The module nearest to a ship in any of some parts, the ship itself where it may be entered."""
    rooms = 0
    for part in parts:
        rooms |= part & ~outset.ship_mask or part
    return nearest(outset.layout, ship, rooms)


def is_untested(outset: Outset, part: int) -> bool:
    """A small part with a ship that was never tested."""
    is_small = outset.layout.volume_m3(part) < outset.rules.refuge.small_m3
    return is_small and bool(part & outset.ship_mask & ~outset.tested)


def _worry(outset: Outset, crew: tuple[int, ...], part: int) -> float:
    """How a crew fares in a part: exposed, and parted from its ship."""
    ship = outset.ships[crew[0]]
    is_cut_off = ship != NONE and not _is_beside(outset, ship, part)
    return _exposure(outset, part) + is_cut_off * outset.rules.refuge.cut_off_1_s


def _is_beside(outset: Outset, ship: int, part: int) -> bool:
    """Whether a part has a ship in it or next to it."""
    layout = outset.layout
    return bool(part >> ship & 1) or any(
        part >> layout.beyond(h, 1 << ship) & 1 for h in layout.border(1 << ship)
    )


def _exposure(outset: Outset, part: int) -> float:
    """How fast the air of a part is expected to thin."""
    hypotheses = outset.hypotheses
    chance = math.fsum(float(hypotheses.chances[row]) for row in hypotheses.rows_in(part))
    return chance * hypotheses.believed_m3_s / outset.layout.volume_m3(part)


def _homes(
    outset: Outset,
    crews: tuple[tuple[int, ...], ...],
    parts: tuple[int, ...],
    places: tuple[int, ...],
) -> tuple[int, ...]:
    homes = list(places)
    for crew, part in zip(crews, parts, strict=True):
        for person in crew:
            homes[person] = place_in(outset, person, part, places[person])
    return tuple(homes)
