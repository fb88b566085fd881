"""What goes down the link: what people asked for, to be obeyed at the next sample and recorded."""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.station.actions import Action


@dataclass(frozen=True, slots=True)
class Run:
    """Let time flow."""


@dataclass(frozen=True, slots=True)
class Freeze:
    """Hold time; `at_s` holds it when the run gets there."""

    at_s: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """While frozen, go on by this many samples."""

    samples: int = 1


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Simulated seconds a second of wall time."""

    speed: float


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Acknowledge alarms by their ids; empty: all."""

    alarms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelve:
    """Take an alarm off the list for a while, with a reason; it comes back unacknowledged."""

    alarm: str
    reason: str
    duration_s: float


@dataclass(frozen=True, slots=True)
class Unshelve:
    """Bring a shelved alarm back."""

    alarm: str


@dataclass(frozen=True, slots=True)
class SetService:
    """Take an alarm out of service (maintenance) with a reason, for a while or until put back."""

    alarm: str
    in_service: bool
    reason: str = ""
    duration_s: float = float("inf")


@dataclass(frozen=True, slots=True)
class SetLimit:
    """Change one number of a limit at run time, with why; versioned and audited."""

    limit: str
    field: str
    value: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetOption:
    """Change a setting of the detector, e.g. ``prior`` to ``uniform``."""

    option: str
    value: str


@dataclass(frozen=True, slots=True)
class WriteNote:
    """A note or bookmark, of the instant `at_s` of the run; None: of the one when it is written."""

    text: str
    subject: str = "STATION"
    at_s: float | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Do something to the station."""

    action: Action


Order = (
    Run
    | Freeze
    | Step
    | SetSpeed
    | Acknowledge
    | Shelve
    | Unshelve
    | SetService
    | SetLimit
    | SetOption
    | WriteNote
    | Act
)


@dataclass(frozen=True, slots=True)
class Command:
    """An order and who gave it."""

    order: Order
    actor: str = "operator"
