"""The exercises, procedures and starting conditions that come along: good, in any combination, and fit for a class."""

from __future__ import annotations

import re
from functools import cache

import pytest

from iss_viewer.datafile import named
from iss_viewer.scenario.exercise import (
    ExerciseFile,
    read_condition,
    read_exercise,
    read_procedure,
    read_sentence,
    sentence_text,
)
from iss_viewer.scenario.exercise.checks.exercises import sentences_of
from iss_viewer.scenario.exercise.heads import condition_heads, exercise_heads
from iss_viewer.station import read_station

NAMES = sorted(named("exercises"))
CONDITIONS = sorted(named("conditions"))


@cache
def exercise(name: str) -> ExerciseFile:
    return read_exercise(name)


def test_a_class_finds_exercises_from_easy_to_hard_and_conditions_to_start_from() -> None:
    heads = exercise_heads()
    assert len(heads) == len(NAMES) >= 12
    assert {head.brief.difficulty for head in heads} == {"easy", "medium", "hard"}
    assert {head.id for head in condition_heads()} == set(CONDITIONS) and len(CONDITIONS) >= 5


@pytest.mark.parametrize("name", NAMES)
def test_an_exercise_is_good_in_all_cases_of_its_draws(name: str) -> None:
    file = exercise(name)
    assert file.id == name
    text = repr([file.drawn(seed) for seed in (1, 2)])
    assert "$" not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_title_gives_nothing_away_and_the_brief_is_whole(name: str) -> None:
    sheet = exercise(name).example
    assert re.fullmatch(r"Exercise \d+", sheet.title)
    brief = sheet.brief
    assert brief.for_instructor and brief.prerequisites and brief.roles and brief.assumed
    assert any(action.critical for action in sheet.expected)
    assert all(action.do or action.id in ("open", "sleep") for action in sheet.expected)


def test_no_two_exercises_have_one_title() -> None:
    titles = [exercise(name).example.title for name in NAMES]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("condition", [name for name in CONDITIONS if name != "working-day"])
def test_every_exercise_starts_from_every_condition(condition: str) -> None:
    """Its own, mostly the working day, is asked for above."""
    start = read_condition(condition)
    for name in NAMES:
        file = read_exercise(name, condition=condition)
        assert file.example.condition.start_utc == start.start_utc
        assert file.example.scenario(file.station).start_utc == start.start_utc


def test_sentences_of_all_exercises_read_back_as_they_are_written() -> None:
    for name in NAMES:
        for _, sentence in sentences_of(exercise(name).example):
            assert read_sentence(sentence_text(sentence)) == sentence


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_says_what_it_is_and_what_is_assumed(condition: str) -> None:
    start = read_condition(condition)
    assert start.title and start.about and start.assumed
    assert len(start.station_then(read_station("iss")).crew) >= 7


def test_the_checklist_goes_from_counting_to_the_end_and_asks_for_reserve_time() -> None:
    procedure = read_procedure("depressurization")
    order = [step.id for step in procedure.steps]
    assert order[:6] == ["gather", "gauge", "time", "vehicle", "segment", "module"]
    assert procedure.step("module").hold_pa is not None
    assert procedure.step("gauge").sheet == "t_res"
    assert [question.id for question in procedure.questions] == ["t_res"]
