"""One sentence that says what happened and where, built from the numbers of an instant."""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.detection.assessment import STATION
from iss_viewer.detection.belief import BELIEVED_FROM, LIKELY_FROM
from iss_viewer.situation.air_loss import (
    holds_air,
    holds_elsewhere,
    is_closed_off,
    leak_belief,
    loss_text,
    main_module,
)
from iss_viewer.situation.emphasis import ALARM_TONE
from iss_viewer.situation.losses import HIGH_END, is_sure
from iss_viewer.situation.moment import Moment, module_of, name_of, short_name
from iss_viewer.situation.words.numbers import chance_capped
from iss_viewer.situation.words.verdict import blind_words
from iss_viewer.telemetry.events import Alarm, Why
from iss_viewer.telemetry.status import AlarmClass, ModuleStatus
from iss_viewer.units import S_PER_DAY, UnitSystem, duration_text

_NOWHERE = "place not yet known"
_FAR_S = 90 * S_PER_DAY  # a reserve time beyond this presses nobody


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
    leaking = _of_status(moment, ModuleStatus.LEAKING)
    if leaking:
        return _leaking(moment, units, leaking)
    doubt = _other_belief(moment)
    if doubt is not None:
        return doubt
    suspected = _of_status(moment, ModuleStatus.SUSPECTED)
    if suspected:
        return _suspected(moment, units, suspected)
    if moment.alarm_class() >= AlarmClass.WARNING and is_sure(moment):
        return _somewhere(moment, units)
    leak = leak_belief(moment)
    if leak > BELIEVED_FROM:
        return _probably(moment, leak)
    return _without_loss(moment, units)


def _probably(moment: Moment, leak: float) -> Headline:
    """A loss is believed in that no air space shows for sure: not yet, or not since hatches moved."""
    best, place = _likeliest(moment)
    text = f"Air is probably being lost ({chance_capped(leak)} sure), how much is being measured; {place}"
    return Headline(text, "warn", best)


def _without_loss(moment: Moment, units: UnitSystem) -> Headline:
    """No loss is told from none: what stands out all the same."""
    blind = _blind(moment)
    if blind is not None:
        return blind
    vacuum = _of_status(moment, ModuleStatus.VACUUM)
    if vacuum:
        names = _listed(moment, vacuum)
        said = _no_leak(moment, units)
        return Headline(f"{names} at vacuum; {said[:1].lower()}{said[1:]}", "warn", vacuum[0])
    watched = _of_status(moment, ModuleStatus.WATCH)
    if watched:
        return _watching(moment, units, watched)
    if all(moment.status(m) is ModuleStatus.NO_DATA for m in moment.station.module_ids):
        return Headline("No data from the station yet", "muted")
    other = next((a for a in moment.board.active_alarms() if a.is_active), None)
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
                return Headline(blind_words(names, span_s), "warn", reason.subjects[0])
    return None


def _watching(moment: Moment, units: UnitSystem, watched: list[str]) -> Headline:
    many = len(watched) > 3
    where = f"{len(watched)} modules" if many else _listed(moment, watched)
    loss = loss_text(moment, STATION, units)
    text = f"Watching {where} for a slow loss: leak rate {loss[:1].lower()}{loss[1:]}"
    return Headline(text, "notice", "" if many else watched[0])


def _calm(moment: Moment, units: UnitSystem, other: Alarm | None) -> Headline:
    """Nothing threatens; a lesser alarm, or what is isolated, is said at the end."""
    rate = moment.value(STATION, "leak_rate_kg_s")
    if rate != rate:
        return Headline("Getting to know the air: first rates come in a few minutes", "muted")
    isolated = _of_status(moment, ModuleStatus.ISOLATED)
    tail = f"; {_listed(moment, isolated)} isolated" if isolated else ""
    if other is not None:
        tail = f"; {_alarm_words(moment, other)}"
    if is_sure(moment):
        said = f"No leak detected so far; measured loss {_rate(moment, units)}"
        return Headline(said + tail, "good")
    is_small = moment.value(STATION, HIGH_END) < moment.words.limits.verdict.act_leak_kg_s
    return Headline(_no_leak(moment, units) + tail, "good" if is_small else "muted")


def _no_leak(moment: Moment, units: UnitSystem) -> str:
    """That nothing is seen to leak, as far as it could have been seen by now."""
    if holds_air(moment):
        return "No leak seen; the station holds its air"
    most = moment.value(STATION, HIGH_END)
    above = f" above {units.mass_rate_text(most)}" if most == most else ""
    return f"No leak{above} is seen"


def _alarm_words(moment: Moment, alarm: Alarm) -> str:
    words = moment.words.alarm(alarm)
    said = words.partition(": ")[2] or words
    return f"{name_of(moment.station, alarm.subject)}: {said}"


