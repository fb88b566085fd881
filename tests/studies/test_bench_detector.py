"""What the detector costs is measured where it has to do what the load says, and nowhere else."""

from __future__ import annotations

import pytest

from iss_viewer.scenario import read_scenario
from iss_viewer.studies.bench_detector import LOADS, Cost, cost_of


def test_the_ratio_is_the_detector_in_simulations() -> None:
    assert Cost(simulating_s=2.0, detecting_s=30.0, rows=100).ratio == pytest.approx(15.0)


@pytest.mark.timeout(600)  # compiles, where nobody did
def test_only_rows_after_the_hatches_have_moved_are_timed() -> None:
    scenario, station = read_scenario("quiet-day")
    cost = cost_of(scenario, station, LOADS[2], hours=0.1)
    assert cost.rows == 36
    assert cost.simulating_s > 0.0
    assert cost.detecting_s > 0.0
