"""What people set limits to in earlier runs, to be set again in a new one."""

from __future__ import annotations

from pathlib import Path

from iss_viewer.telemetry.commands import Command, SetLimit
from iss_viewer.telemetry.events import LimitEdited
from iss_viewer.telemetry.journal import Journal

_OF_BEFORE = "limits of before"  # who sets the limits that people had edited in earlier runs
#: beside what the journal itself says
_UNKNOWN = "Limits that people edited in earlier runs may be missing: look at the limits."


def limit_edits(journal: Path | None) -> tuple[tuple[Command, ...], str]:
    """The last edit of each number of the limits in any run; the reason says who it was and why.

    And what is to be said of a journal that could not be asked, or not whole.
    """
    if journal is None:
        return (), ""
    kept = Journal(journal, _OF_BEFORE)
    edits = [event for event in kept.read() if isinstance(event, LimitEdited)]
    notice = _UNKNOWN if kept.notice else ""
    kept.close()
    last = {(edit.limit, edit.field_name): edit for edit in edits}
    orders = tuple(
        Command(SetLimit(limit, field, edit.value, _why(edit)), actor=_OF_BEFORE)
        for (limit, field), edit in last.items()
    )
    return orders, notice


def _why(edit: LimitEdited) -> str:
    if edit.actor == _OF_BEFORE:
        return edit.reason
    return f"{edit.actor}: {edit.reason}" if edit.reason else edit.actor
