"""How big a leak is over time: ramps, growth to a limit, changes and repairs, against closed forms."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.scenario.scenario import Change
from iss_viewer.simulation.leak_size import LeakSize
from iss_viewer.simulation.leaks import Course, LeakState

RAMP = Course(100.0, 0.25, 200.0, 1.0)
GROWING = Course(100.0, 0.0, 200.0, 1.0, doubling_s=50.0, limit=8.0)
HOLE = LeakState(LeakSize.hole("HOLE", "LAB", 0.002, 0.8))


def multiple(growth, time_s: float) -> float:
    """What the air makes of a growth."""
    since = time_s - growth.since_s
    return (growth.value + growth.slope_per_s * since) * math.exp(growth.rate_per_s * since)


@pytest.mark.parametrize(
    ("time_s", "wanted"), [(100.0, 0.25), (150.0, 0.625), (200.0, 1.0), (1e6, 1.0)]
)
def test_a_ramp_goes_straight_to_its_goal_and_stays(time_s, wanted):
    assert RAMP.at(time_s) == pytest.approx(wanted)
    assert not RAMP.grows


@pytest.mark.parametrize(
    ("time_s", "wanted"),
    [(150.0, 0.5), (200.0, 1.0), (250.0, 2.0), (300.0, 4.0), (350.0, 8.0), (9e3, 8.0)],
)
def test_a_growing_leak_doubles_until_its_limit(time_s, wanted):
    assert GROWING.at(time_s) == pytest.approx(wanted)
    assert GROWING.grows


def test_kinks_lie_at_the_end_of_the_ramp_and_at_the_limit():
    assert GROWING.limit_s == pytest.approx(350.0)
    assert GROWING.next_kink_s(150.0) == 200.0
    assert GROWING.next_kink_s(200.0) == pytest.approx(350.0)
    assert GROWING.next_kink_s(350.0) == math.inf
    assert RAMP.next_kink_s(199.0) == 200.0
    assert RAMP.next_kink_s(200.0) == math.inf


@pytest.mark.parametrize(
    "course",
    [
        Course(0.0, 0.0, 10.0, 0.0, 50.0, 8.0),
        Course(0.0, 0.0, 10.0, 1.0, 50.0, 1.0),
        Course(0.0, 0.0, 10.0, 1.0),
    ],
)
def test_nothing_that_is_shut_full_grown_or_told_no_doubling_grows(course):
    assert not course.grows
    assert course.limit_s == math.inf


@given(st.floats(100.0, 349.0), st.sampled_from([RAMP, GROWING]), st.floats(0.1, 1.0))
def test_the_air_is_told_the_size_that_the_course_has_up_to_the_next_kink(time_s, course, part):
    growth = course.growth(time_s, part)
    until_s = min(course.next_kink_s(time_s), 349.0)
    for at_s in (time_s, 0.5 * (time_s + until_s), until_s):
        assert multiple(growth, at_s) == pytest.approx(part * course.at(at_s), rel=1e-9)


def test_past_its_limit_the_air_is_told_the_limit():
    assert multiple(GROWING.growth(1e4, 0.5), 1e4) == 4.0


def test_a_leak_is_no_way_out_before_it_starts_nor_once_it_is_sealed():
    assert not HOLE.has_started
    assert HOLE.in_air(0.0) is None
    open_hole = HOLE.started(10.0)
    assert open_hole.has_started
    assert open_hole.in_air(10.0).orifice_m2 == pytest.approx(0.8 * math.pi / 4.0 * 0.002**2)
    assert open_hole.sealed(1.0).in_air(20.0) is None


def test_repairs_leave_a_part_of_what_was_open():
    twice = HOLE.started(0.0).sealed(0.5).sealed(0.2)
    assert twice.open_part == pytest.approx(0.4)
    assert twice.in_air(5.0).growth.value == pytest.approx(0.4)


def test_a_change_goes_on_from_the_present_size_and_grows_to_its_own_limit():
    change = Change.model_validate(
        {"at": "1 h", "factor": 3.0, "over": "100 s", "doubling": "1 min"}
    )
    changed = HOLE.started(0.0).changed(change, 3600.0, growth_limit=10.0)
    assert changed.course.at(3600.0) == 1.0
    assert changed.course.at(3650.0) == pytest.approx(2.0)
    assert changed.course.at(3700.0) == pytest.approx(3.0)
    assert changed.course.at(3760.0) == pytest.approx(6.0)
    assert changed.course.at(1e6) == pytest.approx(30.0)


def test_a_change_of_a_leak_that_has_not_started_opens_it_from_nothing():
    change = Change.model_validate({"at": "0 s", "factor": 1.0, "over": "10 s"})
    assert HOLE.changed(change, 0.0, 10.0).course.at(5.0) == pytest.approx(0.5)
