"""The exercises and starting conditions that come along, by what a list shows of them: read without their checks."""

from __future__ import annotations

import re

from pydantic import ConfigDict, Field

from iss_viewer.datafile import FileMistakes, Strict, named, read
from iss_viewer.datafile.quantities import Duration
from iss_viewer.scenario.exercise.exercise import Brief


class ExerciseHead(Strict):
    """What a list shows of an exercise; `title` is for trainees, `name` for instructors."""

    model_config = ConfigDict(extra="ignore")

    id: str
    title: str
    name: str
    length_s: Duration = Field(gt=0, alias="length")
    procedures: tuple[str, ...] = ()
    brief: Brief


class ConditionHead(Strict):
    """What a list shows of a starting condition; `id` is the name of its file."""

    model_config = ConfigDict(extra="ignore")

    id: str = ""
    title: str
    about: str = ""
    station: str = "iss"


#: the order of a list
_HARDER = ("easy", "medium", "hard")


def exercise_heads() -> tuple[ExerciseHead, ...]:
    """All exercises that come along and can be read, the easy first."""
    heads = []
    for path in named("exercises").values():
        try:
            heads.append(read(path, ExerciseHead))
        except FileMistakes:
            continue  # `iss-viewer check` says what is wrong with it
    return tuple(sorted(heads, key=_place_in_list))


def _place_in_list(head: ExerciseHead) -> tuple[int, list[int], str]:
    """Easy before hard, then ``Exercise 2`` before ``Exercise 10``."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", head.title)]
    return _HARDER.index(head.brief.difficulty), numbers, head.title


def condition_heads() -> tuple[ConditionHead, ...]:
    """All starting conditions that come along and can be read."""
    heads = []
    for name, path in named("conditions").items():
        try:
            heads.append(read(path, ConditionHead).model_copy(update={"id": name}))
        except FileMistakes:
            continue
    return tuple(heads)
