"""The checklist follows its ticks: by evidence, by hand with a name, skipped with a reason, on a chosen branch."""

from __future__ import annotations

from functools import lru_cache

from iss_viewer.exercise.covers import procedure_cover
from iss_viewer.scenario.exercise import read_procedure, read_sentence
from iss_viewer.scenario.exercise.sentence_words import condition_words
from iss_viewer.situation.training.checklist import StepStanding, checklist_now, hold_words
from iss_viewer.station import read_station
from iss_viewer.telemetry.events import StepTicked

MMHG = 133.322387415


@lru_cache(maxsize=1)
def procedure():
    return procedure_cover(read_procedure("depressurization"), read_station("iss"))


def tick(step: str, time_s: float, **more) -> StepTicked:
    return StepTicked(time_s, "depressurization", step, **more)


def now(*ticks: StepTicked, at_s: float = 60.0):
    return checklist_now(procedure(), ticks, at_s)


def test_a_checklist_begins_with_its_first_step_and_says_what_ticks_it():
    first = now().current
    assert (first.step, first.number, first.standing) == ("gather", 1, StepStanding.CURRENT)
    assert first.sub == "ticks when: everyone accounted · 1 min 00 s of 5 min 00 s"
    assert not first.is_late and now(at_s=301.0).current.is_late


def test_a_tick_says_by_what_it_is_known():
    done = now(tick("gather", 150.0)).lines[0]
    assert (done.standing, done.at) == (StepStanding.DONE, "T+00:02:30")
    assert done.sub == "evidence: everyone accounted"
    assert now(tick("gather", 150.0, by="Anna")).lines[0].sub == "by hand, Anna"


def test_a_skipped_step_keeps_who_skipped_it_and_why():
    skipped = now(tick("gather", 150.0, by="Anna", reason="two are cut off")).lines[0]
    assert (skipped.standing, skipped.sub) == (
        StepStanding.SKIPPED, "skipped by Anna: two are cut off",
    )  # fmt: skip


def test_a_step_with_branches_waits_until_one_is_chosen():
    before = now(tick("gather", 10.0), tick("gauge", 20.0), tick("time", 30.0))
    assert before.current.step == "time"
    assert [choice.go for choice in before.choices] == ["leave", "vehicle"]
    after = now(tick("gather", 10.0), tick("gauge", 20.0), tick("time", 30.0, by="Ben", go="leave"))
    assert after.current.step == "leave"
    assert after.summary.startswith("3 done")


def test_a_tick_of_another_procedure_moves_nothing():
    assert now(StepTicked(5.0, "fire", "gather")).current.step == "gather"


def test_a_hatch_is_held_for_half_the_time_of_one_millimetre():
    assert hold_words(0.5 * MMHG, -95.0 * MMHG / 3600.0).endswith("19 s")
    assert hold_words(0.5 * MMHG, 0.0).startswith("Hold a hatch at most half")
    assert hold_words(None, -1.0) == ""


def test_conditions_are_said_with_names():
    station = read_station("iss")
    said = {
        "done read_gauge any 3 times": "gauge read 3 times",
        "pressure of COL < 700 mmHg for 2 min": "pressure Columbus below 700 mmHg for 2 min 00 s",
        "alarm leak of COL is raised or time > 20 min": "alarm leak of Columbus raised or time above 20 min",
        "not place COL is manned": "not Columbus manned",
    }
    assert {text: condition_words(station, read_sentence(text)) for text in said} == said
