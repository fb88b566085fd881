"""What is left of an advice is told by the hatches and by where people are."""

from __future__ import annotations

from dataclasses import replace

from iss_viewer.detection.advising.course import Move
from iss_viewer.detection.advising.outset import NONE
from iss_viewer.detection.advising.underway import left_to_do
from iss_viewer.station.actions import MoveCrew, MoveHatch
from iss_viewer.telemetry.events import Advice, AdviceKind, CrewStep
from tests.detection.advising.decisions import outset_of

CREW = ("MS28_CDR", "MS28_FE1")
SHUT = outset_of(5.0, closed={"H11"})


def boarding():
    steps = [
        (MoveCrew(CREW, "MRM1"), "SM_RO"), (MoveHatch("H11", True), "MRM1"),
        (MoveCrew(CREW, "SOYUZ_MS28"), "MRM1"), (MoveHatch("H11", False), "SOYUZ_MS28"),
    ]  # fmt: skip
    actions = tuple(action for action, _ in steps)
    return Advice(
        AdviceKind.LEAVE, 0.0, actions=actions,
        steps=tuple(CrewStep(CREW, start, 0.0, 0.0) for _, start in steps),
    )  # fmt: skip


def left(module, is_open):
    outset = outset_of(5.0, closed=() if is_open else {"H11"})
    people = tuple(replace(p, module=module) if p.id in CREW else p for p in outset.people)
    moves = left_to_do(replace(outset, people=people), boarding())
    return None if moves is None else len(moves)


def test_a_hatch_that_is_moved_twice_is_told_by_where_those_are_who_move_it():
    assert left("SM_RO", is_open=False) == 4
    assert left("MRM1", is_open=False) == 3
    assert left("MRM1", is_open=True) == 2
    assert left("SOYUZ_MS28", is_open=True) == 1
    assert left("SOYUZ_MS28", is_open=False) == 0


def test_who_went_elsewhere_is_sent_to_the_next_step_from_there():
    moves = left_to_do(SHUT, boarding())
    assert moves is not None
    assert moves[0] == Move((4, 5), SHUT.layout.index["MRM1"])
    assert moves[1].hatch != NONE and moves[1].is_open


def test_an_advice_about_somebody_who_is_not_there_is_given_up():
    gone = replace(SHUT, people=SHUT.people[:4])
    assert left_to_do(gone, boarding()) is None
    assert left_to_do(SHUT, replace(boarding(), steps=())) is None
