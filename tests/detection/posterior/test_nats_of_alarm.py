"""An alarm makes a leak surer that began before it, and says nothing of one that would have begun later."""

from __future__ import annotations

import math

import numpy as np
import pytest

from iss_viewer.detection.posterior.conclude import nats_of_alarm
from iss_viewer.detection.state.leak_records import new_station_loss

NATS, ALARM_S = 6.0, 1000.0
FIELDS = np.dtype([("chance", float), ("onset_s", float), ("changed_to", float)])


def heard(*found: tuple[float, float, float], nats: float = NATS) -> float:
    """Of candidates of (chance, onset, share of the leak that goes on), after an alarm at ALARM_S."""
    loss = new_station_loss()
    loss[0]["alarm_nats"], loss[0]["alarm_s"] = nats, ALARM_S
    return nats_of_alarm(np.array(list(found), FIELDS), loss[0])


def test_leaks_that_began_before_the_alarm_have_all_of_it() -> None:
    assert heard((0.3, 200.0, 1.0), (0.1, ALARM_S, 1.0)) == pytest.approx(NATS)


def test_leaks_that_would_have_begun_later_have_nothing_of_it() -> None:
    assert heard((0.3, ALARM_S + 1.0, 1.0)) == 0.0


def test_of_both_it_counts_by_their_chances() -> None:
    found = heard((0.3, 200.0, 1.0), (0.1, 5000.0, 1.0))
    assert found == pytest.approx(math.log1p(0.75 * math.expm1(NATS)))


def test_a_leak_that_has_ended_does_not_count() -> None:
    assert heard((0.3, 200.0, 0.0), (0.1, 5000.0, 1.0)) == 0.0


def test_without_an_alarm_and_without_a_leak_nothing_is_added() -> None:
    assert heard((0.3, 200.0, 1.0), nats=0.0) == 0.0
    assert heard() == NATS
