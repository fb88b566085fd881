"""Parts, ways and air spaces of any hatch graph, against plain searches that take no shortcut."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.station import VACUUM, read_station
from iss_viewer.station.topology import (
    HatchGraph,
    Person,
    cut_off,
    first_members,
    joined,
    part_with,
    parts_of,
    refined,
    way,
)

STATION = read_station("iss")


@dataclass(frozen=True)
class Door:
    """A hatch of a made-up station."""

    id: str
    a: str
    b: str


@dataclass(frozen=True)
class House:
    """As much of a station as hatches are about."""

    module_ids: tuple[str, ...]
    hatches: tuple[Door, ...]


@st.composite
def houses(draw: st.DrawFn) -> tuple[House, frozenset[str]]:
    """A hatch graph with loops, twin hatches and ways outside, and which of its hatches are shut."""
    names = tuple("ABCDEF"[: draw(st.integers(1, 6))])
    end = st.sampled_from(names)
    ends = draw(st.lists(st.tuples(end, st.one_of(end, st.just(VACUUM))), max_size=9))
    doors = tuple(Door(f"H{i}", a, b) for i, (a, b) in enumerate(ends))
    return House(names, doors), frozenset(d.id for d in doors if draw(st.booleans()))


def ways_by_trial(house: House, start: str, end: str) -> list[tuple[str, ...]]:
    """All ways that enter no module twice, found by trying all orders of modules."""
    if start == end:
        return [(start,)]
    pairs = {(d.a, d.b) for d in house.hatches} | {(d.b, d.a) for d in house.hatches}
    others = [m for m in house.module_ids if m not in (start, end)]
    tried = (
        (start, *between, end)
        for count in range(len(others) + 1)
        for between in permutations(others, count)
    )
    return [path for path in tried if all(step in pairs for step in pairwise(path))]


def passed(house: House, closed: frozenset[str], path: tuple[str, ...]) -> int:
    """The fewest closed hatches that one passes on a way: of twin hatches the open one is taken."""
    return sum(
        min(d.id in closed for d in house.hatches if {d.a, d.b} == {here, there})
        for here, there in pairwise(path)
    )


def is_open_way(house: House, closed: frozenset[str], start: str, end: str) -> bool:
    """Whether some way passes no closed hatch."""
    return any(passed(house, closed, path) == 0 for path in ways_by_trial(house, start, end))


@given(houses())
def test_two_modules_are_in_one_part_exactly_if_an_open_way_joins_them(drawn):
    house, closed = drawn
    parts = parts_of(house, closed)
    assert sorted(m for part in parts for m in part) == sorted(house.module_ids)
    for one in house.module_ids:
        for other in house.module_ids:
            assert (other in part_with(parts, one)) == is_open_way(house, closed, one, other)


@given(houses())
def test_parts_come_in_the_order_of_their_first_modules(drawn):
    house, closed = drawn
    firsts = [min(house.module_ids.index(m) for m in part) for part in parts_of(house, closed)]
    assert firsts == sorted(firsts)


@given(houses())
def test_a_way_passes_the_fewest_closed_hatches_and_then_the_fewest_modules(drawn):
    house, closed = drawn
    for start in house.module_ids:
        for end in house.module_ids:
            found, all_ways = way(house, closed, start, end), ways_by_trial(house, start, end)
            best = min(((passed(house, closed, w), len(w)) for w in all_ways), default=None)
            assert (found in all_ways) == bool(all_ways)
            assert not found or (passed(house, closed, found), len(found)) == best


@given(houses(), st.data())
def test_whoever_has_no_open_way_to_the_vehicle_is_cut_off(drawn, data):
    house, closed = drawn
    module = st.sampled_from(house.module_ids)
    people = [Person(str(i), data.draw(module), data.draw(module)) for i in range(3)]
    expected = [p for p in people if not is_open_way(house, closed, p.module, p.vehicle)]
    assert list(cut_off(house, closed, people)) == expected


@given(st.integers(1, 8), st.data())
def test_the_first_member_is_the_least_of_all_that_pairs_join(count, data):
    member = st.integers(0, count - 1)
    pairs = data.draw(st.lists(st.tuples(member, member), max_size=12))
    touch = np.eye(count, dtype=bool)
    for a, b in pairs:
        touch[a, b] = touch[b, a] = True
    for _ in range(count):  # closure of the relation, by its powers
        touch = touch @ touch
    assert first_members(count, pairs) == touch.argmax(axis=1).tolist()


@given(st.data())
def test_air_spaces_are_the_parts_of_the_open_hatches_and_those_open_to_space_are_vented(data):
    is_open = np.array([data.draw(st.booleans()) for _ in STATION.hatches])
    spaces = HatchGraph.of(STATION).spaces(is_open)
    shut = {h.id for h, passes in zip(STATION.hatches, is_open, strict=True) if not passes}
    parts = parts_of(STATION, shut)
    names = STATION.module_ids
    assert [{names[m] for m in spaces.modules(f)} for f in spaces.firsts.tolist()] == list(parts)
    outer = [
        ({h.a, h.b} - {VACUUM})
        for h in STATION.hatches
        if VACUUM in (h.a, h.b) and h.id not in shut
    ]
    for index, name in enumerate(names):
        expected = any(part_with(parts, module).issuperset({name}) for (module,) in outer)
        expected &= spaces.space_of[index] != spaces.main
        assert spaces.is_vented[index] == expected


@given(st.data())
def test_a_space_is_narrow_where_its_valves_alone_hold_it_together(data):
    states = [data.draw(st.sampled_from(("shut", "valve", "open"))) for _ in STATION.hatches]
    passes = np.array([state != "shut" for state in states])
    by_valve = np.array([state == "valve" for state in states])
    spaces = HatchGraph.of(STATION).spaces(passes, by_valve)
    wide = HatchGraph.of(STATION).spaces(passes & ~by_valve)
    assert spaces.firsts.tolist() == HatchGraph.of(STATION).spaces(passes).firsts.tolist()
    for first in spaces.firsts.tolist():
        members = list(spaces.modules(first))
        parts = len(set(wide.space_of[members].tolist()))
        assert (spaces.is_narrow[members] == (parts > 1)).all()


def test_the_main_space_is_the_one_with_most_air():
    spaces = HatchGraph.of(STATION).spaces(np.ones(len(STATION.hatches), dtype=bool))
    assert spaces.main == 0
    assert spaces.volumes_m3.sum() == pytest.approx(
        sum(module.free_volume_m3 for module in STATION.modules)
    )


@given(st.lists(st.sets(st.sampled_from("ABCDEF")), max_size=4))
def test_refined_cells_are_the_modules_that_all_parts_treat_alike(parts):
    cells = refined((frozenset("ABCDEF"),), [frozenset(part) for part in parts])
    for one in "ABCDEF":
        alike = {o for o in "ABCDEF" if all((o in p) == (one in p) for p in parts)}
        assert part_with(cells, one) == alike


def test_nobody_finds_a_module_in_parts_that_lack_it():
    with pytest.raises(KeyError):
        part_with(joined("AB", []), "C")


def test_a_changed_station_has_parts_and_ways_of_its_own() -> None:
    """What was reckoned of a station is kept for that one alone, whatever is asked in between."""
    whole = parts_of(STATION, ())
    rest = tuple(hatch for hatch in STATION.hatches if hatch.id != "H17")
    changed = STATION.model_copy(update={"hatches": rest})
    assert frozenset({"COL"}) in parts_of(changed, ())
    assert way(changed, (), "NODE2", "COL") == ()
    assert parts_of(STATION, ()) == whole
    assert way(STATION, (), "NODE2", "COL") == ("NODE2", "COL")
    assert way(STATION, ["H17"], "NODE2", "COL") == ("NODE2", "COL")
