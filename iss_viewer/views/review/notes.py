"""Notes and bookmarks: of the instant that is shown, about the module that is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iss_viewer.telemetry.commands import WriteNote
from iss_viewer.views.shared.dialogs import ask_text

if TYPE_CHECKING:
    from iss_viewer.views.window.main_window import MainWindow


def write_note(window: MainWindow) -> None:
    """Ask for a note and keep it with the run."""
    at_s = _instant(window)  # time goes on while a person writes
    text = ask_text(window, "Note", "What shall be kept with the run?")
    if text:
        _keep(window, text, at_s, "Noted.")


def bookmark(window: MainWindow) -> None:
    """Mark the instant, without a question."""
    _keep(window, "Bookmark", _instant(window), "Bookmarked.")


def _instant(window: MainWindow) -> float | None:
    """The instant that is shown; None before there is any."""
    moment = window.desk.moment
    return None if moment is None else moment.time_s


def _keep(window: MainWindow, text: str, at_s: float | None, done: str) -> None:
    window.tell(done)  # first: a refusal takes its place
    window.desk.post(WriteNote(text, window.desk.selection.module or "STATION", at_s))
