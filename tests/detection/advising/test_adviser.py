"""What the adviser says to do, and what it must never say."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from searching import LB_DAY, all_hatches, observe

from iss_viewer.detection.advising import SearchConstraints, next_best_action, people_aboard
from iss_viewer.detection.advising.crew import moves_needed, rounds
from iss_viewer.detection.locating import Locator, parts_of
from iss_viewer.situation.words import Words
from iss_viewer.station import Station, read_station
from iss_viewer.station.actions import MoveCrew, MoveHatch, SwitchEquipment
from iss_viewer.station.topology import Person, cut_off
from iss_viewer.telemetry.events import Advice, AdviceKind, PriorChoice, SearchOrder

STATION = read_station("iss")
WORDS = Words.of(STATION)
MM_HOLE = 12.94 / 86400.0


def searching(rate_kg_s: float, prior: PriorChoice = PriorChoice.UNIFORM) -> Locator:
    locator = Locator(STATION, prior=prior)
    observe(locator, 0.0, (), {"LAB": rate_kg_s}, 0.15 * rate_kg_s, span_s=86400.0)
    return locator


def carried_out(
    people: tuple[Person, ...], closed: frozenset[str], advice: Advice
) -> tuple[tuple[Person, ...], frozenset[str]]:
    """People and hatches after each action was done, nobody ever cut off on the way."""
    places = {person.id: person.module for person in people}
    shut = set(closed)
    for action in advice.actions:
        if isinstance(action, MoveCrew):
            places.update(dict.fromkeys(action.crew, action.module))
        elif isinstance(action, MoveHatch):
            (shut.discard if action.is_open else shut.add)(action.hatch)
        there = tuple(Person(p.id, places[p.id], p.vehicle) for p in people)
        if not any(isinstance(rest, MoveCrew) for rest in advice.actions):
            assert not cut_off(STATION, shut, there)
    return tuple(Person(p.id, places[p.id], p.vehicle) for p in people), frozenset(shut)


def test_without_a_leak_nothing_is_to_be_done() -> None:
    locator = Locator(STATION)
    advice = next_best_action(locator, SearchConstraints(0.0, people_aboard(STATION)))
    assert advice.kind is AdviceKind.WATCH
    assert not advice.actions


def test_a_leak_is_searched_for_by_closing_hatches_with_a_reason_and_a_verdict() -> None:
    locator = searching(LB_DAY)
    advice = next_best_action(locator, SearchConstraints(50.0, people_aboard(STATION)))
    assert advice.kind is AdviceKind.CLOSE
    closed = {a.hatch for a in advice.actions if isinstance(a, MoveHatch) and not a.is_open}
    assert closed == set(advice.hatches)
    assert len(parts_of(STATION, closed)) == advice.parts
    assert advice.verdict_s > 50.0
    assert 0.0 < advice.gain_bits <= advice.left_bits + 1e-9
    assert advice.hold_hatch in closed
    assert 0.0 < advice.hold_s < np.inf
    words = WORDS.advice(advice)
    assert "an hour as waiting" in words.reason or "Waiting alone" in words.reason
    assert not any(hatch in words.title for hatch in advice.hatches)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.sampled_from([LB_DAY, 4 * LB_DAY, MM_HOLE, 100 * MM_HOLE]))
def test_nobody_is_ever_cut_off_from_their_vehicle(seed: int, rate_kg_s: float) -> None:
    rng = np.random.default_rng(seed)
    locator = searching(rate_kg_s)
    closed: frozenset[str] = frozenset()
    rooms = rng.choice(STATION.module_ids, len(STATION.crew))
    people = tuple(
        Person(c.id, str(room), c.vehicle) for c, room in zip(STATION.crew, rooms, strict=True)
    )
    advice = None
    for step in range(1, 5):
        advice = next_best_action(locator, SearchConstraints(1e4 * step, people, 1e6), advice)
        people, closed = carried_out(people, closed, advice)
        assert not cut_off(STATION, closed, people)
        observe(locator, 1e4 * step, closed, {"LAB": rate_kg_s}, 0.5 * rate_kg_s, seed=seed)


def test_people_cut_off_by_hatches_already_shut_are_let_back_first() -> None:
    locator = searching(LB_DAY)
    observe(locator, 9000.0, {"H30"}, {"LAB": LB_DAY}, 0.3 * LB_DAY)
    people = tuple(p for p in people_aboard(STATION) if p.vehicle == "DRAGON_FREEDOM")
    advice = next_best_action(locator, SearchConstraints(9000.0, people))
    if advice.kind is AdviceKind.CLOSE:
        assert MoveHatch("H30", True) in advice.actions


@pytest.mark.parametrize("hatch", ["H13", "H15", "H16"])
def test_who_passes_a_shut_hatch_to_search_beyond_it_shuts_it_again(hatch: str) -> None:
    locator = searching(LB_DAY)
    observe(locator, 9000.0, {hatch}, {"COL": LB_DAY}, 0.05 * LB_DAY)
    people = tuple(p for p in people_aboard(STATION) if p.vehicle.startswith("SOYUZ"))
    advice = next_best_action(locator, SearchConstraints(9000.0, people))
    assert advice.kind is AdviceKind.CLOSE
    assert MoveHatch(hatch, True) in advice.actions
    shut = {hatch}
    for action in advice.actions:
        if isinstance(action, MoveHatch):
            (shut.discard if action.is_open else shut.add)(action.hatch)
    assert hatch in shut


def test_a_short_reserve_time_says_go_to_the_vehicles() -> None:
    locator = searching(100 * MM_HOLE)
    advice = next_best_action(
        locator, SearchConstraints(0.0, people_aboard(STATION), reserve_s=500.0)
    )
    assert advice.kind is AdviceKind.LEAVE
    sent = {name: move.module for move in advice.actions for name in move.crew}
    assert sent == {c.id: c.vehicle for c in STATION.crew}


def test_a_search_never_plans_beyond_its_part_of_the_reserve_time() -> None:
    locator = searching(100 * MM_HOLE)
    for reserve_s in (1500.0, 4000.0, 20000.0):
        advice = next_best_action(
            locator, SearchConstraints(0.0, people_aboard(STATION), reserve_s)
        )
        assert advice.closing_s <= 0.5 * reserve_s


def test_what_was_found_is_isolated_and_the_rest_opened_again() -> None:
    locator = searching(LB_DAY)
    closed = all_hatches(STATION)
    observe(locator, 9000.0, closed, {"LAB": LB_DAY}, 0.05 * LB_DAY)
    advice = next_best_action(locator, SearchConstraints(9000.0))
    assert advice.kind is AdviceKind.ISOLATE
    opened = {a.hatch for a in advice.actions if isinstance(a, MoveHatch) and a.is_open}
    assert opened
    left = parts_of(STATION, closed - opened)
    assert frozenset({"LAB"}) in left
    assert advice.grounds.modules == ("LAB",)


def test_a_found_leak_stays_found_for_a_small_doubt() -> None:
    locator = searching(LB_DAY)
    closed = all_hatches(STATION)
    observe(locator, 9000.0, closed, {"LAB": LB_DAY}, 0.05 * LB_DAY)
    found = next_best_action(locator, SearchConstraints(9000.0))
    observe(locator, 9100.0, closed, {"LAB": LB_DAY}, 0.17 * LB_DAY, span_s=7300.0, seed=3)
    assert locator.location().ranked()[0][1] > 0.9
    assert next_best_action(locator, SearchConstraints(9100.0), found).kind is AdviceKind.ISOLATE


def test_the_classic_order_checks_own_vehicles_then_segments_then_modules() -> None:
    locator = searching(MM_HOLE)
    people = people_aboard(STATION)
    situation = SearchConstraints(0.0, people, order=SearchOrder.CLASSIC)
    assert set(next_best_action(locator, situation).hatches) == {"H11", "H30"}
    observe(locator, 9000.0, {"H11", "H30"}, {"LAB": MM_HOLE}, 0.02 * MM_HOLE)
    observe(locator, 9100.0, (), {"LAB": MM_HOLE}, 0.1 * MM_HOLE)
    (segment,) = next_best_action(locator, situation).hatches
    ends = STATION.hatch(segment)
    assert STATION.module(ends.a).segment != STATION.module(ends.b).segment
    observe(locator, 18000.0, {segment}, {"LAB": MM_HOLE}, 0.02 * MM_HOLE)
    (module,) = next_best_action(locator, situation).hatches
    ends = STATION.hatch(module)
    assert {STATION.module(ends.a).segment, STATION.module(ends.b).segment} == {"USOS"}


def test_in_the_classic_order_too_parties_close_hatches_at_the_same_time() -> None:
    """Two hatches by two parties take as long as one by one."""
    each_s = searching(MM_HOLE).priors.procedure.closing_s(np.inf)
    for people, hatches in (((), 1), (people_aboard(STATION), 2)):
        situation = SearchConstraints(0.0, people, order=SearchOrder.CLASSIC)
        advice = next_best_action(searching(MM_HOLE), situation)
        assert len(advice.hatches) == hatches
        assert advice.closing_s == pytest.approx(each_s)


def test_hatches_are_held_for_half_of_the_time_of_one_mmhg() -> None:
    """The tightest is that of the smallest part: 66.7 Pa of its air at the rate of the leak."""
    locator = searching(MM_HOLE, PriorChoice.HISTORY)
    advice = next_best_action(locator, SearchConstraints(0.0))
    hatch = STATION.hatch(advice.hold_hatch)
    parts = parts_of(STATION, advice.hatches)
    sides = [p for p in parts if hatch.a in p or hatch.b in p]
    volume = min(sum(STATION.module(m).free_volume_m3 for m in side) for side in sides)
    expected = 66.66 * volume * 1.18e-5 / locator.location().rate_kg_s
    assert advice.hold_s == pytest.approx(expected, rel=1e-3)


def test_a_graph_with_a_loop_is_cut_by_pairs_of_hatches() -> None:
    loop = STATION.hatch("H16").model_copy(update={"id": "HX", "a": "NODE1", "b": "NODE2"})
    looped = STATION.model_copy(update={"hatches": (*STATION.hatches, loop)})
    locator = Locator(looped, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, (), {"LAB": 20 * MM_HOLE}, 2 * MM_HOLE, span_s=86400.0)
    closed: frozenset[str] = frozenset()
    for step in range(1, 12):
        advice = next_best_action(locator, SearchConstraints(1e4 * step))
        if advice.kind is AdviceKind.ISOLATE:
            break
        moves = [a for a in advice.actions if isinstance(a, MoveHatch)]
        for move in moves:
            closed = closed - {move.hatch} if move.is_open else closed | {move.hatch}
        observe(locator, 1e4 * step, closed, {"LAB": 20 * MM_HOLE}, 0.2 * MM_HOLE)
    assert locator.location().found(0.99) == ("LAB",)


def test_advice_takes_at_most_a_tenth_of_a_second_with_its_location() -> None:
    locator = searching(LB_DAY)
    people, least = people_aboard(STATION), np.inf
    for step in range(3):
        observe(locator, 100.0 + step, (), {"LAB": LB_DAY}, 0.2 * LB_DAY)
        start = time.process_time()
        next_best_action(locator, SearchConstraints(0.0, people))
        least = min(least, time.process_time() - start)
    assert least < 0.1


def test_counts_of_people_move_those_whose_place_is_not_known(station: Station = STATION) -> None:
    counts = {"NODE1": len(station.crew)}
    assert {p.module for p in people_aboard(station, counts)} == {"NODE1"}
    some = people_aboard(station, {"SM_RO": 2, "JPM": 1})
    assert sorted(p.module for p in some) == ["JPM", "SM_RO", "SM_RO"]
    named = people_aboard(station, {"JPM": 1}, {station.crew[0].id: "JPM"})
    assert [p.id for p in named] == [station.crew[0].id]


def test_parties_share_closings_and_open_a_way_hatch_by_hatch() -> None:
    shut = [MoveHatch(name, False) for name in ("H05", "H06", "H07")]
    way_in = [MoveHatch("H13", True), MoveHatch("H14", True)]
    together = rounds([*way_in, *shut, MoveHatch("H14", False)], 2)
    assert [len(one) for one in together] == [1, 1, 2, 2]
    assert [move for one in together for move in one] == [*way_in, *shut, MoveHatch("H14", False)]


def test_people_who_have_to_move_go_once_and_near_their_vehicles() -> None:
    people = people_aboard(STATION)
    moves = moves_needed(STATION, {"H14"}, people)  # between the segments
    places = {p.id: p.module for p in people}
    for move in moves:
        places.update(dict.fromkeys(move.crew, move.module))
    there = tuple(Person(p.id, places[p.id], p.vehicle) for p in people)
    assert {places[p.id] for p in people} == {"NODE2", "FGB"}
    assert not moves_needed(STATION, {"H14", "H16", "H04", "H17"}, there)


def test_words_of_calm_repeat_no_number_that_the_list_beside_them_has() -> None:
    words = WORDS.advice(next_best_action(Locator(STATION), SearchConstraints(0.0)))
    assert not any(c.isdigit() for c in words.title + words.tells + words.reason)


def test_the_crew_keep_their_pace_while_the_leak_is_shut_off_but_not_found() -> None:
    locator, people = searching(100 * MM_HOLE), people_aboard(STATION)
    open_air = next_best_action(locator, SearchConstraints(0.0, people, reserve_s=22000.0))
    shut_off = next_best_action(locator, SearchConstraints(0.0, people, leak_reserve_s=22000.0))
    calm = next_best_action(locator, SearchConstraints(0.0, people))
    assert open_air.hatch_s == shut_off.hatch_s < calm.hatch_s
    assert max(open_air.grounds.parties, calm.grounds.parties) > 1


def test_after_the_first_of_two_leaks_the_second_is_searched_for_until_both_are_shut_off() -> None:
    locator, leaks = Locator(STATION, prior=PriorChoice.HISTORY), {"SM_PRK": LB_DAY, "PMM": MM_HOLE}
    closed, people, advice = frozenset({"H01", "H02"}), people_aboard(STATION), None
    for step in range(1, 12):
        observe(locator, 1e4 * step, closed, leaks, 0.1 * LB_DAY, seed=step)
        advice = next_best_action(locator, SearchConstraints(1e4 * step, people), advice)
        people, closed = carried_out(people, closed, advice)
        assert {"H01", "H02"} <= closed
        if advice.kind is AdviceKind.ISOLATE:
            break
    assert set(locator.location().found(0.9)) == {"SM_PRK", "PMM"}
    assert advice is not None
    assert advice.kind is AdviceKind.ISOLATE
    assert advice.grounds.modules == ("PMM", "SM_PRK")


DRAGON_CREW = tuple(person.id for person in STATION.crew if person.vehicle == "DRAGON_FREEDOM")


def shut_in_their_ship(oxygen_pa: float, has_supply: bool) -> tuple[Locator, SearchConstraints]:
    """A search in which Dragon's crew are shut in their ship, with oxygen of its own or without."""
    kept = tuple(m for m in STATION.equipment if has_supply or m.module != "DRAGON_FREEDOM")
    station = STATION.model_copy(update={"equipment": kept})
    people = people_aboard(station, places=dict.fromkeys(DRAGON_CREW, "DRAGON_FREEDOM"))
    locator = Locator(station, prior=PriorChoice.UNIFORM)
    observe(locator, 3600.0, ("H30",), {"LAB": LB_DAY}, 2.0 * LB_DAY, span_s=60.0)
    return locator, SearchConstraints(3600.0, people, 1e9, oxygen_pa={"DRAGON_FREEDOM": oxygen_pa})


