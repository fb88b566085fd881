"""A search from the simulator to the verdict: the whole chain, once."""

from __future__ import annotations

from iss_viewer.studies.search_run import run_simulated_search


def test_following_the_advice_on_a_simulated_station_finds_the_hole() -> None:
    """A hole of a millimetre is found by its alarm, searched for and placed, with nobody cut off."""
    row = run_simulated_search(12.94 / 86400.0, 0)
    assert row["alarm_s"] is not None
    assert row["alarm_s"] < 4.0 * 3600.0
    assert row["search_s"] < 6.0 * 3600.0
    assert row["answer"] == row["module"]
    assert row["chance"] > 0.9
