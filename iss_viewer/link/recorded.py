"""A link to a run that is over: it brings all of it at once and obeys nobody, but takes notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from iss_viewer.link.link import Message, Opened, Pace, Recalled, Refused
from iss_viewer.telemetry.commands import Command, WriteNote
from iss_viewer.telemetry.events import Event, NoteWritten
from iss_viewer.telemetry.frames import Frames
from iss_viewer.telemetry.history import History

_REASON = "This is a recording. Take over from here to act on the station."


class RecordedLink:
    """Serves one recording.

    close: frees its file. keep: keeps a note that was made on it; may raise OSError.
    """

    def __init__(
        self,
        opened: Opened,
        history: History,
        close: Callable[[], None],
        keep: Callable[[Event], None],
    ) -> None:
        end_s = 0.0 if history.is_empty else history.end_s
        self._messages: list[Message] = [
            Recalled(opened, history),
            Pace(end_s, False, 0.0, 0.0, notice=""),
        ]
        self._close, self._keep = close, keep
        self._end_s = end_s
        self._nothing = Frames.empty(opened.sampled, opened.assessed)

    def post(self, command: Command) -> None:
        """Keep a note; refuse all else: what is recorded has happened."""
        order = command.order
        if not isinstance(order, WriteNote):
            self._messages.append(Refused(command, _REASON))
            return
        when_s = self._end_s if order.at_s is None else order.at_s
        note = NoteWritten(when_s, order.subject, order.text, command.actor)
        try:
            self._keep(note)
        except OSError as error:
            reason = f"The note cannot be kept: {error.strerror or error}"
            self._messages.append(Refused(command, reason))
        else:
            self._messages.append(replace(self._nothing, events=(note,)))

    def receive(self) -> list[Message]:
        """The run, once, and refusals."""
        messages, self._messages = self._messages, []
        return messages

    def close(self) -> None:
        """Free the file."""
        self._close()
