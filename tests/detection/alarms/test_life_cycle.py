"""The life of an alarm after ISA-18.2, walked by a state machine."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from iss_viewer.detection.alarms.life_cycle import AlarmLife
from iss_viewer.telemetry.events import AlarmChange
from iss_viewer.telemetry.status import AlarmState

H, S = AlarmChange, AlarmState


class Life(RuleBasedStateMachine):
    """Any happenings in any order, beside a model of what a person may expect."""

    @initialize(latching=st.booleans())
    def begin(self, latching):
        self.latching, self.life, self.holds = latching, AlarmLife(), False
        self.seen = True  # nobody has anything to acknowledge

    def happen(self, happening):
        self.life = self.life.after(happening, self.latching)

    @rule()
    def raised(self):
        if self.life.state in (S.NORMAL, S.RETURNED):
            self.seen = False
        self.holds = True
        self.happen(H.RAISE)

    @rule()
    def grown(self):
        if self.life.state is S.ACKNOWLEDGED and self.holds:
            self.seen = False
        self.happen(H.GROW)

    @rule()
    def cleared(self):
        self.holds = False
        if self.life.state is S.UNACKNOWLEDGED and not self.latching:
            self.seen = True
        self.happen(H.CLEAR)

    @rule()
    def acknowledged(self):
        if self.life.state in (S.UNACKNOWLEDGED, S.RETURNED):
            self.seen = True
        self.happen(H.ACKNOWLEDGE)

    @rule(away=st.sampled_from([H.SHELVE, H.SUPPRESS, H.TAKE_OUT]))
    def set_aside(self, away):
        self.happen(away)
        if away is H.TAKE_OUT:
            assert self.life.state is S.OUT_OF_SERVICE

    @rule(back=st.sampled_from([H.UNSHELVE, H.EXPIRE, H.RELEASE, H.PUT_BACK]))
    def brought_back(self, back):
        before = self.life.state
        self.happen(back)
        if self.life.state is not before:
            self.seen = back is H.UNSHELVE or not self.holds

    @invariant()
    def condition_is_never_forgotten(self):
        assert self.life.is_active == self.holds

    @invariant()
    def nothing_active_is_normal(self):
        assert not (self.life.state is S.NORMAL and self.holds)

    @invariant()
    def only_what_was_seen_is_quiet(self):
        if self.life.state in (S.UNACKNOWLEDGED, S.RETURNED):
            assert not self.seen
        if self.life.state in (S.NORMAL, S.ACKNOWLEDGED):
            assert self.seen


Life.TestCase.settings = settings(max_examples=100, stateful_step_count=30)
TestLife = Life.TestCase


def lived(*happenings, latching=True):
    life = AlarmLife()
    for happening in happenings:
        life = life.after(happening, latching)
    return life.state


def test_shelved_alarm_comes_back_unacknowledged_when_its_time_is_over():
    assert lived(H.RAISE, H.ACKNOWLEDGE, H.SHELVE, H.EXPIRE) is S.UNACKNOWLEDGED


def test_alarm_that_somebody_unshelves_comes_back_acknowledged():
    assert lived(H.RAISE, H.SHELVE, H.UNSHELVE) is S.ACKNOWLEDGED


def test_latching_alarm_that_returned_waits_for_its_acknowledgement():
    assert lived(H.RAISE, H.CLEAR) is S.RETURNED
    assert lived(H.RAISE, H.CLEAR, H.ACKNOWLEDGE) is S.NORMAL
    assert lived(H.RAISE, H.CLEAR, latching=False) is S.NORMAL


@pytest.mark.parametrize("away", [H.SHELVE, H.SUPPRESS, H.TAKE_OUT])
def test_acknowledging_does_not_reach_an_alarm_that_was_set_aside(away):
    aside = lived(H.RAISE, away)
    assert lived(H.RAISE, away, H.ACKNOWLEDGE) is aside


def test_alarm_that_was_never_raised_is_normal_when_it_comes_back():
    assert not AlarmLife().is_active
    assert lived(H.SHELVE, H.EXPIRE) is S.NORMAL
