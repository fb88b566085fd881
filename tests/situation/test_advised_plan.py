"""The plan of an advice in words: who, from where, what, done when, what then, and what if it is wrong."""

from __future__ import annotations

import pytest

from iss_viewer.situation.words.plan import plan_lines
from iss_viewer.station import read_station
from iss_viewer.station.actions import MoveCrew, MoveHatch, SwitchEquipment
from iss_viewer.telemetry.events import (
    Advice,
    AdviceKind,
    AirReserve,
    CrewStep,
    Grounds,
    NotAdvised,
    Promise,
    WayOut,
    WhyNot,
)

STATION = read_station("iss")
CREW = ("CR12_CDR", "CR12_PLT")


def advice(**changes):
    actions = (
        MoveCrew(CREW, "PMA2"), MoveHatch("H30", False), MoveHatch("H11", True),
        SwitchEquipment("SOYUZ_MS28_ABSORBER", True),
    )  # fmt: skip
    steps = (
        CrewStep(CREW, "LAB", 0.0, 60.0), CrewStep(CREW, "PMA2", 60.0, 240.0),
        CrewStep((), "MRM1", 0.0, 180.0), CrewStep(("MS28_CDR",), "SOYUZ_MS28", 240.0, 240.0),
    )  # fmt: skip
    return Advice(AdviceKind.CLOSE, 0.0, actions=actions, steps=steps, **changes)


def test_each_step_says_who_from_where_what_and_by_when():
    lines = plan_lines(STATION, advice())
    assert lines[0] == "1. Crew-12 commander, Crew-12 pilot: from Destiny to PMA-2 (by 1 min 00 s)"
    assert lines[1].startswith(
        "2. Crew-12 commander, Crew-12 pilot: shut PMA-2–Dragon Freedom from PMA-2; done when"
    )
    assert lines[2].startswith(
        "3. Whoever is there: equalise and open Rassvet–Soyuz MS-28 from Rassvet"
    )
    assert "absorber on" in lines[3]


def test_a_wait_says_until_what_at_most_how_long_and_what_then():
    (line,) = plan_lines(
        STATION, Advice(AdviceKind.WAIT, 0.0, wait_s=60.0, most_s=180.0, next_kind=AdviceKind.CLOSE)
    )
    assert "until one part is seen to fall" in line
    assert "about 1 min 00 s, at most 3 min 00 s; then the next closure" in line


@pytest.mark.parametrize("way", list(WayOut))
def test_what_is_promised_if_it_is_wrong_is_said_for_every_way_out(way):
    promise = Promise(way, ("LAB", "NODE2"), ("H16",), ("NODE2",), 90000.0, 19000.0)
    (line,) = plan_lines(STATION, Advice(AdviceKind.HOLD, 0.0, Grounds(promise=promise)))
    assert ("no way out" in line) is (way is WayOut.NONE)
    assert way is WayOut.NONE or "675 mmHg or 19.0 kPa of oxygen" in line


def test_a_plan_that_harms_says_so():
    promise = Promise(WayOut.SHIPS, ("LAB",), harmed=2.5)
    (line,) = plan_lines(STATION, Advice(AdviceKind.LEAVE, 0.0, Grounds(promise=promise)))
    assert line.startswith("Not safe for all: in expectation 2.5 people")


@pytest.mark.parametrize("why", list(WhyNot))
def test_why_the_obvious_other_is_not_advised_is_said_with_how_many_people(why):
    other = NotAdvised(AdviceKind.CLOSE, ("H11",), why, 3)
    (line,) = plan_lines(STATION, Advice(AdviceKind.WAIT, 0.0, Grounds(not_advised=(other,))))
    assert line.startswith("Closing Rassvet–Soyuz MS-28 is not advised: ")
    assert "shut in 3 people" in line if why is WhyNot.UNTESTED else why.value


def test_both_reserve_times_are_named_the_first_by_oxygen():
    reserve = AirReserve(600.0, True, 846.0, ("SM_RO", "FGB"))
    (line,) = plan_lines(STATION, Advice(AdviceKind.HOLD, 0.0, Grounds(reserve=reserve)))
    assert "oxygen falls to its limit in 10 min 00 s" in line
    assert "490 mmHg in 14 min 06 s" in line


def test_a_recording_of_before_has_no_plan():
    assert plan_lines(STATION, Advice(AdviceKind.CLOSE, 0.0, Grounds(told=("a", "b", "c")))) == ()


@pytest.mark.parametrize("kind", [AdviceKind.ISOLATE, AdviceKind.OPEN, AdviceKind.HOLD])
def test_where_the_leak_was_found_valves_to_space_are_to_be_checked(kind):
    (line,) = plan_lines(STATION, Advice(kind, 0.0, Grounds(("LAB", "PMM"), 0.99)))
    assert line.startswith("A valve to space that is open looks like a hole. In Destiny, check: ")
    for valve in ("the vacuum resource line", "the vacuum exhaust line", "relief valve"):
        assert valve in line


def test_no_valve_is_to_be_checked_while_nothing_was_found_or_where_there_is_none():
    assert plan_lines(STATION, Advice(AdviceKind.WATCH, 0.0)) == ()
    assert plan_lines(STATION, Advice(AdviceKind.ISOLATE, 0.0, Grounds(("PMM",), 0.99))) == ()
