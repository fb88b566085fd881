"""What a person, or a script, can do to a station: the plant's verbs, as frozen values.

One deed has one spelling, whoever says it: a script, a person, an advice, the audit. `kind` is the
name under which it is written down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

#: how far something is opened
Opening = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
#: how a leak that was found is repaired
RepairKind = Literal["tape", "patch", "sealant"]


@dataclass(frozen=True, slots=True)
class MoveHatch:
    """Open or close a hatch. opening: how far it is opened, as a part of its area."""

    hatch: str
    is_open: bool
    opening: Opening = 1.0
    kind: Literal["MoveHatch"] = field(default="MoveHatch", repr=False)


@dataclass(frozen=True, slots=True)
class MoveValve:
    """Open or close the equalisation valve of a closed hatch. opening: how far, as a part of its area."""

    hatch: str
    is_open: bool
    opening: Opening = 1.0
    kind: Literal["MoveValve"] = field(default="MoveValve", repr=False)


@dataclass(frozen=True, slots=True)
class OpenLeak:
    """Open a hole to vacuum: a trainer's act. `leak` is its new name."""

    leak: str
    module: str
    diameter_m: float
    discharge: float = 0.8
    kind: Literal["OpenLeak"] = field(default="OpenLeak", repr=False)


@dataclass(frozen=True, slots=True)
class SealLeak:
    """Seal a leak: 1.0 closes it, 0.5 takes half of its area."""

    leak: str
    fraction: float = 1.0
    kind: Literal["SealLeak"] = field(default="SealLeak", repr=False)


@dataclass(frozen=True, slots=True)
class PatchModule:
    """Seal what leaks in a module, found or not: the crew's act."""

    module: str
    fraction: float = 1.0
    kind: Literal["PatchModule"] = field(default="PatchModule", repr=False)


@dataclass(frozen=True, slots=True)
class SearchLeak:
    """Search the walls of a module for a leak with the ultrasonic probe."""

    module: str
    kind: Literal["SearchLeak"] = field(default="SearchLeak", repr=False)


@dataclass(frozen=True, slots=True)
class ApplyRepair:
    """Repair the leak that was found in a module and is repaired least; where none was found it has no effect."""

    module: str
    repair: RepairKind
    kind: Literal["ApplyRepair"] = field(default="ApplyRepair", repr=False)


@dataclass(frozen=True, slots=True)
class CheckLeak:
    """Read the gauge in a module for half an hour, to see whether it holds its air."""

    module: str
    kind: Literal["CheckLeak"] = field(default="CheckLeak", repr=False)


@dataclass(frozen=True, slots=True)
class TimeFall:
    """Stop the time until the pressure of a module has fallen by so much."""

    module: str
    fall_pa: Annotated[float, Field(gt=0, le=20000, allow_inf_nan=False)]
    kind: Literal["TimeFall"] = field(default="TimeFall", repr=False)


@dataclass(frozen=True, slots=True)
class LoosenRepair:
    """Undo what was done to a leak, so that this part of it is open again: a trainer's act."""

    leak: str
    open_part: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 1.0
    kind: Literal["LoosenRepair"] = field(default="LoosenRepair", repr=False)


@dataclass(frozen=True, slots=True)
class SwitchFans:
    """Turn all intermodule ventilation on or off, or one fan of it."""

    is_on: bool
    fan: str = ""
    kind: Literal["SwitchFans"] = field(default="SwitchFans", repr=False)


@dataclass(frozen=True, slots=True)
class SwitchEquipment:
    """Turn a machine of life support on or off."""

    equipment: str
    is_on: bool
    kind: Literal["SwitchEquipment"] = field(default="SwitchEquipment", repr=False)


@dataclass(frozen=True, slots=True)
class SetFeed:
    """Open a feed by hand to a flow, 0 to close; None gives it back to its regulator."""

    equipment: str
    flow_kg_s: float | None
    kind: Literal["SetFeed"] = field(default="SetFeed", repr=False)


