"""What the adviser says to do, and what it must never say."""

from __future__ import annotations

import time

import numpy as np
import pytest
from searching import LB_DAY, all_hatches, observe

from iss_viewer.detection.advising import SearchConstraints, next_best_action, people_aboard
from iss_viewer.detection.advising.crew import rounds
from iss_viewer.detection.locating import Locator, parts_of
from iss_viewer.situation.words import Words
from iss_viewer.station import Station, read_station
from iss_viewer.station.actions import MoveCrew, MoveHatch, SwitchEquipment
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.station.topology import Person, cut_off
from iss_viewer.telemetry.events import Advice, AdviceKind, PriorChoice, SearchOrder

STATION = read_station("iss")
WORDS = Words.of(STATION)
HANDS = read_safety_rules().hands
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


def test_a_search_never_plans_beyond_its_part_of_the_reserve_time() -> None:
    locator = searching(100 * MM_HOLE)
    for reserve_s in (1500.0, 4000.0, 20000.0):
        advice = next_best_action(
            locator, SearchConstraints(0.0, people_aboard(STATION), reserve_s)
        )
        assert advice.closing_s <= 0.5 * reserve_s


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


def test_words_of_calm_repeat_no_number_that_the_list_beside_them_has() -> None:
    words = WORDS.advice(next_best_action(Locator(STATION), SearchConstraints(0.0)))
    assert not any(c.isdigit() for c in words.title + words.tells + words.reason)


def test_hatches_take_as_long_in_calm_as_in_an_emergency() -> None:
    locator, people = searching(100 * MM_HOLE), people_aboard(STATION)
    pressed = next_best_action(locator, SearchConstraints(0.0, people, reserve_s=22000.0))
    calm = next_best_action(locator, SearchConstraints(0.0, people))
    assert pressed.hatch_s == calm.hatch_s == HANDS.hatch_s
    assert max(pressed.grounds.parties, calm.grounds.parties) > 1


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
    """A search in which Dragon's crew are shut in their ship, with oxygen of its own or without; it has its absorber."""
    ship = "DRAGON_FREEDOM"
    kept = tuple(
        m for m in STATION.equipment
        if has_supply or m.module != ship or m.kind == "co2_removal"
    )  # fmt: skip
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


def test_in_the_classic_order_too_parties_close_hatches_at_the_same_time() -> None:
    """Two ships by two parties take as long as one hatch and the longest walk."""
    situation = SearchConstraints(0.0, people_aboard(STATION), order=SearchOrder.CLASSIC)
    advice = next_best_action(searching(MM_HOLE), situation)
    assert set(advice.hatches) == {"H11", "H30"}
    assert HANDS.hatch_s < advice.closing_s < HANDS.hatch_s + 200.0


def found_in_the_lab(people: tuple[Person, ...]) -> tuple[Locator, Advice]:
    """A search that ended: Destiny leaks, all hatches are shut."""
    locator = searching(LB_DAY)
    observe(locator, 9000.0, all_hatches(STATION), {"LAB": LB_DAY}, 0.05 * LB_DAY)
    return locator, next_best_action(locator, SearchConstraints(9000.0, people))


def test_once_the_leak_is_shut_off_the_rest_is_opened_ways_home_first() -> None:
    people = people_aboard(STATION, places={c.id: "NODE2" for c in STATION.crew if "DRAGON" in c.vehicle} | {
        c.id: "FGB" for c in STATION.crew if "SOYUZ" in c.vehicle
    })  # fmt: skip
    _, advice = found_in_the_lab(people)
    assert advice.kind is AdviceKind.OPEN
    assert advice.grounds.modules == ("LAB",)
    opened = [a.hatch for a in advice.actions if isinstance(a, MoveHatch)]
    assert all(a.is_open for a in advice.actions if isinstance(a, MoveHatch))
    assert not {"H15", "H16"} & set(opened)  # those of Destiny
    assert {opened[0], opened[1]} == {"H10", "H24"}  # the next on the way to each ship
    assert all(step.crew for step in advice.steps[: len(opened)])


def test_who_is_shut_in_with_a_leak_that_was_found_gets_out_first() -> None:
    people = people_aboard(STATION)  # one is in Destiny
    _, advice = found_in_the_lab(people)
    assert advice.kind is AdviceKind.RETREAT
    (out, *_) = [a for a in advice.actions if isinstance(a, MoveHatch)]
    assert out.is_open and out.hatch in {"H15", "H16"}
    moved = [a for a in advice.actions if isinstance(a, MoveCrew) and "CR12_CDR" in a.crew]
    assert moved[-1].module in {"NODE1", "NODE2"}


