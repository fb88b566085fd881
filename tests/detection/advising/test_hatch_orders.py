"""A hatch counts as stiff only where people were seen to act, and for a while."""

from __future__ import annotations

import pytest

from iss_viewer.detection.advising.hatch_orders import STIFF_AFTER, HatchOrders
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry.events import Advice, AdviceKind, CrewStep

ENDS_S = 200.0
LATE_S = STIFF_AFTER * ENDS_S + 1.0


def asked(kind: AdviceKind = AdviceKind.CLOSE, *hatches: str) -> Advice:
    """An advice to close hatches, each done after so long."""
    moves = tuple(MoveHatch(hatch, False) for hatch in hatches or ("H15", "H03"))
    steps = tuple(CrewStep(("ANN",), "LAB", 20.0, ENDS_S) for _ in moves)
    return Advice(kind, 0.0, actions=moves, steps=steps)


def orders(acted_s: float | None) -> HatchOrders:
    """Two hatches asked for at once; people were seen to act at a time, or never."""
    made = HatchOrders()
    made.give(0.0, asked(), ())
    if acted_s is not None:
        made.act(acted_s)
    return made


def test_who_does_nothing_has_met_no_stiff_hatch_and_is_at_none():
    made = orders(None)
    assert made.begun(100.0, ()) == {"H15", "H03"}
    for time_s in (LATE_S, 10.0 * LATE_S):
        made.give(time_s, asked(), ())
        assert not made.stiff(time_s, ()) and not made.begun(time_s, ())


def test_what_was_dropped_before_it_was_begun_is_never_in_work():
    made = orders(5.0)
    made.give(10.0, asked(AdviceKind.CLOSE, "H16"), ())
    assert not made.begun(100.0, ()) & {"H15", "H03"}
    made.give(100.0, asked(AdviceKind.CLOSE, "H17"), ())
    assert "H16" in made.begun(110.0, ())


def test_what_people_who_act_have_not_moved_is_stiff_and_tried_again_after_as_long():
    made, closed = orders(150.0), {"H03"}
    assert not made.stiff(LATE_S - 2.0, closed)
    assert made.stiff(LATE_S, closed) == {"H15"}
    made.give(LATE_S, asked(AdviceKind.CLOSE, "H16"), closed)
    assert made.stiff(LATE_S + 1.0, closed) == {"H15"}
    assert not made.stiff(2.0 * LATE_S, closed)


def test_who_begins_late_has_as_long_as_who_begins_at_once():
    made = orders(3.0 * ENDS_S)
    assert not made.stiff(LATE_S, ())
    assert made.stiff(3.0 * ENDS_S + LATE_S, ()) == {"H15", "H03"}


@pytest.mark.parametrize(
    ("time_s", "acted_s", "is_under_way"),
    [(5.0, None, False), (60.0, None, True), (900.0, None, False), (900.0, 100.0, True)],
)
def test_an_advice_is_under_way_while_people_may_have_begun_it(time_s, acted_s, is_under_way):
    made = HatchOrders()
    made.give(0.0, asked(AdviceKind.RETREAT), ())
    if acted_s is not None:
        made.act(acted_s)
    assert made.is_under_way(time_s) is is_under_way
