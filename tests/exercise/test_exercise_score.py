"""Points of an exercise: in time all, late a part, forbidden and wrong hatches cost, what is critical caps."""

from __future__ import annotations

import pytest

from iss_viewer.exercise.expected import timely_1
from iss_viewer.exercise.hatch_rules import HatchMistake
from iss_viewer.exercise.score import CAPPED_AT, ExerciseOutcome, MarkState, score_of
from iss_viewer.scenario.exercise import read_exercise
from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.telemetry.events import BoundReached, Event, ExpectedDue, ExpectedMet, ForbiddenDone

LAB = read_exercise("two-people-in-the-lab").example


def all_met(exercise: Exercise = LAB, but: str = "") -> list[Event]:
    events: list[Event] = []
    for action in exercise.expected:
        events.append(ExpectedDue(700.0, action.id))
        if action.id != but:
            events.append(ExpectedMet(760.0, action.id, 700.0, 1.0))
    return events


def test_all_in_time_is_full_marks_and_nothing_is_none():
    assert score_of(LAB, all_met()).points == 100.0
    assert score_of(LAB, all_met()).outcome is ExerciseOutcome.SATISFACTORY
    nothing = score_of(LAB, [])
    assert (nothing.points, nothing.outcome) == (0.0, ExerciseOutcome.NOT_SATISFACTORY)


def test_what_was_never_asked_for_counts_neither_way():
    marks = {mark.action.id: mark.state for mark in score_of(LAB, []).marks}
    assert marks["ack"] is MarkState.NOT_ASKED
    waived = [*all_met(but="ack"), ExpectedDue(800.0, "ack", is_waived=True)]
    assert score_of(LAB, waived).points == 100.0


def test_a_missed_action_costs_its_weight_and_a_critical_one_caps():
    total = LAB.weight_total
    ack = next(action for action in LAB.expected if action.id == "ack")
    assert score_of(LAB, all_met(but="ack")).points == pytest.approx(100 - 100 * ack.weight / total)
    capped = score_of(LAB, all_met(but="gather"))
    assert capped.points == CAPPED_AT
    assert len(capped.critical) == 1


def test_forbidden_actions_cost_each_time_up_to_their_most():
    events = [*all_met(), *(ForbiddenDone(900.0, "blind-repair", 10.0) for _ in range(5))]
    score = score_of(LAB, events)
    assert score.deducted == 20.0
    assert len(score.deductions[0].times_s) == 5


def test_wrong_hatches_cost_together_at_most_so_much_and_cutting_somebody_off_is_critical():
    wrong = [ForbiddenDone(900.0, HatchMistake.NO_SPLIT.value, 5.0, f"H0{n}") for n in range(6)]
    assert score_of(LAB, [*all_met(), *wrong]).points == 100.0 - LAB.hatches.at_most
    cut = ForbiddenDone(900.0, HatchMistake.CUT_OFF.value, 5.0, "H17")
    assert score_of(LAB, [*all_met(), cut]).outcome is ExerciseOutcome.NOT_SATISFACTORY


def test_a_bound_that_was_reached_caps():
    score = score_of(LAB, [*all_met(), BoundReached(900.0, "thin", "thin air")])
    assert (score.points, score.critical) == (CAPPED_AT, ("thin air",))


def test_late_work_earns_less_and_less_down_to_a_part():
    action = next(action for action in LAB.expected if action.id == "isolate")
    within, late = action.within_s, action.latest_s
    assert timely_1(action, within) == 1.0
    assert timely_1(action, (within + late) / 2) == pytest.approx((1 + action.late_credit) / 2)
    assert timely_1(action, 10 * late) == action.late_credit
