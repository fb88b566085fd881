"""The debrief is made of a run's events and readings: measures, lanes, answers beside what the sensors come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.link.cover import (
    ExerciseCover,
    ExpectedCard,
    InstructorSheet,
    MalfunctionCard,
)
from iss_viewer.situation.moment import OpenRun
from iss_viewer.situation.training.class_debrief import class_debrief
from iss_viewer.situation.training.class_now import has_ended
from iss_viewer.situation.training.debrief_lanes import lanes_of
from iss_viewer.situation.training.plan_beside import plan_beside
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry.events import (
    AnswerGiven,
    ExerciseEnded,
    ExpectedMet,
    ForbiddenDone,
    LocationEstimated,
    MalfunctionChanged,
    MalfunctionState,
    OrderChanged,
    OrderState,
    QuestionAsked,
    RankedLocation,
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


def located(time_s: float, *chances: float) -> LocationEstimated:
    """What is believed of the modules of the station in their order."""
    ranked = sorted(
        zip(prepared.station().module_ids, chances, strict=False), key=lambda pair: -pair[1]
    )
    return LocationEstimated(
        time_s, RankedLocation(tuple(ranked), sum(chances), 0.0, 0.0, 0.0, 0.0)
    )


def test_known_says_when_suspects_had_halved_and_when_the_place_was_named():
    located_in_turn = (
        located(4000.0, 0.2, 0.2, 0.2, 0.2, 0.1, 0.1), located(4300.0, 0.3, 0.3, 0.4),
        located(4600.0, 0.4, 0.4, 0.2), located(4900.0, 0.99, 0.01), located(5000.0, 0.98, 0.02),
    )  # fmt: skip
    lanes = {lane.name: lane for lane in lanes_of(run_with(EVENTS), located_in_turn)}
    assert [(bar.from_s, bar.text) for bar in lanes["Known"].bars] == [
        (4300.0, "3 suspects: Zarya, PrK, Zvezda"), (4900.0, "located: PrK"),
    ]  # fmt: skip


def test_a_malfunction_is_told_by_what_and_where_it_is():
    run = run_with(EVENTS)
    card = MalfunctionCard("HOLE", "hole of 10 mm", "Zarya", "", "")
    sheet = replace(run.opened.cover.sheet, malfunctions=(card,))
    opened = replace(run.opened, cover=replace(run.opened.cover, sheet=sheet))
    lanes = {one.name: one for one in lanes_of(OpenRun(opened, run.history), EVENTS)}
    assert [bar.text for bar in lanes["True"].bars] == ["hole of 10 mm, Zarya"]


def test_the_plan_of_the_adviser_stands_beside_what_the_class_did_from_then_on():
    plan = class_debrief(run_with(EVENTS), LIMIT_PA).plan
    assert plan is not None and plan.since == "T+01:07:40"
    assert plan.advised[1] == "close Zvezda–PrK"
    assert plan.done[0] == "+2 min 20 s: close Zvezda–Zarya"


def test_without_an_advice_there_is_no_plan():
    assert plan_beside(prepared.station(), EVENTS, ()) is None


def test_a_run_has_a_digest_of_its_own(run):
    found = class_debrief(run, LIMIT_PA)
    assert found.digest and found.digest == class_debrief(run_with(EVENTS), LIMIT_PA).digest
    assert found.digest != class_debrief(run_with(EVENTS[:-1]), LIMIT_PA).digest


def test_an_answer_stands_beside_what_the_sensors_come_to_and_none_stays_empty(run):
    answers = {one.question: one for one in class_debrief(run, LIMIT_PA).answers}
    assert answers["Which hatch?"].given == "no answer"
    assert answers["T.res"].right.startswith("by the sensors at the same instants")


def test_a_debrief_is_due_at_the_end_of_an_exercise_and_of_nothing_else(run):
    assert has_ended(prepared.moment_at(6000.0, run))
    assert not has_ended(prepared.moment_at(5990.0, run))
    assert not has_ended(prepared.moment_at(6000.0))
