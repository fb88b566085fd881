"""The stories that say "fitted to this reading" give that reading."""

from __future__ import annotations

import math

import numpy as np
import pytest

from iss_viewer.scenario import read_scenario
from iss_viewer.simulation import Trajectory, simulate
from iss_viewer.units import PA_PER_MMHG

HOUR_S = 3600.0


def told(name: str, until_h: float) -> Trajectory:
    """The run of a story, sampled each five minutes: the truth does not hang on the samples."""
    scenario, station = read_scenario(name)
    seldom = scenario.model_copy(update={"sample_period_s": 300.0})
    return simulate(seldom, station, until_s=until_h * HOUR_S)


def mmhg(run: Trajectory, module: str, at_h: float) -> float:
    row = int(np.searchsorted(run.time_s, at_h * HOUR_S))
    return float(run[f"{module}.pressure_pa"][row]) / PA_PER_MMHG


@pytest.mark.parametrize(
    ("name", "closed_h", "read_h", "published_mmhg"),
    [
        ("prk-december-2020", 0.5, 18.5, 620.0),
        ("prk-february-2021", 1.0, 49.0, 465.0),
        ("prk-march-2021", 0.5, 12.0, 678.0),
        ("prk-sealing-2021", 275.5, 287.0, 678.0),
        ("prk-tea-leaves-2020", 1.0, 11.0, 715.0),
    ],
)
def test_prk_shut_in_falls_as_it_was_read(
    name: str, closed_h: float, read_h: float, published_mmhg: float
):
    run = told(name, read_h + 0.1)
    fall = mmhg(run, "SM_PRK", closed_h) - mmhg(run, "SM_PRK", read_h)
    start = {"prk-february-2021": 728.0, "prk-tea-leaves-2020": 732.0}.get(name, 730.0)
    assert fall == pytest.approx(start - published_mmhg, rel=0.03)


def test_each_crack_that_was_sealed_makes_the_night_of_prk_better():
    run = told("prk-sealing-2021", 287.1)
    nights = ((11.0, 22.0), (83.0, 94.0), (251.0, 262.0))  # before, after the first, after both
    falls = [mmhg(run, "SM_PRK", first) - mmhg(run, "SM_PRK", last) for first, last in nights]
    assert falls[0] > 1.2 * falls[1] > 1.2 * 1.2 * falls[2] > 50.0


def test_opening_prk_at_its_highest_rate_costs_the_station_what_was_published():
    run = told("prk-peak-2024", 32.0)
    lost_kg = run["PRK_CRACKS.flow_kg_s"]
    open_h = (run.time_s > 2.0 * HOUR_S) & (run.time_s < 32.0 * HOUR_S)
    assert np.mean(lost_kg[open_h]) * 86400.0 / 0.45359237 == pytest.approx(3.7, rel=0.02)


def test_while_prk_is_open_in_october_2024_it_leaks_on_the_russian_segment_alone():
    run = told("prk-dispute-2024", 12.0)
    assert mmhg(run, "SM_PRK", 3.0) == pytest.approx(mmhg(run, "SM_RO", 3.0), abs=0.05)
    assert mmhg(run, "LAB", 10.9) - mmhg(run, "SM_RO", 10.9) > 1.0
    assert mmhg(run, "LAB", 12.0) == pytest.approx(mmhg(run, "SM_RO", 12.0), abs=0.05)


def test_the_long_decay_of_july_2021_goes_through_its_readings():
    run = told("prk-isolated-decay-2021", 340.0)
    readings = ((75.0, 473.0), (219.0, 273.0), (339.0, 200.0))
    misses = [mmhg(run, "SM_PRK", hour) - published for hour, published in readings]
    assert math.sqrt(np.mean(np.square(misses))) < 3.0


def test_the_hole_of_soyuz_ms09_costs_eight_tenths_of_a_millimetre_an_hour():
    run = told("soyuz-ms09-2018", 9.1)
    rate = (mmhg(run, "LAB", 2.0) - mmhg(run, "LAB", 9.0)) / 7.0
    assert rate == pytest.approx(0.8, abs=0.05)


def test_the_cooling_of_2020_looks_like_a_millimetre_in_eight_hours():
    run = told("temperature-false-alarm-2020", 12.0)
    assert mmhg(run, "LAB", 1.0) - mmhg(run, "LAB", 9.0) == pytest.approx(1.0, abs=0.2)
    assert mmhg(run, "LAB", 11.0) - mmhg(run, "LAB", 12.0) == pytest.approx(0.0, abs=0.05)


def test_the_hose_of_2004_costs_the_published_psi_a_day():
    run = told("destiny-hose-2004", 241.0)
    rate_psi = (mmhg(run, "LAB", 24.0) - mmhg(run, "LAB", 240.0)) / 9.0 * PA_PER_MMHG / 6894.757
    assert rate_psi == pytest.approx(0.038, abs=0.002)


def test_prk_held_by_its_seal_goes_back_to_where_it_was():
    run = told("prk-seal-inflow-2025", 119.0)
    assert mmhg(run, "SM_PRK", 40.0) == pytest.approx(700.0, abs=2.0)
    assert mmhg(run, "SM_PRK", 48.2) > 730.0
    assert mmhg(run, "SM_PRK", 118.0) == pytest.approx(700.0, abs=2.0)


def test_soyuz_ms22_sprays_past_three_hours_and_is_nearly_dry_at_half_past_six_in_the_evening():
    run = told("soyuz-ms22-2022", 71.0)
    hour = (run.time_s / HOUR_S) - 0.75
    left = run.measured("SOYUZ_MS22_LOOP.inventory_m3") / 0.044
    assert 0.4 < np.interp(3.0, hour, left) < 0.6
    assert np.interp(17.75, hour, left) == pytest.approx(0.01, abs=0.005)
    hottest = np.nanmax(run.measured("SOYUZ_MS22_LOOP.temperature_k")) - 273.15
    assert hottest == pytest.approx(40.0, abs=2.0)


def test_the_first_scenario_lets_prk_fall_alone_within_its_first_twenty_seconds():
    scenario, _ = read_scenario("prk-2024")
    run = told("prk-2024", 20.0 * scenario.speed / HOUR_S)
    last = run.time_s[-1] / HOUR_S
    assert mmhg(run, "LAB", last) - mmhg(run, "SM_PRK", last) > 20.0
