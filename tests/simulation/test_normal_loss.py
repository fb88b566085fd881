"""What a sound module loses through seals and vents, against its closed form."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from stories import tell, trio

from iss_viewer.simulation import simulate
from iss_viewer.simulation.trajectory import Trajectory
from iss_viewer.station import Station

ATM_PA, REFERENCE_K, R = 101325.0, 293.15, 8.314462618
AIR_KG_MOL = 0.0289647
STILL = '[crew]\ncount = 0\n[start]\nequipment_off = ["SCRUBBER", "OXYGEN", "CONDENSER"]\n'
LOSSES = {"CORE": 2e-5, "WORK": 6e-5}  # kg/s at one atmosphere


def worn() -> Station:
    """The small station with seals that pass gas."""
    modules = tuple(
        m.model_copy(update={"background_leak_kg_s": LOSSES.get(m.id, 0.0)}) for m in trio().modules
    )
    return trio().model_copy(update={"modules": modules})


@cache
def a_day() -> Trajectory:
    scenario = tell(STILL, duration="24 h", every="1 min", station=worn())
    return simulate(scenario, worn())


def test_each_module_loses_by_the_square_of_its_pressure() -> None:
    run = a_day()
    for module in trio().module_ids:
        pressure, warm = run[f"{module}.pressure_pa"], run[f"{module}.temperature_k"]
        expected = LOSSES.get(module, 0.0) * (pressure / ATM_PA) ** 2 * REFERENCE_K / warm
        # a cabin's moist air is up to a percent lighter than the dry air of the file
        np.testing.assert_allclose(run[f"{module}.leak_kg_s"][1:], expected[1:], rtol=0.01)


def test_a_station_falls_by_its_normal_loss_as_a_law_of_squares_says() -> None:
    run = a_day()
    joined = ("CORE", "WORK")
    volume = sum(m.free_volume_m3 for m in trio().modules)
    start, end = (
        sum(run[f"{m.id}.pressure_pa"][row] * m.free_volume_m3 for m in trio().modules) / volume
        for row in (0, -1)
    )
    # dp/dt = -k p^2; the mass of a mole cancels
    k = sum(LOSSES[m] for m in joined) / ATM_PA**2 * R * REFERENCE_K / (AIR_KG_MOL * volume)
    expected = start / (1.0 + k * start * 86400.0)
    assert start - end == pytest.approx(start - expected, rel=0.01)
    assert start - end > 1500.0
