"""The words of sentences: what can be measured, what can be in which state, how far an action has come.

Mistakes name the nearest of these; completion in an editor offers them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: the air space with most people in it, in place of a module
STATION = "station"


class Measure(StrEnum):
    """A number that a sentence may compare."""

    PRESSURE = "pressure"
    FALL = "fall"
    RESERVE = "reserve"
    OXYGEN = "ppO2"
    CARBON_DIOXIDE = "ppCO2"
    TEMPERATURE = "temperature"
    DIFFERENCE = "difference"
    CONTENT = "content"
    INVENTORY = "inventory"
    PEOPLE = "people"
    CHANCE = "chance"
    LOST = "lost"
    TIME = "time"


class Whose(StrEnum):
    """What a measure is of."""

    PLACE = "module"
    AIR = "module, loop or 'station'"
    HATCH = "hatch"
    TANK = "tank"
    LOOP = "coolant loop"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """How a measure is written: ``preposition`` before whose it is, and its quantity ("": a bare number)."""

    whose: Whose
    quantity: str
    preposition: str = "of"


MEASURES: dict[Measure, MeasureRow] = {
    Measure.PRESSURE: MeasureRow(Whose.AIR, "pressure"),
    Measure.FALL: MeasureRow(Whose.AIR, "pressure_rate"),
    Measure.RESERVE: MeasureRow(Whose.AIR, "duration"),
    Measure.OXYGEN: MeasureRow(Whose.AIR, "pressure"),
    Measure.CARBON_DIOXIDE: MeasureRow(Whose.AIR, "pressure"),
    Measure.TEMPERATURE: MeasureRow(Whose.AIR, "temperature"),
    Measure.DIFFERENCE: MeasureRow(Whose.HATCH, "pressure", "across"),
    Measure.CONTENT: MeasureRow(Whose.TANK, "mass"),
    Measure.INVENTORY: MeasureRow(Whose.LOOP, "volume"),
    Measure.PEOPLE: MeasureRow(Whose.PLACE, "", "in"),
    Measure.CHANCE: MeasureRow(Whose.PLACE, ""),
    Measure.LOST: MeasureRow(Whose.NOTHING, "mass", ""),
    Measure.TIME: MeasureRow(Whose.NOTHING, "duration", ""),
}
#: what a trainee sees displayed, after ``shown``
SHOWABLE = (Measure.PRESSURE, Measure.FALL, Measure.RESERVE)


class StatusOf(StrEnum):
    """What can be in a state."""

    HATCH = "hatch"
    VALVE = "valve"
    MACHINE = "machine"
    FAN = "fan"
    FANS = "fans"
    SIGNAL = "signal"
    PLACE = "place"
    EVERYONE = "everyone"
    ALARM = "alarm"
    MALFUNCTION = "malfunction"
    STEP = "step"
    EXPECTED = "expected"
    ANSWER = "answer"


STATES: dict[StatusOf, tuple[str, ...]] = {
    StatusOf.HATCH: ("open", "closed"),
    StatusOf.VALVE: ("open", "closed"),
    StatusOf.MACHINE: ("on", "off"),
    StatusOf.FAN: ("on", "off"),
    StatusOf.FANS: ("on", "off"),
    StatusOf.SIGNAL: ("lost", "good"),
    StatusOf.PLACE: ("isolated", "manned", "empty"),
    StatusOf.EVERYONE: ("accounted", "reachable", "home"),
    StatusOf.ALARM: ("raised", "acknowledged", "quiet"),
    StatusOf.MALFUNCTION: ("armed", "active", "cleared", "found", "sealed"),
    StatusOf.STEP: ("done",),
    StatusOf.EXPECTED: ("met",),
    StatusOf.ANSWER: ("given", "right"),
}
#: of which there is but one: no name stands behind them
NAMELESS = (StatusOf.FANS, StatusOf.SIGNAL, StatusOf.EVERYONE)
#: states that exclude each other
EXCLUSIVE = (
    ("open", "closed"), ("on", "off"), ("lost", "good"), ("manned", "empty"), ("raised", "quiet"),
    ("isolated", "manned"),
)  # fmt: skip


class ActionStage(StrEnum):
    """How far an action of people has come."""

    DONE = "done"
    ORDERED = "ordered"
    REFUSED = "refused"


#: words that join sentences, and those before one
JOINTS = ("and", "or", "for")
PREFIXES = ("not", "once", "becomes")
FIRST_WORDS = (
    *PREFIXES, "shown", *(measure.value for measure in Measure), *(one.value for one in StatusOf),
    *(stage.value for stage in ActionStage),
)  # fmt: skip
