"""Four trainees: who does what is expected, who does nothing, who closes all hatches, who patches everywhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from iss_viewer.exercise.referee import Referee
from iss_viewer.exercise.trainees.written_orders import commands_of
from iss_viewer.scenario.exercise.exercise import ExpectedAction
from iss_viewer.scenario.exercise.orders import OrderLine, Pause
from iss_viewer.station import VACUUM
from iss_viewer.station.actions import ApplyRepair, MoveHatch
from iss_viewer.telemetry.commands import Act, Command
from iss_viewer.telemetry.events import (
    AlarmChange,
    AlarmChanged,
    CommandRefused,
    Event,
    ExpectedDue,
    ExpectedMet,
    OrderChanged,
    OrderState,
)

ACTOR = "scripted trainee"
#: from when an action is due to its first order
REACTION_S = 20.0
#: a refused order is given again after so long, so many times
RETRY_S, MOST_TRIES = 60.0, 15


class Trainee(Protocol):
    """Who is played with."""

    def see(self, events: Iterable[Event]) -> None:
        """Learn of what happened."""

    def commands(self, time_s: float) -> tuple[Command, ...]:
        """What is ordered now."""


class IdleTrainee:
    """Does nothing."""

    def __init__(self, referee: Referee) -> None:
        self._referee = referee

    def see(self, events: Iterable[Event]) -> None:
        """Nothing comes of it."""

    def commands(self, time_s: float) -> tuple[Command, ...]:
        """Nothing."""
        return ()


@dataclass
class _Course:
    """The orders of one expected action that are still to be given, from a time on."""

    action: ExpectedAction
    from_s: float
    lines: deque[OrderLine | Pause] = field(default_factory=deque)


class ExpectedTrainee:
    """Gives the orders of each expected action, one after another, soon after it is due; what is refused, again."""

    def __init__(self, referee: Referee) -> None:
        self._referee = referee
        self._actions = {one.id: one for one in referee.exercise.expected}
        self._courses: deque[_Course] = deque()
        self._at_once: deque[_Course] = deque()
        self._pending: set[str] = set()
        self._met: set[str] = set()
        self._now_at = ""
        self._begun: tuple[OrderLine, int] | None = None
        self._is_refused, self._is_due_again, self._wait_s = False, False, 0.0

    def see(self, events: Iterable[Event]) -> None:
        """Learn what is due, and what became of the orders given."""
        for event in events:
            match event:
                case ExpectedDue(expected=expected, is_waived=False, time_s=time_s):
                    action = self._actions[expected]
                    course = _Course(action, time_s + REACTION_S, deque(action.do))
                    (self._at_once if _is_at_once(action) else self._courses).append(course)
                case ExpectedMet(expected=expected):
                    self._met.add(expected)
                case OrderChanged(actor=actor, order=order, state=state) if actor == ACTOR:
                    self._is_refused |= state is OrderState.REFUSED
                    (self._pending.discard if state.is_over else self._pending.add)(order)
                case CommandRefused(actor=actor) if actor == ACTOR:
                    self._is_refused = True

    def commands(self, time_s: float) -> tuple[Command, ...]:
        """What needs no hands at once; the next order of all else once the one before it has come to its end."""
        if self._at_once and time_s >= self._at_once[0].from_s:
            lines = self._at_once.popleft().lines
            orders = [line for line in lines if isinstance(line, OrderLine)]
            return tuple(c for line in orders for c in commands_of(line, self._referee, ACTOR))
        if self._pending or time_s < self._wait_s:
            return ()
        if self._is_refused and self._begun is not None:
            return self._again(time_s)
        if self._is_due_again and self._begun is not None:
            self._is_due_again = False
            return commands_of(self._begun[0], self._referee, ACTOR)
        self._begun = None
        while self._courses and not self._courses[0].lines:
            self._courses.popleft()
        if not self._courses or time_s < self._courses[0].from_s:
            return ()
        line = self._courses[0].lines.popleft()
        if isinstance(line, Pause):
            self._wait_s = time_s + line.wait_s
            return ()
        self._begun, self._now_at = (line, 1), self._courses[0].action.id
        return commands_of(line, self._referee, ACTOR)

    def _again(self, time_s: float) -> tuple[Command, ...]:
        """A refused order once more, after a while; at last it is given up."""
        assert self._begun is not None
        line, tries = self._begun
        self._is_refused = False
        if tries >= MOST_TRIES or self._now_at in self._met:
            self._begun = None
            return ()
        self._begun, self._wait_s = (line, tries + 1), time_s + RETRY_S
        self._is_due_again = True
        return ()


def _is_at_once(action: ExpectedAction) -> bool:
    """Whether an action is to acknowledge and nothing else."""
    return bool(action.do) and all(
        isinstance(line, OrderLine) and line.verb == "acknowledge" for line in action.do
    )


class PanickingTrainee:
    """Closes every open hatch at the first alarm of a loss of air."""

    def __init__(self, referee: Referee) -> None:
        self._referee, self._is_alarmed, self._is_done = referee, False, False

    def see(self, events: Iterable[Event]) -> None:
        """Learn of alarms."""
        raised = [
            e for e in events if isinstance(e, AlarmChanged) and e.change is AlarmChange.RAISE
        ]
        self._is_alarmed |= bool(raised)

    def commands(self, time_s: float) -> tuple[Command, ...]:
        """All hatches, once."""
        truth = self._referee.facts.truth
        if not self._is_alarmed or self._is_done or truth is None:
            return ()
        self._is_done = True
        hatches = [h for h in self._referee.station.hatches if VACUUM not in (h.a, h.b)]
        still = [h.id for h in hatches if h.id not in truth.now.closed_hatches]
        return tuple(Command(Act(MoveHatch(hatch, False)), ACTOR) for hatch in still)


class PatchingTrainee(PanickingTrainee):
    """Patches every module at the first alarm, found or not."""

    def commands(self, time_s: float) -> tuple[Command, ...]:
        """All modules, once."""
        if not self._is_alarmed or self._is_done:
            return ()
        self._is_done = True
        modules = self._referee.station.module_ids
        return tuple(Command(Act(ApplyRepair(module, "patch")), ACTOR) for module in modules)


TRAINEES: dict[str, Callable[[Referee], Trainee]] = {
    "expected": ExpectedTrainee,
    "idle": IdleTrainee,
    "panic": PanickingTrainee,
    "patches": PatchingTrainee,
}
