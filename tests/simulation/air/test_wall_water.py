"""Water on walls: none is given back that was not taken, in any room, whatever the walls do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.simulation.air import (
    AirLeak,
    AirNetwork,
    AirRows,
    Controls,
    Stepper,
    Swing,
    Warming,
    usual_controls,
)
from iss_viewer.simulation.air.gas import H2O
from iss_viewer.simulation.air.kernel_walls import saturation_pa
from iss_viewer.simulation.air.layout import ACCOUNT
from iss_viewer.station import Station
from iss_viewer.studies.validation.stations import tanks
from tests.simulation.air.books import Books

HOUR_S = 3600.0


def rooms(control_w_m2_k: float, wall_j_m2_k: float, **parts: object) -> Station:
    """A large and a small room with thin walls, joined by a hatch."""
    plain = tanks({"A": 20.0, "B": 3.0}, [("A", "B")], film_w_m2_k=4.0, mixing_speed_m_s=0.05)
    fields = plain.model_dump()
    fields["thermal"].update(control_w_m2_k=control_w_m2_k, wall_heat_capacity_j_m2_k=wall_j_m2_k)
    fields["hatches"][0]["normally"] = "open"
    return Station.model_validate({**fields, **parts})


def on_walls_mol(rows: AirRows, network: AirNetwork) -> np.ndarray:
    """Of each module, shape (rows, modules)."""
    return -rows.vectors[:, network.layout.surroundings_accounts][:, H2O::ACCOUNT]


@st.composite
def courses(draw: st.DrawFn) -> tuple[Station, Controls, np.ndarray, np.ndarray, np.ndarray]:
    """Two rooms, what happens to them, their air, gas and walls at the start."""
    station = rooms(draw(st.integers(0, 80)) * 0.25, draw(st.floats(500.0, 5e4)))
    both = st.lists(st.floats(200.0, 5000.0), min_size=2, max_size=2)
    vapour_pa = np.array(draw(both))
    air = np.column_stack([79e3 - vapour_pa, [21e3] * 2, [300.0] * 2, vapour_pa])
    warmth = st.lists(st.floats(255.0, 310.0), min_size=2, max_size=2)
    swing = Swing(draw(st.floats(0.0, 20.0)), draw(st.floats(200.0, 2e4)), draw(st.floats(0, 6)))
    ramp = Warming(slope_k_s=draw(st.floats(-0.005, 0.005)), modules=("B",))
    hole = AirLeak("hole", module="B", orifice_m2=draw(st.sampled_from([0.0, 1e-6, 1e-4])))
    controls = replace(
        usual_controls(station),
        hatch_is_open=(draw(st.booleans()),),
        people=(draw(st.floats(0.0, 6.0)), draw(st.floats(0.0, 1.0))),
        environment_k=tuple(draw(warmth)),
        swings=(swing,),
        warmings=(ramp,),
        leaks=(hole,),
    )
    return station, controls, air, np.array(draw(warmth)), np.array(draw(warmth))


@settings(max_examples=60, deadline=None)
@given(courses(), st.sampled_from([1e-3, 1e-5]))
def test_no_wall_gives_back_more_water_than_it_took(
    course: tuple[Station, Controls, np.ndarray, np.ndarray, np.ndarray], tolerance: float
) -> None:
    station, controls, air, gas_k, wall_k = course
    network = AirNetwork(station)
    stepper = Stepper(network, tolerance=tolerance)
    state = stepper.start(controls, network.still_air(air, gas_k, wall_k=wall_k))
    ends = []
    for stretch in range(3):
        now = replace(controls, hatch_is_open=(controls.hatch_is_open[0] ^ (stretch == 1),))
        times = state.time_s + np.arange(0.0, HOUR_S + 1.0, 7.0)
        state, rows = stepper.advance(state, now, times[-1], times)
        ends.append(rows.vectors)
        assert (on_walls_mol(rows, network) >= 0.0).all()
    books = Books.of(np.concatenate(ends), network, {"hole": (1, -1)})
    lost = np.abs(books.balance_mol - books.balance_mol[0])
    assert (lost <= 1e-12 * (books.present_mol.sum(axis=-1, keepdims=True) + books.went_mol)).all()


@pytest.mark.parametrize(("tolerance", "within_s"), [(1e-5, 25.0), (1e-6, 2.0)])
def test_a_wall_that_a_fan_dries_is_dry_at_the_time_that_its_film_and_its_water_say(
    tolerance: float, within_s: float
) -> None:
    """Walls at one temperature, dry air kept dry by a condenser: evaporation at a steady rate, until it is over."""
    dryer = {
        "id": "D", "name": "D", "module": "A", "kind": "condenser", "flow_m3_s": 5.0, "target_pa": 500.0,
    }  # fmt: skip
    station = tanks({"A": 20.0}, film_w_m2_k=4.0, equipment=[dryer])
    network = AirNetwork(station)
    stepper = Stepper(network, tolerance=tolerance)
    usual = usual_controls(station)
    wet = replace(usual, machine_is_on=(False,), people=(10.0,))
    still = network.still_air(
        np.array([[79e3, 21e3, 300.0, 1700.0]]), np.array([288.0]), wall_k=np.array([288.0])
    )
    state, _ = stepper.advance(stepper.start(wet, still), wet, 5000.0, np.empty(0))
    times = np.arange(5000.0, 30000.0, 1.0)
    _, rows = stepper.advance(state, usual, times[-1], times)
    water = on_walls_mol(rows, network)[:, 0]
    steady = (water < 0.5 * water[0]) & (water > 0.1 * water[0])
    slope, start = np.polyfit(times[steady], water[steady], 1)
    assert water[0] > 0.1
    # to what the tolerance lets pass, of some 830 mol
    dry_s = times[np.argmax(water < 2.0 * tolerance * 830.0)]
    assert dry_s == pytest.approx(-start / slope, abs=within_s)
    assert (water[times > dry_s + 60.0] == 0.0).all()


def test_saturated_vapour_over_ice_and_water_is_that_of_murphy_and_koop_within_a_third_of_a_percent() -> (
    None
):
    """Murphy and Koop 2005, equations 7 (ice, above 110 K) and 10 (water, 123 to 332 K)."""
    ice_k = np.linspace(208.15, 273.1, 50)
    over_ice = np.exp(9.550426 - 5723.265 / ice_k + 3.53068 * np.log(ice_k) - 0.00728332 * ice_k)
    assert [saturation_pa(k) for k in ice_k] == pytest.approx(over_ice, rel=2.5e-3)
    warm_k = np.linspace(273.2, 313.0, 50)
    log_warm = np.log(warm_k)
    over_water = np.exp(
        54.842763 - 6763.22 / warm_k - 4.21 * log_warm + 0.000367 * warm_k
        + np.tanh(0.0415 * (warm_k - 218.8))
        * (53.878 - 1331.22 / warm_k - 9.44523 * log_warm + 0.014025 * warm_k)
    )  # fmt: skip
    assert [saturation_pa(k) for k in warm_k] == pytest.approx(over_water, rel=3.2e-3)
