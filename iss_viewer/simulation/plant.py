"""The station as people have set it: hatches, valves, fans, machines, crew, leaks; and what each
action does to it. Frozen: an action gives a new plant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from iss_viewer.scenario import Scenario
from iss_viewer.scenario.checks import LEAST_CREW_PRESSURE_PA, crew_homes
from iss_viewer.simulation.leak_size import LeakSize
from iss_viewer.simulation.leaks import Course, LeakState
from iss_viewer.simulation.starting_air import StartingAir
from iss_viewer.simulation.surroundings import Surroundings
from iss_viewer.station import Hatch, Station
from iss_viewer.station.actions import (
    Action,
    ApplyRepair,
    LoosenRepair,
    MoveCrew,
    MoveHatch,
    MoveValve,
    OpenLeak,
    PatchModule,
    SealLeak,
    SearchLeak,
    SetFeed,
    SwitchEquipment,
    SwitchFans,
)
from iss_viewer.station.hands import holding_n, is_at_hand
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.station.topology import Part, part_with, parts_of
from iss_viewer.telemetry import ActionRefused
from iss_viewer.telemetry.events.refused import Hindrance

#: the ventilation between modules, as commands and columns name it
FANS = "FANS"


@dataclass(frozen=True, slots=True)
class Travel:
    """How far a hatch, by its number, or its valve is open: over the time that it takes, and where it stays half open."""

    index: int
    is_valve: bool
    course: Course


@dataclass(frozen=True, slots=True)
class Plant:
    """Everything that can be set, in the order of the station's own lists."""

    hatch_is_open: tuple[bool, ...]
    valve_is_open: tuple[bool, ...]
    fans_are_on: bool
    machine_is_on: tuple[bool, ...]
    feed_kg_s: tuple[float | None, ...]  # by hand; None: as its regulator will
    people: tuple[str, ...]
    crew_places: tuple[str, ...]  # module of each person
    leaks: tuple[LeakState, ...]
    fallen: tuple[str, ...] = ()  # people who do and breathe nothing any more
    warming: tuple[tuple[int, float], ...] = ()  # heat ramps of the scenario: number, start
    travels: tuple[Travel, ...] = ()  # of hatches and valves that are on their way, or half open
    fans_off: tuple[str, ...] = ()  # while the others run
    surroundings: tuple[Surroundings, ...] = ()  # as an exercise has changed them

    def crew_in(self, module: str) -> int:
        """How many people are in a module."""
        return self.crew_places.count(module)

    def hatches_open_at(self, time_s: float) -> tuple[bool, ...]:
        """Which hatches stand open, if only by a gap: one that is being shut is open until it is."""
        return self._open_at(self.hatch_is_open, False, time_s)

    def valves_open_at(self, time_s: float) -> tuple[bool, ...]:
        """The same of their valves."""
        return self._open_at(self.valve_is_open, True, time_s)

    def _open_at(
        self, is_open: tuple[bool, ...], of_valves: bool, time_s: float
    ) -> tuple[bool, ...]:
        on_way = {
            t.index for t in self.travels if t.is_valve is of_valves and t.course.until_s > time_s
        }
        return (
            tuple(value or index in on_way for index, value in enumerate(is_open))
            if on_way
            else is_open
        )

    @property
    def able(self) -> tuple[tuple[str, str], ...]:
        """Who can do something, and breathes, and the module of each."""
        everybody = zip(self.people, self.crew_places, strict=True)
        return tuple(item for item in everybody if item[0] not in self.fallen)


def starting_plant(scenario: Scenario, station: Station) -> Plant:
    """The plant as the scenario has it at its start."""
    start = scenario.start
    people = crew_homes(scenario, station)
    air = StartingAir.of(scenario, station)
    closed, opened = set(start.closed_hatches), set(start.open_hatches)
    hatches = tuple(
        hatch.id in opened or (hatch.normally == "open" and hatch.id not in closed)
        for hatch in station.hatches
    )
    machines = tuple(m.on and m.id not in start.equipment_off for m in station.equipment)
    return Plant(
        hatch_is_open=hatches,
        valve_is_open=(False,) * len(station.hatches),
        fans_are_on=True,
        machine_is_on=machines,
        feed_kg_s=(None,) * len(machines),
        people=tuple(people),
        crew_places=tuple(people.values()),
        leaks=tuple(
            LeakState(LeakSize.of(leak, air.before(leak, station))) for leak in scenario.leaks
        ),
    )


