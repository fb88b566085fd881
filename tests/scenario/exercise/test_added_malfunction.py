"""What an instructor writes during a run is checked as if it stood in the exercise's file."""

from __future__ import annotations

import pytest

from iss_viewer.datafile import FileMistakes
from iss_viewer.scenario.exercise.added_malfunction import (
    added_malfunction,
    asked_sentence,
    mistake_words,
    written_malfunction,
)
from iss_viewer.scenario.exercise.malfunctions import LeakMalfunction
from tests.exercise.refereed import STATION, exercise_of

HOLE = {"id": "HOLE", "kind": "leak", "place": "COL", "diameter": "3 mm", "at": "1 min"}
EXERCISE = exercise_of(HOLE)


def table(*lines: str) -> str:
    return "\n".join(("[[malfunctions]]", *lines))


def wrong(text: str, name: str = "NEW") -> tuple[str, ...]:
    with pytest.raises(FileMistakes) as found:
        added_malfunction(text, name, EXERCISE, (), STATION)
    return mistake_words(found.value)


def test_a_good_table_becomes_a_malfunction_of_the_name_that_it_is_given():
    text = table(
        'kind = "leak"', 'place = "JPM"', 'diameter = "4 mm"',
        'when = "malfunction HOLE is active for 2 min"',
    )  # fmt: skip
    one = added_malfunction(text, "NEW", EXERCISE, (), STATION)
    assert isinstance(one, LeakMalfunction) and (one.id, one.place) == ("NEW", "JPM")
    assert written_malfunction(text, "NEW") == one


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (('kind = "leak"', 'place = "COLL"', 'diameter = "3 mm"'), "place: no module is named 'COLL'"),
        (('kind = "leak"', 'place = "COL"'), "give its size once"),
        (('kind = "leak"', 'place = "COL"', 'diameter = "3"'), "diameter:"),
        (('kind = "fan"', 'mode = "stopps"'), "mode:"),
        (('kind = "hatch"', 'hatch = "H17"', 'mode = "does_not_seal"'), "give its size once"),
        (('kind = "repair"', 'of = "NONE"', 'mode = "fails"'), "no leak of this exercise"),
        (('kind = "signal"', 'mode = "lost"', 'when = "hatch H99 is closed"'), "when: column 7"),
        (('kind = "signal"', 'mode = "lost"', 'when = "time > 9 h"'), "never holds"),
        (('kind = "signal"', 'mode = "lost"', 'when = "hatch H17"'), "when:"),
        (("kind = ",), "not valid TOML"),
        (('place = "COL"',), "kind: is missing"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_words(lines, words):
    assert any(words in one for one in wrong(table(*lines))), wrong(table(*lines))


def test_one_table_is_written_and_its_mistakes_are_told_once():
    assert wrong("") == ("write one table [[malfunctions]]",)
    assert wrong(table('kind = "leak"', 'diameter = "3 mm"')) == ("place: is missing",)


def test_an_id_that_the_exercise_has_is_not_given_twice():
    text = table('kind = "signal"', 'mode = "lost"')
    assert wrong(text, "HOLE") == ("id: there is a malfunction 'HOLE' already",)


def test_a_sentence_that_is_asked_of_a_run_is_checked_too():
    asked_sentence("hatch H17 is closed", EXERCISE, (), STATION)
    with pytest.raises(FileMistakes, match="H99"):
        asked_sentence("hatch H99 is closed", EXERCISE, (), STATION)
    with pytest.raises(FileMistakes, match="never holds"):
        asked_sentence("time > 9 h", EXERCISE, (), STATION)
