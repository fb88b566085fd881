"""A condition of an exercise or a checklist in words, with the names that people use."""

from __future__ import annotations

from iss_viewer.scenario.exercise.quantities import written
from iss_viewer.scenario.exercise.sentence import (
    ANY,
    BLIND,
    STATION,
    Acted,
    AllOf,
    AnyOf,
    Becomes,
    Beyond,
    Delayed,
    Lasting,
    Negated,
    Numeric,
    Once,
    Sentence,
    Status,
)
from iss_viewer.scenario.exercise.vocabulary import MEASURES, ActionStage, Measure, StatusOf
from iss_viewer.station import Station
from iss_viewer.station.names import name_of
from iss_viewer.units import duration_text

_VERBS = {
    "open_hatch": "hatch opened", "close_hatch": "hatch closed", "open_valve": "valve opened",
    "close_valve": "valve closed", "fans_on": "fans on", "fans_off": "fans off",
    "switch_on": "switched on", "switch_off": "switched off", "set_feed": "feed set",
    "auto_feed": "feed by its regulator", "isolate_loop": "loop isolated", "move": "moved to",
    "gather": "gathered in", "read_gauge": "gauge read", "time_fall": "fall timed", "search": "searched",
    "tape": "taped", "patch": "patched", "sealant": "sealed", "leak_check": "leak check done",
    "acknowledge": "alarm acknowledged", "report": "reported", "tick": "ticked",
}  # fmt: skip
_MEASURES = {
    Measure.PRESSURE: "pressure", Measure.FALL: "fall", Measure.RESERVE: "T.res",
    Measure.OXYGEN: "ppO2", Measure.CARBON_DIOXIDE: "ppCO2", Measure.TEMPERATURE: "temperature",
    Measure.DIFFERENCE: "difference across", Measure.CONTENT: "content of",
    Measure.INVENTORY: "inventory of", Measure.PEOPLE: "people in", Measure.CHANCE: "chance of",
    Measure.LOST: "air lost", Measure.TIME: "time",
}  # fmt: skip
_STAGES = {ActionStage.DONE: "", ActionStage.ORDERED: " (ordered)", ActionStage.REFUSED: " (refused)"}  # fmt: skip


def condition_words(station: Station, condition: Sentence) -> str:
    """The condition as people say it: ``hatch Zarya–Unity closed and gauge read 3 times``."""
    match condition:
        case AllOf(parts=parts):
            return " and ".join(_grouped(station, part, AnyOf) for part in parts)
        case AnyOf(parts=parts):
            return " or ".join(_grouped(station, part, AllOf) for part in parts)
        case Negated(part=part):
            return f"not {_grouped(station, part, AllOf, AnyOf)}"
        case Once(part=part) | Becomes(part=part):
            return condition_words(station, part)
        case Delayed(delay_s=delay_s, part=part):
            return f"{duration_text(delay_s)} after {_grouped(station, part, AllOf, AnyOf)}"
        case Lasting(part=part, hold_s=hold_s):
            return f"{_grouped(station, part, AllOf, AnyOf)} for {duration_text(hold_s)}"
        case Numeric():
            return _number_words(station, condition)
        case Status():
            return _status_words(station, condition)
        case Acted():
            return _action_words(station, condition)


def _grouped(station: Station, part: Sentence, *kinds: type) -> str:
    words = condition_words(station, part)
    return f"({words})" if isinstance(part, kinds) else words


def _number_words(station: Station, atom: Numeric) -> str:
    side = "below" if atom.beyond is Beyond.BELOW else "above"
    limit = written(atom.limit_si, MEASURES[atom.measure].quantity)
    shown = "shown " if atom.is_shown else ""
    where = "" if not atom.of else f" {_place(station, atom.of)}"
    return f"{shown}{_MEASURES[atom.measure]}{where} {side} {limit}"


def _place(station: Station, of: str) -> str:
    return "where people are" if of == STATION else name_of(station, of)


def _status_words(station: Station, atom: Status) -> str:
    name = name_of(station, atom.name) if atom.name else ""
    place = f" of {_place(station, atom.of)}" if atom.of else ""
    subject = "" if atom.subject is StatusOf.PLACE else f"{atom.subject.value} "
    return f"{subject}{name}{place} {atom.state}".replace("  ", " ").strip()


def _action_words(station: Station, atom: Acted) -> str:
    is_named = atom.target not in ("", ANY, BLIND)
    target = f" {name_of(station, atom.target)}" if is_named else ""
    blind = " where nothing was found" if atom.target == BLIND else ""
    often = f" {atom.times} times" if atom.times > 1 else ""
    verb = _VERBS.get(atom.verb, atom.verb)
    return f"{verb}{target}{blind}{often}{_STAGES[atom.stage]}"
