"""Somebody who is shut in with a leak: out at once, since no gauge would tell more and each minute makes the hatch harder."""

from __future__ import annotations

import pytest
from searching import observe

from iss_viewer.detection.advising import SearchConstraints, next_best_action
from iss_viewer.detection.locating import Locator
from iss_viewer.station import read_station
from iss_viewer.station.actions import MoveCrew, MoveHatch
from iss_viewer.station.topology import Person
from iss_viewer.telemetry.events import AdviceKind, PriorChoice

STATION = read_station("iss")
ALONE = (Person("CDR", "BISHOP", "DRAGON_FREEDOM"),)


@pytest.mark.parametrize(
    "leaks_kg_s",
    [
        {"BISHOP": 0.0014},
        {"BISHOP": 0.0074},
        {"BISHOP": 0.0074, "SM_PRK": 0.0037},
    ],
    ids=["slow", "fast", "while the other air leaks too, but lasts for hours"],
)
def test_who_is_shut_in_with_a_leak_goes_through_the_hatch_and_shuts_it_behind(leaks_kg_s):
    locator = Locator(STATION, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, frozenset({"H27"}), leaks_kg_s, 1.8e-4, span_s=600.0, seed=0)
    advice = next_best_action(locator, SearchConstraints(0.0, ALONE, 1e6))
    assert advice.kind is AdviceKind.RETREAT
    assert advice.actions == (
        MoveHatch("H27", True),
        MoveCrew(("CDR",), "NODE3"),
        MoveHatch("H27", False),
    )
