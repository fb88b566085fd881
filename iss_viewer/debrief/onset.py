"""When a leak began, as the alarm that told of it estimated it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iss_viewer import units
from iss_viewer.telemetry.events import AlarmChanged, Event


@dataclass(frozen=True)
class Onset:
    """An estimate of when a leak began; NaN where none was made. alarmed_s: when its alarm came."""

    time_s: float = float("nan")
    alarmed_s: float = float("nan")

    @property
    def words(self) -> str:
        """It and how long before the alarm it was, e.g. ``T+00:10:00, 5 min before the alarm``."""
        if self.time_s != self.time_s:
            return ""
        began = units.clock_text(max(self.time_s, 0.0))
        if self.time_s >= self.alarmed_s:
            return f"{began}, with the alarm"
        return f"{began}, {units.duration_text(self.alarmed_s - self.time_s)} before the alarm"


def told_onset(events: Sequence[Event], subject: str, near_s: float) -> Onset:
    """What the alarms of a subject tell of the beginning of the leak that was detected at `near_s`.

    Of several alarms the one raised nearest to that instant counts, with its newest estimate.
    """
    told: dict[float, Onset] = {}
    for event in events:
        if isinstance(event, AlarmChanged) and event.subject == subject:
            alarm = event.alarm
            if alarm.onset_s is not None:
                told[alarm.raised_s] = Onset(alarm.onset_s, alarm.raised_s)
    nearest = min(told, key=lambda alarmed_s: abs(alarmed_s - near_s), default=None)
    return Onset() if nearest is None else told[nearest]
