"""Answers are right by the true pressures at the instants of the readings, and texts by their words."""

from __future__ import annotations

import math

import pytest

from iss_viewer.exercise.answers import RESERVE, AnswerBook, duration_of, reserve_of
from iss_viewer.exercise.station_truth import StationTruth
from iss_viewer.scenario.exercise.question import Question
from iss_viewer.telemetry.events import AnswerGiven, GaugeRead
from iss_viewer.units import PA_PER_MMHG

LIMIT_PA = 490 * PA_PER_MMHG
QUESTIONS = (
    Question(id="t_res", text="T.res?", right=RESERVE, unit="h", tolerance=0.25),
    Question(id="place", text="Where?", right="COL"),
)


class TrueAir(StationTruth):
    """A truth that knows one pressure."""

    def __init__(self, mmhg: float) -> None:
        self.pa = mmhg * PA_PER_MMHG

    def pressure_pa(self, place: str) -> float:
        return self.pa


def test_the_linear_rule_is_below_the_exponential_one_and_both_end_at_the_limit():
    reserve = reserve_of((0.0, 735 * PA_PER_MMHG), (3600.0, 725 * PA_PER_MMHG), LIMIT_PA)
    assert reserve.linear_s == pytest.approx(23.5 * 3600)
    assert reserve.exponential_s > reserve.linear_s
    steady = reserve_of((0.0, LIMIT_PA + 1.0), (60.0, LIMIT_PA + 1.0), LIMIT_PA)
    assert math.isinf(steady.linear_s)


def answered(text: str, second_true_mmhg: float = 725.4) -> bool:
    book = AnswerBook(QUESTIONS, LIMIT_PA)
    book.fold([GaugeRead(0.0, "NODE2", 735 * PA_PER_MMHG)], TrueAir(735.4))
    book.fold([GaugeRead(3600.0, "NODE2", 725 * PA_PER_MMHG)], TrueAir(second_true_mmhg))
    judged = book.fold([AnswerGiven(3700.0, "t_res", text)], TrueAir(725.0))
    assert judged[0].right_s is not None
    assert book.is_so("t_res", "given")
    return judged[0].is_right


def test_a_reserve_time_is_right_within_the_tolerance_in_any_unit():
    assert answered("23.5 h")
    assert answered("25")
    assert answered("1500 min")
    assert not answered("40 h")
    assert not answered("soon")


def test_without_two_readings_no_reserve_time_is_right():
    book = AnswerBook(QUESTIONS, LIMIT_PA)
    judged = book.fold([AnswerGiven(10.0, "t_res", "23 h")], TrueAir(735.0))
    assert not judged[0].is_right


def test_texts_are_right_by_their_words_whatever_their_case():
    book = AnswerBook(QUESTIONS, LIMIT_PA)
    assert book.fold([AnswerGiven(10.0, "place", " col ")], TrueAir(735.0))[0].is_right
    assert not book.fold([AnswerGiven(11.0, "place", "JPM")], TrueAir(735.0))[0].is_right
    assert not book.is_so("place", "right")


def test_a_bare_number_has_the_unit_of_its_question():
    assert duration_of("2", "h") == 7200.0
    assert duration_of("2 min", "h") == 120.0
    assert duration_of("", "h") is None
