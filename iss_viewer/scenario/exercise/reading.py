"""Read an exercise, and check all that its draws can make of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from iss_viewer.datafile import (
    Complaint,
    FileMistakes,
    Mistake,
    Strict,
    find,
    parse,
    read_document,
    text_of,
)
from iss_viewer.datafile.reading import mistake_of
from iss_viewer.scenario.exercise.checks import exercise_complaints
from iss_viewer.scenario.exercise.draws import (
    Draw,
    Drawn,
    cases_of,
    draw_complaints,
    flat,
    put_in,
)
from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure
from iss_viewer.scenario.exercise.related_files import (
    procedures_of,
    raw_procedure,
    station_of,
    with_condition,
    with_questions,
)
from iss_viewer.station import Station

#: under which name a recording has the text of `ExerciseFile.written`
WRITTEN = "exercise"


class _Draws(Strict):
    draw: tuple[Draw, ...] = ()


@dataclass(frozen=True)
class ExerciseFile:
    """What a file says before the draw; all cases of it were found good.

    document: its values with the starting condition in place; `example` is its first case, for lists.
    """

    path: Path
    text: str
    document: Mapping[str, Any]
    draws: tuple[Draw, ...]
    station: Station
    procedures: tuple[ChecklistProcedure, ...]
    example: Exercise

    @property
    def id(self) -> str:
        """The id of the exercise."""
        return self.example.id

    def drawn(self, seed: int) -> Exercise:
        """The exercise that a seed gives: every ``$`` put in."""
        drawn = {draw.id: draw.drawn(seed, self.id) for draw in self.draws}
        return self._case(drawn, seed)

    def written(self, seed: int) -> str:
        """The exercise that a seed gives as one text of its own, for recordings: see `exercise_written`."""
        drawn = {draw.id: draw.drawn(seed, self.id) for draw in self.draws}
        exercise = _filled(self.document, drawn) | {"seed": seed}
        procedures = [raw_procedure(self.document, self.path, one.id) for one in self.procedures]
        whole = {"exercise": exercise, "procedures": procedures}
        return json.dumps(whole, default=lambda value: value.isoformat(), ensure_ascii=False)

    def cases(self) -> Iterator[Exercise]:
        """The exercises that the draws can give: each row of each, both ends of each range."""
        for drawn in cases_of(self.draws):
            yield self._case(drawn, self.example.seed)

    def _case(self, drawn: Drawn, seed: int | None) -> Exercise:
        document = _filled(self.document, drawn)
        if seed is not None:
            document["seed"] = seed
        return read_document(document, self.text, self.path, Exercise)


def read_exercise(
    name_or_path: str | Path, condition: str = "", station: str | Path | None = None
) -> ExerciseFile:
    """The exercise of a name or file. Raises FileMistakes with all that is wrong in any case of its draws.

    condition: a starting condition in place of its own; what the exercise changes of its own holds there too.
    station: another station file.
    """
    path = find("exercises", str(name_or_path))
    text = text_of(path)
    return exercise_of(text, path, condition, station)


def exercise_of(
    text: str, path: Path, condition: str = "", station: str | Path | None = None
) -> ExerciseFile:
    """Like `read_exercise`, for a text at hand; `path` only names it, and says beside what it lies."""
    document = with_condition(parse(text, path), path, text, condition)
    procedures, mistakes = procedures_of(document, path, text)
    document = with_questions(document, procedures)
    only_draws = {key: value for key, value in document.items() if key == "draw"}
    draws = read_document(only_draws, text, path, _Draws).draw
    base = station_of(document, path, text, station)
    found = _CaseMistakes()
    first: Exercise | None = None
    wrong = list(draw_complaints(draws, document))
    check = _checker(base, procedures)
    for drawn in cases_of(draws):
        case = found.read(_filled(document, drawn), flat(drawn), (text, path), check)
        first = first or case
    mistakes += [mistake_of(one, path, text) for one in wrong]
    unfilled = {mistake.field for mistake in mistakes}
    mistakes += [one for one in found.mistakes if one.field not in unfilled]
    if mistakes or first is None:
        raise FileMistakes(sorted(set(mistakes), key=lambda one: (one.line, one.field)))
    return ExerciseFile(path, text, document, draws, base, procedures, first)


def exercise_written(text: str) -> tuple[Exercise, tuple[ChecklistProcedure, ...]]:
    """The exercise of a recording, with its checklists. Raises FileMistakes, ValueError."""
    whole, path = json.loads(text), Path("exercise.toml")
    document = whole["exercise"]
    start = document["condition"]
    start["start_utc"] = datetime.fromisoformat(start["start_utc"])
    exercise = read_document(document, text, path, Exercise)
    procedures = (read_document(one, text, path, ChecklistProcedure) for one in whole["procedures"])
    return exercise, tuple(procedures)


class _CaseMistakes:
    """What is wrong in the cases of one exercise; what is wrong in some only names the first of them."""

    def __init__(self) -> None:
        self._cases: list[dict[str, str]] = []
        self._found: dict[Mistake, list[dict[str, str]]] = {}

    def read(
        self,
        document: dict[str, Any],
        values: dict[str, str],
        source: tuple[str, Path],
        check: Callable[[Exercise], Iterable[Complaint]],
    ) -> Exercise | None:
        """One case; None if something is wrong with it."""
        self._cases.append(values)
        document["drawn_values"] = values
        try:
            return read_document(document, *source, Exercise, check)
        except FileMistakes as error:
            for mistake in error.mistakes:
                self._found.setdefault(mistake, []).append(values)
        return None

    @property
    def mistakes(self) -> list[Mistake]:
        """All of them."""
        return [
            mistake if len(cases) == len(self._cases) else self._of_case(mistake, cases[0])
            for mistake, cases in self._found.items()
        ]

    @staticmethod
    def _of_case(mistake: Mistake, values: dict[str, str]) -> Mistake:
        drawn = ", ".join(f"{name} = {value}" for name, value in values.items())
        message = f"{mistake.message} (when {drawn})"
        return Mistake(mistake.path, mistake.line, mistake.field, message)


def _filled(document: Mapping[str, Any], drawn: Drawn) -> dict[str, Any]:
    filled = {key: put_in(value, drawn) for key, value in document.items() if key != "draw"}
    filled["drawn_values"] = flat(drawn)
    return filled


def _checker(
    station: Station, procedures: Sequence[ChecklistProcedure]
) -> Callable[[Exercise], Iterable[Complaint]]:
    return lambda exercise: exercise_complaints(exercise, station, procedures)
