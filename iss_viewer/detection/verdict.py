"""The safety verdict: what the station's state means for crew, operations and mission, with reasons.

Each reason is a key with its numbers; a verdict is the gravest of its reasons.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iss_viewer import units
from iss_viewer.detection.limits import Limits
from iss_viewer.telemetry.events import PARTIES, Reason, VerdictGiven, Why
from iss_viewer.telemetry.status import Verdict

#: numbers and times, which are no part of what a reason says
_NUMBERS = re.compile(r"[\d.,]+( (d|h|min|s)\b)?( \d+ (h|min|s)\b)?")


@dataclass(frozen=True, slots=True)
class ThreatInputs:
    """What the verdict looks at. Of the air space where people are, the worst one."""

    pressure_pa: float
    reserve_s: float
    reserve_low_s: float
    is_leak_detected: bool  # there, where people are
    leak_probability: float  # there, whether or not it is detected
    anywhere_probability: float  # that air is lost somewhere, behind closed hatches too
    is_rapid: bool  # rapid depressurization stands as an alarm, there
    leak_rate_kg_s: float  # of the station, air spaces without people too
    leaking: tuple[str, ...]  # modules that leak or are suspected
    closed_off: tuple[str, ...]  # leaking modules that are isolated
    cut_off: tuple[str, ...]  # people without an open way to their vehicle
    gas_reserve_s: float
    uncooled: tuple[str, ...] = ()  # coolant loops that lost their pressure
    is_loss_established: bool = False  # somewhere: it was found, and nothing has disproved it
    unfit: tuple[str, ...] = ()  # people whose way home such a loop should cool
    blind: tuple[str, ...] = ()  # first modules of air spaces without a valid pressure
    is_crew_blind: bool = False  # people are in one of them
    stifling: tuple[str, ...] = ()  # modules of air with people whose oxygen is low
    stale: tuple[str, ...] = ()  # and those whose carbon dioxide is high
    spent_kg_s: float | None = None  # of it what gas has to make up for; None: all
    must_leave: bool | None = None  # the adviser finds no other way; None: nobody advises
    blind_s: float = 0.0  # since the longest silent one had one; inf: it never did


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict of one party and why."""

    party: str
    verdict: Verdict
    reasons: tuple[Reason, ...]

    def event(self, time_s: float) -> VerdictGiven:
        """The event that says so."""
        return VerdictGiven(time_s, self.party, self.verdict, self.reasons)


Graded = tuple[Verdict, Reason]


def judge(
    situation: ThreatInputs, limits: Limits, before: Mapping[str, Verdict] | None = None
) -> tuple[Judgement, ...]:
    """The verdict for each party.

    before: the verdicts so far. A verdict eases only when its number is past the threshold by a
    margin, so that a number which wavers there does not make the verdict waver.
    """
    was = {party: (before or {}).get(party, Verdict.NONE) for party in PARTIES}
    return (
        _judgement("crew", _crew(situation, limits, was["crew"])),
        _judgement("operations", _operations(situation, limits, was["operations"])),
        _judgement("mission", _mission(situation, limits, was["mission"])),
    )


def _judgement(party: str, reasons: Iterable[Graded]) -> Judgement:
    found = sorted(reasons, key=lambda graded: -graded[0])
    if not found:
        return Judgement(party, Verdict.NONE, (Reason(Why.CALM),))
    return Judgement(party, found[0][0], tuple(reason for _, reason in found))


def _crew(now: ThreatInputs, limits: Limits, was: Verdict) -> Iterable[Graded]:
    if now.pressure_pa <= limits.reserve.limit_pa:
        yield Verdict.LEAVE, Reason(Why.PRESSURE_BELOW_LIMIT)
    if now.is_leak_detected and math.isfinite(now.reserve_s):
        yield (
            _crew_grade(now, limits, was),
            Reason(Why.RESERVE_TIME, span_s=now.reserve_s, span_low_s=now.reserve_low_s),
        )
    elif _is_probable(now.leak_probability, now, limits, was):
        yield Verdict.WATCH, Reason(Why.PROBABLE_LOSS, now.leak_probability)
    if now.is_rapid:
        yield Verdict.ACT, Reason(Why.RAPID)
    if now.cut_off:
        yield Verdict.ACT, Reason(Why.CUT_OFF, subjects=now.cut_off)
    if now.unfit:
        yield Verdict.ACT, Reason(Why.UNFIT_VEHICLE, subjects=now.unfit)
    if now.stifling:
        yield Verdict.ACT, Reason(Why.BAD_AIR, subjects=now.stifling)
    elif now.stale:
        yield Verdict.WATCH, Reason(Why.BAD_AIR, subjects=now.stale)
    if now.is_crew_blind:
        yield _blind(now)


