"""A module stands as bad as the worst that is known of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.situation.air_spaces import air_spaces_now
from iss_viewer.situation.board import Board
from iss_viewer.situation.condition import air_condition_of, state_of
from iss_viewer.situation.module_state import ModuleCondition, ModuleState
from iss_viewer.situation.moment import parts_in
from iss_viewer.situation.words.modules import label_words
from iss_viewer.station.topology import usual_parts
from iss_viewer.telemetry.status import AlarmClass, AlarmState, ModuleStatus
from iss_viewer.units import UNIT_SYSTEMS
from tests.views import prepared
from tests.views.prepared import changed, moment_at


def with_alarms(moment, *alarms):
    return replace(moment, board=Board(alarms={alarm.id: alarm for alarm in alarms}))


CO2 = replace(prepared.CO2_ALARM, rule="carbon_dioxide_high", alarm_class=AlarmClass.CAUTION)


@given(st.sampled_from(ModuleStatus), st.sampled_from(AlarmClass), st.booleans())
def test_it_is_never_better_than_any_of_its_parts(status, alarm, is_old):
    condition = ModuleState(status, alarm, is_old=is_old).condition
    assert condition.value >= ModuleCondition[status.name].value
    if alarm >= AlarmClass.CAUTION:
        assert condition.value >= ModuleCondition[alarm.name].value
    if is_old:
        assert condition is not ModuleCondition.NOMINAL


def test_an_own_caution_shows_on_a_sound_module_and_no_leak_is_hidden_by_it():
    moment = moment_at(prepared.LENGTH_S)
    rule = next(r for r in moment.words.limits.rules if r.quantity == "carbon_dioxide_pa")
    alarm = replace(CO2, rule=rule.id)
    assert state_of(with_alarms(moment, alarm), "LAB").condition is ModuleCondition.CAUTION
    assert state_of(with_alarms(moment, alarm), "FGB").condition is ModuleCondition.NOMINAL
    leaking = changed(with_alarms(moment, alarm), LAB__status=ModuleStatus.LEAKING)
    assert state_of(leaking, "LAB").condition is ModuleCondition.LEAKING


@pytest.mark.parametrize(
    "state", [AlarmState.SHELVED, AlarmState.SUPPRESSED, AlarmState.OUT_OF_SERVICE]
)
def test_an_alarm_that_is_set_aside_colours_nothing(state):
    moment = moment_at(prepared.LENGTH_S)
    rule = next(r for r in moment.words.limits.rules if r.quantity == "carbon_dioxide_pa")
    alarm = replace(CO2, rule=rule.id, state=state)
    assert state_of(with_alarms(moment, alarm), "LAB").condition is ModuleCondition.NOMINAL


def test_an_alarm_of_a_whole_air_space_is_no_modules_own():
    moment = moment_at(prepared.LENGTH_S)
    rule = next(r for r in moment.words.limits.rules if r.subjects == "space")
    assert with_alarms(moment, replace(CO2, rule=rule.id)).own_alarms == {}


@given(st.floats(0.0, 1e5))
def test_a_dead_gauge_is_no_data_from_the_limit_of_its_alarm_on(age_s):
    moment = changed(moment_at(prepared.LENGTH_S), LAB__data_age_s=age_s)
    is_old = age_s > moment.words.most_age_s
    condition = state_of(moment, "LAB").condition
    assert condition is (ModuleCondition.NO_DATA if is_old else ModuleCondition.NOMINAL)


def test_a_gauge_that_fell_silent_is_told_with_its_age_in_labels_and_calls_for_one():
    moment = changed(moment_at(1000.0), LAB__data_age_s=720.0)
    state = state_of(moment, "LAB")
    assert (state.condition, state.is_quiet) == (ModuleCondition.NO_DATA, False)
    assert label_words(state, UNIT_SYSTEMS[0]).endswith("silent 12 min")
    never = state_of(changed(moment, LAB__data_age_s=float("inf")), "LAB")
    assert label_words(never, UNIT_SYSTEMS[0]).endswith("silent so far")
    assert ModuleState(ModuleStatus.NO_DATA).is_quiet


def test_a_module_is_what_stands_in_it_too():
    assert parts_in(prepared.station(), "SM_PRK") == {"SM_PRK", "AIR"}
    assert parts_in(prepared.station(), "LAB") == {"LAB"}


def test_what_is_shut_off_as_usual_is_closed_by_plan_and_what_is_shut_off_beyond_is_isolated() -> (
    None
):
    station = prepared.station()
    hatches = tuple(
        h.model_copy(update={"normally": "closed"}) if h.id == "H01" else h for h in station.hatches
    )
    usual = station.model_copy(update={"hatches": hatches})
    run = prepared.OpenRun(replace(prepared.opened(), station=usual), prepared.history())
    shut = changed(
        moment_at(1000.0, run), H01__is_open=0.0, SM_PRK__status=float(ModuleStatus.ISOLATED)
    )
    assert usual_parts(usual)[1:] == (frozenset({"SM_PRK"}),) == (shut.closed_by_plan,)
    state = state_of(shut, "SM_PRK")
    assert (state.condition, state.is_quiet) == (ModuleCondition.PLANNED, True)
    leaking = changed(shut, SM_PRK__status=float(ModuleStatus.LEAKING))
    assert state_of(leaking, "SM_PRK").condition is ModuleCondition.LEAKING
    opened = changed(shut, H01__is_open=1.0)
    assert opened.closed_by_plan == frozenset()
    assert state_of(opened, "SM_PRK").condition is ModuleCondition.ISOLATED


def test_coolant_that_is_lost_is_nothing_of_the_air():
    moment = moment_at(prepared.LENGTH_S)
    of_loop = next(r for r in moment.words.limits.rules if r.subjects == "loop")
    of_air = next(r for r in moment.words.limits.rules if r.quantity == "carbon_dioxide_pa")
    coolant = with_alarms(moment, replace(CO2, rule=of_loop.id))
    assert state_of(coolant, "LAB").condition is ModuleCondition.CAUTION
    assert air_condition_of(coolant, "LAB") is ModuleCondition.NOMINAL
    assert {space.condition for space in air_spaces_now(coolant)} <= {
        space.condition for space in air_spaces_now(moment)
    }
    breathed = with_alarms(moment, replace(CO2, rule=of_air.id))
    assert air_condition_of(breathed, "LAB") is ModuleCondition.CAUTION
