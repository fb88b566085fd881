"""What the adviser would have done from where the class stood when the first alarm came, beside what the class did."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from iss_viewer.situation.training.debrief_lanes import LaneBar
from iss_viewer.situation.words.advice import advice_words
from iss_viewer.station import Station
from iss_viewer.telemetry.events import Advice, AdviceGiven, AlarmChange, Event, has_change
from iss_viewer.units import clock_text, duration_text

_MOST_LINES = 7


@dataclass(frozen=True)
class PlanBeside:
    """Lines of each, from the same instant on. since: that instant, in words."""

    since: str
    advised: tuple[str, ...]
    done: tuple[str, ...]


def plan_beside(
    station: Station, events: Sequence[Event], done: Sequence[LaneBar]
) -> PlanBeside | None:
    """The first advice with something to do once an alarm had come; None: no alarm, or nothing was advised.

    done: what people ordered and did.
    """
    advice = _first_advice(events)
    if advice is None:
        return None
    words = advice_words(station, advice)
    after = [bar for bar in sorted(done, key=lambda bar: bar.from_s) if bar.to_s >= advice.time_s]
    lines = [
        f"+{duration_text(max(bar.from_s - advice.time_s, 0.0))}: {bar.text}"
        for bar in after[:_MOST_LINES]
    ]
    more = len(after) - len(lines)
    return PlanBeside(
        clock_text(advice.time_s),
        (words.title, *(words.plan or words.deeds)[: _MOST_LINES - 1]),
        (*lines, *([f"and {more} more"] if more else [])) or ("nothing",),
    )


def _first_advice(events: Sequence[Event]) -> Advice | None:
    raised_s = next((e.time_s for e in events if has_change(e, AlarmChange.RAISE)), math.inf)
    given = (e.advice for e in events if isinstance(e, AdviceGiven) and e.time_s >= raised_s)
    return next((advice for advice in given if advice.actions), None)
