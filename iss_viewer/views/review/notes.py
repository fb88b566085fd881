"""Notes and bookmarks: of the instant that is shown, about the module that is selected."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from iss_viewer.telemetry.commands import WriteNote
from iss_viewer.views.shared.dialogs import ask_text
from iss_viewer.views.shared.window_context import WindowContext


def write_note(parent: QWidget, context: WindowContext) -> None:
    """Ask for a note and keep it with the run."""
    at_s = _instant(context)  # time goes on while a person writes
    text = ask_text(parent, "Note", "What shall be kept with the run?")
    if text:
        _keep(context, text, at_s, "Noted.")


def bookmark(context: WindowContext) -> None:
    """Mark the instant, without a question."""
    _keep(context, "Bookmark", _instant(context), "Bookmarked.")


def _instant(context: WindowContext) -> float | None:
    """The instant that is shown; None before there is any."""
    return None if context.moment is None else context.moment.time_s


def _keep(context: WindowContext, text: str, at_s: float | None, done: str) -> None:
    context.show_message(done)  # first: a refusal takes its place
    context.post(WriteNote(text, context.selection.module or "STATION", at_s))
