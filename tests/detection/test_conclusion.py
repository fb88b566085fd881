"""What the numbers of an air space say of its modules in words."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.detection.conclusion import statuses
from iss_viewer.detection.state.records import new_state
from iss_viewer.station.topology import Spaces
from iss_viewer.telemetry.status import ModuleStatus

NOW_S = 10_000.0
TWO_AND_ONE = Spaces.of(np.array([0, 0, 2]), np.zeros(3, np.bool_), np.array([100.0, 60.0, 40.0]))


def concluded(leak_probability=(0.0, 0.0, 0.0), **fields):
    """The statuses of two modules in one air and a third shut off, all quiet but for `fields` of both airs."""
    state = new_state(3, 0)
    state.clock["now_s"] = NOW_S
    quiet = {
        "level_pa": 1e5,
        "evidence_1": 0.0,
        "is_detected": 0,
        "is_settled": 1,
        "valid_s": NOW_S,
    }
    for name, value in {**quiet, **fields}.items():
        state.spaces[name] = value
    found = statuses(state, TWO_AND_ONE, np.array(leak_probability), vacuum_pa=100.0)
    return [ModuleStatus(int(status)) for status in found]


def test_quiet_modules_are_nominal_and_one_that_is_shut_off_is_isolated():
    assert concluded() == [ModuleStatus.NOMINAL, ModuleStatus.NOMINAL, ModuleStatus.ISOLATED]


@pytest.mark.parametrize("seen", [{"evidence_1": 0.8}, {"evidence_1": 0.2, "is_detected": 1}])
def test_modules_are_watched_when_a_loss_is_near_its_threshold_or_found(seen):
    first, second, _ = concluded(**seen)
    assert (first, second) == (ModuleStatus.WATCH, ModuleStatus.WATCH)


def test_a_module_alone_in_an_air_that_leaks_is_the_one_that_leaks():
    assert concluded(is_detected=1)[2] is ModuleStatus.LEAKING
    shares = (0.97, 0.5, 0.0)
    assert concluded(shares, is_detected=1)[:2] == [ModuleStatus.LEAKING, ModuleStatus.SUSPECTED]


@pytest.mark.parametrize(("unseen_kg_s", "is_known"), [(0.0, True), (1e-3, False)])
def test_nothing_is_known_of_an_air_in_which_a_leak_would_be_unseen(unseen_kg_s, is_known):
    status = concluded(unseen_kg_s=unseen_kg_s)[0]
    assert status is (ModuleStatus.NOMINAL if is_known else ModuleStatus.NO_DATA)
    assert concluded(level_pa=np.nan)[0] is ModuleStatus.NO_DATA


def test_a_module_without_air_is_a_vacuum():
    assert concluded(level_pa=50.0)[0] is ModuleStatus.VACUUM
