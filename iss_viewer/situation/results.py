"""What a window asks of a reviewer: results about recordings, made elsewhere while the window goes on.

The window knows neither the truth of a run nor how to simulate it; whoever opens the window hands in
a `Reviewer`, as they hand in a `Connector`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.frames import Floats

PLOTS, STATION_VIEW = "plots", "station"


@dataclass(frozen=True)
class Outcome:
    """How an errand ended. refusal: why nothing came of it, in words for people; empty: it did."""

    value: object = None
    refusal: str = ""


class Errand(Protocol):
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


class Reviewer(Protocol):
    """Sends errands about recordings, named by their files."""

    def truth(self, recording: str) -> Errand:
        """A `TruthTold`: what really leaked, run again."""

    def comparison(self, first: str, second: str) -> Errand:
        """A `ComparisonTold`."""

    def report(self, recording: str, folder: str) -> Errand:
        """Report pages in a folder; their paths as strings."""

    def table(self, recording: str, file: str, from_s: float, to_s: float) -> Errand:
        """A table of the rows between two instants, CSV or Parquet; how many rows."""

    def picture(self, recording: str, wanted: PictureWanted) -> Errand:
        """A picture of a panel; its path."""

    def recovery(self) -> Errand:
        """The list of sessions brought up to date; what was recovered, a sentence each."""

    def scores(self) -> Errand:
        """The exercises in the list of sessions judged; how many sessions were looked at."""


class LeakTold(Protocol):
    """A hole as it really was."""

    @property
    def id(self) -> str: ...
    @property
    def module(self) -> str: ...
    @property
    def began_s(self) -> float: ...
    @property
    def ended_s(self) -> float: ...
    @property
    def peak_kg_s(self) -> float: ...
    @property
    def lost_kg(self) -> float: ...


class OnsetTold(Protocol):
    """When a leak began, as an alarm estimated it; NaN where it did not."""

    @property
    def time_s(self) -> float: ...


class BeliefTold(Protocol):
    """When the detector came to know of one hole; NaN where it never did."""

    @property
    def leak(self) -> LeakTold: ...
    @property
    def suspected_s(self) -> float: ...
    @property
    def alarmed_s(self) -> float: ...
    @property
    def located_s(self) -> float: ...
    @property
    def isolated_s(self) -> float: ...
    @property
    def onset(self) -> OnsetTold: ...
    @property
    def wrong(self) -> Sequence[str]: ...


class TruthTold(Protocol):
    """True and believed leak rates of the station on common times, kg/s, shape (n,)."""

    @property
    def time_s(self) -> Floats: ...
    @property
    def true_kg_s(self) -> Floats: ...
    @property
    def believed_kg_s(self) -> Floats: ...
    @property
    def believed_low_kg_s(self) -> Floats: ...
    @property
    def believed_high_kg_s(self) -> Floats: ...
    @property
    def probability_by_module(self) -> Mapping[str, Floats]: ...
    @property
    def beliefs(self) -> Sequence[BeliefTold]: ...
    @property
    def deeds(self) -> Sequence[Event]: ...


class DifferenceTold(Protocol):
    """One figure of two runs in its SI unit."""

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def first(self) -> float: ...
    @property
    def second(self) -> float: ...
    @property
    def change(self) -> float: ...


class ComparisonTold(Protocol):
    """Two runs on common times, 0 at the start of the leak; curves have shape (2, n)."""

    @property
    def titles(self) -> tuple[str, str]: ...
    @property
    def is_leaking(self) -> tuple[bool, bool]: ...
    @property
    def leak_start_s(self) -> tuple[float, float]: ...
    @property
    def since_s(self) -> Floats: ...
    @property
    def pressure_pa(self) -> Floats: ...
    @property
    def leak_rate_kg_s(self) -> Floats: ...
    @property
    def reserve_s(self) -> Floats: ...
    @property
    def differences(self) -> Sequence[DifferenceTold]: ...
