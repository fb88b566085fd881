"""Whatever is opened onto whatever, the air is found in a bounded number of steps, and stays finite."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iss_viewer.simulation.air import AirLeak, AirNetwork, Stepper, usual_controls
from iss_viewer.studies.validation.stations import tanks

DOORS = (("A", "B"), ("B", "C"), ("A", "C"), ("C", "VACUUM"))
MOVES = st.lists(st.tuples(*[st.booleans()] * len(DOORS)), min_size=1, max_size=6)
#: a blowdown to nothing takes about 850, whatever its speed; two, one after the other (the rooms, then
#: the tank that feeds them), about 1,300
MOST_STEPS_OF_A_SETTING = 2000


def network(volume_m3, film_w_m2_k):
    """Three rooms in a loop with a door to space, a person in the smallest, a tank soon empty."""
    tank = {
        "id": "T", "name": "tank", "gas": "nitrogen", "module": "A", "volume_m3": 0.05,
        "content_kg": 0.5, "temperature_k": 290.0,
    }  # fmt: skip
    feed = {
        "id": "F", "name": "feed", "module": "A", "kind": "nitrogen_feed", "tank": "T", "on": True,
        "rate_kg_s": 0.01, "set_point_pa": 1.0e5, "dead_band_pa": 500.0,
    }  # fmt: skip
    condenser = {
        "id": "K", "name": "condenser", "module": "A", "kind": "condenser", "on": True,
        "flow_m3_s": 0.15, "efficiency": 0.5, "target_pa": 900.0,
    }  # fmt: skip
    station = tanks(
        {"A": volume_m3, "B": 50.0, "C": 5.0}, DOORS, film_w_m2_k=film_w_m2_k, valve_m=0.03,
        seal_leak_kg_s=1e-6, mixing_speed_m_s=0.02, size_m=1.27, tanks=[tank],
        equipment=[feed, condenser],
        crew=[{"id": "P", "name": "P", "agency": "-", "module": "A"}],
    )  # fmt: skip
    return AirNetwork(station)


def steps_to(stepper, state, controls, end_s):
    """The state at `end_s`, and how many steps were taken."""
    count = 0
    while state.time_s < end_s:
        next_s = min(np.nextafter(max(state.clock[1], state.time_s), np.inf), end_s)
        state, rows = stepper.advance(state, controls, next_s, np.array([next_s]))
        assert np.isfinite(rows.vectors).all()
        assert (rows.partial_pa >= 0.0).all()
        count += 1
        assert count <= MOST_STEPS_OF_A_SETTING
    return state


@settings(max_examples=12, derandomize=True)
@given(
    volume_m3=st.floats(0.1, 100.0),
    film_w_m2_k=st.sampled_from([0.0, 1e-6, 1e-2, 4.0]),
    hole_m=st.floats(0.0, 0.2),
    moves=MOVES,
)
@example(volume_m3=0.1, film_w_m2_k=0.0, hole_m=0.2, moves=[(True,) * 4, (False,) * 4] * 3)
@example(volume_m3=0.1, film_w_m2_k=1e-4, hole_m=0.2, moves=[(True, True, True, False)])
@example(volume_m3=1.0, film_w_m2_k=0.0, hole_m=0.0, moves=[(False, True, True, True)])
def test_everything_at_once_takes_a_bounded_number_of_steps(volume_m3, film_w_m2_k, hole_m, moves):
    net = network(volume_m3, film_w_m2_k)
    stepper, usual = Stepper(net), usual_controls(net.station)
    hole = AirLeak("hole", "A", orifice_m2=0.8 * math.pi / 4.0 * hole_m**2)
    state = stepper.start(usual, net.usual_air())
    for second, doors in enumerate(moves, 1):
        controls = replace(usual, hatch_is_open=doors, leaks=(hole,))
        state = steps_to(stepper, state, controls, float(second))
    steps_to(stepper, state, controls, 3600.0)
