"""What a deed would do to people is said before it is done; what hands cannot do is barred."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.situation.hazards import hazards
from iss_viewer.situation.moment import Moment
from iss_viewer.station.actions import MoveCrew, MoveHatch, MoveValve, PatchModule
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.units import UNIT_SYSTEMS
from tests.views import prepared
from tests.views.prepared import changed, moment_at

MMHG = UNIT_SYSTEMS[0]
EQUAL = {"SM_PRK__pressure_pa": 98e3, "SM_RO__pressure_pa": 98e3}
SOUND = {"SM_PRK__status": ModuleStatus.NOMINAL}
HOLED_LAB = {**SOUND, "LAB__status": ModuleStatus.LEAKING}


def found(moment, *actions):
    return hazards(moment, actions, MMHG)


def texts(moment, *actions):
    return [hazard.text for hazard in found(moment, *actions)]


@given(difference_pa=st.floats(0.0, 9e4))
def test_a_hatch_is_held_shut_by_more_than_arms_pull_and_by_nothing_less(difference_pa):
    moment = changed(
        moment_at(prepared.LENGTH_S),
        **{
            **EQUAL,
            "SM_PRK__pressure_pa": 98e3 - difference_pa,
            "SM_PRK__status": ModuleStatus.ISOLATED,
        },
    )
    area_m2 = prepared.station().hatch("H01").area_m2
    is_held = area_m2 * (98e3 - (98e3 - difference_pa)) > read_safety_rules().hands.pull_n
    assert any(h.is_barred for h in found(moment, MoveHatch("H01", True))) is is_held


def test_who_is_refused_learns_both_pressures_and_the_force():
    moment = changed(moment_at(prepared.LENGTH_S), **{**EQUAL, "SM_PRK__pressure_pa": 21.7e3})
    (hazard,) = found(moment, MoveHatch("H01", True))
    assert hazard.is_barred
    assert hazard.text == (
        "Zvezda–PrK cannot be pulled open: 38.4 kN on the hatch, 735.1 mmHg against 162.8 mmHg;"
        " open its valve first."
    )


@pytest.mark.parametrize("deed", [MoveHatch("H01", True), MoveValve("H01", True)])
def test_who_opens_into_a_leak_is_told_whose_air_goes_out(deed):
    (text,) = texts(changed(moment_at(prepared.LENGTH_S), **EQUAL), deed)
    assert text.startswith("PrK is losing air: opening Zvezda–PrK lets the air of O. Kononenko")


@pytest.mark.parametrize(
    ("quantity", "value_pa", "words"),
    [
        ("oxygen_pa", 12e3, "PrK has too little oxygen, 90.0 mmHg, for O. Kononenko"),
        ("carbon_dioxide_pa", 2e3, "PrK has too much carbon dioxide, 15.0 mmHg, for O. Kononenko"),
    ],
)
def test_who_opens_to_bad_air_is_told_of_it(quantity, value_pa, words, monkeypatch):
    known = Moment.value

    def value(moment, subject, wanted):
        bad = (subject, wanted) == ("SM_PRK", quantity)
        return value_pa if bad else known(moment, subject, wanted)

    monkeypatch.setattr(Moment, "value", value)
    moment = changed(moment_at(prepared.LENGTH_S), **EQUAL, **SOUND)
    assert texts(moment, MoveHatch("H01", True))[0].startswith(words)


def test_who_opens_to_what_no_gauge_shows_is_told_so():
    moment = changed(
        moment_at(prepared.LENGTH_S),
        SM_PRK__pressure_pa=float("nan"),
        SM_PRK__status=ModuleStatus.NO_DATA,
    )
    assert texts(moment, MoveHatch("H01", True)) == ["The pressure behind Zvezda–PrK is not known."]


def test_nothing_speaks_against_opening_between_equal_sound_rooms():
    moment = changed(moment_at(prepared.LENGTH_S), **EQUAL, **SOUND)
    assert found(moment, MoveHatch("H01", True)) == ()


def test_people_shut_in_with_a_leak_are_named():
    moment = changed(moment_at(1000.0), **HOLED_LAB)
    said = texts(moment, MoveHatch("H05", False))
    assert "Closing Unity–Destiny cuts L. O'Hara off from their vehicle." in said
    assert (
        "Closing Unity–Destiny shuts L. O'Hara and J. Moghbeli in with the leak in Destiny." in said
    )


def test_people_who_are_moved_out_first_are_neither_shut_in_nor_cut_off():
    moment = changed(moment_at(1000.0), **HOLED_LAB)
    away = MoveCrew(("ohara",), "SM_RO"), MoveCrew(("moghbeli",), "DRAGON")
    assert texts(moment, *away, MoveHatch("H05", False), MoveHatch("H06", False)) == []


def test_nobody_opens_a_hatch_to_vacuum():
    assert found(moment_at(1000.0), MoveHatch("H02", True))[0].is_barred


def test_a_hatch_to_vacuum_is_opened_from_a_room_without_air():
    assert (
        found(changed(moment_at(1000.0), SM_PRK__pressure_pa=100.0), MoveHatch("H02", True)) == ()
    )


@pytest.mark.parametrize("deed", [MoveHatch("H05", False), MoveValve("H01", False)])
def test_a_hatch_that_nobody_can_get_to_is_not_moved(deed, monkeypatch):
    monkeypatch.setattr("iss_viewer.situation.hazards.is_at_hand", lambda *_: False)
    (hazard,) = (h for h in found(moment_at(1000.0), deed) if h.is_barred)
    assert hazard.text.startswith("Nobody can get to ")


def test_a_patch_needs_somebody_in_the_room():
    moment = moment_at(1000.0)
    assert found(moment, PatchModule("FGB"))[0].is_barred
    assert found(moment, MoveCrew(("ohara",), "FGB"), PatchModule("FGB")) == ()