def test_a_found_leak_stays_found_for_a_small_doubt() -> None:
    people = people_aboard(STATION, places=dict.fromkeys([c.id for c in STATION.crew], "NODE2"))
    locator, found = found_in_the_lab(people)
    closed = all_hatches(STATION)
    observe(locator, 9100.0, closed, {"LAB": LB_DAY}, 0.17 * LB_DAY, span_s=7300.0, seed=3)
    assert locator.location().ranked()[0][1] > 0.9
    after = next_best_action(locator, SearchConstraints(9100.0, people), found)
    assert after.kind in (AdviceKind.OPEN, AdviceKind.ISOLATE)
    assert after.grounds.modules == ("LAB",)


def test_with_nobody_known_aboard_what_was_found_is_opened_around_all_the_same() -> None:
    _, advice = found_in_the_lab(())
    assert advice.kind is AdviceKind.OPEN
    opened = {a.hatch for a in advice.actions if isinstance(a, MoveHatch) and a.is_open}
    assert frozenset({"LAB"}) in parts_of(STATION, all_hatches(STATION) - opened)


@pytest.mark.parametrize("size", [1600, 3600])
def test_a_large_hole_sends_nobody_into_a_ship_that_was_never_tested(size: int) -> None:
    """A hole of some 40 mm, and one too large for any margin: the ships are shut from outside at once."""
    locator = searching(size * MM_HOLE)
    people = people_aboard(STATION)
    advice = next_best_action(locator, SearchConstraints(0.0, people, reserve_s=1200.0))
    assert set(advice.hatches) == {"H11", "H30"}
    ships = {c.vehicle for c in STATION.crew}
    assert not any(isinstance(a, MoveCrew) and a.module in ships for a in advice.actions)
    assert advice.grounds.promise is not None


def test_every_step_says_who_from_where_and_until_when() -> None:
    advice = next_best_action(searching(MM_HOLE), SearchConstraints(0.0, people_aboard(STATION)))
    assert len(advice.steps) == len(advice.actions)
    for action, step in zip(advice.actions, advice.steps, strict=True):
        if isinstance(action, MoveCrew | MoveHatch):
            assert step.crew and step.start in STATION.module_ids
            assert 0.0 <= step.starts_s < step.ends_s <= advice.closing_s
    assert advice.wait_s <= advice.most_s < np.inf
    assert advice.next_kind is AdviceKind.WAIT


def test_the_reserve_is_that_of_the_part_with_people_by_oxygen_first() -> None:
    locator, people = searching(100 * MM_HOLE), people_aboard(STATION)
    whole = next_best_action(locator, SearchConstraints(0.0, people)).grounds.reserve
    assert whole is not None and whole.by_oxygen
    assert whole.rule_s == pytest.approx(1.41 * whole.first_s, rel=0.01)
    observe(locator, 100.0, {"H13"}, {"LAB": 100 * MM_HOLE}, 200 * MM_HOLE, span_s=30.0)
    parted = next_best_action(locator, SearchConstraints(100.0, people)).grounds.reserve
    assert parted is not None and parted.first_s < 0.5 * whole.first_s
    assert "SM_RO" in parted.modules and "LAB" not in parted.modules


def test_an_advice_goes_on_until_it_is_done_though_others_are_about_as_good() -> None:
    locator, people = searching(20 * MM_HOLE), people_aboard(STATION)
    first = next_best_action(locator, SearchConstraints(0.0, people))
    walks = [a for a in first.actions if isinstance(a, MoveCrew)]
    places = {c: a.module for a in walks[:2] for c in a.crew}
    there = tuple(Person(p.id, places.get(p.id, p.module), p.vehicle) for p in people)
    observe(locator, 60.0, (), {"LAB": 20 * MM_HOLE}, 2.5 * MM_HOLE, span_s=86400.0, seed=4)
    after = next_best_action(locator, SearchConstraints(60.0, there), first)
    assert set(after.hatches) == set(first.hatches)
    assert len(after.actions) < len(first.actions)


def test_a_wait_that_is_over_is_not_announced_anew() -> None:
    locator, closed, rate = searching(100 * MM_HOLE), {"H14", "H24"}, 100 * MM_HOLE
    places = {c.id: "NODE2" if "DRAGON" in c.vehicle else "PMA1" for c in STATION.crew}
    people = people_aboard(STATION, places=places)
    observe(locator, 100.0, closed, {"LAB": rate}, 2.0 * rate, span_s=8.0)
    since = dict.fromkeys(closed, 92.0)
    first = next_best_action(locator, SearchConstraints(100.0, people, closed_since_s=since))
    assert first.kind is AdviceKind.WAIT
    soon = SearchConstraints(110.0, people, closed_since_s=since)
    assert next_best_action(locator, soon, first).verdict_s == first.verdict_s  # the same wait
    late = SearchConstraints(101.0 + first.most_s, people, closed_since_s=since)
    assert next_best_action(locator, late, first).kind is not AdviceKind.WAIT


