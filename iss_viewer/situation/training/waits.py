"""Which half of a condition is met now and which is not, with the value of now, as an instructor reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from iss_viewer.link.waits import ConditionPart, WaitNow, WaitOf
from iss_viewer.situation.moment import Moment

#: whose condition: of what, and its id
WaitKey = tuple[WaitOf, str]
_INDENT = "    "


def waits_of(moment: Moment) -> Mapping[WaitKey, str]:
    """What is waited for now, in lines, by whose condition it is; nothing where the past is looked at."""
    if not moment.is_live:
        return {}
    text = moment.clock.text
    return {(wait.of, wait.id): wait_lines(wait, text) for wait in moment.pace.waits}


def wait_lines(wait: WaitNow, text: Callable[[float], str]) -> str:
    """A line for each part: whether it is met, its words, and what it is now; or when it comes. text: writes an instant."""
    if wait.due_s is not None:
        return f"comes at {text(wait.due_s)}"
    return "\n".join(map(_line, wait.parts))


def _line(part: ConditionPart) -> str:
    sign = "✓" if part.is_met else "○"
    joint = f"{part.joint} " if part.joint else ""
    now = f": now {part.now}" if part.now else ""
    stands = "" if part.is_met else ", not yet"
    return f"{_INDENT * part.depth}{sign} {joint}{part.words}{now or stands}"
