"""Alarms by cause: what belongs together, what leads, and what an order was to bring."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.situation.alarm_groups import (
    AlarmGroup,
    Cause,
    alarm_groups,
    cause_text,
    row_text,
)
from iss_viewer.situation.board import Board
from iss_viewer.situation.expected_alarms import calling_alarms, expected_alarms
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry.events import ActionDone, AlarmAssigned, AlarmChange, AlarmChanged
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from tests.views import prepared
from tests.views.prepared import changed, moment_at


def alarm(subject: str, rule: str, quantity: str, **more):
    return replace(
        prepared.LEAK_ALARM, id=f"{subject}.{rule}", subject=subject, rule=rule, quantity=quantity, **more
    )  # fmt: skip


LEAK = alarm("SM_PRK", "leak", "leak_evidence_1")
LOW = alarm("SM_PRK", "pressure_low", "space_pressure_pa", raised_s=prepared.CLOSED_S + 900.0)
CARBON = alarm("LAB", "carbon_dioxide_high", "carbon_dioxide_pa", alarm_class=AlarmClass.CAUTION)
GAUGE = alarm("LAB", "sensor_fault", "sensor_fault_probability", alarm_class=AlarmClass.ADVISORY)
LOST = alarm("FGB", "data_lost", "data_age_s", alarm_class=AlarmClass.ADVISORY)
GAS = alarm("STATION", "gas_reserve", "gas_reserve_s", alarm_class=AlarmClass.CAUTION)


def moment_with(*alarms, **values):
    """The end of the prepared run: PrK leaks, shut off by order with nobody in it, and these alarms stand."""
    moment = changed(moment_at(prepared.LENGTH_S), **values)
    board = replace(moment.board, alarms={one.id: one for one in alarms})
    return replace(moment, board=board)


def groups(*alarms, **values) -> dict[Cause, AlarmGroup]:
    return {one.cause: one for one in alarm_groups(moment_with(*alarms, **values))}


def test_alarms_stand_with_what_brings_them_and_the_worst_first():
    found = groups(GAUGE, CARBON, LEAK, LOST)
    assert list(found) == [Cause.AIR, Cause.PLANT, Cause.INSTRUMENT]
    assert found[Cause.AIR].name == "PrK: air is being lost"
    assert found[Cause.PLANT].name.startswith("Breathing air: Destiny")
    said = "Instruments: Zarya and 1 more · Advisory since T+01:06:40 · 2 alarms, 2 unacknowledged"
    assert cause_text(found[Cause.INSTRUMENT]) == said


def test_gas_that_runs_out_stands_with_the_air_that_is_lost_and_names_its_place_there():
    (group,) = alarm_groups(moment_with(LEAK, GAS))
    assert {one.id for one in group.alarms} == {LEAK.id, GAS.id}
    moment = moment_with(LEAK, GAS)
    assert row_text(moment, group, LEAK) == "Air is being lost"


def test_what_is_active_leads_what_has_returned_whatever_its_class():
    past = replace(
        LEAK, state=AlarmState.RETURNED, is_active=False, alarm_class=AlarmClass.EMERGENCY
    )
    assert list(groups(past, CARBON)) == [Cause.PLANT, Cause.AIR]


def test_a_part_that_leaks_on_empty_and_shut_off_by_order_calls_nobody_when_its_pressure_falls():
    moment = moment_with(LEAK, LOW)
    assert set(expected_alarms(moment)) == {LOW.id}
    assert [one.id for one in calling_alarms(moment)] == [LEAK.id]
    last = alarm_groups(moment)[-1]
    assert (last.cause, last.name) == (Cause.EXPECTED, "As expected after closing Zvezda–PrK")


@pytest.mark.parametrize(
    ("values", "change"),
    [
        ({"SM_PRK__crew": 1.0}, {}),  # somebody is in there
        ({"H01__is_open": 1.0}, {}),  # the hatch is open again
        ({"SM_PRK__status": 0.0}, {}),  # that it leaks is not known
        ({}, {"raised_s": prepared.CLOSED_S - 1.0}),  # it stood before the order
    ],
)
def test_its_pressure_calls_where_that_tells_something_new(values, change):
    assert not expected_alarms(moment_with(LEAK, replace(LOW, **change), **values))


def test_a_loss_held_against_the_part_that_holds_is_answered_by_the_order_once_it_returned():
    stood = alarm("STATION", "leak", "leak_evidence_1", raised_s=100.0)
    of_part = replace(
        LEAK, raised_s=prepared.CLOSED_S + 1.0, state=AlarmState.RETURNED, is_active=False
    )
    assert set(expected_alarms(moment_with(stood, of_part))) == {of_part.id}
    assert not expected_alarms(moment_with(of_part))
    assert not expected_alarms(
        moment_with(stood, replace(of_part, state=AlarmState.UNACKNOWLEDGED, is_active=True))
    )


def test_an_alarm_is_assigned_until_somebody_else_is_or_it_is_normal():
    board = Board.of([AlarmChanged(LEAK, AlarmChange.RAISE), AlarmAssigned(1.0, LEAK, "Anna")])
    assert board.assigned == {LEAK.id: "Anna"}
    board.take(AlarmAssigned(2.0, LEAK, "Ben"))
    assert board.assigned == {LEAK.id: "Ben"}
    board.take(AlarmChanged(replace(LEAK, state=AlarmState.NORMAL), AlarmChange.CLEAR))
    assert board.assigned == {}


def test_a_hatch_that_a_person_closed_is_what_an_order_is():
    event = ActionDone(1.0, MoveHatch("H01", False), "H01", "crew")
    assert Board.of([event]).hatch_moved_s == {"H01": 1.0}
