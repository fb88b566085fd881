"""A feed lives through messages of strangers by every adapter; `make night` sends 10,000 to each."""

from __future__ import annotations

import pytest

from tests.fuzz.feeds import bombard
from tests.telemetry.feeds.test_adapters import STAND_INS


@pytest.mark.parametrize("kind", STAND_INS, ids=lambda kind: kind.protocol)
def test_two_hundred_changed_messages_are_taken_or_counted_and_good_ones_still_come(kind, tmp_path):
    counted = bombard(kind, 200, seed=7, folder=tmp_path)
    assert sum(counted.values()) >= 20
