"""How lively people are over the day: asleep, at work, at sport."""

from __future__ import annotations

import math

from iss_viewer.scenario import Scenario
from iss_viewer.units import S_PER_DAY


class Activity:
    """What multiplies breathing and heat of everybody aboard, by the time since the start."""

    def __init__(self, scenario: Scenario) -> None:
        plan, start = scenario.crew, scenario.start_utc
        self._base, self._parts = plan.activity, plan.day
        self._began_s = float(start.hour * 3600 + start.minute * 60 + start.second)

    def at(self, time_s: float) -> float:
        """From `time_s` to the next kink."""
        if not self._parts:
            return self._base
        bounds = [(self._since_s(part.at_s, time_s), part.activity) for part in self._parts]
        return self._base * max(bounds)[1]

    def next_kink_s(self, time_s: float) -> float:
        """When it changes next; infinite if it never does."""
        if not self._parts:
            return math.inf
        times = [self._since_s(part.at_s, time_s) + S_PER_DAY for part in self._parts]
        return min(times)

    def _since_s(self, at_s: float, time_s: float) -> float:
        """The last time, at or before `time_s`, at which it was `at_s` o'clock; seconds since the start."""
        first_s = at_s - self._began_s
        whole_days = math.floor((time_s - first_s) / S_PER_DAY)
        return first_s + whole_days * S_PER_DAY
