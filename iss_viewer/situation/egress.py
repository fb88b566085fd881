"""Whom a closed hatch would cut off from their way home: asked before every closing."""

from __future__ import annotations

from collections.abc import Mapping

from iss_viewer.station import VACUUM, Station


def reachable(station: Station, start: str, is_open: Mapping[str, bool]) -> set[str]:
    """The modules that a person in `start` can get to through open hatches, `start` among them."""
    seen, edge = {start}, [start]
    while edge:
        here = edge.pop()
        for hatch in station.hatches_of(here):
            there = hatch.b if hatch.a == here else hatch.a
            if is_open.get(hatch.id, False) and there != VACUUM and there not in seen:
                seen.add(there)
                edge.append(there)
    return seen


def cut_off(
    station: Station, crew_at: Mapping[str, str], is_open: Mapping[str, bool], *closing: str
) -> tuple[str, ...]:
    """Names of those who can reach their vehicle now and could not with hatches `closing` closed.

    crew_at: person id -> module, for those who are not where the station file says.
    """
    after = {**is_open, **dict.fromkeys(closing, False)}
    names = []
    for person in station.crew:
        here = crew_at.get(person.id) or person.module
        if person.vehicle not in station.module_ids:
            continue
        can_now = person.vehicle in reachable(station, here, is_open)
        if can_now and person.vehicle not in reachable(station, here, after):
            names.append(person.name)
    return tuple(names)