@dataclass(frozen=True, slots=True)
class MoveCrew:
    """Send people to a module."""

    crew: tuple[str, ...]
    module: str
    kind: Literal["MoveCrew"] = field(default="MoveCrew", repr=False)


@dataclass(frozen=True, slots=True)
class ReadGauge:
    """Read the hand-held manovacuumeter in a module: takes minutes, gives whole mmHg."""

    module: str
    kind: Literal["ReadGauge"] = field(default="ReadGauge", repr=False)


@dataclass(frozen=True, slots=True)
class FailSensor:
    """Make a sensor err: a trainer's act. `size` is Pa or K, per day for drift."""

    sensor: str
    fault: str  # "none" | "bias" | "drift" | "stuck" | "noise" | "dropout"
    size: float = 0.0
    kind: Literal["FailSensor"] = field(default="FailSensor", repr=False)


@dataclass(frozen=True, slots=True)
class OpenCoolantLeak:
    """Open a hole in a coolant loop: a trainer's act."""

    loop: str
    diameter_m: float
    discharge: float = 0.6
    kind: Literal["OpenCoolantLeak"] = field(default="OpenCoolantLeak", repr=False)


@dataclass(frozen=True, slots=True)
class IsolateLoop:
    """Cut the damaged part of a coolant loop off."""

    loop: str
    kind: Literal["IsolateLoop"] = field(default="IsolateLoop", repr=False)


Action = Annotated[
    MoveHatch
    | MoveValve
    | OpenLeak
    | SealLeak
    | LoosenRepair
    | PatchModule
    | SearchLeak
    | ApplyRepair
    | CheckLeak
    | TimeFall
    | SwitchFans
    | SwitchEquipment
    | SetFeed
    | MoveCrew
    | ReadGauge
    | FailSensor
    | OpenCoolantLeak
    | IsolateLoop,
    Field(discriminator="kind"),
]

#: the verbs of the plant, as scripts and conditions name them, and the action of each
_VERBS: dict[str, tuple[str, str]] = {
    "MoveHatch": ("open_hatch", "close_hatch"),
    "MoveValve": ("open_valve", "close_valve"),
    "SwitchFans": ("fans_on", "fans_off"),
    "SwitchEquipment": ("switch_on", "switch_off"),
    "SetFeed": ("set_feed", "auto_feed"),
}
#: the verbs of the actions whose class is called otherwise
_OTHERWISE = {"SearchLeak": "search", "CheckLeak": "leak_check"}


def verb_of(action: Action) -> str:
    """What an action does, as scripts and conditions name it: ``close_hatch``, ``tape``, ``leak_check``."""
    match action:
        case MoveHatch(is_open=yes) | MoveValve(is_open=yes):
            return _VERBS[action.kind][0 if yes else 1]
        case SwitchFans(is_on=yes) | SwitchEquipment(is_on=yes):
            return _VERBS[action.kind][0 if yes else 1]
        case SetFeed(flow_kg_s=flow_kg_s):
            return _VERBS[action.kind][1 if flow_kg_s is None else 0]
        case ApplyRepair(repair=repair):
            return repair
    if action.kind in _OTHERWISE:
        return _OTHERWISE[action.kind]
    return re.sub(r"(?<!^)(?=[A-Z])", "_", action.kind).lower()


def target_of(action: Action) -> str:
    """What an action is done to, by its id; empty for the ventilation."""
    for name in ("hatch", "leak", "equipment", "sensor", "loop", "module", "fan"):
        if hasattr(action, name):
            return str(getattr(action, name))
    return ""


__all__ = [
    "Action",
    "ApplyRepair",
    "CheckLeak",
    "FailSensor",
    "IsolateLoop",
    "LoosenRepair",
    "MoveCrew",
    "MoveHatch",
    "MoveValve",
    "OpenCoolantLeak",
    "OpenLeak",
    "PatchModule",
    "ReadGauge",
    "RepairKind",
    "SealLeak",
    "SearchLeak",
    "SetFeed",
    "SwitchEquipment",
    "SwitchFans",
    "TimeFall",
    "target_of",
    "verb_of",
]
