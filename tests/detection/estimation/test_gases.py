"""Gases that analysers tell of, beside exponentials."""

import numpy as np
import pytest

from iss_viewer.detection.estimation import gases
from iss_viewer.detection.state.habit_records import new_habits
from iss_viewer.detection.state.sensor_records import ANALYSER, GAS_COUNT, Gas
from iss_viewer.detection.state.space_records import KNOWN_FLOWS
from tests.detection.kernels import modules, outside, sample, settings, space

follow = outside(gases.follow_gases)
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


def analysed(gas, readings_pa, dt):
    """The belief in a gas after each reading of one analyser in the only module."""
    room, modules_ = space(gases_pa=(21e3, 400.0, 1000.0)), modules()
    modules_["gases"]["column"][0, gas] = 0
    modules_["gases"]["noise"] = 1.0
    analysers = np.zeros((1, GAS_COUNT), ANALYSER)
    beliefs = []
    for k, reading in enumerate(readings_pa):
        taken = sample([reading], k * dt, dt)
        follow(room, analysers, new_habits(1), modules_, np.array([0]), taken, flow(), SETTINGS)
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
