"""What may be advised: nobody is harmed wherever the hole is; against the limits that a surrogate of the station has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.detection.advising.admissible import Bar, review
from iss_viewer.detection.advising.course import Move
from iss_viewer.detection.advising.errands import closing_moves
from iss_viewer.detection.advising.retreat import retreats
from iss_viewer.detection.advising.stands import stands
from iss_viewer.detection.advising.way_out import Standing, Way
from tests.detection.advising.decisions import outset_of


def safe_ways(outset, names):
    """The reviews of shutting hatches, for each way to place people."""
    shut = outset.layout.closed_mask(names)
    return [
        review(outset, closing_moves(outset, shut, homes, outset.places, outset.closed), 15.0)
        for homes in stands(outset, outset.closed | shut, outset.places, outset.closed)[:4]
    ]


@pytest.mark.parametrize(
    ("diameter_mm", "is_safe"), [(1.0, True), (20.0, True), (40.0, True), (60.0, False)]
)
def test_testing_the_ships_from_outside_is_safe_up_to_some_fifty_millimetres_with_all_margins(
    diameter_mm, is_safe
):
    """53 mm by the closed form with hatches and walks a third slower."""
    assert any(r.is_safe for r in safe_ways(outset_of(diameter_mm), {"H11", "H30"})) is is_safe


def test_waiting_in_the_open_station_is_safe_because_the_ships_can_still_be_tested():
    waits = review(outset_of(10.0), (), 60.0)
    assert waits.is_safe
    assert waits.worst().retreat.way is Way.TESTED
    assert waits.worst().retreat.then  # boarding comes only after the ships were seen to hold


def test_nobody_may_be_shut_in_a_ship_that_was_never_tested():
    outset = outset_of(10.0)
    soyuz, hatch = outset.layout.index["SOYUZ_MS28"], outset.layout.hatch_index["H11"]
    crew = tuple(p for p, ship in enumerate(outset.ships) if ship == soyuz)
    barred = review(outset, (Move(crew, soyuz), Move(crew[:2], soyuz, hatch, False)), 60.0)
    assert not barred.is_safe
    assert barred.bar in (Bar.NO_RETREAT, Bar.UNTESTED, Bar.HARM)
    tested = replace(outset, tested=1 << soyuz)
    elsewhere = outset_of(10.0, chances={"LAB": 0.5, "COL": 0.5}, tested={"SOYUZ_MS28"})
    held = review(elsewhere, (Move(crew, soyuz), Move(crew[:2], soyuz, hatch, False)), 60.0)
    assert held.is_safe
    assert tested.is_refuge(1 << soyuz, 3, tested.tested)
    assert not outset.is_refuge(1 << soyuz, 3, 0)
    assert not tested.is_refuge(1 << soyuz, 4, tested.tested)  # three seats


def test_an_action_has_to_be_safe_once_those_who_shut_a_hatch_have_ended_too():
    """Two go beside their ship while others shut the hatch behind them, as an advice before had asked."""
    outset = outset_of(10.0, tested={"SOYUZ_MS28"})
    index, hatch = outset.layout.index, outset.layout.hatch_index["H24"]
    crew = tuple(p for p, ship in enumerate(outset.ships) if ship == index["DRAGON_FREEDOM"])[:2]
    goes = (Move(crew, index["NODE2"]), Move(crew, index["PMA2"]))
    assert review(outset, goes, 60.0).is_safe
    assert not review(replace(outset, in_work=1 << hatch), goes, 60.0).is_safe


def test_only_a_study_of_what_safety_costs_may_harm_people():
    outset = outset_of(10.0)
    soyuz, hatch = outset.layout.index["SOYUZ_MS28"], outset.layout.hatch_index["H11"]
    crew = tuple(p for p, ship in enumerate(outset.ships) if ship == soyuz)
    moves = (Move(crew, soyuz), Move(crew[:2], soyuz, hatch, False))
    assert outset.harm_counts and not review(outset, moves, 60.0).is_safe
    assert review(replace(outset, harm_counts=False), moves, 60.0).is_safe


def test_no_plan_moves_a_hatch_that_does_not_move():
    outset = outset_of(10.0)
    hatch = outset.layout.hatch_index["H11"]
    crew, place = outset.crews(outset.places, outset.closed)[0], outset.layout.index["MRM1"]
    moves = (Move(crew, place), Move(crew, place, hatch, False))
    assert review(outset, moves, 60.0).bar is not Bar.UNREACHABLE
    assert review(replace(outset, stiff=1 << hatch), moves, 60.0).bar is Bar.UNREACHABLE


def test_no_way_out_counts_on_a_hatch_that_does_not_move():
    """Shut in with the leak between two hatches: who cannot move either has no way out, and waiting is not safe."""
    outset = outset_of(5.0, closed={"H13", "H15", "H04"}, chances={"FGB": 0.5, "MRM1": 0.5})
    inside = tuple(replace(person, module="FGB") for person in outset.people[:2])
    free = replace(outset, people=inside)
    assert review(free, (), 60.0).is_safe
    every = (1 << len(outset.layout.hatches)) - 1
    stuck = review(replace(free, stiff=every), (), 60.0)
    assert not stuck.is_safe
    gases = np.repeat(free.air.gases_pa[None], 2, axis=0)
    for hatch in range(len(outset.layout.hatches)):
        stiff = replace(free, stiff=1 << hatch)
        for retreat in retreats(Standing(stiff, free.places, free.closed, (0, 1), gases, 15.0)):
            assert hatch not in {move.hatch for move in (*retreat.moves, *retreat.then)}


def test_one_way_out_has_to_serve_all_places_that_cannot_be_told_apart():
    """In the segment with a hole of 20 mm somewhere: no hatch out of it opens, no part of it is above suspicion."""
    outset = outset_of(
        20.0, closed={"H14"}, chances={"FGB": 0.3, "SM_RO": 0.3, "MRM1": 0.2, "SOYUZ_MS28": 0.2}
    )
    crew = tuple(p for p, person in enumerate(outset.people) if person.vehicle == "SOYUZ_MS28")
    fgb = outset.layout.index["FGB"]
    together = replace(outset, closed=outset.closed | outset.layout.closed_mask({"H13"}))
    inside = tuple(
        replace(person, module="FGB") if p in crew else replace(person, module="NODE2")
        for p, person in enumerate(outset.people)
    )
    shut_in = replace(together, people=inside, tested=0)
    told = review(shut_in, (), 15.0)
    way = told.worst()
    assert way is not None and way.part >> fgb & 1
    assert told.is_safe is (way.retreat is not None and way.retreat.is_safe)
    if told.is_safe:
        assert way.retreat.way is Way.TESTED  # nothing else serves them all


def test_people_who_cannot_breathe_out_what_nobody_clears_have_no_refuge():
    outset = outset_of(5.0)
    pmm = 1 << outset.layout.index["PMM"]
    assert not outset.is_refuge(pmm, 3, 0)
    assert outset.is_refuge(1 << outset.layout.index["SM_RO"], 7, 0)
    assert not outset.is_refuge(1 << outset.layout.index["SM_RO"], 13, 0)


def test_an_action_whose_hatch_nobody_reaches_is_barred_as_that():
    outset = outset_of(5.0, closed={"H14"})
    move = Move((0,), outset.layout.index["SM_RO"])
    assert review(outset, (move,), 15.0).bar is Bar.UNREACHABLE


def test_who_is_shut_in_beside_a_ship_that_holds_breathes_out_into_it_before_the_air_is_bad():
    """Rassvet's 17 m3 clear no breath of three; the tested Soyuz behind its shut hatch does, so waiting goes on."""
    shut = {"H10", "H11", "H13", "H14", "H30"}
    outset = outset_of(1.0, closed=shut, chances={"SM_RO": 0.9, "FGB": 0.1}, tested={"SOYUZ_MS28"})
    room = {"SOYUZ_MS28": "MRM1", "DRAGON_FREEDOM": "NODE1"}
    people = tuple(replace(p, module=room[p.vehicle]) for p in outset.people)
    waits = review(replace(outset, people=people), (), 2400.0)  # 1013 Pa are met after 2220 s
    assert waits.is_safe
    assert all(one.retreat.way is Way.TESTED for one in waits.classes)
