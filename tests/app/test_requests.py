"""What can be opened, and how a run begins that is gone on with."""

from __future__ import annotations

from pathlib import Path

from iss_viewer.app import scenario_list as listing
from iss_viewer.app.opening.requests import ScenarioRequest, TakeOverRequest
from iss_viewer.datafile import named


def test_a_scenario_that_cannot_be_read_is_left_out_of_the_list(tmp_path: Path, monkeypatch):
    good = named("scenarios")["quiet-day"]
    broken = tmp_path / "broken.toml"
    broken.write_text("id = 3\n")
    monkeypatch.setattr(listing, "named", lambda kind: {"broken": broken, "quiet-day": good})
    assert [entry.id for entry in listing.scenario_list()] == ["quiet-day"]


def test_history_by_date_comes_first_in_the_list_of_scenarios():
    entries = listing.scenario_list()
    kinds = [entry.kind == "history" for entry in entries]
    assert kinds == sorted(kinds, reverse=True)
    dates = [entry.date for entry in entries if entry.kind == "history"]
    assert dates == sorted(dates)
    assert len(entries) == len(named("scenarios"))


def test_a_new_run_goes_at_once_and_one_taken_over_stands_still_until_it_is_told_to_go():
    assert ScenarioRequest("quiet-day").is_running
    assert not TakeOverRequest(Path("run.mcap"), 60.0).is_running
