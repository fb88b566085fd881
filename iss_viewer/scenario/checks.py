"""What a scenario asks of its station that the station does not have or nature does not allow."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

from iss_viewer.datafile import Complaint, unknown
from iss_viewer.datafile.mistakes import Location
from iss_viewer.scenario.scenario import Condition, Leak, Scenario, ScriptedAction, Timed
from iss_viewer.station import Station

#: nobody lives in thinner air: the pressure on the highest summit of the Earth
LEAST_CREW_PRESSURE_PA = 33_700.0
#: walls colder than this would freeze out the air itself, which the model does not know; hotter ones glow
LEAST_WALL_K, MOST_WALL_K = 120.0, 700.0


def complaints(scenario: Scenario, station: Station) -> Iterator[Complaint]:
    """What is impossible in `scenario` for `station` as it was configured."""
    yield from _duplicates("leaks", [leak.id for leak in scenario.leaks])
    for index, leak in enumerate(scenario.leaks):
        yield from _leak(("leaks", index), leak, scenario, station)
    for index, action in enumerate(scenario.actions):
        yield from _action(("actions", index), action, scenario, station)
    for index, fault in enumerate(scenario.faults):
        sensors = [sensor.id for sensor in station.sensors]
        yield from _named(("faults", index, "sensor"), "sensor", fault.sensor, sensors)
        if fault.kind == "dropout" and not 0.0 <= fault.size <= 1.0:
            yield Complaint(("faults", index, "size"), "a part of the samples: from 0 to 1")
        if fault.kind == "noise" and fault.size < 0.0:
            yield Complaint(("faults", index, "size"), "noise cannot be negative")
    for index, hole in enumerate(scenario.coolant_leaks):
        loops = [loop.id for loop in station.coolant_loops]
        yield from _named(("coolant_leaks", index, "loop"), "coolant loop", hole.loop, loops)
    yield from _start(scenario, station)
    yield from _crew(scenario, station)
    yield from _heat(scenario, station)
    for kind in ("leaks", "actions", "faults", "coolant_leaks", "heat_ramps", "steps"):
        for index, timed in enumerate(getattr(scenario, kind)):
            yield from _condition((kind, index), timed, station)
    if scenario.sample_period_s > scenario.duration_s:
        yield Complaint(("sample_every",), "longer than the whole run")


def _leak(place: Location, leak: Leak, scenario: Scenario, station: Station) -> Iterator[Complaint]:
    if bool(leak.module) == bool(leak.hatch):
        yield Complaint(place, "a leak has either a module or a hatch")
    if leak.module:
        yield from _named((*place, "module"), "module", leak.module, station.module_ids)
    if leak.hatch:
        yield from _named((*place, "hatch"), "hatch", leak.hatch, _hatches(station))
    crack = (leak.gap_m, leak.width_m, leak.wall_m)
    sizes = [leak.diameter_m, leak.area_m2, leak.rate_kg_s, all(crack) or None]
    if sum(size is not None for size in sizes) != 1:
        yield Complaint(
            place, "give its size once: diameter, area, rate, or for a crack gap, width and wall"
        )
    if any(crack) and leak.law != "crack":
        yield Complaint((*place, "law"), "gap, width and wall belong to the law 'crack'")
    if leak.law == "crack" and not all(crack) and leak.rate_kg_s is None:
        yield Complaint(place, "a crack is sized by its rate, or by gap, width and wall")
    empty = {item.module for item in scenario.start.modules if item.pressure_pa == 0.0}
    if leak.rate_kg_s is not None and leak.rate_at_pa is None and leak.module in empty:
        yield Complaint(place, "its module starts empty: say at which pressure, 'rate_at'")
    if leak.slip_pa and (leak.law != "crack" or all(crack)):
        yield Complaint((*place, "slip"), "slip belongs to a crack that is sized by its rate")
    for index, change in enumerate(leak.changes):
        spot = (*place, "changes", index)
        yield from _condition(spot, change, station)
        if leak.when is None and change.when is None and _at(change) < _at(leak):
            yield Complaint((*spot, "at"), "before the leak starts")
    if leak.when is None and _at(leak) > scenario.duration_s:
        yield Complaint((*place, "at"), "after the run ends")


def _action(
    place: Location, action: ScriptedAction, scenario: Scenario, station: Station
) -> Iterator[Complaint]:
    known = targets(action.do, station)
    if known is not None:
        yield from _named((*place, "target"), known[0], action.target, known[1])
    elif action.target and action.do != "note":
        yield Complaint((*place, "target"), f"'{action.do}' has no target")
    if action.do == "set_feed" and action.flow_kg_s is None:
        yield Complaint((*place, "flow"), "is missing: how much to feed")
    if action.do == "move_crew" and not action.crew:
        yield Complaint((*place, "crew"), "is missing: who moves")
    for index, person in enumerate(action.crew):
        aboard = crew_ids(scenario, station)
        yield from _named((*place, "crew", index), "crew member", person, aboard)
    if action.do == "note" and not action.text:
        yield Complaint((*place, "text"), "is missing: what the note says")
    if action.do == "read_gauge" and station.gauge is None:
        yield Complaint((*place, "do"), "this station has no manovacuumeter")
    if action.do in ("open_valve", "close_valve"):
        for hatch in station.hatches:
            if hatch.id == action.target and hatch.valve_diameter_m == 0.0:
                yield Complaint((*place, "target"), "this hatch has no equalisation valve")
    if action.do in ("set_feed", "auto_feed"):
        for machine in station.equipment:
            if machine.id == action.target and not machine.kind.endswith("_feed"):
                yield Complaint((*place, "target"), f"a {machine.kind} is no feed")


def _start(scenario: Scenario, station: Station) -> Iterator[Complaint]:
    start, air = scenario.start, station.atmosphere
    for key in ("closed_hatches", "open_hatches"):
        for index, name in enumerate(getattr(start, key)):
            yield from _named(("start", key, index), "hatch", name, _hatches(station))
    for index, name in enumerate(start.open_hatches):
        if name in start.closed_hatches:
            yield Complaint(("start", "open_hatches", index), f"'{name}' is in closed_hatches too")
    machines = [machine.id for machine in station.equipment]
    for index, name in enumerate(start.equipment_off):
        yield from _named(("start", "equipment_off", index), "machine", name, machines)
    for name in start.tank_contents_kg:
        tanks = [tank.id for tank in station.tanks]
        yield from _named(("start", "tank_contents", name), "tank", name, tanks)
    yield from _duplicates("start.modules", [item.module for item in start.modules])
    for index, item in enumerate(start.modules):
        place: Location = ("start", "modules", index, "module")
        yield from _named(place, "module", item.module, station.module_ids)
    total = air.pressure_pa if start.pressure_pa is None else start.pressure_pa
    parts = [
        getattr(air if getattr(start, key) is None else start, key)
        for key in ("oxygen_pa", "carbon_dioxide_pa", "water_pa")
    ]
    if math.fsum(parts) > total:
        yield Complaint(
            ("start",),
            f"oxygen, carbon dioxide and water ({math.fsum(parts) / 1e3:.1f} kPa) exceed the total "
            f"pressure ({total / 1e3:.1f} kPa)",
        )


def _crew(scenario: Scenario, station: Station) -> Iterator[Complaint]:
    plan, start = scenario.crew, scenario.start
    volumes = station.module_ids
    for index, person in enumerate(plan.people or ()):
        place: Location = ("crew", "people", index)
        yield from _named((*place, "module"), "module", person.module, volumes)
        if person.vehicle:
            ships = [ship.id for ship in station.docked]
            yield from _named((*place, "vehicle"), "docked vehicle", person.vehicle, ships)
    if plan.home:
        yield from _named(("crew", "home"), "module", plan.home, station.module_ids)
    homes = set(crew_homes(scenario, station).values())
    if not homes:
        return
    everywhere = start.pressure_pa
    if everywhere is not None and everywhere < LEAST_CREW_PRESSURE_PA:
        yield Complaint(("start", "pressure"), _no_air("the crew", everywhere))
    for index, item in enumerate(start.modules):
        pressure = item.pressure_pa
        if item.module in homes and pressure is not None and pressure < LEAST_CREW_PRESSURE_PA:
            place = ("start", "modules", index, "pressure")
            yield Complaint(place, _no_air(f"the crew in {item.module}", pressure))


def _no_air(who: str, pressure_pa: float) -> str:
    least = LEAST_CREW_PRESSURE_PA / 1e3
    return (
        f"{who} cannot live at {pressure_pa / 1e3:.1f} kPa; at least {least:.1f} kPa, "
        "or set crew.count = 0"
    )


def _heat(scenario: Scenario, station: Station) -> Iterator[Complaint]:
    places = {*station.module_ids, *(module.segment for module in station.modules)}
    for kind in ("heat_swings", "heat_ramps"):
        for index, item in enumerate(getattr(scenario, kind)):
            if item.where:
                spot = (kind, index, "where")
                yield from _named(spot, "module or segment", item.where, places)
    yield from _bounds_of_heat(scenario, station)
    for index, load in enumerate(scenario.heat_loads):
        spot = ("heat_loads", index, "module")
        yield from _named(spot, "module", load.module, station.module_ids)


def _bounds_of_heat(scenario: Scenario, station: Station) -> Iterator[Complaint]:
    """Where swings and ramps together take the walls of a module out of what the gas laws hold for."""
    given = scenario.start.temperature_k
    base_k = station.atmosphere.temperature_k if given is None else given
    for module in station.modules:
        here = {"", module.id, module.segment}
        swing_k = math.fsum(s.amplitude_k for s in scenario.heat_swings if s.where in here)
        changes = [ramp.change_k for ramp in scenario.heat_ramps if ramp.where in here]
        low_k = base_k - swing_k + math.fsum(change for change in changes if change < 0.0)
        high_k = base_k + swing_k + math.fsum(change for change in changes if change > 0.0)
        if low_k < LEAST_WALL_K or high_k > MOST_WALL_K:
            kind = "heat_ramps" if changes else "heat_swings"
            last = max(i for i, s in enumerate(getattr(scenario, kind)) if s.where in here)
            yield Complaint(
                (kind, last),
                f"together they may take the walls of '{module.id}' from {low_k:.0f} K to {high_k:.0f} K; "
                f"allowed: {LEAST_WALL_K:.0f} to {MOST_WALL_K:.0f} K",
            )
            return


def _condition(place: Location, timed: Timed, station: Station) -> Iterator[Complaint]:
    condition = timed.when
    if condition is None:
        return
    spot = (*place, "when")
    asks_pressure = (
        condition.pressure_below_pa is not None or condition.pressure_above_pa is not None
    )
    if condition.module:
        yield from _named((*spot, "module"), "module", condition.module, station.module_ids)
    if condition.hatch:
        yield from _named((*spot, "hatch"), "hatch", condition.hatch, _hatches(station))
    if asks_pressure != bool(condition.module):
        yield Complaint(spot, "a module belongs to pressure_below or pressure_above")
    if (condition.hatch_is is not None) != bool(condition.hatch):
        yield Complaint(spot, "a hatch belongs to hatch_is")
    if not (asks_pressure or condition.hatch_is or condition.action):
        yield Complaint(spot, "says nothing: name a pressure, a hatch or an action")
    if condition.action:
        yield from _awaited_action((*spot, "action"), condition, station)


def _awaited_action(place: Location, condition: Condition, station: Station) -> Iterator[Complaint]:
    verb, _, target = condition.action.partition(" ")
    if verb not in VERBS:
        yield Complaint(place, unknown("action", verb, VERBS))
        return
    known = targets(verb, station)
    if known is not None and target:
        yield from _named(place, known[0], target, known[1])


VERBS = (
    "open_hatch", "close_hatch", "open_valve", "close_valve", "fans_on", "fans_off", "switch_on",
    "switch_off", "set_feed", "auto_feed", "move_crew", "read_gauge", "patch_module",
)  # fmt: skip


def targets(verb: str, station: Station) -> tuple[str, tuple[str, ...]] | None:
    """What an action's target is and which there are; None for one without a target."""
    if verb.endswith(("_hatch", "_valve")):
        return "hatch", _hatches(station)
    if verb in ("move_crew", "read_gauge", "patch_module"):
        return "module", station.module_ids
    if verb in ("switch_on", "switch_off", "set_feed", "auto_feed"):
        return "machine", tuple(machine.id for machine in station.equipment)
    return None


