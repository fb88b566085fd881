"""Who is to do it, and where they stand: the nearest who can get there, and nobody shut off from the own ship.

What cannot be done by anybody is an obstacle; what can be done only by people who are busy is waited for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from iss_viewer.simulation.truth_now import TruthNow
from iss_viewer.station import Station
from iss_viewer.station.topology import part_with, parts_of, way
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an order asks of people.

    count: how many. posts: where it can be done. named: who is to do it, before all others. closes: the hatch that it
    shuts. tool, tool_at: an instrument that is fetched first, and where it lies. target: what it is about, for words.
    """

    count: int
    posts: tuple[str, ...]
    named: tuple[str, ...] = ()
    closes: str = ""
    tool: str = ""
    tool_at: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who does it, the holder of the tool first, at which post; rooms: how many they pass on the way."""

    people: tuple[str, ...]
    post: str
    rooms: int


@dataclass(frozen=True, slots=True)
class BusyPeople:
    """All is there for it but these people, who do something else."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Somebody who can get to a post: is_cut: could not reach the own ship from there afterwards; rooms on the way."""

    is_cut: bool
    is_other: bool  # not among those that were named
    rooms: int
    index: int
    person: str


#: a post, who works there, and the rooms of the longest way
_Team = tuple[str, tuple[_Candidate, ...], int]


class PeopleChoice:
    """The people of one station at one instant."""

    def __init__(self, station: Station, truth: TruthNow, busy: Collection[str]) -> None:
        self._station, self._truth, self._busy = station, truth, set(busy)
        self._closed = truth.closed_hatches
        self._parts = parts_of(station, self._closed)
        self._ships = {person.id: person.vehicle for person in station.crew}

    def choose(self, wanted: Wanted) -> Chosen | BusyPeople | Obstacle:
        """Who does it; whom it waits for; or why it cannot be done."""
        obstacle = self._of_named(wanted)
        if obstacle is not None:
            return obstacle
        by_post = {post: self._candidates(wanted, post) for post in self._posts(wanted)}
        most = max(map(len, by_post.values()), default=0)
        if most < max(wanted.count, len(wanted.named)):
            return self._too_few(wanted, most)
        teams = self._teams(wanted, by_post)
        if not teams:  # those who were named cannot get together
            return Obstacle(Hindrance.NO_WAY, wanted.named[-1], place=wanted.target)
        free = [t for t in teams if not self._busy & {c.person for c in t[1]}]
        best = min(teams, key=_rank)
        if free and _cut(min(free, key=_rank)) <= _cut(best):
            return _chosen(min(free, key=_rank))
        return BusyPeople(tuple(c.person for c in best[1] if c.person in self._busy))

    def _posts(self, wanted: Wanted) -> tuple[str, ...]:
        """Where it can be done; by people who were named and sent to one of these places, there."""
        places = {self._truth.places[person] for person in wanted.named}
        is_sent = bool(wanted.closes) and len(places) == 1 and len(wanted.named) >= wanted.count
        return tuple(places) if is_sent and places <= set(wanted.posts) else wanted.posts

    def _of_named(self, wanted: Wanted) -> Obstacle | None:
        able = self._truth.able
        for person in wanted.named:
            if person not in self._truth.places:
                return Obstacle(Hindrance.UNKNOWN_PERSON, person)
            if person not in able:
                return Obstacle(Hindrance.INCAPACITATED, person)
            reach = part_with(self._parts, able[person])
            if not reach & set(wanted.posts):
                return Obstacle(Hindrance.NO_WAY, person, place=wanted.target)
        return None if able else Obstacle(Hindrance.NOBODY_ABOARD)

    def _too_few(self, wanted: Wanted, most: int) -> Obstacle:
        if wanted.tool and self._can_all_but_fetch(wanted):
            return Obstacle(Hindrance.TOOL_OUT_OF_REACH, wanted.tool, place=wanted.tool_at)
        if most == 0:
            return Obstacle(Hindrance.NOBODY_NEAR, wanted.target)
        needed = float(max(wanted.count, len(wanted.named)))
        return Obstacle(Hindrance.TOO_FEW, place=wanted.target, amount=needed, most=float(most))

    def _can_all_but_fetch(self, wanted: Wanted) -> bool:
        reach = [part_with(self._parts, place) for place in self._truth.able.values()]
        return any(part & set(wanted.posts) for part in reach)

    def _candidates(self, wanted: Wanted, post: str) -> tuple[_Candidate, ...]:
        """Everybody who can get to a post, busy or not, the best first."""
        part = part_with(self._parts, post)
        if wanted.tool and wanted.tool_at not in part:
            return ()
        found = [
            _Candidate(
                self._is_cut(person, place, post, wanted.closes),
                person not in wanted.named,
                self._rooms(place, post),
                index,
                person,
            )
            for index, (person, place) in enumerate(self._truth.able.items())
            if place in part
        ]
        return tuple(sorted(found, key=lambda c: (c.is_other, c.is_cut, c.rooms, c.index)))

    def _teams(self, wanted: Wanted, by_post: Mapping[str, tuple[_Candidate, ...]]) -> list[_Team]:
        """For each post the best people for it, and the best of those who are free, the holder of the tool first."""
        teams = []
        count = max(wanted.count, len(wanted.named))
        for post, candidates in by_post.items():
            idle = tuple(c for c in candidates if c.person not in self._busy)
            for among in (candidates, idle):
                team = among[:count]
                has_named = {c.person for c in team} >= set(wanted.named)
                if len(team) == count and has_named:
                    teams.append((post, *self._with_tool(wanted, post, team)))
        return teams

    def _with_tool(
        self, wanted: Wanted, post: str, team: tuple[_Candidate, ...]
    ) -> tuple[tuple[_Candidate, ...], int]:
        """A team with whoever fetches the tool soonest at its front, and the rooms of the longest way."""
        if not wanted.tool or not team:
            return team, max((c.rooms for c in team), default=0)
        fetch = {c: self._rooms(self._truth.places[c.person], wanted.tool_at) for c in team}
        holder = min(team, key=lambda c: (fetch[c], c.index))
        others = tuple(c for c in team if c is not holder)
        rooms = fetch[holder] + self._rooms(wanted.tool_at, post)
        return (holder, *others), max(rooms, *(c.rooms for c in team))

    def _rooms(self, place: str, post: str) -> int:
        return len(way(self._station, self._closed, place, post)) - 1

    def _is_cut(self, person: str, place: str, post: str, closes: str) -> bool:
        """Whether shutting a hatch from a post takes the way to the own ship that there is now."""
        ship = self._ships.get(person, "")
        if not closes or ship not in part_with(self._parts, place):
            return False
        after = parts_of(self._station, self._closed | {closes})
        return ship not in part_with(after, post)


def _cut(team: _Team) -> int:
    return sum(c.is_cut for c in team[1])


def _rank(team: _Team) -> tuple[int, int, int]:
    return _cut(team), team[2], sum(c.rooms for c in team[1])


def _chosen(team: _Team) -> Chosen:
    post, people, rooms = team
    return Chosen(tuple(c.person for c in people), post, rooms)
