"""What an instructor sees: malfunctions with what each waits for, expected actions, answers, freezes."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from iss_viewer.exercise.covers import exercise_cover
from iss_viewer.link.cover import plain_cover, read_cover
from iss_viewer.link.link import Pace
from iss_viewer.scenario.exercise import read_exercise
from iss_viewer.situation.board import Board
from iss_viewer.situation.training.class_now import answer_lines, freeze_words, ways_back
from iss_viewer.situation.training.malfunctions_now import expected_rows, malfunction_rows
from iss_viewer.telemetry.events import (
    AnswerGiven,
    ExpectedMet,
    MalfunctionChanged,
    MalfunctionState,
    QuestionAsked,
    RunFrozen,
)
from tests.views import prepared


@lru_cache(maxsize=1)
def cover():
    file = read_exercise("two-people-in-the-lab")
    return exercise_cover(file.drawn(3), file.procedures, file.station)


def test_a_cover_survives_a_recording():
    assert read_cover(plain_cover(cover())) == cover()
    assert read_cover(None) is None and read_cover({"is_exercise": "perhaps"}) is None


def test_a_malfunction_says_what_it_waits_for_and_then_since_when_it_bites():
    sheet = cover().sheet
    (first, *_) = malfunction_rows(sheet, Board())
    assert (first.state, first.acts[0], first.by) == ("off", "Arm", "")
    assert first.next == sheet.malfunctions[0].waits_for
    fired = MalfunctionChanged(600.0, first.id, MalfunctionState.ACTIVE, actor="Ben")
    (now, *_) = malfunction_rows(sheet, Board.of((fired,)))
    assert (now.state, now.by, now.acts) == ("active", "Ben", ("Clear",))
    assert now.next.startswith("since T+00:10:00")


def test_a_malfunction_that_was_inserted_live_is_listed_too():
    live = MalfunctionChanged(5.0, "EXTRA", MalfunctionState.ARMED, actor="Ben")
    assert malfunction_rows(cover().sheet, Board.of((live,)))[0].what == "Inserted live"


def test_an_expected_action_says_how_long_it_took():
    sheet = cover().sheet
    first = sheet.expected[0]
    late = ExpectedMet(100.0 + first.within_s + 1.0, first.id, 100.0, 0.9)
    rows = expected_rows(sheet, Board.of((late,)))
    assert rows[0].tone == "notice"
    assert rows[1].took.startswith("after: ")


def test_a_freeze_says_its_reason_and_a_question_its_answer():
    asked = QuestionAsked(500.0, "q1", "Which hatch?")
    frozen = RunFrozen(600.0, "which hatch next?", "Ben")
    answer = AnswerGiven(590.0, "q1", "H03", "Anna")
    board = Board.of((asked, answer, frozen))
    moment = replace(prepared.moment_at(600.0), board=board, pace=Pace(600.0, False, 1.0, 0.0))
    assert freeze_words(moment) == (
        "Frozen at T+00:10:00. Reason: which hatch next? Freeze 1 of this run"
    )
    assert answer_lines(board) == ("Which hatch? — H03 (after 1 min 30 s, Anna)",)
    assert answer_lines(Board.of((asked,))) == ("Which hatch? — no answer yet",)


def test_one_can_go_back_to_what_was_named_and_to_an_instant_each_two_minutes():
    ways = ways_back(prepared.moment_at(prepared.LENGTH_S))
    assert ways[0].name.endswith("Crew heard no hiss") and ways[0].time_s == 12000.0
    automatic = [one.time_s for one in ways[1:]]
    assert len(automatic) == 20 and automatic[0] == prepared.LENGTH_S - 120.0
