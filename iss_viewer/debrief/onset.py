"""When a leak began, as the alarm that told of it estimated it."""

from __future__ import annotations

from collections.abc import Sequence

from iss_viewer.situation.results import Onset
from iss_viewer.telemetry.events import AlarmChanged, Event


def alarm_onset(events: Sequence[Event], subject: str, near_s: float) -> Onset:
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
