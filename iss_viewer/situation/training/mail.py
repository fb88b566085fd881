"""Messages of an exercise that came, and questions that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.situation.board import Board
from iss_viewer.situation.moment import Moment


@dataclass(frozen=True, slots=True)
class MailLine:
    """A message with the UTC at which it came."""

    at: str
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that nobody answered yet."""

    id: str
    text: str
    unit: str
    options: tuple[str, ...]


def mail_of(moment: Moment) -> tuple[MailLine, ...]:
    """All messages so far, the newest first."""
    return tuple(
        MailLine(moment.clock.text(one.time_s), one.sender, one.text)
        for one in reversed(moment.board.messages)
    )


def open_questions(board: Board) -> tuple[OpenQuestion, ...]:
    """Questions without an answer since they were asked last, the oldest first."""
    given = {one.question: one.time_s for one in board.answers}
    waiting = [
        one
        for one in board.questions.values()
        if given.get(one.question, -float("inf")) < one.time_s
    ]
    waiting.sort(key=lambda one: one.time_s)
    return tuple(OpenQuestion(one.question, one.text, one.unit, one.options) for one in waiting)
