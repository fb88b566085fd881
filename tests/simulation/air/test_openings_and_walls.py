"""Discharge coefficients of single openings, oxygen made by the oxygen there is, water that walls give back."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from iss_viewer.simulation.air import AirNetwork, AirRows, Stepper, usual_controls
from iss_viewer.simulation.air.gas import H2O
from iss_viewer.simulation.air.kernel_data import Law
from iss_viewer.simulation.air.passages import compile_controls
from iss_viewer.station import Station
from iss_viewer.studies.validation.stations import tanks
from iss_viewer.units import S_PER_DAY


def changed(station: Station, part: str, **fields: Any) -> Station:
    """A station with other fields in the first of its things of a kind, or in its one."""
    parts = station.model_dump()
    of = parts[part]
    (of if isinstance(of, dict) else of[0]).update(fields)
    return Station.model_validate(parts)


@pytest.mark.parametrize(("discharge", "valve_discharge"), [(0.6, 0.8), (0.45, 0.72)])
def test_a_hatch_and_its_valve_pass_air_by_discharge_coefficients_of_their_own(
    discharge: float, valve_discharge: float
) -> None:
    plain = tanks({"A": 10.0, "B": 20.0}, [("A", "B")], valve_m=0.02)
    own = {"discharge": discharge, "valve_discharge": valve_discharge}
    network = AirNetwork(changed(plain, "hatches", **own))
    usual, found = usual_controls(network.station), []
    for is_open in (True, False):
        controls = replace(usual, hatch_is_open=(is_open,), valve_is_open=(True,))
        ways = compile_controls(network, controls).passages
        found += [float(way["first"]) for way in ways if way["law"] == Law.ORIFICE]
    hatch_m2, valve_m2 = plain.hatches[0].area_m2, math.pi / 4.0 * 0.02**2
    assert found == pytest.approx([discharge * hatch_m2, valve_discharge * valve_m2])


def test_oxygen_is_made_while_there_is_less_than_the_dead_band_and_until_the_set_point() -> None:
    maker = {
        "id": "O", "name": "O", "module": "A", "kind": "oxygen_generation", "rate_kg_s": 2e-4,
        "set_point_pa": 21000.0, "dead_band_pa": 200.0,
    }  # fmt: skip
    crew = [
        {"id": f"P{i}", "name": "P", "agency": "-", "module": "A", "vehicle": "A"} for i in range(4)
    ]
    station = tanks({"A": 20.0}, film_w_m2_k=1e5, equipment=[maker], crew=crew)
    rows = run_of(station, np.array([[79e3, 20.5e3, 300.0, 1000.0]]), 295.0, 12.0)
    oxygen_pa, made_kg_s = rows.oxygen_pa[:, 0], rows.machine_kg_s[:, 0]
    reached = int(np.argmax(oxygen_pa >= 20999.0))
    assert reached > 0 and (np.diff(oxygen_pa[:reached]) > 0.0).all()
    assert 20799.0 < oxygen_pa[reached:].min() < 20805.0
    assert 20995.0 < oxygen_pa.max() < 21001.0
    assert set(np.round(made_kg_s / 2e-4).astype(int)) == {0, 1}


def test_water_on_a_wall_comes_back_whole_once_the_wall_is_warm() -> None:
    plain = tanks({"A": 20.0}, film_w_m2_k=4.0)
    station = changed(plain, "thermal", wall_heat_capacity_j_m2_k=2e4, control_w_m2_k=4.0)
    air = np.array([[79e3, 21e3, 300.0, 1500.0]])
    rows = run_of(station, air, 280.0, 24.0)
    layout = AirNetwork(station).layout
    onto_wall = -rows.vectors[:, layout.surroundings_accounts.start + H2O]
    vapour = rows.vectors[:, H2O]
    assert onto_wall.max() > 0.1 * vapour[0]
    assert onto_wall[-1] == pytest.approx(0.0, abs=1e-4 * vapour[0])
    np.testing.assert_allclose(vapour + onto_wall, vapour[0], rtol=1e-12)
    assert rows.water_pa[-1, 0] == pytest.approx(1500.0, rel=1e-3)


def run_of(station: Station, partial_pa: np.ndarray, wall_k: float, hours: float) -> AirRows:
    """The air of one room each half minute, from air of 295 K and a wall as warm as given."""
    network = AirNetwork(station)
    stepper, controls = Stepper(network), usual_controls(station)
    vector = network.still_air(partial_pa, np.array([295.0]), wall_k=np.array([wall_k]))
    end_s = hours * S_PER_DAY / 24.0
    state = stepper.start(controls, vector)
    return stepper.advance(state, controls, end_s, np.arange(0.0, end_s + 1.0, 30.0))[1]
