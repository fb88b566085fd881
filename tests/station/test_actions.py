"""What an action means where it does not say."""

from __future__ import annotations

from iss_viewer.station.actions import OpenLeak


def test_a_hole_that_a_trainer_opens_has_the_discharge_of_a_sharp_edge():
    assert OpenLeak("L", "LAB", 0.002).discharge == 0.8
