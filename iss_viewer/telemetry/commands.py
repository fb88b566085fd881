"""What goes down the link: what people asked for, to be obeyed at the next sample and recorded."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from iss_viewer.station.actions import Action
from iss_viewer.telemetry.reserve_sheet import ReserveSheet

Finite = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class Run:
    """Let time flow."""

    kind: Literal["Run"] = dataclasses.field(default="Run", repr=False)


@dataclass(frozen=True, slots=True)
class Freeze:
    """Hold time; `at_s` holds it when the run gets there, `at_event` when anything happens. reason: shown and logged.

    is_withdrawn: of one of these two, wait for it no more.
    """

    at_s: Finite | None = None
    at_event: bool = False
    reason: str = ""
    is_withdrawn: bool = False
    kind: Literal["Freeze"] = dataclasses.field(default="Freeze", repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    """While frozen, go on by this many samples."""

    samples: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    kind: Literal["Step"] = dataclasses.field(default="Step", repr=False)


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Simulated seconds a second of wall time."""

    speed: Finite
    kind: Literal["SetSpeed"] = dataclasses.field(default="SetSpeed", repr=False)


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Acknowledge alarms by their ids; empty: all. remark: what whoever does it has to say of them."""

    alarms: tuple[str, ...] = ()
    remark: str = ""
    kind: Literal["Acknowledge"] = dataclasses.field(default="Acknowledge", repr=False)


@dataclass(frozen=True, slots=True)
class Assign:
    """Have somebody see to alarms, by their ids; nobody any more where `person` is empty."""

    alarms: tuple[str, ...]
    person: str
    kind: Literal["Assign"] = dataclasses.field(default="Assign", repr=False)


@dataclass(frozen=True, slots=True)
class Shelve:
    """Take an alarm off the list for a while, with a reason; it comes back unacknowledged."""

    alarm: str
    reason: str
    duration_s: float
    kind: Literal["Shelve"] = dataclasses.field(default="Shelve", repr=False)


@dataclass(frozen=True, slots=True)
class Unshelve:
    """Bring a shelved alarm back."""

    alarm: str
    kind: Literal["Unshelve"] = dataclasses.field(default="Unshelve", repr=False)


@dataclass(frozen=True, slots=True)
class SetService:
    """Take an alarm out of service (maintenance) with a reason, for a while or until put back."""

    alarm: str
    in_service: bool
    reason: str = ""
    duration_s: float = float("inf")
    kind: Literal["SetService"] = dataclasses.field(default="SetService", repr=False)


@dataclass(frozen=True, slots=True)
class SetLimit:
    """Change one number of a limit at run time, with why; versioned and audited."""

    limit: str
    field: str
    value: float
    reason: str = ""
    kind: Literal["SetLimit"] = dataclasses.field(default="SetLimit", repr=False)


@dataclass(frozen=True, slots=True)
class SetOption:
    """Change a setting of the detector, e.g. ``prior`` to ``uniform``."""

    option: str
    value: str
    kind: Literal["SetOption"] = dataclasses.field(default="SetOption", repr=False)


@dataclass(frozen=True, slots=True)
class WriteNote:
    """A note or bookmark, of the instant `at_s` of the run; None: of the one when it is written."""

    text: str
    subject: str = "STATION"
    at_s: Finite | None = None
    kind: Literal["WriteNote"] = dataclasses.field(default="WriteNote", repr=False)


@dataclass(frozen=True, slots=True)
class Act:
    """Do something to the station. people: who is to do it, where actions take time; none: whoever is near."""

    action: Action
    people: tuple[str, ...] = ()
    kind: Literal["Act"] = dataclasses.field(default="Act", repr=False)


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take back an action that was ordered and is not done; its people stay where they are."""

    order: str
    kind: Literal["Withdraw"] = dataclasses.field(default="Withdraw", repr=False)


@dataclass(frozen=True, slots=True)
class SetCosts:
    """Whether actions take time, people and a way from now on, or happen at once."""

    are_on: bool
    kind: Literal["SetCosts"] = dataclasses.field(default="SetCosts", repr=False)


