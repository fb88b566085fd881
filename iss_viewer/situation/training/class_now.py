"""How a class stands: whether time is held and why, and what was answered to what."""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.link.waits import WaitOf
from iss_viewer.situation.board import Board
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.training.waits import waits_of
from iss_viewer.telemetry.commands import Freeze, FreezeWhen
from iss_viewer.telemetry.events import FreezeAsked, NoteWritten
from iss_viewer.units import duration_text

#: instants that are offered to go back to by themselves: one each so long, and so many
EVERY_S, MOST_BACK = 120.0, 20


def freeze_words(moment: Moment) -> str:
    """``Frozen at T+00:34:00. Reason: which hatch next? Freeze 2 of this run``; empty while time flows."""
    if moment.is_empty or moment.pace.is_running or not moment.is_live:
        return ""
    said = f"Frozen at {moment.clock.text(moment.time_s)}"
    frozen = moment.board.frozen
    if frozen is None or frozen.time_s < moment.time_s:
        return said
    reason = frozen.reason if frozen.reason.endswith(("?", "!", ".")) else f"{frozen.reason}."
    return f"{said}. Reason: {reason} Freeze {moment.board.freezes} of this run"


@dataclass(frozen=True, slots=True)
class FreezeRow:
    """A freeze that is waited for. words: at what, in what time, why; withdraw: the order by which it is waited for no more."""

    words: str
    withdraw: Freeze | FreezeWhen


def freeze_rows(moment: Moment) -> tuple[FreezeRow, ...]:
    """All freezes that are waited for: those of a time by what comes first, the next event, then sentences with their halves."""
    waiting = moment.board.freezes_waiting.values()
    timed = sorted(
        (one for one in waiting if one.at_s is not None), key=lambda one: one.at_s or 0.0
    )
    others = sorted((one for one in waiting if one.at_s is None), key=lambda one: bool(one.when))
    return tuple(_freeze_row(one, moment) for one in (*timed, *others))


def _freeze_row(one: FreezeAsked, moment: Moment) -> FreezeRow:
    if one.when:
        halves = waits_of(moment).get((WaitOf.FREEZE, one.when), "")
        words, withdraw = f"When {one.when}", FreezeWhen(one.when, is_withdrawn=True)
        return FreezeRow("\n".join(filter(None, (_with_reason(words, one), halves))), withdraw)
    if one.at_s is None:
        words = "At the next event"
        return FreezeRow(_with_reason(words, one), Freeze(at_event=True, is_withdrawn=True))
    left = duration_text(max(one.at_s - moment.time_s, 0.0))
    words = f"At {moment.clock.text(one.at_s)}, in {left}"
    return FreezeRow(_with_reason(words, one), Freeze(at_s=one.at_s, is_withdrawn=True))


def _with_reason(words: str, one: FreezeAsked) -> str:
    return " · ".join(filter(None, (words, one.reason)))


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


@dataclass(frozen=True, slots=True)
class WayBack:
    """An instant that can be gone back to, and what it is called."""

    time_s: float
    name: str


def ways_back(moment: Moment) -> tuple[WayBack, ...]:
    """Notes and bookmarks by their names, then an instant each two minutes, the last twenty; the newest first."""
    if moment.is_empty:
        return ()
    history, now_s, text = moment.run.history, moment.run.history.end_s, moment.clock.text
    written = (e for e in history.events() if isinstance(e, NoteWritten))
    notes = [e for e in written if e.time_s < now_s]
    named = [WayBack(e.time_s, f"{text(e.time_s)} {e.text[:40]}") for e in reversed(notes)]
    last = int((now_s - 1.0) // EVERY_S)
    marks = range(last, max(last - MOST_BACK, -1), -1)
    automatic = [WayBack(at * EVERY_S, text(at * EVERY_S)) for at in marks]
    return (*named[:MOST_BACK], *(one for one in automatic if one.time_s >= history.start_s))


def has_ended(moment: Moment) -> bool:
    """Whether this is the end of an exercise that is played here, not of a recording of one."""
    opened = moment.run.opened
    if opened.cover is None or not opened.cover.is_exercise or moment.is_over or moment.is_empty:
        return False
    return moment.is_live and (moment.board.ended is not None or moment.time_s >= opened.end_s)
