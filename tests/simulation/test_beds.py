"""A scrubber whose beds take turns frees the air less as a bed is spent, and loses air when beds are changed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from iss_viewer.simulation import SimulatedSource
from iss_viewer.simulation.beds import Beds
from iss_viewer.station import Station
from tests.simulation.stories import tell, trio

ALONE = '[crew]\ncount = 0\n[start]\nclosed_hatches = ["D1", "D2"]\nequipment_off = ["OXYGEN"]\n'
CYCLE = {"half_cycle_s": 600.0, "fresh_s": 200.0, "spent_1": 0.4}


def stage(**beds: float) -> Station:
    machines = [m.model_copy(update=beds) if m.id == "SCRUBBER" else m for m in trio().equipment]
    return trio().model_copy(update={"equipment": tuple(machines)})


def played(column: str, until_s: float, **beds: float) -> np.ndarray:
    station = stage(**beds)
    run = SimulatedSource(tell(ALONE, every="10 s", station=station), station, with_ledgers=True)
    _, truth, _ = run.read_with_truth(until_s, 10**6)
    subject, _, quantity = column.rpartition(".")
    found: np.ndarray = truth[:, run.truth_channels.column(subject, quantity)]
    return found


def test_carbon_dioxide_falls_by_what_the_beds_free_on_the_whole():
    held = played("CORE.held_carbon_dioxide_kg", 1800.0, **CYCLE)
    # of 600 s 200 s at 1, then in a straight line down to 0.4
    freed = 0.0075 * 0.65 / 60.0 * np.array([0.0, 200.0, 200.0 + 400.0 * 0.7])
    assert -np.log(held[[0, 20, 60]] / held[0]) == pytest.approx(freed, rel=1e-4)
    cycles = np.log(held[[60, 120, 180]])
    assert np.diff(cycles) == pytest.approx(-freed[-1], rel=1e-4)


def test_air_is_lost_in_pulses_when_beds_are_changed_and_on_the_whole_as_much():
    evenly = played("CORE.held_nitrogen_kg", 6000.0, half_cycle_s=600.0, air_loss_kg_day=20.0)
    pulses = played(
        "CORE.held_nitrogen_kg", 6000.0, half_cycle_s=600.0, air_loss_kg_day=20.0, dump_s=30.0
    )
    assert pulses[600] == pytest.approx(evenly[600], rel=1e-5)
    lost = -np.diff(pulses)
    assert np.flatnonzero(lost > 1e-6)[:6].tolist() == [0, 1, 2, 60, 61, 62]


def test_a_bed_works_on_between_two_kinks_as_it_began():
    beds = Beds(stage(**CYCLE, dump_s=20.0))
    time_s, kinks = 0.0, []
    while time_s < 1200.0:
        time_s = beds.next_kink_s(time_s)
        kinks.append(time_s)
    assert kinks == [20.0, 200.0, 600.0, 620.0, 800.0, 1200.0]
    (bed,) = beds.at(700.0)
    assert (bed.part.value, bed.loss_1) == (1.0, 0.0)
    assert Beds(trio()).next_kink_s(0.0) == math.inf
    assert Beds(trio()).at(0.0) == ()
