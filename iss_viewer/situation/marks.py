"""Which events are marked on plots and on the time bar, and how many are kept apart.

Free of the plotting library, which loads later than the time bar.
"""

from __future__ import annotations

import numpy as np

from iss_viewer.situation.words.topics import topic_of
from iss_viewer.telemetry.events import ANNOUNCED, AlarmAssigned, AlarmChange, AlarmChanged, Event
from iss_viewer.telemetry.frames import Floats

#: kinds of events that are marked on plots and on the time bar, with their tone
MARKED = {
    "alarm": "bad",
    "hatch": "closed",
    "command": "muted",
    "gauge": "closed",
    "step": "accent",
    "note": "notice",
    "acknowledged": "good",
}


def marker_kind(event: Event) -> str:
    """The kind of marker an event gets; empty for none. Acknowledgements have their own."""
    if isinstance(event, AlarmChanged):
        if event.change is AlarmChange.ACKNOWLEDGE:
            return "acknowledged"
        return "alarm" if event.change in ANNOUNCED else ""
    topic = "" if isinstance(event, AlarmAssigned) else topic_of(event)
    return topic if topic in MARKED else ""


def clustered(times: Floats, view: tuple[float, float], pixels: int) -> Floats:
    """The first instant of each pixel that has any, in order."""
    if len(times) == 0 or view[1] <= view[0]:
        return np.empty(0)
    column = ((times - view[0]) / (view[1] - view[0]) * max(pixels, 1)).astype(np.int64)
    _, first = np.unique(column, return_index=True)
    return times[first]
