"""People on their way: a room at a time, by ways through open hatches alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from iss_viewer.simulation.truth_now import TruthNow
from iss_viewer.station import Station
from iss_viewer.station.actions import MoveCrew
from iss_viewer.station.topology import part_with, parts_of, way


def next_steps(
    station: Station, truth: TruthNow, goals: Mapping[str, str]
) -> tuple[MoveCrew, ...] | None:
    """The next room of everybody who is not where they are to be, together where it is the same; None: a way is shut."""
    parts, steps = parts_of(station, truth.closed_hatches), dict[str, list[str]]()
    for person, goal in goals.items():
        place = truth.places[person]
        if place == goal:
            continue
        if goal not in part_with(parts, place):
            return None
        path = way(station, truth.closed_hatches, place, goal)
        steps.setdefault(path[1], []).append(person)
    return tuple(MoveCrew(tuple(people), module) for module, people in steps.items())


def are_there(truth: TruthNow, goals: Iterable[tuple[str, str]]) -> bool:
    """Whether everybody is where they are to be."""
    return all(truth.places[person] == goal for person, goal in goals)
