"""Whom a closed hatch would cut off."""

from __future__ import annotations

from iss_viewer.situation.egress import cut_off_by
from tests.views import prepared

OPEN = {hatch.id: hatch.normally == "open" for hatch in prepared.station().hatches}


def test_closing_the_way_to_the_soyuz_cuts_off_those_beyond_it_who_came_with_it():
    assert cut_off_by(prepared.station(), {}, OPEN, "H05") == ("L. O'Hara",)


def test_closing_the_vehicle_itself_cuts_off_all_its_crew():
    assert cut_off_by(prepared.station(), {}, OPEN, "H07") == ("O. Kononenko", "L. O'Hara")


def test_closing_a_dead_end_cuts_off_nobody():
    assert cut_off_by(prepared.station(), {}, OPEN, "H01") == ()


def test_people_count_where_they_are_now():
    moved = {"ohara": "SM_RO"}
    assert cut_off_by(prepared.station(), moved, OPEN, "H05") == ()


def test_who_is_already_cut_off_is_not_told_again():
    state = {**OPEN, "H05": False}
    assert cut_off_by(prepared.station(), {}, state, "H03") == ()


def test_hatches_that_close_together_are_judged_together():
    ways = ("H01", "H05")
    assert cut_off_by(prepared.station(), {}, OPEN, *ways) == ("L. O'Hara",)
