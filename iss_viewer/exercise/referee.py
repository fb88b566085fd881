"""The referee of an exercise: an umpire of the session that lets malfunctions act and sees what the crew does.

It is asked at each whole second, at the first row at or after it, and after each command. What comes at one instant takes
effect in this order: what follows from actions of people, malfunctions in the order of their file, then all else; and all
is judged again until nothing changes any more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from iss_viewer.detection.alarms.tampering import Tampering
from iss_viewer.exercise.referee_parts import RefereedDetector, RefereedStation, RefereeParts
from iss_viewer.exercise.referee_state import OF_SCORE, packed, unpacked
from iss_viewer.exercise.score import ExerciseScore, score_of
from iss_viewer.exercise.station_truth import StationTruth
from iss_viewer.exercise.waits_now import waits_now
from iss_viewer.link.waits import WaitNow
from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure
from iss_viewer.telemetry.commands import (
    Arm,
    ClearMalfunction,
    Command,
    FireMalfunction,
    FreezeWhen,
    HoldMalfunction,
)
from iss_viewer.telemetry.events import (
    BoundReached,
    Event,
    ExerciseEnded,
    StepTicked,
)
from iss_viewer.telemetry.frames import Frames

#: how often an instant is judged at most; what still changes then sets itself off
MOST_ROUNDS = 20
_DO = {FireMalfunction: "fire", HoldMalfunction: "hold", ClearMalfunction: "clear", Arm: "arm"}


class Referee(RefereeParts):
    """Watches one run of an exercise."""

    def __init__(
        self,
        exercise: Exercise,
        procedures: Sequence[ChecklistProcedure],
        plant: RefereedStation,
        desk: RefereedDetector,
        reserve_limit_pa: float,
    ) -> None:
        super().__init__(exercise, procedures, plant, desk, reserve_limit_pa)
        self.facts.standing = self

    @property
    def is_over(self) -> bool:
        """Whether the exercise has ended."""
        return self.calls.is_over

    @property
    def score(self) -> ExerciseScore:
        """The score so far."""
        return score_of(self.exercise, self.log)

    def next_s(self) -> float:
        """The next whole second; never once the exercise is over."""
        if self.is_over:
            return math.inf
        now_s = self._plant.time_s
        return 0.0 if now_s < 0.0 else math.floor(now_s) + 1.0

    def takes(self, command: Command, time_s: float) -> tuple[Event, ...] | None:
        """The instructor's hand on malfunctions, and freezes by a sentence. Raises ActionRefused."""
        order = command.order
        if isinstance(order, FreezeWhen):
            return self.freeze_when(order, command.actor, time_s)
        if not isinstance(order, FireMalfunction | HoldMalfunction | ClearMalfunction | Arm):
            return None
        do, actor = _DO[type(order)], command.actor
        written: tuple[Event, ...] = ()
        if isinstance(order, Arm) and order.text:
            written = (self.write(order.malfunction, order.text, time_s, actor),)
        changed = self.malfunctions.steer(order.malfunction, do, time_s, actor, self._effects.bite)
        return (*written, *changed, *self._done())

    def look(self, frames: Frames) -> tuple[Event, ...]:
        """Judge the instant of the last row, with what has happened since the one before."""
        if self._plant.time_s < 0.0 or self.is_over:
            return ()
        if len(frames):
            self.facts.show(frames.samples.values[-1], frames.assessed[-1])
        truth = self.facts.see(self._plant.truth_now())
        if self._counts_lost:
            self.facts.lost_kg = math.fsum(self._plant.books().lost_kg.values())
        found = self._judged(truth, frames.events)
        self.log += (*_of_score(frames.events), *_of_score(found))
        return tuple(self._judged_end(e) if isinstance(e, ExerciseEnded) else e for e in found)

    def _judged_end(self, end: ExerciseEnded) -> ExerciseEnded:
        """The end of the exercise with what it was worth."""
        found = self.score
        return replace(
            end,
            points=found.points,
            earned=found.earned,
            deducted=found.deducted,
            outcome=found.outcome.value,
            critical=found.critical,
        )

    def _judged(self, truth: StationTruth, events: tuple[Event, ...]) -> tuple[Event, ...]:
        found: tuple[Event, ...] = ()
        time_s = truth.now.time_s
        for _ in range(MOST_ROUNDS):
            events, truth = self._round(truth, events, time_s)
            if not events:
                return found
            found += events
        return (*found, self._ring(time_s))

    def _round(
        self, truth: StationTruth, events: tuple[Event, ...], time_s: float
    ) -> tuple[tuple[Event, ...], StationTruth]:
        """One judgement of an instant, by what the one before it brought."""
        judged = self._fold(truth, events)
        self.aftermath.follow(events, time_s)
        changed = self.malfunctions.judge(self.facts, time_s, self._effects.bite)
        done = self._done()
        if done or changed:
            truth = self.facts.renew(self._plant.truth_now())
        silent, feigned = self.spoiler.silent_alarms(), self.spoiler.feigned_alarms()
        alarms = self._desk.tamper(Tampering.of(silent, feigned), time_s)
        hatches = self.hatches.judge(events, truth, self._leaking(truth))
        return (
            *judged,
            *changed,
            *done,
            *alarms,
            *hatches,
            *self.ticks.judge(self.facts, time_s),
            *self.expected.judge(self.facts, time_s),
            *self.forbidden.judge(self.facts, time_s),
            *self.calls.judge(self.facts, time_s),
            *self.freezes.judge(self.facts, time_s),
        ), truth

    def _fold(self, truth: StationTruth, events: tuple[Event, ...]) -> tuple[Event, ...]:
        """Learn of what happened; what is found of answers."""
        found_in = {leak.module for leak in truth.now.leaks if leak.site > 0}
        self.facts.fold(events, found_in)
        for event in events:
            if isinstance(event, StepTicked):
                self.ticks.fold(event)
        return self.answers.fold(events, truth)

    def _done(self) -> tuple[Event, ...]:
        """What malfunctions have done, as it is known."""
        done, self._effects.done = tuple(self._effects.done), []
        return done

    def _ring(self, time_s: float) -> Event:
        """Malfunctions set one another off without end: those that may come again are held."""
        names = []
        for one in self.malfunctions.malfunctions:
            if one.repeat:
                names.append(one.id)
                self.malfunctions.steer(one.id, "hold", time_s, "", self._effects.bite)
        told = ", ".join(names) or ", ".join(self.malfunctions.records)
        text = f"The malfunctions {told} set one another off without end; they are held."
        return BoundReached(time_s, "ring", text)

    @staticmethod
    def _leaking(truth: StationTruth) -> tuple[str, ...]:
        return tuple(
            leak.module for leak in truth.now.leaks if leak.module and (leak.site or leak.size_1)
        )

    # what sentences ask of the exercise itself: see `run_facts.ExerciseStanding`

    @property
    def has_signal(self) -> bool:
        """Whether the ground reaches the station."""
        return self.spoiler.has_signal

    def is_malfunction(self, malfunction: str, state: str) -> bool:
        """Whether a malfunction is in a state; ``found`` and ``sealed`` are those of its leak."""
        if state not in ("found", "sealed"):
            return self.malfunctions.is_so(malfunction, state)
        truth = self.facts.truth
        leaks = () if truth is None else truth.now.leaks
        leak = next((leak for leak in leaks if leak.id == malfunction), None)
        if leak is None:
            return False
        has_been = self.malfunctions.records[malfunction].has_been
        return leak.site > 0 if state == "found" else has_been and leak.size_1 == 0.0

    def is_step_done(self, step: str) -> bool:
        """Whether a step of a checklist was ticked."""
        return step in self.ticks.done

    def is_met(self, expected: str) -> bool:
        """Whether an expected action was met."""
        return self.expected.records[expected].is_met

    def is_answer(self, question: str, state: str) -> bool:
        """Whether an answer was given, or is right."""
        return self.answers.is_so(question, state)

    def waits(self) -> tuple[WaitNow, ...]:
        """What malfunctions, expected actions and freezes wait for, as it was judged last."""
        return () if self.is_over else waits_now(self)

    def snapshot(self) -> bytes:
        """All that it knows, malfunctions and expected actions by their ids."""
        return packed(self)

    def restore(self, snapshot: bytes) -> None:
        """Go on from a snapshot, of this exercise or of one with other malfunctions. Raises SnapshotError."""
        unpacked(self, snapshot)
        if self._plant.time_s >= 0.0:
            self.facts.renew(self._plant.truth_now())


def _of_score(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(event for event in events if isinstance(event, OF_SCORE))
