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
    ISOLATE = "isolate"  # found: shut it off with nobody in it, keep it so
    OPEN = "open"  # found and shut off: open the rest again, ways home first
    GAUGE = "gauge"  # read the hand gauge where no valid pressure comes from
    HOLD = "hold"  # nobody is with the leak, and no closure is safe: keep all as it is, read gauges
    RETREAT = "retreat"  # to a part that cannot leak, and shut it off
    LEAVE = "leave"  # into the ships that hold, and shut them


class SearchOrder(Enum):
    """By which rule the next hatch is chosen."""

    INFORMATION = "information"
    CLASSIC = "classic"


@dataclass(frozen=True, slots=True)
class PartShare:
    """A part of the station and the probability that it leaks, if anything does."""

    modules: tuple[str, ...]
    probability_1: Probability


class WhyNot(Enum):
    """Why something else is not advised."""

    HARM = "harm"  # people would be harmed before it is judged
    NO_WAY_OUT = (
        "no way out"  # they would be with the leak, without one way out that serves wherever it is
    )
    UNTESTED = "untested"  # they would be shut in what was never tested
    STUCK = "stuck"  # a hatch on the way would not open against the difference
    UNREACHABLE = "unreachable"  # nobody gets there


class WayOut(Enum):
    """How people get away if the leak turns out to be where they are."""

    NONE = "none"  # there is no way without harm
    STAY = "stay"  # nobody is where it may be
    BEHIND = "behind"  # they shut hatches between it and them
    THROUGH = "through"  # they open a hatch into sound air
    SHIPS = "ships"  # they shut their ships from outside, and then into those that hold


@dataclass(frozen=True, slots=True)
class CrewStep:
    """Who does an action of an advice, from where, and when in it: begun after `starts_s`, done after `ends_s`.

    crew: ids, none: nobody is named. start: the module they are in, empty: unknown.
    """

    crew: tuple[str, ...]
    start: str
    starts_s: Amount
    ends_s: Amount


@dataclass(frozen=True, slots=True)
class Promise:
    """What holds if the leak is where an advice leaves people: the worst of all places and sizes that matter.

    modules: the part with people that most likely leaks. way, hatches, rooms: how they get out, hatches in order
    and where they go. pressure_pa, oxygen_pa: the least that anybody meets. harmed: people expected to be harmed,
    0: none, wherever it is.
    """

    way: WayOut
    modules: tuple[str, ...] = ()
    hatches: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    pressure_pa: float = float("inf")
    oxygen_pa: float = float("inf")
    harmed: float = 0.0


@dataclass(frozen=True, slots=True)
class NotAdvised:
    """Another thing to do, and why it is not advised. people: so many would be concerned."""

    kind: AdviceKind
    hatches: tuple[str, ...]
    why: WhyNot
    people: int = 0


@dataclass(frozen=True, slots=True)
class AirReserve:
    """How long the air lasts in the part where people are, by the limit that is met first, and by the crew's rule.

    by_oxygen: that the first is the least pressure of oxygen. modules: that part, as the hatches stand.
    """

    first_s: float
    by_oxygen: bool
    rule_s: float
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an advice is about and what speaks for it; only what its kind has.

    modules: what was found (isolate), is shut in (air), leads (wait), is silent (gauge), or where it is shut off, as far
        as that is known (hold, open); probability_1: of the least probable of them, of hold of all. shut, opened: hatches.
    shares: the likeliest parts that closing would part the station into, likeliest first.
    pace_nats_s, idle_nats_s: what is expected to be told a second by closing, and by waiting.
    parties: groups of people that close hatches side by side. machines_in: modules whose life
        support is switched on.
    told: title, what it tells and reason as a recording of before has them, in finished sentences.
    promise, not_advised: what holds if it is wrong, and why not another. stays_shut: hatches that will not open again
        by hand while it leaks behind them. unseated: people without a seat in a ship that holds.
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
    promise: Promise | None = None
    not_advised: tuple[NotAdvised, ...] = ()
    reserve: AirReserve | None = None
    stays_shut: tuple[str, ...] = ()
    unseated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """One step.

    actions: in order; doing all of them carries the advice out. steps: who does each, from where; none in
        recordings of before.
    hatches: those to close; parts: number of parts the station then has.
    closing_s: how long the actions take, hatch_s: one hatch of them; wait_s: then until the verdict, in expectation.
    most_s: at most so long the verdict is waited for after the actions; then `next_kind` is what comes.
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
    wait_s: Span = 0.0
    gain_bits: float = 0.0
    left_bits: float = 0.0
    hold_s: float = float("inf")
    hold_hatch: str = ""
    air_s: float = float("inf")
    order: SearchOrder = SearchOrder.INFORMATION
    steps: tuple[CrewStep, ...] = ()
    most_s: Span = float("inf")
    next_kind: AdviceKind | None = None

    @property
    def verdict_s(self) -> float:
        """When the verdict is expected, in seconds of the run."""
        return self.time_s + self.closing_s + self.wait_s

    @property
    def hold_until_s(self) -> float:
        """When the tightest closed hatch should be opened again; inf: no limit in sight."""
        return self.time_s + self.hold_s
