"""Whom a closed hatch would cut off from their way home: asked before every closing."""

from __future__ import annotations

from collections.abc import Mapping

from iss_viewer.station import Station
from iss_viewer.station.topology import Person, cut_off


def cut_off_by(
    station: Station, crew_at: Mapping[str, str], is_open: Mapping[str, bool], *closing: str
) -> tuple[str, ...]:
    """Names of those who can reach their vehicle now and could not with hatches `closing` closed.

    crew_at: person id -> module, for those who are not where the station file says.
    """
    modules = set(station.module_ids)
    at = {person.id: crew_at.get(person.id) or person.module for person in station.crew}
    people = [
        Person(person.name, at[person.id], person.vehicle)
        for person in station.crew
        if {person.vehicle, at[person.id]} <= modules
    ]
    shut = {hatch.id for hatch in station.hatches if not is_open.get(hatch.id, False)}
    already = cut_off(station, shut, people)
    return tuple(p.id for p in cut_off(station, {*shut, *closing}, people) if p not in already)
