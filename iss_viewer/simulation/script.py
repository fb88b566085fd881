"""When each thing of a scenario happens: at its time, or once its condition has held long enough.

The script knows nothing of how things are done; it says what is due. Conditions are judged at the
sample times only, so that the same samples always tell the same story.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from iss_viewer.scenario.scenario import Condition, Scenario, Timed
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
    FAULT_END = "end_fault"
    READING_END = "end_reading"


_RANK = {kind: rank for rank, kind in enumerate(EntryKind)}
#: the lists of a scenario whose entries come due by themselves
_LISTED = (
    EntryKind.LEAK, EntryKind.ACTION, EntryKind.FAULT, EntryKind.COOLANT_LEAK, EntryKind.HEAT_RAMP,
    EntryKind.STEP,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done at a time: an entry of the scenario by kind and place, or a follow-up.

    fault: the one that ends. module: the one in which the gauge was read.
    """

    time_s: float
    kind: EntryKind
    index: int = 0
    part: int = 0
    fault: SimulatedFault | None = None
    module: str = ""

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

    def judge(
        self, agenda: Agenda, times_s: NDArray[np.float64], holds: Holds
    ) -> tuple[int | None, Agenda]:
        """Judge all conditions at each sample of a stretch, until one comes true.

        holds(condition, done_actions) gives, per sample, whether it holds; shape (n,). Returns the
        row of the first sample at which one comes true (None: at none), and the agenda as it is then.
        """
        if not agenda.waiting or not len(times_s):
            return None, agenda
        judged = [self._first_true(item, agenda, times_s, holds) for item in agenda.waiting]
        first = min(row for row, _ in judged)
        last = min(first, len(times_s) - 1)
        waiting: list[PendingEntry] = []
        due = agenda.due
        for item, (row, held) in zip(agenda.waiting, judged, strict=True):
            if row <= last:
                delay = self._entries[item.kind, item.index, item.part].at_s or 0.0
                due += (Due(times_s[row].item() + delay, item.kind, item.index, item.part),)
            else:
                waiting.append(replace(item, held_since_s=_since(item, held, times_s, last)))
        fired = first if first < len(times_s) else None
        return fired, replace(agenda, due=due, waiting=tuple(waiting))

    def _first_true(
        self, item: PendingEntry, agenda: Agenda, times_s: NDArray[np.float64], holds: Holds
    ) -> tuple[int, NDArray[np.bool_]]:
        """The first sample at which it has held for long enough (n: none), and where it holds."""
        condition = self._entries[item.kind, item.index, item.part].when
        assert condition is not None
        held = holds(condition, agenda.done_actions)
        since = item.held_since_s
        for row in range(len(times_s)) if held.any() else ():
            since = min(since, times_s[row].item()) if held[row] else NEVER_S
            if held[row] and times_s[row] - since >= condition.lasting_s:
                return row, held
        return len(times_s), held


Holds = Callable[[Condition, frozenset[str]], NDArray[np.bool_]]


def _since(
    item: PendingEntry, held: NDArray[np.bool_], times_s: NDArray[np.float64], last: int
) -> float:
    """Since when a condition holds without a break, as of sample `last`."""
    broken = np.flatnonzero(~held[: last + 1])
    if not len(broken):
        return min(item.held_since_s, float(times_s[0]))
    return float(times_s[broken[-1] + 1]) if broken[-1] < last else NEVER_S


def holds_in(
    truth_pa: Mapping[str, NDArray[np.float64]], open_hatches: Mapping[str, bool], samples: int
) -> Holds:
    """How conditions are judged on a stretch of samples in which no hatch moves.

    truth_pa: true pressure per module, shape (samples,).
    """

    def holds(condition: Condition, done: frozenset[str]) -> NDArray[np.bool_]:
        result = np.ones(samples, dtype=np.bool_)
        if condition.pressure_below_pa is not None:
            result &= truth_pa[condition.module] < condition.pressure_below_pa
        if condition.pressure_above_pa is not None:
            result &= truth_pa[condition.module] > condition.pressure_above_pa
        if condition.hatch_is is not None:
            result &= open_hatches[condition.hatch] == (condition.hatch_is == "open")
        if condition.action:
            result &= condition.action in done
        return result

    return holds
