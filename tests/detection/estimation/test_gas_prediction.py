"""Gases that nobody measures: beside exponentials, the laws of what people breathe and of mixtures."""

import math

import numpy as np
import pytest

from iss_viewer.detection.estimation import gas_prediction
from iss_viewer.detection.estimation.gas_prediction import PREDICTION
from iss_viewer.detection.estimation.witnesses import nitrogen_pa
from iss_viewer.detection.state.sensor_records import ANALYSER, GAS_COUNT, Gas
from iss_viewer.detection.state.space_records import KNOWN_FLOWS, Motion, SlowAirMotion
from iss_viewer.physics import CO2_KG_MOL, H2O_KG_MOL, O2_KG_MOL, R
from tests.detection.kernels import outside, settings, space

predict, saturation = outside(gas_prediction.predict_gas), outside(gas_prediction.saturation_pa)
predict_all = outside(gas_prediction.predict_gases)
doubt, noise = outside(gas_prediction.follow_gas_doubt), outside(gas_prediction.gas_noise)
balanced = outside(nitrogen_pa)
ONE = np.array([0])
SETTINGS = settings(unsensed_water_share_1=0.6, gas_smoothing_s=1800.0)
STILL = SlowAirMotion(1.0, 0.0, 1.0, 0.0, 0.0, 0.0)
MOTION = Motion(1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.9, math.exp(-1.0 / 1800.0), STILL)
AIR_PA = (21e3, 400.0, 1000.0)


def flow(**fields):
    known = np.zeros(1, KNOWN_FLOWS)
    for name, value in fields.items():
        known[name] = value
    return known[0]


def analysers(*heard):
    """Of one module; those of the gases in `heard` gave readings."""
    rows = np.zeros((1, GAS_COUNT), ANALYSER)
    rows["count"][0, list(heard)] = 1
    return rows


def room_of(**fields):
    """A room of 100 kPa whose pressure was just measured."""
    usual = {"gases_pa": AIR_PA, "agreed_variance_pa2": 1.0, "last_pa_k": 1e5 / 295.0}
    return space(**(usual | {"sensor_count": 2} | fields))


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


def test_vapour_that_nobody_measures_rises_until_it_is_saturated_at_the_wall():
    room, breathed = space(), flow(water_kg_s=8e-5)
    predict(room, int(Gas.WATER), breathed, False, 600.0)
    wanted = 8e-5 * R * 295.0 / (100.0 * H2O_KG_MOL) * 600.0
    assert room["gases_pa"][Gas.WATER] == pytest.approx(wanted, rel=1e-12)
    predict(room, int(Gas.WATER), breathed, False, 1e6)
    assert room["gases_pa"][Gas.WATER] == saturation(295.0 - PREDICTION.wall_colder_k)


@pytest.mark.parametrize(("celsius", "pa"), [(0.0, 611.2), (20.0, 2339.3), (50.0, 12352.0)])
def test_saturation_is_that_of_the_steam_tables(celsius, pa):
    assert saturation(273.15 + celsius) == pytest.approx(pa, rel=3e-3)


def test_analysed_gases_share_a_fall_that_nothing_explains():
    room = room_of(level_pa=0.99e5)
    predict_all(room, analysers(Gas.OXYGEN, Gas.CARBON_DIOXIDE, Gas.WATER), ONE, flow(), 1.0)
    assert room["gases_pa"] == pytest.approx(0.99 * np.array(AIR_PA))


def test_analysed_gases_do_not_share_what_a_single_barometer_says():
    room = room_of(level_pa=0.99e5, sensor_count=1)
    predict_all(room, analysers(Gas.OXYGEN, Gas.CARBON_DIOXIDE, Gas.WATER), ONE, flow(), 1.0)
    assert room["gases_pa"] == pytest.approx(AIR_PA)


def test_air_that_leaks_out_of_a_room_without_analysers_takes_all_gases_along():
    """An hour of an exponential fall: what is left has the composition of what was there."""
    room, k = room_of(sensor_count=1), 1.0 / 30_000.0
    for second in range(0, 3600, 10):
        room["level_pa"] = 1e5 * math.exp(-k * (second + 10.0))
        predict_all(room, analysers(), ONE, flow(), 10.0)
    assert room["gases_pa"] == pytest.approx(np.array(AIR_PA) * math.exp(-k * 3600.0), rel=1e-9)


