"""The reasons of a safety verdict, as keys with their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from iss_viewer.telemetry.events.bounds import Probability

PARTIES = ("crew", "operations", "mission")


class Why(Enum):
    """What may speak for a verdict; behind each: what of `Reason` it has."""

    CALM = "calm"
    PRESSURE_BELOW_LIMIT = "pressure below limit"
    RESERVE_TIME = "reserve time"  # span_s, span_low_s
    PROBABLE_LOSS = "probable loss"  # probability_1; where people are
    PROBABLE_LOSS_SOMEWHERE = "probable loss somewhere"  # probability_1
    RAPID = "rapid depressurization"
    CUT_OFF = "cut off"  # subjects: people
    UNFIT_VEHICLE = "unfit vehicle"  # subjects: people
    BAD_AIR = "bad air"  # subjects: modules where people are
    LOSS = "loss"  # rate_kg_s; subjects: modules that are suspected
    CLOSED_OFF = "closed off"  # subjects: modules
    UNCOOLED = "uncooled"  # subjects: coolant loops
    GAS = "gas"  # rate_kg_s, span_s
    GAS_DOUBTFUL = "gas doubtful"  # probability_1
    BLIND = "blind"  # span_s: since the last valid pressure; subjects: modules, the first of each air space
    TOLD = "told"  # told: a finished sentence, of a recording of before


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. rate_kg_s: of loss; span_s: a time left, infinite: without end."""

    why: Why
    probability_1: Probability | None = None
    rate_kg_s: float | None = None
    span_s: float | None = None
    span_low_s: float | None = None
    subjects: tuple[str, ...] = ()
    told: str = ""
