"""The sentences of an exercise while it runs, each by the id of who asks for it: what a snapshot holds of them."""

from __future__ import annotations

from iss_viewer.exercise.signals import NEVER_S, Facts, Signal
from iss_viewer.scenario.exercise.sentence import Sentence, sentence_text

#: memories by the owner of a sentence and its text, so that another set of malfunctions, or another text, begins anew
Memories = dict[str, dict[int, float]]


class SignalBank:
    """Sentences that are judged; one begins to remember when it is asked for the first time."""

    def __init__(self) -> None:
        self._signals: dict[str, Signal] = {}
        self._memories: Memories = {}

    def holds(self, owner: str, sentence: Sentence, facts: Facts, time_s: float) -> bool:
        """Whether the sentence of an owner holds now."""
        signal = self._signals.get(owner)
        if signal is None or signal.sentence is not sentence:
            memory = self._memories.get(_key(owner, sentence))
            signal = self._signals[owner] = Signal(sentence, memory)
        return signal.holds(facts, time_s)

    def signal(self, owner: str) -> Signal | None:
        """The sentence of an owner as it was judged last; None: it was not asked for yet."""
        return self._signals.get(owner)

    def forget(self, owner: str) -> None:
        """Let the sentence of an owner begin anew when it is asked for again."""
        signal = self._signals.pop(owner, None)
        if signal is not None:
            self._memories.pop(_key(owner, signal.sentence), None)

    def next_s(self) -> float:
        """When time alone may turn one of them."""
        return min((signal.next_s for signal in self._signals.values()), default=NEVER_S)

    def memories(self) -> Memories:
        """What all remember, in the order of their owners."""
        asked = {
            _key(owner, signal.sentence): signal.memory for owner, signal in self._signals.items()
        }
        return dict(sorted({**self._memories, **asked}.items()))

    def restore(self, memories: Memories) -> None:
        """Go on from what all remembered."""
        self._signals, self._memories = {}, {key: dict(m) for key, m in memories.items()}


def _key(owner: str, sentence: Sentence) -> str:
    return f"{owner}: {sentence_text(sentence)}"
