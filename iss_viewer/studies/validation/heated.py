"""Control of temperature through its limits, against a general stiff solver."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import R
from iss_viewer.simulation.air import AirNetwork, Controls, Stepper, Swing, usual_controls
from iss_viewer.simulation.air.gas import CV
from iss_viewer.station import Station
from iss_viewer.studies.validation.case import Case
from iss_viewer.studies.validation.reference_solve import solve
from iss_viewer.studies.validation.stations import tanks

Floats = NDArray[np.float64]

_HOURS = 9.0


def heated_rooms() -> tuple[AirNetwork, list[tuple[float, Controls]]]:
    """A room of 50 m3 with a cooler, next to one of 20 m3 with a heater and walls that are held cold.

    Three people and 700 W take the cooler to its limit; they leave; then the surroundings swing.
    """
    control = {"gain_w_k": 200.0, "reset_s": 900.0, "kind": "cooler"}
    station = tanks(
        {"A": 50.0, "B": 20.0}, [("A", "B")], film_w_m2_k=4.0, mixing_speed_m_s=0.02,
        equipment=[
            {**control, "id": "C", "name": "C", "module": "A", "cooling_w": 600.0},
            {**control, "id": "W", "name": "W", "module": "B", "heating_w": 300.0, "set_point_k": 297.0},
        ],
    )  # fmt: skip
    thermal = {"wall_heat_capacity_j_m2_k": 2e4, "control_w_m2_k": 2.0}
    walls = {"environment_k": 285.0, "source": "by definition of the case", "confidence": "derived"}
    parts = station.model_dump()
    parts["thermal"] |= thermal
    parts["modules"][1]["walls"] = walls
    network = AirNetwork(Station.model_validate(parts))
    away = replace(usual_controls(network.station), hatch_is_open=(True,))
    busy = replace(away, people=(3.0, 0.0), heat_w=(700.0, 0.0))
    swinging = replace(away, swings=(Swing(2.0, 5400.0),))
    segments = [(2.0, busy), (5.0, away), (_HOURS, swinging)]
    return network, [(hours * 3600.0, controls) for hours, controls in segments]


def heated_run(
    network: AirNetwork, segments: list[tuple[float, Controls]], times: Floats
) -> Floats:
    """Vectors at times that rise, but for the accounts of leaks: the network's own method."""
    stepper = Stepper(network)
    state, parts, begin = stepper.start(segments[0][1], network.usual_air()), [], 0.0
    for end, controls in segments:
        is_last = end == segments[-1][0]
        here = times[(times >= begin) & ((times < end) | is_last)]
        state, rows = stepper.advance(state, controls, end, here)
        parts.append(rows.vectors)
        begin = end
    return np.vstack(parts)


def heated_cases() -> list[Case]:
    """Temperatures and pressures, the worst of all rooms and times."""
    network, segments = heated_rooms()
    times = np.linspace(0.0, _HOURS * 3600.0, 217)
    exact = solve(network, segments, network.usual_air(), times)
    got = heated_run(network, segments, times)
    title = "Control of temperature: at its limit, left, swinging"
    source = "scipy Radau, rtol 1e-9, an own right-hand side"
    cases = []
    for name, unit, values in (
        ("temperature", "K", _warm_k),
        ("pressure", "Pa", _pressure_pa),
    ):
        there, here = values(network, exact), values(network, got)
        worst = np.unravel_index(np.abs(here / there - 1.0).argmax(), here.shape)
        what = f"{name}, worst of {here.size}"
        expected, obtained = float(there[worst]), float(here[worst])
        cases.append(Case(title, what, source, expected, obtained, unit, 1e-4))
    return cases


def _warm_k(network: AirNetwork, vectors: Floats) -> Floats:
    moles = vectors[:, network.layout.moles].reshape(len(vectors), -1, 4)
    warm: Floats = vectors[:, network.layout.energy_j] / (moles @ CV)
    return warm


def _pressure_pa(network: AirNetwork, vectors: Floats) -> Floats:
    moles = vectors[:, network.layout.moles].reshape(len(vectors), -1, 4).sum(axis=2)
    pressure: Floats = moles * R * _warm_k(network, vectors) / network.volume_m3
    return pressure
