"""An exercise with its draw made: what goes wrong, what a trained crew does, what is asked, forbidden and out of bounds.

`read_exercise` gives the file, `.drawn(seed)` this: no ``$`` is left in it. Everything was decided before the run; what
happens of it is the business of the referee.
"""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from iss_viewer.datafile import Strict
from iss_viewer.datafile.quantities import Duration, Pressure
from iss_viewer.scenario.exercise.fields import OrderField, SentenceField
from iss_viewer.scenario.exercise.malfunctions import Malfunction
from iss_viewer.scenario.exercise.question import Question
from iss_viewer.scenario.exercise.starting_condition import StartingCondition
from iss_viewer.scenario.scenario import MOST_SEED, MOST_TITLE, Scenario, Story
from iss_viewer.station import Station

_Id = Annotated[str, Field(max_length=60)]
_Points = Annotated[float, Field(ge=0, le=100)]


class Brief(Strict):
    """What is read: by the trainee before, by the instructor, and by all after (`outcome`)."""

    for_trainee: str
    objectives: tuple[str, ...] = Field(min_length=1)
    difficulty: Literal["easy", "medium", "hard"]
    outcome: str
    for_instructor: str = ""
    prerequisites: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    assumed: str = ""
    sources: tuple[str, ...] = ()


class HelpLevel(Strict):
    """How much the trainee is shown, each with all before it: gauges; rates; detector (alarms, chances); advice."""

    level: Literal["gauges", "rates", "detector", "advice"] = "detector"
    hide: tuple[str, ...] = Field(default=(), description="panels by name")


class OtherWay(Strict):
    """Evidence that earns a part of an expected action."""

    evidence: SentenceField
    credit: float = Field(gt=0, le=1)
    text: str


class ExpectedAction(Strict):
    """What a trained crew does: within which time of what, by which evidence, for how much."""

    id: _Id
    text: str
    after: SentenceField = Field(description="what happens to the trainee; latched")
    within_s: Duration = Field(gt=0, alias="within")
    evidence: SentenceField
    who: str = "crew"
    late_s: Duration | None = Field(default=None, gt=0, alias="late")
    late_credit: float = Field(default=0.25, ge=0, le=1)
    weight: _Points = 10.0
    critical: bool = False
    needs: tuple[str, ...] = Field(default=(), description="expected actions above this one")
    unless: SentenceField | None = None
    alternatives: tuple[OtherWay, ...] = ()
    step: str = Field(default="", description="of a procedure")
    do: tuple[OrderField, ...] = Field(default=(), description="orders of the model trainee")
    search: bool = Field(default=False, description="the adviser may find it")
    answer: str = Field(default="", description="for the debrief")

    @property
    def latest_s(self) -> float:
        """After so long only the credit for late work is left: `late`, else twice `within`."""
        return 2.0 * self.within_s if self.late_s is None else self.late_s


class Forbidden(Strict):
    """What costs points: of an action each time, of a state each time that it begins."""

    id: _Id
    text: str
    when: SentenceField
    points: _Points = 5.0
    at_most: _Points = 20.0
    critical: bool = False


class Bound(Strict):
    """Where the exercise has left what it is for."""

    id: _Id
    when: SentenceField
    text: str
    do: Literal["freeze", "end", "note"] = "freeze"
    critical: bool = True


class RadioMessage(Strict):
    """A message to the trainee, kept in a list."""

    id: str = Field(default="", max_length=60)
    sender: str = Field(alias="from")
    when: SentenceField
    text: str


class HatchRules(Strict):
    """When a hatch counts as wrong: it did not split the suspects, was held too long, or opened against a drop."""

    hold_most_pa: Pressure = Field(default=66.661, gt=0, alias="hold_most")
    hold_grace_s: Duration = Field(default=600.0, ge=0, alias="hold_grace")
    open_most_pa: Pressure = Field(default=666.61, gt=0, alias="open_most")
    splits: float = Field(default=0.02, ge=0, le=0.5)
    found: float = Field(default=0.9, gt=0.5, le=1)
    points: _Points = 5.0
    at_most: _Points = 20.0
    free: tuple[str, ...] = Field(default=(), description="hatches never judged")


class Ends(Strict):
    """What ends the exercise before its length."""

    success: SentenceField | None = None
    failure: SentenceField | None = None


class Exercise(Strict):
    """An exercise as it is played: `seed` and `drawn_values` say which of its cases."""

    format: Literal[1]
    id: _Id
    title: str = Field(max_length=MOST_TITLE, description="neutral: what a trainee reads")
    name: str = Field(max_length=MOST_TITLE, description="for the instructor")
    length_s: Duration = Field(gt=0, alias="length")
    station: str = "iss"
    seed: int | None = Field(default=None, ge=0, le=MOST_SEED)
    speed: float = Field(default=10.0, gt=0, le=100_000)
    pass_mark: _Points = 70.0
    procedures: tuple[str, ...] = ()
    ends: Ends = Ends()
    brief: Brief
    condition: StartingCondition
    help: HelpLevel = HelpLevel()
    malfunctions: tuple[Malfunction, ...] = ()
    expected: tuple[ExpectedAction, ...]
    forbidden: tuple[Forbidden, ...] = ()
    questions: tuple[Question, ...] = ()
    bounds: tuple[Bound, ...] = ()
    messages: tuple[RadioMessage, ...] = ()
    hatches: HatchRules = HatchRules()
    drawn_values: dict[str, str] = Field(default={}, description="``where.place`` -> ``COL``")

    def scenario(self, station: Station) -> Scenario:
        """What the simulated source plays of a station file: the starting condition alone, no malfunction in it."""
        return self.scenario_of(self.condition.station_then(station))

    def scenario_of(self, then: Station) -> Scenario:
        """The same for the station as it is on that day."""
        brief = self.brief
        story = Story(briefing=brief.for_trainee, outcome=brief.outcome, assumed=brief.assumed,
                      sources=brief.sources, difficulty=brief.difficulty)  # fmt: skip
        return Scenario.model_construct(
            id=self.id, title=self.title, kind="exercise", station=self.station,
            duration_s=self.length_s, speed=self.speed, seed=self.seed or 0, story=story,
            **self.condition.scenario_fields(then),
        )  # fmt: skip

    @property
    def weight_total(self) -> float:
        """The sum of all weights."""
        return math.fsum(action.weight for action in self.expected)
