"""What a trainee presses becomes a command: a tick with a name, a sheet as it was written, an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.exercise.covers import procedure_cover
from iss_viewer.scenario.exercise import read_procedure
from iss_viewer.situation.board import Board
from iss_viewer.situation.training.checklist import checklist_now
from iss_viewer.station import read_station
from iss_viewer.telemetry.commands import GiveAnswer, TickStep
from iss_viewer.telemetry.events import MessageCame, QuestionAsked
from iss_viewer.views.shared.widgets import label
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.trainee import checklist_panel
from iss_viewer.views.trainee.checklist_panel import ChecklistPanel
from iss_viewer.views.trainee.messages_panel import MessagesPanel
from iss_viewer.views.trainee.sheet_panel import SheetPanel
from tests.views import prepared


@pytest.fixture
def posted(qtbot):
    return []


@pytest.fixture
def context(posted):
    return WindowContext(lambda command: posted.append(command.order))


def moment(*events):
    return replace(prepared.moment_at(600.0), board=Board.of(events))


def test_a_step_is_ticked_in_a_name_and_on_the_branch_that_was_chosen(context, posted, monkeypatch):
    panel = ChecklistPanel(context)
    station = read_station("iss")
    procedure = procedure_cover(read_procedure("depressurization"), station)
    now = checklist_now(procedure, (), 10.0)
    monkeypatch.setattr(checklist_panel, "checklist_of", lambda _: now)
    monkeypatch.setattr(checklist_panel, "ask_text", lambda *_: "Anna")
    panel.show_moment(moment())
    panel.tick("gauge")
    panel.order()
    assert posted[0] == TickStep("depressurization", "gather", "Anna", "gauge")
    assert [order.action.module for order in posted[1:]] == ["NODE1"]


def test_a_sheet_is_handed_in_as_it_was_written_and_mistakes_are_named(context, posted):
    panel = SheetPanel(context)
    panel.show_moment(moment())
    panel.hand_in()
    assert posted == [] and len(panel.mistakes.text().split("\n")) == 6
    for field, text in (
        (panel.first, "721"), (panel.first_at, "0:31:00"), (panel.second, "718"),
        (panel.second_at, "0:32:55"), (panel.slope, "-94"), (panel.reserve, "2 h 26 min"),
    ):  # fmt: skip
        field.setText(text)
    panel.hand_in()
    (answer,) = posted
    assert isinstance(answer, GiveAnswer) and answer.sheet is not None
    assert (answer.question, answer.text, answer.sheet.second_s) == ("t_res", "2 h 26 min", 1975.0)


def test_a_question_stands_until_it_is_answered_and_a_message_stays(context, posted):
    panel = MessagesPanel(context)
    asked = QuestionAsked(500.0, "q1", "Which hatch?", options=("H01", "H03"))
    panel.show_moment(moment(asked, MessageCame(400.0, "Houston", "<b>Go.</b>")))
    texts = [one.text() for one in panel.findChildren(type(label()))]
    assert "Which hatch?" in texts and "<b>Go.</b>" in texts
    panel._answer("q1", " H03 ")
    assert posted == [GiveAnswer("q1", "H03")]
