"""The verbs of orders, with what each acts on: one table for sentences, model orders, the queue of orders and its costs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class VerbTarget(StrEnum):
    """What the target of a verb has to be."""

    HATCH = "hatch"
    PLACE = "module"
    FEED = "feed"
    MACHINE = "machine"
    FAN = "fan"
    LOOP = "coolant loop"
    RULE = "alarm"
    QUESTION = "question"
    STEP = "step"
    NOTHING = ""


class VerbValue(StrEnum):
    """What a verb needs beside its target."""

    NOTHING = ""
    FLOW = "mass_rate"
    FALL = "pressure"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class OrderVerb:
    """A verb of an order. is_optional: it may stand without a target, then all are meant."""

    target: VerbTarget
    value: VerbValue = VerbValue.NOTHING
    is_optional: bool = False


VERBS: dict[str, OrderVerb] = {
    "open_hatch": OrderVerb(VerbTarget.HATCH),
    "close_hatch": OrderVerb(VerbTarget.HATCH),
    "open_valve": OrderVerb(VerbTarget.HATCH),
    "close_valve": OrderVerb(VerbTarget.HATCH),
    "fans_on": OrderVerb(VerbTarget.FAN, is_optional=True),
    "fans_off": OrderVerb(VerbTarget.FAN, is_optional=True),
    "switch_on": OrderVerb(VerbTarget.MACHINE),
    "switch_off": OrderVerb(VerbTarget.MACHINE),
    "set_feed": OrderVerb(VerbTarget.FEED, VerbValue.FLOW),
    "auto_feed": OrderVerb(VerbTarget.FEED),
    "isolate_loop": OrderVerb(VerbTarget.LOOP),
    "move_crew": OrderVerb(VerbTarget.PLACE),
    "gather": OrderVerb(VerbTarget.PLACE),
    "read_gauge": OrderVerb(VerbTarget.PLACE),
    "time_fall": OrderVerb(VerbTarget.PLACE, VerbValue.FALL),
    "search": OrderVerb(VerbTarget.PLACE),
    "tape": OrderVerb(VerbTarget.PLACE),
    "patch": OrderVerb(VerbTarget.PLACE),
    "sealant": OrderVerb(VerbTarget.PLACE),
    "leak_check": OrderVerb(VerbTarget.PLACE),
    "acknowledge": OrderVerb(VerbTarget.RULE, is_optional=True),
    "report": OrderVerb(VerbTarget.QUESTION, VerbValue.ANSWER),
    "tick": OrderVerb(VerbTarget.STEP),
}
#: in place of a module for ``gather``: each into the own ship
VEHICLES = "vehicles"
#: work on the hull, of which ``blind`` may be said
REPAIRS = ("tape", "patch", "sealant")
