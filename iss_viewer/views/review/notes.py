"""Notes and bookmarks: of the instant that is shown, about the module that is selected."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from iss_viewer.telemetry.commands import WriteNote
from iss_viewer.views.shared.dialogs import ask_text
from iss_viewer.views.shared.window_context import Desk


def write_note(parent: QWidget, desk: Desk) -> None:
    """Ask for a note and keep it with the run."""
    at_s = _instant(desk)  # time goes on while a person writes
    text = ask_text(parent, "Note", "What shall be kept with the run?")
    if text:
        _keep(desk, text, at_s, "Noted.")


def bookmark(desk: Desk) -> None:
    """Mark the instant, without a question."""
    _keep(desk, "Bookmark", _instant(desk), "Bookmarked.")


def _instant(desk: Desk) -> float | None:
    """The instant that is shown; None before there is any."""
    return None if desk.moment is None else desk.moment.time_s


def _keep(desk: Desk, text: str, at_s: float | None, done: str) -> None:
    desk.show_message(done)  # first: a refusal takes its place
    desk.post(WriteNote(text, desk.selection.module or "STATION", at_s))
