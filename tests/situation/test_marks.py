"""Which events are marked, and how many marks are kept apart."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.situation.marks import clustered, marker_kind
from iss_viewer.telemetry.events import AlarmChange, AlarmChanged, LeakOpened
from tests.views import prepared


@given(st.lists(st.floats(0, 1000), max_size=400), st.integers(10, 200))
def test_markers_are_at_most_one_a_pixel_and_none_is_lost(times, pixels):
    given_times = np.sort(np.array(times))
    kept = clustered(given_times, (0.0, 1000.0), pixels)
    assert len(kept) <= pixels + 1
    columns = (given_times / 1000.0 * pixels).astype(int)
    assert set(columns) == set((kept / 1000.0 * pixels).astype(int))


def test_markers_tell_raised_alarms_from_acknowledged_ones():
    raised, acknowledged = (
        AlarmChanged(prepared.LEAK_ALARM, change)
        for change in (AlarmChange.RAISE, AlarmChange.ACKNOWLEDGE)
    )
    assert marker_kind(raised) == "alarm"
    assert marker_kind(acknowledged) == "acknowledged"
    assert marker_kind(LeakOpened(0.0, "CRACK", "LAB")) == ""
