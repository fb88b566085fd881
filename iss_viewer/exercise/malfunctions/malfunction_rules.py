"""When malfunctions are armed, bite and end: by their times and sentences, or by the instructor's hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from iss_viewer.exercise.malfunctions.malfunction_record import NEVER_S, MalfunctionRecord
from iss_viewer.exercise.signal_bank import SignalBank
from iss_viewer.exercise.signals import Facts
from iss_viewer.scenario.exercise.malfunctions import Malfunction
from iss_viewer.scenario.exercise.sentence import Sentence, sentence_text
from iss_viewer.telemetry.events import MalfunctionChanged, MalfunctionState
from iss_viewer.telemetry.events.refused import Hindrance
from iss_viewer.telemetry.source import ActionRefused

_BY_HAND = {
    "arm": MalfunctionState.ARMED,
    "hold": MalfunctionState.HELD,
    "fire": MalfunctionState.ACTIVE,
    "clear": MalfunctionState.CLEARED,
}
#: whom a change of state is to be done by: the malfunction, whether it begins
Bite = Callable[[Malfunction, bool], None]


class MalfunctionRules:
    """The malfunctions of an exercise in the order of its file. records: by id, where each stands."""

    def __init__(self, malfunctions: Sequence[Malfunction], bank: SignalBank) -> None:
        self._malfunctions = {one.id: one for one in malfunctions}
        self._bank = bank
        self.records = {one.id: MalfunctionRecord() for one in malfunctions}

    @property
    def malfunctions(self) -> tuple[Malfunction, ...]:
        """All of them, those that came live at the end."""
        return tuple(self._malfunctions.values())

    def add(self, one: Malfunction) -> None:
        """Take in one that an instructor wrote, off; it takes the place of one of its id."""
        self._malfunctions[one.id] = one
        self.records[one.id] = MalfunctionRecord()

    def is_so(self, malfunction: str, state: str) -> bool:
        """Whether one is ``armed``, ``active`` or ``cleared``."""
        record = self.records[malfunction]
        if state == "armed":
            return record.is_armed
        return record.state.value == state

    def active(self) -> tuple[Malfunction, ...]:
        """Those that bite, in the order of the file."""
        return tuple(
            one for name, one in self._malfunctions.items() if self.records[name].is_active
        )

    def next_s(self) -> float:
        """When the next one bites or ends by its time."""
        times = [record.due_s for record in self.records.values() if record.is_armed]
        for name, one in self._malfunctions.items():
            record = self.records[name]
            if record.is_active and one.lasts_s is not None:
                times.append(record.since_s + one.lasts_s)
        return min(times, default=NEVER_S)

    def steer(
        self, malfunction: str, do: str, time_s: float, actor: str, bite: Bite
    ) -> tuple[MalfunctionChanged, ...]:
        """The instructor's hand on one. Raises ActionRefused for one that is not known."""
        if malfunction not in self._malfunctions:
            raise ActionRefused(Hindrance.UNKNOWN, malfunction, "malfunction")
        state, record = _BY_HAND[do], self.records[malfunction]
        if state is record.state or (do == "hold" and not record.is_armed):
            return ()
        return (self._change(self._malfunctions[malfunction], state, time_s, bite, actor=actor),)

    def judge(self, facts: Facts, time_s: float, bite: Bite) -> tuple[MalfunctionChanged, ...]:
        """What changes at an instant, each at most once."""
        events: tuple[MalfunctionChanged, ...] = ()
        for one in self._malfunctions.values():
            record = self.records[one.id]
            if record.state is MalfunctionState.OFF and one.armed != "by_hand":
                events += (self._change(one, MalfunctionState.ARMED, time_s, bite),)
                record = self.records[one.id]
            if record.state in (MalfunctionState.ARMED, MalfunctionState.ASKED):
                events += self._judge_armed(one, record, facts, time_s, bite)
            elif record.is_active:
                events += self._judge_active(one, record, facts, time_s, bite)
        return events

    def _judge_armed(
        self,
        one: Malfunction,
        record: MalfunctionRecord,
        facts: Facts,
        time_s: float,
        bite: Bite,
    ) -> tuple[MalfunctionChanged, ...]:
        if record.due_s == NEVER_S:
            record = self._with_due(one, record, facts, time_s)
        if time_s < record.due_s:
            return ()
        cause = "" if one.when is None else sentence_text(one.when)
        is_new = one.armed == "ask" and record.state is MalfunctionState.ARMED
        state = MalfunctionState.ASKED if is_new else MalfunctionState.ACTIVE
        return (self._change(one, state, time_s, bite, cause),)

    def _with_due(
        self, one: Malfunction, record: MalfunctionRecord, facts: Facts, time_s: float
    ) -> MalfunctionRecord:
        """A record with the time at which it bites, if that is known by now."""
        due_s = NEVER_S
        if one.when is None:
            due_s = max(one.at_s or 0.0, record.since_s)
        elif self._holds(one, "when", one.when, facts, time_s):
            due_s = time_s + (one.at_s or 0.0)
        self.records[one.id] = record.due(due_s)
        return self.records[one.id]

    def _judge_active(
        self,
        one: Malfunction,
        record: MalfunctionRecord,
        facts: Facts,
        time_s: float,
        bite: Bite,
    ) -> tuple[MalfunctionChanged, ...]:
        cause = ""
        is_over = one.lasts_s is not None and time_s >= record.since_s + one.lasts_s
        if one.until is not None and self._holds(one, "until", one.until, facts, time_s):
            is_over, cause = True, sentence_text(one.until)
        if not is_over:
            return ()
        cleared = self._change(one, MalfunctionState.CLEARED, time_s, bite, cause)
        if not one.repeat:
            return (cleared,)
        return cleared, self._change(one, MalfunctionState.ARMED, time_s, bite)

    def _holds(
        self, one: Malfunction, of: str, sentence: Sentence, facts: Facts, time_s: float
    ) -> bool:
        return self._bank.holds(f"malfunction {one.id} {of}", sentence, facts, time_s)

    def _change(
        self,
        one: Malfunction,
        state: MalfunctionState,
        time_s: float,
        bite: Bite,
        cause: str = "",
        actor: str = "",
    ) -> MalfunctionChanged:
        """Bring one into a state, with what that does to the station."""
        was_active = self.records[one.id].is_active
        self.records[one.id] = self.records[one.id].into(state, time_s)
        is_active = state is MalfunctionState.ACTIVE
        if is_active != was_active:
            bite(one, is_active)
        for sentence in ("when", "until"):
            if state in (MalfunctionState.ARMED, MalfunctionState.ACTIVE):
                self._bank.forget(f"malfunction {one.id} {sentence}")
        return MalfunctionChanged(time_s, one.id, state, cause, actor)
