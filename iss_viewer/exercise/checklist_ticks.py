"""Steps of checklists that tick themselves by evidence, and where each checklist goes on."""

from __future__ import annotations

from collections.abc import Sequence

from iss_viewer.exercise.signal_bank import SignalBank
from iss_viewer.exercise.signals import Facts
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure, ChecklistStep
from iss_viewer.telemetry.events import StepTicked


class ChecklistTicks:
    """The checklists of an exercise. current: by procedure, the step that is next; empty: it is through. done: steps that
    were ticked, by whomever.
    """

    def __init__(self, procedures: Sequence[ChecklistProcedure], bank: SignalBank) -> None:
        self._procedures = {procedure.id: procedure for procedure in procedures}
        self._bank = bank
        self.current = {one.id: one.steps[0].id if one.steps else "" for one in procedures}
        self.done: tuple[str, ...] = ()

    def fold(self, event: StepTicked) -> None:
        """Learn that a step was ticked: it goes on from there."""
        if event.step not in self.done:
            self.done += (event.step,)
        procedure = self._procedures.get(event.procedure)
        if procedure is None or event.step not in [step.id for step in procedure.steps]:
            return
        step = procedure.step(event.step)
        self.current[procedure.id] = event.go or step.next or next(iter(step.followers), "")
        if step.repeat and not event.go:
            self.current[procedure.id] = step.id

    def judge(self, facts: Facts, time_s: float) -> tuple[StepTicked, ...]:
        """The steps that tick themselves at an instant: of each checklist the current one."""
        events: tuple[StepTicked, ...] = ()
        for name, procedure in self._procedures.items():
            if self.current[name]:
                step = procedure.step(self.current[name])
                events += self._ticked(name, step, facts, time_s)
        return events

    def _ticked(
        self, procedure: str, step: ChecklistStep, facts: Facts, time_s: float
    ) -> tuple[StepTicked, ...]:
        """A step's tick; what a person has to choose, or a step that is repeated, waits for a person."""
        go = self._way(procedure, step, facts, time_s)
        owner = f"step {procedure} {step.id}"
        has_come = step.tick is not None and self._bank.holds(owner, step.tick, facts, time_s)
        is_fork = step.tick is None and not step.by_hand and bool(step.branches)
        needs_choice = any(branch.choose for branch in step.branches) and not go
        if not (has_come or (is_fork and go) or (step.repeat and go)) or needs_choice:
            return ()
        return (StepTicked(time_s, procedure, step.id, go=go),)

    def _way(self, procedure: str, step: ChecklistStep, facts: Facts, time_s: float) -> str:
        """The branch that evidence takes; empty: none."""
        for number, branch in enumerate(step.branches):
            owner = f"step {procedure} {step.id} branch {number}"
            if branch.when is not None and self._bank.holds(owner, branch.when, facts, time_s):
                return branch.go
        return next((branch.go for branch in step.branches if branch.otherwise), "")
