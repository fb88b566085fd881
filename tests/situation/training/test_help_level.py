"""A trainee is shown what the level of help of an exercise shows, and nothing of a run that is none is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.detection.assessment import STATION
from iss_viewer.link.cover import ExerciseCover
from iss_viewer.situation.moment import OpenRun
from iss_viewer.situation.training.help_level import for_trainee, hidden_panels, trainee_run
from iss_viewer.telemetry.events import ActionDone, AdviceGiven, AlarmChanged
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


@pytest.mark.parametrize(
    ("level", "rate", "leak"), [("gauges", 0, 0), ("rates", 1, 0), ("detector", 1, 1)]
)
def test_curves_of_the_past_show_no_more_than_the_present(level, rate, leak):
    moment = at_level(level)
    history, table = moment.run.history, moment.run.table
    columns = [table.column(STATION, name) for name in ("dpdt_pa_s", "leak_rate_kg_s")]
    columns.append(table.column("SM_PRK", "pressure_pa"))
    _, values = history.curves(columns, 0.0, moment.time_s)
    _, rows = history.rows(0.0, moment.time_s)
    known = [bool(np.isfinite(one).any()) for one in (*values, *rows[columns])]
    assert known == [bool(rate), bool(leak), True] * 2
    statuses = {history.at(t)[table.column("SM_PRK", "status")] for t in (0.0, moment.time_s)}
    assert (statuses == {0.0}) is not bool(leak)


def test_marks_of_the_past_are_those_of_the_level():
    gauges, detector, whole = (
        {type(event) for event in at_level(level).run.history.events()}
        for level in ("gauges", "detector", "advice")
    )
    assert AlarmChanged in detector and AlarmChanged not in gauges
    assert AdviceGiven in whole and AdviceGiven not in detector
    assert ActionDone in gauges


def test_the_run_of_trainees_goes_on_with_the_whole_one_and_has_its_notation_of_time():
    moment = at_level("rates")
    again = for_trainee(replace(moment, time_s=0.0))
    assert again.run is moment.run
    run = OpenRun(moment.run.opened, prepared.history(1000.0))
    shown = trainee_run(run)
    run.history.append(prepared.frames(1010.0, 2000.0))
    assert shown.history.end_s == 2000.0 and shown.history.revision == run.history.revision
    assert shown.clock is run.clock and trainee_run(run) is shown


def test_the_detectors_panel_is_covered_where_only_rates_are_shown_and_says_so():
    kept = hidden_panels(ExerciseCover(True, help_level="rates", hidden=("gas",)))
    assert set(kept) == {"alarms", "gas", "knowing", "why"}
    assert kept["alarms"] == "Not part of this exercise (help: rates)"


def test_a_run_that_is_no_exercise_hides_nothing():
    assert at_level("gauges", is_exercise=False).board.advice is not None
    assert hidden_panels(ExerciseCover(False, help_level="gauges")) == hidden_panels(None) == {}
