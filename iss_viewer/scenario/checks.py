"""What a scenario asks of its station that the station does not have or nature does not allow."""

from __future__ import annotations

import math
from collections.abc import Iterator

from iss_viewer.datafile import Complaint
from iss_viewer.datafile.mistakes import Location
from iss_viewer.scenario.conditions import condition_complaints, hindrance, targets, time_complaints
from iss_viewer.scenario.names import duplicates, named
from iss_viewer.scenario.scenario import (
    Leak,
    ModuleStart,
    Scenario,
    ScriptedAction,
    SensorFault,
    Timed,
)
from iss_viewer.scenario.series import series_complaints
from iss_viewer.station import Station

#: nobody lives in thinner air: the pressure on the highest summit of the Earth
LEAST_CREW_PRESSURE_PA = 33_700.0
#: walls colder than this would freeze out the air itself, which the model does not know; hotter ones glow
LEAST_WALL_K, MOST_WALL_K = 120.0, 700.0
#: thirty years of samples each second
MOST_SAMPLES = 1_000_000_000
#: nobody lived in orbit before, and clocks of 63 bits end soon after
YEARS = range(1970, 2200)


def complaints(scenario: Scenario, station: Station) -> Iterator[Complaint]:
    """What is impossible in `scenario` for `station` as it was configured."""
    yield from duplicates("leaks", [leak.id for leak in scenario.leaks])
    for index, leak in enumerate(scenario.leaks):
        yield from leak_complaints(("leaks", index), leak, scenario, station)
    for index, action in enumerate(scenario.actions):
        yield from _action(("actions", index), action, scenario, station)
    for index, fault in enumerate(scenario.faults):
        yield from _fault(("faults", index), fault, station)
    for index, hole in enumerate(scenario.coolant_leaks):
        loops = [loop.id for loop in station.coolant_loops]
        yield from named(("coolant_leaks", index, "loop"), "coolant loop", hole.loop, loops)
    yield from series_complaints(scenario, station)
    yield from _start(scenario, station)
    yield from _crew(scenario, station)
    yield from _heat(scenario, station)
    for kind in ("leaks", "actions", "faults", "coolant_leaks", "heat_ramps", "steps"):
        for index, timed in enumerate(getattr(scenario, kind)):
            yield from time_complaints((kind, index), timed, scenario)
            yield from condition_complaints((kind, index), timed, scenario, station)
    if scenario.sample_period_s > scenario.duration_s:
        yield Complaint(("sample_every",), "longer than the whole run")
    elif scenario.duration_s > MOST_SAMPLES * scenario.sample_period_s:
        most = f"at most {MOST_SAMPLES:,} samples in a run"
        yield Complaint(("sample_every",), f"{most}: sample more seldom, or run for less long")
    if scenario.start_utc.year not in YEARS:
        words = f"must be a day of the years {YEARS.start} to {YEARS.stop - 1}"
        yield Complaint(("start_utc",), words)


