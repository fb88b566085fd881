"""A sentence part by part as it was judged last: which halves are met, and the value of now of those that are not."""

from __future__ import annotations

from iss_viewer.exercise.signals import Facts, Signal
from iss_viewer.link.waits import ConditionPart
from iss_viewer.scenario.exercise.quantities import written_like
from iss_viewer.scenario.exercise.sentence import (
    Acted,
    AllOf,
    AnyOf,
    Delayed,
    Lasting,
    Negated,
    Numeric,
    Sentence,
    parts_of_sentence,
)
from iss_viewer.scenario.exercise.sentence_words import condition_words
from iss_viewer.scenario.exercise.vocabulary import MEASURES
from iss_viewer.station import Station
from iss_viewer.units import duration_text


def parts_now(
    signal: Signal, station: Station, facts: Facts, time_s: float
) -> tuple[ConditionPart, ...]:
    """The parts of a sentence that was judged; of one that was not yet, none."""
    if not signal.judged:
        return ()
    return _JudgedSentence(signal, station, facts, time_s).parts(signal.sentence, 1)


class _JudgedSentence:
    """Walks over a sentence by the numbers under which its parts were judged."""

    def __init__(self, signal: Signal, station: Station, facts: Facts, time_s: float) -> None:
        self._signal, self._station = signal, station
        self._facts, self._time_s = facts, time_s

    def parts(
        self, one: Sentence, number: int, joint: str = "", depth: int = 0, is_negated: bool = False
    ) -> tuple[ConditionPart, ...]:
        """The parts of one; what joins people's words is split, and of what is negated each half is."""
        if isinstance(one, Negated):
            return self.parts(one.part, number + 1, joint, depth, not is_negated)
        if isinstance(one, AllOf | AnyOf):
            word = "and" if isinstance(one, AllOf) != is_negated else "or"
            return self._joined(one, number, (joint, word), depth, is_negated)
        if is_negated or not _is_joined(one) or self._has_come(one, number):
            whole = Negated(one) if is_negated else one
            is_met = self._signal.judged[number] != is_negated
            words = condition_words(self._station, whole)
            now = ", ".join(filter(None, (self._value(one), self._span(one, number))))
            return (ConditionPart(words, is_met, now, joint, depth),)
        inner = self.parts(parts_of_sentence(one)[0], number + 1, joint, depth)
        own = ConditionPart(
            _own_words(one), self._signal.judged[number], self._span(one, number), "and", depth
        )
        return (*inner, own)

    def _has_come(self, one: Sentence, number: int) -> bool:
        """Whether its halves no longer matter: it is met, or but for the time that runs."""
        is_met, has_begun = self._signal.judged[number], number in self._signal.memory
        return is_met or (isinstance(one, Delayed) and has_begun)

    def _joined(
        self, one: AllOf | AnyOf, number: int, words: tuple[str, str], depth: int, is_negated: bool
    ) -> tuple[ConditionPart, ...]:
        """Each half; words: what stands before the first, and before the others."""
        found: tuple[ConditionPart, ...] = ()
        number += 1
        for part in one.parts:
            joint = words[1] if found else words[0]
            found += self.parts(part, number, joint, depth + _is_joined(part), is_negated)
            number += _count(part)
        return found

    def _value(self, one: Sentence) -> str:
        """What an atom has now, through what stands before it."""
        match one:
            case Numeric():
                quantity = MEASURES[one.measure].quantity
                return written_like(self._facts.number(one), one.limit_si, quantity)
            case Acted(times=times) if times > 1:
                return f"{self._facts.times(one)} of {times} times"
        inner = parts_of_sentence(one)
        return self._value(inner[0]) if len(inner) == 1 else ""

    def _span(self, one: Sentence, number: int) -> str:
        """How long it has held, or in what time it comes."""
        since_s = self._signal.memory.get(number)
        match one:
            case Lasting(hold_s=hold_s):
                held_s = 0.0 if since_s is None else min(self._time_s - since_s, hold_s)
                return f"held {duration_text(held_s)} of {duration_text(hold_s)}"
            case Delayed(delay_s=delay_s) if since_s is not None:
                left_s = since_s + delay_s - self._time_s
                return f"in {duration_text(left_s)}" if left_s > 0.0 else ""
        return ""


def _is_joined(one: Sentence) -> bool:
    """Whether something in it is joined by ``and`` or ``or``."""
    return len(parts_of_sentence(one)) > 1 or any(map(_is_joined, parts_of_sentence(one)))


def _count(one: Sentence) -> int:
    """How many parts it has, itself among them."""
    return 1 + sum(map(_count, parts_of_sentence(one)))


def _own_words(one: Sentence) -> str:
    """What stands around halves that are said by themselves."""
    match one:
        case Lasting(hold_s=hold_s):
            return f"for {duration_text(hold_s)}"
        case Delayed(delay_s=delay_s):
            return f"then {duration_text(delay_s)}"
    return "once"
