"""One sentence that says what happened and where, built from the numbers of an instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iss_viewer.detection.assessment import STATION
from iss_viewer.detection.belief import BELIEVED_FROM, LIKELY_FROM
from iss_viewer.situation.air_loss import (
    LosingAir,
    holds_air,
    holds_elsewhere,
    is_manned,
    leak_belief,
    losing,
    loss_text,
    main_module,
    reserve_text,
    source_of,
)
from iss_viewer.situation.emphasis import ALARM_TONE
from iss_viewer.situation.expected_alarms import calling_alarms
from iss_viewer.situation.losses import HIGH_END, is_sure
from iss_viewer.situation.moment import Moment, chance_text, module_of, name_of, short_name
from iss_viewer.situation.training.help_level import is_without_detector
from iss_viewer.situation.words.verdict import blind_words
from iss_viewer.telemetry.events import Alarm, Why
from iss_viewer.telemetry.status import AlarmClass, ModuleStatus
from iss_viewer.units import S_PER_DAY, UnitSystem

_NOWHERE = "place not yet known"
_FAR_S = 90 * S_PER_DAY  # a reserve time beyond this presses nobody
_MOST_NAMED = 3  # suspects; more are counted
_LEAST_NAMED_1 = 0.15  # from which on the likeliest of many is named


@dataclass(frozen=True)
class Headline:
    """The sentence, its tone, and the module it speaks of (empty: the station)."""

    text: str
    tone: str
    module: str = ""


def headline(moment: Moment, units: UnitSystem) -> Headline:
    """What a person must know first."""
    if moment.row.size == 0 or moment.time_s != moment.time_s:
        return Headline("The station is being loaded: the first readings come in a moment", "muted")
    if is_without_detector(moment):
        return Headline("Instruments alone in this exercise: nothing is judged for you", "muted")
    spaces = losing(moment)
    doubt = None if any(air.is_found for air in spaces) else _other_belief(moment)
    if doubt is not None:
        return doubt
    if spaces:
        return _losing(moment, units, spaces)
    if moment.alarm_class() >= AlarmClass.WARNING and is_sure(moment):
        return _somewhere(moment, units)
    leak = leak_belief(moment)
    if leak > BELIEVED_FROM:
        return _probably(moment, leak)
    return _without_loss(moment, units)


def _probably(moment: Moment, leak: float) -> Headline:
    """A loss is believed in that no air space shows for sure: not yet, or not since hatches moved."""
    best, place = _likeliest(moment)
    text = f"Air is probably being lost ({chance_text(leak)} sure), how much is being measured; {place}"
    return Headline(text, "suspect", best)


def _without_loss(moment: Moment, units: UnitSystem) -> Headline:
    """No loss is told from none: what stands out all the same."""
    blind = _blind(moment)
    if blind is not None:
        return blind
    vacuum = _of_status(moment, ModuleStatus.VACUUM)
    if vacuum:
        names = _listed(moment, vacuum)
        said = _no_leak(moment, units)
        return Headline(f"{names} at vacuum; {said[:1].lower()}{said[1:]}", "suspect", vacuum[0])
    watched = _of_status(moment, ModuleStatus.WATCH)
    if watched:
        return _watching(moment, units, watched)
    if all(moment.status(m) is ModuleStatus.NO_DATA for m in moment.station.module_ids):
        return Headline("No data from the station yet", "muted")
    other = next((a for a in calling_alarms(moment) if a.is_active), None)
    if other is not None and other.alarm_class >= AlarmClass.WARNING:
        said = _no_leak(moment, units)
        text = f"{_alarm_words(moment, other)}; {said[:1].lower()}{said[1:]}"
        where = module_of(moment.station, other.subject)
        return Headline(text, ALARM_TONE[other.alarm_class], where)
    return _calm(moment, units, other)


def _blind(moment: Moment) -> Headline | None:
    """Air of which nothing is known, by the reason of a verdict that stands."""
    for verdict in moment.board.verdicts.values():
        for reason in verdict.reasons:
            if reason.why is Why.BLIND and reason.span_s is not None and reason.subjects:
                span_s = reason.span_s + max(moment.time_s - verdict.time_s, 0.0)
                names = _listed(moment, list(reason.subjects))
                return Headline(blind_words(names, span_s), "notice", reason.subjects[0])
    return None


def _watching(moment: Moment, units: UnitSystem, watched: list[str]) -> Headline:
    many = len(watched) > 3
    where = f"{len(watched)} modules" if many else _listed(moment, watched)
    loss = loss_text(moment, STATION, units)
    text = f"Monitoring {where} for a slow loss: leak rate {loss[:1].lower()}{loss[1:]}"
    return Headline(text, "notice", "" if many else watched[0])


def _calm(moment: Moment, units: UnitSystem, other: Alarm | None) -> Headline:
    """Nothing threatens; a lesser alarm, or what is isolated, is said at the end."""
    rate = moment.value(STATION, "leak_rate_kg_s")
    if rate != rate:
        return Headline("Estimating rates: the first come in a few minutes", "muted")
    shut = _of_status(moment, ModuleStatus.ISOLATED)
    isolated = [module for module in shut if module not in moment.closed_by_plan]
    tail = f"; {_listed(moment, isolated)} isolated" if isolated else ""
    if other is not None:
        tail = f"; {_alarm_words(moment, other)}"
    if is_sure(moment):
        said = f"No leak detected so far; measured loss {_rate(moment, units)}"
        return Headline(said + tail, "good")
    is_small = (
        moment.value(source_of(moment, STATION), HIGH_END)
        < moment.words.limits.verdict.act_leak_kg_s
    )
    return Headline(_no_leak(moment, units) + tail, "good" if is_small else "muted")


def _no_leak(moment: Moment, units: UnitSystem) -> str:
    """That nothing is seen to leak, as far as it could have been seen by now."""
    subject = source_of(moment, STATION)
    most = moment.value(subject, HIGH_END)
    if most != most:
        return "No leak is seen"
    rate, is_all = units.mass_rate_text(most), subject == STATION
    if holds_air(moment, subject):
        where = "the station holds its air" if is_all else "the main air holds"
        return f"No leak seen; {where} to within {rate}"
    return f"No leak above {rate} is seen" + ("" if is_all else " in the main air")


def _alarm_words(moment: Moment, alarm: Alarm) -> str:
    words = moment.words.alarm(alarm)
    said = words.partition(": ")[2] or words
    return f"{name_of(moment.station, alarm.subject)}: {said}"


def _losing(moment: Moment, units: UnitSystem, spaces: Sequence[LosingAir]) -> Headline:
    """Air is lost where a leak is found or suspected; the figures of the head are those of the first space."""
    first = spaces[0]
    tone = "bad" if any(one.is_found for one in spaces) else "suspect"
    if len(spaces) == 1:
        said = _loss_of_one(moment, units, first)
    else:
        lost = [f"{_places(moment, one)} ({_rate(moment, units, one.module)})" for one in spaces]
        said = f"Air is being lost from {', '.join(lost[:-1])} and {lost[-1]}"
    if any(one.is_main for one in spaces):
        return Headline(said + _reserve(moment, first), tone, first.module)
    return Headline(f"{said}; closed off{_rest(moment, units)}", tone, first.module)


def _rest(moment: Moment, units: UnitSystem) -> str:
    """What the air does from which all that leaks is closed off."""
    if not holds_elsewhere(moment):
        return " from the rest"
    main = main_module(moment)
    most_kg_s = moment.value(main, HIGH_END)
    if most_kg_s != most_kg_s:
        return ", what the rest loses is not known yet"
    most = units.mass_rate_text(most_kg_s)
    if holds_air(moment, main):
        return f", the rest holds its air to within {most}"
    return f", the rest loses at most {most}"


def _loss_of_one(moment: Moment, units: UnitSystem, air: LosingAir) -> str:
    """What one air space loses, and how sure the place is where it is one."""
    rate, chance = _rate(moment, units, air.module), moment.value(air.module, "leak_probability")
    first = name_of(moment.station, air.module)
    if air.is_found:
        is_are = "is" if len(air.places) == 1 else "are"
        said = f"{_listed(moment, air.places)} {is_are} losing air: {rate}"
        is_told = chance == chance and len(air.places) == 1
        return f"{said}, {chance_text(chance)} sure it is {first}" if is_told else said
    if len(air.places) <= _MOST_NAMED:
        return f"Air is being lost, suspected in {_places(moment, air)}: {rate}"
    sure = f", most likely {first} ({chance_text(chance)})" if chance >= _LEAST_NAMED_1 else ""
    return f"Air is being lost somewhere in {len(air.places)} open modules: {rate}{sure}"


def _places(moment: Moment, air: LosingAir) -> str:
    """Where an air space loses air, in a list."""
    if air.is_found:
        return _listed(moment, air.places)
    if len(air.places) > _MOST_NAMED:
        return f"one of {len(air.places)} open modules"
    return " or ".join(name_of(moment.station, module) for module in air.places)


def _somewhere(moment: Moment, units: UnitSystem) -> Headline:
    """Air is lost for sure, and nobody knows yet where."""
    best, place = _likeliest(moment)
    chance = _known(moment.value(best, "leak_probability"))
    where = (
        place if chance > LIKELY_FROM else f"place not yet known, {place}" if chance else _NOWHERE
    )
    tone = ALARM_TONE[moment.alarm_class()]
    text = f"The station is losing air: {_rate(moment, units)}, {where}{_reserve(moment)}"
    return Headline(text, tone, best)


def _likeliest(moment: Moment) -> tuple[str, str]:
    """The module where the leak most probably is, and words for it."""
    ids = moment.station.module_ids
    best = max(ids, key=lambda module: _known(moment.value(module, "leak_probability")))
    chance = _known(moment.value(best, "leak_probability"))
    return best, f"likeliest {name_of(moment.station, best)} ({chance_text(chance)})"


def _reserve(moment: Moment, air: LosingAir | None = None) -> str:
    """How long people can stay with the loss that is told of; nothing where none are with it."""
    subject = STATION if air is None else air.module
    is_pressing = moment.value(subject, "reserve_s") < _FAR_S and is_manned(moment, subject)
    return f"; reserve {reserve_text(moment, subject)}" if is_pressing else ""


def _other_belief(moment: Moment) -> Headline | None:
    """What it is believed to be where it is no leak but looked like one."""
    sensor = _known(moment.value(STATION, "sensor_fault_probability"))
    seal = _known(moment.value(STATION, "seal_probability"))
    if sensor > BELIEVED_FROM:
        return Headline(f"A sensor fault, not a leak ({chance_text(sensor)} sure)", "notice")
    if seal > BELIEVED_FROM:
        return Headline(f"A hatch seal passes air ({chance_text(seal)} sure)", "notice")
    return None


def _rate(moment: Moment, units: UnitSystem, module: str = STATION) -> str:
    rate = moment.value(source_of(moment, module), "leak_rate_kg_s")
    return units.mass_rate_text(rate) if rate > 0 else "rate not known yet"


def _of_status(moment: Moment, status: ModuleStatus) -> list[str]:
    return [m for m in moment.station.module_ids if moment.status(m) is status]


def _listed(moment: Moment, modules: Sequence[str]) -> str:
    names = [short_name(moment.station.module(module)) for module in modules]
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} more"
    return " and ".join(", ".join(names).rsplit(", ", 1))


def _known(value: float) -> float:
    return value if value == value else 0.0
