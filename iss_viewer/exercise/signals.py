"""Whether a sentence holds at an instant: what it remembers of before, and when it may turn by the time alone.

Instants are handed in one after another; between them a sentence stays as it was. An instant may be judged several times,
until nothing changes any more: an edge of it stays one. All parts of a sentence are judged at each instant, whatever the
others say, so that each remembers its own.
"""

from __future__ import annotations

from typing import Protocol

from iss_viewer.scenario.exercise.sentence import (
    Acted,
    AllOf,
    AnyOf,
    Becomes,
    Beyond,
    Delayed,
    Lasting,
    Negated,
    Numeric,
    Once,
    Sentence,
    Status,
)

NEVER_S = float("inf")


class Facts(Protocol):
    """What atoms of sentences ask for at an instant."""

    def number(self, atom: Numeric) -> float:
        """The number that it compares, SI; NaN: it is not known."""

    def is_so(self, atom: Status) -> bool:
        """Whether something is in a state."""

    def times(self, atom: Acted) -> int:
        """How often people did, ordered or were refused that so far."""


def atom_holds(atom: Numeric | Status | Acted, facts: Facts) -> bool:
    """Whether an atom holds; a number that is not known is on neither side."""
    match atom:
        case Numeric(beyond=Beyond.BELOW):
            return facts.number(atom) < atom.limit_si
        case Numeric():
            return facts.number(atom) > atom.limit_si
        case Status():
            return facts.is_so(atom)
    return facts.times(atom) >= atom.times


class Signal:
    """A sentence in a run. memory: by the number of each of its parts that remembers, since when or from when on.

    next_s: the first instant after the one judged last at which time alone may turn it. judged: how each part was then.
    """

    def __init__(self, sentence: Sentence, memory: dict[int, float] | None = None) -> None:
        self.sentence = sentence
        self.memory = {} if memory is None else dict(memory)
        self.next_s = NEVER_S
        self.judged: dict[int, bool] = {}
        self._number = 0

    def holds(self, facts: Facts, time_s: float) -> bool:
        """Whether it holds at an instant not before the one asked last."""
        self._number, self.next_s = 0, NEVER_S
        return self._judged(self.sentence, facts, time_s)

    def _judged(self, sentence: Sentence, facts: Facts, time_s: float) -> bool:
        self._number += 1
        number = self._number
        is_so = self.judged[number] = self._holds(number, sentence, facts, time_s)
        return is_so

    def _holds(self, number: int, sentence: Sentence, facts: Facts, time_s: float) -> bool:
        match sentence:
            case AllOf(parts=parts):
                each = [self._judged(part, facts, time_s) for part in parts]
                return all(each)
            case AnyOf(parts=parts):
                each = [self._judged(part, facts, time_s) for part in parts]
                return any(each)
            case Negated(part=part):
                return not self._judged(part, facts, time_s)
            case Lasting(part=part, hold_s=hold_s):
                return self._has_lasted(number, self._judged(part, facts, time_s), hold_s, time_s)
            case Once(part=part):
                return self._has_come(number, self._judged(part, facts, time_s), 0.0, time_s)
            case Delayed(part=part, delay_s=delay_s):
                return self._has_come(number, self._judged(part, facts, time_s), delay_s, time_s)
            case Becomes(part=part):
                return self._has_begun(number, self._judged(part, facts, time_s), time_s)
        return atom_holds(sentence, facts)

    def _has_lasted(self, number: int, is_so: bool, hold_s: float, time_s: float) -> bool:
        if not is_so:
            self.memory.pop(number, None)
            return False
        since_s = self.memory.setdefault(number, time_s)
        return self._reached(since_s + hold_s, time_s)

    def _has_come(self, number: int, is_so: bool, delay_s: float, time_s: float) -> bool:
        if is_so:
            self.memory.setdefault(number, time_s)
        first_s = self.memory.get(number)
        return first_s is not None and self._reached(first_s + delay_s, time_s)

    def _has_begun(self, number: int, is_so: bool, time_s: float) -> bool:
        """The rising edge: what holds when it is asked for the first time is none. Infinite: it did not hold."""
        if not is_so:
            self.memory[number] = NEVER_S
            return False
        began_s = self.memory.setdefault(number, -NEVER_S)
        if began_s == NEVER_S:
            began_s = self.memory[number] = time_s
        return began_s == time_s

    def _reached(self, due_s: float, time_s: float) -> bool:
        if due_s > time_s:
            self.next_s = min(self.next_s, due_s)
        return time_s >= due_s
