"""What an instructor writes while an exercise goes on, a malfunction or a sentence: read and checked as if it stood in its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from iss_viewer.datafile import Complaint, FileMistakes, Mistake, Strict, parse, read_document
from iss_viewer.scenario.exercise.checks.exercises import added_complaints, asked_complaints
from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.scenario.exercise.fields import SentenceField
from iss_viewer.scenario.exercise.malfunctions import Malfunction
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure
from iss_viewer.scenario.exercise.sentence import Sentence
from iss_viewer.station import Station

#: by which its mistakes are told
_NAME = Path("malfunction")
_FIRST = "malfunctions[0]"


class _OneTable(Strict):
    malfunctions: tuple[Malfunction, ...]


class _OneSentence(Strict):
    when: SentenceField


def added_malfunction(
    text: str,
    name: str,
    exercise: Exercise,
    procedures: Sequence[ChecklistProcedure],
    then: Station,
) -> Malfunction:
    """The malfunction of one ``[[malfunctions]]`` table, added to an exercise on its station as it is then.

    name: its id, whatever the table says. Raises FileMistakes with all that is wrong, also where the exercise has one of
    this id.
    """

    def check(found: _OneTable) -> Iterator[Complaint]:
        for one in found.malfunctions:
            yield from added_complaints(one, exercise, then, procedures)

    return read_document(_named(text, name), text, _NAME, _OneTable, check).malfunctions[0]


def written_malfunction(text: str, name: str) -> Malfunction:
    """The malfunction of a table that was checked before. Raises FileMistakes."""
    return read_document(_named(text, name), text, _NAME, _OneTable).malfunctions[0]


def _named(text: str, name: str) -> dict[str, Any]:
    document = parse(text, _NAME)
    tables = document.get("malfunctions")
    if not isinstance(tables, list) or len(tables) != 1 or not isinstance(tables[0], dict):
        raise FileMistakes([Mistake(_NAME, 0, "", "write one table [[malfunctions]]")])
    return {**document, "malfunctions": [{**tables[0], "id": name}]}


def asked_sentence(
    text: str, exercise: Exercise, procedures: Sequence[ChecklistProcedure], then: Station
) -> Sentence:
    """A sentence that is asked of a run. Raises FileMistakes with all that is wrong with it."""

    def check(found: _OneSentence) -> Iterator[Complaint]:
        yield from asked_complaints(("when",), found.when, exercise, then, procedures)

    return read_document({"when": text}, "", Path("sentence"), _OneSentence, check).when


def mistake_words(mistakes: FileMistakes) -> tuple[str, ...]:
    """Each of the mistakes as words: the field without its table, and what is wrong with it."""
    fields = (one.field.removeprefix(_FIRST).removeprefix(".") for one in mistakes.mistakes)
    return tuple(
        f"{field}: {one.message}" if field else one.message
        for field, one in zip(fields, mistakes.mistakes, strict=True)
    )
