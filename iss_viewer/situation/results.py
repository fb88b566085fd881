"""What a window asks of a reviewer, and the results: made elsewhere while the window goes on.

The window knows neither the truth of a run nor how to simulate it; whoever opens the window hands in
a `Reviewer`, as they hand in a `Connector`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from iss_viewer import units
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.readings.column_map import ReadingsMap

PLOTS, STATION_VIEW = "plots", "station"


@dataclass(frozen=True)
class Outcome:
    """How a task ended. refusal: why nothing came of it, in words for people; empty: it did."""

    value: object = None
    refusal: str = ""


class BackgroundTask(Protocol):
    """A piece of work under way elsewhere."""

    def outcome(self) -> Outcome | None:
        """How it ended, or None while it is under way; never waits."""

    def abandon(self) -> None:
        """End it; whatever it has done so far may be incomplete."""


@dataclass(frozen=True)
class PictureWanted:
    """A panel to be drawn into a file as it stands at an instant; the name's ending says PNG or SVG.

    panel: PLOTS or STATION_VIEW. view_s: the stretch of time that plots show. pose: where the camera
    stands; None: the first view. hidden: modules without a trace.
    """

    panel: str
    file: str
    width_px: int
    height_px: int
    time_s: float
    view_s: tuple[float, float] | None = None
    pose: object = None
    selected: str = ""
    theme: str = "dark"
    units: str = ""
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SheetForm:
    """How a table is written for a spreadsheet of the reader's country.

    notation: of instants, as of `Clock`. columns: names of channels; none: all of them.
    """

    notation: str
    delimiter: str = ","
    decimal: str = "."
    columns: tuple[str, ...] = ()


class Reviewer(Protocol):
    """Sends tasks about recordings, named by their files."""

    def truth(self, recording: str) -> BackgroundTask:
        """A `TruthAgainstBelief`: what really leaked, run again."""

    def comparison(self, first: str, second: str) -> BackgroundTask:
        """A `Comparison`."""

    def report(self, recording: str, folder: str) -> BackgroundTask:
        """Report pages in a folder; their paths as strings."""

    def table(
        self, recording: str, file: str, from_s: float, to_s: float, sheet: SheetForm | None = None
    ) -> BackgroundTask:
        """A table of the rows between two instants, CSV, Parquet, or for a spreadsheet; how many rows."""

    def picture(self, recording: str, wanted: PictureWanted) -> BackgroundTask:
        """A picture of a panel; its path."""

    def table_summary(self, table: str, mapped: ReadingsMap) -> BackgroundTask:
        """A `TableSummary`: a whole table of readings as its map says."""

    def recovery(self) -> BackgroundTask:
        """The list of sessions brought up to date; what was recovered, a sentence each."""

    def scores(self) -> BackgroundTask:
        """The exercises in the list of sessions judged; how many sessions were looked at."""


@dataclass(frozen=True)
class Onset:
    """An estimate of when a leak began; NaN where none was made. alarmed_s: when its alarm came."""

    time_s: float = float("nan")
    alarmed_s: float = float("nan")

    def words(self, text: Callable[[float], str] = units.clock_text) -> str:
        """It and how long before the alarm it was, e.g. ``T+00:10:00, 5 min before the alarm``.

        text: what writes an instant.
        """
        if self.time_s != self.time_s:
            return ""
        began = text(max(self.time_s, 0.0))
        if self.time_s >= self.alarmed_s:
            return f"{began}, with the alarm"
        return f"{began}, {units.duration_text(self.alarmed_s - self.time_s)} before the alarm"


@dataclass(frozen=True)
class TrueLeak:
    """A hole as it really was. began_s: first sample with a flow; peak_kg_s: the greatest flow. lost: kg by
    species (``oxygen_kg``) and energy_j that went through it."""

    id: str
    module: str
    began_s: float
    ended_s: float
    peak_kg_s: float
    lost: Mapping[str, float]

    @property
    def lost_kg(self) -> float:
        """What went through it in all."""
        return math.fsum(kg for name, kg in self.lost.items() if name.endswith("_kg"))


@dataclass(frozen=True)
class Belief:
    """How the detector came to know of one leak; NaN where it never did.

    suspected_s: the module was first suspected. alarmed_s: the first alarm of any subject after
    the leak began. located_s: from then on the module was the most probable one to the end of the
    leak. onset: when it began, as that first alarm, or one of the module, estimated. wrong: modules
    that were named as leaking and were not.
    """

    leak: TrueLeak
    suspected_s: float
    alarmed_s: float
    located_s: float
    isolated_s: float
    onset: Onset
    wrong: tuple[str, ...]

    @property
    def delay_s(self) -> float:
        """From the beginning of the leak to the first sign of it that a person could see."""
        return float(np.fmin(self.suspected_s, self.alarmed_s)) - self.leak.began_s


@dataclass(frozen=True)
class TruthAgainstBelief:
    """Curves on common times, shape (n,).

    true_kg_s: what the station really lost to vacuum, its seals included; true_by_leak: through
    each hole; believed: the detector's leak rate with its 95 % interval, kg/s.
    """

    time_s: Floats
    true_kg_s: Floats
    believed_kg_s: Floats
    believed_low_kg_s: Floats
    believed_high_kg_s: Floats
    true_by_leak: dict[str, Floats]
    probability_by_module: dict[str, Floats]
    beliefs: tuple[Belief, ...]
    actions_done: tuple[Event, ...]


@dataclass(frozen=True)
class Difference:
    """One figure of both runs; `unit` is its SI unit, times count from the start of the leak."""

    name: str
    unit: str
    first: float
    second: float

    @property
    def change(self) -> float:
        """Second less first; NaN where either is not known."""
        return self.second - self.first


@dataclass(frozen=True)
class Comparison:
    """since_s: common times, 0 at the start of the leak; curves of both runs, shape (2, n).

    is_leaking: whether there is a leak at all; a run without one is counted from its start.
    """

    titles: tuple[str, str]
    leak_start_s: tuple[float, float]
    is_leaking: tuple[bool, bool]
    since_s: Floats
    pressure_pa: Floats
    leak_rate_kg_s: Floats
    reserve_s: Floats
    differences: tuple[Difference, ...]
