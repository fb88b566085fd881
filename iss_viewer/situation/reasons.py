"""Why a party stands as it does at an instant: the kinds of reason are remembered, their numbers are of the instant."""

from __future__ import annotations

from dataclasses import replace

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.air_loss import (
    has_loss,
    is_manned,
    leak_belief,
    main_module,
    subject_of_loss,
)
from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.events import Reason, Why
from iss_viewer.units import UnitSystem

_BELIEFS = (Why.PROBABLE_LOSS_SOMEWHERE, Why.GAS_DOUBTFUL)


def reasons_now(moment: Moment, party: str, units: UnitSystem) -> tuple[str, ...]:
    """The reasons of a party's verdict, the gravest first, with the figures that the head shows; empty: none known."""
    verdict = moment.board.verdicts.get(party)
    if verdict is None:
        return ()
    since_s = max(moment.time_s - verdict.time_s, 0.0)
    reasons = tuple(_of_now(moment, reason, since_s) for reason in verdict.reasons)
    return moment.words.reasons(replace(verdict, reasons=reasons), units)


def _of_now(moment: Moment, reason: Reason, since_s: float) -> Reason:
    lost = subject_of_loss(moment)
    subject = lost if is_manned(moment, lost) else main_module(moment)
    match reason.why:
        case Why.LOSS:
            return _loss(moment, reason, subject)
        case Why.RESERVE_TIME:
            span_s = _now(moment, subject, "reserve_s", reason.span_s)
            low_s = _now(moment, subject, "reserve_low_s", reason.span_low_s)
            return replace(reason, span_s=span_s, span_low_s=low_s)
        case Why.GAS:
            return _gas(moment, reason)
        case Why.BLIND if reason.span_s is not None:
            return replace(reason, span_s=reason.span_s + since_s)
        case why if why in _BELIEFS:
            return replace(reason, probability_1=min(max(leak_belief(moment), 0.0), 1.0))
    return reason


def _loss(moment: Moment, reason: Reason, subject: str) -> Reason:
    """How much is lost, as far as the head tells it."""
    rate_kg_s = moment.value(subject, "leak_rate_kg_s")
    if rate_kg_s != rate_kg_s:
        return reason
    return replace(reason, rate_kg_s=rate_kg_s if has_loss(moment, subject) else None)


def _gas(moment: Moment, reason: Reason) -> Reason:
    """How long gas lasts, as the head tells it: where a loss is not told from none, its least."""
    low_s, high_s = (moment.value(STATION, f"gas_reserve_{end}_s") for end in ("low", "high"))
    if high_s == float("inf") and low_s < high_s:
        return replace(reason, rate_kg_s=None, span_s=low_s, span_low_s=low_s)
    return replace(
        reason, rate_kg_s=None, span_s=_now(moment, STATION, "gas_reserve_s", reason.span_s)
    )


def _now(moment: Moment, subject: str, quantity: str, remembered: float | None) -> float | None:
    """A number of the instant; what was remembered where the instant has none."""
    value = moment.value(subject, quantity)
    return value if value == value else remembered
