"""A trainee is shown what the level of help of an exercise shows, and nothing of a run that is none is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.detection.assessment import STATION
from iss_viewer.link.cover import ExerciseCover
from iss_viewer.situation.moment import OpenRun
from iss_viewer.situation.training.help_level import for_trainee, hidden_panels
from tests.views import prepared


def at_level(level: str, is_exercise: bool = True):
    cover = ExerciseCover(is_exercise, help_level=level)
    run = OpenRun(replace(prepared.opened(), cover=cover), prepared.history())
    return for_trainee(prepared.moment_at(prepared.ALARM_S + 100.0, run))


@pytest.mark.parametrize(
    ("level", "rate", "leak", "reserve"),
    [
        ("gauges", False, False, False),
        ("rates", True, False, False),
        ("detector", True, True, False),
        ("advice", True, True, True),
    ],
)
def test_each_level_shows_what_the_ones_before_it_show_and_more(level, rate, leak, reserve):
    moment = at_level(level)
    known = [
        moment.value(STATION, name) == moment.value(STATION, name)
        for name in ("dpdt_pa_s", "leak_rate_kg_s", "reserve_s")
    ]
    assert known == [rate, leak, reserve]
    assert (moment.board.advice is not None) is reserve
    assert bool(moment.board.alarms) is leak
    assert moment.value("LAB", "pressure_pa") > 9e4


def test_the_detectors_panel_is_covered_where_only_rates_are_shown_and_says_so():
    kept = hidden_panels(ExerciseCover(True, help_level="rates", hidden=("gas",)))
    assert set(kept) == {"alarms", "gas", "knowing", "why"}
    assert kept["alarms"] == "Not part of this exercise (help: rates)"


def test_a_run_that_is_no_exercise_hides_nothing():
    assert at_level("gauges", is_exercise=False).board.advice is not None
    assert hidden_panels(ExerciseCover(False, help_level="gauges")) == hidden_panels(None) == {}
