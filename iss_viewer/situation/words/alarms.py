"""The words of alarms and of limits: made of the rule that an alarm comes from, and its values."""

from __future__ import annotations

from collections.abc import Mapping

from iss_viewer.detection.limits import Rule
from iss_viewer.situation.words.numbers import share_text
from iss_viewer.station import Station
from iss_viewer.telemetry.events import (
    Alarm,
    AlarmChange,
    AlarmChanged,
    FloodChanged,
    FloodPhase,
    LimitEdited,
)
from iss_viewer.telemetry.events.bounds import STATION
from iss_viewer.units import unit_of

Names = Mapping[str, str]
Rules = Mapping[str, Rule]
_BY_PEOPLE = (AlarmChange.ACKNOWLEDGE, AlarmChange.SHELVE, AlarmChange.TAKE_OUT)
LEAST_DOUBT_1 = 0.005  # that is told: less would be written as 0%


def subject_names(station: Station) -> dict[str, str]:
    """What alarms are about, by id."""
    names = {STATION: "Station"}
    names |= {module.id: module.name for module in station.modules}
    names |= {tank.id: tank.name for tank in station.tanks}
    return names | {loop.id: loop.name for loop in station.coolant_loops}


def alarm_words(names: Names, rules: Rules, alarm: Alarm) -> str:
    """What an alarm says: ``Zarya: pressure is low``."""
    rule = rules.get(alarm.rule)
    what = alarm.rule.replace("_", " ") if rule is None else rule.text
    drift, doubt = alarm.drift_probability_1, ""
    if drift is not None and drift >= LEAST_DOUBT_1:
        doubt = f", or sensor drift (single gauge, {share_text(drift)})"
    grown = ", more than before" if alarm.has_grown else ""
    name = names.get(alarm.subject, alarm.subject)
    subject = f"Air space of {name}" if alarm.is_of_air_space else name
    return f"{subject}: {what}{doubt}{grown}"


def guidance_words(rules: Rules, alarm: Alarm) -> str:
    """What to do about an alarm; empty where its limit is none of these."""
    rule = rules.get(alarm.rule)
    return "" if rule is None else rule.guidance


def assigned_words(alarm: str, person: str) -> str:
    """Who sees to an alarm from now on."""
    return f"{alarm}, assigned to {person}" if person else f"{alarm}, assigned to nobody any more"


def change_words(event: AlarmChanged) -> str:
    """What became of an alarm, as it follows its words: ``: acknowledged``, with what was remarked or the reason."""
    reason = event.alarm.reason
    is_said = event.change in _BY_PEOPLE and bool(reason)
    return f": {event.change.value}, {reason}" if is_said else f": {event.change.value}"


def flood_words(names: Names, rules: Rules, event: FloodChanged) -> str:
    """What a flood does, and which alarm to look at."""
    if event.phase is FloodPhase.OVER or event.root is None:
        return "The alarm flood is over"
    root = alarm_words(names, rules, event.root)
    if event.phase is FloodPhase.BEGUN:
        return f"{event.count} new alarms in 10 minutes; look first at: {root}"
    return f"The root alarm is settled; look next at: {root}"


def edit_words(edit: LimitEdited) -> str:
    """What an edit changed, in SI: ``on delay from 10 s to 30 s``."""
    field, was, value = edit.field_name, edit.was, edit.value
    name = field.removesuffix("_s").removesuffix("_pa").replace("_", " ")
    if field == "latching":
        return "latches from now on" if value else "does not latch any more"
    ending = field if field.endswith("_s") else "" if field == "count" else edit.quantity
    written = unit_of(ending)
    old, new = (f"{figure:.6g} {written}".strip() for figure in (was, value))
    return f"{name} from {old} to {new}"
