"""How far the advice of an instant is carried out, and what the clock says of it."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

from iss_viewer.situation.moment import Moment
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry.events import Advice, AdviceKind
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.units import duration_text

_SOON_S = 3600.0  # a limit of holding that comes sooner is told of


def advice_now(moment: Moment) -> Advice | None:
    """The advice that stands, the probabilities of its grounds as they are now: those of the list beside it."""
    advice = moment.board.advice
    if advice is None:
        return None
    grounds, chance = advice.grounds, partial(moment.value, quantity="leak_probability")
    least = min(map(chance, grounds.modules), default=float("nan"))
    if grounds.probability_1 is not None and least == least:
        grounds = replace(grounds, probability_1=least)
    anywhere = math.fsum(map(chance, moment.station.module_ids))
    if anywhere > 0.0:  # shares are of a leak, if there is one
        parts = [(one, math.fsum(map(chance, one.modules)) / anywhere) for one in grounds.shares]
        now = (replace(one, probability_1=min(share, 1.0)) for one, share in parts)
        grounds = replace(grounds, shares=tuple(now))
    return replace(advice, grounds=grounds)


def hatches_stand(moment: Moment, advice: Advice) -> bool:
    """Whether all hatches that are to be moved stand so already."""
    state = moment.open_hatches()
    moves = [action for action in advice.actions if isinstance(action, MoveHatch)]
    return all(state.get(move.hatch) is move.is_open for move in moves)


def is_done(moment: Moment, advice: Advice) -> bool:
    """Whether all that is advised are hatches, and they stand so already."""
    only_hatches = all(isinstance(action, MoveHatch) for action in advice.actions)
    return only_hatches and hatches_stand(moment, advice)


def can_be_done(moment: Moment) -> bool:
    """Whether something is advised that is not done yet, and an order would reach the station."""
    advice = moment.board.advice
    if advice is None or not advice.actions:
        return False
    return moment.can_act and not is_done(moment, advice)


def leads_to_leak(moment: Moment, hatch: str) -> bool:
    """Whether a hatch shuts a module off that is known to leak: then it stays shut."""
    ends = (moment.station.hatch(hatch).a, moment.station.hatch(hatch).b)
    return any(
        end in moment.station.module_ids and moment.status(end) is ModuleStatus.LEAKING
        for end in ends
    )


def due_text(moment: Moment, advice: Advice) -> tuple[str, str]:
    """What the clock says, and its tone: until the verdict, or until a hatch should be opened again."""
    wait_s = advice.verdict_s - moment.time_s
    held = _hold_text(moment, advice, wait_s)
    if held is not None:
        return held
    if advice.kind not in (AdviceKind.CLOSE, AdviceKind.WAIT) or wait_s != wait_s:
        return "", ""
    if not hatches_stand(moment, advice):
        return f"Result expected in {minutes_text(advice.verdict_s - advice.time_s)}", "notice"
    return f"Result expected in {minutes_text(wait_s)}" if wait_s > 0 else "Result due", "notice"


def _hold_text(moment: Moment, advice: Advice, wait_s: float) -> tuple[str, str] | None:
    """How long the tightest closed hatch may stay closed, where that ends soon; else None, also for holes so large that the
    difference is too great before any hatch is moved.
    """
    hatch = advice.hold_hatch
    if advice.hold_s < advice.hatch_s:
        return None
    if not hatch or moment.is_hatch_open(hatch) is not False or leads_to_leak(moment, hatch):
        return None
    hold_s, words = advice.hold_until_s - moment.time_s, moment.station.hatch_words(hatch)
    if hold_s <= 0:
        is_judged = hatches_stand(moment, advice) and not wait_s > 0
        if advice.kind in (AdviceKind.CLOSE, AdviceKind.WAIT) and not is_judged:
            return (
                f"Hold limit reached: {words}",
                "notice",
            )  # nothing is to be opened before its verdict
        return f"Hold limit reached: reopen {words}", "bad"
    if hold_s < _SOON_S or hold_s < wait_s:
        return f"{words} may stay closed {duration_text(hold_s)}", "notice"
    return None


def minutes_text(seconds: float) -> str:
    """A time to wait, in whole minutes where it is longer than one."""
    if seconds < 60.0:
        return duration_text(seconds)
    return duration_text(60.0 * round(seconds / 60.0)).removesuffix(" 00 s")
