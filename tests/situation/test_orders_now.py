"""The queue of orders as people read it, and all that can be ordered, each found by its words."""

from __future__ import annotations

from dataclasses import replace

from iss_viewer.situation.board import Board
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.order_menu import OrderNumber, OrderOffer, order_offers
from iss_viewer.situation.orders_now import MOST_OVER, hands_words, order_rows
from iss_viewer.station.actions import (
    ApplyRepair,
    MoveCrew,
    MoveHatch,
    SetFeed,
    SwitchFans,
    TimeFall,
)
from iss_viewer.telemetry.events import (
    CostsSet,
    FallTimed,
    LeakCheckEnded,
    OrderChanged,
    OrderState,
    RepairEnded,
    SearchEnded,
)
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle
from iss_viewer.units import PA_PER_MMHG
from tests.views.prepared import moment_at

CLOSE = MoveHatch("H01", False)


def at(*events, time_s: float = 1000.0) -> Moment:
    return replace(moment_at(time_s), board=Board.of(events))


def changed(number: int, state: OrderState, time_s: float = 900.0, **more) -> OrderChanged:
    return OrderChanged(time_s, str(number), CLOSE, state, **more)


def test_what_is_under_way_stands_before_what_is_over():
    rows = order_rows(
        at(
            changed(1, OrderState.DONE, 800.0),
            changed(2, OrderState.WORKING, people=("MS25_CDR",), until_s=1120.0),
            changed(3, OrderState.WAITING, people=("MS25_CDR",), until_s=1120.0),
            changed(4, OrderState.REFUSED, obstacle=Obstacle(Hindrance.NOBODY_NEAR, "H01")),
        )
    )
    assert [row.order for row in rows] == ["2", "3", "4", "1"]
    assert [row.is_over for row in rows] == [False, False, True, True]
    assert rows[0].words == "Close Zvezda–PrK"
    assert rows[0].state.startswith("Under way by ") and rows[0].left == "done in 2 min 00 s"
    assert rows[1].left == "begins in 2 min 00 s"
    assert "nobody who could do it" in rows[2].state


def test_a_long_run_lists_the_last_of_what_is_over():
    rows = order_rows(at(*(changed(n, OrderState.DONE, float(n)) for n in range(1, 30))))
    assert [row.order for row in rows] == [str(n) for n in range(29, 29 - MOST_OVER, -1)]


def test_how_many_are_free_is_said_where_orders_take_people():
    person = moment_at(0.0).station.crew[0].id
    working = changed(1, OrderState.WORKING, people=(person,))
    assert "at once" in hands_words(at())
    assert "2 of 3 free" in hands_words(at(CostsSet(0.0, True), working))
    assert "3 of 3 free" in hands_words(
        at(CostsSet(0.0, True), working, changed(1, OrderState.DONE))
    )


def test_what_came_of_orders_is_said_in_sentences():
    words = moment_at(0.0).words
    said = [
        words.event(event)
        for event in (
            SearchEnded(1.0, "SM_PRK", 0),
            SearchEnded(1.0, "SM_PRK", 1),
            RepairEnded(1.0, "SM_PRK", "tape", 0),
            RepairEnded(1.0, "SM_PRK", "tape", 2),
            LeakCheckEnded(1.0, "SM_PRK", 2.0 * PA_PER_MMHG, 1800.0, False),
            FallTimed(1.0, "SM_PRK", 3.0 * PA_PER_MMHG, 600.0),
        )
    ]
    assert said == [
        "SM_PRK searched: no leak found",
        "SM_PRK searched: a leak found",
        "tape applied in SM_PRK, where no leak was found: it covers none",
        "tape applied to leak 2 found in SM_PRK",
        "leak check of SM_PRK failed: 2 mmHg in 30 min 00 s",
        "SM_PRK timed: 3 mmHg in 10 min 00 s",
    ]


def test_all_that_the_plant_has_can_be_ordered():
    offers = order_offers(moment_at(0.0))
    actions = [offer.action for offer in offers]
    station = moment_at(0.0).station
    assert len({offer.words for offer in offers}) == len(offers)
    for module in station.module_ids:
        assert MoveCrew((), module) in actions and ApplyRepair(module, "patch") in actions
    moved = {action.hatch for action in actions if isinstance(action, MoveHatch)}
    assert moved == {hatch.id for hatch in station.hatches}
    fans = {a.fan for a in actions if isinstance(a, SwitchFans)}
    assert fans == ({"", *(fan.id for fan in station.fans)} if station.fans else set())
    feeds = {a.equipment for a in actions if isinstance(a, SetFeed)}
    assert feeds == {m.id for m in station.equipment if m.kind.endswith("_feed")}


def test_an_offer_takes_its_number_in_its_unit_and_who_goes():
    offers = {offer.words: offer for offer in order_offers(moment_at(0.0))}
    sent = offers["Send people to PrK"]
    assert sent.made(0.0, ("A", "B")) == MoveCrew(("A", "B"), "SM_PRK")
    fall = OrderNumber("Fall", "mmHg", PA_PER_MMHG, 3.0, 100.0)
    timed = OrderOffer("Time a fall", "gauge", TimeFall("SM_PRK", 1.0), fall)
    assert timed.made(2.0, ()) == TimeFall("SM_PRK", 2.0 * PA_PER_MMHG)
