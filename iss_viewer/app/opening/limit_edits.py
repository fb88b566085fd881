"""What people set limits to in earlier runs, to be set again in a new one."""

from __future__ import annotations

from pathlib import Path

from iss_viewer.telemetry.commands import Command, SetLimit
from iss_viewer.telemetry.events import LimitEdited
from iss_viewer.telemetry.journal import Journal

_OF_BEFORE = "limits of before"  # who sets the limits that people had edited in earlier runs


def limit_edits(journal: Path | None) -> tuple[Command, ...]:
    """The last edit of each number of the limits in any run; the reason says who it was and why."""
    if journal is None:
        return ()
    kept = Journal(journal, _OF_BEFORE)
    edits = [event for event in kept.read() if isinstance(event, LimitEdited)]
    kept.close()
    last = {(edit.limit, edit.field_name): edit for edit in edits}
    return tuple(
        Command(SetLimit(limit, field, edit.value, _why(edit)), actor=_OF_BEFORE)
        for (limit, field), edit in last.items()
    )


def _why(edit: LimitEdited) -> str:
    if edit.actor == _OF_BEFORE:
        return edit.reason
    return f"{edit.actor}: {edit.reason}" if edit.reason else edit.actor
