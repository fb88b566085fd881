"""The posterior is asked when what it says may have changed, and seldom in calm air."""

import math

import pytest

from iss_viewer.detection.posterior.pace import (
    PACE,
    interval_of,
    is_look_due,
    put_off,
    set_pace,
    take_news,
)
from iss_viewer.detection.state.records import new_state
from tests.detection.posterior.leaking_air import LAST_SHUT, division

SPACES = division(LAST_SHUT)


@pytest.fixture
def state():
    state = new_state(3, 0)
    take_news(state)
    state.loss["leak_probability"] = 0.01
    state.loss["rate_low_kg_s"], state.loss["rate_high_kg_s"] = 0.0, 1e-5
    return state


def look(state, now_s, high_kg_s=1e-5):
    """One look at an instant, and the pause until the next."""
    before = interval_of(state)
    state.clock["now_s"] = now_s
    put_off(state)
    state.loss["rate_high_kg_s"] = high_kg_s
    set_pace(state, SPACES, before)
    return float(state.loss[0]["pause_s"])


def looks(state, until_s, from_s=0.0):
    """Pauses of looks in calm air, each as soon as it is due."""
    now_s, pauses = from_s, []
    while now_s < until_s:
        pauses.append(look(state, now_s))
        now_s += pauses[-1]
    return pauses


def test_calm_air_is_looked_at_the_more_seldom_the_longer_nothing_moves(state):
    pauses = looks(state, 86400.0)
    assert pauses[0] == PACE.often_s
    assert pauses == sorted(pauses)
    assert pauses[-1] == PACE.latest_s
    assert len(pauses) < 0.1 * 86400.0 / PACE.often_s


def test_news_bring_a_look_at_once_and_then_each_minute_or_two(state):
    looks(state, 86400.0)
    state.clock["now_s"] = 86400.0
    take_news(state)
    assert is_look_due(state, SPACES)
    pauses = looks(state, 86400.0 + 600.0, 86400.0)
    assert max(pauses) < 2.0 * PACE.often_s


def test_limit_that_doubles_from_look_to_look_is_soon_looked_at_each_minute(state):
    looks(state, 86400.0)
    pauses = [look(state, 86400.0 + 60.0 * k, 1e-5 * 2.0**k) for k in range(1, 4)]
    assert pauses[-1] == PACE.often_s


def test_limit_that_falls_or_wavers_brings_no_sooner_look(state):
    looks(state, 86400.0)
    assert look(state, 90000.0, 0.5e-5) == PACE.latest_s
    assert look(state, 90900.0, 0.6e-5) == PACE.latest_s


def test_first_interval_that_is_told_is_looked_at_after_a_minute(state):
    looks(state, 86400.0)
    state.loss["rate_high_kg_s"] = math.nan
    before = interval_of(state)
    state.loss["rate_high_kg_s"] = 1e-5
    set_pace(state, SPACES, before)
    assert state.loss[0]["pause_s"] == PACE.often_s


def test_alarm_test_that_stirs_brings_a_look_a_minute_after_the_last(state):
    looks(state, 86400.0)
    look(state, 90000.0)
    state.clock["now_s"] = 90050.0
    state.spaces["evidence_1"][0] = 0.6
    assert not is_look_due(state, SPACES)
    state.clock["now_s"] = 90060.0
    assert is_look_due(state, SPACES)
    state.spaces["evidence_1"][0] = 0.4
    assert not is_look_due(state, SPACES)


def test_what_the_alarm_test_finds_brings_a_look_at_once(state):
    looks(state, 86400.0)
    look(state, 90000.0)
    state.clock["now_s"] = 90001.0
    assert not is_look_due(state, SPACES)
    state.spaces["is_found"][2] = 1
    assert is_look_due(state, SPACES)


def test_loss_that_is_neither_found_nor_out_of_the_question_is_looked_at_each_minute(state):
    looks(state, 86400.0)
    state.loss["leak_probability"] = 0.3
    assert look(state, 90000.0) == PACE.often_s


@pytest.mark.parametrize(("age_s", "soon_s"), [(5.0, 2.0), (100.0, 10.0), (400.0, 40.0)])
def test_loss_that_stands_is_looked_at_after_a_tenth_of_its_age(state, age_s, soon_s):
    state.loss["is_established"], state.loss["onset_s"] = 1, 1000.0
    assert look(state, 1000.0 + age_s) == pytest.approx(soon_s)


def test_loss_that_leaves_little_time_is_looked_at_after_a_fiftieth_of_it(state):
    looks(state, 86400.0)
    state.loss["is_established"], state.loss["onset_s"] = 1, 0.0
    state.spaces["is_detected"][2], state.spaces["reserve_low_s"][2] = 1, 1000.0
    assert look(state, 90000.0) == pytest.approx(20.0)


def test_look_that_fails_is_tried_again_after_a_minute(state):
    looks(state, 86400.0)
    state.clock["now_s"] = 90000.0
    put_off(state)
    assert not is_look_due(state, SPACES)
    state.clock["now_s"] = 90060.0
    assert is_look_due(state, SPACES)
