"""A ship whose coolant is gone is no refuge and no way home, unless somebody would be lost; without such a ship nothing changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.detection.advising import SearchConstraints, next_best_action, people_aboard
from iss_viewer.detection.advising import schedule as schedule_module
from iss_viewer.detection.advising.aboard import seated
from iss_viewer.detection.advising.hatch_layout import bits
from iss_viewer.detection.advising.outset import NONE
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.detection.advising.schedule import LocalisationSchedule
from iss_viewer.detection.alarms.active_alarms import AlarmBoard
from iss_viewer.detection.locating import Locator
from iss_viewer.station.actions import MoveCrew
from iss_viewer.telemetry.events import Advice, AdviceKind, Alarm, PriorChoice
from iss_viewer.telemetry.events.advice import WayOut
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from tests.detection.advising.decisions import STATION
from tests.detection.advising.test_schedule import LB_DAY, estimates
from tests.detection.searching import observe

MM_HOLE = 12.94 / 86400.0
SOYUZ, DRAGON = "SOYUZ_MS28", "DRAGON_FREEDOM"
SHIPS_SHUT = frozenset({"H11", "H30"})


def losing(mm2: int, closed: frozenset[str] = frozenset()) -> Locator:
    """A leak in Destiny as of so many square millimetres, with hatches shut."""
    locator = Locator(STATION, prior=PriorChoice.UNIFORM)
    rate = mm2 * MM_HOLE
    observe(locator, 0.0, closed, {"LAB": rate}, 0.15 * rate, span_s=86400.0)
    return locator


def asked(*unfit: str) -> SearchConstraints:
    people = people_aboard(STATION)
    return SearchConstraints(0.0, people, reserve_s=1200.0, unfit_ships=frozenset(unfit))


def sent_into(advice: Advice) -> set[str]:
    """Where anybody is sent, and by which rooms people could get away after it."""
    moves = {action.module for action in advice.actions if isinstance(action, MoveCrew)}
    promise = advice.grounds.promise
    return moves | set(() if promise is None else promise.rooms)


def test_a_ship_that_may_not_be_used_has_no_seat_and_its_people_have_no_ship():
    scene = Scene(losing(400), asked(SOYUZ).with_fit_ships())
    outset, soyuz = scene.outset, scene.layout.index[SOYUZ]
    tested = outset.ship_mask
    assert NONE in outset.ships and soyuz not in outset.ships
    assert not outset.is_refuge(1 << soyuz, 1, tested)
    homes = seated(outset, outset.places, outset.closed, tested)
    assert set(homes.values()) == {scene.layout.index[DRAGON]} and len(homes) == 4
    assert soyuz in bits(outset.ship_mask)  # still a ship: nobody stands in it


@pytest.mark.parametrize("mm2", [100, 400])
def test_where_there_is_another_way_nobody_is_sent_there_nor_counts_on_it(mm2: int):
    usual = next_best_action(losing(mm2), asked())
    unfit = next_best_action(losing(mm2), asked(SOYUZ))
    assert SOYUZ not in sent_into(unfit)
    assert unfit.grounds.promise is not None and unfit.grounds.promise.harmed == 0.0
    assert unfit.grounds.promise.way is not WayOut.NONE
    assert unfit.steps != usual.steps  # its people no longer stand beside it


@pytest.mark.parametrize("closed", [frozenset(), SHIPS_SHUT])
def test_where_somebody_would_be_lost_without_it_it_is_the_last_resort(closed):
    locator = losing(1600, closed)
    assert next_best_action(locator, asked(SOYUZ)) == next_best_action(locator, asked())


def test_into_the_ship_that_is_left_where_it_has_seats_for_all():
    locator, situation = losing(1600, SHIPS_SHUT), asked(SOYUZ)
    few = replace(situation, people=tuple(p for p in situation.people if p.vehicle == DRAGON))
    advice = next_best_action(locator, few)
    assert advice.kind is AdviceKind.LEAVE
    assert DRAGON in sent_into(advice) and SOYUZ not in sent_into(advice)


def test_the_adviser_is_handed_the_ships_whose_coolant_alarm_stands_and_is_asked_anew(monkeypatch):
    handed: list[SearchConstraints] = []

    def advise(locator, situation, previous):
        handed.append(situation)
        return next_best_action(locator, situation, previous)

    monkeypatch.setattr(schedule_module, "next_best_action", advise)
    schedule, day_s = LocalisationSchedule(STATION), 86400.0
    seen = estimates(day_s, frozenset(), "COL", LB_DAY)
    for look, unfit in enumerate([(), (), (SOYUZ,), (SOYUZ,)]):
        schedule.unfit_ships = frozenset(unfit)
        schedule.update(day_s + look, seen, None, np.inf)
    assert [one.unfit_ships for one in handed] == [frozenset(), frozenset({SOYUZ})]


def test_only_alarms_of_the_rule_that_are_active_say_that_a_loop_is_empty():
    alarm = Alarm(
        "a", "SOYUZ_MS28_LOOP", "coolant_pressure_low", AlarmClass.WARNING, AlarmState.UNACKNOWLEDGED,
        True, 0.0, 0.0, 0.0, 1e5, "pressure_pa",
    )  # fmt: skip
    board = AlarmBoard({"a": alarm, "b": replace(alarm, id="b", subject="RTOD", is_active=False)})
    assert board.active_about("coolant_pressure_low", ["RTOD", "SOYUZ_MS28_LOOP"]) == (
        "SOYUZ_MS28_LOOP",
    )
    assert board.active_about("leak", ["SOYUZ_MS28_LOOP"]) == ()


def test_without_such_a_ship_the_question_is_the_one_of_before():
    situation = asked()
    assert situation.with_fit_ships() is situation
    seats = Scene(losing(400), situation).outset.seats
    assert sorted(seats.values()) == sorted(m.crew_seats for m in STATION.modules if m.crew_seats)
