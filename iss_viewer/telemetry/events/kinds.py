"""Every kind of event: something that happened at an instant, with the value that it is about.

An event holds no finished sentence: `situation.words` makes one of it. Each has `time_s`, seconds of
the run; `subject`, what it is about (a module, a hatch, an alarm's subject, STATION); and `actor`, who
did it, empty where it came by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from iss_viewer.station.actions import (
    Action,
    FailSensor,
    MoveHatch,
    OpenCoolantLeak,
    OpenLeak,
    SealLeak,
)
from iss_viewer.telemetry.events.advice import Advice
from iss_viewer.telemetry.events.alarm import Alarm, AlarmChange, FloodPhase
from iss_viewer.telemetry.events.bounds import STATION, Finite, NamedVerdict
from iss_viewer.telemetry.events.location import RankedLocation
from iss_viewer.telemetry.events.verdict import Reason


class _ByItself:
    """An event that nobody is named for."""

    __slots__ = ()

    @property
    def actor(self) -> str:
        """Nobody."""
        return ""


class _OfStation:
    """An event about the whole station."""

    __slots__ = ()

    @property
    def subject(self) -> str:
        """The station."""
        return STATION


@dataclass(frozen=True, slots=True)
class AlarmChanged:
    """An alarm came, went, or was seen to; `alarm` is how it stands after that."""

    alarm: Alarm
    change: AlarmChange
    kind: Literal["AlarmChanged"] = field(default="AlarmChanged", repr=False)

    @property
    def time_s(self) -> float:
        """When the alarm changed."""
        return self.alarm.changed_s

    @property
    def subject(self) -> str:
        """What the alarm is about."""
        return self.alarm.subject

    @property
    def actor(self) -> str:
        """Who saw to the alarm last."""
        return self.alarm.actor


@dataclass(frozen=True, slots=True)
class FloodChanged(_OfStation, _ByItself):
    """A flood of alarms began, is led by another alarm, or is over. count: new ones in ten minutes."""

    time_s: Finite
    phase: FloodPhase
    count: int
    root: Alarm | None = None
    kind: Literal["FloodChanged"] = field(default="FloodChanged", repr=False)


@dataclass(frozen=True, slots=True)
class VerdictGiven(_ByItself):
    """What the station's state means for a party, the gravest reason first."""

    time_s: Finite
    party: str
    verdict: NamedVerdict
    reasons: tuple[Reason, ...]
    kind: Literal["VerdictGiven"] = field(default="VerdictGiven", repr=False)

    @property
    def subject(self) -> str:
        """The party."""
        return self.party


@dataclass(frozen=True, slots=True)
class AdviceGiven(_OfStation, _ByItself):
    """What to do next."""

    advice: Advice
    kind: Literal["AdviceGiven"] = field(default="AdviceGiven", repr=False)

    @property
    def time_s(self) -> float:
        """When it was given."""
        return self.advice.time_s


@dataclass(frozen=True, slots=True)
class LocationEstimated(_OfStation, _ByItself):
    """Where the leak is now believed to be."""

    time_s: Finite
    location: RankedLocation
    kind: Literal["LocationEstimated"] = field(default="LocationEstimated", repr=False)


@dataclass(frozen=True, slots=True)
class LimitEdited:
    """One number of a limit was changed, which made `version` of the limits."""

    time_s: Finite
    limit: str
    field_name: str
    value: float
    was: float
    quantity: str
    version: int
    actor: str = ""
    reason: str = ""
    kind: Literal["LimitEdited"] = field(default="LimitEdited", repr=False)

    @property
    def subject(self) -> str:
        """The limit."""
        return self.limit


@dataclass(frozen=True, slots=True)
class OptionSet:
    """A setting of the detector was changed."""

    time_s: Finite
    option: str
    value: str
    actor: str = ""
    kind: Literal["OptionSet"] = field(default="OptionSet", repr=False)

    @property
    def subject(self) -> str:
        """The option."""
        return self.option


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """What a person, or the script in a person's name, noted."""

    time_s: Finite
    subject: str
    text: str
    actor: str = ""
    kind: Literal["NoteWritten"] = field(default="NoteWritten", repr=False)


@dataclass(frozen=True, slots=True)
class StepReached(_OfStation, _ByItself):
    """A step of the scenario's walk-through, in the words of the scenario."""

    time_s: Finite
    index: int
    title: str
    text: str
    question: str = ""
    hint: str = ""
    kind: Literal["StepReached"] = field(default="StepReached", repr=False)


@dataclass(frozen=True, slots=True)
class ActionDone:
    """Somebody did something to the station. is_reported: it was told of, not done by us."""

    time_s: Finite
    action: Action
    subject: str
    actor: str = ""
    reason: str = ""
    is_reported: bool = False
    kind: Literal["ActionDone"] = field(default="ActionDone", repr=False)


