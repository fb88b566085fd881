"""The station on another day: other vehicles at its ports, some of its modules not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from iss_viewer.station.machines import Equipment, Tank
from iss_viewer.station.station import (
    VACUUM,
    CoolantLoop,
    Docked,
    Hatch,
    Module,
    Port,
    Sensor,
    SensorClass,
    Station,
    VehicleType,
)

Fitting = TypeVar("Fitting", Equipment, Tank)


def configured(station: Station, docked: Sequence[Docked] | None, absent: Sequence[str]) -> Station:
    """`station` as it was on another day: other vehicles (None: the same), some modules not there.

    People whose vehicle is not docked are not aboard either.
    """
    gone = set(absent)
    undocked = undock(station, gone)
    ships = station.docked if docked is None else docked
    ports = {port.id for port in undocked.ports}
    present = [ship for ship in ships if ship.port in ports]
    names = {ship.id for ship in present} | {""}
    crew = tuple(person for person in undocked.crew if person.vehicle in names)
    return dock(undocked.model_copy(update={"crew": crew}), present)


def undock(station: Station, gone: set[str]) -> Station:
    """`station` without vehicles and without the modules in `gone`, and all that hangs on them."""
    left = [m for m in station.modules if m.kind == "module" and m.id not in gone]
    here = {m.id for m in left} | {VACUUM}
    stores = {tank.id for tank in station.tanks if tank.module in here}
    ports = [port for port in station.ports if port.module in here]
    port_of = {port.hatch: port for port in station.ports}
    hatches = []
    for hatch in station.hatches:
        port = port_of.get(hatch.id)
        if hatch.a in here and hatch.b in here:
            hatches.append(hatch)
        elif port is not None and port.module in here:
            hatches.append(_free(hatch, port))
    return station.model_copy(
        update={
            "modules": tuple(left),
            "ports": tuple(ports),
            "hatches": tuple(hatches),
            "docked": (),
            "fans": tuple(f for f in station.fans if f.a in here and f.b in here),
            "sensors": tuple(s for s in station.sensors if s.module in here),
            "equipment": tuple(
                machine
                for machine in station.equipment
                if {machine.module, machine.into or VACUUM} <= here
                and (not machine.tank or machine.tank in stores)
            ),
            "tanks": tuple(t for t in station.tanks if t.id in stores),
            "coolant_loops": tuple(c for c in station.coolant_loops if c.module in here),
            "crew": tuple(c for c in station.crew if c.module in here),
        }
    )


def dock(station: Station, docked: Sequence[Docked]) -> Station:
    """`station` with its own and the given vehicles as modules; free ports lead to VACUUM.

    Raises ValueError for a port that a module of the station takes.
    """
    ships = {ship.port: ship for ship in (*station.docked, *docked)}
    types = {kind.id: kind for kind in station.vehicle_types}
    present = {module.id for module in station.modules}
    modules, hatches = list(station.modules), {hatch.id: hatch for hatch in station.hatches}
    loops, sensors = list(station.coolant_loops), list(station.sensors)
    machines, tanks = list(station.equipment), list(station.tanks)
    for port in station.ports:
        ship = ships.get(port.id)
        hatch = hatches[port.hatch]
        if ship is None:
            if hatch.b not in present:
                hatches[hatch.id] = _free(hatch, port)
        elif ship.id not in present:
            if {hatch.a, hatch.b} <= present:
                raise ValueError(f"port {port.id} is taken: it joins {hatch.a} and {hatch.b}")
            kind = types[ship.type]
            modules.append(_vehicle(ship, kind, port))
            loops += _loops(ship, kind)
            sensors += _sensors(ship, kind, station.sensor_classes)
            machines += [_aboard(ship, machine) for machine in kind.equipment]
            tanks += [_aboard(ship, tank) for tank in kind.tanks]
            taken = {"a": port.module, "b": ship.id, "normally": port.hatch_normally}
            hatches[hatch.id] = hatch.model_copy(update=taken)
    return station.model_copy(
        update={
            "modules": tuple(modules),
            "hatches": tuple(hatches.values()),
            "docked": tuple(ships.values()),
            "coolant_loops": tuple(loops),
            "sensors": tuple(sensors),
            "equipment": tuple(machines),
            "tanks": tuple(tanks),
        }
    )


def _free(hatch: Hatch, port: Port) -> Hatch:
    return hatch.model_copy(update={"a": port.module, "b": VACUUM, "normally": "closed"})


def _sensors(ship: Docked, kind: VehicleType, classes: Iterable[SensorClass]) -> list[Sensor]:
    """The instruments that a vehicle brings, named like ``SOYUZ_MS09_PRESSURE``."""
    quantities = {item.id: item.quantity.upper() for item in classes}
    return [
        Sensor(
            id=f"{ship.id}_{quantities[name]}",
            module=ship.id,
            sensor_class=name,
            source=kind.source,
            confidence="assumed",
            note="that a docked ship's reading reaches the ground each sample is assumed",
        )
        for name in kind.sensors
    ]


def _aboard(ship: Docked, item: Fitting) -> Fitting:
    """A machine or a tank of a vehicle type, with the vehicle's name before its own."""
    named = {"id": f"{ship.id}_{item.id}", "module": ship.id, "name": f"{ship.name} {item.name}"}
    if isinstance(item, Equipment) and item.tank:
        named["tank"] = f"{ship.id}_{item.tank}"
    return item.model_copy(update=named)


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
        short=ship.short,
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
