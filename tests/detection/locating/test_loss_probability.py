"""Whether any of several air spaces loses air."""

from __future__ import annotations

import math

import pytest

from iss_viewer.detection.advising.schedule import loss_probability


def test_some_air_is_lost_unless_each_air_space_is_tight():
    assert loss_probability([0.5, 0.5, 0.0]) == pytest.approx(0.75)
    assert loss_probability([0.2, math.nan]) == pytest.approx(0.2)


def test_nothing_is_known_of_a_loss_where_nothing_was_measured():
    assert math.isnan(loss_probability([]))
    assert math.isnan(loss_probability([math.nan, math.nan]))
