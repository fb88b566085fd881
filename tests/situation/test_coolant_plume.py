"""Where a loop throws out coolant, and for how long its surroundings are kept clear."""

from __future__ import annotations

import pytest

from iss_viewer.situation.coolant_plume import coolant_plumes
from iss_viewer.station.safety import read_safety_rules
from tests.situation.coolant_run import SHIP, run_of, shown_at

HOUR_S = 3600.0


def test_loops_that_hold_throw_nothing_out():
    assert coolant_plumes(shown_at(run_of(lambda time_s: 1.0 + 0.0 * time_s), 5 * HOUR_S)) == {}


def test_a_loop_that_loses_throws_out_what_is_lost_in_that_time():
    run = run_of(lambda time_s: 1.0 - 0.01 * time_s / HOUR_S)
    (plume,) = coolant_plumes(shown_at(run, 5 * HOUR_S)).values()
    lost_kg_s = 0.01 * SHIP.inventory_m3 * SHIP.density_kg_m3 / HOUR_S
    assert plume.loss_kg_s == pytest.approx(lost_kg_s, rel=0.02)


def test_its_surroundings_are_kept_clear_for_a_while_after_the_last_of_it():
    run = run_of(lambda time_s: 1.0 - 0.5 * (time_s > HOUR_S))
    clear_s = read_safety_rules().keep_out.clear_after_s
    assert coolant_plumes(shown_at(run, 10 * HOUR_S))[SHIP.module].loss_kg_s == 0.0
    assert coolant_plumes(shown_at(run, 2 * HOUR_S + clear_s)) == {}
