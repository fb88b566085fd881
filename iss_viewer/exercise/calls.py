"""What an exercise says by itself: messages to the crew, questions, bounds that were reached, and its end."""

from __future__ import annotations

from iss_viewer.exercise.signal_bank import SignalBank
from iss_viewer.exercise.signals import Facts
from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.telemetry.events import (
    BoundReached,
    Event,
    ExerciseEnded,
    MessageCame,
    QuestionAsked,
)

#: who speaks where nobody is named
EXERCISE = "exercise"


class ExerciseCalls:
    """Messages, questions, bounds and the end of an exercise, each once. come: by id what has come already."""

    def __init__(self, exercise: Exercise, bank: SignalBank) -> None:
        self._exercise, self._bank = exercise, bank
        self.come: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether the exercise has ended."""
        return "end" in self.come

    def judge(self, facts: Facts, time_s: float) -> tuple[Event, ...]:
        """What comes at an instant."""
        events: tuple[Event, ...] = ()
        for question in self._exercise.questions:
            if self._is_new(f"question {question.id}"):
                events += (
                    QuestionAsked(
                        time_s,
                        question.id,
                        question.text,
                        question.unit,
                        question.options,
                        EXERCISE,
                    ),
                )
        for number, message in enumerate(self._exercise.messages):
            owner = f"message {number}"
            if self._begins(owner, self._bank.holds(owner, message.when, facts, time_s)):
                events += (MessageCame(time_s, message.sender, message.text, EXERCISE),)
        for bound in self._exercise.bounds:
            owner = f"bound {bound.id}"
            if self._begins(owner, self._bank.holds(owner, bound.when, facts, time_s)):
                events += (BoundReached(time_s, bound.id, bound.text, bound.do),)
                if bound.do == "end":
                    events += self._end(time_s, "bound")
        return (*events, *self._ended(facts, time_s))

    def _ended(self, facts: Facts, time_s: float) -> tuple[Event, ...]:
        ends = self._exercise.ends
        if ends.success is not None and self._bank.holds("success", ends.success, facts, time_s):
            return self._end(time_s, "success")
        if ends.failure is not None and self._bank.holds("failure", ends.failure, facts, time_s):
            return self._end(time_s, "failure")
        return self._end(time_s, "length") if time_s >= self._exercise.length_s else ()

    def _end(self, time_s: float, by: str) -> tuple[Event, ...]:
        if not self._is_new("end"):
            return ()
        return (ExerciseEnded(time_s, by),)  # type: ignore[arg-type]  # one of four literals

    def _begins(self, owner: str, holds: bool) -> bool:
        return holds and self._is_new(owner)

    def _is_new(self, owner: str) -> bool:
        if owner in self.come:
            return False
        self.come += (owner,)
        return True
