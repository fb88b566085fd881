"""What the conditions of an exercise wait for at this instant: plain values for the instructor's window.

They are said with the pace of a run and not recorded: they follow from the run, and the next instant has others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WaitOf(StrEnum):
    """Whose condition it is."""

    MALFUNCTION = "malfunction"
    EXPECTED = "expected"
    FREEZE = "freeze"


@dataclass(frozen=True, slots=True)
class ConditionPart:
    """A part of a condition. joint: ``and``, ``or`` before it, or "" for the first; now: the value of now, how long it
    has held, or "" where `words` say all; depth: how deep it stands in brackets.
    """

    words: str
    is_met: bool
    now: str = ""
    joint: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class WaitNow:
    """A condition that is waited for, part by part. due_s: it has come, and acts at this instant; None: it has not."""

    of: WaitOf
    id: str
    parts: tuple[ConditionPart, ...] = ()
    due_s: float | None = None
