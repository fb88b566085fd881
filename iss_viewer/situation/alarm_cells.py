"""What lists and figures write of alarms at an instant: their state, their value and limit, how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.air_loss import loss_text, main_module
from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.quantities import quantity_text
from iss_viewer.situation.words.status import CLASS_WORDS
from iss_viewer.station import Station
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from iss_viewer.units import UnitSystem, clock_text, duration_text

_STATES = {
    AlarmState.NORMAL: "Cleared",
    AlarmState.UNACKNOWLEDGED: "Unacknowledged",
    AlarmState.ACKNOWLEDGED: "Acknowledged",
    AlarmState.RETURNED: "RTN unacknowledged",
    AlarmState.SHELVED: "Shelved",
    AlarmState.SUPPRESSED: "Suppressed",
    AlarmState.OUT_OF_SERVICE: "Out of service",
}


def state_text(alarm: Alarm, time_s: float) -> str:
    """The state of an alarm, for how long still, or by whom."""
    state = _STATES[alarm.state]
    left = f"{duration_text(max(alarm.until_s - time_s, 0.0))} left"
    if alarm.state is AlarmState.SHELVED:
        return f"{state}, {left}"
    if alarm.state is AlarmState.OUT_OF_SERVICE and alarm.until_s < float("inf"):
        return f"{state}, {left}"
    if alarm.state is AlarmState.ACKNOWLEDGED and alarm.actor:
        return f"{state} by {alarm.actor}" + (f": {alarm.reason}" if alarm.reason else "")
    return state


def class_text(alarm: Alarm) -> str:
    """The class of an alarm, and whether it is the root of a flood."""
    return ("ROOT · " if alarm.is_root else "") + CLASS_WORDS[alarm.alarm_class]


def plain_text(text: str) -> str:
    """The text without the name before it, which stands in a column of its own."""
    _, found, rest = text.partition(": ")
    return rest[:1].upper() + rest[1:] if found else text


def value_texts(alarm: Alarm, moment: Moment, units: UnitSystem) -> tuple[str, str, str]:
    """The value now with its unit, the one that raised the alarm and the limit; their unit only where it is another.

    A bare test statistic means nothing to people: in place of its value now stands what is lost now, as far as it is
    above measurement noise; the others are empty.
    """
    if alarm.quantity.endswith("_1"):
        lost = loss_text(moment, alarm.subject, units)
        return (lost if lost[:1].isdigit() else ""), "", ""
    present = _present(moment, alarm)
    values = (alarm.value if present != present else present, alarm.value, alarm.limit)
    now, *others = (quantity_text(value, alarm.quantity, units) for value in values)
    raised, limit = (_without_unit(text, now) for text in others)
    return now, raised, limit


def raised_text(alarm: Alarm, units: UnitSystem) -> str:
    """The value that raised an alarm; empty for a bare test statistic."""
    is_statistic = alarm.quantity.endswith("_1")
    return "" if is_statistic else quantity_text(alarm.value, alarm.quantity, units)


def _without_unit(text: str, beside: str) -> str:
    """The digits alone where the text beside it says the same unit."""
    unit = f" {beside.rpartition(' ')[2]}"
    is_same = beside.count(" ") == text.count(" ") == 1 and text.endswith(unit)
    return text.removesuffix(unit) if is_same else text


def _present(moment: Moment, alarm: Alarm) -> float:
    """The value now; of the station that of its main air space where only modules have such a column."""
    is_known = moment.run.table.get(alarm.subject, alarm.quantity) is not None
    subject = main_module(moment) if alarm.subject == STATION and not is_known else alarm.subject
    return moment.value(subject, alarm.quantity)


def alarm_text(alarm: Alarm, moment: Moment) -> str:
    """What an alarm says, its doubt of a barometer as it is now."""
    if alarm.drift_probability_1 is not None:
        drift = moment.value(STATION, "sensor_fault_probability")
        alarm = replace(alarm, drift_probability_1=drift if drift == drift else None)
    return moment.words.alarm(alarm)


def watch_text(
    alarms: Sequence[Alarm],
    station: Station,
    words: Words,
    text: Callable[[float], str] = clock_text,
    is_answered: bool = True,
) -> str:
    """The first of some live alarms with its class, place, words and time, and how many others there are.

    text: what writes an instant. is_answered: the session that they come from still speaks.
    """
    first, others = alarms[0], len(alarms) - 1
    what = plain_text(words.alarm(first))
    when, worst = "LIVE" if is_answered else "LAST KNOWN", CLASS_WORDS[first.alarm_class].upper()
    said = f"{when} {worst}  {name_of(station, first.subject)}: {what}"
    more = f", and {others} more" if others else ""
    return f"{said}, raised at {text(first.raised_s)}{more}"


def hidden_words(count: int) -> str:
    """That alarms wait which a list does not show."""
    return f"{count} more {'waits' if count == 1 else 'wait'} to be acknowledged that the list does not show."


def counts_text(active: Sequence[Alarm], is_flood: bool) -> str:
    """How many alarms are active, by class, the worst first; empty where none is."""
    if is_flood:
        return f"FLOOD · {len(active)} active"
    counts = Counter(alarm.alarm_class for alarm in active)
    kinds = [kind for kind in sorted(AlarmClass, reverse=True) if counts[kind]]
    return " · ".join(f"{counts[kind]} {_counted(kind, counts[kind])}" for kind in kinds)


def _counted(kind: AlarmClass, count: int) -> str:
    word = kind.name.lower()
    if count == 1:
        return word
    return f"{word.removesuffix('y')}ies" if word.endswith("y") else f"{word}s"


def short_counts_text(active: Sequence[Alarm], is_flood: bool) -> str:
    """The same where there is little room: of more than two classes, the worst alone."""
    counts = Counter(alarm.alarm_class for alarm in active)
    if len(counts) <= 2:
        return counts_text(active, is_flood)
    return f"{counts[max(counts)]} of {len(active)} active"
