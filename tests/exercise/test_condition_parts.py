"""A condition that is waited for says which half is met and which is not, with the value of now."""

from __future__ import annotations

import pytest

from iss_viewer.exercise.condition_parts import parts_now
from iss_viewer.exercise.signals import Signal
from iss_viewer.link.waits import ConditionPart, WaitNow, WaitOf
from iss_viewer.scenario.exercise import read_sentence
from iss_viewer.telemetry.commands import FreezeWhen
from iss_viewer.units import PA_PER_MMHG
from tests.exercise.refereed import STATION, RefereedRun, exercise_of
from tests.exercise.test_signals import Scripted


def parts(text: str, *instants: tuple[float, Scripted]) -> list[tuple[str, bool, str]]:
    """Joint and words, whether it is met, and the value, after a sentence was judged at some instants."""
    signal = Signal(read_sentence(text))
    for time_s, facts in instants:
        signal.holds(facts, time_s)
    time_s, facts = instants[-1]
    found = parts_now(signal, STATION, facts, time_s)
    return [
        (f"{'>' * p.depth}{p.joint} {p.words}".strip(), p.is_met, p.now)
        for p in found
    ]  # fmt: skip


def test_each_half_stands_by_itself_with_its_number_in_the_unit_of_its_limit():
    facts = Scripted(SM_PRK=735.0 * PA_PER_MMHG, H17=True)
    assert parts("pressure of SM_PRK < 700 mmHg and hatch H17 is open", (9.0, facts)) == [
        ("pressure PrK below 700 mmHg", False, "735 mmHg"),
        ("and hatch Harmony–Columbus open", True, ""),
    ]


def test_a_sentence_that_was_not_judged_yet_has_no_parts():
    assert parts_now(Signal(read_sentence("time > 5 s")), STATION, Scripted(), 0.0) == ()


def test_what_has_to_last_says_for_how_long_it_has_held():
    halves = "(time > 3 s and hatch H17 is open) for 2 min"
    begun = parts(
        halves, (10.0, Scripted(time=10.0, H17=True)), (40.0, Scripted(time=40.0, H17=True))
    )
    assert begun[-1] == ("and for 2 min 00 s", False, "held 30 s of 2 min 00 s")
    assert [met for _, met, _ in begun] == [True, True, False]
    broken = parts(halves, (10.0, Scripted(time=10.0, H17=True)), (40.0, Scripted(time=40.0)))
    assert broken[-1] == ("and for 2 min 00 s", False, "held 0 s of 2 min 00 s")


def test_what_comes_after_a_time_says_in_what_time():
    (one,) = parts("5 min after hatch H17 is open", (10.0, Scripted(H17=True)), (70.0, Scripted()))
    assert one[1:] == (False, "in 4 min 00 s")


def test_a_group_that_stands_first_is_deeper_than_what_it_is_joined_with():
    text = "(everyone is home and hatch H17 is open) for 10 min or time > 50 min"
    found = parts(text, (42.0, Scripted(time=42.0, H17=True)))
    assert [words for words, _, _ in found] == [
        "> everyone home",
        ">and hatch Harmony–Columbus open",
        ">and for 10 min 00 s",
        "or time above 50 min",
    ]


def test_groups_stand_deeper_and_what_is_negated_is_split_into_its_negations():
    text = "time > 5 s or not (hatch H17 is open or done patch COL 3 times)"
    found = parts(text, (1.0, Scripted(time=1.0, H17=True, COL=1)))
    assert [(words, met) for words, met, _ in found] == [
        ("time above 5 s", False),
        (">or not hatch Harmony–Columbus open", False),
        (">and not patched Columbus 3 times", True),
    ]
    assert found[-1][2] == "1 of 3 times"


@pytest.fixture(scope="module")
def run() -> RefereedRun:
    hole = {
        "id": "HOLE", "kind": "leak", "place": "JPM", "diameter": "1 mm",
        "when": "pressure of JPM < 700 mmHg and time > 3 s",
    }  # fmt: skip
    later = {"id": "LATER", "kind": "leak", "place": "JPM", "diameter": "1 mm", "when": "time > 1 s", "at": "2 min"}  # fmt: skip
    return RefereedRun(exercise_of(hole, later)).go_to(10.0)


def test_a_referee_says_what_malfunctions_expected_actions_and_freezes_wait_for(run):
    run.order(FreezeWhen("time > 5 min"))
    run.go_to(12.0)
    found = {wait.id: wait for wait in run.referee.waits()}
    assert set(found) == {"HOLE", "LATER", "look", "time > 5 min"}
    pressure, time = found["HOLE"].parts
    assert not pressure.is_met and pressure.now.endswith(" mmHg") and time.is_met
    assert found["LATER"] == WaitNow(WaitOf.MALFUNCTION, "LATER", due_s=122.0)
    assert found["look"].of is WaitOf.EXPECTED and not found["look"].parts[0].is_met
    assert found["time > 5 min"].parts == (ConditionPart("time above 5 min", False, "12 s"),)


def test_asking_what_is_waited_for_changes_nothing(run):
    before = run.referee.snapshot()
    run.referee.waits()
    assert run.referee.snapshot() == before
