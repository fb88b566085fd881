"""Who is aboard, where, and whether the way to their ship is open: for the panel of the crew and the hatch map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from iss_viewer.situation.moment import Moment, name_of, once_a_moment
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.station.station import Crew, Module
from iss_viewer.station.topology import inner_hatches, way


@dataclass(frozen=True)
class WayHome:
    """A person's way to their ship. shut: the closed hatches on it; walk_s: how long it takes where none is.

    ship: None for who has none aboard, walk_s is NaN then, and where no hatch leads there.
    """

    person: Crew
    module: str
    ship: Module | None
    shut: tuple[str, ...]
    walk_s: float

    @property
    def is_open(self) -> bool:
        """Whether they can go there now."""
        return self.walk_s == self.walk_s


@once_a_moment
def ways_home(moment: Moment) -> tuple[WayHome, ...]:
    """Everybody's way at an instant, in the order of the station file."""
    station, opened = moment.station, moment.open_hatches()
    closed = frozenset(hatch for hatch, is_open in opened.items() if not is_open)
    return tuple(_way_home(moment, person, closed) for person in station.crew)


def place_of(moment: Moment, person: Crew) -> str:
    """The module in which somebody is."""
    return moment.board.crew_at.get(person.id, person.module)


def _way_home(moment: Moment, person: Crew, closed: frozenset[str]) -> WayHome:
    station, place = moment.station, place_of(moment, person)
    known = {place, person.vehicle} <= set(station.module_ids)
    ship = station.module(person.vehicle) if person.vehicle in station.module_ids else None
    path = way(station, closed, place, person.vehicle) if known else ()
    shut = tuple(hatch for a, b in pairwise(path) if (hatch := _shut_between(moment, closed, a, b)))
    walk_s = read_safety_rules().hands.walk_s * (len(path) - 1)
    return WayHome(person, place, ship, shut, walk_s if path and not shut else math.nan)


def _shut_between(moment: Moment, closed: frozenset[str], a: str, b: str) -> str:
    """The closed hatch between two neighbours; empty where one between them is open."""
    between = [hatch.id for hatch in inner_hatches(moment.station) if {hatch.a, hatch.b} == {a, b}]
    return between[0] if all(hatch in closed for hatch in between) else ""


def way_text(moment: Moment, one: WayHome) -> str:
    """Whether the way is open, and how long it takes."""
    if one.ship is None:
        return "no ship aboard"
    if one.is_open:
        return f"way open, {walk_text(one.walk_s)}" if one.walk_s else "aboard"
    if not one.shut:
        return "no hatch leads there"
    behind = ", ".join(f"{hatch} {moment.station.hatch_words(hatch)}" for hatch in one.shut)
    return f"cut off: closed {behind}"


def way_mark(one: WayHome) -> str:
    """The same in a few letters, for a column."""
    if one.ship is None:
        return "no ship"
    if one.is_open:
        return walk_text(one.walk_s) if one.walk_s else "aboard"
    return f"cut off: {', '.join(one.shut)}" if one.shut else "no way"


def walk_text(walk_s: float) -> str:
    """How long somebody walks, in whole minutes."""
    return f"{max(math.ceil(walk_s / 60.0), 1)} min"


@dataclass(frozen=True)
class Ship:
    """A ship with seats: who goes home in it."""

    module: Module
    ways: tuple[WayHome, ...]

    @property
    def parted(self) -> tuple[WayHome, ...]:
        """Those who cannot get there now."""
        return tuple(one for one in self.ways if not one.is_open)


def ships(moment: Moment) -> tuple[Ship, ...]:
    """The ships that somebody can go home in, with those whose they are; in the order of the station."""
    ways = ways_home(moment)
    taken = {one.person.vehicle for one in ways}
    return tuple(
        Ship(
            module, tuple(one for one in ways if one.ship is not None and one.ship.id == module.id)
        )
        for module in moment.station.modules
        if module.crew_seats or module.id in taken
    )


def ship_text(ship: Ship) -> str:
    """Whether the ways to a ship are open, and the longest of them."""
    if not ship.ways:
        return "nobody's ship"
    parted = len(ship.parted)
    if parted:
        all_of = "all" if parted == len(ship.ways) else f"{parted} of {len(ship.ways)}"
        return f"{all_of} cut off"
    longest_s = max(one.walk_s for one in ship.ways)
    return f"way open, {walk_text(longest_s)}" if longest_s else "all aboard"


def ship_mark(ship: Ship) -> str:
    """The same in a few letters, for a column."""
    return ship_text(ship).removeprefix("way open, ")


def people_in(moment: Moment, module: str) -> tuple[tuple[str, ...], int]:
    """Names of those in a module, and how many people there are; 0 too where that is not known."""
    names = tuple(p.name for p in moment.station.crew if place_of(moment, p) == module)
    count = moment.value(module, "crew")
    return names, len(names) or (int(count) if count == count else 0)


def heads_text(count: int) -> str:
    """How many people: ``nobody``, ``1 person``, ``4 people``."""
    return "nobody" if not count else "1 person" if count == 1 else f"{count} people"


def place_text(moment: Moment, one: WayHome) -> str:
    """Where somebody is, by its short name."""
    return name_of(moment.station, one.module)


def seats_text(ship: Ship) -> str:
    """How many seats a ship has, and how many of them are somebody's."""
    return f"{len(ship.ways)}/{ship.module.crew_seats} seats"


def crew_sentence(moment: Moment) -> tuple[str, str]:
    """Whether all can get to their ships, and its tone."""
    ways = ways_home(moment)
    parted = [one.person.name for one in ways if one.ship is not None and not one.is_open]
    stranded = [one.person.name for one in ways if one.ship is None]
    if parted:
        return f"Cut off from their ship: {', '.join(parted)}", "bad"
    if stranded:
        return f"No ship aboard for {', '.join(stranded)}", "bad"
    longest_s = max((one.walk_s for one in ways), default=0.0)
    if not longest_s:
        return "Everybody is in their ship", "good"
    return (
        f"All {len(ways)} can get to their ships; the longest way takes {walk_text(longest_s)}",
        "good",
    )
