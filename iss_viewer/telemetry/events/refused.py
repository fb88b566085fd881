"""Why an action or an order was not done: what stands in the way, as a key with what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from iss_viewer.telemetry.events.bounds import Finite


class Hindrance(Enum):
    """What stands in the way; behind each: what of `Obstacle` it has."""

    UNKNOWN = "unknown"  # what, name
    UNKNOWN_PERSON = "unknown person"  # name
    NO_VALVE = "no valve"  # name: the hatch
    LEAK_EXISTS = "leak exists"  # name
    HOLE_BOUNDS = "hole bounds"
    LOOP_HOLE_BOUNDS = "loop hole bounds"
    FRACTION_BOUNDS = "fraction bounds"
    FEEDS_NO_GAS = "feeds no gas"  # name: the machine
    FEED_BOUNDS = "feed bounds"  # name: the machine; most: kg/s
    TOO_LITTLE_AIR = "too little air"  # place
    INCAPACITATED = "incapacitated"  # name: the person
    NO_WAY = "no way"  # name: the person; place
    HELD_SHUT = "held shut"  # name: the hatch; amount: N on it; most: N that arms pull
    NOBODY_NEAR = "nobody near"  # name: what is out of reach
    FAULT_KIND = "fault kind"  # name: the fault
    FAULT_SIZE = "fault size"
    NO_GAUGE = "no gauge"
    GAUGE_IN_USE = "gauge in use"  # place
    GAUGE_OUT_OF_REACH = "gauge out of reach"  # place
    NOT_DONE_HERE = "not done here"  # name: the kind of action
    NOBODY_ABOARD = "nobody aboard"
    TOO_FEW = "too few"  # amount: people needed; most: who can get there; place
    TOOL_OUT_OF_REACH = "tool out of reach"  # name: the tool; place: where it lies
    TOOL_IN_USE = "tool in use"  # name: the tool
    AIR_AGAINST = (
        "air against"  # name: the hatch; amount: Pa that stand against it and do not equalise
    )
    AIR_TOO_THIN = "air too thin"  # place; most: Pa that it takes; amount: Pa that there are
    ORDER_IS_OVER = "order is over"  # name: the order
    COSTS_ARE_OFF = "costs are off"
    DOES_NOT_MOVE = "does not move"  # name: what was tried; told: why, as an exercise says
    REAL_STATION = "real station"
    RECORDED = "recorded"
    NO_EXERCISE = "no exercise"
    NO_WAY_BACK = "no way back"
    NO_NAME_TO_TICK = "no name to tick"
    NO_REASON_TO_SHELVE = "no reason to shelve"
    NO_SPAN_TO_SHELVE = "no span to shelve"
    NO_REASON_TO_TAKE_OUT = "no reason to take out"
    NO_SPAN_TO_TAKE_OUT = "no span to take out"
    OPTION_VALUE = "option value"  # what: the option; name: its value
    TOLD = "told"  # told: a finished sentence, of a check of what was typed


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of one action. amount: what it would take; most: the greatest value that is possible, SI."""

    hindrance: Hindrance
    name: str = ""
    what: str = ""
    place: str = ""
    most: Finite | None = None
    told: str = ""
    amount: Finite | None = None
