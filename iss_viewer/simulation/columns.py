"""Which column of a sample and of the truth is what, for a station and its script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.ledgers import QUANTITIES
from iss_viewer.station import Station
from iss_viewer.station.machines import Equipment
from iss_viewer.station.station import Sensor, SensorClass
from iss_viewer.telemetry import Channel, ChannelTable

#: true quantities of each module, in the order of truth columns
TRUE_QUANTITIES = ("pressure_pa", "temperature_k", "oxygen_pa", "carbon_dioxide_pa", "water_pa")
LOOP_QUANTITIES = ("pressure_pa", "inventory_m3", "flow_kg_s", "temperature_k")
LEAK_QUANTITIES = ("flow_kg_s", "area_m2", "lost_kg")
GAUGE = "manovacuumeter_pa"
_CHANNEL_OF = {
    "pressure": "pressure_pa",
    "temperature": "temperature_k",
    "oxygen": "oxygen_pa",
    "carbon_dioxide": "carbon_dioxide_pa",
    "water": "water_pa",
}


@dataclass(frozen=True)
class SampleColumns:
    """The columns of a sample: instruments first, then what the ground knows anyway."""

    table: ChannelTable
    sensors: tuple[Sensor, ...]
    classes: tuple[SensorClass, ...]
    sensed: NDArray[np.intp]  # column of the truth that each instrument measures
    warmth: NDArray[np.intp]  # column of the truth with its temperature
    gauge: slice
    crew: slice
    hatches: slice
    valves: slice
    fans: int
    flows: slice  # of metered machines
    switches: slice  # of other machines
    tanks: slice
    loops: slice
    metered: tuple[int, ...]
    unmetered: tuple[int, ...]


def is_metered(machine: Equipment) -> bool:
    """Whether the flow of a machine into the cabin is known to the ground."""
    return machine.kind.endswith("_feed") or machine.kind == "oxygen_generation"


def sample_columns(station: Station) -> SampleColumns:
    """The layout of a sample of `station`."""
    sorts = {sort.id: sort for sort in station.sensor_classes}
    classes = tuple(sorts[sensor.sensor_class] for sensor in station.sensors)
    channels = list(_sensor_channels(station.sensors, classes))
    metered = tuple(i for i, m in enumerate(station.equipment) if is_metered(m))
    unmetered = tuple(i for i, m in enumerate(station.equipment) if not is_metered(m))
    machines = [machine.id for machine in station.equipment]
    hatches = [hatch.id for hatch in station.hatches]
    modules = list(station.module_ids)

    def add(subjects: Sequence[str], *quantities: str) -> slice:
        first = len(channels)
        channels.extend(Channel(subject, q) for subject in subjects for q in quantities)
        return slice(first, len(channels))

    places = {
        "gauge": add(modules if station.gauge else [], GAUGE),
        "crew": add(modules, "crew"),
        "hatches": add(hatches, "is_open"),
        "valves": add(hatches, "valve_is_open"),
        "fans": add(["FANS"], "is_on"),
        "flows": add([machines[i] for i in metered], "flow_kg_s"),
        "switches": add([machines[i] for i in unmetered], "is_on"),
        "tanks": add([tank.id for tank in station.tanks], "content_kg"),
        "loops": add([loop.id for loop in station.coolant_loops], *LOOP_QUANTITIES),
    }
    fans = places.pop("fans").start
    return SampleColumns(
        table=ChannelTable(tuple(channels)),
        sensors=station.sensors,
        classes=classes,
        sensed=_truth_columns(station, [_CHANNEL_OF[sort.quantity] for sort in classes]),
        warmth=_truth_columns(station, ["temperature_k"] * len(classes)),
        fans=fans,
        metered=metered,
        unmetered=unmetered,
        **places,
    )


def truth_table(
    station: Station, leaks: Sequence[str], ledgers: Sequence[Channel] = ()
) -> ChannelTable:
    """The columns of the truth: of each module, what leaves it to vacuum, each loop, `ledgers`, each leak.

    lost_kg: through a leak since the start, by the ledger of the air; with `ledgers` also by species.
    """
    modules = station.module_ids
    names = [Channel(module, q) for module in modules for q in TRUE_QUANTITIES]
    names += [Channel(module, "leak_kg_s") for module in modules]
    names += [Channel(loop.id, "leak_kg_s") for loop in station.coolant_loops]
    names += ledgers
    of_leaks = (*LEAK_QUANTITIES, *(f"through_{q}" for q in QUANTITIES if ledgers))
    names += [Channel(leak, q) for leak in leaks for q in of_leaks]
    return ChannelTable(tuple(names))


def _sensor_channels(
    sensors: Sequence[Sensor], classes: Sequence[SensorClass]
) -> Iterator[Channel]:
    """``MODULE.quantity`` for the first instrument of a kind, ``SENSOR.quantity`` for further ones."""
    taken: set[tuple[str, str]] = set()
    for sensor, sort in zip(sensors, classes, strict=True):
        quantity = _CHANNEL_OF[sort.quantity]
        is_first = (sensor.module, quantity) not in taken
        taken.add((sensor.module, quantity))
        yield Channel(sensor.module if is_first else sensor.id, quantity)


def _truth_columns(station: Station, quantities: Sequence[str]) -> NDArray[np.intp]:
    modules = station.module_ids
    return np.array(
        [
            modules.index(sensor.module) * len(TRUE_QUANTITIES) + TRUE_QUANTITIES.index(quantity)
            for sensor, quantity in zip(station.sensors, quantities, strict=True)
        ],
        dtype=np.intp,
    )
