"""Gases beside exponentials and the laws of what people breathe."""

import math

import numpy as np
import pytest

from iss_viewer.detection.estimation import gases
from iss_viewer.detection.state.sensor_records import ANALYSER, GAS_COUNT, Gas
from iss_viewer.detection.state.space_records import KNOWN_FLOWS
from iss_viewer.physics import CO2_KG_MOL, H2O_KG_MOL, O2_KG_MOL, R
from tests.detection.kernels import modules, outside, sample, settings, space

predict, saturation = outside(gases.predict_gas), outside(gases.saturation_pa)
follow, share_fall = outside(gases.follow_gases), outside(gases.share_fall)
SETTINGS = settings(
    gas_smoothing_s=1800.0,
    water_smoothing_s=120.0,
    gas_smoothing_room_m3=50.0,
    analyser_room_m3=30.0,
    breath_oxygen_kg_s=1e-5,
    breath_carbon_dioxide_kg_s=1.2e-5,
    breath_water_kg_s=2.6e-5,
    ventilation_m3_s=0.066,
    usual_gases_pa=(21e3, 400.0, 1000.0),
)


def flow(**fields):
    known = np.zeros(1, KNOWN_FLOWS)
    for name, value in fields.items():
        known[name] = value
    return known[0]


def test_carbon_dioxide_approaches_what_scrubbing_balances_exponentially():
    room, rate = space(), 2e-3 / 60.0
    breathing = flow(carbon_dioxide_kg_s=3e-5, scrubbing_1_s=rate)
    for _ in range(500):
        predict(room, int(Gas.CARBON_DIOXIDE), breathing, True, 60.0)
    goal = 3e-5 * R * 295.0 / (100.0 * CO2_KG_MOL) / rate
    wanted = goal * (1.0 - math.exp(-rate * 500 * 60.0))
    assert room["gases_pa"][Gas.CARBON_DIOXIDE] == pytest.approx(wanted, rel=1e-9)


def test_oxygen_falls_by_what_is_breathed():
    room = space(gases_pa=(21e3, 0.0, 0.0))
    predict(room, int(Gas.OXYGEN), flow(oxygen_kg_s=-3e-5), False, 3600.0)
    wanted = 21e3 - 3e-5 * R * 295.0 / (100.0 * O2_KG_MOL) * 3600.0
    assert room["gases_pa"][Gas.OXYGEN] == pytest.approx(wanted, rel=1e-12)


def test_vapour_that_nobody_measures_rises_until_it_is_saturated():
    room, breathed = space(), flow(water_kg_s=8e-5)
    predict(room, int(Gas.WATER), breathed, False, 600.0)
    wanted = 8e-5 * R * 295.0 / (100.0 * H2O_KG_MOL) * 600.0
    assert room["gases_pa"][Gas.WATER] == pytest.approx(wanted, rel=1e-12)
    predict(room, int(Gas.WATER), breathed, False, 1e6)
    assert room["gases_pa"][Gas.WATER] == saturation(295.0)


@pytest.mark.parametrize(("celsius", "pa"), [(0.0, 611.2), (20.0, 2339.3), (50.0, 12352.0)])
def test_saturation_is_that_of_the_steam_tables(celsius, pa):
    assert saturation(273.15 + celsius) == pytest.approx(pa, rel=3e-3)


def analysed(gas, readings_pa, dt):
    """The belief in a gas after each reading of one analyser in the only module."""
    room, modules_ = space(gases_pa=(21e3, 400.0, 1000.0)), modules()
    modules_["gases"]["column"][0, gas] = 0
    modules_["gases"]["noise"] = 1.0
    analysers = np.zeros((1, GAS_COUNT), ANALYSER)
    beliefs = []
    for k, reading in enumerate(readings_pa):
        taken = sample([reading], k * dt, dt)
        follow(room, analysers, modules_, np.array([0]), taken, flow(), SETTINGS)
        beliefs.append(room["gases_pa"][gas])
    return np.array(beliefs), analysers[0, gas]


def test_belief_keeps_to_an_analyser_that_stays_where_it_was():
    beliefs, analyser = analysed(Gas.OXYGEN, np.full(50, 21.5e3), 60.0)
    assert beliefs == pytest.approx(21e3, abs=1e-9)
    assert analyser["offset_pa"] == pytest.approx(500.0)


def test_belief_follows_a_known_analyser_exponentially():
    """After an hour's readings its offset hardly moves any more, and the belief closes the gap."""
    readings = np.concatenate([np.full(2000, 21e3), np.full(20, 21.01e3)])
    beliefs, _ = analysed(Gas.OXYGEN, readings, 60.0)
    gap = 10.0 * np.exp(-60.0 * np.arange(1, 21) / 1800.0)
    assert 21.01e3 - beliefs[2000:] == pytest.approx(gap, abs=0.3)


def test_analysed_gases_share_a_fall_that_nothing_explains():
    room = space(gases_pa=(21e3, 400.0, 1000.0), sensor_count=2, level_pa=0.99e5)
    room["last_pa_k"] = 1e5 / 295.0
    analysers = np.zeros((1, GAS_COUNT), ANALYSER)
    analysers["count"][0, Gas.OXYGEN] = 1
    share_fall(room, analysers, np.array([0]), flow(), 1.0)
    assert room["gases_pa"] == pytest.approx((0.99 * 21e3, 400.0, 1000.0))