def crew_homes(scenario: Scenario, station: Station) -> dict[str, str]:
    """Person -> module at the start: the station's crew, cut or filled up to the plan's count."""
    plan = scenario.crew
    people = {person.id: person.module for person in station.crew}
    if plan.count is None:
        return people
    chosen = dict(list(people.items())[: plan.count])
    home = plan.home or next(iter(people.values()), station.module_ids[0])
    for number in range(len(chosen) + 1, plan.count + 1):
        chosen[f"CREW_{number}"] = home
    return chosen


def crew_ids(scenario: Scenario, station: Station) -> tuple[str, ...]:
    """Ids of the people aboard."""
    return tuple(crew_homes(scenario, station))


def _at(timed: Timed) -> float:
    return timed.at_s or 0.0


def _hatches(station: Station) -> tuple[str, ...]:
    return tuple(hatch.id for hatch in station.hatches)


def _named(place: Location, what: str, name: str, known: Collection[str]) -> Iterator[Complaint]:
    if name not in known:
        yield Complaint(place, unknown(what, name, known))


def _duplicates(kind: str, ids: list[str]) -> Iterator[Complaint]:
    place: Location = tuple(kind.split("."))
    for index, item_id in enumerate(ids):
        if item_id in ids[:index]:
            yield Complaint((*place, index), f"'{item_id}' is named twice")
