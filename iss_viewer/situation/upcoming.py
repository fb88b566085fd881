"""What comes next, as far as the run itself knows: nothing of a script, which nobody aboard has read."""

from __future__ import annotations

import math
from dataclasses import dataclass

from iss_viewer.situation.advised import hatches_stand
from iss_viewer.situation.alarm_cells import plain_text
from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.telemetry.events import AdviceKind
from iss_viewer.telemetry.status import AlarmState

_MOST = 8  # that are told of


@dataclass(frozen=True)
class Upcoming:
    """Something that is due at an instant of the run."""

    time_s: float
    text: str


def upcoming(moment: Moment) -> tuple[Upcoming, ...]:
    """What is due, the next first."""
    found = [*_of_alarms(moment), *_of_advice(moment), *_of_run(moment)]
    due = sorted((one for one in found if one.time_s > moment.time_s), key=lambda one: one.time_s)
    return tuple(due[:_MOST])


def _of_alarms(moment: Moment) -> list[Upcoming]:
    """Alarms that were set aside for a while."""
    words = {
        AlarmState.SHELVED: "comes back from the shelf",
        AlarmState.OUT_OF_SERVICE: "comes back into service",
    }
    return [
        Upcoming(
            alarm.until_s,
            f"{name_of(moment.station, alarm.subject)}: {plain_text(moment.words.alarm(alarm)).lower()} {words[alarm.state]}",
        )
        for alarm in moment.board.alarms.values()
        if alarm.state in words and alarm.until_s < math.inf
    ]


def _of_advice(moment: Moment) -> list[Upcoming]:
    """When what was advised and done gives its result, and until when a hatch may stay closed for it."""
    advice = moment.board.advice
    if advice is None or not hatches_stand(moment, advice):
        return []
    found = []
    if advice.kind in (AdviceKind.CLOSE, AdviceKind.WAIT) and advice.verdict_s < math.inf:
        found.append(Upcoming(advice.verdict_s, "Result of the closed hatches"))
    hatch = advice.hold_hatch
    if hatch and moment.is_hatch_open(hatch) is False and advice.hold_until_s < math.inf:
        held = f"{moment.station.hatch_words(hatch)} may stay closed until then"
        found.append(Upcoming(advice.hold_until_s, held))
    return found


def _of_run(moment: Moment) -> list[Upcoming]:
    """The end of what is played."""
    end_s = moment.run.opened.end_s
    return [Upcoming(end_s, "End of the run")] if end_s is not None and end_s < math.inf else []
