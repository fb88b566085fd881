"""What costs points: forbidden actions each time they are done, forbidden states each time they begin."""

from __future__ import annotations

from collections.abc import Sequence

from iss_viewer.exercise.signal_bank import SignalBank
from iss_viewer.exercise.signals import Facts
from iss_viewer.scenario.exercise.exercise import Forbidden
from iss_viewer.scenario.exercise.sentence import Acted, AnyOf, Sentence
from iss_viewer.telemetry.events import ForbiddenDone


class ForbiddenWatch:
    """The forbidden things of an exercise. seen: by id, how often an action was counted, or whether a state holds."""

    def __init__(self, forbidden: Sequence[Forbidden], bank: SignalBank) -> None:
        self._forbidden, self._bank = tuple(forbidden), bank
        self.seen: dict[str, int] = {one.id: 0 for one in forbidden}

    def judge(self, facts: Facts, time_s: float) -> tuple[ForbiddenDone, ...]:
        """What was done, or began, at an instant."""
        events: tuple[ForbiddenDone, ...] = ()
        for one in self._forbidden:
            counted = _counted(one.when)
            if counted is None:
                is_so = self._bank.holds(f"forbidden {one.id}", one.when, facts, time_s)
                number = int(is_so)
            else:
                number = sum(facts.times(atom) // atom.times for atom in counted)
            more = max(number - self.seen[one.id], 0)
            self.seen[one.id] = number
            events += (ForbiddenDone(time_s, one.id, one.points),) * more
        return events


def _counted(sentence: Sentence) -> tuple[Acted, ...] | None:
    """The actions of a sentence that says nothing else; None of all others."""
    parts = sentence.parts if isinstance(sentence, AnyOf) else (sentence,)
    actions = tuple(part for part in parts if isinstance(part, Acted))
    return actions if len(actions) == len(parts) else None
