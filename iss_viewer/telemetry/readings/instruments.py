"""What a map says of its instruments, put into the station: the noise and the steps of a column's readings."""

from __future__ import annotations

from collections.abc import Sequence

from iss_viewer import units
from iss_viewer.physics import saturation_over_water_pa
from iss_viewer.station import Station
from iss_viewer.station.station import Sensor, SensorClass
from iss_viewer.telemetry.readings.column_map import QUANTITIES, MappedColumn

_SENSED = {"relative_humidity": "water"}  # the others by their own name
_PERCENT = 100.0
_SOURCE = "the map of readings"


def with_instruments(station: Station, columns: Sequence[MappedColumn]) -> Station:
    """The station with an instrument of its own for each column whose noise or quantum is given; where
    only one of them is, the other is that of the module's instrument so far.
    """
    stated = [c for c in columns if c.noise is not None or c.quantum is not None]
    kinds = tuple(_class_of(column, station) for column in stated)
    sensors = tuple(
        Sensor(
            id=kind.id,
            module=column.module,
            sensor_class=kind.id,
            source=_SOURCE,
            confidence="assumed",
        )
        for column, kind in zip(stated, kinds, strict=True)
    )
    update = {
        "sensor_classes": (*station.sensor_classes, *kinds),
        "sensors": (*sensors, *station.sensors),  # of several in a module the first counts
    }
    return station.model_copy(update=update)


def _class_of(column: MappedColumn, station: Station) -> SensorClass:
    quantity = _SENSED.get(column.quantity, column.quantity)
    known = _known_class(column.module, quantity, station)
    scale = _scale(column, station)
    stated = {"noise": column.noise, "quantum": column.quantum}
    update = {name: value * scale for name, value in stated.items() if value is not None}
    name = f"{column.module}_{quantity.upper()}_AS_MAPPED"
    return known.model_copy(update={**update, "id": name, "source": _SOURCE})


def _known_class(module: str, quantity: str, station: Station) -> SensorClass:
    """The class of a module's instrument; else the noisiest of the station; else one without errors."""
    classes = {kind.id: kind for kind in station.sensor_classes if kind.quantity == quantity}
    for sensor in station.sensors:
        if sensor.module == module and sensor.sensor_class in classes:
            return classes[sensor.sensor_class]
    plain = SensorClass.model_validate(
        {
            "id": quantity, "name": quantity, "quantity": quantity, "noise": 0.0, "quantum": 0.0,
            "lag_s": 0.0, "bias": 0.0, "drift_per_sqrt_day": 0.0, "high": 1e9, "source": _SOURCE,
            "confidence": "assumed",
        }
    )  # fmt: skip
    return max(classes.values(), key=lambda kind: kind.noise, default=plain)


def _scale(column: MappedColumn, station: Station) -> float:
    """Pa or K for one unit of the column."""
    kind = QUANTITIES[column.quantity][1]
    if kind:
        one = units.to_si(1.0, column.unit, kind) - units.to_si(0.0, column.unit, kind)
        return float(one)
    saturated_pa = saturation_over_water_pa(station.atmosphere.temperature_k)
    return float(saturated_pa / (_PERCENT if column.unit == "%" else 1.0))