def leak_complaints(
    place: Location, leak: Leak, scenario: Scenario, station: Station
) -> Iterator[Complaint]:
    """What is impossible in one leak."""
    if bool(leak.module) == bool(leak.hatch):
        yield Complaint(place, "a leak has either a module or a hatch")
    if leak.module:
        yield from named((*place, "module"), "module", leak.module, station.module_ids)
    if leak.hatch:
        yield from named((*place, "hatch"), "hatch", leak.hatch, _hatches(station))
    if leak.into:
        yield from named((*place, "into"), "module", leak.into, station.module_ids)
        if leak.hatch or leak.into == leak.module:
            words = (
                "a hatch leads to its own other side"
                if leak.hatch
                else "leads back to its own module"
            )
            yield Complaint((*place, "into"), words)
    crack = (leak.gap_m, leak.width_m, leak.wall_m)
    sizes = [leak.diameter_m, leak.area_m2, leak.rate_kg_s, all(crack) or None]
    if sum(size is not None for size in sizes) != 1:
        yield Complaint(
            place, "give its size once: diameter, area, rate, or for a crack gap, width and wall"
        )
    if any(crack) and leak.law != "crack":
        yield Complaint((*place, "law"), "gap, width and wall belong to the law 'crack'")
    if leak.gap_m and leak.wall_m and leak.gap_m > leak.wall_m:
        words = "a crack is no wider than its wall is thick; what is wider is a hole, with a diameter or an area"
        yield Complaint((*place, "gap"), words)
    if leak.law == "crack" and not all(crack) and leak.rate_kg_s is None:
        yield Complaint(place, "a crack is sized by its rate, or by gap, width and wall")
    if (leak.law == "power") != (leak.exponent is not None):
        yield Complaint((*place, "exponent"), "belongs to the law 'power', which needs it")
    if leak.law == "power" and leak.rate_kg_s is None:
        yield Complaint(place, "a leak of the law 'power' is sized by its rate")
    empty = {item.module for item in scenario.start.modules if item.pressure_pa == 0.0}
    if leak.rate_kg_s is not None and leak.rate_at_pa is None and leak.module in empty:
        yield Complaint(place, "its module starts empty: say at which pressure, 'rate_at'")
    if leak.slip_pa and (leak.law != "crack" or all(crack)):
        yield Complaint((*place, "slip"), "slip belongs to a crack that is sized by its rate")
    for index, change in enumerate(leak.changes):
        spot = (*place, "changes", index)
        yield from time_complaints(spot, change, scenario)
        yield from condition_complaints(spot, change, scenario, station)
        if leak.when is None and change.when is None and _at(change) < _at(leak):
            yield Complaint((*spot, "at"), "before the leak starts")


def _action(
    place: Location, action: ScriptedAction, scenario: Scenario, station: Station
) -> Iterator[Complaint]:
    known = targets(action.do, station)
    is_all = known is not None and known[0] == "fan" and not action.target
    if known is not None and not is_all:
        yield from named((*place, "target"), known[0], action.target, known[1])
    elif action.target and action.do != "note":
        yield Complaint((*place, "target"), f"'{action.do}' has no target")
    if action.opening < 1.0 and action.do not in ("open_hatch", "open_valve"):
        yield Complaint((*place, "opening"), "belongs to open_hatch or open_valve")
    if action.do == "set_feed" and action.flow_kg_s is None:
        yield Complaint((*place, "flow"), "is missing: how much to feed")
    if action.do == "move_crew" and not action.crew:
        yield Complaint((*place, "crew"), "is missing: who moves")
    for index, person in enumerate(action.crew):
        aboard = crew_ids(scenario, station)
        yield from named((*place, "crew", index), "crew member", person, aboard)
    if action.do == "note" and not action.text:
        yield Complaint((*place, "text"), "is missing: what the note says")
    told = hindrance(action.do, action.target, station)
    if told:
        yield Complaint((*place, "do" if action.do == "read_gauge" else "target"), told)


def _fault(place: Location, fault: SensorFault, station: Station) -> Iterator[Complaint]:
    """A fault of an unknown sensor, or of a size that its instrument could not even show."""
    classes = {sort.id: sort for sort in station.sensor_classes}
    kinds = {sensor.id: classes[sensor.sensor_class] for sensor in station.sensors}
    yield from named((*place, "sensor"), "sensor", fault.sensor, kinds)
    if fault.kind == "dropout" and not 0.0 <= fault.size <= 1.0:
        yield Complaint((*place, "size"), "a part of the samples: from 0 to 1")
    if fault.kind == "noise" and fault.size < 0.0:
        yield Complaint((*place, "size"), "noise cannot be negative")
    if fault.kind in ("bias", "drift", "noise") and fault.sensor in kinds:
        sort = kinds[fault.sensor]
        span, unit = sort.high - sort.low, "K" if sort.quantity == "temperature" else "Pa"
        if abs(fault.size) > span:
            each = f"{unit} a day" if fault.kind == "drift" else unit
            words = f"more than this instrument can show: at most {span:g} {each}, its range"
            yield Complaint((*place, "size"), words)


