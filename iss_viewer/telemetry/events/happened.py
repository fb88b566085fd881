"""Events of the station and its people, and of the truth of a simulated run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from iss_viewer.station.actions import Action
from iss_viewer.telemetry.events.about import ByItself, OfStation
from iss_viewer.telemetry.events.bounds import Amount, Finite, NamedFeedState
from iss_viewer.telemetry.events.refused import Obstacle


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """What a person, or the script in a person's name, noted."""

    time_s: Finite
    subject: str
    text: str
    actor: str = ""
    kind: Literal["NoteWritten"] = field(default="NoteWritten", repr=False)


@dataclass(frozen=True, slots=True)
class StepReached(OfStation, ByItself):
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
class ActionRefusedInScript(OfStation):
    """The script wanted something that was not possible. verb, target: as the scenario names it.

    why: a finished sentence in recordings of before.
    """

    time_s: Finite
    verb: str
    target: str
    why: Obstacle | str
    actor: str = ""
    kind: Literal["ActionRefusedInScript"] = field(default="ActionRefusedInScript", repr=False)


@dataclass(frozen=True, slots=True)
class CommandRefused(OfStation):
    """Somebody ordered what was not possible; nothing came of it."""

    time_s: Finite
    action: Action
    why: Obstacle
    actor: str = ""
    kind: Literal["CommandRefused"] = field(default="CommandRefused", repr=False)


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
class GaugeRead(ByItself):
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
class FeedChanged(OfStation, ByItself):
    """What a live feed brings is of now, comes late or is lost. age_s: of the newest that came; None: nothing did."""

    time_s: Finite
    state: NamedFeedState
    age_s: Amount | None = None
    kind: Literal["FeedChanged"] = field(default="FeedChanged", repr=False)


@dataclass(frozen=True, slots=True)
class LeakOpened(ByItself):
    """Truth: a leak of the scenario began, in a module or at a hatch."""

    time_s: Finite
    leak: str
    subject: str
    kind: Literal["LeakOpened"] = field(default="LeakOpened", repr=False)


@dataclass(frozen=True, slots=True)
class LeakChanged(ByItself):
    """Truth: a leak of the scenario became `factor` times its size, by somebody's deed or its own."""

    time_s: Finite
    leak: str
    subject: str
    factor: float
    by: str = ""
    kind: Literal["LeakChanged"] = field(default="LeakChanged", repr=False)


@dataclass(frozen=True, slots=True)
class PersonIncapacitated(ByItself):
    """Truth: a person can do nothing any more, and breathes no more, for the air of the module."""

    time_s: Finite
    person: str
    subject: str
    kind: Literal["PersonIncapacitated"] = field(default="PersonIncapacitated", repr=False)


@dataclass(frozen=True, slots=True)
class FaultChanged(ByItself):
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
class SurroundingsChanged(ByItself):
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
