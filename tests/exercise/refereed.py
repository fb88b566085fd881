"""A simulated station with a referee and a queue of orders, and no detector: what malfunctions do, in seconds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from iss_viewer.detection.alarms.tampering import Tampering
from iss_viewer.exercise.deeds.order_queue import OrderQueue
from iss_viewer.exercise.referee import Referee
from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import Station, read_station
from iss_viewer.telemetry import ChannelTable, Command, Frames
from iss_viewer.telemetry.commands import Act
from iss_viewer.telemetry.events import Event, time_of
from iss_viewer.units import PA_PER_MMHG

STATION: Station = read_station("iss")
NOTHING = ChannelTable.of(["STATION.pressure_pa"])


def exercise_of(*malfunctions: Mapping[str, Any], **fields: Any) -> Exercise:
    """An exercise with malfunctions, one expected action and ten minutes."""
    expected = {
        "id": "look", "text": "Look", "after": "time > 5 s", "within": "1 min",
        "evidence": "done read_gauge any", "critical": True,
    }  # fmt: skip
    written = {
        "format": 1, "id": "trial", "title": "Exercise 0", "name": "A trial", "length": "10 min",
        "brief": {"for_trainee": "-", "objectives": ["-"], "difficulty": "easy", "outcome": "-"},
        "condition": {"start_utc": "2026-06-20T10:00:00Z", "sample_every": "1 s"},
        "expected": [expected], "malfunctions": list(malfunctions), "seed": 3, **fields,
    }  # fmt: skip
    return Exercise.model_validate_json(json.dumps(written))


class QuietDetector:
    """A detector that concludes nothing, and remembers how its alarms were tampered with."""

    channels = NOTHING

    def __init__(self) -> None:
        self.tampered = Tampering()

    def tamper(self, tampered: Tampering, time_s: float) -> tuple[Event, ...]:
        self.tampered = tampered
        return ()


class RefereedRun:
    """One run, read in blocks of at most `most` rows."""

    def __init__(self, exercise: Exercise, most: int = 64) -> None:
        station = exercise.condition.station_then(STATION)
        self.source = SimulatedSource(exercise.scenario_of(station), station, exercise.seed)
        self.desk, self.most = QuietDetector(), most
        self.referee = Referee(exercise, (), self.source, self.desk, 490 * PA_PER_MMHG)
        spoiler = self.referee.spoiler
        self.queue = OrderQueue(self.source, spoiler=spoiler, are_costs_on=True)
        self.events: list[Event] = []

    def go_to(self, time_s: float) -> RefereedRun:
        while self.source.time_s < time_s:
            due_s = min(umpire.next_s() for umpire in (self.queue, self.referee))
            samples, events = self.source.read(min(due_s, time_s), self.most)
            assessed = np.full((len(samples), len(NOTHING)), np.nan)
            self._look(Frames(samples, assessed, events))
        return self

    def order(self, order: object, actor: str = "Ann") -> tuple[Event, ...]:
        """Obey a command, or an action as one, now."""
        whole = (
            order
            if hasattr(order, "kind") and type(order).__module__.endswith("commands")
            else Act(order)
        )
        command, count = Command(whole, actor), len(self.events)
        for umpire in (self.queue, self.referee):
            taken = umpire.takes(command, self.source.time_s)
            if taken is not None:
                nothing = Frames.empty(self.source.channels, NOTHING, taken)
                self._look(nothing)
                break
        return tuple(self.events[count:])

    def _look(self, frames: Frames) -> None:
        for umpire in (self.queue, self.referee):
            seen = umpire.look(frames)
            events = sorted((*frames.events, *seen), key=time_of)
            frames = replace(frames, events=tuple(events))
        self.events += frames.events

    @property
    def truth(self):
        return self.source.truth_now()

    def snapshot(self) -> tuple[bytes, ...]:
        return tuple(part.snapshot() for part in (self.source, self.queue, self.referee))

    def restore(self, states: tuple[bytes, ...]) -> RefereedRun:
        for part, state in zip((self.source, self.queue, self.referee), states, strict=True):
            part.restore(state)
        return self
