"""An order takes people, a way and time; it ends done, refused in words, or withdrawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.situation.words.orders import order_event_words
from iss_viewer.station import Station
from iss_viewer.station.actions import (
    ApplyRepair,
    CheckLeak,
    MoveCrew,
    MoveHatch,
    MoveValve,
    OpenLeak,
    PatchModule,
    ReadGauge,
    SearchLeak,
    SwitchFans,
    TimeFall,
)
from iss_viewer.station.costs import read_action_costs
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.station.station import Crew
from iss_viewer.telemetry import ActionRefused, Command
from iss_viewer.telemetry.commands import Act, SetCosts, Withdraw
from iss_viewer.telemetry.events import (
    ActionDone,
    FallTimed,
    LeakCheckEnded,
    OrderState,
)
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle
from iss_viewer.units import PA_PER_MMHG
from tests.exercise.deeds.still_station import StillStation, Watched
from tests.simulation.stories import trio

HANDS = read_safety_rules().hands
WALK_S, HATCH_S = HANDS.walk_s, HANDS.hatch_s
GATE = "D2"  # Core - Workshop


def crewed() -> Station:
    """The small station, with two people whose ship is docked at the store."""
    crew = [
        Crew(id=name, name=name.title(), agency="Trio", module="CORE", vehicle="FERRY_1")
        for name in ("ANN", "BEN")
    ]
    doors = [
        h.model_copy(update={"normally": "open"}) if h.id == "D4" else h for h in trio().hatches
    ]
    return trio().model_copy(update={"crew": tuple(crew), "hatches": tuple(doors)})


def watched(shut: tuple[str, ...] = (), **people: str) -> Watched:
    return Watched(StillStation(crewed(), people or {"ANN": "CORE", "BEN": "CORE"}, shut))


def refusal(run: Watched, action, *people: str) -> Obstacle:
    with pytest.raises(ActionRefused) as caught:
        run.order(action, *people)
    return caught.value.obstacle


def is_open(run: Watched, hatch: str) -> bool:
    return hatch not in run.plant.truth_now().closed_hatches


def test_a_hatch_is_closed_after_the_way_and_the_time_that_hands_take():
    run = watched(ANN="STORE", BEN="STORE")
    order = run.order(MoveHatch(GATE, False))
    assert run.last(order).state is OrderState.WORKING
    assert run.last(order).people == ("ANN",)
    assert run.last(order).until_s == WALK_S + HATCH_S
    run.go_to(WALK_S + HATCH_S - 1.0)
    assert is_open(run, GATE)
    run.go_to(WALK_S + HATCH_S)
    assert not is_open(run, GATE)
    assert run.last(order).state is OrderState.DONE
    done = [
        e for e in run.events if isinstance(e, ActionDone) and e.action == MoveHatch(GATE, False)
    ]
    assert [(e.time_s, e.actor) for e in done] == [(WALK_S + HATCH_S, "Ann")]


def test_who_closes_a_hatch_stands_on_the_side_of_the_own_ship():
    run = watched(ANN="WORK", BEN="CORE")
    order = run.order(MoveHatch(GATE, False))
    assert run.last(order).people == ("BEN",)
    run.go_to(1000.0)
    assert run.place("BEN") == "CORE"


def test_a_lone_person_walks_out_before_shutting_the_hatch_behind():
    run = watched(ANN="WORK")
    run.order(MoveHatch(GATE, False))
    run.go_to(1000.0)
    assert run.place("ANN") == "CORE" and not is_open(run, GATE)


def test_people_who_are_busy_are_waited_for_and_nobody_does_two_things():
    run = watched(ANN="CORE")
    first, second = run.order(MoveHatch(GATE, False)), run.order(MoveHatch("D1", False))
    waits = run.last(second)
    assert (waits.state, waits.people, waits.until_s) == (OrderState.WAITING, ("ANN",), HATCH_S)
    run.go_to(HATCH_S)
    assert run.last(first).state is OrderState.DONE
    assert run.last(second).state is OrderState.WORKING
    assert run.last(second).until_s == HATCH_S + WALK_S + HATCH_S  # by the side of the ship


def test_whom_an_order_names_does_it_and_who_cannot_get_there_is_named():
    run = watched(shut=("D1",), ANN="CORE", BEN="STORE")
    assert run.last(run.order(MoveHatch(GATE, False), "ANN")).people == ("ANN",)
    assert refusal(run, SearchLeak("CORE"), "BEN") == Obstacle(
        Hindrance.NO_WAY, "BEN", place="CORE"
    )
    assert refusal(run, SearchLeak("CORE"), "EVE").hindrance is Hindrance.UNKNOWN_PERSON


def test_what_too_few_can_get_to_is_refused_with_how_many_it_takes():
    run = watched(shut=("D1",), ANN="CORE", BEN="STORE")
    why = refusal(run, ApplyRepair("WORK", "patch"))
    assert (why.hindrance, why.amount, why.most) == (Hindrance.TOO_FEW, 2.0, 1.0)
    assert refusal(run, ReadGauge("FERRY_1"), "ANN").hindrance is Hindrance.NO_WAY


def test_air_that_is_too_thin_to_work_in_stops_a_repair_before_and_at_its_end():
    run = watched()
    order = run.order(ApplyRepair("WORK", "patch"))
    run.plant.pressure_pa["WORK"] = 400.0 * PA_PER_MMHG
    assert refusal(run, SearchLeak("WORK")).hindrance is Hindrance.AIR_TOO_THIN
    run.go_to(3600.0)
    assert run.last(order).state is OrderState.REFUSED
    assert "400 mmHg" in order_event_words(crewed(), run.last(order))


def test_opening_equalises_through_the_valve_first_and_shuts_it_again():
    run = watched(shut=(GATE,))
    run.plant.pressure_pa["WORK"] = 9e4
    order = run.order(MoveHatch(GATE, True))
    run.go_to(3600.0)
    assert run.last(order).state is OrderState.DONE
    moved = [e.action for e in run.events if isinstance(e, ActionDone)]
    assert moved == [MoveValve(GATE, True), MoveHatch(GATE, True), MoveValve(GATE, False)]


def test_what_arms_can_pull_is_not_equalised_and_a_valve_by_itself_takes_its_time():
    run = watched(shut=(GATE,))
    area_m2 = run.plant.station.hatch(GATE).area_m2
    run.plant.pressure_pa["WORK"] -= 0.9 * HANDS.pull_n / area_m2
    pulled = run.order(MoveHatch(GATE, True), "ANN")
    valve = run.order(MoveValve("D1", True), "BEN")
    run.go_to(1000.0)
    assert run.last(pulled).time_s == HATCH_S
    assert run.last(valve).time_s == WALK_S * (run.place("BEN") != "CORE") + HANDS.valve_s


def test_what_does_not_equalise_is_not_opened_and_its_valve_is_shut_again():
    run = watched(shut=(GATE,))
    run.plant.pressure_pa["WORK"] = 1e5 - 21.0 * PA_PER_MMHG
    run.plant.valves_equalise = False
    order = run.order(MoveHatch(GATE, True))
    run.go_to(7200.0)
    assert run.last(order).state is OrderState.REFUSED
    assert "21 mmHg stand against" in order_event_words(crewed(), run.last(order))
    assert run.plant.truth_now().open_valves == frozenset()
    assert not is_open(run, GATE)


def test_a_hatch_to_vacuum_is_not_equalised_and_not_opened():
    run = watched()
    order = run.order(MoveHatch("D3", True))
    run.go_to(3600.0)
    assert run.last(order).obstacle.hindrance is Hindrance.HELD_SHUT
    assert not is_open(run, "D3")


def test_a_withdrawn_order_leaves_its_people_where_they_are_and_free():
    run = watched(ANN="FERRY_1")
    order = run.order(MoveCrew(("ANN",), "WORK"))
    run.go_to(1.5 * WALK_S)
    run.withdraw(order)
    assert run.last(order).state is OrderState.WITHDRAWN
    run.go_to(1000.0)
    assert run.place("ANN") == "STORE"
    assert run.queue.next_s() == float("inf")
    with pytest.raises(ActionRefused):
        run.withdraw(order)


def test_people_walk_a_room_at_a_time_and_together_where_they_go_together():
    run = watched(ANN="CORE", BEN="STORE")
    run.order(MoveCrew(("ANN", "BEN"), "FERRY_1"))
    run.go_to(WALK_S)
    assert (run.place("ANN"), run.place("BEN")) == ("STORE", "FERRY_1")
    run.go_to(2.0 * WALK_S)
    assert run.place("ANN") == "FERRY_1"


def test_a_way_that_is_shut_meanwhile_finds_other_people_or_is_refused():
    run = watched(ANN="FERRY_1", BEN="WORK")
    order = run.order(MoveHatch("D1", False), "ANN")
    other = run.order(SearchLeak("CORE"), "BEN")
    run.plant.act(MoveHatch("D4", False), by_script=True)
    run.go_to(3600.0)
    assert run.last(order).state is OrderState.REFUSED
    assert run.last(order).obstacle.hindrance is Hindrance.NO_WAY
    assert run.last(other).state is OrderState.DONE


def test_who_goes_through_a_hatch_that_others_open_waits_for_it_and_it_is_closed_behind_them():
    run = watched(shut=(GATE,))
    orders = [
        run.order(MoveHatch(GATE, True), "ANN"),
        run.order(MoveCrew(("BEN",), "WORK")),
        run.order(MoveCrew(("ANN",), "WORK")),
        run.order(MoveHatch(GATE, False), "ANN"),
    ]
    run.go_to(3600.0)
    assert {run.last(order).state for order in orders} == {OrderState.DONE}
    assert (run.place("ANN"), run.place("BEN"), is_open(run, GATE)) == ("WORK", "WORK", False)


def test_who_is_to_go_and_come_back_does_both():
    run = watched()
    orders = [run.order(MoveCrew(("ANN",), room)) for room in ("WORK", "CORE")]
    run.go_to(1000.0)
    assert [run.last(order).time_s for order in orders] == [WALK_S, 2.0 * WALK_S]
    assert run.place("ANN") == "CORE"


def test_a_hatch_that_was_closed_meanwhile_is_not_closed_once_more():
    run = watched(ANN="CORE")
    orders = [run.order(MoveHatch(GATE, False)) for _ in range(2)]
    run.go_to(1000.0)
    assert [run.last(order).time_s for order in orders] == [HATCH_S, HATCH_S]


def test_what_is_so_already_is_done_at_once():
    run = watched()
    assert run.last(run.order(MoveHatch(GATE, True))).state is OrderState.DONE


def test_telecommands_need_nobody_and_without_signal_somebody_goes_to_the_panel():
    run = watched(ANN="CORE")
    cost = read_action_costs().of("fans_off")
    sent = run.order(SwitchFans(False))
    assert run.last(sent).people == ()
    run.go_to(cost.takes_s)
    assert not run.plant.plant.fans_are_on

    class Silent:
        has_signal, delay_s = False, 0.0

        def hinders(self, action):
            return None

    run.queue.spoiler = Silent()
    by_hand = run.order(SwitchFans(True))
    assert run.last(by_hand).people == ("ANN",)
    run.go_to(cost.takes_s + cost.takes_at_panel_s)
    assert run.plant.plant.fans_are_on


def test_what_a_malfunction_stops_is_refused_with_its_reason_after_the_try():
    run = watched(ANN="CORE")

    class Jammed:
        has_signal, delay_s = True, 0.0

        def hinders(self, action):
            return Obstacle(Hindrance.DOES_NOT_MOVE, GATE, told="a cable lies in the doorway")

    run.queue.spoiler = Jammed()
    order = run.order(MoveHatch(GATE, False))
    run.go_to(3600.0)
    assert run.last(order).time_s == HATCH_S
    assert "a cable lies in the doorway" in order_event_words(crewed(), run.last(order))


def test_the_gauge_is_fetched_where_it_lies_and_stays_where_it_was_used():
    run = watched(ANN="STORE", BEN="WORK")
    gauge_s = crewed().gauge.reading_s
    first = run.order(
        ReadGauge("FERRY_1"), "ANN"
    )  # kept in the first module; read in the next room
    run.go_to(1000.0)
    assert run.last(first).time_s == WALK_S + WALK_S + gauge_s
    second = run.order(ReadGauge("WORK"), "BEN")
    run.go_to(2000.0)
    assert run.place("BEN") == "CORE"
    assert run.last(second).time_s == 1000.0 + 2 * WALK_S + WALK_S + gauge_s


def test_one_gauge_is_waited_for():
    run = watched()
    first, second = run.order(ReadGauge("CORE")), run.order(ReadGauge("WORK"))
    assert run.last(second).state is OrderState.WAITING
    run.go_to(3600.0)
    assert run.last(first).state is run.last(second).state is OrderState.DONE


@pytest.mark.parametrize(("fall_mmhg", "is_tight"), [(0.5, True), (2.0, False)])
def test_a_leak_check_reads_for_half_an_hour_and_judges_the_fall(fall_mmhg, is_tight):
    run = watched()
    rules = read_action_costs().leak_check
    run.plant.falls_pa_s = {"WORK": fall_mmhg * PA_PER_MMHG / rules.takes_s}
    order = run.order(CheckLeak("WORK"), "ANN")
    run.go_to(7200.0)
    assert run.last(order).state is OrderState.DONE
    (ended,) = (e for e in run.events if isinstance(e, LeakCheckEnded))
    assert ended.is_tight is is_tight
    assert ended.over_s == pytest.approx(rules.takes_s)
    assert ended.fall_pa == pytest.approx(fall_mmhg * PA_PER_MMHG)


def test_a_fall_is_timed_to_the_step_of_the_watch_or_given_up():
    run = watched()
    rules = read_action_costs().stopwatch
    run.plant.falls_pa_s = {"WORK": 1.0}
    run.order(TimeFall("WORK", 102.0), "ANN")
    run.go_to(rules.longest_s)
    run.plant.falls_pa_s = {}
    run.order(TimeFall("WORK", 102.0), "ANN")
    run.go_to(3.0 * rules.longest_s)
    timed = [e for e in run.events if isinstance(e, FallTimed)]
    assert [(e.fall_pa, e.over_s) for e in timed] == [(102.0, 105.0), (0.0, rules.longest_s)]


def test_a_patch_of_all_that_leaks_is_a_repair_where_actions_take_time():
    run = watched()
    order = run.order(PatchModule("WORK"))
    assert run.last(order).action == ApplyRepair("WORK", "patch")
    assert run.last(order).people == ("ANN", "BEN")


def test_where_costs_are_off_nothing_is_taken_but_what_takes_time_by_itself():
    run = watched()
    (off,) = run.queue.takes(Command(SetCosts(False), "Ann"), 0.0)
    assert off.are_on is False
    assert run.queue.takes(Command(Act(MoveHatch(GATE, False))), 0.0) is None
    assert run.queue.takes(Command(Act(OpenLeak("A", "WORK", 0.01))), 0.0) is None
    assert run.queue.takes(Command(Act(CheckLeak("WORK"))), 0.0) is not None
    with pytest.raises(ActionRefused):
        run.queue.takes(Command(Withdraw("9")), 0.0)


def test_somebody_who_falls_is_replaced_and_who_was_named_is_not():
    run = watched()
    order, named = run.order(MoveHatch(GATE, False)), run.order(MoveHatch("D1", False), "BEN")
    other = run.order(SearchLeak("CORE"))
    assert (run.last(order).people, run.last(other).state) == (("ANN",), OrderState.WAITING)
    run.plant.plant = replace(run.plant.plant, fallen=("BEN",))
    run.go_to(3600.0)
    assert run.last(named).obstacle.hindrance is Hindrance.INCAPACITATED
    assert run.last(other).people == ("ANN",)
    assert run.last(order).state is run.last(other).state is OrderState.DONE
