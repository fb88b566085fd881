"""What goes down the link: what people asked for, to be obeyed at the next sample and recorded."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from iss_viewer.station.actions import Action

Finite = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class Run:
    """Let time flow."""

    kind: Literal["Run"] = dataclasses.field(default="Run", repr=False)


@dataclass(frozen=True, slots=True)
class Freeze:
    """Hold time; `at_s` holds it when the run gets there."""

    at_s: Finite | None = None
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
    | SetCosts,
    Field(discriminator="kind"),
]

#: orders that concern no detector: the station, its people and the record obey them
OF_STATION = (Act, WriteNote, Withdraw, SetCosts)


@dataclass(frozen=True, slots=True)
class Command:
    """An order and who gave it."""

    order: Order
    actor: str = "operator"
