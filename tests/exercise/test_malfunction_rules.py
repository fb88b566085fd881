"""Malfunctions are armed, bite and end by their times, their sentences, or the instructor's hand."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from iss_viewer.exercise.malfunctions.malfunction_record import ASKED_S
from iss_viewer.exercise.malfunctions.malfunction_rules import MalfunctionRules
from iss_viewer.exercise.signal_bank import SignalBank
from iss_viewer.scenario.exercise.malfunctions import Malfunction
from iss_viewer.telemetry import ActionRefused
from iss_viewer.telemetry.events import MalfunctionState
from tests.exercise.test_signals import Scripted

ARMED, ACTIVE = MalfunctionState.ARMED, MalfunctionState.ACTIVE
CLEARED, HELD = MalfunctionState.CLEARED, MalfunctionState.HELD


class Bites:
    """What was let bite and end, in order."""

    def __init__(self, **fields: object) -> None:
        one = {"id": "M", "kind": "alarm", "alarm": "leak", "mode": "silent", **fields}
        malfunction: Malfunction = TypeAdapter(Malfunction).validate_python(one)
        self.rules = MalfunctionRules([malfunction], SignalBank())
        self.done: list[bool] = []

    def bite(self, one: Malfunction, begins: bool) -> None:
        self.done.append(begins)

    def at(self, time_s: float, is_open: bool = False) -> MalfunctionState:
        self.rules.judge(Scripted(H01=is_open), time_s, self.bite)
        return self.rules.records["M"].state

    def steer(self, do: str, time_s: float) -> MalfunctionState:
        self.rules.steer("M", do, time_s, "Ann", self.bite)
        return self.rules.records["M"].state


def test_a_malfunction_bites_at_its_time_and_ends_after_its_span():
    run = Bites(at="10 s", lasts="5 s")
    assert [run.at(t) for t in (0.0, 9.0, 10.0, 14.0, 15.0, 99.0)] == [
        ARMED, ARMED, ACTIVE, ACTIVE, CLEARED, CLEARED,
    ]  # fmt: skip
    assert run.done == [True, False]


def test_a_time_beside_a_condition_counts_from_it():
    run = Bites(when="hatch H01 is open", at="10 s")
    assert [run.at(t, t >= 5.0) for t in (0.0, 5.0, 14.0, 15.0)] == [ARMED, ARMED, ARMED, ACTIVE]


def test_what_repeats_is_armed_again_with_a_memory_of_its_own():
    run = Bites(when="becomes hatch H01 is open", until="hatch H01 is closed", repeat=True)
    states = [run.at(float(t), o) for t, o in enumerate((False, True, True, False, True))]
    assert states[1] is ACTIVE
    assert run.done[:1] == [True]


def test_what_is_armed_by_hand_waits_for_it_and_bites_by_hand_at_once():
    run = Bites(armed="by_hand")
    assert run.at(100.0) is MalfunctionState.OFF
    assert run.steer("fire", 101.0) is ACTIVE
    assert run.steer("clear", 102.0) is CLEARED
    assert run.done == [True, False]


def test_what_is_held_does_not_bite_until_it_is_armed_again():
    run = Bites(at="10 s")
    run.at(0.0)
    assert run.steer("hold", 5.0) is HELD
    assert run.at(20.0) is HELD
    run.steer("arm", 21.0)
    assert run.at(22.0) is ACTIVE


def test_an_instructor_who_is_asked_has_ten_seconds():
    run = Bites(armed="ask", at="10 s")
    assert [run.at(t) for t in (0.0, 10.0)] == [ARMED, MalfunctionState.ASKED]
    assert run.at(10.0 + ASKED_S) is ACTIVE


def test_a_malfunction_that_nobody_knows_is_refused():
    run = Bites(at="10 s")
    with pytest.raises(ActionRefused):
        run.rules.steer("X", "fire", 0.0, "Ann", run.bite)
