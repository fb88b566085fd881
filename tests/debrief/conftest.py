"""One real run for all tests of debriefing: played once, recorded, opened afresh for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from played_run import DEEDS, END_S, Played, play

from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.opening.scenario import scenario_host
from iss_viewer.telemetry.recording import RecordedRun


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Seventy minutes of prk-2024 with a second leak opened by a trainer."""
    path = tmp_path_factory.mktemp("played") / "session.mcap"
    session = scenario_host(ScenarioRequest("prk-2024", recording=path)).session
    frames = play(session, 0.0, END_S, DEEDS)
    session.close()
    return Played(path, frames)


@pytest.fixture
def run(played: Played) -> Iterator[RecordedRun]:
    """Its recording, opened."""
    with RecordedRun(played.path) as recorded:
        yield recorded