def _start(scenario: Scenario, station: Station) -> Iterator[Complaint]:
    start, air = scenario.start, station.atmosphere
    for key in ("closed_hatches", "open_hatches"):
        for index, name in enumerate(getattr(start, key)):
            yield from named(("start", key, index), "hatch", name, _hatches(station))
    for index, name in enumerate(start.open_hatches):
        if name in start.closed_hatches:
            yield Complaint(("start", "open_hatches", index), f"'{name}' is in closed_hatches too")
    machines = [machine.id for machine in station.equipment]
    for index, name in enumerate(start.equipment_off):
        yield from named(("start", "equipment_off", index), "machine", name, machines)
    for name in start.tank_contents_kg:
        tanks = [tank.id for tank in station.tanks]
        yield from named(("start", "tank_contents", name), "tank", name, tanks)
    yield from duplicates("start.modules", [item.module for item in start.modules])
    for index, item in enumerate(start.modules):
        place: Location = ("start", "modules", index, "module")
        yield from named(place, "module", item.module, station.module_ids)
        yield from _own_mixture(index, item)
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


def _own_mixture(index: int, item: ModuleStart) -> Iterator[Complaint]:
    """A module whose own gases are more than its own pressure."""
    own = [item.oxygen_pa, item.carbon_dioxide_pa, item.water_pa]
    parts = [value for value in own if value is not None]
    if parts and item.pressure_pa is None:
        place = ("start", "modules", index, "pressure")
        yield Complaint(place, "is missing: a module with its own mixture says its own pressure")
    elif item.pressure_pa is not None and math.fsum(parts) > item.pressure_pa:
        said = f"its gases ({math.fsum(parts) / 1e3:.1f} kPa) exceed its pressure ({item.pressure_pa / 1e3:.1f} kPa)"
        yield Complaint(("start", "modules", index), said)


def _crew(scenario: Scenario, station: Station) -> Iterator[Complaint]:
    plan, start = scenario.crew, scenario.start
    volumes = station.module_ids
    yield from duplicates("crew.people", [person.id for person in plan.people or ()])
    for index, person in enumerate(plan.people or ()):
        place: Location = ("crew", "people", index)
        yield from named((*place, "module"), "module", person.module, volumes)
        if person.vehicle:
            ships = [ship.id for ship in station.docked]
            yield from named((*place, "vehicle"), "docked vehicle", person.vehicle, ships)
    times = [part.at_s for part in plan.day]
    for index, at_s in enumerate(times):
        if at_s <= max(times[:index], default=-1.0):
            yield Complaint(
                ("crew", "day", index, "at"), "is not after the part of the day before it"
            )
    if plan.home:
        yield from named(("crew", "home"), "module", plan.home, station.module_ids)
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
                yield from named(spot, "module or segment", item.where, places)
    yield from _bounds_of_heat(scenario, station)
    for index, load in enumerate(scenario.heat_loads):
        spot = ("heat_loads", index, "module")
        yield from named(spot, "module", load.module, station.module_ids)


def _bounds_of_heat(scenario: Scenario, station: Station) -> Iterator[Complaint]:
    """Where swings and ramps together take the walls of a module out of what the gas laws hold for."""
    given = scenario.start.temperature_k
    base_k = station.atmosphere.temperature_k if given is None else given
    for module in station.modules:
        here = {"", module.id, module.segment}
        swing_k = math.fsum(s.amplitude_k for s in scenario.heat_swings if s.where in here)
        changes = [ramp.change_k for ramp in scenario.heat_ramps if ramp.where in here]
        held_k = module.walls.environment_k if module.walls else None
        around_k = base_k if held_k is None else held_k
        low_k = around_k - swing_k + math.fsum(change for change in changes if change < 0.0)
        high_k = around_k + swing_k + math.fsum(change for change in changes if change > 0.0)
        if low_k < LEAST_WALL_K or high_k > MOST_WALL_K:
            kind = "heat_ramps" if changes else "heat_swings"
            last = max(i for i, s in enumerate(getattr(scenario, kind)) if s.where in here)
            yield Complaint(
                (kind, last),
                f"together they may take the walls of '{module.id}' from {low_k:.0f} K to {high_k:.0f} K; "
                f"allowed: {LEAST_WALL_K:.0f} to {MOST_WALL_K:.0f} K",
            )
            return


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
