"""The reasons of a safety verdict, in sentences."""

from __future__ import annotations

from iss_viewer.situation.words.numbers import chance_text
from iss_viewer.situation.words.spans import rounded_span_text, span_text
from iss_viewer.station import Station
from iss_viewer.telemetry.events import Reason, Why
from iss_viewer.units import UNIT_SYSTEMS, UnitSystem, duration_text

_CALM = {
    "crew": "Nothing threatens the crew",
    "operations": "Nothing hinders operations",
    "mission": "Nothing shortens the mission",
}
_UNCOOLED = {"operations": "Coolant lost", "mission": "Without cooling"}


def reason_words(
    station: Station, party: str, reason: Reason, units: UnitSystem = UNIT_SYSTEMS[0]
) -> str:
    """One reason of a party's verdict, with its number; a loss of gas without its rate tells how long it lasts."""
    chance = _number(reason.probability_1)
    rate = units.mass_rate_text(_number(reason.rate_kg_s))
    match reason.why:
        case Why.CALM:
            return _CALM.get(party, "")
        case Why.PRESSURE_BELOW_LIMIT:
            return "Pressure is below the limit for staying"
        case Why.RESERVE_TIME:
            return _reserve_words(_number(reason.span_s), _number(reason.span_low_s))
        case Why.PROBABLE_LOSS:
            return _probably(chance, "where people are")
        case Why.PROBABLE_LOSS_SOMEWHERE:
            return _probably(chance, "somewhere")
        case Why.RAPID:
            waits = ": all else waits" if party == "operations" else ""
            return f"Rapid depressurization{waits}"
        case Why.CUT_OFF:
            return f"No open way to their vehicle: {_names(station, reason)}"
        case Why.UNFIT_VEHICLE:
            return f"Their vehicle has lost its coolant: {_names(station, reason)}"
        case Why.BAD_AIR:
            return f"The air is bad to breathe where people are: {_names(station, reason)}"
        case Why.LOSS:
            suspected = f" (suspected: {_names(station, reason)})" if reason.subjects else ""
            if reason.rate_kg_s is None:
                return f"Air is lost where people work{suspected}, how much is not known now"
            return f"Air is lost at {rate} where people work{suspected}"
        case Why.CLOSED_OFF:
            return f"Leaking and closed off: {_names(station, reason)}"
        case Why.UNCOOLED:
            return f"{_UNCOOLED.get(party, 'Coolant lost')}: {_names(station, reason)}"
        case Why.GAS:
            spent = "" if reason.rate_kg_s is None else f" is spent at {rate}: it"
            least = "" if reason.span_low_s is None else "over "
            return f"Gas{spent} lasts {least}{_lasting(_number(reason.span_s))}"
        case Why.GAS_DOUBTFUL:
            return f"{_probably(chance, 'somewhere')}; gas may not last"
        case Why.BLIND:
            return blind_words(_names(station, reason), _number(reason.span_s))
        case Why.TOLD:
            return reason.told


def blind_words(names: str, span_s: float) -> str:
    """That nothing is known of some air, and for how long."""
    since = f"for {duration_text(span_s)}" if span_s < float("inf") else "so far"
    return f"Nothing is known of {names}: no valid pressure {since}"


def _lasting(span_s: float) -> str:
    return "without end" if span_s == float("inf") else rounded_span_text(span_s)


def _reserve_words(span_s: float, low_s: float) -> str:
    if span_s <= 0.0:
        return "The pressure has passed its reserve limit"
    return f"Reserve time {span_text(span_s)}, at least {span_text(low_s)} with 95 % confidence"


def _probably(chance: float, where: str) -> str:
    shown = chance_text(chance)
    return f"Air is probably lost {where} ({shown}), how much is not measured yet"


def _names(station: Station, reason: Reason) -> str:
    names = {module.id: module.short or module.name for module in station.modules}
    names |= {loop.id: loop.name for loop in station.coolant_loops}
    names |= {person.id: person.name for person in station.crew}
    return ", ".join(names.get(subject, subject) for subject in reason.subjects)


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
