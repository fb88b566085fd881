"""What sentences ask of the station itself: places, people, air spaces, by the truth at one instant."""

from __future__ import annotations

import math
from functools import cached_property

from iss_viewer.scenario.exercise.vocabulary import STATION
from iss_viewer.simulation.truth_now import TruthNow
from iss_viewer.station import VACUUM, Station
from iss_viewer.station.topology import Part, part_with, parts_of


class StationTruth:
    """The station at one instant."""

    def __init__(self, station: Station, truth: TruthNow) -> None:
        self.station, self.now = station, truth

    @cached_property
    def rooms(self) -> tuple[Part, ...]:
        """What people can float through: parts between closed hatches."""
        return parts_of(self.station, self.now.closed_hatches)

    @cached_property
    def air_spaces(self) -> tuple[Part, ...]:
        """What shares one air: an open valve joins."""
        return parts_of(self.station, self.now.closed_hatches - self.now.open_valves)

    @cached_property
    def volumes_m3(self) -> dict[str, float]:
        """Of each module."""
        return {module.id: module.free_volume_m3 for module in self.station.modules}

    def air_of(self, place: str) -> Part:
        """The air space of a place; of `station` that with most people, of such the greatest."""
        if place != STATION:
            return part_with(self.air_spaces, place)
        return max(self.air_spaces, key=lambda part: (self._people_in(part), self.volume_m3(part)))

    def pressure_pa(self, place: str) -> float:
        """Of a module, or of the air space where most people are."""
        if place != STATION:
            return self.now.pressure_pa[place]
        part = sorted(self.air_of(place))
        masses = [self.now.pressure_pa[m] * self.volumes_m3[m] for m in part]
        return math.fsum(masses) / self.volume_m3(frozenset(part))

    def difference_pa(self, hatch_id: str) -> float:
        """Between the sides of a hatch."""
        hatch = self.station.hatch(hatch_id)
        a, b = (0.0 if s == VACUUM else self.now.pressure_pa[s] for s in (hatch.a, hatch.b))
        return abs(a - b)

    def is_place(self, place: str, state: str) -> bool:
        """Whether a place is ``manned``, ``empty`` or ``isolated``: nobody in its air space and nobody's ship, no valve
        open to it, and not the main one.
        """
        if state != "isolated":
            return (place in self.now.places.values()) == (state == "manned")
        part = self.air_of(place)
        main = max(self.air_spaces, key=self.volume_m3)
        ships = {person.vehicle for person in self.station.crew}
        return part != main and not self._people_in(part) and not ships & part

    def is_everyone(self, state: str) -> bool:
        """Whether all are ``accounted`` (together in one module, or each in the own ship), ``reachable`` (the own ship
        can be reached by each) or ``home`` (each in the own ship). Who is incapacitated is none of it.
        """
        places = self.now.places
        if not places or self.now.incapacitated:
            return False
        ships = {person.id: person.vehicle for person in self.station.crew}
        home = all(place == ships.get(person) for person, place in places.items())
        if state == "home":
            return home
        if state == "accounted":
            return home or len(set(places.values())) == 1
        return not self.cut_off()

    def cut_off(self) -> tuple[str, ...]:
        """Who cannot reach the own ship."""
        ships = {person.id: person.vehicle for person in self.station.crew}
        return tuple(
            person
            for person, place in self.now.able.items()
            if ships.get(person, place) not in part_with(self.rooms, place)
        )

    def _people_in(self, part: Part) -> int:
        return sum(place in part for place in self.now.places.values())

    def volume_m3(self, part: Part) -> float:
        """Of a part."""
        return math.fsum(self.volumes_m3[m] for m in sorted(part))
