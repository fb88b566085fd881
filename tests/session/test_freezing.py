"""A run is held where a person or its exercise wants it held, and the log says why."""

from __future__ import annotations

import pytest

from iss_viewer.session import Session
from iss_viewer.session.freezing import FreezePlan
from iss_viewer.session.training_orders import training_events
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry import ActionRefused, Command
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
    FreezeAsked,
    MessageCame,
    NoteWritten,
    RunFrozen,
    StepTicked,
)
from iss_viewer.telemetry.events.refused import Hindrance
from tests.session.test_session import Clock, Echo, Ramp

HATCH = ActionDone(5.0, MoveHatch("H01", False), "H01")


def test_a_freeze_with_a_reason_is_logged_and_one_without_is_not():
    run = Session(Ramp(), Echo(), None, 1.0, Clock())
    assert run.obey(Command(Freeze(reason="which hatch?"), "Ben"))[0] == (
        RunFrozen(0.0, "which hatch?", "Ben"),
    )
    assert run.obey(Command(Freeze(), "Ben"))[0] == ()


def test_a_freeze_at_the_next_event_waits_for_one_that_matters():
    plan = FreezePlan()
    (asked,) = plan.ask(Freeze(at_event=True, reason="look"), "Ben", 3.0)
    assert asked == FreezeAsked(3.0, "", "look", True, "Ben")
    assert plan.due(4.0, (NoteWritten(4.0, "STATION", "a note"),)) is None
    assert plan.due(5.0, (HATCH,)) == (
        RunFrozen(5.0, "look", "Ben"),
        FreezeAsked(5.0, "", "look", False, "Ben"),
    )
    assert plan.due(6.0, (HATCH,)) is None


def test_each_of_several_times_is_held_at_once_and_the_others_are_still_waited_for():
    plan = FreezePlan()
    for at_s in (20.0, 10.0, 30.0):
        plan.ask(Freeze(at_s=at_s, reason=f"at {at_s:g}"), "Ben", 1.0)
    assert plan.at_s == 10.0 and plan.due(9.0, ()) is None
    held, over = plan.due(10.0, ()) or ()
    assert held == RunFrozen(10.0, "at 10", "Ben") and over.at_s == 10.0 and not over.is_waiting
    assert plan.at_s == 20.0
    assert plan.ask(Freeze(at_s=20.0, is_withdrawn=True), "Ann", 12.0) == (
        FreezeAsked(12.0, "", "at 20", False, "Ann", 20.0),
    )
    assert plan.at_s == 30.0
    assert plan.ask(Freeze(at_s=20.0, is_withdrawn=True), "Ann", 13.0) == ()


def test_a_run_that_goes_on_waits_for_what_its_past_has_asked_for_and_not_seen():
    before, after = FreezePlan(), FreezePlan()
    events = [e for at_s in (5.0, 50.0) for e in before.ask(Freeze(at_s=at_s), "Ben", 1.0)]
    events += [FreezeAsked(1.0, "hatch H17 is closed"), *(before.due(5.0, ()) or ())]
    after.recall(events)
    assert after.waiting == before.waiting and after.at_s == 50.0


def test_a_bound_of_the_exercise_holds_the_run_with_its_own_words():
    plan = FreezePlan()
    assert plan.due(1.0, (BoundReached(1.0, "low", "noted", "note"),)) is None
    assert plan.due(2.0, (BoundReached(2.0, "low", "Too little air to go on."),)) == (
        RunFrozen(2.0, "Too little air to go on.", "exercise"),
    )


def test_a_freeze_that_an_umpire_has_told_holds_the_run_and_is_told_once():
    assert FreezePlan().due(2.0, (RunFrozen(2.0, "when hatch H17 is closed", "Ben"),)) == ()


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
