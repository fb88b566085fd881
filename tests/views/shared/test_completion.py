"""Ids are offered where they can stand, by what was begun of them or of their names."""

from __future__ import annotations

import pytest

from iss_viewer.station.ids import NamedId
from iss_viewer.views.shared.completion import (
    is_worth_in_sentence,
    is_worth_offering,
    matching,
    word_before,
)

IDS = (
    NamedId("module", "COL", "Columbus"),
    NamedId("hatch", "H17", "Harmony to Columbus"),
    NamedId("sensor", "P_COL", "Pressure"),
    NamedId("alarm", "leak", ""),
)


def names(typed: str, before: str = "") -> list[str]:
    return [one.id for one in matching(IDS, typed, before + typed)]


def test_what_begins_so_comes_before_what_has_it_in_its_id_or_name():
    assert names("co") == ["COL", "P_COL", "H17"]
    assert names("") == [one.id for one in IDS]
    assert names("nowhere") == []


def test_an_id_that_is_whole_is_not_offered_again():
    assert names("H17") == []


@pytest.mark.parametrize(
    ("line", "is_offered"),
    [
        ('place = "CO', True),
        ('when = "hatch H1', True),
        ('people = { CR12 = "NO', True),
        ('  "gather NO', True),
        ('text = "Colu', False),
        ('place = "C', False),
        ("pla", False),
        ('place = "COL" # co', False),
    ],
)
def test_ids_are_offered_unasked_in_values_that_are_no_prose(line, is_offered):
    assert is_worth_offering(line, len(line)) is is_offered


def test_the_word_before_the_cursor_is_what_is_completed():
    assert word_before('do = ["gather NODE2"]', 19) == "NODE2"
    assert word_before('do = ["gather ', 14) == ""


def test_behind_the_word_for_a_kind_of_things_those_come_first_and_that_word_is_whole():
    assert names("co", "hatch ") == ["H17", "COL", "P_COL"]
    assert names("", "alarm ")[0] == "leak"
    assert names("hatch") == [] and names("hatc") == ["H17"]


def test_behind_the_word_for_a_place_modules_come_before_ports_that_begin_so():
    ids = (NamedId("port", "NAUKA_NADIR", "Nauka nadir"), NamedId("module", "MLM", "Nauka"))
    assert [one.id for one in matching(ids, "nau", "place nau")] == ["MLM", "NAUKA_NADIR"]


@pytest.mark.parametrize(
    ("line", "is_offered"),
    [
        ("hatch H1", True),
        ("pressure of CO", True),
        ("done close_hatch H1", True),
        ("hatch H", False),
        ("place COL is isol", False),
        ("time > 30 min", False),
        ("pressure of", False),
        ("(al", False),
        ("hatch H17 is open and pre", False),
    ],
)
def test_in_a_sentence_ids_are_offered_unasked_behind_a_word_for_something_that_has_one(
    line, is_offered
):
    assert is_worth_in_sentence(line, len(line)) is is_offered
