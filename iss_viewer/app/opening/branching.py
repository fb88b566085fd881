"""A session in which one can go back: it goes on anew from an earlier instant within the same process.

What was run after that instant stays in its own recording; the new try has one of its own, which begins with the common
past and the mark that it was gone on from here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from iss_viewer.app.opening.requests import Request, ScenarioRequest, TakeOverRequest
from iss_viewer.app.opening.session_host import SessionHost
from iss_viewer.link import Message, Refused
from iss_viewer.link.host import Host
from iss_viewer.session import Session
from iss_viewer.telemetry.commands import Command, GoBack
from iss_viewer.telemetry.events import Event, RunAgain
from iss_viewer.telemetry.recording import RecordingRefused

#: of the run, between two states that are recorded; not more than one a second of wall time
STATE_EVERY_S = 120.0


class RestorableHost(Protocol):
    """The host of one try."""

    @property
    def session(self) -> Session:
        """Its session."""

    def post(self, command: Command) -> None:
        """Take a command."""

    def log(self, *events: Event) -> None:
        """Say and record events."""

    def turn(self) -> list[Message]:
        """One turn."""

    def close(self) -> None:
        """Finish its recording."""


class BranchingHost:
    """Serves one try after the other. reopen: makes the next, frozen at an instant of the one before, which is closed."""

    def __init__(
        self, host: RestorableHost, reopen: Callable[[float, float], RestorableHost]
    ) -> None:
        self.host = host
        self._reopen = reopen
        self._asked: Command | None = None
        self._attempt = 1
        self._state_due_s, self._may_keep_s = STATE_EVERY_S, 0.0

    def post(self, command: Command) -> None:
        """Take a command; to go back is obeyed at the next turn."""
        if isinstance(command.order, GoBack):
            self._asked = command
        else:
            self.host.post(command)

    def turn(self) -> list[Message]:
        """One turn of the try that is under way."""
        if self._asked is None:
            messages = self.host.turn()
            self._keep_state()
            return messages
        command, self._asked = self._asked, None
        return [*self._go_back(command), *self.host.turn()]

    def _keep_state(self) -> None:
        """Record a state each two minutes of the run, so that going back to one of them takes a moment."""
        now_s, session = time.monotonic(), self.host.session
        if session.time_s >= self._state_due_s and now_s >= self._may_keep_s:
            session.record_state()
            self._state_due_s, self._may_keep_s = session.time_s + STATE_EVERY_S, now_s + 1.0

    def _go_back(self, command: Command) -> list[Message]:
        assert isinstance(command.order, GoBack)
        left_s, speed = self.host.session.time_s, self.host.session.pacer.speed
        if command.order.time_s >= left_s:
            return [Refused(command, "that instant has not come yet")]
        self.host.close()
        try:
            self.host = self._reopen(command.order.time_s, speed)
        except RecordingRefused as refused:  # the end of it can be gone on from, if anything can
            self.host = self._reopen(float("inf"), speed)
            return [Refused(command, str(refused))]
        self._attempt += 1
        self._state_due_s = 0.0
        now_s = self.host.session.time_s
        self.host.log(RunAgain(now_s, left_s, self._attempt, command.actor))
        return []

    def close(self) -> None:
        """Finish the try that is under way."""
        self.host.close()


def with_way_back(
    host: SessionHost, request: Request, open_session: Callable[[Request], SessionHost]
) -> Host:
    """The host of a request, in which one can go back if its run is simulated and recorded."""
    if request.recording is None or not isinstance(request, ScenarioRequest | TakeOverRequest):
        return host
    journal, first = request.journal, host.opened.recording or str(request.recording)
    last = [first]

    def reopen(time_s: float, speed: float) -> SessionHost:
        old = Path(last[-1])
        fresh = Path(first).with_name(f"{Path(first).stem}-try{len(last) + 1}.mcap")
        again = TakeOverRequest(old, time_s, speed, recording=fresh, journal=journal)
        made = open_session(again)
        last.append(made.opened.recording or str(fresh))
        return made

    return BranchingHost(host, reopen)
