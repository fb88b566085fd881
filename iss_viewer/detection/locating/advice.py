"""What to do next in the search, with its reasons and the actions that one click carries out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from iss_viewer.station.actions import Action
from iss_viewer.station.topology import Person


class AdviceKind(Enum):
    """What sort of step it is."""

    WATCH = "watch"  # nothing to search for
    CLOSE = "close"  # close these hatches
    WAIT = "wait"  # leave all as it is until the verdict
    AIR = "air"  # open these hatches: people who are shut in have used up their air
    ISOLATE = "isolate"  # found: keep it shut off, open the rest
    LEAVE = "leave"  # no time to search


class SearchOrder(Enum):
    """By which rule the next hatch is chosen."""

    INFORMATION = "information"
    CLASSIC = "classic"


@dataclass(frozen=True)
class Situation:
    """What the adviser must respect.

    reserve_s: time to the pressure at which the station must be left, inf: no loss.
    leak_reserve_s: the same by the loss before the leak was shut off, by which the crew hurry: while
        they do not know where it is it may yet have to be let back in.
    oxygen_pa: of each module now.
    running: machines of life support that are on, None: nobody told.
    closed_since_s: for each hatch shut during the search, when it was shut.
    pressures_pa: of each module now, for the difference across closed hatches.
    """

    time_s: float
    people: tuple[Person, ...] = ()
    reserve_s: float = float("inf")
    closed_since_s: Mapping[str, float] = field(default_factory=dict)
    pressures_pa: Mapping[str, float] = field(default_factory=dict)
    order: SearchOrder = SearchOrder.INFORMATION
    leak_reserve_s: float = float("inf")
    running: frozenset[str] | None = None
    oxygen_pa: Mapping[str, float] = field(default_factory=dict)

    @property
    def pace_reserve_s(self) -> float:
        """The reserve time by which the crew choose their pace."""
        return min(self.reserve_s, self.leak_reserve_s)


@dataclass(frozen=True)
class Advice:
    """One step.

    actions: in order; doing all of them carries the advice out.
    hatches: those to close; parts: number of parts the station then has.
    closing_s: how long the actions take, hatch_s: one hatch of them; wait_s: then until the verdict, in expectation.
    gain_bits of left_bits: what it is expected to tell of what is not known.
    hold_s: how long the tightest closed hatch, `hold_hatch`, may stay shut before the difference
        across it exceeds half of T1mm's; inf: no limit in sight. Counted from `time_s`.
    air_s: how long the air lasts where people are shut in; inf: nobody is. Counted from `time_s`.
    """

    kind: AdviceKind
    time_s: float
    title: str
    tells: str
    reason: str
    actions: tuple[Action, ...] = ()
    hatches: tuple[str, ...] = ()
    parts: int = 1
    closing_s: float = 0.0
    hatch_s: float = 0.0
    moving_s: float = 0.0
    wait_s: float = 0.0
    gain_bits: float = 0.0
    left_bits: float = 0.0
    hold_s: float = float("inf")
    hold_hatch: str = ""
    air_s: float = float("inf")
    order: SearchOrder = SearchOrder.INFORMATION

    @property
    def verdict_s(self) -> float:
        """When the verdict is expected, in seconds of the run."""
        return self.time_s + self.closing_s + self.wait_s
