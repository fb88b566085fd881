"""Compile the numeric kernels for this machine ahead of the first run; the result is kept on disk."""

from __future__ import annotations


def compile_kernels() -> None:
    """Compile what is not yet compiled; quick when all is."""
    from iss_viewer.app.opening.requests import ScenarioRequest
    from iss_viewer.app.opening.scenario import scenario_host

    host = scenario_host(ScenarioRequest())
    host.session.advance(600.0)
