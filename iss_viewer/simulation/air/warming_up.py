"""Compile the kernel, or load it from the disk cache, before anybody waits for it."""

from __future__ import annotations

from datetime import date

import numpy as np

from iss_viewer.simulation.air.controls import usual_controls
from iss_viewer.simulation.air.network import AirNetwork
from iss_viewer.simulation.air.stepper import Stepper
from iss_viewer.station import Module, Station
from iss_viewer.station.station import Atmosphere, Thermal

_WHY = {"source": "none: only to compile with", "confidence": "assumed"}


def compile_now() -> None:
    """Make the compiled kernel ready in this process."""
    stepper = Stepper(AirNetwork(_room()))
    controls = usual_controls(stepper.network.station)
    state = stepper.start(controls, stepper.network.usual_air())
    stepper.advance(state, controls, 1.0, np.array([0.0, 1.0]))


def _room() -> Station:
    """The smallest station: a room of air."""
    module = Module.model_validate(
        {
            **_WHY, "id": "ROOM", "name": "room", "operator": "-", "segment": "ROS",
            "free_volume_m3": 1.0, "length_m": 1.0, "diameter_m": 1.0,
            "end_a_m": (0.0, 0.0, 0.0), "end_b_m": (1.0, 0.0, 0.0),
        }
    )  # fmt: skip
    air = {
        "pressure_pa": 1e5, "oxygen_pa": 2e4, "carbon_dioxide_pa": 300.0, "water_pa": 1000.0,
        "temperature_k": 295.0,
    }  # fmt: skip
    heat = {
        "film_w_m2_k": 4.0, "area_per_volume_two_thirds": 6.0, "wall_heat_capacity_j_m2_k": 2e4,
        "control_w_m2_k": 2.0, "mixing_speed_m_s": 0.0,
    }  # fmt: skip
    return Station(
        id="room",
        name="a room",
        as_of=date(2000, 1, 1),
        atmosphere=Atmosphere.model_validate({**_WHY, **air}),
        thermal=Thermal.model_validate({**_WHY, **heat}),
        modules=(module,),
    )
