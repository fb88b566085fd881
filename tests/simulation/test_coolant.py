"""Coolant drains as the closed forms say where they hold, and the equipment warms as it must."""

from __future__ import annotations

import math

import numpy as np
import pytest

from iss_viewer.scenario import read_scenario
from iss_viewer.simulation import SimulatedSource, simulate
from iss_viewer.simulation.coolant import QUANTITIES, CoolantLoops, vapour_flux_kg_s_m2
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.station.actions import IsolateLoop, OpenCoolantLeak
from iss_viewer.station.station import CoolantLoop
from iss_viewer.telemetry import ActionRefused

CABIN = np.array([295.0])
COLUMN = {name: i for i, name in enumerate(QUANTITIES)}


def loop(**changes):
    """A loop like that of a crew ship, but for `changes`."""
    fields = {
        "id": "L", "name": "l", "module": "M", "fluid": "f", "inventory_m3": 0.044,
        "density_kg_m3": 690.0, "pressure_pa": 3e5, "vapour_pressure_pa": 5500.0,
        "molar_mass_kg_mol": 0.1142, "accumulator_gas_m3": 0.005, "pump_flow_kg_s": 0.05,
        "pump_trip_pa": 3e4, "heat_load_w": 360.0, "heat_capacity_j_k": 7e5,
        "conductance_w_k": 40.0, "passive_w_k": 20.0, "sink_k": 284.0, "source": "t",
        "confidence": "assumed",
    }  # fmt: skip
    return CoolantLoop.model_validate(fields | changes)


def drain(kind, diameter_m, times_s, discharge=0.6):
    """Rows of a loop with a hole from time 0, shape (n - 1, 5)."""
    loops = CoolantLoops.of((kind,))
    state = loops.start(CABIN)
    loops.open_hole(state, "L", discharge * math.pi / 4 * diameter_m**2)
    return loops.advance(state, np.asarray(times_s, dtype=float), CABIN)[:, 0]


def test_a_whole_loop_keeps_its_liquid_and_its_balance():
    loops = CoolantLoops.of((loop(),))
    state = loops.start(CABIN)
    rows = loops.advance(state, np.linspace(0, 86400, 50), CABIN)[:, 0]
    assert np.all(rows[:, COLUMN["inventory_m3"]] == 0.044)
    assert np.all(rows[:, COLUMN["pressure_pa"]] == 3e5)
    assert np.ptp(rows[:, COLUMN["temperature_k"]]) < 1e-9
    assert np.all(rows[:, COLUMN["flow_kg_s"]] == 0.05)


def test_a_constant_pressure_drain_takes_the_time_of_bernoulli():
    big_gas = loop(accumulator_gas_m3=1e4, vapour_pressure_pa=0.0)
    rate = 0.6 * math.pi / 4 * 0.0008**2 * math.sqrt(2 * 3e5 / 690.0)
    empty_s = 0.044 / rate
    assert 1.0 < empty_s / 3600 < 1.5
    times = np.linspace(0.0, empty_s, 11)
    left = drain(big_gas, 0.0008, times)[:, COLUMN["inventory_m3"]]
    assert left == pytest.approx(0.044 - rate * times[1:], abs=1e-7)


def test_a_gas_spring_drain_follows_its_closed_form():
    kind = loop(vapour_pressure_pa=0.0)
    area = 0.6 * math.pi / 4 * 0.0008**2
    rate0, gas0 = area * math.sqrt(2 * 3e5 / 690.0), 0.005
    lost = np.array([0.005, 0.02, 0.04])
    times = 2 / 3 / (rate0 * math.sqrt(gas0)) * ((gas0 + lost) ** 1.5 - gas0**1.5)
    left = drain(kind, 0.0008, np.r_[0.0, times])[:, COLUMN["inventory_m3"]]
    assert left == pytest.approx(0.044 - lost, rel=1e-5)


def test_how_finely_the_drain_is_read_hardly_matters():
    fine = drain(loop(), 0.012, np.linspace(0, 600, 6001))[-1]
    coarse = drain(loop(), 0.012, [0.0, 600.0])[-1]
    assert coarse[1] == pytest.approx(fine[1], rel=1e-6, abs=1e-9)


def test_below_the_vapour_pressure_the_rest_boils_off():
    kind = loop(accumulator_gas_m3=1e-4, vapour_pressure_pa=5500.0)
    rows = drain(kind, 0.0008, np.linspace(0, 20 * 3600, 201))
    area = 0.6 * math.pi / 4 * 0.0008**2
    boil = vapour_flux_kg_s_m2(kind) * area
    assert rows[-1, COLUMN["pressure_pa"]] == 5500.0
    assert rows[-1, COLUMN["leak_kg_s"]] == pytest.approx(boil)
    speed = np.diff(rows[-20:, COLUMN["inventory_m3"]]) / 360.0
    assert speed == pytest.approx(-boil / 690.0, rel=1e-6)


