"""What a trained crew was expected to do: when each clock began, when it was seen, and for how much of its weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from iss_viewer.exercise.signal_bank import SignalBank
from iss_viewer.exercise.signals import Facts
from iss_viewer.scenario.exercise.exercise import ExpectedAction
from iss_viewer.telemetry.events import ExpectedDue, ExpectedMet

NEVER_S = float("inf")


@dataclass(frozen=True, slots=True)
class ExpectedRecord:
    """Where an expected action stands. came_s: when its `after` came; clock_s: when its clock began; met_s: when it was
    seen; infinite: not yet. credit_1: of its weight, lateness included.
    """

    came_s: float = NEVER_S
    clock_s: float = NEVER_S
    met_s: float = NEVER_S
    credit_1: float = 0.0
    is_waived: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it was seen."""
        return self.met_s < NEVER_S


class ExpectedActions:
    """The expected actions of an exercise. records: by id, where each stands."""

    def __init__(self, actions: Sequence[ExpectedAction], bank: SignalBank) -> None:
        self._actions, self._bank = tuple(actions), bank
        self.records = {one.id: ExpectedRecord() for one in actions}

    def next_s(self) -> float:
        """When a clock may begin by the time alone: where what is needed first is past its own."""
        return min((self._past_s(one) for one in self._actions), default=NEVER_S)

    def judge(self, facts: Facts, time_s: float) -> tuple[ExpectedDue | ExpectedMet, ...]:
        """What changes at an instant."""
        events: tuple[ExpectedDue | ExpectedMet, ...] = ()
        for one in self._actions:
            events += self._judge(one, facts, time_s)
        return events

    def _judge(
        self, one: ExpectedAction, facts: Facts, time_s: float
    ) -> tuple[ExpectedDue | ExpectedMet, ...]:
        record = self.records[one.id]
        if record.came_s == NEVER_S:
            if not self._bank.holds(f"expected {one.id} after", one.after, facts, time_s):
                return ()
            record = self.records[one.id] = replace(record, came_s=time_s)
        events = self._started(one, time_s)
        record = self.records[one.id]
        if not record.is_met and not record.is_waived and self._is_waived(one, facts, time_s):
            self.records[one.id] = replace(record, is_waived=True)
            return (*events, ExpectedDue(time_s, one.id, is_waived=True))
        return (*events, *self._seen(one, facts, time_s))

    def _is_waived(self, one: ExpectedAction, facts: Facts, time_s: float) -> bool:
        if one.unless is None:
            return False
        return self._bank.holds(f"expected {one.id} unless", one.unless, facts, time_s)

    def _started(self, one: ExpectedAction, time_s: float) -> tuple[ExpectedDue, ...]:
        """Its clock, once what it needs is met or past its own latest time."""
        record = self.records[one.id]
        needs_past = all(
            self.records[need].is_met or self._latest_s(need) <= time_s for need in one.needs
        )
        if record.clock_s < NEVER_S or not needs_past:
            return ()
        self.records[one.id] = replace(record, clock_s=time_s)
        return (ExpectedDue(time_s, one.id),)

    def _latest_s(self, expected: str) -> float:
        """When only the credit for late work is left of an action, or it is not asked for."""
        one = next(action for action in self._actions if action.id == expected)
        record = self.records[expected]
        return record.came_s if record.is_waived else record.clock_s + one.latest_s

    def _past_s(self, one: ExpectedAction) -> float:
        record = self.records[one.id]
        if record.came_s == NEVER_S or record.clock_s < NEVER_S:
            return NEVER_S
        unmet = [self._latest_s(need) for need in one.needs if not self.records[need].is_met]
        return max(unmet, default=NEVER_S)

    def _seen(self, one: ExpectedAction, facts: Facts, time_s: float) -> tuple[ExpectedMet, ...]:
        """Its evidence, or that of an alternative, if that earns more than what was seen before."""
        ways = [(one.evidence, 1.0, "")]
        ways += [(other.evidence, other.credit, other.text) for other in one.alternatives]
        holding = [
            (credit, way)
            for number, (evidence, credit, way) in enumerate(ways)
            if self._bank.holds(f"expected {one.id} way {number}", evidence, facts, time_s)
        ]
        record = self.records[one.id]
        is_open = record.clock_s < NEVER_S and not record.is_waived
        if not holding or not is_open or not all(self.records[n].is_met for n in one.needs):
            return ()
        credit, way = max(holding, key=lambda item: item[0])
        earned = credit * timely_1(one, time_s - record.clock_s)
        if record.is_met and earned <= record.credit_1:
            return ()
        self.records[one.id] = replace(record, met_s=time_s, credit_1=earned)
        return (ExpectedMet(time_s, one.id, record.clock_s, earned, way),)


def timely_1(one: ExpectedAction, took_s: float) -> float:
    """What an action done so long after its clock began earns: 1 in time, then less and less, `late_credit` at last."""
    if took_s <= one.within_s:
        return 1.0
    if took_s >= one.latest_s:
        return one.late_credit
    share = (took_s - one.within_s) / (one.latest_s - one.within_s)
    return 1.0 - (1.0 - one.late_credit) * share
