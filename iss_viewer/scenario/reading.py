"""Read a scenario file and check it against its station."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from iss_viewer.datafile import Complaint, FileMistakes, find, read, unknown
from iss_viewer.scenario.scenario import Leak, Scenario
from iss_viewer.station import Station, configured, read_station


def read_scenario(
    name_or_path: str | Path, station: str | Path | None = None
) -> tuple[Scenario, Station]:
    """The scenario of a name or file, and its station as it was then, vehicles docked.

    `station` takes another station file. Raises FileMistakes with all that is wrong.
    """
    path = find("scenarios", str(name_or_path))
    found: list[Station] = []

    def check(scenario: Scenario) -> Iterator[Complaint]:
        try:
            base = read_station(station or scenario.station)
        except FileMistakes as error:
            if station is not None:
                raise
            for mistake in error.mistakes:
                yield Complaint(("station",), str(mistake))
            return
        yield from _configuration_complaints(scenario, base)
        as_then = configured(base, scenario.docked, scenario.absent)
        found.append(as_then)
        yield from complaints(scenario, as_then)

    scenario = read(path, Scenario, check)
    return scenario, found[0]


def _configuration_complaints(scenario: Scenario, base: Station) -> Iterator[Complaint]:
    modules = {module.id for module in base.modules if module.kind == "module"}
    for index, name in enumerate(scenario.absent):
        if name not in modules:
            yield Complaint(("absent", index), unknown("module", name, modules))
    ports = {port.id for port in base.ports}
    kinds = {kind.id for kind in base.vehicle_types}
    for index, ship in enumerate(scenario.docked or ()):
        if ship.port not in ports:
            yield Complaint(("docked", index, "port"), unknown("port", ship.port, ports))
        if ship.type not in kinds:
            yield Complaint(("docked", index, "type"), unknown("vehicle type", ship.type, kinds))


def complaints(scenario: Scenario, station: Station) -> Iterator[Complaint]:
    """What `scenario` asks of `station` that it does not have or cannot do."""
    modules = set(station.module_ids)
    hatches = {hatch.id for hatch in station.hatches}
    for index, leak in enumerate(scenario.leaks):
        yield from _leak_complaints(("leaks", index), leak, modules, hatches)
    for index, action in enumerate(scenario.actions):
        known = _targets(action.do, station)
        if known is not None and action.target not in known[1]:
            yield Complaint(
                ("actions", index, "target"), unknown(known[0], action.target, known[1])
            )
    sensors = {sensor.id for sensor in station.sensors}
    for index, fault in enumerate(scenario.faults):
        if fault.sensor not in sensors:
            yield Complaint(("faults", index, "sensor"), unknown("sensor", fault.sensor, sensors))
    loops = {loop.id for loop in station.coolant_loops}
    for index, hole in enumerate(scenario.coolant_leaks):
        if hole.loop not in loops:
            yield Complaint(
                ("coolant_leaks", index, "loop"), unknown("coolant loop", hole.loop, loops)
            )
    for key in ("closed_hatches", "open_hatches"):
        for index, name in enumerate(getattr(scenario.start, key)):
            if name not in hatches:
                yield Complaint(("start", key, index), unknown("hatch", name, hatches))
    for index, start in enumerate(scenario.start.modules):
        if start.module not in modules:
            place = ("start", "modules", index, "module")
            yield Complaint(place, unknown("module", start.module, modules))


def _leak_complaints(
    place: tuple[str | int, ...], leak: Leak, modules: set[str], hatches: set[str]
) -> Iterator[Complaint]:
    if bool(leak.module) == bool(leak.hatch):
        yield Complaint(place, "a leak has either a module or a hatch")
    if leak.module and leak.module not in modules:
        yield Complaint((*place, "module"), unknown("module", leak.module, modules))
    if leak.hatch and leak.hatch not in hatches:
        yield Complaint((*place, "hatch"), unknown("hatch", leak.hatch, hatches))
    crack = (leak.gap_m, leak.width_m, leak.wall_m)
    sizes = [leak.diameter_m, leak.area_m2, leak.rate_kg_s, all(crack) or None]
    if sum(size is not None for size in sizes) != 1:
        yield Complaint(
            place, "give its size once: diameter, area, rate, or for a crack gap, width and wall"
        )
    if any(crack) and leak.law != "crack":
        yield Complaint((*place, "law"), "gap, width and wall belong to the law 'crack'")


def _targets(verb: str, station: Station) -> tuple[str, set[str]] | None:
    if verb.endswith(("_hatch", "_valve")):
        return "hatch", {hatch.id for hatch in station.hatches}
    if verb in ("move_crew", "read_gauge", "patch_module"):
        return "module", set(station.module_ids)
    if verb in ("switch_on", "switch_off", "set_feed", "auto_feed"):
        return "machine", {machine.id for machine in station.equipment}
    return None