def test_liquid_lost_is_the_integral_of_the_leak():
    times = np.linspace(0, 3 * 3600, 2001)
    rows = drain(loop(), 0.0008, times)
    leak = rows[:, COLUMN["leak_kg_s"]]
    lost = np.sum((leak[1:] + leak[:-1]) / 2 * np.diff(times[1:]))
    liquid = rows[:, COLUMN["inventory_m3"]]
    assert lost == pytest.approx((liquid[0] - liquid[-1]) * 690.0, rel=1e-4)


def test_the_pump_trips_for_good_and_the_equipment_warms_to_its_passive_balance():
    rows = drain(loop(), 0.0008, np.linspace(0, 4 * 86400, 400))
    flow, warm = rows[:, COLUMN["flow_kg_s"]], rows[:, COLUMN["temperature_k"]]
    tripped = np.flatnonzero(flow == 0.0)[0]
    assert np.all(flow[tripped:] == 0.0)
    assert rows[tripped, COLUMN["pressure_pa"]] < 3e4
    assert warm[-1] == pytest.approx(295.0 + 360.0 / 20.0, abs=0.1)
    assert np.all(np.diff(warm[tripped:]) > -1e-9)


def test_a_loop_cut_off_loses_no_more():
    loops = CoolantLoops.of((loop(),))
    state = loops.start(CABIN)
    loops.open_hole(state, "L", 1e-6)
    loops.advance(state, np.array([0.0, 600.0]), CABIN)
    left = state[0, 0]
    loops.close_holes(state, "L")
    rows = loops.advance(state, np.array([600.0, 6000.0]), CABIN)[:, 0]
    assert rows[0, COLUMN["inventory_m3"]] == left
    assert rows[0, COLUMN["leak_kg_s"]] == 0.0


def test_soyuz_ms22_sprays_for_hours_and_its_cabin_warms_to_thirty():
    """Published: 0.8 mm, 44 L, about 3 atm; spray over 3 h; cabin 30 C, instruments 40 C."""
    scenario, station = read_scenario("soyuz-ms22-2022")
    run = simulate(
        scenario.model_copy(update={"sample_period_s": 300.0, "noise_free": True}), station
    )
    spray = run.time_s[run["SOYUZ_MS22_LOOP.leak_kg_s"] > 1e-4]
    assert 3.0 < (spray[-1] - 2700.0) / 3600.0 < 17.75
    cabin = run["SOYUZ_MS22.temperature_k"] - 273.15
    assert cabin[-1] == pytest.approx(30.0, abs=1.0)
    assert cabin[0] == pytest.approx(22.2, abs=0.5)
    assert np.ptp(run["SOYUZ_MS22.pressure_pa"]) < 1500.0  # no air is lost


def test_a_trainer_opens_a_loop_and_the_ground_cuts_it_off():
    scenario, station = read_scenario("quiet-day")
    run = SimulatedSource(scenario.model_copy(update={"sample_period_s": 60.0}), station)
    run.read(600.0, 1000)
    assert topic_of(run.act(OpenCoolantLeak("RTOD", 0.001))) == "truth"
    samples, _ = run.read(1800.0, 1000)
    liquid = samples.values[:, run.channels.column("RTOD", "inventory_m3")]
    assert np.all(np.diff(liquid) < 0.0)
    assert topic_of(run.act(IsolateLoop("RTOD"))) == "command"
    samples, _ = run.read(3600.0, 1000)
    assert np.ptp(samples.values[:, run.channels.column("RTOD", "inventory_m3")]) == 0.0
    with pytest.raises(ActionRefused, match=r"UNKNOWN.*coolant loop"):
        run.act(IsolateLoop("NOTHING"))
    with pytest.raises(ActionRefused, match="LOOP_HOLE_BOUNDS"):
        run.act(OpenCoolantLeak("RTOD", 1.0))


def test_the_pump_trips_when_the_pressure_falls_not_at_the_next_sample():
    hole = (0.0008, np.array([0.0, 6 * 3600.0]))
    warm = {}
    for every_s in (1.0, 60.0, 1800.0):
        times = np.arange(0.0, hole[1][1] + 1.0, every_s)
        warm[every_s] = drain(loop(), hole[0], times)[-1, COLUMN["temperature_k"]]
    assert warm[1.0] > 286.0  # it has tripped
    assert warm[60.0] == pytest.approx(warm[1.0], abs=1e-6)
    assert warm[1800.0] == pytest.approx(warm[1.0], abs=1e-6)
