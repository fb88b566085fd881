"""What the conditions of an exercise wait for at an instant: of malfunctions, of expected actions, of freezes."""

from __future__ import annotations

from collections.abc import Iterator

from iss_viewer.exercise.condition_parts import parts_now
from iss_viewer.exercise.expected import ExpectedRecord
from iss_viewer.exercise.malfunctions.malfunction_record import NEVER_S
from iss_viewer.exercise.referee_parts import RefereeParts
from iss_viewer.link.waits import ConditionPart, WaitNow, WaitOf
from iss_viewer.scenario.exercise.exercise import ExpectedAction
from iss_viewer.scenario.exercise.malfunctions import Malfunction
from iss_viewer.telemetry.events import MalfunctionState


def waits_now(referee: RefereeParts) -> tuple[WaitNow, ...]:
    """All that is waited for, as it was judged last; none before the first instant."""
    truth = referee.facts.truth
    if truth is None:
        return ()
    found = _Waits(referee, truth.now.time_s)
    waits = (
        *map(found.of_malfunction, referee.malfunctions.malfunctions),
        *map(found.of_expected, referee.exercise.expected),
        *(
            WaitNow(WaitOf.FREEZE, one.when, found.parts(f"freeze {one.when}"))
            for one in referee.freezes.waiting
        ),
    )
    return tuple(wait for wait in waits if wait.parts or wait.due_s is not None)


class _Waits:
    """The waits of a referee at an instant."""

    def __init__(self, referee: RefereeParts, time_s: float) -> None:
        self._referee, self._time_s = referee, time_s

    def parts(self, owner: str) -> tuple[ConditionPart, ...]:
        """The sentence of an owner part by part; nothing where it was not asked for yet."""
        referee, signal = self._referee, self._referee.bank.signal(owner)
        if signal is None:
            return ()
        return parts_now(signal, referee.station, referee.facts, self._time_s)

    def of_malfunction(self, one: Malfunction) -> WaitNow:
        """What keeps it from coming, or from ending where it bites."""
        record = self._referee.malfunctions.records[one.id]
        is_waiting = record.state in (MalfunctionState.ARMED, MalfunctionState.ASKED)
        if is_waiting and record.due_s < NEVER_S:
            return WaitNow(WaitOf.MALFUNCTION, one.id, due_s=record.due_s)
        if is_waiting and one.when is not None:
            return WaitNow(WaitOf.MALFUNCTION, one.id, self.parts(f"malfunction {one.id} when"))
        if record.is_active and one.until is not None:
            return WaitNow(WaitOf.MALFUNCTION, one.id, self.parts(f"malfunction {one.id} until"))
        return WaitNow(WaitOf.MALFUNCTION, one.id)

    def of_expected(self, one: ExpectedAction) -> WaitNow:
        """What keeps its clock from beginning, or it from being met."""
        record = self._referee.expected.records[one.id]
        if record.came_s == NEVER_S:
            return WaitNow(WaitOf.EXPECTED, one.id, self.parts(f"expected {one.id} after"))
        if record.is_met or record.is_waived:
            return WaitNow(WaitOf.EXPECTED, one.id)
        return WaitNow(WaitOf.EXPECTED, one.id, tuple(self._evidence(one, record)))

    def _evidence(self, one: ExpectedAction, record: ExpectedRecord) -> Iterator[ConditionPart]:
        """What has to be done before, then its evidence, then the other ways."""
        expected = self._referee.expected
        texts = {other.id: other.text for other in self._referee.exercise.expected}
        for need in one.needs:
            if not expected.records[need].is_met:
                yield ConditionPart(f"first: {texts[need]}", False)
        yield from self.parts(f"expected {one.id} way 0")
        for number, other in enumerate(one.alternatives, 1):
            parts = self.parts(f"expected {one.id} way {number}")
            if parts:
                yield ConditionPart(other.text or "another way", False, "", "or")
                yield from parts