@dataclass(frozen=True, slots=True)
class GiveAnswer:
    """What the trainee answers to a question; sheet: the worksheet that it was worked out on."""

    question: str
    text: str
    sheet: ReserveSheet | None = None
    kind: Literal["GiveAnswer"] = dataclasses.field(default="GiveAnswer", repr=False)


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """The instructor asks the trainee something. options: offered to choose from."""

    question: str
    text: str
    options: tuple[str, ...] = ()
    kind: Literal["AskQuestion"] = dataclasses.field(default="AskQuestion", repr=False)


@dataclass(frozen=True, slots=True)
class TickStep:
    """Tick a step of a checklist by hand. by: who; go: the branch that is taken; reason: why it is skipped."""

    procedure: str
    step: str
    by: str
    go: str = ""
    reason: str = ""
    kind: Literal["TickStep"] = dataclasses.field(default="TickStep", repr=False)


@dataclass(frozen=True, slots=True)
class SendMessage:
    """A message to the trainee in somebody's name, as Houston's."""

    sender: str
    text: str
    kind: Literal["SendMessage"] = dataclasses.field(default="SendMessage", repr=False)


@dataclass(frozen=True, slots=True)
class GoBack:
    """Go on anew from an earlier instant of the run; what came after it stays in the recording that it has."""

    time_s: Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
    kind: Literal["GoBack"] = dataclasses.field(default="GoBack", repr=False)


@dataclass(frozen=True, slots=True)
class FireMalfunction:
    """Let a malfunction bite now, whatever it waits for."""

    malfunction: str
    kind: Literal["FireMalfunction"] = dataclasses.field(default="FireMalfunction", repr=False)


@dataclass(frozen=True, slots=True)
class HoldMalfunction:
    """Do not let a malfunction bite until it is armed again."""

    malfunction: str
    kind: Literal["HoldMalfunction"] = dataclasses.field(default="HoldMalfunction", repr=False)


@dataclass(frozen=True, slots=True)
class ClearMalfunction:
    """End a malfunction."""

    malfunction: str
    kind: Literal["ClearMalfunction"] = dataclasses.field(default="ClearMalfunction", repr=False)


@dataclass(frozen=True, slots=True)
class Arm:
    """Let a malfunction wait for its condition. text: of a new one, as a ``[[malfunctions]]`` table of a file."""

    malfunction: str
    text: str = ""
    kind: Literal["Arm"] = dataclasses.field(default="Arm", repr=False)


@dataclass(frozen=True, slots=True)
class FreezeWhen:
    """Hold time once a sentence of exercises holds. reason: shown and logged then. is_withdrawn: wait for it no more."""

    when: str
    reason: str = ""
    is_withdrawn: bool = False
    kind: Literal["FreezeWhen"] = dataclasses.field(default="FreezeWhen", repr=False)


Order = Annotated[
    Run
    | Freeze
    | Step
    | SetSpeed
    | Acknowledge
    | Assign
    | Shelve
    | Unshelve
    | SetService
    | SetLimit
    | SetOption
    | WriteNote
    | Act
    | Withdraw
    | SetCosts
    | GiveAnswer
    | AskQuestion
    | TickStep
    | SendMessage
    | GoBack
    | FireMalfunction
    | HoldMalfunction
    | ClearMalfunction
    | Arm
    | FreezeWhen,
    Field(discriminator="kind"),
]

#: orders that concern no detector: the station, its people and the record obey them
OF_STATION = (
    Act,
    WriteNote,
    Withdraw,
    SetCosts,
    GiveAnswer,
    AskQuestion,
    TickStep,
    SendMessage,
    GoBack,
    FireMalfunction,
    HoldMalfunction,
    ClearMalfunction,
    Arm,
    FreezeWhen,
)


@dataclass(frozen=True, slots=True)
class Command:
    """An order and who gave it."""

    order: Order
    actor: str = "operator"
