"""What an instructor presses becomes a command: malfunctions, freezes with a reason, messages, questions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from iss_viewer.link.cover import ExerciseCover, InstructorSheet, MalfunctionCard
from iss_viewer.link.waits import ConditionPart, WaitNow, WaitOf
from iss_viewer.situation.board import Board
from iss_viewer.situation.moment import OpenRun
from iss_viewer.telemetry.commands import (
    Arm,
    AskQuestion,
    FireMalfunction,
    Freeze,
    FreezeWhen,
    SendMessage,
)
from iss_viewer.telemetry.events import FreezeAsked
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.trainer.class_panel import ClassPanel
from iss_viewer.views.trainer.malfunction_dialog import MalfunctionDialog
from iss_viewer.views.trainer.malfunctions_panel import MalfunctionsPanel
from tests.views import prepared


@pytest.fixture
def posted(qtbot):
    return []


@pytest.fixture
def context(posted):
    return WindowContext(lambda command: posted.append(command.order))


def test_messages_questions_and_freezes_are_sent_as_they_were_written(context, posted):
    panel = ClassPanel(context)
    panel.show_moment(prepared.moment_at(600.0))
    panel.message.setText(" <i>Go</i> for the modules ")
    panel.send.click()
    panel.question.setText("Which hatch?")
    panel.options.setText("H1, H3,")
    panel.ask.click()
    panel.reason.setText("question 1")
    panel.at.setText("0:41:00")
    panel.freeze_at.click()
    panel.freeze_event.click()
    panel.when.setText(" hatch H17 is closed ")
    panel.freeze_when.click()
    assert posted == [
        SendMessage("Houston", "<i>Go</i> for the modules"),
        AskQuestion("desk-1", "Which hatch?", ("H1", "H3")),
        Freeze(at_s=2460.0, reason="question 1"),
        Freeze(at_event=True, reason="question 1"),
        FreezeWhen("hatch H17 is closed", "question 1"),
    ]


def test_freezes_that_are_waited_for_are_listed_by_what_comes_when_and_withdrawn(
    qtbot, context, posted
):
    panel = ClassPanel(context)
    qtbot.addWidget(panel)
    moment = prepared.moment_at(600.0)
    asked = (
        FreezeAsked(500.0, "hatch H17 is closed", "question 1", True, "Ben"),
        FreezeAsked(510.0, "", "", True, "Ben"),
        FreezeAsked(520.0, "", "question 3", True, "Ben", 2460.0),
        FreezeAsked(530.0, "", "question 2", True, "Ben", 1500.0),
    )
    waits = (
        WaitNow(WaitOf.FREEZE, "hatch H17 is closed", (ConditionPart("hatch closed", False),)),
    )
    pace = replace(moment.pace, waits=waits)
    panel.show_moment(replace(moment, board=Board.of(asked), pace=pace))
    assert [words.text() for words in panel.freezes] == [
        "At T+00:25:00, in 15 min 00 s · question 2",
        "At T+00:41:00, in 31 min 00 s · question 3",
        "At the next event",
        "When hatch H17 is closed · question 1\n○ hatch closed, not yet",
    ]
    for at in range(4):
        panel.waiting.itemAt(at).layout().itemAt(1).widget().click()
    assert posted == [
        Freeze(at_s=1500.0, is_withdrawn=True),
        Freeze(at_s=2460.0, is_withdrawn=True),
        Freeze(at_event=True, is_withdrawn=True),
        FreezeWhen("hatch H17 is closed", is_withdrawn=True),
    ]
    panel.show_moment(replace(moment, board=Board()))
    assert panel.waiting.count() == 0


def test_a_run_that_is_no_exercise_says_where_malfunctions_would_stand(context, posted):
    panel = MalfunctionsPanel(context)
    panel.show_moment(prepared.moment_at(600.0))
    assert panel.none.text().startswith("No exercise is played")
    panel._give("Fire now", "HOLE")
    assert posted == [FireMalfunction("HOLE")]


def test_each_half_of_a_condition_stands_beneath_its_malfunction_while_its_row_stays(
    qtbot, context
):
    card = MalfunctionCard("HOLE", "Leak", "Columbus", "when ...", "")
    sheet = InstructorSheet("A hole", "", (card,), (), ())
    run = OpenRun(
        replace(prepared.opened(), cover=ExerciseCover(True, sheet=sheet)), prepared.history()
    )
    panel, moment = MalfunctionsPanel(context), prepared.moment_at(600.0, run)
    qtbot.addWidget(panel)
    for value in ("735 mmHg", "734 mmHg"):
        parts = (
            ConditionPart("pressure PrK below 700 mmHg", False, value),
            ConditionPart("hatch Zarya–Unity closed", True, joint="and"),
        )
        waits = (WaitNow(WaitOf.MALFUNCTION, "HOLE", parts),)
        panel.show_moment(replace(moment, pace=replace(moment.pace, waits=waits)))
        ((line, _, _),) = panel.waits.values()
        assert line.text().splitlines() == [
            "Off",
            f"○ pressure PrK below 700 mmHg: now {value}",
            "✓ and hatch Zarya–Unity closed",
        ]
    panel.show_moment(replace(moment, is_live=False, pace=replace(moment.pace, waits=waits)))
    ((past, _, _),) = panel.waits.values()
    assert past.text() == "Off · when ..."


def test_a_new_malfunction_is_filled_in_or_written_and_armed_as_its_table(qtbot):
    dialog = MalfunctionDialog(None, prepared.moment_at(600.0), None)
    qtbot.addWidget(dialog)
    dialog.kind.setCurrentText("hatch")
    dialog._inputs["hatch"].setEditText("H17")
    assert "diameter" not in dialog._inputs
    dialog._inputs["mode"].setCurrentText("does not seal")
    dialog._inputs["diameter"].setText("3 mm")
    assert dialog._inputs["hatch"].currentText().startswith("H17")
    dialog.onset.setCurrentText("When")
    dialog.onset_value.setText("time > 20 min")
    text = (
        '[[malfunctions]]\nid = "LIVE1"\nkind = "hatch"\nhatch = "H17"\nmode = "does_not_seal"\n'
        'diameter = "3 mm"\nwhen = "time > 20 min"'
    )
    assert dialog.order() == Arm("LIVE1", text)
    dialog.table.setPlainText(text + "\nrepeat = true")
    assert dialog.order().text.endswith("repeat = true")


def test_a_malfunction_with_mistakes_cannot_be_armed(qtbot):
    dialog = MalfunctionDialog(None, prepared.moment_at(600.0), None)
    qtbot.addWidget(dialog)
    dialog.take_check(("diameter: is missing",))
    assert not dialog.arm.isEnabled() and dialog.mistakes.text() == "diameter: is missing"
    dialog.take_check(())
    assert dialog.arm.isEnabled()


def test_ids_are_completed_in_the_sentence_of_a_freeze_and_of_a_malfunction(qtbot, context, posted):
    panel, moment = ClassPanel(context), prepared.moment_at(600.0)
    dialog = MalfunctionDialog(None, moment, None)
    for shown in (panel, dialog):
        qtbot.addWidget(shown)
        shown.show()
    panel.show_moment(moment)
    dialog.onset.setCurrentText("When")
    for field in (panel.when, dialog.onset_value):
        field.setFocus()
        qtbot.keyClicks(field, "place desti")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.keyClicks(field, " is isolated")
        assert field.text() == "place LAB is isolated"
    assert posted == []
    qtbot.keyClick(panel.when, Qt.Key.Key_Return)
    assert posted == [FreezeWhen("place LAB is isolated")]
