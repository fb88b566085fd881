"""How big each leak is over time: its start, ramp, growth, repairs; not what flows through it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from iss_viewer.scenario.scenario import Change, Leak
from iss_viewer.simulation import air
from iss_viewer.simulation.leak_size import LeakSize
from iss_viewer.station.actions import RepairKind

_MOST_DOUBLINGS = 1000.0  # beyond any limit, within a float


@dataclass(frozen=True, slots=True)
class Course:
    """The size of a leak, as a multiple of its written size, from `since_s` on.

    It goes straight from `start` to `goal` until `until_s`, then doubles each `doubling_s` up to
    `limit`; a `doubling_s` of infinity means that it stays.
    """

    since_s: float
    start: float
    until_s: float
    goal: float
    doubling_s: float = math.inf
    limit: float = math.inf

    @property
    def limit_s(self) -> float:
        """When growth reaches its limit; infinite if it does not grow."""
        if self.goal <= 0.0 or self.limit <= self.goal or math.isinf(self.doubling_s):
            return math.inf
        return self.until_s + self.doubling_s * math.log2(self.limit / self.goal)

    @property
    def grows(self) -> bool:
        """Whether it grows after `until_s`."""
        return self.goal > 0.0 and self.limit > self.goal and math.isfinite(self.doubling_s)

    def at(self, time_s: float) -> float:
        """The multiple at a time not before `since_s`."""
        if time_s < self.until_s:
            share = (time_s - self.since_s) / (self.until_s - self.since_s)
            return self.start + (self.goal - self.start) * share
        if not self.grows:
            return self.goal
        doublings = min((time_s - self.until_s) / self.doubling_s, _MOST_DOUBLINGS)
        return min(self.goal * math.exp2(doublings), self.limit)

    def next_kink_s(self, time_s: float) -> float:
        """The next time at which it stops going as it does at `time_s`."""
        if time_s < self.until_s:
            return self.until_s
        return self.limit_s if time_s < self.limit_s else math.inf

    def growth(self, time_s: float, part: float) -> air.Growth:
        """How `part` of it goes from `time_s` to the next kink."""
        if time_s < self.until_s:
            slope = (self.goal - self.start) / (self.until_s - self.since_s)
            return air.Growth(part * self.start, part * slope, 0.0, self.since_s)
        if self.grows and time_s < self.limit_s:
            return air.Growth(part * self.goal, 0.0, math.log(2.0) / self.doubling_s, self.until_s)
        return air.Growth(part * (self.limit if self.grows else self.goal))


@dataclass(frozen=True, slots=True)
class RepairDone:
    """A repair of a leak, by its number in the plant; no `site`: nothing had been found that it could be put on.

    count: the how-manyth of its leak. loose_s: when it comes loose, infinite: never; then `open_before` is open again.
    """

    repair: RepairKind
    leak: int = -1
    site: int = 0
    count: int = 0
    loose_s: float = math.inf
    open_before: float = 1.0


@dataclass(frozen=True, slots=True)
class LeakState:
    """A leak as it is now. `open_part` is what repairs by people left open.

    site: which of the leaks found in its module it is, from 1; 0: nobody found it. searches: that have missed it,
    or found it. repairs: how many were done to it.
    """

    size: LeakSize
    course: Course | None = None
    open_part: float = 1.0
    site: int = 0
    searches: int = 0
    repairs: int = 0

    @property
    def has_started(self) -> bool:
        """Whether there is something to seal."""
        return self.course is not None

    def now_1(self, time_s: float) -> float:
        """Its size at a time, as a part of the written one; 0 before it starts."""
        return 0.0 if self.course is None else self.course.at(time_s) * self.open_part

    def in_air(self, time_s: float) -> air.AirLeak | None:
        """The leak as the air knows it from `time_s` to the next kink; None while it is shut."""
        if self.course is None or self.open_part == 0.0:
            return None
        growth = self.course.growth(time_s, self.open_part)
        if growth.value == 0.0 and growth.slope_per_s == 0.0:
            return None
        size = self.size
        return air.AirLeak(
            id=size.id,
            module=size.module,
            hatch=size.hatch,
            orifice_m2=size.orifice_m2,
            crack_kg_s_pa2=size.quadratic,
            linear_kg_s_pa=size.linear,
            power_kg_s=size.power_kg_s,
            exponent=size.exponent,
            growth=growth,
            into=size.into,
        )

    def started(self, time_s: float, leak: Leak | None = None) -> LeakState:
        """The leak as it opens, with the ramp and growth of `leak`."""
        if leak is None:
            return replace(self, course=Course(time_s, 1.0, time_s, 1.0))
        doubling = leak.doubling_s or math.inf
        course = Course(time_s, 0.0, time_s + leak.ramp_s, 1.0, doubling, leak.growth_limit)
        return replace(self, course=course)

    def changed(self, change: Change, time_s: float, growth_limit: float) -> LeakState:
        """The leak from a scripted change on, which says how large it is then, whatever people had done to it."""
        now = self.now_1(time_s)
        doubling = change.doubling_s or math.inf
        limit = change.factor * growth_limit
        until = time_s + change.over_s
        course = Course(time_s, now, until, change.factor, doubling, limit)
        return replace(self, course=course, open_part=1.0)

    def sealed(self, fraction: float) -> LeakState:
        """The leak after someone closed a part of what was open."""
        return replace(self, open_part=self.open_part * (1.0 - fraction))
