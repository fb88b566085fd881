"""The thresholds of the leak test against the number of false alarms that they let through."""

from __future__ import annotations

import math

import numpy as np
import pytest

from iss_viewer.detection.state.clock import YEAR_S
from iss_viewer.detection.state.space_records import OCTAVES, ONSETS
from iss_viewer.detection.state.thresholds import SETTINGS, threshold_at_start, threshold_table


def beyond(sigmas):
    """The probability that a standard normal is beyond so many sigmas."""
    return 0.5 * math.erfc(sigmas / math.sqrt(2.0))


def test_all_onsets_together_raise_as_many_false_alarms_a_year_as_are_allowed():
    """Two independent looks in each span of an age, at every onset that is tried."""
    table = threshold_table(1.0)
    assert len(table) == OCTAVES
    looks_a_year = 2.0 * YEAR_S / 2.0 ** np.arange(OCTAVES)
    alarms = np.array([beyond(z) for z in table]) * looks_a_year
    per_octave = ONSETS / SETTINGS.tried_octaves
    assert alarms[: SETTINGS.tried_octaves].sum() * per_octave == pytest.approx(1.0, rel=0.01)


def test_ages_up_to_a_quarter_of_an_hour_share_alike_and_octaves_beyond_ever_more():
    table = threshold_table(1.0)
    alarms = np.array([beyond(z) * YEAR_S / 2.0**k for k, z in enumerate(table)])
    assert alarms[:11] == pytest.approx(alarms[0], rel=1e-6)
    assert alarms[13] == pytest.approx(2.0 * alarms[10], rel=1e-6)


def test_fresh_air_spaces_raise_as_many_false_alarms_a_year_as_are_allowed():
    looks = SETTINGS.looks_per_age * SETTINGS.tried_octaves
    z = threshold_at_start(0.5, 200.0)
    assert beyond(z) * looks * 200.0 == pytest.approx(0.5, rel=1e-6)
