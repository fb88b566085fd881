"""What the detector costs beside the simulation of the same rows: quiet, with a leak, with hatches shut.

A leak that stands makes it weigh where, and what to do next, again and again; shut hatches multiply both.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from iss_viewer.detection import StationDetector
from iss_viewer.scenario import Scenario
from iss_viewer.scenario.scenario import Leak
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import Station
from iss_viewer.station.actions import MoveHatch

_SAMPLE_S, _BLOCK_ROWS = 10.0, 64
_ONSET_S, _FROM_S = 3600.0, 9000.0  # hatches move, and what comes is timed
_MODULE = "LAB"


@dataclass(frozen=True)
class Load:
    """What the detector has to do, and what it may cost at most, in simulations."""

    name: str
    goal: float
    hole: str = ""
    shut: tuple[str, ...] = ()


LOADS = (
    Load("nothing leaks", 4.0),
    Load("a hole of 1 mm stands", 15.0, "1 mm"),
    Load(
        "a hole of 2 mm, nine hatches shut", 15.0, "2 mm",
        ("H05", "H07", "H17", "H18", "H19", "H20", "H22", "H23", "H32"),
    ),
)  # fmt: skip


@dataclass
class Cost:
    """Seconds on the processor, and rows."""

    simulating_s: float = 0.0
    detecting_s: float = 0.0
    rows: int = 0

    @property
    def ratio(self) -> float:
        """The detector's cost in simulations."""
        return self.detecting_s / self.simulating_s


def costs(scenario: Scenario, station: Station, hours: float) -> Iterator[tuple[Load, Cost]]:
    """Each load over so many hours, once what they run is compiled."""
    cost_of(scenario, station, LOADS[0], 0.0)
    for load in LOADS:
        yield load, cost_of(scenario, station, load, hours)


def cost_of(scenario: Scenario, station: Station, load: Load, hours: float) -> Cost:
    """One load; what comes before it stands is not counted."""
    end_s = _FROM_S + hours * 3600.0
    leak = {"id": "L", "module": _MODULE, "diameter": load.hole, "at": f"{_ONSET_S} s"}
    leaks = (Leak.model_validate(leak),) if load.hole else ()
    changes = {"duration_s": end_s, "sample_period_s": _SAMPLE_S, "leaks": leaks}
    source = SimulatedSource(scenario.model_copy(update=changes), station)
    detector = StationDetector(station, source.channels)
    _follow(source, detector, _FROM_S)
    for hatch in load.shut:
        detector.note(source.act(MoveHatch(hatch, is_open=False), by_script=True))
    return _follow(source, detector, end_s)


def _follow(source: SimulatedSource, detector: StationDetector, until_s: float) -> Cost:
    cost, clock = Cost(), time.process_time
    while True:
        start = clock()
        samples, _ = source.read(until_s, _BLOCK_ROWS)
        read = clock()
        if not len(samples):
            return cost
        detector.update(samples)
        cost.simulating_s += read - start
        cost.detecting_s += clock() - read
        cost.rows += len(samples)
