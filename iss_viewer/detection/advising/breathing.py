"""What people need to breathe who are shut in with little air, such as in their ship: machines, and an
open hatch before the air has lasted its time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from iss_viewer.detection.locating.priors import Procedure
from iss_viewer.station import Station
from iss_viewer.station.actions import SwitchEquipment
from iss_viewer.station.topology import Part, Person, inner_hatches, part_with, parts_of

_SCRUBBER, _GENERATOR = "co2_removal", "oxygen_generation"
_EQUALISED_PA = (
    5000.0  # across a hatch; more than the warmth and breath of people make is not opened
)
_SUSPECTED = 0.25  # probability of a leak from which air is not let in to it for want of need


def machine_switches(
    station: Station,
    parts: Collection[Part],
    people: Collection[Person],
    running: Collection[str],
) -> tuple[SwitchEquipment, ...]:
    """What takes carbon dioxide out or makes oxygen, to be switched on where people are in one of `parts`
    without any that runs, and to be switched off again where one that always runs serves.
    """
    found: list[SwitchEquipment] = []
    for part in parts:
        is_manned = any(person.module in part for person in people)
        for kind in (_SCRUBBER, _GENERATOR):
            here = [m for m in station.equipment if m.kind == kind and m.module in part]
            on = [machine for machine in here if machine.id in running]
            if not on and is_manned:
                found += [SwitchEquipment(machine.id, True) for machine in here]
            elif any(machine.on for machine in on):
                found += [SwitchEquipment(machine.id, False) for machine in on if not machine.on]
    return tuple(found)


@dataclass(frozen=True)
class Breath:
    """What people breathe. oxygen_pa, carbon_dioxide_pa: of modules now, fresh where it is not told.

    given_m3_pa_s: carbon dioxide that a person gives. most_pa: of it, from which a hatch is opened.
    """

    oxygen_pa: Mapping[str, float]
    carbon_dioxide_pa: Mapping[str, float]
    fresh_carbon_dioxide_pa: float
    given_m3_pa_s: float
    most_pa: float


class AirStores:
    """What each module has of air to breathe, reckoned once: how long it lasts people in any part."""

    def __init__(self, station: Station, procedure: Procedure, breath: Breath) -> None:
        self._procedure, self._breath = procedure, breath
        self._dioxide: dict[str, float] = {}  # room for more, Pa m3
        self._oxygen: dict[str, float] = {}  # to be used, Pa m3
        self._cleared: dict[str, list[float]] = {}  # by absorbers, m3/s
        self._makers = {m.module for m in station.equipment if m.kind == _GENERATOR}
        fresh, floor_pa = procedure.oxygen_fresh_pa, procedure.oxygen_floor_pa
        for module in station.modules:
            dioxide = _known_pa(breath.carbon_dioxide_pa, module.id, breath.fresh_carbon_dioxide_pa)
            oxygen = _known_pa(breath.oxygen_pa, module.id, fresh)
            self._dioxide[module.id] = module.free_volume_m3 * (breath.most_pa - dioxide)
            self._oxygen[module.id] = module.free_volume_m3 * (oxygen - floor_pa)
        for machine in station.equipment:
            if machine.kind == _SCRUBBER:
                flow = machine.flow_m3_s * machine.efficiency
                self._cleared.setdefault(machine.module, []).append(flow)

    def last_s(self, part: Part, people: int) -> float:
        """How long the air of a part lasts so many people, machines running: until its oxygen or its carbon dioxide asks
        for an open hatch; inf: nobody, or machines there keep it up.
        """
        if not people:
            return math.inf
        return min(self._oxygen_lasts_s(part, people), self._absorbing_lasts_s(part, people))

    def _absorbing_lasts_s(self, part: Part, people: int) -> float:
        """Until there is too much carbon dioxide; inf where absorbers keep it below that, and have."""
        spare = 0.0
        for module in sorted(part):
            spare += self._dioxide[module]
        given = people * self._breath.given_m3_pa_s
        cleared = self._breath.most_pa * math.fsum(
            flow for module, flows in self._cleared.items() if module in part for flow in flows
        )
        if spare > 0.0 and cleared >= given:
            return math.inf
        return max(spare, 0.0) / given

    def _oxygen_lasts_s(self, part: Part, people: int) -> float:
        """Until the oxygen is used up to its floor; inf where a machine makes oxygen and has kept it up."""
        procedure = self._procedure
        spare = 0.0
        for module in sorted(part):
            spare += self._oxygen[module]
        if spare > 0.0 and not self._makers.isdisjoint(part):
            return math.inf
        share = spare / (procedure.oxygen_fresh_pa - procedure.oxygen_floor_pa)
        return procedure.air_lasts_s_m3 * max(share, 0.0) / people


def _known_pa(told_pa: Mapping[str, float], module: str, fresh_pa: float) -> float:
    """A partial pressure as it is read; of fresh air where nothing is."""
    read = told_pa.get(module, math.nan)
    return read if read == read else fresh_pa


@dataclass(frozen=True)
class Airing:
    """The hatches to open next for those who are shut in somewhere, and in how many seconds; inf: never."""

    part: Part
    hatches: tuple[str, ...]
    in_s: float


def next_airing(
    station: Station,
    closed: Collection[str],
    people: Collection[Person],
    breath: Breath,
    differences_pa: Mapping[str, float],
    chances: Mapping[str, float],
    procedure: Procedure,
) -> Airing:
    """Where the air has lasted its time first.

    differences_pa: across hatches, where both sides are known: one that
    stands under pressure cannot be opened; chances: of each module to leak.
    """
    can_open = {
        h.id
        for h in inner_hatches(station)
        if h.id in closed
        and h.normally == "open"
        and abs(differences_pa.get(h.id, 0.0)) < _EQUALISED_PA
    }
    first = Airing(frozenset(), (), float("inf"))
    stores = AirStores(station, procedure, breath)
    for part in parts_of(station, closed):
        count = sum(person.module in part for person in people)

        def lasts_s(air: Part, count: int = count) -> float:
            return stores.last_s(air, count)

        if lasts_s(part) < first.in_s:
            way = _way_to_air(station, closed, part, can_open, chances, lasts_s, procedure)
            if way:
                first = Airing(part, way, lasts_s(part))
    return first


def _way_to_air(
    station: Station,
    closed: Collection[str],
    part: Part,
    can_open: Collection[str],
    chances: Mapping[str, float],
    lasts_s: Callable[[Part], float],
    procedure: Procedure,
) -> tuple[str, ...]:
    """Hatches that join a part to the most air next to it, on and on until that lasts; to what may well
    leak only where there is nothing else.
    """
    parts = parts_of(station, closed)
    opened: list[str] = []
    while lasts_s(part) < procedure.air_for_s:
        beyond = {
            h.id: part | part_with(parts, h.b if h.a in part else h.a)
            for h in inner_hatches(station)
            if h.id in can_open and (h.a in part) != (h.b in part)
        }
        if not beyond:
            break
        worth = {
            hatch: (math.fsum(chances[m] for m in sorted(air - part)) < _SUSPECTED, lasts_s(air))
            for hatch, air in beyond.items()
        }
        best = max(worth, key=worth.__getitem__)
        opened.append(best)
        part = beyond[best]
    return tuple(opened)