@dataclass(frozen=True)
class ActionHandler:
    """Does actions to a plant of a station."""

    station: Station

    def do(
        self, plant: Plant, action: Action, time_s: float, pressure_pa: Callable[[str], float]
    ) -> tuple[Plant, str]:
        """The plant after `action`, and the part of it that was acted on. Raises ActionRefused.

        pressure_pa: the true pressure of a module now, which decides where people can go.
        """
        match action:
            case MoveHatch(hatch=hatch):
                return self._move_hatch(plant, action, time_s), hatch
            case MoveValve(hatch=hatch):
                return self._move_valve(plant, action, time_s), hatch
            case OpenLeak():
                return self._open_leak(plant, action, time_s)
            case SealLeak(leak=leak, fraction=fraction):
                return self._seal_leak(plant, leak, fraction)
            case LoosenRepair(leak=leak, open_part=open_part):
                return self._loosen(plant, leak, open_part)
            case PatchModule(module=module, fraction=fraction):
                return self._patch(plant, module, fraction)
            case SwitchFans(is_on=is_on, fan=""):
                return replace(plant, fans_are_on=is_on, fans_off=()), FANS
            case SwitchFans(is_on=is_on, fan=fan):
                return self._switch_fan(plant, fan, is_on), fan
            case SwitchEquipment(equipment=machine, is_on=is_on):
                return self._switch(plant, machine, is_on)
            case SetFeed(equipment=machine, flow_kg_s=flow):
                return self._feed(plant, machine, flow)
            case MoveCrew(crew=crew, module=module):
                return self._move_crew(plant, crew, module, pressure_pa)
        raise ActionRefused(Hindrance.NOT_DONE_HERE, type(action).__name__)

    def refuse_beyond_hands(
        self, plant: Plant, action: Action, pressure_pa: Callable[[str], float]
    ) -> None:
        """Raise ActionRefused for what the hands of those aboard cannot do; where nobody is aboard, hands are not asked.

        pressure_pa: the true pressure of a module now.
        """
        match action:
            case MoveHatch(hatch=hatch, is_open=is_open):
                door = self.station.hatches[self._index("hatches", "hatch", hatch)]
                self._refuse_out_of_reach(plant, {door.a, door.b}, hatch)
                if is_open and not self._is_open(plant, hatch):
                    _refuse_held_shut(door, pressure_pa)
            case MoveValve(hatch=hatch):
                door = self.station.hatches[self._index("hatches", "hatch", hatch)]
                self._refuse_out_of_reach(plant, {door.a, door.b}, hatch)
            case (
                PatchModule(module=module) | SearchLeak(module=module) | ApplyRepair(module=module)
            ) if module in self.station.module_ids:
                self._refuse_out_of_reach(plant, {module}, module)

    def _is_open(self, plant: Plant, hatch: str) -> bool:
        return plant.hatch_is_open[self._index("hatches", "hatch", hatch)]

    def _refuse_out_of_reach(self, plant: Plant, wanted: set[str], what: str) -> None:
        places = [module for _, module in plant.able]
        if plant.people and not is_at_hand(self.station, self._closed(plant), places, wanted):
            raise ActionRefused(Hindrance.NOBODY_NEAR, what)

    def _closed(self, plant: Plant) -> set[str]:
        hatches = zip(self.station.hatches, plant.hatch_is_open, strict=True)
        return {hatch.id for hatch, is_open in hatches if not is_open}

    def reachable(self, plant: Plant, module: str) -> Part:
        """The modules to which one can float from a module, through open hatches."""
        return part_with(parts_of(self.station, self._closed(plant)), module)

    def _move_hatch(self, plant: Plant, move: MoveHatch, time_s: float) -> Plant:
        index = self._index("hatches", "hatch", move.hatch)
        moved = _travelling(plant, index, move, self.station.hatches[index].travel_s, time_s)
        return replace(moved, hatch_is_open=_set(plant.hatch_is_open, index, move.is_open))

    def _move_valve(self, plant: Plant, move: MoveValve, time_s: float) -> Plant:
        index = self._index("hatches", "hatch", move.hatch)
        hatch = self.station.hatches[index]
        if hatch.valve_diameter_m == 0.0:
            raise ActionRefused(Hindrance.NO_VALVE, move.hatch)
        moved = _travelling(plant, index, move, hatch.valve_travel_s, time_s)
        return replace(moved, valve_is_open=_set(plant.valve_is_open, index, move.is_open))

    def _switch_fan(self, plant: Plant, fan: str, is_on: bool) -> Plant:
        self._index("fans", "fan", fan)
        still = set(plant.fans_off) if plant.fans_are_on else {f.id for f in self.station.fans}
        still = still - {fan} if is_on else still | {fan}
        if len(still) == len(self.station.fans):
            return replace(plant, fans_are_on=False, fans_off=())
        return replace(plant, fans_are_on=True, fans_off=tuple(sorted(still)))

    def _open_leak(self, plant: Plant, action: OpenLeak, time_s: float) -> tuple[Plant, str]:
        if action.module not in self.station.module_ids:
            raise ActionRefused(Hindrance.UNKNOWN, action.module, "module")
        if any(state.size.id == action.leak for state in plant.leaks):
            raise ActionRefused(Hindrance.LEAK_EXISTS, action.leak)
        if not 0.0 < action.diameter_m < 0.5 or not 0.0 < action.discharge <= 1.0:
            raise ActionRefused(Hindrance.HOLE_BOUNDS)
        size = LeakSize.hole(action.leak, action.module, action.diameter_m, action.discharge)
        leaks = (*plant.leaks, LeakState(size).started(time_s))
        return replace(plant, leaks=leaks), action.module

    def _seal_leak(self, plant: Plant, leak: str, fraction: float) -> tuple[Plant, str]:
        if not 0.0 <= fraction <= 1.0:
            raise ActionRefused(Hindrance.FRACTION_BOUNDS)
        return _with_leak(plant, leak, lambda state: state.sealed(fraction))

    def _loosen(self, plant: Plant, leak: str, open_part: float) -> tuple[Plant, str]:
        if not 0.0 <= open_part <= 1.0:
            raise ActionRefused(Hindrance.FRACTION_BOUNDS)
        return _with_leak(plant, leak, lambda state: replace(state, open_part=open_part))

    def _patch(self, plant: Plant, module: str, fraction: float) -> tuple[Plant, str]:
        if module not in self.station.module_ids:
            raise ActionRefused(Hindrance.UNKNOWN, module, "module")
        if not 0.0 <= fraction <= 1.0:
            raise ActionRefused(Hindrance.FRACTION_BOUNDS)
        leaks = tuple(
            state.sealed(fraction) if state.size.module == module and state.has_started else state
            for state in plant.leaks
        )
        return replace(plant, leaks=leaks), module

    def _switch(self, plant: Plant, machine: str, is_on: bool) -> tuple[Plant, str]:
        index = self._index("equipment", "machine", machine)
        return replace(plant, machine_is_on=_set(plant.machine_is_on, index, is_on)), machine

    def _feed(self, plant: Plant, machine: str, flow_kg_s: float | None) -> tuple[Plant, str]:
        index = self._index("equipment", "machine", machine)
        equipment = self.station.equipment[index]
        if not equipment.kind.endswith("_feed"):
            raise ActionRefused(Hindrance.FEEDS_NO_GAS, equipment.name)
        if flow_kg_s is not None and not 0.0 <= flow_kg_s <= equipment.rate_kg_s:
            most = equipment.rate_kg_s
            raise ActionRefused(Hindrance.FEED_BOUNDS, equipment.name, most=most)
        return replace(plant, feed_kg_s=_set(plant.feed_kg_s, index, flow_kg_s)), machine

    def _move_crew(
        self,
        plant: Plant,
        crew: tuple[str, ...],
        module: str,
        pressure_pa: Callable[[str], float],
    ) -> tuple[Plant, str]:
        if module not in self.station.module_ids:
            raise ActionRefused(Hindrance.UNKNOWN, module, "module")
        if pressure_pa(module) < LEAST_CREW_PRESSURE_PA:
            raise ActionRefused(Hindrance.TOO_LITTLE_AIR, place=module)
        places = list(plant.crew_places)
        for person in crew:
            if person not in plant.people:
                raise ActionRefused(Hindrance.UNKNOWN_PERSON, person)
            if person in plant.fallen:
                raise ActionRefused(Hindrance.INCAPACITATED, person)
            index = plant.people.index(person)
            if module not in self.reachable(plant, places[index]):
                raise ActionRefused(Hindrance.NO_WAY, person, place=module)
            places[index] = module
        return replace(plant, crew_places=tuple(places)), module

    def _index(self, kind: str, what: str, name: str) -> int:
        for index, item in enumerate(getattr(self.station, kind)):
            if item.id == name:
                return index
        raise ActionRefused(Hindrance.UNKNOWN, name, what)


