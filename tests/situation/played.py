"""Whole runs of all scenarios, sampled coarsely; each is played once for all tests that ask for it."""

from __future__ import annotations

from functools import cache

from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.opening.scenario import scenario_host
from iss_viewer.datafile import SetValue, assets_dir
from iss_viewer.scenario import read_scenario
from iss_viewer.telemetry.history import History

ROWS = 200
SCENARIOS = sorted(path.stem for path in (assets_dir() / "scenarios").glob("*.toml"))


@cache
def played(name: str):
    """The header and the history of a scenario, of some hundred rows from its start to its end."""
    scenario, _ = read_scenario(name)
    every = SetValue("sample_every", f"{max(scenario.duration_s / ROWS, 1.0):.0f} s")
    host = scenario_host(ScenarioRequest(name, changes=(every,)))
    history = History(host.header.sampled, host.header.assessed)
    while len(frames := host.session.advance(host.session.source.end_s, 128)):
        history.append(frames)
    host.session.close()
    return host.header, history
