"""What the seed decides: the same for the same seed, as often as weighed, and no draw moves another."""

from __future__ import annotations

from collections import Counter

import pytest

from iss_viewer.scenario.exercise.draws import Draw, cases_of, flat, put_in

WHERE = Draw(id="where", one_of=({"place": "COL", "tries": 2}, {"place": "PMM", "tries": 3}))
SIZE = Draw(id="size", between=("2 lb/day", "8 lb/day"), spread="log")


def test_a_seed_gives_the_same_case_whatever_else_is_drawn() -> None:
    assert WHERE.drawn(5, "night") == WHERE.drawn(5, "night")
    assert {str(WHERE.drawn(seed, "night")) for seed in range(20)} == set(map(str, WHERE.one_of))
    assert [WHERE.drawn(seed, "night") for seed in range(20)] != [
        WHERE.drawn(seed, "day") for seed in range(20)
    ]


def test_rows_come_as_often_as_they_weigh() -> None:
    heavy = WHERE.model_copy(update={"weights": (9.0, 1.0)})
    count = Counter(str(heavy.drawn(seed, "x")["place"]) for seed in range(400))
    assert 340 <= count["COL"] <= 380


def test_a_logarithmic_range_has_its_middle_at_the_geometric_mean() -> None:
    drawn = [float(str(SIZE.drawn(seed, "x")[""]).split()[0]) for seed in range(400)]
    assert all(2.0 <= rate <= 8.0 for rate in drawn)
    assert sorted(drawn)[200] == pytest.approx(4.0, rel=0.15)


def test_every_row_and_both_ends_are_cases() -> None:
    cases = [flat(drawn) for drawn in cases_of((WHERE, SIZE))]
    assert len(cases) == 4
    assert cases[0] == {"where.place": "COL", "where.tries": "2", "size": "2 lb/day"}
    many = tuple(WHERE.model_copy(update={"id": f"d{number}"}) for number in range(20))
    assert len(list(cases_of(many))) == 2


def test_values_stand_in_texts_and_as_they_are_where_they_stand_alone() -> None:
    drawn = {"where": WHERE.one_of[0], "size": {"": "3 mm"}}
    document = {"a": ["close $where.place, $size"], "b": "$where.tries", "c": "$$5 and $other"}
    assert put_in(document, drawn) == {"a": ["close COL, 3 mm"], "b": 2, "c": "$5 and $other"}
