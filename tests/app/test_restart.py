"""What a restart begins anew is what was asked for, with all that was set for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from iss_viewer.app import connector
from iss_viewer.app.opening.requests import ReadingsRequest, ScenarioRequest

TABLE = ReadingsRequest(Path("day.csv"), Path("day.toml"))
CHANGED = ScenarioRequest("quiet-day", station="trio", seed=7, speed=240.0)


@pytest.fixture
def linked(monkeypatch):
    """All that links were made to."""
    asked: list[object] = []
    monkeypatch.setattr(connector, "_link", lambda wanted: asked.append(wanted) or wanted)
    return asked


@pytest.mark.parametrize("first", [CHANGED, TABLE, Path("run.mcap")])
def test_a_restart_keeps_station_seed_speed_and_tables(linked, first):
    connect = connector.SessionConnector(first)
    assert [connect(""), connect(""), connect("")] == [first] * 3
    assert linked == [first] * 3


def test_a_scenario_of_the_library_is_begun_as_it_is_written_and_restarted_so(linked):
    connect = connector.SessionConnector(CHANGED)
    connect("")
    assert connect("quiet-day") == connect("") == ScenarioRequest("quiet-day")
    assert connect("old.mcap") == connect("") == Path("old.mcap")
