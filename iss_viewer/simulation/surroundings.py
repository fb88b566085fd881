"""How an exercise changes the environment of a place: to another temperature, or to swings, from an instant on."""

from __future__ import annotations

import math
from dataclasses import dataclass

from iss_viewer.simulation.air import Swing, Warming


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A change of the environment of a module or segment (empty: everywhere) since `since_s`.

    period_s: 0: it goes by change_k within over_s and stays; else it swings by so much, beginning at no change.
    """

    id: str
    where: str
    change_k: float
    over_s: float
    since_s: float
    period_s: float = 0.0

    def next_kink_s(self, time_s: float) -> float:
        """When it goes otherwise than at a time."""
        end_s = self.since_s + self.over_s
        return end_s if self.period_s == 0.0 and end_s > time_s else math.inf

    def warming(self, time_s: float, places: tuple[str, ...]) -> Warming:
        """What it is to the air from a time to the next kink, of a step."""
        if time_s < self.since_s + self.over_s:
            return Warming(0.0, self.change_k / self.over_s, self.since_s, places)
        return Warming(self.change_k, 0.0, self.since_s, places)

    def swing(self, places: tuple[str, ...]) -> Swing:
        """What it is to the air, of a swing."""
        phase = -2.0 * math.pi * self.since_s / self.period_s
        return Swing(self.change_k, self.period_s, phase, places)
