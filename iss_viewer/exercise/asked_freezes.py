"""Freezes that an instructor asked for by a sentence: time is held once, at the first instant at which it holds."""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.exercise.signal_bank import SignalBank
from iss_viewer.exercise.signals import Facts
from iss_viewer.scenario.exercise.sentence import Sentence, sentence_text
from iss_viewer.scenario.exercise.sentence_reading import read_sentence
from iss_viewer.telemetry.events import Event, FreezeAsked, RunFrozen


@dataclass(frozen=True, slots=True)
class AskedFreeze:
    """One that is waited for: its sentence as text, what is shown then, and who asked."""

    when: str
    reason: str
    actor: str


class AskedFreezes:
    """Those that are waited for. waiting: in the order in which they were asked for."""

    def __init__(self, bank: SignalBank) -> None:
        self._bank = bank
        self._sentences: dict[str, Sentence] = {}
        self.waiting: tuple[AskedFreeze, ...] = ()

    def ask(self, sentence: Sentence, reason: str, actor: str, time_s: float) -> Event:
        """Wait for a sentence; what the log says of it."""
        one = AskedFreeze(sentence_text(sentence), reason, actor)
        self.waiting += (one,)
        return FreezeAsked(time_s, one.when, one.reason, True, actor)

    def withdraw(self, when: str, actor: str, time_s: float) -> tuple[Event, ...]:
        """Wait for a sentence no more; what the log says of it, nothing where it was not waited for."""
        gone = tuple(one for one in self.waiting if one.when == when)
        self.waiting = tuple(one for one in self.waiting if one.when != when)
        return tuple(FreezeAsked(time_s, when, one.reason, False, actor) for one in gone[:1])

    def judge(self, facts: Facts, time_s: float) -> tuple[Event, ...]:
        """The freezes of an instant; each is waited for no more."""
        due = tuple(one for one in self.waiting if self._holds(one, facts, time_s))
        self.waiting = tuple(one for one in self.waiting if one not in due)
        held = (RunFrozen(time_s, one.reason or f"when {one.when}", one.actor) for one in due)
        over = (FreezeAsked(time_s, one.when, one.reason, False, one.actor) for one in due)
        return (*held, *over)

    def _holds(self, one: AskedFreeze, facts: Facts, time_s: float) -> bool:
        if one.when not in self._sentences:
            self._sentences[one.when] = read_sentence(one.when)
        owner = f"freeze {one.when}"
        holds = self._bank.holds(owner, self._sentences[one.when], facts, time_s)
        if holds:
            self._bank.forget(owner)
        return holds
