"""Curves of air spaces: one through a common time, two from a split on, through all hatch moves."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.situation.space_curves import gauge_offsets, space_curves

NAN = float("nan")


def test_a_part_that_splits_becomes_two_curves_that_meet_where_they_part():
    spaces = np.array([[0.0, 0, 0, 0], [0.0, 0, 1, 1]])
    values = np.array([[10.0, 9, 9, 9], [10.0, 9, 8, 7]])
    curves = space_curves(spaces, values, (0, 1))
    assert curves[0].tolist() == [10, 9, 9, 9]
    assert np.isnan(curves[1][0])
    assert curves[1][1:].tolist() == [9, 8, 7]


def test_the_first_in_order_holds_what_was_one_air_space():
    spaces = np.array([[0.0, 0, 0], [0.0, 0, 1]])
    curves = space_curves(spaces, np.array([[10.0, 9, 9], [10.0, 9, 8]]), (1, 0))
    assert curves[1].tolist() == [10, 9, 8]
    assert np.isnan(curves[0][0])


def test_an_air_space_that_is_no_more_keeps_its_curve():
    spaces = np.array([[0.0, 0, 0], [0.0, 1, 0]])
    curves = space_curves(spaces, np.array([[10.0, 9, 9], [10.0, 5, 9]]), (0, 1))
    assert curves[1][1] == 5


def test_a_module_of_unknown_air_has_no_curve():
    curves = space_curves(np.array([[0.0, 0], [NAN, NAN]]), np.array([[1.0, 2], [3.0, 4]]), (0, 1))
    assert list(curves) == [0]
    assert space_curves(np.empty((2, 0)), np.empty((2, 0)), (0, 1)) == {}


@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=1, max_size=8))
def test_every_air_space_of_every_instant_is_drawn_and_none_twice_but_where_curves_part(columns):
    spaces = np.array(columns, dtype=float).T
    curves = space_curves(spaces, spaces, range(4))
    for at in range(spaces.shape[1]):
        drawn = [curve[at] for curve in curves.values() if not np.isnan(curve[at])]
        assert set(drawn) == set(spaces[:, at])
        parting = sum(
            1
            for curve in curves.values()
            if at and np.isnan(curve[at - 1]) and not np.isnan(curve[at])
        )
        following = spaces.shape[1] > at + 1 and not (spaces[:, at] == spaces[:, at + 1]).all()
        assert len(drawn) == len(set(drawn)) or following or parting


def test_an_offset_is_the_middle_of_what_a_gauge_differs_by_and_a_late_fault_does_not_move_it():
    agreed = np.full((3, 101), 700.0)
    gauges = agreed + np.array([[2.0], [-1.0], [0.0]])
    gauges[0, 80:] += 50.0
    gauges[2] = NAN
    assert gauge_offsets(gauges, agreed).tolist() == [2.0, -1.0, 0.0]
