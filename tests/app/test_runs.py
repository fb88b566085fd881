"""A run is announced before it is made, tells what is wrong with its files, and keeps its limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from iss_viewer.app.runs import ScenarioRequest, limit_edits, open_host
from iss_viewer.link import Announced, Ended, Opened, Pace
from iss_viewer.telemetry.commands import Command, SetLimit
from iss_viewer.telemetry.frames import Frames


def test_the_station_is_announced_before_the_session_is_made():
    host = open_host(ScenarioRequest("quiet-day", is_running=False))
    first, second = host.turn(), host.turn()
    host.close()
    assert [type(message) for message in first] == [Announced]
    assert first[0].station.module("SM_PRK").free_volume_m3 > 0
    assert isinstance(second[0], Opened)
    assert isinstance(second[-1], Pace)


def test_a_scenario_that_is_not_there_ends_the_session_with_the_nearest_name():
    host = open_host(ScenarioRequest("quite-day"))
    (ended,) = host.turn()
    assert isinstance(ended, Ended)
    assert ended.is_failure
    assert "quiet-day" in ended.reason


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def test_a_limit_that_was_changed_is_changed_in_the_next_session_too(journal: Path):
    first = open_host(ScenarioRequest("quiet-day", is_running=False, journal=journal))
    first.turn()
    first.post(Command(SetLimit("reserve", "limit_pa", 70e3)))
    first.turn()
    first.turn()
    first.close()
    assert [command.order for command in limit_edits(journal)] == [
        SetLimit("reserve", "limit_pa", 70e3)
    ]
    later = open_host(ScenarioRequest("quiet-day", is_running=False, journal=journal))
    later.turn()
    frames = [message for message in later.turn() if isinstance(message, Frames)]
    later.close()
    changes = [event for part in frames for event in part.events if event.kind == "limit"]
    assert [(e.data["value"], e.data["actor"]) for e in changes] == [(70e3, "limits of before")]


def test_without_a_journal_limits_are_as_the_file_says():
    assert limit_edits(None) == ()
