"""Where in a sample each instrument stands and how it errs: the station's modules with their sensor
classes, its machines and its seals, as records for the compiled loops.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state.clock import DAY_S
from iss_viewer.detection.state.sensor_records import (
    ABSENT,
    FLOAT,
    GAS_COUNT,
    INSTRUMENT,
    INT,
    Gas,
)
from iss_viewer.station import Station
from iss_viewer.station.station import SensorClass
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.units import PA_PER_MMHG


class Machine(IntEnum):
    """Kinds of machines, by what they do to the air."""

    OXYGEN_SOURCE = 0
    NITROGEN_SOURCE = 1
    AIR_SOURCE = 2
    SCRUBBER = 3
    CONDENSER = 4
    RELIEF = 5


_KINDS = {
    "oxygen_generation": Machine.OXYGEN_SOURCE,
    "oxygen_feed": Machine.OXYGEN_SOURCE,
    "nitrogen_feed": Machine.NITROGEN_SOURCE,
    "air_feed": Machine.AIR_SOURCE,
    "co2_removal": Machine.SCRUBBER,
    "condenser": Machine.CONDENSER,
    "cooler": Machine.CONDENSER,  # one that draws heat and no vapour
    "relief_valve": Machine.RELIEF,
    "pump": Machine.RELIEF,  # what it moves is not metered
    "hose": Machine.RELIEF,
}

#: a module: its free volume and its instruments; of several for one quantity the first
MODULE = np.dtype(
    [
        ("volume_m3", FLOAT),
        ("volume_spread_1", FLOAT),  # 1-sigma of that, relative
        ("crew_column", INT),  # of how many people are in it
        ("gauge_column", INT),  # of what the hand gauge shows when it is read there
        ("gauge_variance_pa2", FLOAT),
        ("pressure", INSTRUMENT),
        ("temperature", INSTRUMENT),
        ("gases", INSTRUMENT, (GAS_COUNT,)),  # by Gas
    ]
)
MACHINE = np.dtype(
    [
        ("module", INT),
        ("kind", INT),  # a Machine
        ("flow_column", INT),  # kg/s
        ("on_column", INT),
        ("cleaned_m3_s", FLOAT),  # drawn through it, times the part that it holds back
        ("air_loss_kg_s", FLOAT),  # while it runs
    ]
)
VACUUM = -1  # beyond a seal
UNIFORM = 12.0  # the variance of a rounding error is quantum^2 / 12
#: a seal that leaks, or a module's own loss, which is a seal to space that is always there
SEAL = np.dtype(
    [
        ("module", INT),
        ("beyond", INT),  # a module, or VACUUM
        ("leak_kg_s", FLOAT),  # at a difference of one atmosphere
    ]
)
Module: TypeAlias = np.void
Modules: TypeAlias = NDArray[np.void]  # shape (modules,)


class ChannelMap(NamedTuple):
    """What samples hold, by modules and machines, and the seals between modules."""

    modules: Modules
    machines: NDArray[np.void]
    seals: NDArray[np.void]


def channel_map_of(station: Station, sampled: ChannelTable) -> ChannelMap:
    """The channel map of a station's samples."""
    index = {name: i for i, name in enumerate(station.module_ids)}
    return ChannelMap(
        _modules(station, sampled), _machines(station, sampled, index), _seals(station, index)
    )


def _modules(station: Station, sampled: ChannelTable) -> Modules:
    ids = station.module_ids
    modules = np.zeros(len(ids), MODULE)
    modules["volume_m3"] = [module.free_volume_m3 for module in station.modules]
    modules["volume_spread_1"] = [module.free_volume_spread for module in station.modules]
    modules["crew_column"] = sampled.columns(ids, "crew")
    modules["gauge_column"] = sampled.columns(ids, "manovacuumeter_pa")
    modules["gauge_variance_pa2"] = _gauge_variance(station)
    _fill(modules["pressure"], station, "pressure", sampled.columns(ids, "pressure_pa"))
    _fill(modules["temperature"], station, "temperature", sampled.columns(ids, "temperature_k"))
    for gas in Gas:
        name = gas.name.lower()
        _fill(modules["gases"][:, gas], station, name, sampled.columns(ids, f"{name}_pa"))
    return modules


def _gauge_variance(station: Station) -> float:
    """Of one reading by eye, Pa^2; whole mmHg where the station has no gauge of its own."""
    gauge = station.gauge
    quantum_pa, noise_pa = (
        (PA_PER_MMHG, 0.0) if gauge is None else (gauge.quantum_pa, gauge.noise_pa)
    )
    return noise_pa**2 + quantum_pa**2 / UNIFORM


def _fill(
    instruments: NDArray[np.void], station: Station, quantity: str, columns: NDArray[np.intp]
) -> None:
    """Each module's instrument, shape (modules,), in place; of several the first. A module without one
    that is named gets the noisiest class of the station.
    """
    classes = {kind.id: kind for kind in station.sensor_classes if kind.quantity == quantity}
    worst = max(classes.values(), key=lambda kind: kind.noise, default=None)
    found: dict[str, SensorClass] = {}
    for sensor in station.sensors:
        if sensor.sensor_class in classes:
            found.setdefault(sensor.module, classes[sensor.sensor_class])
    instruments["column"] = columns
    for instrument, module in zip(instruments, station.module_ids, strict=True):
        kind = found.get(module, worst)
        if kind is not None:
            for name in ("noise", "quantum", "drift_per_sqrt_day", "bias", "lag_s"):
                instrument[name] = getattr(kind, name)


def _machines(station: Station, sampled: ChannelTable, index: dict[str, int]) -> NDArray[np.void]:
    machines = np.zeros(len(station.equipment), MACHINE)
    for row, machine in zip(machines, station.equipment, strict=True):
        flow, on = sampled.get(machine.id, "flow_kg_s"), sampled.get(machine.id, "is_on")
        row["module"], row["kind"] = index[machine.module], _KINDS[machine.kind]
        row["flow_column"] = ABSENT if flow is None else flow
        row["on_column"] = ABSENT if on is None else on
        row["cleaned_m3_s"] = machine.flow_m3_s * machine.efficiency
        row["air_loss_kg_s"] = machine.air_loss_kg_day / DAY_S
    return machines


def _seals(station: Station, index: dict[str, int]) -> NDArray[np.void]:
    seals = [
        (index[hatch.a], index.get(hatch.b, VACUUM), hatch.seal_leak_kg_s)
        for hatch in station.hatches
    ]
    seals += [
        (index[module.id], VACUUM, module.background_leak_kg_s)
        for module in station.modules
        if module.background_leak_kg_s > 0.0
    ]
    return np.array(seals, dtype=SEAL)
