"""The dictionary of all that a run of a station writes: sampled and assessed columns."""

from __future__ import annotations

from iss_viewer.app.opening.assembly import detector_of
from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.opening.scenario import simulated
from iss_viewer.simulation import SimulatedSource
from iss_viewer.telemetry.dictionary import dictionary_text

#: any will do: the columns are those of its station
_SCENARIO = "quiet-day"


def dictionary_of(station: str) -> str:
    """XTCE of a station by name or file. Raises FileMistakes, and ModuleNotFoundError without yamcs-pymdb."""
    source = simulated(ScenarioRequest(_SCENARIO, station), SimulatedSource)
    return dictionary_text(source.station, source.channels + detector_of(source).channels)
