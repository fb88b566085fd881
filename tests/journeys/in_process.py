"""A link within one process: a journey steps the session by hand."""

from __future__ import annotations

from iss_viewer.link.host import Host
from iss_viewer.link.link import Message
from iss_viewer.telemetry.commands import Command


class InProcessLink:
    """Each `receive` is a turn of the host."""

    def __init__(self, host: Host) -> None:
        self._host: Host | None = host

    def post(self, command: Command) -> None:
        """Hand a command to the host at once."""
        if self._host is not None:
            self._host.post(command)

    def receive(self) -> list[Message]:
        """Let the host do a turn."""
        return self._host.turn() if self._host is not None else []

    def close(self) -> None:
        """Close the host."""
        if self._host is not None:
            self._host.close()
        self._host = None
