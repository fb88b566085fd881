"""A crew that does what is advised to the letter, as fast as people are: walks, hatches and valves take their time.

Nobody passes a shut hatch; a hatch is pulled open only once the difference across it allows; who has begun something
ends it before the next advice counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iss_viewer.station.actions import Action, MoveCrew, MoveHatch, MoveValve, ReadGauge
from iss_viewer.station.hands import holding_n
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.station.topology import part_with, parts_of, way
from iss_viewer.studies.harm.run import WatchedRun
from iss_viewer.telemetry.events import Advice, CrewStep

_PATIENCE_S = 900.0  # at a valve, before one gives up


#: when, how it went, what, who
Note = Callable[[float, str, Action, CrewStep], None]


@dataclass
class _Task:
    """A step that somebody is at. done_s: when it will be done; equalising: the valve is open; pulling: its sides are equal."""

    action: Action
    step: CrewStep
    done_s: float
    equalising: bool = False
    pulling: bool = False


class HonestCrew:
    """People who follow the latest advice."""

    def __init__(self, run: WatchedRun, note: Note = lambda *_: None) -> None:
        self._run, self._note = run, note
        self._hands = read_safety_rules().hands
        self._advice: Advice | None = None
        self._waiting: list[tuple[Action, CrewStep]] = []
        self._tasks: list[_Task] = []
        self._from_s = 0.0
        self.moves = 0

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way or left to do."""
        return not self._tasks and not self._waiting and self._advice is self._run.advice

    def act(self) -> None:
        """Go on with what is under way, begin what can be begun."""
        now_s = self._run.time_s
        self._finish(now_s)
        if self._run.advice is not self._advice:
            self._take_advice(now_s)
        if now_s >= self._from_s:
            self._begin(now_s)

    def _take_advice(self, now_s: float) -> None:
        """The new advice counts once it has been looked at; what is begun is ended."""
        is_first = self._advice is None or not self._advice.actions
        self._advice = self._run.advice
        assert self._advice is not None
        self._from_s = now_s + (self._hands.look_s if is_first else 0.0)
        at_work = {(repr(task.action)) for task in self._tasks}
        steps = self._advice.steps
        self._waiting = [
            (action, step)
            for action, step in zip(self._advice.actions, steps, strict=True)
            if repr(action) not in at_work
        ]

    def _begin(self, now_s: float) -> None:
        busy = {name for task in self._tasks for name in task.step.crew}
        left: list[tuple[Action, CrewStep]] = []
        for action, step in self._waiting:
            is_early = not isinstance(action, MoveCrew | MoveHatch) and bool(self._tasks or left)
            is_kept = is_early or bool(busy & set(step.crew))
            lasts_s = None if is_kept else self._lasts_s(action, step)
            if lasts_s is None:
                left.append((action, step))
            else:
                self._tasks.append(_Task(action, step, now_s + lasts_s))
            busy |= set(step.crew)
        self._waiting = left

    def _lasts_s(self, action: Action, step: CrewStep) -> float | None:
        """How long an action takes these people; None: it cannot be begun now."""
        run, hands = self._run, self._hands
        if isinstance(action, MoveCrew):
            ways = [self._steps(run.places[name], action.module) for name in action.crew]
            known = [count for count in ways if count is not None]
            return hands.walk_s * max(known) if len(known) == len(ways) and known else None
        if isinstance(action, ReadGauge):  # who reads it fetches it
            return step.ends_s - step.starts_s
        if any(run.places[name] != step.start for name in step.crew):
            return None
        if isinstance(action, MoveHatch):
            if (action.hatch not in run.closed) is action.is_open:
                return 0.0
            is_equalised_first = action.is_open and not self._can_be_pulled(action.hatch)
            return hands.valve_s if is_equalised_first else hands.hatch_s
        return 0.0

    def _steps(self, start: str, end: str) -> int | None:
        """How many hatches are passed through open ones; None: there is no way."""
        if end not in part_with(parts_of(self._run.station, self._run.closed), start):
            return None
        return len(way(self._run.station, self._run.closed, start, end)) - 1

    def _finish(self, now_s: float) -> None:
        for task in list(self._tasks):
            if task.done_s > now_s:
                continue
            action = task.action
            if (
                isinstance(action, MoveHatch)
                and action.is_open
                and action.hatch in self._run.closed
                and (task.equalising or not self._can_be_pulled(action.hatch))
            ):
                self._open(task, now_s)
                continue
            self._tasks.remove(task)
            if isinstance(action, MoveCrew) and any(
                self._steps(self._run.places[n], action.module) is None for n in action.crew
            ):
                self._note(now_s, "found the way shut", action, task.step)
                continue
            done = self._run.do(action)
            self.moves += isinstance(action, MoveHatch)
            self._note(now_s, "done" if done else "refused", action, task.step)

    def _open(self, task: _Task, now_s: float) -> None:
        """Equalise first; pull once arms can."""
        action = task.action
        assert isinstance(action, MoveHatch)
        if not task.equalising:
            self._run.do(MoveValve(action.hatch, True))
            task.equalising, task.done_s = True, now_s
            return
        can_be_pulled = self._can_be_pulled(action.hatch)
        is_late = now_s > task.done_s + _PATIENCE_S
        if not can_be_pulled and not is_late:
            return
        if not is_late and not task.pulling:
            task.pulling = True
            task.done_s = now_s + self._hands.pull_s
            return
        self._tasks.remove(task)
        self._run.do(MoveValve(action.hatch, False))
        if is_late:
            self._note(now_s, "could not be pulled open", action, task.step)
            return
        done = self._run.do(action)
        self.moves += 1
        self._note(now_s, "done" if done else "refused", action, task.step)

    def _can_be_pulled(self, hatch_id: str) -> bool:
        """Whether arms can pull a hatch open as the air stands."""
        hatch, gases = self._run.station.hatch(hatch_id), self._run.gases_pa
        return holding_n(hatch, lambda end: float(gases(end)[0])) <= self._hands.pull_n
