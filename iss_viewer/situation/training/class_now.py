"""How a class stands: whether time is held and why, and what was answered to what."""

from __future__ import annotations

from iss_viewer.situation.board import Board
from iss_viewer.situation.moment import Moment
from iss_viewer.units import clock_text, duration_text


def freeze_words(moment: Moment) -> str:
    """``Frozen at T+00:34:00. Reason: which hatch next? Freeze 2 of this run``; empty while time flows."""
    if moment.is_empty or moment.pace.is_running or not moment.is_live:
        return ""
    said = f"Frozen at {clock_text(moment.time_s)}"
    frozen = moment.board.frozen
    if frozen is None or frozen.time_s < moment.time_s:
        return said
    reason = frozen.reason if frozen.reason.endswith(("?", "!", ".")) else f"{frozen.reason}."
    return f"{said}. Reason: {reason} Freeze {moment.board.freezes} of this run"


def answer_lines(board: Board) -> tuple[str, ...]:
    """Each question with what was answered to it, the newest first."""
    given = {one.question: one for one in board.answers}
    lines = []
    for asked in reversed(board.questions.values()):
        answer = given.get(asked.question)
        if answer is None or answer.time_s < asked.time_s:
            lines.append(f"{asked.text} — no answer yet")
            continue
        who = f", {answer.actor}" if answer.actor else ""
        took = duration_text(answer.time_s - asked.time_s)
        lines.append(f"{asked.text} — {answer.text} (after {took}{who})")
    return tuple(lines)


def has_ended(moment: Moment) -> bool:
    """Whether this is the end of an exercise that is played here, not of a recording of one."""
    opened = moment.run.opened
    if opened.cover is None or not opened.cover.is_exercise or moment.is_over or moment.is_empty:
        return False
    return moment.is_live and moment.time_s >= opened.end_s