def _with_leak(
    plant: Plant, leak: str, changed: Callable[[LeakState], LeakState]
) -> tuple[Plant, str]:
    """The plant with a leak changed, and where that is. Raises ActionRefused."""
    found = next((state.size for state in plant.leaks if state.size.id == leak), None)
    if found is None:
        raise ActionRefused(Hindrance.UNKNOWN, leak, "leak")
    leaks = tuple(changed(s) if s.size is found else s for s in plant.leaks)
    return replace(plant, leaks=leaks), found.module or found.hatch


def _travelling(
    plant: Plant, index: int, move: MoveHatch | MoveValve, travel_s: float, time_s: float
) -> Plant:
    """The plant with a hatch, or its valve, on its way; where that takes no time it is there."""
    is_valve = isinstance(move, MoveValve)
    others, now = [], float((plant.valve_is_open if is_valve else plant.hatch_is_open)[index])
    for travel in plant.travels:
        if (travel.index, travel.is_valve) == (index, is_valve):
            now = travel.course.at(time_s)
        elif travel.course.until_s > time_s or 0.0 < travel.course.goal < 1.0:
            others.append(travel)
    goal = move.opening if move.is_open else 0.0
    until_s = time_s + travel_s * abs(goal - now)
    if until_s > time_s or 0.0 < goal < 1.0:
        others.append(Travel(index, is_valve, Course(time_s, now, until_s, goal)))
    return replace(plant, travels=tuple(others))


def _refuse_held_shut(hatch: Hatch, pressure_pa: Callable[[str], float]) -> None:
    force_n, most_n = holding_n(hatch, pressure_pa), read_safety_rules().hands.pull_n
    if force_n > most_n:
        raise ActionRefused(Hindrance.HELD_SHUT, hatch.id, most=most_n, amount=force_n)


def _set(values: tuple[Any, ...], index: int, value: Any) -> tuple[Any, ...]:
    return (*values[:index], value, *values[index + 1 :])
