"""Nothing reaches compiled code but arrays of the right shape with finite numbers, of this station."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.simulation.air import AirLeak, AirNetwork, Stepper, Warming, usual_controls
from iss_viewer.station import read_station

NETWORK = AirNetwork(read_station("trio"))
CONTROLS = usual_controls(NETWORK.station)
STEPPER = Stepper(NETWORK)
AIR = NETWORK.usual_air()
COUNT = len(NETWORK.station.modules)


@pytest.fixture(scope="module")
def state():
    return STEPPER.start(CONTROLS, AIR)


@pytest.mark.parametrize(
    ("vector", "said"),
    [
        (AIR[:-1], r"vector: shape \(\d+,\), not \(\d+,\)"),
        (AIR[None], r"vector: shape"),
        (np.where(np.arange(len(AIR)) == 3, np.nan, AIR), "vector: all finite"),
        ("air", "vector: numbers, not str"),
    ],
)
def test_a_state_that_is_none_is_refused(vector, said):
    with pytest.raises(ValueError, match=said):
        STEPPER.start(CONTROLS, vector)


@pytest.mark.parametrize(
    ("until_s", "times_s", "said"),
    [
        (-1.0, [], "until_s: from 0.0 s"),
        (np.nan, [], "until_s: from 0.0 s"),
        (np.inf, [], "until_s: from 0.0 s"),
        (60.0, [61.0], "times_s: rising, from 0.0 s to 60.0 s"),
        (60.0, [-1.0], "times_s: rising"),
        (60.0, [20.0, 10.0], "times_s: rising"),
        (60.0, [np.nan], "times_s: all finite"),
        (60.0, [[10.0]], r"times_s: shape \(1,\), not \(1, 1\)"),
    ],
)
def test_times_outside_the_stretch_or_that_fall_are_refused(state, until_s, times_s, said):
    with pytest.raises(ValueError, match=said):
        STEPPER.advance(state, CONTROLS, until_s, times_s)


def test_no_times_and_whole_numbers_are_fine(state):
    after, rows = STEPPER.advance(state, CONTROLS, 60, [0, 30, 60])
    assert rows.pressure_pa.shape == (3, COUNT)
    assert STEPPER.advance(after, CONTROLS, 90.0, [])[1].pressure_pa.shape == (0, COUNT)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"hatch_is_open": (True,)},
            r"controls.hatch_is_open: \d+ values, one for each of hatches",
        ),
        ({"machine_is_on": ()}, r"controls.machine_is_on: \d+ values"),
        ({"people": (1.0,) * (COUNT + 1)}, "controls.people: shape"),
        ({"heat_w": (np.inf,) * COUNT}, "controls.heat_w: all finite"),
        ({"leaks": (AirLeak("A", "NOWHERE"),)}, "the station has no 'NOWHERE'"),
        ({"warmings": (Warming(modules=("NOWHERE",)),)}, "the station has no 'NOWHERE'"),
    ],
)
def test_settings_of_another_station_are_refused(state, settings, said):
    with pytest.raises(ValueError, match=said):
        STEPPER.advance(state, replace(CONTROLS, **settings), 60.0, [])


@pytest.mark.parametrize(
    ("partial_pa", "temperature_k", "said"),
    [
        (np.zeros((COUNT, 3)), np.full(COUNT, 295.0), "partial_pa: shape"),
        (np.full((COUNT, 4), -1.0), np.full(COUNT, 295.0), "partial_pa: 0 or more"),
        (np.ones((COUNT, 4)), np.zeros(COUNT), "temperature_k: above 0"),
        (np.ones((COUNT, 4)), np.full(COUNT, np.nan), "temperature_k: all finite"),
    ],
)
def test_air_that_is_none_is_refused(partial_pa, temperature_k, said):
    with pytest.raises(ValueError, match=said):
        NETWORK.still_air(partial_pa, temperature_k)
