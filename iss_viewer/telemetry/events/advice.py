"""The next best action in the search for a leak, with the numbers that speak for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from iss_viewer.station.actions import Action
from iss_viewer.telemetry.events.bounds import Amount, Finite, Probability, Span

MOST_NAMED = 3  # hatches that a title names; of more it says how many


class AdviceKind(Enum):
    """What sort of step it is."""

    WATCH = "watch"  # nothing to search for
    CLOSE = "close"  # close these hatches
    WAIT = "wait"  # leave all as it is until the verdict
    AIR = "air"  # open these hatches: people who are shut in have used up their air
    ISOLATE = "isolate"  # found: keep it shut off, open the rest
    GAUGE = "gauge"  # read the hand gauge where no valid pressure comes from
    LEAVE = "leave"  # no time to search


class SearchOrder(Enum):
    """By which rule the next hatch is chosen."""

    INFORMATION = "information"
    CLASSIC = "classic"


@dataclass(frozen=True, slots=True)
class PartShare:
    """A part of the station and the probability that it leaks, if anything does."""

    modules: tuple[str, ...]
    probability_1: Probability


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an advice is about and what speaks for it; only what its kind has.

    modules: what was found (isolate), is shut in (air), leads (wait), or is silent (gauge); probability_1: of the
        least probable of them. shut, opened: hatches.
    shares: the likeliest parts that closing would part the station into, likeliest first.
    pace_nats_s, idle_nats_s: what is expected to be told a second by closing, and by waiting.
    parties: groups of people that close hatches side by side. machines_in: modules whose life
        support is switched on.
    told: title, what it tells and reason as a recording of before has them, in finished sentences.
    """

    modules: tuple[str, ...] = ()
    probability_1: Probability | None = None
    shut: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    shares: tuple[PartShare, ...] = ()
    pace_nats_s: float = 0.0
    idle_nats_s: float = 0.0
    parties: int = 1
    has_moves: bool = False
    machines_in: tuple[str, ...] = ()
    reserve_s: float | None = None
    told: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
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
    time_s: Finite
    grounds: Grounds = Grounds()
    actions: tuple[Action, ...] = ()
    hatches: tuple[str, ...] = ()
    parts: int = 1
    closing_s: Amount = 0.0
    hatch_s: Amount = 0.0
    moving_s: Amount = 0.0
    wait_s: Span = 0.0
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

    @property
    def hold_until_s(self) -> float:
        """When the tightest closed hatch should be opened again; inf: no limit in sight."""
        return self.time_s + self.hold_s
