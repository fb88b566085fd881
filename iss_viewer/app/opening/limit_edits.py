"""What people set limits to in earlier runs, to be set again in a new one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from iss_viewer.telemetry.commands import Command, SetLimit
from iss_viewer.telemetry.journal import Journal

_OF_BEFORE = "limits of before"  # who sets the limits that people had edited in earlier runs


def limit_edits(journal: Path | None) -> tuple[Command, ...]:
    """The last edit of each number of the limits in any run; the reason says who it was and why."""
    if journal is None:
        return ()
    kept = Journal(journal, _OF_BEFORE)
    last = {(e.data["limit"], e.data["field"]): e.data for e in kept.read(kind="limit")}
    kept.close()
    return tuple(
        Command(SetLimit(limit, field, edit["value"], _why(edit)), actor=_OF_BEFORE)
        for (limit, field), edit in last.items()
    )


def _why(edit: Mapping[str, Any]) -> str:
    reason = str(edit.get("reason", ""))
    if edit["actor"] == _OF_BEFORE:
        return reason
    return f"{edit['actor']}: {reason}" if reason else str(edit["actor"])
