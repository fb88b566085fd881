"""The library shows exercises apart from histories, with what a trainee may read and nothing that gives them away."""

from __future__ import annotations

from iss_viewer.app.exercise_list import exercise_list
from iss_viewer.datafile import named


def test_every_exercise_is_listed_the_easiest_first_with_its_objectives():
    listed = exercise_list()
    assert {one.id for one in listed} == set(named("exercises"))
    levels = [("easy", "medium", "hard").index(one.difficulty) for one in listed]
    assert levels == sorted(levels)
    assert all(one.objectives and one.roles and one.duration_s > 0 for one in listed)


def test_a_search_finds_nothing_that_the_title_of_an_exercise_keeps_back():
    (one,) = [x for x in exercise_list() if x.id == "two-people-in-the-lab"]
    assert one.title == "Exercise 4" and "two-people" not in one.searched
    assert "Roles: commander" in one.goals and "Before: Gauge" in one.goals


def test_every_exercise_of_the_station_can_begin_from_every_condition_that_comes_along():
    for one in exercise_list():
        assert {choice.id for choice in one.conditions} == set(named("conditions"))
