"""Whether people can get to their ships, and how long they take."""

from __future__ import annotations

from dataclasses import replace

from iss_viewer.situation.ways_home import people_in, ship_text, ships, way_text, ways_home
from iss_viewer.station.safety import read_safety_rules
from tests.views import prepared
from tests.views.prepared import changed, moment_at


def late(**values: float):
    return changed(moment_at(prepared.LENGTH_S), **values)


def ways(moment):
    return {one.person.id: one for one in ways_home(moment)}


def test_a_way_is_as_long_as_its_modules_are_many():
    found, walk_s = ways(late()), read_safety_rules().hands.walk_s
    assert found["kononenko"].walk_s == walk_s  # from Zvezda into the Soyuz beside it
    assert found["ohara"].walk_s == 4 * walk_s
    assert way_text(late(), found["ohara"]) == "way open, 2 min"


def test_a_closed_hatch_on_the_way_cuts_off_and_is_named():
    moment = late(H04__is_open=0.0)
    found = ways(moment)
    assert found["kononenko"].is_open
    assert not found["ohara"].is_open
    assert way_text(moment, found["ohara"]) == "cut off: closed H04 Zarya–Unity"


def test_who_is_in_their_ship_is_aboard():
    moment = late()
    board = replace(moment.board, crew_at={"moghbeli": "DRAGON"})
    found = ways(replace(moment, board=board))
    assert way_text(moment, found["moghbeli"]) == "aboard"


def test_a_ship_tells_how_many_are_cut_off_from_it():
    soyuz, dragon = ships(late(H04__is_open=0.0))
    assert (soyuz.module.id, ship_text(soyuz)) == ("SOYUZ", "1 of 2 cut off")
    assert ship_text(dragon) == "way open, 1 min"


def test_people_without_names_are_counted():
    moment = late(NODE1__crew=2.0)
    assert people_in(moment, "NODE1") == ((), 2)
    assert people_in(moment, "FGB") == ((), 0)
    names, count = people_in(moment, "LAB")
    assert (len(names), count) == (2, 2)