def test_pressure_of_such_a_room_tells_of_all_the_air_that_is_lost():
    room = room_of(sensor_count=1)
    before_pa = balanced(room)
    room["level_pa"] = 0.9e5
    predict_all(room, analysers(), ONE, flow(), 60.0)
    assert balanced(room) - before_pa == pytest.approx(-1e4)


def test_breath_in_a_room_without_analysers_is_no_air_that_is_gained():
    """Carbon dioxide and vapour come, oxygen goes: the pressure moves by that and nitrogen stays."""
    breath = flow(oxygen_kg_s=-1e-5, carbon_dioxide_kg_s=1.2e-5, water_kg_s=2.6e-5)
    room = room_of(sensor_count=1)
    moles_s = -1e-5 / O2_KG_MOL + 1.2e-5 / CO2_KG_MOL + 2.6e-5 / H2O_KG_MOL
    for second in range(0, 600, 10):
        room["level_pa"] = 1e5 + moles_s * R * 295.0 / 100.0 * (second + 10.0)
        predict_all(room, analysers(), ONE, breath, 10.0)
    assert room["fallen_pa"] == pytest.approx(0.0, abs=1e-6)
    assert balanced(room) == pytest.approx(1e5 - sum(AIR_PA), abs=1e-6)


def test_near_vacuum_no_gas_grows_out_of_noise():
    room = room_of(level_pa=1.0, sensor_count=1, last_pa_k=0.01, gases_pa=(3.0, 1.0, 1.0))
    for level_pa in (5.0, -2.0, 0.1, 8.0):
        room["level_pa"] = level_pa
        predict_all(room, analysers(), ONE, flow(), 10.0)
    assert room["gases_pa"] == pytest.approx((3.0, 1.0, 1.0))


def test_while_pressures_even_out_nothing_is_shared_and_then_all_that_was_lost():
    room = room_of(is_settled=0, level_pa=0.95e5)
    predict_all(room, analysers(), ONE, flow(), 10.0)
    assert room["gases_pa"] == pytest.approx(AIR_PA)
    room["is_settled"] = 1
    predict_all(room, analysers(), ONE, flow(), 10.0)
    assert room["gases_pa"] == pytest.approx(0.95 * np.array(AIR_PA))


def test_doubt_of_gases_grows_with_unmeasured_breath_up_to_what_walls_may_take():
    room, breathed = room_of(), flow(water_kg_s=8e-5)
    doubt(room, analysers(), ONE, breathed, SETTINGS, 100.0)
    rate = 8e-5 * R * 295.0 / (100.0 * H2O_KG_MOL)
    assert room["gas_doubt_pa"] == pytest.approx(0.6 * rate * 100.0)
    doubt(room, analysers(), ONE, breathed, SETTINGS, 1e6)
    assert room["gas_doubt_pa"] == PREDICTION.most_doubt_pa
    doubt(room, analysers(Gas.WATER), ONE, breathed, SETTINGS, 1800.0)
    assert room["gas_doubt_pa"] == pytest.approx(PREDICTION.most_doubt_pa / math.e)


def test_a_hygrometer_that_falls_silent_does_not_vouch_for_vapour():
    room, breathed, silent = room_of(), flow(water_kg_s=8e-5), analysers(Gas.WATER)
    doubt(room, silent, ONE, breathed, SETTINGS, 1.0)
    assert noise(room, breathed, MOTION) == 0.0
    silent["silent_s"] = 1200.0
    doubt(room, silent, ONE, breathed, SETTINGS, 1.0)
    assert noise(room, breathed, MOTION) > 0.0
    assert noise(room, flow(), MOTION) == 0.0


def test_what_mixes_is_found_out_by_analysers_as_long_as_it_is_doubted():
    """Variance comes as fast as it goes, so that it stays that of the doubt."""
    room, vapour = room_of(gas_doubt_pa=100.0), analysers(Gas.WATER)
    doubt(room, vapour, ONE, flow(), SETTINGS, 0.0)
    kept = 100.0**2 * MOTION.gas_keep**2
    assert kept + noise(room, flow(), MOTION) == pytest.approx(100.0**2)
