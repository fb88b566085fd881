"""Read a station file, check that its names fit together, and dock its vehicles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from iss_viewer.datafile import Complaint, find, read, unknown
from iss_viewer.station.station import (
    VACUUM,
    CoolantLoop,
    Docked,
    Hatch,
    Module,
    Port,
    Station,
    VehicleType,
)


def read_station(name_or_path: str | Path) -> Station:
    """The station of a name (``"iss"``) or file, its vehicles docked.

    Raises FileMistakes with all that is wrong in it.
    """
    return dock(read(find("stations", str(name_or_path)), Station, complaints), ())


def configured(station: Station, docked: Sequence[Docked] | None, absent: Sequence[str]) -> Station:
    """`station` as it was on another day: other vehicles (None: the same), some modules not there."""
    gone = set(absent)
    undocked = undock(station, gone)
    ships = station.docked if docked is None else docked
    ports = {port.id for port in undocked.ports}
    return dock(undocked, [ship for ship in ships if ship.port in ports])


def undock(station: Station, gone: set[str]) -> Station:
    """`station` without vehicles and without the modules in `gone`, and all that hangs on them."""
    left = [m for m in station.modules if m.kind == "module" and m.id not in gone]
    here = {m.id for m in left} | {VACUUM}
    ports = [port for port in station.ports if port.module in here]
    port_of = {port.hatch: port for port in station.ports}
    hatches = []
    for hatch in station.hatches:
        port = port_of.get(hatch.id)
        if port is not None:
            if port.module in here:
                hatches.append(
                    hatch.model_copy(update={"a": port.module, "b": VACUUM, "normally": "closed"})
                )
        elif hatch.a in here and hatch.b in here:
            hatches.append(hatch)
    return station.model_copy(
        update={
            "modules": tuple(left),
            "ports": tuple(ports),
            "hatches": tuple(hatches),
            "docked": (),
            "fans": tuple(f for f in station.fans if f.a in here and f.b in here),
            "sensors": tuple(s for s in station.sensors if s.module in here),
            "equipment": tuple(e for e in station.equipment if e.module in here),
            "tanks": tuple(t for t in station.tanks if t.module in here),
            "coolant_loops": tuple(c for c in station.coolant_loops if c.module in here),
            "crew": tuple(c for c in station.crew if c.module in here),
        }
    )


def dock(station: Station, docked: Sequence[Docked]) -> Station:
    """`station` with its own and the given vehicles as modules; free ports lead to VACUUM."""
    ships = {ship.port: ship for ship in (*station.docked, *docked)}
    types = {kind.id: kind for kind in station.vehicle_types}
    present = {module.id for module in station.modules}
    modules, hatches = list(station.modules), {hatch.id: hatch for hatch in station.hatches}
    loops = list(station.coolant_loops)
    for port in station.ports:
        ship = ships.get(port.id)
        hatch = hatches[port.hatch]
        if ship is None:
            hatches[hatch.id] = hatch.model_copy(update={"b": VACUUM, "normally": "closed"})
        elif ship.id not in present:
            modules.append(_vehicle(ship, types[ship.type], port))
            loops += _loops(ship, types[ship.type])
            state = "open" if types[ship.type].crew_seats else hatch.normally
            hatches[hatch.id] = hatch.model_copy(update={"b": ship.id, "normally": state})
    return station.model_copy(
        update={
            "modules": tuple(modules),
            "hatches": tuple(hatches.values()),
            "docked": tuple(ships.values()),
            "coolant_loops": tuple(loops),
        }
    )


def _loops(ship: Docked, kind: VehicleType) -> list[CoolantLoop]:
    """The coolant loop that a vehicle brings; its id is that of the vehicle with ``_LOOP``."""
    if kind.coolant is None:
        return []
    name = f"{ship.name} coolant loop"
    named = {"id": f"{ship.id}_LOOP", "name": name, "module": ship.id}
    return [CoolantLoop.model_validate(kind.coolant.model_dump() | named)]


def _vehicle(ship: Docked, kind: VehicleType, port: Port) -> Module:
    far = tuple(f + a * kind.length_m for f, a in zip(port.face_m, port.axis, strict=True))
    return Module(
        id=ship.id,
        name=ship.name,
        operator=kind.operator,
        segment=kind.segment,
        kind="vehicle",
        shape=kind.shape,
        about=kind.about,
        free_volume_m3=kind.free_volume_m3,
        mass_kg=kind.mass_kg,
        length_m=kind.length_m,
        diameter_m=kind.diameter_m,
        end_a_m=port.face_m,
        end_b_m=(far[0], far[1], far[2]),
        crew_seats=kind.crew_seats,
        port=port.id,
        source=kind.source,
        confidence=kind.confidence,
        note=kind.note,
        evidence=kind.evidence,
    )


def complaints(station: Station) -> Iterator[Complaint]:
    """What is wrong with the names in a station file, before any vehicle is docked."""
    modules = {module.id for module in station.modules}
    ships = {ship.id for ship in station.docked}
    volumes = modules | ships | {VACUUM}
    hatches = {hatch.id for hatch in station.hatches}
    yield from _twice("modules", [m.id for m in station.modules] + [s.id for s in station.docked])
    for kind in ("hatches", "ports", "fans", "sensors", "equipment", "tanks", "coolant_loops"):
        yield from _twice(kind, [item.id for item in getattr(station, kind)])
    port_hatches = {port.hatch for port in station.ports}
    for index, hatch in enumerate(station.hatches):
        yield from _hatch_complaints(index, hatch, volumes, hatch.id in port_hatches)
    for index, port in enumerate(station.ports):
        yield from _unknown(("ports", index, "module"), "module", port.module, modules)
        yield from _unknown(("ports", index, "hatch"), "hatch", port.hatch, hatches)
    for index, ship in enumerate(station.docked):
        ports = {port.id for port in station.ports}
        kinds = {kind.id for kind in station.vehicle_types}
        yield from _unknown(("docked", index, "port"), "port", ship.port, ports)
        yield from _unknown(("docked", index, "type"), "vehicle type", ship.type, kinds)
    for index, fan in enumerate(station.fans):
        yield from _unknown(("fans", index, "a"), "module", fan.a, volumes)
        yield from _unknown(("fans", index, "b"), "module", fan.b, volumes)
    classes = {kind.id for kind in station.sensor_classes}
    tanks = {tank.id for tank in station.tanks}
    for index, sensor in enumerate(station.sensors):
        place = ("sensors", index, "sensor_class")
        yield from _unknown(place, "sensor class", sensor.sensor_class, classes)
    for kind in ("sensors", "equipment", "tanks", "coolant_loops", "crew"):
        for index, item in enumerate(getattr(station, kind)):
            yield from _unknown((kind, index, "module"), "module", item.module, modules | ships)
    for index, machine in enumerate(station.equipment):
        if machine.tank:
            yield from _unknown(("equipment", index, "tank"), "tank", machine.tank, tanks)


def _hatch_complaints(
    index: int, hatch: Hatch, volumes: set[str], is_port: bool
) -> Iterator[Complaint]:
    yield from _unknown(("hatches", index, "a"), "module", hatch.a, volumes)
    if not is_port:
        yield from _unknown(("hatches", index, "b"), "module", hatch.b, volumes)
    if hatch.a == hatch.b:
        yield Complaint(("hatches", index, "b"), "a hatch joins two different volumes")


def _unknown(
    location: tuple[str | int, ...], what: str, name: str, known: Iterable[str]
) -> Iterator[Complaint]:
    if name not in known:
        yield Complaint(location, unknown(what, name, known))


def _twice(kind: str, ids: list[str]) -> Iterator[Complaint]:
    for index, item_id in enumerate(ids):
        if item_id in ids[:index]:
            yield Complaint((kind, index, "id"), f"'{item_id}' is named twice")
