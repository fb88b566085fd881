"""From a strange table to a run: the map beside it, or a guess whose questions a person answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from iss_viewer.datafile import FileMistakes, Mistake, parse, text_of
from iss_viewer.telemetry.readings.guessing.draft import Draft
from iss_viewer.telemetry.readings.guessing.question import TableQuestion
from iss_viewer.telemetry.readings.guessing.several_files import guess_files

#: what is no table, by the ends of names
_OTHERS = (".mcap", ".toml", ".json", ".html", ".pdf", ".png", ".parquet", ".xtce", ".xml")


def is_table_file(name: str) -> bool:
    """Whether a name is that of a file that may be a table of readings."""
    path = Path(name)
    return path.suffix.lower() not in _OTHERS and bool(path.suffix) and path.is_file()


def map_beside(table: Path, others: Sequence[Path] = ()) -> Path | None:
    """The map that stands beside a table under its name, if there is one; of several files, if it names all the others."""
    path = table.with_suffix(".toml")
    if not path.is_file():
        return None
    try:
        document = parse(text_of(path), path)
    except FileMistakes:
        return None
    if not {"time", "columns"} <= set(document):
        return None
    columns = [column for column in document["columns"] if isinstance(column, dict)]
    named = {table.parent / str(column["file"]) for column in columns if column.get("file")}
    return (
        path
        if {other.resolve() for other in others} <= {file.resolve() for file in named}
        else None
    )


def answered(draft: Draft, answers: Sequence[str]) -> Draft:
    """The draft with questions answered: ``unit-2=hPa``, ``sign=1``, in any order. Raises FileMistakes."""
    open_answers = dict(_split(draft, text) for text in answers)
    while open_answers:
        ready = [each for each in draft.questions if each.key in open_answers]
        if not ready:
            key = next(iter(open_answers))
            known = ", ".join(each.key for each in draft.questions) or "none"
            raise _mistake(draft, key, f"no question of this name is open; open: {known}")
        draft = draft.answer(ready[0].key, _place(draft, ready[0], open_answers.pop(ready[0].key)))
    return draft


def guessed(
    tables: Sequence[Path], station: str, module: str, answers: Sequence[str], with_suggested: bool
) -> Draft:
    """The draft of a table, in one file or several, as far as answers and, if wanted, suggestions go. Raises FileMistakes."""
    draft = answered(guess_files(tables, station, module), answers)
    return draft.suggested() if with_suggested else draft


def _split(draft: Draft, text: str) -> tuple[str, str]:
    key, sign, answer = text.partition("=")
    if not sign:
        raise _mistake(draft, text, "an answer is written as KEY=NUMBER or KEY=WORDS")
    return key.strip(), answer.strip()


def _place(draft: Draft, question: TableQuestion, answer: str) -> int:
    """The place of the choice that an answer means: by its number from 1, its title, or a module's id."""
    titles = [choice.title.casefold() for choice in question.choices]
    values = [{str(edit.value).casefold() for edit in choice.edits} for choice in question.choices]
    word = answer.casefold()
    if answer.isdigit() and 1 <= int(answer) <= len(titles) and word not in titles:
        return int(answer) - 1
    for place, (title, meant) in enumerate(zip(titles, values, strict=True)):
        if word == title or word in meant:
            return place
    near = [place for place, title in enumerate(titles) if title.startswith(word)]
    if len(near) == 1:
        return near[0]
    listed = "; ".join(f"{k} {choice.title}" for k, choice in enumerate(question.choices, 1))
    raise _mistake(draft, question.key, f"'{answer}' is none of its answers: {listed}")


def _mistake(draft: Draft, key: str, words: str) -> FileMistakes:
    return FileMistakes([Mistake(draft.table, 0, key, words)])
