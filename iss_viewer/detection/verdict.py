"""The safety verdict: what the station's state means for crew, operations and mission, with reasons.

Each reason is a sentence with its number; a verdict is the gravest of its reasons.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iss_viewer import units
from iss_viewer.detection.limits import Limits
from iss_viewer.detection.status import Verdict
from iss_viewer.telemetry.frames import Event

PARTIES = ("crew", "operations", "mission")


@dataclass(frozen=True, slots=True)
class Situation:
    """What the verdict looks at. Of the air space where people are, the worst one."""

    pressure_pa: float
    reserve_s: float
    reserve_low_s: float
    is_leak_detected: bool  # there, where people are
    leak_probability: float  # there, whether or not it is detected
    anywhere_probability: float  # that air is lost somewhere, behind closed hatches too
    is_rapid: bool  # rapid depressurization stands as an alarm, there
    leak_rate_kg_s: float  # of the station, air spaces without people too
    leaking: tuple[str, ...]  # names of modules that leak or are suspected
    closed_off: tuple[str, ...]  # names of leaking modules that are isolated
    cut_off: tuple[str, ...]  # people without an open way to their vehicle
    gas_reserve_s: float
    uncooled: tuple[str, ...] = ()  # names of coolant loops that lost their pressure
    unfit: tuple[str, ...] = ()  # names of people whose way home such a loop should cool


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict of one party and why."""

    party: str
    verdict: Verdict
    reasons: tuple[str, ...]

    def event(self, time_s: float) -> Event:
        """The event that says so."""
        text = f"{self.party}: {self.verdict.name.lower()}"
        data = {"party": self.party, "verdict": self.verdict.name, "reasons": list(self.reasons)}
        return Event(time_s, "verdict", self.party, text, data)


Reason = tuple[Verdict, str]


def judge(
    situation: Situation, limits: Limits, before: Mapping[str, Verdict] | None = None
) -> tuple[Judgement, ...]:
    """The verdict for each party.

    before: the verdicts so far. A verdict eases only when its number is past the threshold by a
    margin, so that a number which wavers there does not make the verdict waver.
    """
    was = {party: (before or {}).get(party, Verdict.NONE) for party in PARTIES}
    return (
        _judgement("crew", _crew(situation, limits, was["crew"]), "Nothing threatens the crew"),
        _judgement(
            "operations",
            _operations(situation, limits, was["operations"]),
            "Nothing hinders operations",
        ),
        _judgement(
            "mission", _mission(situation, limits, was["mission"]), "Nothing shortens the mission"
        ),
    )


def _judgement(party: str, reasons: Iterable[Reason], calm: str) -> Judgement:
    found = sorted(reasons, key=lambda reason: -reason[0])
    if not found:
        return Judgement(party, Verdict.NONE, (calm,))
    return Judgement(party, found[0][0], tuple(text for _, text in found))


def _crew(now: Situation, limits: Limits, was: Verdict) -> Iterable[Reason]:
    if now.pressure_pa <= limits.reserve.limit_pa:
        yield Verdict.LEAVE, "Pressure is below the limit for staying"
    if now.is_leak_detected and math.isfinite(now.reserve_s):
        text = units.duration_text(now.reserve_s)
        low = units.duration_text(now.reserve_low_s)
        sentence = f"Reserve time {text}, at least {low} with 95 % confidence"
        yield _crew_grade(now.reserve_low_s, limits, was), sentence
    elif _is_probable(now.leak_probability, limits, was):
        yield Verdict.WATCH, _probably(now.leak_probability, "where people are")
    if now.is_rapid:
        yield Verdict.ACT, "Rapid depressurization"
    if now.cut_off:
        yield Verdict.ACT, f"No open way to their vehicle: {', '.join(now.cut_off)}"
    if now.unfit:
        yield Verdict.ACT, f"Their vehicle has lost its coolant: {', '.join(now.unfit)}"


def _crew_grade(reserve_low_s: float, limits: Limits, was: Verdict) -> Verdict:
    """How grave a reserve time that is sure is."""
    if _is_short(reserve_low_s, limits.verdict.leave_reserve_s, was is Verdict.LEAVE, limits):
        return Verdict.LEAVE
    if _is_short(reserve_low_s, limits.verdict.act_reserve_s, was >= Verdict.ACT, limits):
        return Verdict.ACT
    return Verdict.WATCH


def _operations(now: Situation, limits: Limits, was: Verdict) -> Iterable[Reason]:
    if now.is_rapid:
        yield Verdict.ACT, "Rapid depressurization: all else waits"
    if now.is_leak_detected:
        act_kg_s = limits.verdict.act_leak_kg_s
        eased_kg_s = act_kg_s / (1.0 + limits.verdict.ease_share_1)
        serious = now.leak_rate_kg_s > (eased_kg_s if was >= Verdict.ACT else act_kg_s)
        where = f" (suspected: {', '.join(now.leaking)})" if now.leaking else ""
        yield (
            Verdict.ACT if serious else Verdict.WATCH,
            f"Air is lost at {_per_day(now.leak_rate_kg_s)} where people work{where}",
        )
    if now.closed_off:
        yield Verdict.WATCH, f"Leaking and closed off: {', '.join(now.closed_off)}"
    elif not now.is_leak_detected and _is_probable(now.anywhere_probability, limits, was):
        yield Verdict.WATCH, _probably(now.anywhere_probability, "somewhere")
    if now.uncooled:
        yield Verdict.WATCH, f"Coolant lost: {', '.join(now.uncooled)}"


def _mission(now: Situation, limits: Limits, was: Verdict) -> Iterable[Reason]:
    thresholds, rate_kg_s = limits.verdict, now.leak_rate_kg_s
    gas_s = now.gas_reserve_s
    text = f"Gas is spent at {_per_day(rate_kg_s)}: it lasts {units.duration_text(gas_s)}"
    is_watched = _is_short(gas_s, thresholds.watch_gas_reserve_s, was >= Verdict.WATCH, limits)
    if now.is_leak_detected or now.closed_off:
        spent = now.is_leak_detected and rate_kg_s > thresholds.watch_leak_kg_s
        if _is_short(gas_s, thresholds.act_gas_reserve_s, was >= Verdict.ACT, limits):
            yield Verdict.ACT, text
        elif spent or is_watched:
            yield Verdict.WATCH, text
    elif _is_probable(now.anywhere_probability, limits, was) and is_watched:
        yield Verdict.WATCH, f"{_probably(now.anywhere_probability, 'somewhere')}; gas may not last"
    if now.uncooled:
        grave = bool(now.unfit)
        text = f"Without cooling: {', '.join(now.uncooled)}"
        yield Verdict.ACT if grave else Verdict.WATCH, text


def _is_short(time_s: float, limit_s: float, was_short: bool, limits: Limits) -> bool:
    return time_s < (limit_s * (1.0 + limits.verdict.ease_share_1) if was_short else limit_s)


def _is_probable(chance: float, limits: Limits, was: Verdict) -> bool:
    """A loss that no test has found for sure is no calm either; calm comes back later."""
    thresholds = limits.verdict
    calm, watch = thresholds.calm_leak_probability_1, thresholds.watch_leak_probability_1
    return chance >= (calm if was > Verdict.NONE else watch)


def _probably(chance: float, where: str) -> str:
    shown = min(math.floor(100.0 * chance), 99)
    return f"Air is probably lost {where} ({shown} %), how much is not measured yet"


def _per_day(rate_kg_s: float) -> str:
    return f"{units.figure(rate_kg_s * units.S_PER_DAY)} kg/day"
