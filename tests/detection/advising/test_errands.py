"""Hatches are shut in an order that people can do, from the side on which they stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.detection.advising.course import CannotBeDone, Move, timetable
from iss_viewer.detection.advising.errands import closing_moves
from iss_viewer.detection.advising.hatch_layout import bits
from iss_viewer.detection.advising.outset import NONE
from iss_viewer.detection.advising.stands import stands
from tests.detection.advising.decisions import outset_of

OUTSET = outset_of(5.0)
OPEN = [h for h in range(len(OUTSET.layout.hatches)) if not OUTSET.closed >> h & 1]


def walked(moves):
    """Hatches and people after each move; nobody ever passes a shut hatch."""
    closed, at = OUTSET.closed, list(OUTSET.places)
    for move in moves:
        for person in move.who:
            assert OUTSET.layout.part(at[person], closed) >> move.to & 1
            at[person] = move.to
        if move.hatch != NONE:
            assert move.to in OUTSET.layout.ends[move.hatch]
            closed |= 1 << move.hatch
    return tuple(at), closed


@settings(max_examples=80)
@given(st.sets(st.sampled_from(OPEN), min_size=1, max_size=6), st.integers(0, 5))
def test_nobody_passes_a_shut_hatch_and_all_end_where_they_shall(hatches, which):
    shut = sum(1 << h for h in hatches)
    found = stands(OUTSET, OUTSET.closed | shut, OUTSET.places, OUTSET.closed)
    if not found:
        return
    homes = found[which % len(found)]
    try:
        moves = closing_moves(OUTSET, shut, homes, OUTSET.places, OUTSET.closed)
    except CannotBeDone:
        return
    at, closed = walked(moves)
    assert closed == OUTSET.closed | shut
    for person, home in enumerate(homes):
        assert OUTSET.layout.part(at[person], closed) == OUTSET.layout.part(home, closed)


def test_of_hatches_one_behind_the_other_the_farthest_is_shut_first():
    shut = OUTSET.layout.closed_mask({"H16", "H18", "H19"})
    homes = stands(OUTSET, OUTSET.closed | shut, OUTSET.places, OUTSET.closed)[0]
    moves = closing_moves(OUTSET, shut, homes, OUTSET.places, OUTSET.closed)
    order = [OUTSET.layout.hatches[m.hatch] for m in moves if m.hatch != NONE]
    assert order.index("H19") < order.index("H18")


def test_all_ships_are_shut_from_outside_with_nobody_in_them():
    shut = OUTSET.layout.closed_mask({"H11", "H30"})
    for homes in stands(OUTSET, OUTSET.closed | shut, OUTSET.places, OUTSET.closed):
        assert not any(OUTSET.ship_mask >> home & 1 for home in homes)
    homes = stands(OUTSET, OUTSET.closed | shut, OUTSET.places, OUTSET.closed)[0]
    table = timetable(
        OUTSET,
        closing_moves(OUTSET, shut, homes, OUTSET.places, OUTSET.closed),
        OUTSET.places,
        OUTSET.closed,
    )
    ends = [end for move, end in zip(table.moves, table.ends_s, strict=True) if move.hatch != NONE]
    assert max(ends) - min(ends) < 60.0  # by two parties at the same time
    assert max(ends) == pytest.approx(180.0 + 20.0 * 5, abs=41.0)


def test_a_hatch_waits_for_those_who_are_on_their_way_through_it():
    layout = OUTSET.layout
    node2, lab, h16 = layout.index["NODE2"], layout.index["LAB"], layout.hatch_index["H16"]
    far = layout.index["SM_RO"]
    moves = (Move((4,), node2), Move((0,), lab), Move((0,), lab, h16, False))
    places = tuple(far if p == 4 else place for p, place in enumerate(OUTSET.places))
    slow = timetable(OUTSET, moves, places, OUTSET.closed, slower_1=20.0)
    assert slow.ends_s[2] >= slow.ends_s[0]


def test_who_is_asked_to_go_where_no_open_way_leads_cannot():
    closed = OUTSET.closed | OUTSET.layout.closed_mask({"H14"})
    with pytest.raises(CannotBeDone):
        timetable(OUTSET, (Move((4,), OUTSET.layout.index["LAB"]),), OUTSET.places, closed)
    assert list(bits(0)) == []
