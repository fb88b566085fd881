"""Where the leak is believed to be, as it is told: modules ranked, and what else could explain it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from iss_viewer.telemetry.events.bounds import Measured, Probability


class PriorChoice(Enum):
    """What is believed before anything is measured."""

    HISTORY = "history"
    UNIFORM = "uniform"


@dataclass(frozen=True, slots=True)
class RankedLocation:
    """What all readings together say.

    ranked: modules with the probability that they leak, likeliest first.
    leak, none, seal, sensor: that some module leaks; that all is well; that the seal of a closed
        hatch passes air; that a sensor drifts. several: that two modules leak.
    hatches, sensors: the probability of each seal, and of the sensor of each module.
    rate_low_kg_s, rate_kg_s, rate_high_kg_s: 16, 50 and 84 % of the loss at one atmosphere of the
        likeliest leak; NaN when nothing was read.
    cells: the groups of modules that no reading has told apart yet.
    """

    ranked: tuple[tuple[str, Probability], ...]
    leak: Probability
    none: Probability
    seal: Probability
    sensor: Probability
    several: Probability
    hatches: dict[str, Probability] = field(default_factory=dict)
    sensors: dict[str, Probability] = field(default_factory=dict)
    rate_low_kg_s: Measured = float("nan")
    rate_kg_s: Measured = float("nan")
    rate_high_kg_s: Measured = float("nan")
    cells: tuple[tuple[str, ...], ...] = ()
    prior: PriorChoice = PriorChoice.HISTORY
