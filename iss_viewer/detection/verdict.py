"""The safety verdict: what the station's state means for crew, operations and mission, with reasons.

Each reason is a sentence with its number; a verdict is the gravest of its reasons.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
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
    is_rapid: bool  # rapid depressurization stands as an alarm
    leak_rate_kg_s: float  # of the station, air spaces without people too
    leaking: tuple[str, ...]  # names of modules that leak or are suspected
    closed_off: tuple[str, ...]  # names of leaking modules that are isolated
    cut_off: tuple[str, ...]  # people without an open way to their vehicle
    gas_reserve_s: float


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


def judge(situation: Situation, limits: Limits) -> tuple[Judgement, ...]:
    """The verdict for each party."""
    return (
        _judgement("crew", _crew(situation, limits), "Nothing threatens the crew"),
        _judgement("operations", _operations(situation, limits), "Nothing hinders operations"),
        _judgement("mission", _mission(situation, limits), "Nothing shortens the mission"),
    )


def _judgement(party: str, reasons: Iterable[Reason], calm: str) -> Judgement:
    found = sorted(reasons, key=lambda reason: -reason[0])
    if not found:
        return Judgement(party, Verdict.NONE, (calm,))
    return Judgement(party, found[0][0], tuple(text for _, text in found))


def _crew(now: Situation, limits: Limits) -> Iterable[Reason]:
    thresholds, limit_pa = limits.verdict, limits.reserve.limit_pa
    if now.pressure_pa <= limit_pa:
        yield Verdict.LEAVE, "Pressure is below the limit for staying"
    if now.is_leak_detected and math.isfinite(now.reserve_s):
        text = units.duration_text(now.reserve_s)
        low = units.duration_text(now.reserve_low_s)
        sentence = f"Reserve time {text}, at least {low} with 95 % confidence"
        if now.reserve_low_s < thresholds.leave_reserve_s:
            yield Verdict.LEAVE, sentence
        elif now.reserve_low_s < thresholds.act_reserve_s:
            yield Verdict.ACT, sentence
        else:
            yield Verdict.WATCH, sentence
    if now.is_rapid:
        yield Verdict.ACT, "Rapid depressurization"
    if now.cut_off:
        yield Verdict.ACT, f"No open way to their vehicle: {', '.join(now.cut_off)}"


def _operations(now: Situation, limits: Limits) -> Iterable[Reason]:
    if now.is_rapid:
        yield Verdict.ACT, "Rapid depressurization: all else waits"
    if now.is_leak_detected:
        serious = now.leak_rate_kg_s > limits.verdict.act_leak_kg_s
        where = f" (suspected: {', '.join(now.leaking)})" if now.leaking else ""
        yield (
            Verdict.ACT if serious else Verdict.WATCH,
            f"Air is lost at {_per_day(now.leak_rate_kg_s)} where people work{where}",
        )
    if now.closed_off:
        yield Verdict.WATCH, f"Leaking and closed off: {', '.join(now.closed_off)}"


def _mission(now: Situation, limits: Limits) -> Iterable[Reason]:
    thresholds = limits.verdict
    leak = now.is_leak_detected or bool(now.closed_off)
    if leak and now.gas_reserve_s < thresholds.watch_gas_reserve_s:
        grave = now.gas_reserve_s < thresholds.act_gas_reserve_s
        text = f"Repressurization gas lasts {units.duration_text(now.gas_reserve_s)} at this rate"
        yield Verdict.ACT if grave else Verdict.WATCH, text
    if now.is_leak_detected and now.leak_rate_kg_s > thresholds.watch_leak_kg_s:
        yield Verdict.WATCH, f"Gas is spent at {_per_day(now.leak_rate_kg_s)}"


def _per_day(rate_kg_s: float) -> str:
    return f"{units.figure(rate_kg_s * units.S_PER_DAY)} kg/day"
