"""The fold of events: what is known besides numbers at an instant."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.situation.board import Board, Ledger
from iss_viewer.station.actions import MoveCrew, MoveHatch, OpenLeak, ReadGauge, SealLeak
from iss_viewer.telemetry.events import ActionDone
from iss_viewer.telemetry.status import AlarmState
from tests.views import prepared


def test_an_alarm_is_new_until_it_is_acknowledged_and_new_again_when_looking_back():
    ledger = Ledger(prepared.history())
    seen = [
        ledger.at(time_s).alarms["SM_PRK.leak"].state
        for time_s in (prepared.ALARM_S, prepared.ACKNOWLEDGED_S, prepared.ALARM_S)
    ]
    assert seen == [
        AlarmState.UNACKNOWLEDGED,
        AlarmState.ACKNOWLEDGED,
        AlarmState.UNACKNOWLEDGED,
    ]


def test_the_board_is_the_same_object_while_nothing_happens():
    ledger = Ledger(prepared.history())
    assert ledger.at(13000.0) is ledger.at(14000.0)


def test_an_older_board_is_not_changed_by_what_happens_later():
    ledger = Ledger(prepared.history())
    early = ledger.at(prepared.ALARM_S)
    ledger.at(prepared.LENGTH_S)
    assert early.alarms["SM_PRK.leak"].state is AlarmState.UNACKNOWLEDGED


@given(st.lists(st.floats(0, prepared.LENGTH_S), min_size=1, max_size=6))
def test_the_way_to_an_instant_does_not_change_what_is_known_there(times):
    history = prepared.history()
    ledger = Ledger(history)
    for time_s in times:
        there = ledger.at(time_s)
    fresh = Ledger(history).at(times[-1])
    assert (there.alarms, there.advice, there.verdicts) == (
        fresh.alarms,
        fresh.advice,
        fresh.verdicts,
    )


def test_advice_comes_with_actions_that_can_be_done():
    advice = Ledger(prepared.history()).at(prepared.LENGTH_S).advice
    assert advice is not None
    assert advice.actions == (MoveHatch("H01", False), ReadGauge("SM_PRK"))


def test_a_leak_that_a_trainer_opened_is_listed_until_it_is_sealed_in_whole():
    board = Board()
    board.take(ActionDone(1.0, OpenLeak("hole-1", "LAB", 0.002), "LAB"))
    board.take(ActionDone(2.0, SealLeak("hole-1", 0.5), "LAB"))
    assert board.leaks == {"hole-1": "LAB"}
    board.take(ActionDone(3.0, SealLeak("hole-1", 1.0), "LAB"))
    assert board.leaks == {}


def test_people_are_where_they_were_last_sent():
    board = Board()
    board.take(ActionDone(1.0, MoveCrew(("ohara",), "FGB"), "FGB"))
    assert board.crew_at == {"ohara": "FGB"}
