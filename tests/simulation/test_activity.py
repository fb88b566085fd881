"""People breathe as their day goes."""

from __future__ import annotations

import numpy as np
import pytest
from stories import tell, trio

from iss_viewer.datafile import FileMistakes
from iss_viewer.simulation import simulate
from iss_viewer.simulation.activity import Activity

DAY = """
[crew]
activity = 1.1
day = [{ at = "6 h", activity = 1.0 }, { at = "17h 30min", activity = 3.0 }, { at = "22 h", activity = 0.7 }]
"""


def test_the_parts_of_a_day_come_at_their_hours_from_the_hour_of_the_start_on() -> None:
    activity = Activity(tell(DAY, duration="3 d", every="10 min"))  # it starts at midnight
    hours = [0.0, 5.9, 6.0, 17.4, 17.5, 22.0, 29.0, 30.0, 71.0]
    expected = [0.7, 0.7, 1.0, 1.0, 3.0, 0.7, 0.7, 1.0, 0.7]
    assert [activity.at(h * 3600.0) / 1.1 for h in hours] == pytest.approx(expected)
    assert activity.next_kink_s(0.0) == 6 * 3600.0
    assert activity.next_kink_s(6 * 3600.0) == 17.5 * 3600.0
    assert activity.next_kink_s(23 * 3600.0) == 30 * 3600.0


def test_two_people_use_a_day_of_oxygen_by_the_hours_that_they_sleep_work_and_train() -> None:
    run = simulate(tell(DAY, duration="1 d", every="10 min"), trio(), with_ledgers=True)
    used = -sum(run[f"{m}.people_oxygen_kg"] for m in trio().module_ids)
    shares = (8.0 * 0.7 + 11.5 * 1.0 + 4.5 * 3.0) / 24.0
    assert used[-1] == pytest.approx(2 * 0.835 * 1.1 * shares, rel=1e-6)
    at_sport = (run.time_s > 17.5 * 3600) & (run.time_s <= 22 * 3600)
    rates = np.diff(used)[at_sport[1:]] / 600.0
    assert rates[1:] == pytest.approx(2 * 0.835 / 86400 * 3.3, rel=1e-6)


def test_parts_of_a_day_out_of_order_are_refused() -> None:
    with pytest.raises(FileMistakes, match="not after"):
        tell(DAY.replace("17h 30min", "5 h"))
