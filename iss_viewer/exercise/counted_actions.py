"""How often people did, ordered or were refused each action: what `done`, `ordered` and `refused` of sentences count."""

from __future__ import annotations

from collections.abc import Collection

from iss_viewer.scenario.exercise.sentence import ANY, BLIND, Acted
from iss_viewer.scenario.exercise.vocabulary import ActionStage
from iss_viewer.station.actions import Action, ApplyRepair, MoveCrew, target_of, verb_of
from iss_viewer.telemetry.events import (
    AUTOMATIC,
    ActionDone,
    AlarmChange,
    AlarmChanged,
    AnswerGiven,
    CommandRefused,
    CostsSet,
    Event,
    OrderChanged,
    OrderState,
    RepairEnded,
    StepTicked,
)

_DONE, _ORDERED, _REFUSED = (stage.value for stage in ActionStage)
#: stage, verb, target
Counted = tuple[str, str, str]


class CountedActions:
    """A fold of events. counts: by stage, verb and target. ordered: the orders that were counted as given."""

    def __init__(self, people: Collection[str]) -> None:
        self._people = frozenset(people)
        self.counts: dict[Counted, int] = {}
        self.ordered: set[str] = set()
        self.takes_time = True

    def times(self, atom: Acted) -> int:
        """How often; of ``any`` target, all together."""
        stage, verb = atom.stage.value, atom.verb
        if atom.target and atom.target != ANY:
            return self.counts.get((stage, verb, atom.target), 0)
        return sum(
            count
            for (at, did, target), count in self.counts.items()
            if (at, did) == (stage, verb) and target != BLIND
        )

    def fold(self, event: Event, found_in: Collection[str]) -> None:
        """Learn of an event. found_in: modules where a leak is found, or was all along."""
        match event:
            case OrderChanged():
                self._fold_order(event, found_in)
            case CommandRefused(action=action):
                self._count(_ORDERED, action)
                self._count(_REFUSED, action)
            case ActionDone(action=action, actor=actor) if actor and not self.takes_time:
                self._count(_ORDERED, action)
                self._count(_DONE, action)
            case CostsSet(are_on=are_on):
                self.takes_time = are_on
            case RepairEnded(repair=repair, site=0):
                self._add(_DONE, repair, BLIND)
            case AlarmChanged(alarm=alarm, change=AlarmChange.ACKNOWLEDGE):
                if alarm.actor and alarm.actor not in AUTOMATIC:
                    self._add(_DONE, "acknowledge", alarm.rule)
            case AnswerGiven(question=question):
                self._add(_DONE, "report", question)
            case StepTicked(step=step):
                self._add(_DONE, "tick", step)

    def _fold_order(self, event: OrderChanged, found_in: Collection[str]) -> None:
        if event.order not in self.ordered:
            self.ordered.add(event.order)
            self._count(_ORDERED, event.action)
            action = event.action
            if isinstance(action, ApplyRepair) and action.module not in found_in:
                self._add(_ORDERED, action.repair, BLIND)
        if event.state is OrderState.DONE:
            self._count(_DONE, event.action)
        elif event.state is OrderState.REFUSED:
            self._count(_REFUSED, event.action)

    def _count(self, stage: str, action: Action) -> None:
        verb, target = verb_of(action), target_of(action)
        if isinstance(action, MoveCrew):
            is_all = self._people <= set(action.crew)
            self._add(stage, "gather" if is_all else "move_crew", target)
            return
        self._add(stage, verb, target)

    def _add(self, stage: str, verb: str, target: str) -> None:
        key = (stage, verb, target)
        self.counts[key] = self.counts.get(key, 0) + 1
