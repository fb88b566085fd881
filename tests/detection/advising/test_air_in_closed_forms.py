"""Holes, valves and arms against the closed forms of a published surrogate of the station."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.detection.advising.air import (
    equalising_s,
    hole_m3_s,
    left_over_pa,
    orifice_m3_s,
    time_to_s,
)
from iss_viewer.physics import AIR_KG_PA_M3, STANDARD_PA

DISCHARGE = 0.6
PULL_N, ROUND_M2, SQUARE_M2 = 300.0, 0.5027, 1.6129
FRESH_PA, OXYGEN_PA = 97992.0, 21332.0


def test_a_sharp_hole_takes_94_cubic_metres_a_second_for_each_square_metre_of_its_diameter():
    assert orifice_m3_s(1.0, DISCHARGE) == pytest.approx(93.95, rel=1e-3)
    assert hole_m3_s(2.0 * STANDARD_PA * AIR_KG_PA_M3) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("volume_m3", "diameter_mm", "lasts_s"),
    [(9.0, 5.0, 1100.0), (26.4, 10.0, 808.0), (283.0, 20.0, 2160.0), (984.0, 60.0, 836.0)],
)
def test_oxygen_lasts_as_long_as_the_published_table_says(volume_m3, diameter_mm, lasts_s):
    hole = orifice_m3_s(1e-3 * diameter_mm, DISCHARGE)
    assert time_to_s(volume_m3, hole, OXYGEN_PA, 16000.0) == pytest.approx(lasts_s, rel=0.01)


def test_the_crews_rule_comes_41_percent_later_than_the_limit_of_oxygen():
    oxygen_s = time_to_s(10.0, 0.01, OXYGEN_PA, 16000.0)
    assert time_to_s(10.0, 0.01, FRESH_PA, 65328.0) / oxygen_s == pytest.approx(1.41, abs=0.005)
    assert time_to_s(10.0, 0.01, 15000.0, 16000.0) == 0.0
    assert time_to_s(10.0, 0.0, OXYGEN_PA, 16000.0) == np.inf


@pytest.mark.parametrize(
    ("sound_m3", "leaking_m3", "area_m2", "valve_m", "largest_mm"),
    [(957.0, 26.4, ROUND_M2, 0.02, 8.1), (700.0, 283.0, ROUND_M2, 0.02, 9.5), (9.0, 975.0, ROUND_M2, 0.02, 84.0)],
)  # fmt: skip
def test_arms_pull_a_hatch_open_up_to_the_published_hole(
    sound_m3, leaking_m3, area_m2, valve_m, largest_mm
):
    def force_n(diameter_mm):
        hole, valve = (orifice_m3_s(d, DISCHARGE) for d in (1e-3 * diameter_mm, valve_m))
        return area_m2 * left_over_pa(sound_m3, leaking_m3, hole, valve, FRESH_PA)

    assert force_n(0.97 * largest_mm) < PULL_N < force_n(1.03 * largest_mm)


def test_a_valve_equalises_two_sound_parts_in_the_time_that_its_flow_integrates_to():
    volumes, valve, pressure, gap = (26.4, 957.0), orifice_m3_s(0.02, DISCHARGE), FRESH_PA, 1000.0
    shared = volumes[0] * volumes[1] / sum(volumes)
    step_s, time_s = 0.01, 0.0
    while gap > 1.0:  # subsonic: V_e d(dp)/dt = -c/psi* sqrt(2 dp p)
        gap -= step_s * valve / 0.684731 * np.sqrt(2.0 * gap * pressure) / shared
        time_s += step_s
    assert equalising_s(volumes, valve, 1000.0, pressure) == pytest.approx(time_s, rel=0.05)
    assert equalising_s(volumes, 0.0, 1000.0, pressure) == np.inf
