"""How an order begins: its stages, its people, its tool; or whom it waits for, or why it cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from iss_viewer.exercise.deeds.choosing import BusyPeople, Chosen, PeopleChoice, Wanted
from iss_viewer.exercise.deeds.job import Job, JobStage, StageKind
from iss_viewer.exercise.deeds.programs import Programs
from iss_viewer.simulation.truth_now import TruthNow
from iss_viewer.station.actions import Action, MoveCrew, MoveHatch, target_of
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.telemetry.events import OrderState
from iss_viewer.telemetry.events.refused import Obstacle


@dataclass(frozen=True)
class Starter:
    """The station at one instant, as an order finds it.

    jobs: the orders that are not over. tools: where those lie that were used. has_signal: telecommands get through, delay_s late.
    """

    programs: Programs
    truth: TruthNow
    jobs: tuple[Job, ...]
    tools: Mapping[str, str]
    has_signal: bool
    delay_s: float = 0.0

    def started(self, job: Job, now_s: float) -> Job | Obstacle:
        """An order begun, or as it waits; or why it cannot be done."""
        stages = self.programs.stages(job.action, self.truth, self.has_signal)
        if self.has_signal and self.programs.is_by_ground(job.action):
            late = (JobStage(StageKind.WORK, self.delay_s),) if self.delay_s else ()
            return replace(job, stages=(*late, *stages)).begun(now_s)
        thin = self.programs.thin_air(job.action, self.truth)
        if thin is not None:
            return thin
        tool = self.programs.cost(job.action).tool
        holder = next((other for other in self._others(job) if tool and other.tool == tool), None)
        if holder is not None:
            return job.pending(holder.people[:1], holder.until_s)
        chosen = self._choose(job, tool)
        if isinstance(chosen, Obstacle):
            return chosen
        if isinstance(chosen, BusyPeople):
            ends = [o.until_s for o in self._others(job) if set(o.people) & set(chosen.people)]
            return job.pending(chosen.people, max(ends, default=now_s))
        return self._with_people(replace(job, tool=tool, stages=stages), chosen).begun(now_s)

    def _others(self, job: Job) -> tuple[Job, ...]:
        """The other orders that are under way."""
        return tuple(
            other
            for other in self.jobs
            if other.number != job.number and other.state is OrderState.WORKING
        )

    def _choose(self, job: Job, tool: str) -> Chosen | BusyPeople | Obstacle:
        wanted = Wanted(
            count=self._count(job),
            posts=self.programs.posts(job.action, self.truth),
            named=job.named,
            closes=_shut_by(job.action),
            tool=self._name_of(tool),
            tool_at=self.place_of(tool),
            target=target_of(job.action) or "a panel",
        )
        busy = {person for other in self._others(job) for person in other.people}
        return PeopleChoice(self.programs.station, self.truth, busy).choose(wanted)

    def _count(self, job: Job) -> int:
        if isinstance(job.action, MoveCrew):
            return len(job.named)
        cost = self.programs.cost(job.action)
        return cost.people_at_panel if self.programs.is_by_ground(job.action) else cost.people

    def _with_people(self, job: Job, chosen: Chosen) -> Job:
        """An order with its people on their way, the holder of the tool by where it lies."""
        walk_s = read_safety_rules().hands.walk_s
        first = (JobStage(StageKind.WALK, walk_s * chosen.rooms),) if chosen.rooms else ()
        goals = (chosen.post,) * len(chosen.people)
        lies_at = self.place_of(job.tool)
        has_tool = not job.tool or self.truth.places[chosen.people[0]] == lies_at
        return replace(
            job,
            people=chosen.people,
            post=chosen.post,
            goals=goals if has_tool else (lies_at, *goals[1:]),
            has_tool=has_tool,
            stages=(*first, *job.stages),
        )

    def place_of(self, tool: str) -> str:
        """Where a tool lies: where it was used last, else where it is kept; "" of no tool."""
        if not tool:
            return ""
        kept = self.programs.costs.place_kept(tool, self.programs.station.module_ids)
        return self.tools.get(tool, kept)

    def _name_of(self, tool: str) -> str:
        kept = self.programs.costs.tool(tool) if tool else None
        return kept.name if kept else tool


def _shut_by(action: Action) -> str:
    """The hatch that an action shuts; none: empty."""
    return action.hatch if isinstance(action, MoveHatch) and not action.is_open else ""
