"""What a person asked for: each kind of run as a value that travels to the session's process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iss_viewer.datafile.editing import SetValue
    from iss_viewer.telemetry.readings.column_map import ReadingsMap


DEFAULT_SCENARIO = "prk-2024"


@dataclass(frozen=True)
class ScenarioRequest:
    """A scenario to be played."""

    scenario: str = DEFAULT_SCENARIO
    station: str | None = None
    seed: int | None = None
    speed: float | None = None
    is_running: bool = True
    recording: Path | None = None  # None: not recorded
    journal: Path | None = None  # where alarms and limits are kept beyond the run
    limits: Path | None = None  # alarm limits; None: the program's own
    detector: str = ""  # of somebody else, by its name; empty: the program's own
    changes: tuple[SetValue, ...] = ()  # values of the scenario that are set for this run
    deeds_take_time: bool = False  # what is ordered takes time, people and a way
    condition: str = ""  # an exercise begins from this one; "": from its own
    with_ledgers: bool = False  # the truth tells what each thing has passed, by species


@dataclass(frozen=True)
class TakeOverRequest:
    """An instant of a recorded run from which it is to be gone on live."""

    file: Path
    time_s: float  # inf: its end, with what its journal knows beyond it
    speed: float = 1.0
    is_running: bool = False
    recording: Path | None = None
    journal: Path | None = None


@dataclass(frozen=True)
class ReadingsRequest:
    """A table of somebody's readings, and the map that says what its columns are, as a file or at hand."""

    table: Path
    map: Path | ReadingsMap
    speed: float = 60.0
    is_running: bool = True
    recording: Path | None = None
    journal: Path | None = None
    limits: Path | None = None
    detector: str = ""


@dataclass(frozen=True)
class FeedRequest:
    """A live feed, by its map."""

    map: Path
    is_running: bool = True
    recording: Path | None = None
    journal: Path | None = None
    limits: Path | None = None
    detector: str = ""


@dataclass(frozen=True)
class TableRequest:
    """A table without a map, in one file or several: the window opens on its import page."""

    tables: tuple[Path, ...]
    station: str = "iss"
    module: str = ""


Request = ScenarioRequest | TakeOverRequest | ReadingsRequest | FeedRequest
