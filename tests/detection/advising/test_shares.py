"""A part of the station leaks with a probability: never more than one, however many leaks are believed."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.detection.advising.shares import shares_of
from iss_viewer.station import read_station

TRIO = read_station("trio")
NAMES = TRIO.module_ids


@given(
    leak=st.floats(0.01, 1.0),
    chances=st.lists(st.floats(0.0, 1.0), min_size=len(NAMES), max_size=len(NAMES)),
    cut=st.integers(1, len(NAMES) - 1),
)
def test_a_part_leaks_with_a_probability_of_one_at_the_most(leak, chances, cut):
    location = SimpleNamespace(leak=leak, module_ids=NAMES, modules=np.array(chances))
    parts = [frozenset(NAMES[:cut]), frozenset(NAMES[cut:])]
    shares = shares_of(TRIO, location, parts)
    assert all(0.0 <= share.probability_1 <= 1.0 for share in shares)
    assert shares[0].probability_1 == max(share.probability_1 for share in shares)
