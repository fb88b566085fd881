"""How big each leak is over time: its start, ramp, growth, repairs; not what flows through it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from iss_viewer.scenario.scenario import Change, Leak
from iss_viewer.simulation.leak_size import LeakSize


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
    doubling_s: float = float("inf")
    limit: float = float("inf")

    def at(self, time_s: float) -> float:
        """The multiple at a time not before `since_s`."""
        if time_s < self.until_s:
            share = (time_s - self.since_s) / (self.until_s - self.since_s)
            return self.start + (self.goal - self.start) * share
        doublings = (time_s - self.until_s) / self.doubling_s
        return min(self.goal * math.exp2(min(doublings, 1000.0)), max(self.limit, self.goal))

    def longest_step_s(self, time_s: float) -> float:
        """For how long from `time_s` on the size may be taken constant at its middle."""
        if time_s < self.until_s:
            return min((self.until_s - self.since_s) / 10.0, self.until_s - time_s)
        if self.goal <= 0.0 or self.at(time_s) >= self.limit:
            return float("inf")
        return self.doubling_s / 20.0


@dataclass(frozen=True, slots=True)
class LeakState:
    """A leak as it is now. `open_part` is what repairs by people left open."""

    size: LeakSize
    course: Course | None = None
    open_part: float = 1.0

    @property
    def has_started(self) -> bool:
        """Whether there is something to seal."""
        return self.course is not None

    def multiple(self, time_s: float) -> float:
        """The present size over the written one."""
        return 0.0 if self.course is None else self.course.at(time_s) * self.open_part

    def started(self, time_s: float, leak: Leak | None = None) -> LeakState:
        """The leak as it opens, with the ramp and growth of `leak`."""
        if leak is None:
            return replace(self, course=Course(time_s, 1.0, time_s, 1.0))
        doubling = leak.doubling_s or math.inf
        course = Course(time_s, 0.0, time_s + leak.ramp_s, 1.0, doubling, leak.growth_limit)
        return replace(self, course=course)

    def changed(self, change: Change, time_s: float, growth_limit: float) -> LeakState:
        """The leak from a scripted change on."""
        now = 0.0 if self.course is None else self.course.at(time_s)
        doubling = change.doubling_s or math.inf
        limit = change.factor * growth_limit
        until = time_s + change.over_s
        return replace(self, course=Course(time_s, now, until, change.factor, doubling, limit))

    def sealed(self, fraction: float) -> LeakState:
        """The leak after someone closed a part of what was open."""
        return replace(self, open_part=self.open_part * (1.0 - fraction))
