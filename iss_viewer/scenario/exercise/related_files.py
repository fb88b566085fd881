"""What the file of an exercise stands on: its station, its starting condition, its procedures with their questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from iss_viewer.datafile import Complaint, FileMistakes, Mistake, find, parse, read_text, text_of
from iss_viewer.datafile.mistakes import Location
from iss_viewer.datafile.reading import mistake_of
from iss_viewer.scenario.exercise.checks import condition_complaints, procedure_complaints
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure
from iss_viewer.scenario.exercise.starting_condition import StartingCondition
from iss_viewer.station import Station, read_station

#: no name of a file is longer
_LONGEST_NAME = 100


def read_procedure(name_or_path: str | Path) -> ChecklistProcedure:
    """The procedure of a name or file. Raises FileMistakes with all that is wrong."""
    path = find("procedures", str(name_or_path))
    text = text_of(path)
    base = station_of(parse(text, path), path, text, None)

    def check(procedure: ChecklistProcedure) -> Iterable[Complaint]:
        return procedure_complaints(procedure, base)

    return read_text(text, path, ChecklistProcedure, check)


def read_condition(name_or_path: str | Path) -> StartingCondition:
    """The starting condition of a name or file. Raises FileMistakes with all that is wrong."""
    path = find("conditions", str(name_or_path))
    text = text_of(path)
    base = station_of(parse(text, path), path, text, None)

    def check(condition: StartingCondition) -> Iterable[Complaint]:
        return condition_complaints(condition, base)

    return read_text(text, path, StartingCondition, check)


def with_condition(document: dict[str, Any], path: Path, text: str, other: str) -> dict[str, Any]:
    """The document with its starting condition written out. Raises FileMistakes."""
    own = document.get("condition", {})
    own = {"of": own} if isinstance(own, str) else own
    if not isinstance(own, dict):
        return document
    station = {"station": document.get("station", "iss")}
    changes = {key: value for key, value in own.items() if key != "of"}
    name = other or own.get("of", "")
    if not name:
        return document | {"condition": station | changes}
    source = _found("conditions", str(name), ("condition",), path, text)
    base = parse(text_of(source), source)
    for key in ("start", "people"):
        if isinstance(base.get(key), dict) and isinstance(changes.get(key), dict):
            changes[key] = base[key] | changes[key]
    return document | {"condition": base | changes}


@lru_cache(maxsize=4)
def _read_station(path: Path, changed_ns: int) -> Station:
    """A station file as it was at its last change: many exercises are of one."""
    return read_station(path)


def _found(kind: str, name: str, place: Location, path: Path, text: str) -> Path:
    """The file of a name that lies beside another, else that of the program. Raises FileMistakes at the name's place."""
    if len(name) > _LONGEST_NAME:
        raise FileMistakes([mistake_of(Complaint(place, "no file has so long a name"), path, text)])
    for beside in (path.parent / name, path.parent / f"{name}.toml"):
        if name and beside.is_file() and beside.resolve() != path.resolve():
            return beside
    try:
        return find(kind, name)
    except FileMistakes as error:
        message = error.mistakes[0].message
        raise FileMistakes([mistake_of(Complaint(place, message), path, text)]) from None


def station_of(
    document: Mapping[str, Any], path: Path, text: str, other: str | Path | None
) -> Station:
    """The station that a file is for. Raises FileMistakes."""
    name = str(other or document.get("station", "iss"))
    file = _found("stations", name, ("station",), path, text)
    return _read_station(file, file.stat().st_mtime_ns if file.is_file() else 0)


def with_questions(
    document: dict[str, Any], procedures: Sequence[ChecklistProcedure]
) -> dict[str, Any]:
    """The document with the questions of its procedures' worksheets, where it does not ask them itself."""
    own = document.get("questions", [])
    if not isinstance(own, list):
        return document
    asked = [entry.get("id") for entry in own if isinstance(entry, dict)]
    further = [
        question.model_dump()
        for procedure in procedures
        for question in procedure.questions
        if question.id not in asked
    ]
    return document | {"questions": [*own, *further]}


def procedures_of(
    document: Mapping[str, Any], path: Path, text: str
) -> tuple[tuple[ChecklistProcedure, ...], list[Mistake]]:
    """The procedures that an exercise names, and what is wrong with the names."""
    found: list[ChecklistProcedure] = []
    mistakes: list[Mistake] = []
    names = document.get("procedures", [])
    for index, name in enumerate(names if isinstance(names, list) else []):
        place = ("procedures", index)
        try:
            file = _found("procedures", str(name), place, path, text)
        except FileMistakes as error:
            mistakes += error.mistakes
            continue
        try:
            found.append(read_procedure(file))
        except FileMistakes as error:
            mistakes.append(mistake_of(Complaint(place, str(error)), path, text))
    return tuple(found), mistakes


def raw_procedure(document: Mapping[str, Any], path: Path, name: str) -> dict[str, Any]:
    """The document of a procedure that an exercise names by its file or its id. Raises FileMistakes."""
    for written in document.get("procedures", []):
        beside = path.parent / f"{written}.toml"
        file = beside if beside.is_file() else find("procedures", str(written))
        raw = parse(text_of(file), file)
        if raw.get("id") == name:
            return raw
    return {}
