"""Every id of a station with what it is of and what people call it: for lists, completion and searching."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iss_viewer.station.station import Station


@dataclass(frozen=True)
class NamedId:
    """An id as files write it, the kind of thing that has it, its name, and more in short."""

    kind: str
    id: str
    name: str
    detail: str = ""


def ids_of(station: Station) -> Iterator[NamedId]:
    """All ids of a station, vehicles docked, kind by kind."""
    classes = {sort.id: sort.name for sort in station.sensor_classes}
    for module in station.modules:
        detail = f"{module.segment}, {module.free_volume_m3:g} m3"
        yield NamedId(module.kind, module.id, module.name, detail)
    for hatch in station.hatches:
        valve = "with a valve" if hatch.valve_diameter_m else "no valve"
        detail = f"{hatch.a} to {hatch.b}, usually {hatch.normally}, {valve}"
        yield NamedId("hatch", hatch.id, hatch.name or station.hatch_words(hatch.id), detail)
    for fan in station.fans:
        yield NamedId("fan", fan.id, f"{fan.a} to {fan.b}", f"{fan.flow_m3_s:g} m3/s")
    for sensor in station.sensors:
        yield NamedId("sensor", sensor.id, classes[sensor.sensor_class], f"in {sensor.module}")
    yield from _machines(station)
    for person in station.crew:
        ship = f", ship {person.vehicle}" if person.vehicle else ""
        yield NamedId("person", person.id, person.name, f"in {person.module}{ship}")


def _machines(station: Station) -> Iterator[NamedId]:
    for machine in station.equipment:
        kind = "feed" if machine.kind.endswith("_feed") else "machine"
        detail = f"{machine.kind.replace('_', ' ')} in {machine.module}"
        yield NamedId(kind, machine.id, machine.name, detail)
    for tank in station.tanks:
        yield NamedId("tank", tank.id, tank.name, f"{tank.content_kg:g} kg of {tank.gas}")
    for loop in station.coolant_loops:
        yield NamedId("coolant loop", loop.id, loop.name, f"at {loop.module}")
    for port in station.ports:
        yield NamedId("port", port.id, port.name, f"hatch {port.hatch}")
    for sort in station.vehicle_types:
        yield NamedId("vehicle type", sort.id, sort.name, sort.operator)
