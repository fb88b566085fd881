"""The earliest instant at which a sentence can hold: what never comes, waits for itself, or hangs on the trainee alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from iss_viewer.scenario.exercise.malfunctions import Malfunction
from iss_viewer.scenario.exercise.sentence import (
    Acted,
    AllOf,
    AnyOf,
    Becomes,
    Beyond,
    Delayed,
    Lasting,
    Measure,
    Negated,
    Numeric,
    Once,
    Sentence,
    Status,
    StatusOf,
)

#: malfunction -> the earliest second at which it is active, and that at which it may have ended
Onsets = Mapping[str, tuple[float, float]]
_BY_TRAINEE = (StatusOf.STEP, StatusOf.EXPECTED, StatusOf.ANSWER)


def earliest_s(sentence: Sentence, onsets: Onsets, is_idle: bool = False) -> float:
    """The first second at which a sentence can hold; inf: never. is_idle: of a trainee who never does anything."""
    match sentence:
        case AllOf(parts=parts):
            return max(earliest_s(part, onsets, is_idle) for part in parts)
        case AnyOf(parts=parts):
            return min(earliest_s(part, onsets, is_idle) for part in parts)
        case Once(part=part) | Becomes(part=part):
            return earliest_s(part, onsets, is_idle)
        case Delayed(delay_s=wait_s, part=part) | Lasting(hold_s=wait_s, part=part):
            return wait_s + earliest_s(part, onsets, is_idle)
        case Negated(part=Numeric(measure=Measure.TIME, beyond=Beyond.BELOW, limit_si=time_s)):
            return time_s
        case Numeric(measure=Measure.TIME, beyond=Beyond.ABOVE, limit_si=time_s):
            return time_s
        case Status():
            return _status_s(sentence, onsets, is_idle)
        case Acted():
            return math.inf if is_idle else 0.0
    return 0.0


def _status_s(atom: Status, onsets: Onsets, is_idle: bool) -> float:
    if is_idle and (
        atom.subject in _BY_TRAINEE or atom.state in ("acknowledged", "found", "sealed")
    ):
        return math.inf
    if atom.subject is StatusOf.MALFUNCTION and atom.state != "armed":
        return onsets.get(atom.name, (0.0, 0.0))[atom.state == "cleared"]
    return 0.0


def onsets_of(malfunctions: Sequence[Malfunction], is_idle: bool = False) -> Onsets:
    """When each malfunction can be active at the earliest; inf: it waits for itself, or for one that does.

    is_idle: if neither trainee nor instructor does anything.
    """
    onsets = {one.id: (math.inf, math.inf) for one in malfunctions}
    for _ in range(len(malfunctions) + 1):
        onsets = {one.id: _onset(one, onsets, is_idle) for one in malfunctions}
    return onsets


def _onset(one: Malfunction, onsets: Onsets, is_idle: bool) -> tuple[float, float]:
    if one.armed == "by_hand" and is_idle:
        return math.inf, math.inf
    begin_s = 0.0 if one.when is None else earliest_s(one.when, onsets, is_idle)
    onset_s = begin_s + (one.at_s or 0.0)
    if one.lasts_s is not None:
        return onset_s, onset_s + one.lasts_s
    if one.until is None:
        return onset_s, math.inf if is_idle else onset_s
    return onset_s, max(onset_s, earliest_s(one.until, onsets, is_idle))
