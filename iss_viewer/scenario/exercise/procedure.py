"""A procedure as data: the steps of a checklist, what ticks each, and where it goes on. An agency loads its own.

Sentences here may ask only for what a crew can know: what is shown, done, heard or answered, never the truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from iss_viewer.datafile import Strict
from iss_viewer.datafile.quantities import Duration, Pressure
from iss_viewer.scenario.exercise.fields import OrderField, SentenceField
from iss_viewer.scenario.exercise.question import Question

_Id = Annotated[str, Field(max_length=60)]


class StepBranch(Strict):
    """Where a step goes on: when a sentence holds, when a person chooses it, or otherwise."""

    text: str
    go: str = Field(description="a step; empty: the end")
    when: SentenceField | None = None
    choose: bool = False
    otherwise: bool = False


class ChecklistStep(Strict):
    """A step: what is done by whom, ticked by evidence (`tick`) or by hand with a name (`by_hand`)."""

    id: _Id
    text: str
    who: str = "crew"
    do: tuple[OrderField, ...] = Field(default=(), description="one button orders all of it")
    tick: SentenceField | None = None
    by_hand: bool = False
    within_s: Duration | None = Field(default=None, gt=0, alias="within")
    hold_pa: Pressure | None = Field(
        default=None, gt=0, alias="hold", description="the drop up to which a hatch is held"
    )
    caution: str = ""
    sheet: Literal["", "t_res"] = Field(default="", description="the worksheet that it opens")
    repeat: bool = Field(default=False, description="done again until a branch is taken")
    next: str | None = Field(default=None, description="a step; empty: the end")
    branches: tuple[StepBranch, ...] = ()

    @property
    def followers(self) -> Iterator[str]:
        """The steps that may come after it, the end ("") left out."""
        ways = (self.next, *(branch.go for branch in self.branches))
        return (way for way in ways if way)


class ChecklistProcedure(Strict):
    """A checklist with where it comes from."""

    format: Literal[1]
    id: _Id
    title: str
    version: str
    source: str
    assumed: str = ""
    station: str = "iss"
    questions: tuple[Question, ...] = Field(
        default=(), description="of its worksheets; an exercise may ask them otherwise"
    )
    steps: tuple[ChecklistStep, ...]

    def step(self, step_id: str) -> ChecklistStep:
        """The step of an id. Raises KeyError."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)
