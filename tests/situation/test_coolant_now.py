"""Coolant loops are listed with what they hold; one that loses coolant stands first and says what that means."""

from __future__ import annotations

from dataclasses import replace

from iss_viewer.situation.board import Board
from iss_viewer.situation.coolant_now import loops_now
from iss_viewer.situation.moment import Moment, OpenRun
from iss_viewer.station import read_station
from iss_viewer.telemetry.channels import Channel, ChannelTable
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.status import AlarmClass
from iss_viewer.units import UNIT_SYSTEMS
from tests.views import prepared

STATION = read_station("iss")
SHIP = next(x for x in STATION.coolant_loops if STATION.module(x.module).kind == "vehicle")


def moment(left_1: float, *alarms) -> Moment:
    names = ("pressure_pa", "inventory_m3", "flow_kg_s", "temperature_k")
    table = ChannelTable(tuple(Channel(x.id, n) for x in STATION.coolant_loops for n in names))
    opened = replace(prepared.opened(), station=STATION, sampled=table)
    run = OpenRun(opened, History(table, prepared.opened().assessed))
    shown = prepared.moment_at(0.0)
    row = [0.0] * len(run.table)
    for loop in STATION.coolant_loops:
        row[run.table.column(loop.id, "pressure_pa")] = 2e5
        row[run.table.column(loop.id, "temperature_k")] = 290.0
        part = left_1 if loop is SHIP else 1.0
        row[run.table.column(loop.id, "inventory_m3")] = part * loop.inventory_m3
    board = Board(alarms={alarm.id: alarm for alarm in alarms})
    return replace(shown, run=run, row=prepared.np.array(row), board=board)


def test_a_loop_that_holds_says_so():
    loops = loops_now(moment(1.0), UNIT_SYSTEMS[0])
    assert len(loops) == len(STATION.coolant_loops)
    assert {(one.status, one.tone) for one in loops} == {("holds", "")}


def test_a_loop_below_its_charge_is_told_before_any_alarm():
    first = loops_now(moment(0.9), UNIT_SYSTEMS[0])[0]
    assert (first.name, first.tone) == (SHIP.name, "notice")


def test_a_ship_that_loses_coolant_is_not_to_be_counted_on():
    alarm = replace(prepared.LEAK_ALARM, id="x", subject=SHIP.id, alarm_class=AlarmClass.WARNING)
    first = loops_now(moment(0.5, alarm), UNIT_SYSTEMS[0])[0]
    assert first.tone == "bad" and "do not count on this ship" in first.status
