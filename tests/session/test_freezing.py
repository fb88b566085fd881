"""A run is held where a person or its exercise wants it held, and the log says why."""

from __future__ import annotations

import pytest

from iss_viewer.session.freezing import FreezePlan
from iss_viewer.session.training_orders import training_events
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry import ActionRefused
from iss_viewer.telemetry.commands import (
    FireMalfunction,
    Freeze,
    GiveAnswer,
    SendMessage,
    TickStep,
)
from iss_viewer.telemetry.events import (
    ActionDone,
    AnswerGiven,
    BoundReached,
    MessageCame,
    NoteWritten,
    RunFrozen,
    StepTicked,
)
from iss_viewer.telemetry.events.refused import Hindrance

HATCH = ActionDone(5.0, MoveHatch("H01", False), "H01")


def test_a_freeze_with_a_reason_is_logged_and_one_without_is_not():
    plan = FreezePlan()
    assert plan.take(Freeze(reason="which hatch?"), "Ben")
    assert plan.held(5.0) == (RunFrozen(5.0, "which hatch?", "Ben"),)
    assert plan.take(Freeze(), "Ben") and plan.held(6.0) == ()


def test_a_freeze_at_the_next_event_waits_for_one_that_matters():
    plan = FreezePlan()
    assert not plan.take(Freeze(at_event=True, reason="look"), "Ben")
    assert not plan.is_due(4.0, (NoteWritten(4.0, "STATION", "a note"),))
    assert plan.is_due(5.0, (HATCH,))
    plan.held(5.0)
    assert not plan.is_due(6.0, (HATCH,))


def test_a_bound_of_the_exercise_holds_the_run_with_its_own_words():
    plan = FreezePlan()
    assert not plan.is_due(1.0, (BoundReached(1.0, "low", "noted", "note"),))
    assert plan.is_due(2.0, (BoundReached(2.0, "low", "Too little air to go on."),))
    assert plan.held(2.0) == (RunFrozen(2.0, "Too little air to go on.", "exercise"),)


def test_a_freeze_that_an_umpire_has_told_holds_the_run_and_is_told_once():
    plan = FreezePlan()
    assert plan.is_due(2.0, (RunFrozen(2.0, "when hatch H17 is closed", "Ben"),))
    assert plan.held(2.0) == ()


def test_ticks_answers_and_messages_are_recorded_in_any_run():
    assert training_events(TickStep("p", "gather", "Anna"), 1.0, "desk") == (
        StepTicked(1.0, "p", "gather", "Anna", actor="desk"),
    )
    assert training_events(GiveAnswer("q", "H1"), 2.0, "Anna") == (
        AnswerGiven(2.0, "q", "H1", "Anna"),
    )
    assert training_events(SendMessage("Houston", "Go."), 3.0, "Ben") == (
        MessageCame(3.0, "Houston", "Go.", "Ben"),
    )


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (TickStep("p", "gather", ""), Hindrance.NO_NAME_TO_TICK),
        (FireMalfunction("HOLE"), Hindrance.NO_EXERCISE),
    ],
)
def test_what_only_an_exercise_can_do_is_refused_without_one(order, why):
    with pytest.raises(ActionRefused) as refused:
        training_events(order, 1.0, "desk")
    assert refused.value.obstacle.hindrance is why
