"""Where people are and which way leads to their vehicle: no advice may cut it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from iss_viewer.station import Station
from iss_viewer.station.actions import Action, MoveCrew, MoveHatch
from iss_viewer.station.topology import Person, inner_hatches, part_with, parts_of, way

_NEAR = 3  # modules on the way home, the vehicle itself the last of them


def people_aboard(
    station: Station,
    counts: Mapping[str, int] | None = None,
    places: Mapping[str, str] | None = None,
) -> tuple[Person, ...]:
    """The crew with their modules, as far as is known.

    places: person -> module where it is known by name; counts: people in each module, from
    telemetry, to which those are moved whose place is not known: first those who are there by the
    station file, then the others in order.
    """
    known = dict(places or {})
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
    ships = set(station.module_ids)
    return tuple(
        Person(c.id, at[c.id], c.vehicle)
        for c in station.crew
        if c.id in at and c.vehicle in ships and at[c.id] in ships
    )


def hatches_on(station: Station, path: Iterable[str]) -> tuple[str, ...]:
    """The hatches that a way through modules passes."""
    modules = list(path)
    found = []
    for here, there in pairwise(modules):
        found += [h.id for h in inner_hatches(station) if {h.a, h.b} == {here, there}][:1]
    return tuple(found)


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


def moves_needed(
    station: Station, closed: Collection[str], people: Iterable[Person]
) -> tuple[MoveCrew, ...]:
    """Who must go where before `closed` hatches are shut, so that nobody is cut off.

    Where one has to go all do at the same time, each as near to the own vehicle as there is room: to
    the largest of the last modules before it. So people move once, and not again with each closure.
    """
    parts, people = parts_of(station, closed), tuple(people)
    if all(person.module in part_with(parts, person.vehicle) for person in people):
        return ()
    groups: dict[str, list[str]] = {}
    for person in people:
        refuge = part_with(parts, person.vehicle)
        path = way(station, (), person.module, person.vehicle)[-_NEAR:]
        if person.module in path and person.module in refuge:
            continue
        near = [module for module in path if module in refuge]
        target = max(near, key=lambda module: station.module(module).free_volume_m3)
        groups.setdefault(target, []).append(person.id)
    return tuple(MoveCrew(tuple(names), module) for module, names in groups.items())
