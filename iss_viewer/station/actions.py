"""What a person, or a script, can do to a station: the plant's verbs, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MoveHatch:
    """Open or close a hatch."""

    hatch: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class MoveValve:
    """Open or close the equalisation valve of a closed hatch."""

    hatch: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class OpenLeak:
    """Open a hole to vacuum: a trainer's act. `leak` is its new name."""

    leak: str
    module: str
    diameter_m: float
    discharge: float = 0.8


@dataclass(frozen=True, slots=True)
class SealLeak:
    """Seal a leak: 1.0 closes it, 0.5 takes half of its area."""

    leak: str
    fraction: float = 1.0


@dataclass(frozen=True, slots=True)
class PatchModule:
    """Seal what leaks in a module, found or not: the crew's act."""

    module: str
    fraction: float = 1.0


@dataclass(frozen=True, slots=True)
class SwitchFans:
    """Turn all intermodule ventilation on or off."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class SwitchEquipment:
    """Turn a machine of life support on or off."""

    equipment: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class SetFeed:
    """Open a feed by hand to a flow, 0 to close; None gives it back to its regulator."""

    equipment: str
    flow_kg_s: float | None


@dataclass(frozen=True, slots=True)
class MoveCrew:
    """Send people to a module."""

    crew: tuple[str, ...]
    module: str


@dataclass(frozen=True, slots=True)
class ReadGauge:
    """Read the hand-held manovacuumeter in a module: takes minutes, gives whole mmHg."""

    module: str


@dataclass(frozen=True, slots=True)
class FailSensor:
    """Make a sensor err: a trainer's act. `size` is Pa or K, per day for drift."""

    sensor: str
    fault: str  # "none" | "bias" | "drift" | "stuck" | "noise" | "dropout"
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class OpenCoolantLeak:
    """Open a hole in a coolant loop: a trainer's act."""

    loop: str
    diameter_m: float
    discharge: float = 0.6


@dataclass(frozen=True, slots=True)
class IsolateLoop:
    """Cut the damaged part of a coolant loop off."""

    loop: str


Action = (
    MoveHatch
    | MoveValve
    | OpenLeak
    | SealLeak
    | PatchModule
    | SwitchFans
    | SwitchEquipment
    | SetFeed
    | MoveCrew
    | ReadGauge
    | FailSensor
    | OpenCoolantLeak
    | IsolateLoop
)

__all__ = [
    "Action",
    "FailSensor",
    "IsolateLoop",
    "MoveCrew",
    "MoveHatch",
    "MoveValve",
    "OpenCoolantLeak",
    "OpenLeak",
    "PatchModule",
    "ReadGauge",
    "SealLeak",
    "SetFeed",
    "SwitchEquipment",
    "SwitchFans",
]
