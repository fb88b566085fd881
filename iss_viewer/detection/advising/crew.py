"""Where people are, by name as far as is known; and the rounds in which parties move hatches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from iss_viewer.station import Station
from iss_viewer.station.actions import Action, MoveHatch
from iss_viewer.station.topology import Person

_UNNAMED = "unnamed "  # how those are called of whom only the number is told


def people_aboard(
    station: Station,
    counts: Mapping[str, int] | None = None,
    places: Mapping[str, str] | None = None,
) -> tuple[Person, ...]:
    """The crew with their modules, as far as is known.

    places: person -> module where it is known by name; counts: people in each module, from
    telemetry, to which those are moved whose place is not known: first those who are there by the
    station file, then the others in order. Whoever is counted beyond the names has none, and no vehicle.
    """
    known = dict(places or {})
    unnamed: list[str] = []
    at = {c.id: known.get(c.id, c.module) for c in station.crew}
    if counts is not None:
        free = {module: count for module, count in counts.items() if count > 0}
        lost = []
        for person in sorted(at, key=lambda name: name not in known):
            if free.get(at[person], 0) > 0:
                free[at[person]] -= 1
            else:
                lost.append(person)
        rooms = [module for module, count in free.items() for _ in range(count)]
        at.update(zip(lost, rooms, strict=False))
        for person in lost[len(rooms) :]:
            del at[person]
        unnamed = rooms[len(lost) :]
    ships = set(station.module_ids)
    named = tuple(
        Person(c.id, at[c.id], c.vehicle if c.vehicle in ships else "")
        for c in station.crew
        if c.id in at and at[c.id] in ships
    )
    others = enumerate((room for room in unnamed if room in ships), 1)
    return (*named, *(Person(f"{_UNNAMED}{k}", room, "") for k, room in others))


def rounds(actions: Sequence[Action], parties: int) -> tuple[tuple[MoveHatch, ...], ...]:
    """The hatch moves among `actions` in order, those together that so many parties do at once.

    Only closings that follow one another are shared out; a way is opened hatch by hatch.
    """
    found: list[tuple[MoveHatch, ...]] = []
    for action in actions:
        if not isinstance(action, MoveHatch):
            continue
        is_shared = bool(found) and not found[-1][0].is_open and not action.is_open
        if is_shared and len(found[-1]) < parties:
            found[-1] = (*found[-1], action)
        else:
            found.append((action,))
    return tuple(found)
