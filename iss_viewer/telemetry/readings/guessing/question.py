"""What is asked where a factor hangs on the answer: each choice with its evidence, and what it changes in the map."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Place = tuple[str | int, ...]


class QuestionTopic(StrEnum):
    """What a question is about."""

    SIGN = "sign"
    UNIT = "unit"
    DATE = "date"
    YEAR = "year"
    COUNT = "count"
    MODULE = "module"
    EPOCH = "epoch"
    NAMES = "names"


#: those about how time is written
TIME_TOPICS = (QuestionTopic.DATE, QuestionTopic.YEAR, QuestionTopic.COUNT, QuestionTopic.EPOCH)


@dataclass(frozen=True)
class DraftEdit:
    """A change of a draft: ``("decimal",)``, ``("time", "year")``, ``("columns", 3, "unit")`` and what it becomes."""

    place: Place
    value: object


@dataclass(frozen=True)
class Answer:
    """An answer. example: a value read so; support and doubt: what speaks for it and against it."""

    title: str
    example: str
    edits: tuple[DraftEdit, ...]
    support: tuple[str, ...] = ()
    doubt: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableQuestion:
    """key: by which a shell answers it. suggested: the place of the choice for which the evidence is uneven; None: none.

    columns: the places of the columns that it is about.
    """

    key: str
    topic: QuestionTopic
    text: str
    about: str
    choices: tuple[Answer, ...]
    suggested: int | None = None
    columns: tuple[int, ...] = ()
