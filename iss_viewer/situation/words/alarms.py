"""The words of alarms and of limits: made of the rule that an alarm comes from, and its values."""

from __future__ import annotations

from iss_viewer.detection.limits import Limits, Rule, unit_of
from iss_viewer.situation.words.numbers import share_text
from iss_viewer.station import Station
from iss_viewer.telemetry.events import Alarm, FloodChanged, FloodPhase, LimitEdited
from iss_viewer.telemetry.events.bounds import STATION


def alarm_words(station: Station, limits: Limits, alarm: Alarm) -> str:
    """What an alarm says: ``Zarya: pressure is low``."""
    rule = _rule(limits, alarm)
    what = alarm.rule.replace("_", " ") if rule is None else rule.text
    doubt = ""
    if alarm.drift_probability_1 is not None:
        doubt = f", or its only barometer drifts ({share_text(alarm.drift_probability_1)})"
    grown = ", more than before" if alarm.has_grown else ""
    return f"{_subject(station, alarm)}: {what}{doubt}{grown}"


def guidance_words(limits: Limits, alarm: Alarm) -> str:
    """What to do about an alarm; empty where its limit is none of these."""
    rule = _rule(limits, alarm)
    return "" if rule is None else rule.guidance


def flood_words(station: Station, limits: Limits, event: FloodChanged) -> str:
    """What a flood does, and which alarm to look at."""
    if event.phase is FloodPhase.OVER or event.root is None:
        return "The alarm flood is over"
    root = alarm_words(station, limits, event.root)
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


def _rule(limits: Limits, alarm: Alarm) -> Rule | None:
    return next((rule for rule in limits.rules if rule.id == alarm.rule), None)


def _subject(station: Station, alarm: Alarm) -> str:
    if alarm.subject == STATION:
        return "Station"
    names = {module.id: module.name for module in station.modules}
    names |= {tank.id: tank.name for tank in station.tanks}
    names |= {loop.id: loop.name for loop in station.coolant_loops}
    name = names.get(alarm.subject, alarm.subject)
    return f"Air space of {name}" if alarm.is_of_air_space else name
