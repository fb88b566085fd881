"""Events of the detector: what it concludes, and what people set of it. It does so again when a
recording is played.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from iss_viewer.telemetry.events.about import ByItself, OfStation
from iss_viewer.telemetry.events.advice import Advice
from iss_viewer.telemetry.events.alarm import Alarm, AlarmChange, FloodPhase
from iss_viewer.telemetry.events.bounds import Finite, NamedVerdict
from iss_viewer.telemetry.events.location import RankedLocation
from iss_viewer.telemetry.events.verdict import Reason


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
class AlarmAssigned:
    """Somebody was named who sees to an alarm, nobody any more where `person` is empty; `alarm` is how it stood then."""

    time_s: Finite
    alarm: Alarm
    person: str
    actor: str = ""
    kind: Literal["AlarmAssigned"] = field(default="AlarmAssigned", repr=False)

    @property
    def subject(self) -> str:
        """What the alarm is about."""
        return self.alarm.subject


@dataclass(frozen=True, slots=True)
class FloodChanged(OfStation, ByItself):
    """A flood of alarms began, is led by another alarm, or is over. count: new ones in ten minutes."""

    time_s: Finite
    phase: FloodPhase
    count: int
    root: Alarm | None = None
    kind: Literal["FloodChanged"] = field(default="FloodChanged", repr=False)


@dataclass(frozen=True, slots=True)
class VerdictGiven(ByItself):
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
class AdviceGiven(OfStation, ByItself):
    """What to do next."""

    advice: Advice
    kind: Literal["AdviceGiven"] = field(default="AdviceGiven", repr=False)

    @property
    def time_s(self) -> float:
        """When it was given."""
        return self.advice.time_s


@dataclass(frozen=True, slots=True)
class LocationEstimated(OfStation, ByItself):
    """Where the leak is now believed to be."""

    time_s: Finite
    location: RankedLocation
    kind: Literal["LocationEstimated"] = field(default="LocationEstimated", repr=False)


class Judged(Enum):
    """What a detector judges now and then."""

    ESTIMATE = "estimate"  # of one air space
    LOCATION = "location"  # and what to do next
    LOSS = "loss"  # how much is lost, by all that is known
    STANDING = "standing"  # whether a loss stands, and what follows
    ALL = "all"  # by a detector of somebody else


class Filtered(Enum):
    """What a detector follows from sample to sample."""

    AIR_SPACE = "air space"
    BAROMETER = "barometer"
    THERMOMETER = "thermometer"
    ANALYSER = "analyser"


@dataclass(frozen=True, slots=True)
class FilterRestarted(ByItself):
    """What was followed held no number any more and began anew. subject: its module, of an air space
    the first; count: how often it has, this time included.
    """

    time_s: Finite
    subject: str
    filtered: Filtered
    count: int
    kind: Literal["FilterRestarted"] = field(default="FilterRestarted", repr=False)


@dataclass(frozen=True, slots=True)
class JudgementFailed(ByItself):
    """A fault of the program ended a judgement, of the air space of a module or of the station; the rest
    was judged. fault: its name and words.
    """

    time_s: Finite
    subject: str
    judgement: Judged
    fault: str
    kind: Literal["JudgementFailed"] = field(default="JudgementFailed", repr=False)


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
