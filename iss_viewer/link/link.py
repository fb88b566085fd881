"""The interface of a link: frames up, commands down; nothing above it can tell which kind it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from iss_viewer.link.cover import ExerciseCover
from iss_viewer.link.waits import WaitNow
from iss_viewer.station import Station
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.chunks import PackedChunk
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.frames import Frames
from iss_viewer.telemetry.history import History


class Mode(Enum):
    """What kind of run this is; shown as a banner on every window and export."""

    SIMULATION = "SIMULATION"
    REPLAY = "REPLAY"
    READINGS = "READINGS"
    LIVE = "LIVE"  # a feed of the present


@dataclass(frozen=True)
class Announced:
    """What will be opened, as soon as it is known: enough to draw the station meanwhile."""

    title: str
    station: Station


@dataclass(frozen=True)
class Preparing:
    """The simulator is built for this machine first: `done` of `count` functions, 0 of 0 at the start."""

    done: int
    count: int


@dataclass(frozen=True)
class Opened:
    """What the frames will speak of; it comes before the first of them."""

    title: str
    mode: Mode
    station: Station
    sampled: ChannelTable
    assessed: ChannelTable
    start_utc_s: float  # Unix time of the run's second 0
    end_s: float
    story: str = ""
    recording: str = ""  # where the record of truth is written
    limits_text: str = ""  # the alarm limits in force at the start, as TOML
    cover: ExerciseCover | None = None  # of an exercise, or the checklist of the station
    detector: str = ""  # of somebody else, by its name; empty: the program's own

    @property
    def is_over(self) -> bool:
        """Whether all that will come is here: it can be looked at and annotated, but not acted on."""
        return self.mode is Mode.REPLAY

    @property
    def has_truth(self) -> bool:
        """Whether a trainer may change what really happens."""
        return self.mode is Mode.SIMULATION


@dataclass(frozen=True)
class Pace:
    """How time goes: sent about ten times a second, also when nothing else is.

    waits: what the conditions of an exercise wait for at `time_s`.
    """

    time_s: float
    is_running: bool
    speed_asked: float
    speed_reached: float
    notice: str = ""  # what the operator should know, e.g. that the disk is full
    waits: tuple[WaitNow, ...] = ()


@dataclass(frozen=True)
class Refused:
    """A command that could not be obeyed, with the reason in plain words."""

    command: Command
    reason: str


@dataclass(frozen=True)
class Ended:
    """The last message: the run came to its end, or failed with a reason."""

    reason: str
    is_failure: bool = False


@dataclass(frozen=True)
class Recalled:
    """A run that is over, all of it at once; it may lie in a file. Only within one process."""

    opened: Opened
    history: History


@dataclass(frozen=True)
class Past:
    """A stretch of the run that this one goes on from, packed, and its events; such messages come in
    order of time, before the first frames.
    """

    chunk: PackedChunk
    events: tuple[Event, ...]


Message = Announced | Preparing | Opened | Recalled | Past | Frames | Pace | Refused | Ended


class Link(Protocol):
    """A client's end."""

    def post(self, command: Command) -> None:
        """Send a command down; never waits."""

    def receive(self) -> list[Message]:
        """All messages that came since the last call, oldest first; never waits.

        When the other side died, the last message is an Ended that says so.
        """

    def close(self) -> None:
        """End the session on the other side too."""