def test_a_ship_is_opened_before_the_oxygen_in_it_is_used_up() -> None:
    soon = next_best_action(*shut_in_their_ship(19900.0, has_supply=False))
    assert soon.kind is not AdviceKind.AIR
    # 9.3 m3 for four people, 3800 s a person and cubic metre from 21.3 to 18.5 kPa, half of which is left
    assert soon.air_s == pytest.approx(0.5 * 3800.0 * 9.3 / 4.0)
    late = next_best_action(*shut_in_their_ship(18400.0, has_supply=False))
    assert late.kind is AdviceKind.AIR
    assert MoveHatch("H30", True) in late.actions


def test_a_ship_with_oxygen_of_its_own_is_opened_only_when_that_fails() -> None:
    assert next_best_action(*shut_in_their_ship(19900.0, has_supply=True)).air_s == np.inf
    failed = next_best_action(*shut_in_their_ship(18400.0, has_supply=True))
    assert failed.kind is AdviceKind.AIR


def test_who_is_shut_in_a_ship_has_its_life_support_switched_on_and_off_again() -> None:
    locator = Locator(STATION, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, (), {"COL": LB_DAY}, 0.15 * LB_DAY, span_s=86400.0)
    people, closed, advice = people_aboard(STATION), frozenset[str](), None
    always = {machine.id for machine in STATION.equipment if machine.on}
    on = set(always)
    for step in range(40):
        situation = SearchConstraints(60.0 * step, people, 1e9, running=frozenset(on))
        advice = next_best_action(locator, situation, advice)
        people, closed = carried_out(people, closed, advice)
        for action in advice.actions:
            if isinstance(action, SwitchEquipment):
                (on.add if action.is_on else on.discard)(action.equipment)
        shut_in = {p.vehicle for p in people if frozenset({p.vehicle}) in parts_of(STATION, closed)}
        assert {f"{ship}_ABSORBER" for ship in shut_in} <= on
        makers = {m.id for m in STATION.equipment if m.kind == "oxygen_generation"}
        assert all(
            any(m.id in on and m.id in makers and m.module == ship for m in STATION.equipment)
            for ship in shut_in
        )
        if advice.kind is AdviceKind.ISOLATE:
            break
        observe(locator, 60.0 * step, closed, {"COL": LB_DAY}, 0.05 * LB_DAY, span_s=3600.0)
    assert advice is not None and advice.kind is AdviceKind.ISOLATE
    assert on == always
