"""Orders in a real run: found, repaired, equalised by the air itself; alike however rows are cut, and from a snapshot."""

from __future__ import annotations

import pytest

from iss_viewer.exercise.deeds.order_queue import OrderQueue
from iss_viewer.session import Session
from iss_viewer.station.actions import ApplyRepair, CheckLeak, MoveHatch, ReadGauge, SearchLeak
from iss_viewer.telemetry import Command
from iss_viewer.telemetry.commands import Act, SetCosts, Withdraw
from iss_viewer.telemetry.events import (
    ActionDone,
    Event,
    LeakCheckEnded,
    OrderChanged,
    RepairEnded,
    SearchEnded,
)
from tests.session.test_session import Echo
from tests.simulation.stories import source

HOLE = '[[leaks]]\nid = "HOLE"\nmodule = "WORK"\ndiameter = "1 mm"\nat = "1 min"\n'
#: what is ordered, and after which second
ORDERS = (
    (0.0, SetCosts(True)),
    (100.0, Act(SearchLeak("WORK"))),
    (100.0, Act(ReadGauge("CORE"), ("BEN",))),
    (400.0, Act(MoveHatch("D1", False), ("BEN",))),
    (1000.0, Withdraw("3")),
    (2000.0, Act(ApplyRepair("WORK", "patch"))),
    (4000.0, Act(CheckLeak("WORK"))),
)


def opened(every: str = "10 s") -> Session:
    plant = source(HOLE, duration="4 h", every=every)
    return Session(plant, Echo(), None, 1.0, lambda: 0.0, umpires=(OrderQueue(plant),))


def played(run: Session, most: int, until_s: float = 8000.0) -> list[Event]:
    """All events up to an instant, with each order given right after the row at its second."""
    start_s, events = run.source.time_s, []
    for at_s, order in (*ORDERS, (until_s, None)):
        if not start_s < at_s <= until_s and order is not None:
            continue
        while len(frames := run.advance(at_s, most)):
            events += frames.events
        if order is not None:
            got, refusal = run.obey(Command(order, "Ann"))
            assert refusal is None
            events += got
    return events


def test_a_leak_is_searched_found_patched_and_checked():
    run = opened()
    events = played(run, 256)
    ends = {
        e.order: e.state.value for e in events if isinstance(e, OrderChanged) and e.state.is_over
    }
    assert ends == {"1": "done", "2": "done", "3": "withdrawn", "4": "done", "5": "done"}
    assert [e.found for e in events if isinstance(e, SearchEnded)] == [1]
    assert [e.site for e in events if isinstance(e, RepairEnded)] == [1]
    (check,) = (e for e in events if isinstance(e, LeakCheckEnded))
    assert check.is_tight is (run.source.truth_now().leaks[0].size_1 < 0.1)


def test_how_rows_are_cut_changes_nothing():
    one, many = opened(), opened()
    assert played(one, 1) == played(many, 256)
    assert one.snapshot() == many.snapshot()


@pytest.mark.parametrize("at_s", [150.0, 2500.0, 4700.0])
def test_a_snapshot_in_the_midst_of_orders_goes_on_bit_for_bit(at_s):
    run, again = opened(), opened()
    played(run, 256, at_s)
    again.restore(run.snapshot())
    assert played(again, 256) == played(run, 256)
    assert again.snapshot() == run.snapshot()


def test_between_rows_that_lie_far_apart_an_order_is_done_at_the_next_one():
    run = opened(every="5 min")
    done = [e for e in played(run, 256) if isinstance(e, ActionDone)]
    assert done and all(e.time_s % 300.0 == 0.0 for e in done)
