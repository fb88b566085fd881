"""Open a run of a scenario: simulated from its start."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import iss_viewer
from iss_viewer.app.opening.assembly import detector_named, host_of, limits_in_force
from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.opening.session_host import SessionHost
from iss_viewer.datafile.mistakes import FileMistakes, Mistake
from iss_viewer.link import Mode
from iss_viewer.scenario import read_scenario, scenario_text
from iss_viewer.simulation import SimulatedSource
from iss_viewer.telemetry.recording import RunHeader

_Source = TypeVar("_Source", bound=SimulatedSource)


def refuse_condition(request: ScenarioRequest) -> None:
    """Raise FileMistakes where a scenario, which has its own start, is to begin from a starting condition."""
    if request.condition:
        message = "a scenario has its own start: only an exercise begins from another condition"
        raise FileMistakes([Mistake(Path(request.scenario), 0, "", message)])


def simulated(request: ScenarioRequest, kind: type[_Source]) -> _Source:
    """The source of a scenario, at its start. Raises FileMistakes."""
    refuse_condition(request)
    scenario, station = read_scenario(request.scenario, request.station, request.changes)
    return kind(scenario, station, request.seed, with_ledgers=request.with_ledgers)


def scenario_host(request: ScenarioRequest, source: SimulatedSource | None = None) -> SessionHost:
    """The session of a scenario, frozen at its start. Raises FileMistakes.

    source: that of the request, for one who wants to hear its truth too.
    """
    source = source or simulated(request, SimulatedSource)
    limits_text = limits_in_force(request.limits)
    scenario, detector = source.scenario, detector_named(request.detector, source, limits_text)
    header = RunHeader(
        title=scenario.title,
        mode=Mode.SIMULATION.value,
        station=source.station,
        sampled=source.channels,
        assessed=detector.channels,
        start_utc_s=scenario.start_utc.timestamp(),
        end_s=source.end_s,
        sample_period_s=source.sample_period_s,
        story=scenario.story.briefing,
        scenario_id=scenario.id,
        scenario_text=scenario_text(request.scenario, request.changes),
        limits_text=limits_text,
        seed=source.seed,
        version=iss_viewer.__version__,
    )
    return host_of(source, detector, header, request, request.speed or scenario.speed)
