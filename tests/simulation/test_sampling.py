"""What happens does not hang on how often it is looked at."""

from __future__ import annotations

import numpy as np
import pytest
from stories import tell, trio

from iss_viewer.scenario import Scenario, read_scenario
from iss_viewer.simulation import simulate
from iss_viewer.station import Station

CONDITIONS = """
[[leaks]]
id = "HOLE"
module = "WORK"
diameter = "6 mm"
at = "10 min"
[[leaks.changes]]
when = { module = "WORK", pressure_below = "90 kPa" }
factor = 0.3
[[actions]]
when = { module = "WORK", pressure_below = "97 kPa", lasting = "100 s" }
do = "close_hatch"
target = "D2"
[[actions]]
when = { hatch = "D2", hatch_is = "closed" }
at = "7 min"
do = "open_valve"
target = "D2"
[[actions]]
when = { module = "CORE", pressure_below = "80 kPa" }
do = "switch_on"
target = "NITROGEN_FEED"
[[heat_swings]]
period = "92 min"
amplitude = "0.3 K"
"""
EXPLOSION = """
[[leaks]]
id = "BIG"
module = "CORE"
diameter = "40 mm"
at = "1000 s"
"""


def at_common_times(scenario: Scenario, station: Station, until_s: float) -> None:
    """The truth with samples each 1 s, 60 s and 30 min, bit for bit where all have one."""
    truths, events = [], []
    for every_s in (1.0, 60.0, 1800.0):
        sampled = scenario.model_copy(update={"sample_period_s": every_s})
        run = simulate(sampled, station, until_s=until_s)
        truths.append(run.truth[run.time_s % 1800.0 == 0.0])
        events.append([(event.time_s, type(event)) for event in run.events])
    assert len(truths[0]) > 2
    assert events[0] == events[1] == events[2]
    np.testing.assert_array_equal(truths[0], truths[1])
    np.testing.assert_array_equal(truths[0], truths[2])


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (CONDITIONS, ""),
        (EXPLOSION, "fans_stop_below_pa_s = -20.0"),
        (CONDITIONS.replace("6 mm", "3 mm"), "fans_stop_below_pa_s = -1.0"),
    ],
)
def test_the_truth_of_a_story_does_not_hang_on_how_often_it_is_sampled(
    body: str, more: str
) -> None:
    at_common_times(tell(body, duration="3 h", every="1 s", more=more), trio(), 3 * 3600.0)


@pytest.mark.parametrize("name", ["soyuz-ms22-2022", "debris-strike", "prk-2024"])
def test_the_truth_of_a_scenario_does_not_hang_on_how_often_it_is_sampled(name: str) -> None:
    scenario, station = read_scenario(name)
    at_common_times(scenario, station, 6 * 3600.0)


def test_a_pressure_read_inside_a_step_rises_as_fast_as_it_really_does() -> None:
    """Two people in a small ship: long steps, and a slope that an operator sees."""
    shut = (
        '[[actions]]\nat = "5 min"\ndo = "move_crew"\ntarget = "FERRY_1"\ncrew = ["ANN", "BEN"]\n'
    )
    shut += '[[actions]]\nat = "10 min"\ndo = "close_hatch"\ntarget = "D4"\n'
    usual = tell(shut, duration="90 min", every="60 s")
    slopes = [
        np.diff(simulate(one, trio())["FERRY_1.pressure_pa"])
        for one in (usual, usual.model_copy(update={"tolerance": 1e-8}))
    ]
    np.testing.assert_allclose(slopes[0][20:], slopes[1][20:], rtol=0.02)