def test_a_leak_that_is_shut_off_without_its_module_being_known_is_held_and_the_rest_opened() -> (
    None
):
    """A hole of 10 mm in Nauka's part: nobody can pull that hatch open again, so nothing more is told."""
    rate = 1294.0 / 86400.0
    people = people_aboard(STATION, places=dict.fromkeys((c.id for c in STATION.crew), "FGB"))
    normally = {h.id for h in STATION.hatches if h.normally == "closed"}
    locator = Locator(STATION, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, normally, {"MLM": rate}, 0.05 * rate, span_s=600.0)
    falls = {m: (13.0 if m in ("MLM", "UM") else 0.0, 0.1) for m in STATION.module_ids}

    def advised(time_s: float, closed: frozenset[str]) -> Advice:
        observe(locator, time_s, closed, {"MLM": rate}, 0.01 * rate, span_s=300.0)
        before = Advice(AdviceKind.HOLD, time_s - 99.0, parts=len(parts_of(STATION, closed)))
        pressures = dict.fromkeys(STATION.module_ids, 97e3)
        asked = SearchConstraints(time_s, people, pressures_pa=pressures, falls_pa_s=falls)
        return next_best_action(locator, asked, before)

    first = advised(600.0, frozenset(normally | {"H06", "H10"}))
    assert first.kind is AdviceKind.OPEN
    assert set(first.grounds.modules) == {"MLM", "UM"}
    assert [a.hatch for a in first.actions if isinstance(a, MoveHatch)] == ["H10"]
    last = advised(900.0, frozenset(normally | {"H06"}))
    assert last.kind is AdviceKind.HOLD and not last.actions
    words = WORDS.advice(last)
    assert words.title == "Hold: the leak is shut off in Nauka and Prichal"
    assert "No reading tells more" in words.tells


def test_a_hatch_that_does_not_move_is_done_without() -> None:
    people = people_aboard(STATION)
    first = next_best_action(searching(20 * MM_HOLE), SearchConstraints(0.0, people))
    stiff = frozenset(first.hatches)
    other = next_best_action(searching(20 * MM_HOLE), SearchConstraints(0.0, people, stiff=stiff))
    assert not stiff & set(other.hatches)


@pytest.mark.parametrize("case", ["no ships", "no gauge", "people cut off", "nameless"])
def test_whatever_is_missing_there_is_an_advice_in_words(case: str) -> None:
    station, people, closed = STATION, people_aboard(STATION), set[str]()
    if case == "no ships":
        rooms = tuple(m.model_copy(update={"crew_seats": 0}) for m in STATION.modules)
        station = STATION.model_copy(update={"modules": rooms})
    elif case == "no gauge":
        station = STATION.model_copy(update={"gauge": None, "sensors": ()})
    elif case == "people cut off":
        closed = {"H18", "H14", "H30"}
    else:
        people = people_aboard(STATION, {"JPM": 9, "FGB": 4})
        assert sum(person.vehicle == "" for person in people) == 6
    for rate in (LB_DAY, 20 * MM_HOLE, 1600 * MM_HOLE):
        locator = Locator(station, prior=PriorChoice.UNIFORM)
        observe(locator, 0.0, closed, {"LAB": rate}, 0.15 * rate, span_s=86400.0)
        advice = next_best_action(locator, SearchConstraints(0.0, people, 1e5))
        assert Words.of(station).advice(advice).title


def test_who_is_shut_in_a_ship_has_its_life_support_switched_on() -> None:
    """The ships hold, Columbus leaks much: all board, and absorber and oxygen are switched on once they are in."""
    locator = Locator(STATION, prior=PriorChoice.UNIFORM)
    ships = {c.vehicle for c in STATION.crew}
    places = {c.id: "PMA2" if "DRAGON" in c.vehicle else "MRM1" for c in STATION.crew}
    rate = 2800 * MM_HOLE
    observe(locator, 0.0, {"H11", "H30"}, {"LAB": rate}, 0.01 * rate, span_s=600.0)
    people = people_aboard(STATION, places=places)
    advice = next_best_action(locator, SearchConstraints(0.0, people, 700.0))
    assert advice.kind is AdviceKind.LEAVE
    sent = {name: a.module for a in advice.actions if isinstance(a, MoveCrew) for name in a.crew}
    assert {sent[c.id] for c in STATION.crew} == ships
    hatches = [(a.hatch, a.is_open) for a in advice.actions if isinstance(a, MoveHatch)]
    assert set(hatches[-2:]) == {("H11", False), ("H30", False)}
    on = {a.equipment for a in advice.actions if isinstance(a, SwitchEquipment) and a.is_on}
    assert {f"{ship}_ABSORBER" for ship in ships} <= on
    assert advice.grounds.unseated == ()
