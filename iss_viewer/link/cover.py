"""What a window knows of an exercise before it is played: plain values, so that it need not know how exercises are made.

The cover is the trainee's; the instructor's sheet is withheld from a trainee's window.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from iss_viewer.telemetry.commands import Act


@dataclass(frozen=True, slots=True)
class CoverBranch:
    """A way on from a step: its words, the step that it leads to ("": the end), and whether a person chooses it."""

    text: str
    go: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CoverStep:
    """A step of a checklist. ticks_when: its evidence in words; orders: what carries it out, up to the first wait.

    within_s: how long it may take; hold_pa: the drop up to which a hatch is held; None: no such bound.
    """

    id: str
    text: str
    who: str
    ticks_when: str = ""
    within_s: float | None = None
    hold_pa: float | None = None
    caution: str = ""
    sheet: str = ""
    repeats: bool = False
    next: str = ""
    branches: tuple[CoverBranch, ...] = ()
    orders: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverProcedure:
    """A checklist."""

    id: str
    title: str
    version: str
    steps: tuple[CoverStep, ...]

    def step(self, step_id: str) -> CoverStep | None:
        """The step of an id; None: there is none."""
        return next((step for step in self.steps if step.id == step_id), None)


@dataclass(frozen=True, slots=True)
class MalfunctionCard:
    """What an instructor sees of a malfunction. what: its kind and size; where: what it acts on; waits_for, ends: in words."""

    id: str
    what: str
    where: str
    waits_for: str
    ends: str
    armed: str = "at_start"


@dataclass(frozen=True, slots=True)
class ExpectedCard:
    """What an instructor sees of an expected action."""

    id: str
    text: str
    after: str
    within_s: float
    weight: float
    is_critical: bool
    answer: str = ""


@dataclass(frozen=True, slots=True)
class InstructorSheet:
    """The truth of an exercise: its name, what goes wrong, what a trained crew does, what the seed has drawn."""

    name: str
    for_instructor: str
    malfunctions: tuple[MalfunctionCard, ...]
    expected: tuple[ExpectedCard, ...]
    drawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExerciseCover:
    """What a trainee may read. help_level: gauges, rates, detector or advice; hidden: panels by name.

    is_exercise: else it is a run of another kind, with the checklist of its station.
    """

    is_exercise: bool
    procedures: tuple[CoverProcedure, ...] = ()
    help_level: str = "advice"
    hidden: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    difficulty: str = ""
    roles: tuple[str, ...] = ()
    sheet: InstructorSheet | None = None


@cache
def _adapter() -> TypeAdapter[ExerciseCover]:
    return TypeAdapter(ExerciseCover)


def plain_cover(cover: ExerciseCover) -> Any:
    """A cover as what JSON can hold, for a recording."""
    return _adapter().dump_python(cover, mode="json")


def read_cover(plain: Any) -> ExerciseCover | None:
    """The cover of a recording; None where it has none, or one that is not understood."""
    try:
        return None if plain is None else _adapter().validate_python(plain)
    except ValueError:
        return None
