"""Which hatches the advice has people move: those in work by now, and those that do not move. Whether people do what is
advised is told by what they are seen to do: who does nothing at all has met no stiff hatch.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from iss_viewer.station.actions import MoveHatch
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.telemetry.events import Advice, AdviceKind
from iss_viewer.telemetry.events.advice import CrewStep

#: times as long as a step should take: then its hatch does not move; and after as long again it is tried once more
STIFF_AFTER = 4.0


@dataclass(frozen=True, slots=True)
class HatchOrder:
    """How a hatch shall stand, since when that is asked, and when it is begun and done as advised, s after that."""

    is_open: bool
    since_s: float
    starts_s: float
    ends_s: float

    @property
    def begins_s(self) -> float:
        """When somebody begins it."""
        return self.since_s + self.starts_s

    @property
    def late_s(self) -> float:
        """When it should long have been done."""
        return self.since_s + STIFF_AFTER * self.ends_s

    @property
    def again_s(self) -> float:
        """When one tries again what did not move."""
        return self.since_s + 2.0 * STIFF_AFTER * self.ends_s

    @property
    def until_s(self) -> float:
        """When people who have begun it, and are slow, have done it."""
        hands = read_safety_rules().hands
        return self.since_s + hands.look_s + hands.slower_1 * self.ends_s


Orders = dict[str, HatchOrder]


@dataclass
class HatchOrders:
    """asked: hatches that are to be moved, and those that were and did not move. dropped: hatches of advice before that
    somebody may have begun. acted_s: when people were last seen to do anything. kind: of step that is advised, and since
    when; first_s: when the first thing of it was to be done, after that.
    """

    asked: Orders = field(default_factory=dict)
    dropped: Orders = field(default_factory=dict)
    acted_s: float = -math.inf
    kind: AdviceKind | None = None
    kind_since_s: float = -math.inf
    first_s: float = 0.0

    def act(self, time_s: float) -> None:
        """Note that people did something; what they had let lie until then counts from now."""
        self.asked = {
            hatch: replace(one, since_s=time_s)
            if self.acted_s < one.since_s and time_s > one.until_s
            else one
            for hatch, one in self.asked.items()
        }
        self.acted_s = time_s

    def give(self, time_s: float, advice: Advice, closed: Collection[str]) -> None:
        """Note what a new advice asks for; `closed`: the hatches that are shut."""
        before = {h: one for h, one in _not_done(self.asked, closed) if time_s <= one.again_s}
        now: Orders = {}
        for move, step in _moves(advice):
            asked = HatchOrder(move.is_open, time_s, step.starts_s, step.ends_s)
            same = before.get(move.hatch)
            now[move.hatch] = same if same and same.is_open is move.is_open else asked
        if advice.kind is not self.kind:
            self.kind, self.kind_since_s = advice.kind, time_s
            self.first_s = min((step.ends_s for step in advice.steps), default=0.0)
        stiff = {hatch: before[hatch] for hatch in self.stiff(time_s, closed) if hatch in before}
        kept = {**dict(_not_done(self.dropped, closed)), **before}
        self.dropped = {
            hatch: one
            for hatch, one in kept.items()
            if hatch not in now and one.begins_s <= time_s <= one.until_s
        }
        self.asked = {**stiff, **now}

    def stiff(self, time_s: float, closed: Collection[str]) -> frozenset[str]:
        """Hatches that should long have been moved by people who do something, and still stand as they did."""
        return frozenset(
            hatch
            for hatch, one in _not_done(self.asked, closed)
            if one.late_s < time_s <= one.again_s and self.acted_s >= one.since_s
        )

    def begun(self, time_s: float, closed: Collection[str]) -> frozenset[str]:
        """Hatches that somebody has begun to move by now, and not ended."""
        found = set()
        for orders, is_asked in ((self.dropped, False), (self.asked, True)):
            for hatch, one in _not_done(orders, closed):
                is_at_it = time_s <= one.until_s or (is_asked and self.acted_s >= one.since_s)
                if one.begins_s <= time_s and is_at_it:
                    found.add(hatch)
        return frozenset(found)

    def is_under_way(self, time_s: float) -> bool:
        """Whether people may have begun with what is advised: they were seen to act since, or have had the time to look
        and not yet that for the first thing.
        """
        hands, gone_s = read_safety_rules().hands, time_s - self.kind_since_s
        is_at_first = hands.look_s <= gone_s <= hands.look_s + hands.slower_1 * self.first_s
        return self.acted_s >= self.kind_since_s or is_at_first


def _not_done(
    orders: Mapping[str, HatchOrder], closed: Collection[str]
) -> Iterator[tuple[str, HatchOrder]]:
    """Those whose hatch does not stand yet as it shall."""
    for hatch, one in orders.items():
        if (hatch not in closed) is not one.is_open:
            yield hatch, one


def _moves(advice: Advice) -> Iterator[tuple[MoveHatch, CrewStep]]:
    for action, step in zip(advice.actions, advice.steps, strict=False):
        if isinstance(action, MoveHatch):
            yield action, step