@dataclass(frozen=True, slots=True)
class ActionRefusedInScript(_OfStation):
    """The script wanted something that was not possible. verb, target: as the scenario names it."""

    time_s: Finite
    verb: str
    target: str
    why: str
    actor: str = ""
    kind: Literal["ActionRefusedInScript"] = field(default="ActionRefusedInScript", repr=False)


@dataclass(frozen=True, slots=True)
class ResponseStarted:
    """The station itself did something, as the automatic response to a rapid depressurization."""

    time_s: Finite
    action: Action
    subject: str
    kind: Literal["ResponseStarted"] = field(default="ResponseStarted", repr=False)

    @property
    def actor(self) -> str:
        """The station."""
        return "automatic response"


@dataclass(frozen=True, slots=True)
class GaugeRead(_ByItself):
    """The hand-held gauge was read in a module."""

    time_s: Finite
    module: str
    pressure_pa: Finite
    kind: Literal["GaugeRead"] = field(default="GaugeRead", repr=False)

    @property
    def subject(self) -> str:
        """The module."""
        return self.module


@dataclass(frozen=True, slots=True)
class LeakOpened(_ByItself):
    """Truth: a leak of the scenario began, in a module or at a hatch."""

    time_s: Finite
    leak: str
    subject: str
    kind: Literal["LeakOpened"] = field(default="LeakOpened", repr=False)


@dataclass(frozen=True, slots=True)
class LeakChanged(_ByItself):
    """Truth: a leak of the scenario became `factor` times its size, by somebody's deed or its own."""

    time_s: Finite
    leak: str
    subject: str
    factor: float
    by: str = ""
    kind: Literal["LeakChanged"] = field(default="LeakChanged", repr=False)


@dataclass(frozen=True, slots=True)
class FaultChanged(_ByItself):
    """Truth: a sensor of the scenario began to err, or does so no more."""

    time_s: Finite
    sensor: str
    fault: str
    size: float = 0.0
    has_ended: bool = False
    kind: Literal["FaultChanged"] = field(default="FaultChanged", repr=False)

    @property
    def subject(self) -> str:
        """The sensor."""
        return self.sensor


@dataclass(frozen=True, slots=True)
class SurroundingsChanged(_ByItself):
    """Truth: the surroundings of a module, a segment or the station begin to warm or cool."""

    time_s: Finite
    subject: str
    change_k: float
    over_s: float
    kind: Literal["SurroundingsChanged"] = field(default="SurroundingsChanged", repr=False)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a recording of before says in a finished sentence, and nothing can be made of any more."""

    time_s: float
    topic: str
    subject: str
    text: str
    actor: str = ""
    kind: Literal["Remark"] = field(default="Remark", repr=False)


Event = Annotated[
    AlarmChanged
    | FloodChanged
    | VerdictGiven
    | AdviceGiven
    | LocationEstimated
    | LimitEdited
    | OptionSet
    | NoteWritten
    | StepReached
    | ActionDone
    | ActionRefusedInScript
    | ResponseStarted
    | GaugeRead
    | LeakOpened
    | LeakChanged
    | FaultChanged
    | SurroundingsChanged
    | Remark,
    Field(discriminator="kind"),
]

#: what a detector concludes, or is told of its settings: it does so again when a recording is played
CONCLUDED = (
    AlarmChanged,
    FloodChanged,
    VerdictGiven,
    AdviceGiven,
    LocationEstimated,
    LimitEdited,
    OptionSet,
)
_TRUTH = (LeakOpened, LeakChanged, FaultChanged, SurroundingsChanged)
_TRAINERS = (OpenLeak, SealLeak, FailSensor, OpenCoolantLeak)


def is_truth(event: Event) -> bool:
    """Whether an event tells what no sensor and no person aboard knows: shown only when asked for."""
    if isinstance(event, ActionDone):
        return isinstance(event.action, _TRAINERS)
    return isinstance(event, _TRUTH) or (isinstance(event, Remark) and event.topic == "truth")


def is_concluded(event: Event) -> bool:
    """Whether a detector concluded it."""
    return isinstance(event, CONCLUDED)


def is_hatch_move(event: Event) -> bool:
    """Whether a hatch was moved."""
    return isinstance(event, ActionDone) and isinstance(event.action, MoveHatch)


def closed_hatch(event: Event) -> str:
    """The hatch that was closed; empty for all else."""
    match event:
        case ActionDone(action=MoveHatch(hatch=hatch, is_open=False)):
            return hatch
    return ""


def has_change(event: Event, *changes: AlarmChange) -> bool:
    """Whether an alarm changed in one of these ways."""
    return isinstance(event, AlarmChanged) and event.change in changes


def time_of(event: Event) -> float:
    """When it happened: the key by which events are in order."""
    return event.time_s
