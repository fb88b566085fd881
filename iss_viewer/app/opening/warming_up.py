"""Compile what a session asks for beside air and detector, or load it from the disk cache."""

from __future__ import annotations

from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.opening.scenario import scenario_host


def compile_now() -> None:
    """Make all that a first look at a run needs ready in the cache."""
    host = scenario_host(ScenarioRequest())
    host.session.advance(600.0)
    host.close()
