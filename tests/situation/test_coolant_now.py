"""Coolant loops are listed with what they hold; one that loses coolant stands first and says what that means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from iss_viewer.situation.board import Board
from iss_viewer.situation.coolant_now import loops_now
from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.status import AlarmClass
from iss_viewer.units import UNIT_SYSTEMS
from tests.situation.coolant_run import SHIP, STATION, run_of, shown_at
from tests.views import prepared


def moment(left_1: float, *alarms) -> Moment:
    shown = shown_at(run_of(lambda time_s: left_1 + 0.0 * time_s), 60.0)
    board = Board(alarms={alarm.id: alarm for alarm in alarms})
    return replace(shown, board=board)


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


def test_a_loop_that_threw_coolant_out_says_how_far_to_keep_away_and_one_that_is_dry_that_it_is():
    alarm = replace(prepared.LEAK_ALARM, id="x", subject=SHIP.id, alarm_class=AlarmClass.WARNING)
    board = Board(alarms={alarm.id: alarm})
    run = run_of(lambda time_s: np.clip(1.0 - time_s / 36000.0, 0.0, 1.0))
    losing, dry, long_ago = (
        loops_now(replace(shown_at(run, hour * 3600.0), board=board), UNIT_SYSTEMS[0])[0].status
        for hour in (5.0, 12.0, 40.0)
    )
    assert losing.startswith("losing coolant") and "keep 20 m clear" in losing
    assert dry.startswith("coolant is gone") and "keep 20 m clear" in dry
    assert long_ago == "coolant is gone; do not count on this ship"
