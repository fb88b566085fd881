"""A session as the far end of a link: it tells how the run opens, how it goes and how it ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from iss_viewer.link import (
    Announced,
    Ended,
    Message,
    Opened,
    Pace,
    Past,
    Preparing,
    Refused,
)
from iss_viewer.link.host import Host
from iss_viewer.session import Session
from iss_viewer.telemetry.chunks import PackedChunk
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.frames import Frames
from iss_viewer.telemetry.recording import RunHeader

#: of each tenth of a second, how much the run may take before commands are looked at again
TURN_BUDGET_S = 0.08


class SessionHost:
    """Serves one session. header: what its recording says of it; notices: what the operator must know
    of how it was opened.
    """

    def __init__(
        self, session: Session, opened: Opened, header: RunHeader, notices: Sequence[str] = ()
    ) -> None:
        self.session = session
        self.opened, self.header = opened, header
        self.notices = list(notices)
        self._spoken: list[Message] = [opened]

    def hand_over(self, stretches: Iterable[Frames]) -> None:
        """Begin with the frames of the run that this one goes on from, a stretch at a time."""
        for frames in stretches:
            self.session.hand_over(frames)
            self._spoken.append(Past(PackedChunk.of(frames), frames.events))

    def log(self, *events: Event) -> None:
        """Say events of its own with the next turn, and record them."""
        self._spoken += self.session.log(*events)

    def post(self, command: Command) -> None:
        """Hand a command to the session."""
        self.session.post(command)

    def turn(self) -> list[Message]:
        """One turn of the session, and its pace."""
        messages, self._spoken = self._spoken, []
        frames, refusals = self.session.turn(TURN_BUDGET_S)
        messages += frames
        messages += [Refused(refusal.command, refusal.reason) for refusal in refusals]
        messages.append(self._pace())
        return messages

    def close(self) -> None:
        """End the session."""
        self.session.close()

    def _pace(self) -> Pace:
        session, pacer = self.session, self.session.pacer
        notice = " ".join((*self.notices, *session.notices))
        if session.is_over and not notice:
            notice = "The scenario has ended. Look back with the time bar, or restart."
        reached, waits = pacer.reached(), session.waits
        return Pace(session.time_s, pacer.is_running, pacer.speed, reached, notice, waits)


class Compiling(Protocol):
    """Processes that compile: `done` of `count` functions are there."""

    done: int
    count: int

    @property
    def is_over(self) -> bool:
        """Whether nothing is to be waited for any more."""

    def end(self) -> None:
        """End them."""


class OpeningHost:
    """Announces a run at once and makes its session, which takes longer, when all is compiled.

    begin: starts compiling, and gives what tells how far it is; None: nothing is to be compiled.
    """

    def __init__(
        self,
        announced: Announced,
        make: Callable[[], Host],
        begin: Callable[[], Compiling | None] = lambda: None,
    ) -> None:
        self._announced: Announced | None = announced
        self._make, self._begin = make, begin
        self._compiling: Compiling | None = None
        self._has_begun = False
        self._host: Host | None = None
        self._orders: list[Command] = []

    def post(self, command: Command) -> None:
        """Hand a command on, when there is somebody to obey."""
        if self._host is None:
            self._orders.append(command)
        else:
            self._host.post(command)

    def turn(self) -> list[Message]:
        """First the announcement, before anything that takes time, then the turns of the session."""
        if self._announced is not None:
            announced, self._announced = self._announced, None
            return [announced]
        if not self._has_begun:
            self._has_begun, self._compiling = True, self._begin()
        if self._compiling is not None and not self._compiling.is_over:
            return [Preparing(self._compiling.done, self._compiling.count)]
        if self._host is None:
            self._host = self._make()
            for command in self._orders:
                self._host.post(command)
        return self._host.turn()

    def close(self) -> None:
        """End the session, if it came to one, and what is compiled for it."""
        if self._compiling is not None and not self._compiling.is_over:
            self._compiling.end()
        if self._host is not None:
            self._host.close()


class FailedHost:
    """Tells why there is no session; the window shows it as one plain message."""

    def __init__(self, reason: str) -> None:
        self._reason = reason
        self._is_told = False

    def post(self, command: Command) -> None:
        """Nobody is there to obey."""

    def turn(self) -> list[Message]:
        """The reason, once."""
        if self._is_told:
            return []
        self._is_told = True
        return [Ended(self._reason, is_failure=True)]

    def close(self) -> None:
        """There is nothing to finish."""


def settle(host: SessionHost, until_s: float, take: Callable[[Message], None]) -> None:
    """Run a session as fast as it goes up to an instant, and hand every message to `take`."""
    session = host.session
    for message in host.turn():
        take(message)
    while session.source.time_s < until_s and not session.is_over:
        frames = session.advance(until_s)
        if not len(frames):
            break
        take(frames)
    session.pacer.freeze(time.monotonic(), session.time_s)
    take(host.turn()[-1])
