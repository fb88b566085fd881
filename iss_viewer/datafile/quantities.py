"""Field types for written quantities: ``diameter = "2 mm"`` in a file, metres in the model."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from iss_viewer import units


def _written(quantity: str) -> BeforeValidator:
    def parse(value: Any) -> float:
        if isinstance(value, str):
            return units.parse(value, quantity)
        example = units.units_of(quantity)[0]
        raise ValueError(f'write a {quantity} with its unit, such as "1 {example}"')

    return BeforeValidator(parse)


Pressure = Annotated[float, _written("pressure")]
MassRate = Annotated[float, _written("mass_rate")]
Mass = Annotated[float, _written("mass")]
Length = Annotated[float, _written("length")]
Area = Annotated[float, _written("area")]
Volume = Annotated[float, _written("volume")]
Duration = Annotated[float, _written("duration")]
Temperature = Annotated[float, _written("temperature")]
TemperatureChange = Annotated[float, _written("temperature_change")]
Power = Annotated[float, _written("power")]
PressureRate = Annotated[float, _written("pressure_rate")]