def _leaking(moment: Moment, units: UnitSystem, modules: list[str]) -> Headline:
    spaces = _by_air_space(moment, modules)
    worst = spaces[0][0]
    said = _loss_of_one(moment, units, spaces[0])
    if len(spaces) > 1:
        lost = [f"{_listed(moment, part)} ({_rate(moment, units, part[0])})" for part in spaces]
        said = f"Air is being lost from {', '.join(lost[:-1])} and {lost[-1]}"
    if not all(is_closed_off(moment, module) for module in modules):
        return Headline(said + _reserve(moment), "bad", worst)
    if not holds_elsewhere(moment):
        return Headline(f"{said}; closed off from the rest" + _reserve(moment), "bad", worst)
    if holds_air(moment, main_module(moment)):
        return Headline(f"{said}; closed off, the rest holds its air", "bad", worst)
    most = _most(moment, units, main_module(moment))
    return Headline(f"{said}; closed off, the rest loses {most}", "bad", worst)


def _by_air_space(moment: Moment, modules: list[str]) -> list[list[str]]:
    """Leaking modules that share an air together, the likeliest first; the air that loses most first."""
    ranked = sorted(modules, key=lambda m: -_known(moment.value(m, "leak_probability")))
    spaces: dict[float, list[str]] = {}
    for module in ranked:
        spaces.setdefault(moment.value(module, "air_space"), []).append(module)
    return sorted(
        spaces.values(), key=lambda part: -_known(moment.value(part[0], "leak_rate_kg_s"))
    )


def _loss_of_one(moment: Moment, units: UnitSystem, modules: list[str]) -> str:
    """What the air of some modules loses, and how sure the place is where it is one."""
    is_are = "is" if len(modules) == 1 else "are"
    said = f"{_listed(moment, modules)} {is_are} losing air: {_rate(moment, units, modules[0])}"
    chance = moment.value(modules[0], "leak_probability")
    if chance == chance and len(modules) == 1:
        said += f", {chance_capped(chance)} sure it is {name_of(moment.station, modules[0])}"
    return said


def _suspected(moment: Moment, units: UnitSystem, modules: list[str]) -> Headline:
    ranked = sorted(modules, key=lambda m: -_known(moment.value(m, "leak_probability")))
    rate = _rate(moment, units, ranked[0])
    chance = moment.value(ranked[0], "leak_probability")
    if len(ranked) <= 3:
        where = " or ".join(name_of(moment.station, module) for module in ranked)
        text = f"Air is being lost, suspected in {where}: {rate}"
    else:
        first = name_of(moment.station, ranked[0])
        sure = f", most likely {first} ({chance_capped(chance)})" if chance >= 0.15 else ""
        text = f"Air is being lost somewhere in {len(ranked)} open modules: {rate}{sure}"
    return Headline(text, "warn", ranked[0])


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
    return best, f"likeliest {name_of(moment.station, best)} ({chance_capped(chance)})"


def _reserve(moment: Moment) -> str:
    reserve_s = moment.value(STATION, "reserve_s")
    return f"; reserve {duration_text(reserve_s)}" if reserve_s < _FAR_S else ""


def _other_belief(moment: Moment) -> Headline | None:
    """What it is believed to be where it is no leak but looked like one."""
    sensor = _known(moment.value(STATION, "sensor_fault_probability"))
    seal = _known(moment.value(STATION, "seal_probability"))
    if sensor > BELIEVED_FROM:
        return Headline(f"A sensor fault, not a leak ({chance_capped(sensor)} sure)", "notice")
    if seal > BELIEVED_FROM:
        return Headline(f"A hatch seal passes air ({chance_capped(seal)} sure)", "notice")
    return None


def _rate(moment: Moment, units: UnitSystem, module: str = STATION) -> str:
    rate = moment.value(module, "leak_rate_kg_s")
    return units.mass_rate_text(rate) if rate > 0 else "rate not known yet"


def _most(moment: Moment, units: UnitSystem, module: str) -> str:
    """What an air space may lose unseen."""
    high = moment.value(module, HIGH_END)
    return f"at most {units.mass_rate_text(high)}" if high == high else "what is not known yet"


def _of_status(moment: Moment, status: ModuleStatus) -> list[str]:
    return [m for m in moment.station.module_ids if moment.status(m) is status]


def _listed(moment: Moment, modules: list[str]) -> str:
    names = [short_name(moment.station.module(module)) for module in modules]
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} more"
    return " and ".join(", ".join(names).rsplit(", ", 1))


def _known(value: float) -> float:
    return value if value == value else 0.0
