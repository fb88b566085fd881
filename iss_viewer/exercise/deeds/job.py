"""An order on its way: what is still to do, by whom, until when. Frozen, so that a snapshot holds it as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import get_args

from iss_viewer.station.actions import Action
from iss_viewer.telemetry.events import Event, GaugeRead, OrderChanged, OrderState
from iss_viewer.telemetry.events.refused import Obstacle

NEVER_S = float("inf")


class StageKind(Enum):
    """What people do in one stage of an order."""

    WALK = "walk"  # a room each `walk` of assets/safety.toml
    WORK = "work"  # span_s
    ACT = "act"  # action, at once
    EQUALISE = "equalise"  # until the sides of `target` are equal, span_s at most
    READ = "read"  # the gauge in `target`
    WATCH_FALL = "watch fall"  # until `target` has fallen by fall_pa, span_s at most
    JUDGE = "judge"  # the readings of a leak check


@dataclass(frozen=True, slots=True)
class JobStage:
    """One stage of an order; see `StageKind` for what each of its values means."""

    kind: StageKind
    span_s: float = 0.0
    action: Action | None = None
    target: str = ""
    fall_pa: float = 0.0

    @property
    def expected_s(self) -> float:
        """How long it takes; equalising hangs on the air, and counts for nothing."""
        return 0.0 if self.kind is StageKind.EQUALISE else self.span_s


@dataclass(frozen=True, slots=True)
class Job:
    """An order and how far it is.

    named: who was named for it. people: who is on it, the holder of `tool` first; while it waits, for whom. post: where
    it is done; goals: where each of them is to be next. has_tool: it was fetched. stages: what is still to do, the one
    under way first; has_begun: it has, at since_s, and goes on at due_s. until_s: when the whole is expected to be
    done; while it waits, to begin. readings: time and pressure. unwinds: what is put back if it cannot be done.
    """

    number: int
    action: Action
    actor: str = ""
    named: tuple[str, ...] = ()
    state: OrderState = OrderState.WAITING
    people: tuple[str, ...] = ()
    post: str = ""
    goals: tuple[str, ...] = ()
    tool: str = ""
    has_tool: bool = False
    stages: tuple[JobStage, ...] = ()
    has_begun: bool = False
    since_s: float = 0.0
    due_s: float = NEVER_S
    until_s: float = 0.0
    readings: tuple[tuple[float, float], ...] = ()
    unwinds: tuple[Action, ...] = ()

    @property
    def stage(self) -> JobStage:
        """The one under way."""
        return self.stages[0]

    @property
    def hands(self) -> tuple[str, ...]:
        """Who can do nothing else meanwhile."""
        return self.people if self.state is OrderState.WORKING else ()

    def event(self, time_s: float, obstacle: Obstacle | None = None) -> OrderChanged:
        """How it stands."""
        until_s = 0.0 if self.state.is_over else self.until_s
        return OrderChanged(
            time_s, str(self.number), self.action, self.state, self.people, until_s, obstacle,
            self.actor,
        )  # fmt: skip

    def over(self, state: OrderState) -> Job:
        """It at its end."""
        return replace(self, state=state, due_s=NEVER_S)

    def begun(self, now_s: float) -> Job:
        """It with its people on it, at its first stage."""
        return replace(self, state=OrderState.WORKING, due_s=now_s).timed(now_s)

    def pending(self, people: tuple[str, ...], until_s: float) -> Job:
        """It as it waits for people."""
        return replace(self, people=people, until_s=until_s)

    def timed(self, now_s: float) -> Job:
        """It with the time at which it is expected to be done."""
        began_s = self.since_s if self.has_begun else now_s
        return replace(self, until_s=began_s + sum(stage.expected_s for stage in self.stages))

    def due(self, due_s: float) -> Job:
        """It with the stage under way going on at a time."""
        return replace(self, due_s=due_s)

    def next_stage(self, now_s: float) -> Job:
        """It with the stage under way done."""
        return replace(self, stages=self.stages[1:], has_begun=False, due_s=now_s)

    def with_readings(self, events: Iterable[Event]) -> Job:
        """It with what the gauge showed since its stage began, where that is a reading of it."""
        if not self.stages or not self.has_begun or self.stage.kind is not StageKind.READ:
            return self
        found = [
            (event.time_s, event.pressure_pa)
            for event in events
            if isinstance(event, GaugeRead)
            and event.module == self.stage.target
            and event.time_s > self.since_s
        ]
        return replace(self, readings=(*self.readings, *found)) if found else self


#: what the state of a queue is made of
JOB_CLASSES = (Job, JobStage, StageKind, OrderState, *get_args(get_args(Action)[0]))
