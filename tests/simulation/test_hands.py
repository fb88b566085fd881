"""What hands cannot do is refused with its reason, whoever orders it; a script's word stands."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.station.actions import MoveHatch, MoveValve, PatchModule
from iss_viewer.station.hands import holding_n, is_at_hand
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.telemetry import ActionRefused
from iss_viewer.telemetry.events.refused import Hindrance
from tests.simulation.stories import source, trio

PULL_N = read_safety_rules().hands.pull_n
SHUT = (
    '[start]\nclosed_hatches = ["D1", "D2"]\n[[start.modules]]\nmodule = "WORK"\npressure = "{}"\n'
)


def refusal(run, action):
    with pytest.raises(ActionRefused) as refused:
        run.act(action)
    return refused.value.obstacle


@given(low_pa=st.floats(0.0, 101325.0), high_pa=st.floats(0.0, 101325.0))
def test_the_force_on_a_hatch_is_its_area_times_the_difference(low_pa, high_pa):
    door = trio().hatch("D2")
    force_n = holding_n(door, {"CORE": low_pa, "WORK": high_pa}.__getitem__)
    assert force_n == pytest.approx(1.2**2 * abs(high_pa - low_pa))
    assert holding_n(trio().hatch("D3"), lambda _: 1e5) == pytest.approx(math.pi * 0.16 * 1e5)


def test_a_hatch_against_air_is_not_pulled_open_before_its_valve_has_equalised():
    run = source(SHUT.format("90 kPa"), duration="2 h")
    run.read(0.0, 1)
    why = refusal(run, MoveHatch("D2", True))
    assert why.hindrance is Hindrance.HELD_SHUT
    assert why.amount == pytest.approx(1.44 * (101325.0 - 90e3), rel=0.01)
    assert why.most == PULL_N
    run.act(MoveValve("D2", True))
    run.read(3600.0, 10**6)
    assert run.act(MoveHatch("D2", True)).subject == "D2"


def test_who_is_shut_out_moves_no_hatch_and_patches_nothing():
    run = source('[start]\nclosed_hatches = ["D1", "D4"]\n')
    run.read(0.0, 1)
    for action in (MoveHatch("D4", True), MoveValve("D4", True), PatchModule("STORE")):
        assert refusal(run, action).hindrance is Hindrance.NOBODY_NEAR
    assert run.act(MoveHatch("D1", True)).subject == "D1"
    assert run.act(MoveHatch("D4", True)).subject == "D4"


def test_where_nobody_is_aboard_hands_are_not_asked_but_arms_are_no_stronger():
    run = source(SHUT.format("50 kPa").replace("[start]", "[crew]\ncount = 0\n[start]"))
    run.read(0.0, 1)
    assert refusal(run, MoveHatch("D2", True)).hindrance is Hindrance.HELD_SHUT
    run.act(MoveHatch("D1", True))


def test_a_script_does_what_it_says_whatever_arms_can():
    move = '[[actions]]\nat = "10 s"\ndo = "open_hatch"\ntarget = "D2"\n'
    _, events = source(SHUT.format("50 kPa") + move).read(60.0, 100)
    assert [type(event).__name__ for event in events] == ["ActionDone"]


def test_a_refused_order_changes_no_bit_of_what_follows():
    plain, tried = (source(SHUT.format("50 kPa"), every="7 s") for _ in range(2))
    for run in (plain, tried):
        run.read(100.0, 10**6)
    refusal(tried, MoveHatch("D2", True))
    after = [run.read_with_truth(700.0, 10**6) for run in (plain, tried)]
    assert after[0][1].tobytes() == after[1][1].tobytes()
    assert after[0][0].values.tobytes() == after[1][0].values.tobytes()


def test_people_reach_what_open_hatches_lead_to():
    assert is_at_hand(trio(), {"D1"}, ["CORE"], {"WORK"})
    assert not is_at_hand(trio(), {"D1"}, ["CORE", "WORK"], {"STORE", "VACUUM"})
    assert not is_at_hand(trio(), (), [], {"CORE"})