def _blind(now: ThreatInputs) -> Graded:
    """That nothing is seen is no calm."""
    return Verdict.WATCH, Reason(Why.BLIND, span_s=now.blind_s, subjects=now.blind)


def _crew_grade(now: ThreatInputs, limits: Limits, was: Verdict) -> Verdict:
    """How grave a reserve time that is sure is; to leave is said by who weighs what else could be done."""
    reserve_low_s = now.reserve_low_s
    is_late = _is_short(reserve_low_s, limits.verdict.leave_reserve_s, was is Verdict.LEAVE, limits)
    if is_late if now.must_leave is None else now.must_leave:
        return Verdict.LEAVE
    if _is_short(reserve_low_s, limits.verdict.act_reserve_s, was >= Verdict.ACT, limits):
        return Verdict.ACT
    return Verdict.WATCH


def _operations(now: ThreatInputs, limits: Limits, was: Verdict) -> Iterable[Graded]:
    if now.is_rapid:
        yield Verdict.ACT, Reason(Why.RAPID)
    if now.is_leak_detected:
        act_kg_s = limits.verdict.act_leak_kg_s
        eased_kg_s = act_kg_s / (1.0 + limits.verdict.ease_share_1)
        serious = now.leak_rate_kg_s > (eased_kg_s if was >= Verdict.ACT else act_kg_s)
        yield (
            Verdict.ACT if serious else Verdict.WATCH,
            Reason(Why.LOSS, rate_kg_s=now.leak_rate_kg_s, subjects=now.leaking),
        )
    if now.closed_off:
        yield Verdict.WATCH, Reason(Why.CLOSED_OFF, subjects=now.closed_off)
    elif not now.is_leak_detected and _is_probable(now.anywhere_probability, now, limits, was):
        yield Verdict.WATCH, Reason(Why.PROBABLE_LOSS_SOMEWHERE, now.anywhere_probability)
    if now.uncooled:
        yield Verdict.WATCH, Reason(Why.UNCOOLED, subjects=now.uncooled)
    if now.blind:
        yield _blind(now)


def _mission(now: ThreatInputs, limits: Limits, was: Verdict) -> Iterable[Graded]:
    thresholds = limits.verdict
    rate_kg_s = now.leak_rate_kg_s if now.spent_kg_s is None else now.spent_kg_s
    gas_s = now.gas_reserve_s
    gas = Reason(Why.GAS, rate_kg_s=rate_kg_s, span_s=gas_s)
    is_watched = _is_short(gas_s, thresholds.watch_gas_reserve_s, was >= Verdict.WATCH, limits)
    is_found = now.is_leak_detected or now.is_loss_established
    if is_found or now.closed_off:
        spent = is_found and rate_kg_s > thresholds.watch_leak_kg_s
        if _is_short(gas_s, thresholds.act_gas_reserve_s, was >= Verdict.ACT, limits):
            yield Verdict.ACT, gas
        elif spent or is_watched:
            yield Verdict.WATCH, gas
    elif _is_probable(now.anywhere_probability, now, limits, was) and is_watched:
        yield Verdict.WATCH, Reason(Why.GAS_DOUBTFUL, now.anywhere_probability)
    if now.closed_off:
        yield Verdict.WATCH, Reason(Why.CLOSED_OFF, subjects=now.closed_off)
    if now.uncooled:
        grave = bool(now.unfit)
        uncooled = Reason(Why.UNCOOLED, subjects=now.uncooled)
        yield Verdict.ACT if grave else Verdict.WATCH, uncooled
    if now.blind:
        yield _blind(now)


def _is_short(time_s: float, limit_s: float, was_short: bool, limits: Limits) -> bool:
    return time_s < (limit_s * (1.0 + limits.verdict.ease_share_1) if was_short else limit_s)


def _is_probable(chance: float, now: ThreatInputs, limits: Limits, was: Verdict) -> bool:
    """A loss that no test has found for sure here is no calm either; calm comes back later."""
    thresholds = limits.verdict
    calm, watch = thresholds.calm_leak_probability_1, thresholds.watch_leak_probability_1
    is_eased = was is Verdict.NONE and not now.is_loss_established
    return chance >= (watch if is_eased else calm)


def kind_of(reason: Reason, names: Mapping[str, str]) -> str:
    """What a reason says apart from its numbers: a verdict is given anew when this changes.

    names: what people call modules and loops. Names that differ in digits alone count as one, and so
    do numbers that are written in the same way (without end, or not known, is another).
    """
    shown = (
        [units.figure(reason.rate_kg_s * units.S_PER_DAY)] if reason.rate_kg_s is not None else []
    )
    spans = (reason.span_s, reason.span_low_s)
    shown += [units.duration_text(span) for span in spans if span is not None]
    shown.append(", ".join(names.get(name, name) for name in reason.subjects))
    return " ".join((reason.why.name, *(_NUMBERS.sub("#", text) for text in shown)))
