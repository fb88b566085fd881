"""How an order goes on: what people do when a stage begins, and when it is due."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iss_viewer.exercise.deeds.acted_station import ActedStation, Spoiler
from iss_viewer.exercise.deeds.job import Job, JobStage, StageKind
from iss_viewer.exercise.deeds.programs import Programs, can_be_pulled, difference_pa
from iss_viewer.exercise.deeds.walking import are_there, next_steps
from iss_viewer.station.actions import Action, MoveHatch, MoveValve, ReadGauge
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.telemetry import ActionRefused
from iss_viewer.telemetry.events import Event, FallTimed, LeakCheckEnded, OrderState
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle

#: what a stage came to: the order as it is then, what happened, and what it met with that ends it
Went = tuple[Job, tuple[Event, ...], Obstacle | None]


@dataclass(frozen=True)
class StageRunner:
    """Lets an order go on at one instant."""

    plant: ActedStation
    programs: Programs
    spoiler: Spoiler
    now_s: float

    def go_on(self, job: Job) -> Went:
        """An order through all that is due now. It waits again if its people cannot get to their place."""
        events: tuple[Event, ...] = ()
        while job.stages and job.due_s <= self.now_s and job.state is OrderState.WORKING:
            job, more, obstacle = self._continued(job) if job.has_begun else self._begun(job)
            events += more
            if obstacle is not None:
                return job, events, obstacle
        return job, events, None

    def _begun(self, job: Job) -> Went:
        """A stage at its beginning; people who were sent away come back first."""
        goals, stage = tuple(zip(job.people, job.goals, strict=True)), job.stage
        if stage.kind is not StageKind.WALK and not are_there(self.plant.truth_now(), goals):
            job = replace(job, stages=(JobStage(StageKind.WALK), *job.stages))
        job = replace(job, has_begun=True, since_s=self.now_s, due_s=self.now_s)
        match job.stage.kind:
            case StageKind.WALK:
                is_there = are_there(self.plant.truth_now(), goals) and job.has_tool
                return job.due(self.now_s + (0.0 if is_there else self._walk_s)), (), None
            case StageKind.WORK:
                return job.due(self.now_s + job.stage.span_s), (), None
            case StageKind.READ:
                return self._acted(job.due(self.now_s + stage.span_s), ReadGauge(stage.target))
            case StageKind.WATCH_FALL:
                first = (self.now_s, self._pressure_pa(stage.target))
                watch_s = self.programs.costs.stopwatch.watch_every_s
                return replace(job, readings=(first,)).due(self.now_s + watch_s), (), None
        return job, (), None

    def _continued(self, job: Job) -> Went:
        """A stage that is due."""
        match job.stage.kind:
            case StageKind.WALK:
                return self._walked(job)
            case StageKind.ACT:
                return self._done(job)
            case StageKind.EQUALISE:
                return self._equalised(job)
            case StageKind.READ if not any(t > job.since_s for t, _ in job.readings):
                return job.due(self.now_s + 1.0), (), None  # it is called down in a moment
            case StageKind.WATCH_FALL:
                return self._watched(job)
            case StageKind.JUDGE:
                return job.next_stage(self.now_s), (self._verdict(job),), None
        return job.next_stage(self.now_s), (), None

    @property
    def _walk_s(self) -> float:
        return read_safety_rules().hands.walk_s

    def _pressure_pa(self, module: str) -> float:
        return self.plant.truth_now().pressure_pa[module]

    def _walked(self, job: Job) -> Went:
        """Everybody a room further; the tool is taken up where it lies."""
        goals = dict(zip(job.people, job.goals, strict=True))
        steps = next_steps(self.programs.station, self.plant.truth_now(), goals)
        if steps is None:
            return replace(job, state=OrderState.WAITING), (), None
        events: tuple[Event, ...] = ()
        for step in steps:
            _, more, obstacle = self._acted(job, step)
            events += more
            if obstacle is not None:
                return job, events, obstacle
        places = self.plant.truth_now().places
        if not job.has_tool and places[job.people[0]] == job.goals[0]:
            job = replace(job, has_tool=True, goals=(job.post, *job.goals[1:]))
        if all(places[p] == g for p, g in zip(job.people, job.goals, strict=True)):
            return job.next_stage(self.now_s), events, None
        return job.due(self.now_s + self._walk_s), events, None

    def _done(self, job: Job) -> Went:
        """The action itself."""
        action = job.stage.action
        assert action is not None
        thin = self.programs.thin_air(action, self.plant.truth_now())
        obstacle = thin or self.spoiler.hinders(action)
        if obstacle is not None:
            return job, (), obstacle
        went, events, obstacle = self._acted(job, action)
        if isinstance(job.action, MoveHatch) and isinstance(action, MoveValve):
            back = (replace(action, is_open=False),) if action.is_open else ()
            went = replace(went, unwinds=back)
        return (went if obstacle else went.next_stage(self.now_s)), events, obstacle

    def _acted(self, job: Job, action: Action) -> Went:
        try:
            done = self.plant.act(action)
        except ActionRefused as refusal:
            return job, (), refusal.obstacle
        return job, (replace(done, actor=job.actor),), None

    def _equalised(self, job: Job) -> Went:
        rules, hatch = self.programs.costs.equalising, self.programs.station.hatch(job.stage.target)
        truth = self.plant.truth_now()
        if can_be_pulled(hatch, truth):
            return job.next_stage(self.now_s), (), None
        if self.now_s >= job.since_s + job.stage.span_s:
            left_pa = difference_pa(hatch, truth)
            return job, (), Obstacle(Hindrance.AIR_AGAINST, hatch.id, amount=left_pa)
        return job.due(self.now_s + rules.watch_every_s), (), None

    def _watched(self, job: Job) -> Went:
        """The needle against the stopwatch."""
        (first_s, first_pa), stage = job.readings[0], job.stage
        fall_pa, over_s = first_pa - self._pressure_pa(stage.target), self.now_s - first_s
        if fall_pa < stage.fall_pa and over_s < stage.span_s:
            watch_s = self.programs.costs.stopwatch.watch_every_s
            return job.due(self.now_s + watch_s), (), None
        timed = FallTimed(self.now_s, stage.target, min(fall_pa, stage.fall_pa), over_s)
        return job.next_stage(self.now_s), (timed,), None

    def _verdict(self, job: Job) -> LeakCheckEnded:
        (first_s, first_pa), (last_s, last_pa) = job.readings[0], job.readings[-1]
        is_tight = first_pa - last_pa <= self.programs.costs.leak_check.most_pa
        return LeakCheckEnded(
            self.now_s, job.stage.target, first_pa - last_pa, last_s - first_s, is_tight
        )
