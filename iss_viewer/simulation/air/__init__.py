"""The gas network: air of four species with its heat in volumes joined by hatches, valves, cracks and
fans. It knows a station and its settings, nothing of scenarios, sensors or people's plans.

From Python::

    network = AirNetwork(read_station("iss"))
    stepper = Stepper(network)
    controls = usual_controls(network.station)
    state = stepper.start(controls, network.usual_air())
    state, rows = stepper.advance(state, controls, 3600.0, np.arange(0.0, 3601.0, 60.0))
    rows.pressure_pa  # (61, modules), Pa
"""

from iss_viewer.simulation.air.controls import (
    AirLeak,
    Aperture,
    Bed,
    Controls,
    Growth,
    Swing,
    Warming,
    usual_controls,
)
from iss_viewer.simulation.air.network import AirNetwork
from iss_viewer.simulation.air.state import STATE_CLASSES, AirRows, AirState
from iss_viewer.simulation.air.stepper import AirFailure, Stepper, advance_many
from iss_viewer.simulation.air.warming_up import compile_now

__all__ = [
    "STATE_CLASSES",
    "AirFailure",
    "AirLeak",
    "AirNetwork",
    "AirRows",
    "AirState",
    "Aperture",
    "Bed",
    "Controls",
    "Growth",
    "Stepper",
    "Swing",
    "Warming",
    "advance_many",
    "compile_now",
    "usual_controls",
]
