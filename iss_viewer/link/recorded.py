"""A link to a run that is over: it brings all of it at once and obeys nobody."""

from __future__ import annotations

from collections.abc import Callable

from iss_viewer.link.link import Message, Opened, Pace, Recalled, Refused
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.history import History

_REASON = "This is a recording. Take over from here to act on the station."


class RecordedLink:
    """Serves one recording; `close` is what frees its file."""

    def __init__(self, opened: Opened, history: History, close: Callable[[], None]) -> None:
        end_s = 0.0 if history.is_empty else history.end_s
        self._messages: list[Message] = [
            Recalled(opened, history),
            Pace(end_s, False, 0.0, 0.0, notice=""),
        ]
        self._close = close

    def post(self, command: Command) -> None:
        """Refuse: what is recorded has happened."""
        self._messages.append(Refused(command, _REASON))

    def receive(self) -> list[Message]:
        """The run, once, and refusals."""
        messages, self._messages = self._messages, []
        return messages

    def close(self) -> None:
        """Free the file."""
        self._close()
