"""The debrief is made of a run's events and readings: measures, lanes, answers beside what the sensors come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.link.cover import ExerciseCover, ExpectedCard, InstructorSheet
from iss_viewer.situation.moment import OpenRun
from iss_viewer.situation.training.class_debrief import class_debrief
from iss_viewer.situation.training.class_now import has_ended
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry.events import (
    AnswerGiven,
    ExerciseEnded,
    ExpectedMet,
    ForbiddenDone,
    MalfunctionChanged,
    MalfunctionState,
    OrderChanged,
    OrderState,
    QuestionAsked,
    RunFrozen,
    StepTicked,
)
from iss_viewer.telemetry.frames import Frames
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.reserve_sheet import ReserveSheet
from tests.views import prepared

MMHG = prepared.MMHG
LIMIT_PA = 490 * MMHG
HATCH = MoveHatch("H03", False)
SHEET = ReserveSheet("SM_PRK", 700 * MMHG, 4000.0, 690 * MMHG, 5000.0, -1.0, 3e4)
EVENTS = (
    MalfunctionChanged(3600.0, "HOLE", MalfunctionState.ACTIVE),
    OrderChanged(4200.0, "1", HATCH, OrderState.WORKING),
    OrderChanged(4400.0, "1", HATCH, OrderState.DONE),
    OrderChanged(4500.0, "2", HATCH, OrderState.REFUSED),
    ExpectedMet(4100.0, "gather", 4000.0),
    ForbiddenDone(4600.0, "blind patch", 5.0),
    QuestionAsked(4700.0, "q1", "Which hatch?"),
    StepTicked(4800.0, "depressurization", "gather"),
    RunFrozen(5000.0, "which hatch next?", "Ben"),
    AnswerGiven(5200.0, "t_res", "8 h", "Anna", SHEET),
)


def run_with(happened) -> OpenRun:
    cards = (
        ExpectedCard("gather", "Gather", "", 300.0, 10.0, False),
        ExpectedCard("isolate", "Isolate", "", 900.0, 40.0, True),
    )
    cover = ExerciseCover(True, sheet=InstructorSheet("A hole", "", (), cards))
    frames = prepared.frames(0.0, 6000.0)
    events = tuple(sorted((*frames.events, *happened), key=lambda event: event.time_s))
    history = History(prepared.sampled(), frames_channels())
    history.append(Frames(frames.samples, frames.assessed, events))
    return OpenRun(replace(prepared.opened(), cover=cover, end_s=6000.0), history)


@pytest.fixture(scope="module")
def run() -> OpenRun:
    return run_with(EVENTS)


def frames_channels():
    return prepared.opened().assessed


def test_measures_come_before_points(run):
    found = class_debrief(run, LIMIT_PA)
    assert found.outcome == "1 of 2 expected actions were done"
    values = {one.name: (one.value, one.detail) for one in found.measures}
    assert values["In time"] == ("1 of 2", "expected actions")
    assert values["Alarm acknowledged"][0] == "16 min 40 s"
    assert values["Orders"] == ("2", "1 refused")
    assert values["Lowest, where people were"][0].endswith("mmHg")


def test_points_come_last_and_only_once_the_exercise_is_over(run):
    assert "Points" not in [one.name for one in class_debrief(run, LIMIT_PA).measures]
    end = ExerciseEnded(5995.0, "length", 49.0, 60.0, 5.0, "not satisfactory", ("Isolate",))
    points = class_debrief(run_with((*EVENTS, end)), LIMIT_PA).measures[-1]
    assert (points.name, points.value) == ("Points", "49 (60 - 5)")
    assert points.detail == "not satisfactory: Isolate"


def test_lanes_part_what_was_true_known_and_done(run):
    lanes = {lane.name: lane for lane in class_debrief(run, LIMIT_PA).lanes}
    (hole,) = lanes["True"].bars
    assert (hole.from_s, hole.to_s, hole.text) == (3600.0, 6000.0, "HOLE")
    assert [bar.text for bar in lanes["Known"].bars][-1] == "t_res: 8 h"
    done = {bar.text: (bar.from_s, bar.to_s) for bar in lanes["Done"].bars}
    assert (4200.0, 4400.0) in done.values() and "step gather done (by evidence)" in done
    assert "which hatch next?" in [bar.text for bar in lanes["Marks"].bars]


def test_an_answer_stands_beside_what_the_sensors_come_to_and_none_stays_empty(run):
    answers = {one.question: one for one in class_debrief(run, LIMIT_PA).answers}
    assert answers["Which hatch?"].given == "no answer"
    assert answers["T.res"].right.startswith("by the sensors at the same instants")


def test_a_debrief_is_due_at_the_end_of_an_exercise_and_of_nothing_else(run):
    assert has_ended(prepared.moment_at(6000.0, run))
    assert not has_ended(prepared.moment_at(5990.0, run))
    assert not has_ended(prepared.moment_at(6000.0))
