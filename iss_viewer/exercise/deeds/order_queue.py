"""The queue of orders: what was ordered waits for people, is done in time, is refused or withdrawn.

It is an umpire of the session (`session/umpire.py`). At each instant that it named it goes on with the orders that
are due, in the order of their numbers; then those that wait are tried again, the oldest first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from iss_viewer.exercise.deeds.acted_station import ActedStation, NothingSpoiled, Spoiler
from iss_viewer.exercise.deeds.checking import obstacle_of, refused
from iss_viewer.exercise.deeds.job import JOB_CLASSES, NEVER_S, Job
from iss_viewer.exercise.deeds.programs import COSTED, Programs, as_ordered
from iss_viewer.exercise.deeds.stages import StageRunner
from iss_viewer.exercise.deeds.starting import Starter
from iss_viewer.link.waits import WaitNow
from iss_viewer.simulation.truth_now import TruthNow
from iss_viewer.station.actions import Action, CheckLeak, MoveCrew, MoveHatch, TimeFall, target_of
from iss_viewer.station.costs import ActionCosts, read_action_costs
from iss_viewer.telemetry import ActionRefused
from iss_viewer.telemetry.commands import Act, Command, SetCosts, Withdraw
from iss_viewer.telemetry.events import CostsSet, Event, OrderState
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle
from iss_viewer.telemetry.frames import Frames
from iss_viewer.telemetry.packing import SnapshotError, pack, unpack

#: a change of the expected end that is worth an event
_NOTED_S = 30.0
#: they take time by what they are, also where all else happens at once
_ALWAYS = (CheckLeak, TimeFall)
#: what may be otherwise once a hatch is open
_NO_WAY_YET = (Hindrance.NO_WAY, Hindrance.NOBODY_NEAR, Hindrance.TOO_FEW)


@dataclass(frozen=True, slots=True)
class QueueState:
    """All that a queue knows: whether actions take time, and this was noted; its orders that are not over; where its
    tools lie.
    """

    are_costs_on: bool = False
    is_noted: bool = False
    count: int = 0
    jobs: tuple[Job, ...] = ()
    tools: tuple[tuple[str, str], ...] = ()


class OrderQueue:
    """Orders of one run. costs: what they take. spoiler: who makes them fail."""

    def __init__(
        self,
        plant: ActedStation,
        costs: ActionCosts | None = None,
        spoiler: Spoiler | None = None,
        *,
        are_costs_on: bool = False,
    ) -> None:
        self._plant = plant
        self.spoiler: Spoiler = spoiler or NothingSpoiled()
        self._programs = Programs(plant.station, costs or read_action_costs())
        self._state = QueueState(are_costs_on)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The orders that are not over."""
        return self._state.jobs

    def next_s(self) -> float:
        """When the next order goes on."""
        return min((job.due_s for job in self._state.jobs), default=NEVER_S)

    def waits(self) -> tuple[WaitNow, ...]:
        """No conditions: what an order waits for is an event."""
        return ()

    def takes(self, command: Command, time_s: float) -> tuple[Event, ...] | None:
        """What came of an order of an action, a withdrawal, or a switch of the costs. Raises ActionRefused."""
        match command.order:
            case SetCosts(are_on=are_on):
                self._state = replace(self._state, are_costs_on=are_on, is_noted=True)
                return (CostsSet(time_s, are_on, command.actor),)
            case Withdraw(order=order):
                return self._withdraw(order, time_s)
            case Act(action=action, people=people) if self._is_costed(action):
                return self._order(as_ordered(action), people, command.actor, time_s)
        return None

    def look(self, frames: Frames) -> tuple[Event, ...]:
        """Go on with all that is due at the last row."""
        now_s = self._plant.time_s
        jobs = tuple(job.with_readings(frames.events) for job in self._state.jobs)
        events = self._begun(now_s)
        self._state = replace(self._state, jobs=jobs, is_noted=True)
        while (job := self._due(now_s)) is not None:
            events += self._go_on(job, now_s)
            if self._due(now_s) is None:
                events += self._start_pending(now_s)
        return events

    def snapshot(self) -> bytes:
        """All of it."""
        return pack(self._state)

    def restore(self, snapshot: bytes) -> None:
        """Go on from a snapshot. Raises SnapshotError."""
        state = unpack(snapshot, (QueueState, *JOB_CLASSES))
        if not isinstance(state, QueueState):
            raise SnapshotError("not a snapshot of a queue of orders")
        self._state = state

    def _begun(self, now_s: float) -> tuple[Event, ...]:
        """That actions take time from the start, noted once."""
        is_news = self._state.are_costs_on and not self._state.is_noted
        return (CostsSet(max(now_s, 0.0), True),) if is_news else ()

    def _is_costed(self, action: Action) -> bool:
        are_on = self._state.are_costs_on
        return isinstance(action, _ALWAYS) or (are_on and isinstance(as_ordered(action), COSTED))

    def _order(
        self, action: Action, people: tuple[str, ...], actor: str, time_s: float
    ) -> tuple[Event, ...]:
        """Take an order in, and begin with it if that can be. Raises ActionRefused."""
        obstacle = obstacle_of(action, self._plant.station)
        if obstacle is not None:
            raise refused(obstacle)
        named = action.crew if isinstance(action, MoveCrew) else people
        job = Job(self._state.count + 1, action, actor, tuple(dict.fromkeys(named)))
        truth = self._plant.truth_now()
        is_done = self._is_done(job, truth)
        started = job.over(OrderState.DONE) if is_done else self._started(job, truth, time_s)
        if isinstance(started, Obstacle):
            raise refused(started)
        self._state = replace(self._state, count=job.number)
        self._keep(started)
        return (started.event(time_s),)

    def _withdraw(self, order: str, time_s: float) -> tuple[Event, ...]:
        """Take an order back; its people stay where they are, what they have opened stays open."""
        job = next((job for job in self._state.jobs if str(job.number) == order), None)
        if job is None:
            raise ActionRefused(Hindrance.ORDER_IS_OVER, order)
        withdrawn = self._end(job, OrderState.WITHDRAWN, time_s)
        return (*withdrawn, *self._start_pending(time_s))

    def _due(self, now_s: float) -> Job | None:
        due = [job for job in self._state.jobs if job.due_s <= now_s]
        return min(due, key=lambda job: (job.due_s, job.number), default=None)

    def _go_on(self, job: Job, now_s: float) -> tuple[Event, ...]:
        """One order as far as it goes now."""
        truth = self._plant.truth_now()
        if set(job.people) & set(truth.incapacitated):
            return self._anew(job, now_s)
        went, events, obstacle = StageRunner(
            self._plant, self._programs, self.spoiler, now_s
        ).go_on(job)
        if obstacle is not None:
            back = self._unwound(went)
            return (*events, *back, *self._end(went, OrderState.REFUSED, now_s, obstacle))
        if went.state is OrderState.WAITING:
            return (*events, *self._anew(went, now_s))
        if not went.stages:
            return (*events, *self._end(went, OrderState.DONE, now_s))
        retimed = went.timed(now_s)
        if abs(retimed.until_s - went.until_s) < _NOTED_S:
            self._keep(went)
            return events
        self._keep(retimed)
        return (*events, retimed.event(now_s))

    def _anew(self, job: Job, now_s: float) -> tuple[Event, ...]:
        """Look for people anew for an order whose own cannot go on with it."""
        self._lay_down(job)
        fresh = Job(job.number, job.action, job.actor, job.named)
        self._keep(fresh)
        started = self._started(fresh, self._plant.truth_now(), now_s)
        if isinstance(started, Obstacle):
            return self._end(fresh, OrderState.REFUSED, now_s, started)
        self._keep(started)
        return (started.event(now_s),)

    def _start_pending(self, now_s: float) -> tuple[Event, ...]:
        """Try again what waits, the oldest first."""
        events: tuple[Event, ...] = ()
        for job in self._state.jobs:
            if job.state is not OrderState.WAITING:
                continue
            if self._is_done(job, self._plant.truth_now()):
                events += self._end(job, OrderState.DONE, now_s)
                continue
            started = self._started(job, self._plant.truth_now(), now_s)
            if isinstance(started, Obstacle):
                events += self._end(job, OrderState.REFUSED, now_s, started)
            elif started != job:
                self._keep(started)
                events += (started.event(now_s),)
        return events

    def _before(self, job: Job) -> tuple[Job, ...]:
        """The orders that were given before one and are not over."""
        return tuple(other for other in self._state.jobs if other.number < job.number)

    def _is_done(self, job: Job, truth: TruthNow) -> bool:
        """Whether all is so already as it is wanted, and no order before this one changes it yet."""
        return self._programs.is_done(job.action, truth) and not any(
            target_of(other.action) == target_of(job.action) or set(other.named) & set(job.named)
            for other in self._before(job)
        )

    def _started(self, job: Job, truth: TruthNow, now_s: float) -> Job | Obstacle:
        """An order begun, or as it waits: also for a way that an order before it opens. Else why it cannot be done."""
        state = self._state
        starter = Starter(
            self._programs,
            truth,
            state.jobs,
            dict(state.tools),
            self.spoiler.has_signal,
            self.spoiler.delay_s,
        )
        started = starter.started(job, now_s)
        if isinstance(started, Obstacle) and started.hindrance in _NO_WAY_YET:
            for other in self._before(job):
                if isinstance(other.action, MoveHatch) and other.action.is_open:
                    return job.pending(other.people, other.until_s)
        return started

    def _end(
        self, job: Job, state: OrderState, now_s: float, obstacle: Obstacle | None = None
    ) -> tuple[Event, ...]:
        """An order at its end."""
        self._lay_down(job)
        ended = job.over(state)
        self._keep(ended)
        return (ended.event(now_s, obstacle),)

    def _unwound(self, job: Job) -> tuple[Event, ...]:
        """What is put back of an order that could not be done; what nobody can get to any more stays as it is."""
        events: tuple[Event, ...] = ()
        for action in job.unwinds:
            try:
                events += (replace(self._plant.act(action), actor=job.actor),)
            except ActionRefused:
                continue
        return events

    def _lay_down(self, job: Job) -> None:
        """The tool of an order lies where its holder is."""
        if job.tool and job.has_tool and job.hands:
            place = self._plant.truth_now().places[job.hands[0]]
            tools = {**dict(self._state.tools), job.tool: place}
            self._state = replace(self._state, tools=tuple(sorted(tools.items())))

    def _keep(self, job: Job) -> None:
        """The orders with one as it is now, without it if it is over."""
        others = tuple(other for other in self._state.jobs if other.number != job.number)
        kept = others if job.state.is_over else (*others, job)
        self._state = replace(self._state, jobs=tuple(sorted(kept, key=lambda j: j.number)))
