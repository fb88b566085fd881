"""Short scenarios on the small station, written as a trainer would: what the tests share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from iss_viewer.datafile import read_text
from iss_viewer.scenario import Scenario
from iss_viewer.scenario.checks import complaints
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import Station, read_station

HEAD = """
id = "test"
title = "A test"
station = "trio"
start_utc = 2026-01-01T00:00:00Z
duration = "{duration}"
sample_every = "{every}"
seed = 7
{more}
story = {{ briefing = "A test." }}
"""


@cache
def trio() -> Station:
    """The small station."""
    return read_station("trio")


def tell(
    body: str = "",
    duration: str = "2 h",
    every: str = "10 s",
    station: Station | None = None,
    more: str = "",
) -> Scenario:
    """A scenario of the small station, checked like a file."""
    text = HEAD.format(duration=duration, every=every, more=more) + body
    stage = station or trio()
    return read_text(text, Path("test.toml"), Scenario, lambda s: complaints(s, stage))


def source(
    body: str = "",
    duration: str = "2 h",
    every: str = "10 s",
    station: Station | None = None,
    more: str = "",
    seed: int | None = None,
) -> SimulatedSource:
    """A source that plays such a scenario."""
    stage = station or trio()
    return SimulatedSource(tell(body, duration, every, stage, more), stage, seed)
