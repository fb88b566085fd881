"""When each thing of a scenario happens: at its time, or once its condition has held long enough.

The script knows nothing of how things are done; it says what is due. Conditions are judged whenever something may
have changed: where a stretch of time begins, which ends where the pressure crosses what a condition names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from iss_viewer.scenario.scenario import Condition, Scenario, Timed
from iss_viewer.simulation.leaks import RepairDone
from iss_viewer.simulation.sensors import SimulatedFault

NEVER_S = float("inf")


class EntryKind(Enum):
    """What an entry does, in the order in which those of one instant happen; the scenario's own by its lists."""

    LEAK = "leaks"
    LEAK_CHANGE = "changes"
    COOLANT_LEAK = "coolant_leaks"
    FAULT = "faults"
    HEAT_RAMP = "heat_ramps"
    ACTION = "actions"
    STEP = "steps"
    LOOP_ISOLATION = "isolate_loop"
    INCAPACITY = "incapacitate"
    FAULT_END = "end_fault"
    READING_END = "end_reading"
    SEARCH_END = "end_search"
    REPAIR_END = "end_repair"
    REPAIR_LOOSE = "loosen_repair"


_RANK = {kind: rank for rank, kind in enumerate(EntryKind)}
#: the lists of a scenario whose entries come due by themselves
_LISTED = (
    EntryKind.LEAK, EntryKind.ACTION, EntryKind.FAULT, EntryKind.COOLANT_LEAK, EntryKind.HEAT_RAMP,
    EntryKind.STEP,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done at a time: an entry of the scenario by kind and place, or a follow-up.

    fault: the one that ends. module: the one in which the gauge was read, a leak sought or repaired. person: who
    falls. repair: what came of one. index: how many leaks a search found.
    """

    time_s: float
    kind: EntryKind
    index: int = 0
    part: int = 0
    fault: SimulatedFault | None = None
    module: str = ""
    person: str = ""
    repair: RepairDone | None = None

    @property
    def order(self) -> tuple[float, int, int, int]:
        """By time, then as in the file."""
        return self.time_s, _RANK[self.kind], self.index, self.part


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """An entry that waits for its condition; `held_since_s` is infinite while it does not hold."""

    kind: EntryKind
    index: int
    part: int
    held_since_s: float = NEVER_S


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is still to come. Frozen, so that a step may be tried and taken back."""

    due: tuple[Due, ...] = ()
    waiting: tuple[PendingEntry, ...] = ()
    done_actions: frozenset[str] = frozenset()

    @property
    def next_s(self) -> float:
        """When the next thing is due."""
        return min((item.time_s for item in self.due), default=NEVER_S)

    def take(self, until_s: float) -> tuple[tuple[Due, ...], Agenda]:
        """What is due by then, in order, and the agenda without it."""
        now = sorted((d for d in self.due if d.time_s <= until_s), key=lambda d: d.order)
        left = tuple(d for d in self.due if d.time_s > until_s)
        return tuple(now), replace(self, due=left)

    def plus(self, *items: Due) -> Agenda:
        """The agenda with more to do."""
        return replace(self, due=self.due + items)

    def after_action(self, words: str) -> Agenda:
        """The agenda once an action was done, e.g. ``"close_hatch H01"``."""
        return replace(self, done_actions=self.done_actions | {words, words.partition(" ")[0]})


class Script:
    """The scenario's entries by kind and place, and the rules by which they come due."""

    def __init__(self, scenario: Scenario) -> None:
        self._entries: dict[tuple[EntryKind, int, int], Timed] = {}
        for kind in _LISTED:
            for index, entry in enumerate(getattr(scenario, kind.value)):
                self._entries[kind, index, 0] = entry
        for index, leak in enumerate(scenario.leaks):
            for part, change in enumerate(leak.changes):
                self._entries[EntryKind.LEAK_CHANGE, index, part] = change

    def opening(self) -> Agenda:
        """The agenda at the start. Changes of a leak come onto it when the leak starts."""
        agenda = Agenda()
        for kind, index, part in self._entries:
            if kind is not EntryKind.LEAK_CHANGE:
                agenda = self._enter(agenda, kind, index, part, 0.0)
        return agenda

    def with_changes_of(self, agenda: Agenda, leak: int, time_s: float) -> Agenda:
        """The agenda once a leak has started: its changes may now come."""
        for kind, index, part in self._entries:
            if kind is EntryKind.LEAK_CHANGE and index == leak:
                agenda = self._enter(agenda, kind, index, part, time_s)
        return agenda

    def _enter(
        self, agenda: Agenda, kind: EntryKind, index: int, part: int, not_before_s: float
    ) -> Agenda:
        entry = self._entries[kind, index, part]
        if entry.when is not None:
            return replace(agenda, waiting=(*agenda.waiting, PendingEntry(kind, index, part)))
        return agenda.plus(Due(max(entry.at_s or 0.0, not_before_s), kind, index, part))

    def judged(self, agenda: Agenda, time_s: float, holds: Holds) -> Agenda:
        """The agenda with what has waited long enough at `time_s` on it, and since when the rest holds.

        holds(condition, done_actions) says whether it holds now.
        """
        waiting: list[PendingEntry] = []
        due = agenda.due
        for item in agenda.waiting:
            entry = self._entry(item)
            assert entry.when is not None
            since = min(item.held_since_s, time_s)
            if not holds(entry.when, agenda.done_actions):
                waiting.append(replace(item, held_since_s=NEVER_S))
            elif time_s >= since + entry.when.lasting_s:
                due += (Due(time_s + (entry.at_s or 0.0), item.kind, item.index, item.part),)
            else:
                waiting.append(replace(item, held_since_s=since))
        return replace(agenda, due=due, waiting=tuple(waiting))

    def next_s(self, agenda: Agenda) -> float:
        """When the next thing is due, or has waited long enough if its condition goes on holding."""
        times = [agenda.next_s]
        for item in agenda.waiting:
            condition = self._entry(item).when
            times.append(item.held_since_s + (condition.lasting_s if condition else 0.0))
        return min(times)

    def watched(self, agenda: Agenda) -> tuple[Condition, ...]:
        """The conditions that wait on a pressure."""
        conditions = (self._entry(item).when for item in agenda.waiting)
        return tuple(c for c in conditions if c is not None and c.module)

    def _entry(self, item: PendingEntry) -> Timed:
        return self._entries[item.kind, item.index, item.part]


Holds = Callable[[Condition, frozenset[str]], bool]


def margin_pa(condition: Condition, pressure_pa: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far inside its bounds the pressure of its module is: it holds where that is above 0."""
    margins = [np.full(np.shape(pressure_pa), math.inf)]
    if condition.pressure_below_pa is not None:
        margins.append(condition.pressure_below_pa - pressure_pa)
    if condition.pressure_above_pa is not None:
        margins.append(pressure_pa - condition.pressure_above_pa)
    least: NDArray[np.float64] = np.min(margins, axis=0)
    return least


def holds_in(truth_pa: Mapping[str, float], open_hatches: Mapping[str, bool]) -> Holds:
    """How conditions are judged at an instant, by the true pressure of each module and the hatches that are open."""

    def holds(condition: Condition, done: frozenset[str]) -> bool:
        result = True
        if condition.module:
            result = bool(margin_pa(condition, np.array(truth_pa[condition.module])) > 0.0)
        if condition.hatch_is is not None:
            result &= open_hatches[condition.hatch] == (condition.hatch_is == "open")
        if condition.action:
            result &= condition.action in done
        return result

    return holds
