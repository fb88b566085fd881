"""What is wrong with a station file although each of its fields is well formed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from iss_viewer.datafile import Complaint, unknown
from iss_viewer.datafile.mistakes import Location
from iss_viewer.datafile.ranges import instrument_ranges
from iss_viewer.station.machines import Equipment, Tank
from iss_viewer.station.provenance import Sourced
from iss_viewer.station.station import SHIP, VACUUM, SensorClass, Station

_RESERVED = {VACUUM, SHIP, "STATION", "FANS"}
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_NAMED = (
    "modules", "hatches", "ports", "vehicle_types", "docked", "fans", "sensor_classes", "sensors",
    "equipment", "tanks", "coolant_loops", "crew", "trusses", "solar_arrays", "radiators",
)  # fmt: skip


def complaints(station: Station) -> Iterator[Complaint]:
    """What is wrong with the names in a station file, before any vehicle is docked."""
    yield from _name_complaints(station)
    yield from _hatch_complaints(station)
    yield from _port_complaints(station)
    yield from _docked_complaints(station)
    yield from _fan_complaints(station)
    yield from _instrument_complaints(station)
    yield from _heat_control_complaints(station)
    yield from _transfer_complaints(station)
    yield from _bed_complaints(station)
    yield from _water_complaints(station)
    if station.outside:
        yield from _unknown(("outside",), "module", station.outside, _volumes(station))
    yield from _vehicle_type_complaints(station)
    yield from _source_complaints(station)
    air = station.atmosphere
    if air.oxygen_pa + air.carbon_dioxide_pa + air.water_pa > air.pressure_pa:
        place = ("atmosphere", "oxygen_pa")
        yield Complaint(place, "oxygen, carbon dioxide and water together exceed pressure_pa")


def _name_complaints(station: Station) -> Iterator[Complaint]:
    for kind in _NAMED:
        ids = [item.id for item in getattr(station, kind)]
        for index, name in enumerate(ids):
            if name in ids[:index]:
                yield Complaint((kind, index, "id"), f"'{name}' is named twice")
            elif name in _RESERVED:
                yield Complaint((kind, index, "id"), f"'{name}' means something else here")
            elif not _NAME.fullmatch(name):
                yield Complaint((kind, index, "id"), "use letters, digits, _ and - only")
    modules = {module.id for module in station.modules}
    for index, ship in enumerate(station.docked):
        if ship.id in modules:
            yield Complaint(("docked", index, "id"), f"a module is named '{ship.id}' too")


def _volumes(station: Station) -> set[str]:
    modules = {module.id for module in station.modules}
    return modules | {ship.id for ship in station.docked}


def _hatch_complaints(station: Station) -> Iterator[Complaint]:
    volumes = _volumes(station) | {VACUUM}
    for index, hatch in enumerate(station.hatches):
        yield from _unknown(("hatches", index, "a"), "module", hatch.a, volumes)
        if hatch.a == VACUUM != hatch.b:
            yield Complaint(
                ("hatches", index, "a"), f"write {VACUUM} as b: the outside comes second"
            )
        yield from _unknown(("hatches", index, "b"), "module", hatch.b, volumes)
        if hatch.a == hatch.b:
            yield Complaint(("hatches", index, "b"), "a hatch joins two different volumes")


def _port_complaints(station: Station) -> Iterator[Complaint]:
    sides = {hatch.id: (hatch.a, hatch.b) for hatch in station.hatches}
    modules = {module.id for module in station.modules}
    seen: set[str] = set()
    for index, port in enumerate(station.ports):
        yield from _unknown(("ports", index, "module"), "module", port.module, modules)
        place = ("ports", index, "hatch")
        yield from _unknown(place, "hatch", port.hatch, sides)
        if port.hatch in seen:
            yield Complaint(place, f"hatch '{port.hatch}' belongs to another port already")
        elif port.module not in sides.get(port.hatch, (port.module,)):
            yield Complaint(place, f"hatch '{port.hatch}' is not a hatch of '{port.module}'")
        seen.add(port.hatch)


def _docked_complaints(station: Station) -> Iterator[Complaint]:
    ports = {port.id: port for port in station.ports}
    kinds = {kind.id for kind in station.vehicle_types}
    hatches = {hatch.id: hatch for hatch in station.hatches}
    modules = {module.id for module in station.modules}
    seen: set[str] = set()
    for index, ship in enumerate(station.docked):
        place = ("docked", index, "port")
        yield from _unknown(place, "port", ship.port, ports)
        yield from _unknown(("docked", index, "type"), "vehicle type", ship.type, kinds)
        hatch = hatches.get(ports[ship.port].hatch) if ship.port in ports else None
        if ship.port in seen:
            yield Complaint(place, f"another vehicle is at port '{ship.port}' already")
        elif hatch and hatch.a in modules and hatch.b in modules:
            yield Complaint(place, f"port '{ship.port}' is taken: it joins {hatch.a} and {hatch.b}")
        seen.add(ship.port)
    ships = {ship.id for ship in station.docked}
    for index, person in enumerate(station.crew):
        if person.vehicle:
            yield from _unknown(("crew", index, "vehicle"), "docked vehicle", person.vehicle, ships)


def _fan_complaints(station: Station) -> Iterator[Complaint]:
    volumes = _volumes(station)
    joined = {frozenset((hatch.a, hatch.b)) for hatch in station.hatches}
    hatches_are_known = set().union(*joined) <= volumes | {VACUUM}
    for index, fan in enumerate(station.fans):
        yield from _unknown(("fans", index, "a"), "module", fan.a, volumes)
        yield from _unknown(("fans", index, "b"), "module", fan.b, volumes)
        known = hatches_are_known and {fan.a, fan.b} <= volumes
        if known and frozenset((fan.a, fan.b)) not in joined:
            yield Complaint(("fans", index, "b"), f"no hatch joins {fan.a} and {fan.b}")


def _instrument_complaints(station: Station) -> Iterator[Complaint]:
    volumes = _volumes(station)
    quantities = {kind.id: kind.quantity for kind in station.sensor_classes}
    measured: set[tuple[str, str]] = set()
    for index, sort in enumerate(station.sensor_classes):
        yield from _range_complaints(("sensor_classes", index), sort)
    for index, sensor in enumerate(station.sensors):
        place = ("sensors", index, "sensor_class")
        yield from _unknown(place, "sensor class", sensor.sensor_class, quantities)
        pair = (sensor.module, quantities.get(sensor.sensor_class, sensor.id))
        if pair in measured:
            yield Complaint(place, f"{pair[0]} has a sensor of {pair[1]} already")
        measured.add(pair)
    for kind in ("sensors", "equipment", "tanks", "coolant_loops", "crew"):
        for index, item in enumerate(getattr(station, kind)):
            yield from _unknown((kind, index, "module"), "module", item.module, volumes)
    tanks = {tank.id for tank in station.tanks}
    for index, machine in enumerate(station.equipment):
        if machine.tank:
            yield from _unknown(("equipment", index, "tank"), "tank", machine.tank, tanks)


def _range_complaints(place: Location, sort: SensorClass) -> Iterator[Complaint]:
    """Numbers that no instrument of this quantity has, such as those of one for another quantity."""
    unit = "K" if sort.quantity == "temperature" else "Pa"
    for field, most in instrument_ranges(sort.quantity).items():
        value = getattr(sort, field)
        if abs(value) > most:
            words = f"no instrument of {sort.quantity.replace('_', ' ')} has this: at most {most:g}"
            yield Complaint((*place, field), f"{words}, in {unit} (is {value:g})")
    if sort.low >= sort.high:
        yield Complaint((*place, "low"), f"is not below high ({sort.high:g})")


def _heat_control_complaints(station: Station) -> Iterator[Complaint]:
    """Machines that hold a temperature but cannot, and others that cannot but say how."""
    for index, machine in enumerate(station.equipment):
        power_w = machine.cooling_w + machine.heating_w
        if machine.kind not in ("cooler", "condenser") and power_w:
            place = ("equipment", index, "cooling_w" if machine.cooling_w else "heating_w")
            yield Complaint(
                place, f"a {machine.kind} holds no temperature: a cooler or condenser does"
            )
        elif power_w and not machine.gain_w_k:
            place = ("equipment", index, "gain_w_k")
            yield Complaint(place, "is missing: how much heat it draws per kelvin")
        elif machine.kind == "cooler" and not power_w:
            yield Complaint(("equipment", index, "cooling_w"), "is missing: or heating_w")


def _transfer_complaints(station: Station) -> Iterator[Complaint]:
    """Machines that pass gas to nowhere, or by no way; and others that say how."""
    volumes = _volumes(station)
    for index, machine in enumerate(station.equipment):
        place: Location = ("equipment", index)
        if machine.into and machine.kind not in ("pump", "hose", "relief_valve"):
            yield Complaint(
                (*place, "into"), f"{machine.kind}: leads nowhere, as a pump or hose does"
            )
        elif machine.into:
            yield from _unknown((*place, "into"), "module", machine.into, volumes)
        if machine.into == machine.module:
            yield Complaint((*place, "into"), "leads back to its own module")
        if machine.kind == "hose" and not machine.diameter_m:
            yield Complaint((*place, "diameter_m"), "is missing: the bore of the hose")
        if machine.kind == "pump" and not machine.flow_m3_s:
            yield Complaint((*place, "flow_m3_s"), "is missing: what the pump moves")
        if machine.stall_pa is not None and machine.kind != "pump":
            yield Complaint((*place, "stall_pa"), f"belongs to a pump, not to {machine.kind}")


def _water_complaints(station: Station) -> Iterator[Complaint]:
    """Feeds that draw from water, and generators and condensers that have gas for it."""
    lists: list[tuple[Location, Sequence[Equipment], Sequence[Tank]]] = [
        ((), station.equipment, station.tanks)
    ]
    lists += [
        (("vehicle_types", index), kind.equipment, kind.tanks)
        for index, kind in enumerate(station.vehicle_types)
    ]
    for place, machines, tanks in lists:
        gas = {tank.id: tank.gas for tank in tanks}
        for index, machine in enumerate(machines):
            if machine.tank not in gas:
                continue
            holds = machine.kind in ("oxygen_generation", "condenser")
            if holds is not (gas[machine.tank] == "water"):
                needed = "a tank of water" if holds else "a tank of gas"
                yield Complaint(
                    (*place, "equipment", index, "tank"), f"{machine.kind} needs {needed}"
                )


def _bed_complaints(station: Station) -> Iterator[Complaint]:
    """Beds that are changed before they are spent, or in a machine that has none."""
    for index, machine in enumerate(station.equipment):
        place, cycle_s = ("equipment", index), machine.half_cycle_s
        given = [n for n in ("fresh_s", "dump_s") if getattr(machine, n)]
        if cycle_s is None:
            if given:
                yield Complaint((*place, given[0]), "belongs to a bed: half_cycle_s is missing")
        elif machine.kind != "co2_removal":
            yield Complaint((*place, "half_cycle_s"), f"{machine.kind} has no beds")
        else:
            for name in given:
                if getattr(machine, name) > cycle_s:
                    words = f"is longer than half_cycle_s ({cycle_s:g})"
                    yield Complaint((*place, name), words)


def _vehicle_type_complaints(station: Station) -> Iterator[Complaint]:
    classes = {kind.id for kind in station.sensor_classes}
    for index, kind in enumerate(station.vehicle_types):
        place = ("vehicle_types", index)
        for number, name in enumerate(kind.sensors):
            yield from _unknown((*place, "sensors", number), "sensor class", name, classes)
        tanks = {tank.id for tank in kind.tanks}
        for number, machine in enumerate(kind.equipment):
            if machine.tank:
                there = (*place, "equipment", number, "tank")
                yield from _unknown(there, "tank", machine.tank, tanks)
        for number, machine in enumerate(kind.equipment):
            if machine.into:
                there = (*place, "equipment", number, "into")
                yield Complaint(
                    there, "what leads to another module stands in the station's own list"
                )
        for group in ("equipment", "tanks"):
            for number, item in enumerate(getattr(kind, group)):
                if item.module != SHIP:
                    there = (*place, group, number, "module")
                    yield Complaint(there, f"write '{SHIP}': the vehicle itself")


def _source_complaints(station: Station) -> Iterator[Complaint]:
    """Sources that the table `sources` does not list; a file without that table may write freely."""
    if not station.sources:
        return
    for place, table in _sourced(station, ()):
        for name in table.source_ids():
            yield from _unknown((*place, "source"), "source", name, station.sources)
        for field, evidence in table.evidence.items():
            there: Location = (*place, "evidence", field)
            yield from _unknown(there, "field of this table", field, type(table).model_fields)
            for name in evidence.source_ids():
                yield from _unknown((*there, "source"), "source", name, station.sources)


def _sourced(value: object, place: Location) -> Iterator[tuple[Location, Sourced]]:
    """All tables that say their source, with their places."""
    if isinstance(value, Sourced):
        yield place, value
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _sourced(item, (*place, index))
    elif isinstance(value, Station | Sourced):
        for name in type(value).model_fields:
            yield from _sourced(getattr(value, name), (*place, name))


def _unknown(location: Location, what: str, name: str, known: Iterable[str]) -> Iterator[Complaint]:
    if name not in known:
        yield Complaint(location, unknown(what, name, known))
