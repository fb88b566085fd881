"""Nothing may be shut or waited for: hold where nobody is with the leak, await what gauges show, or the way out that
harms least.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from iss_viewer.detection.advising.admissible import ended, review
from iss_viewer.detection.advising.announcement import announced, promise_of, unseated
from iss_viewer.detection.advising.outset import Outset
from iss_viewer.detection.advising.rehearsal import bounds_of
from iss_viewer.detection.advising.reopening import reopening_moves
from iss_viewer.detection.advising.retreat import retreats
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.detection.advising.shares import shares_of
from iss_viewer.detection.advising.underway import left_to_do
from iss_viewer.detection.advising.way_out import Retreat, Standing, Way
from iss_viewer.detection.belief import LEAST_CHANCE
from iss_viewer.telemetry.events import Advice, AdviceKind, Grounds, Promise

ESCAPES = (AdviceKind.RETREAT, AdviceKind.LEAVE)
_SAME = 1e-6  # people: what two ways differ in at least


def is_nobody_with_it(outset: Outset) -> bool:
    """Whether the leak is in no part where anybody is known to be."""
    manned = outset.manned(outset.places, outset.closed)
    return not outset.people or not manned & outset.hypotheses.suspects


def get_away(scene: Scene, grounds: Grounds) -> Advice:
    """Nothing may be shut or waited for: hold where nobody is with the leak, else the way out that harms least."""
    outset = scene.outset
    if is_nobody_with_it(outset):
        return hold(scene, grounds)
    retreat = _way_out(outset)
    bare = None
    if retreat is None or not retreat.is_safe:
        bare = _without_margin(outset)
        quick = _way_out(bare)
        retreat = quick if quick is not None and (retreat is None or quick.is_safe) else retreat
    if scene.any_ship is not None and (retreat is None or not retreat.is_safe):
        return get_away(replace(scene, situation=scene.any_ship, any_ship=None), grounds)
    begun = _begun(scene, bare or outset)
    if begun is not None and (
        retreat is None or _weighed(outset, begun) <= _weighed(outset, retreat)
    ):
        retreat = begun
    waits = review(bare or outset, (), scene.rules.choice.judge_least_s, goes_on=True)
    weighed = waits.harmed + outset.rules.limits.death_weighs * waits.dead
    is_makeshift = retreat is not None and retreat is not begun and not retreat.is_lasting
    least = _SAME if retreat is None else max(_SAME, _weighed(outset, retreat))
    if retreat is None or (
        is_makeshift and weighed <= least - _SAME and not _leads_out(scene, retreat)
    ):
        return _await_gauges(scene, grounds)
    looked_at = review(
        bare or outset, retreat.moves, scene.rules.choice.judge_least_s, goes_on=True
    )
    promise = replace(
        promise_of(outset, looked_at),
        harmed=retreat.harmed,
        pressure_pa=retreat.least_pa[0],
        oxygen_pa=retreat.least_pa[1],
    )
    is_aboard = any(outset.ship_mask >> at & 1 for at in retreat.places)
    kind = AdviceKind.LEAVE if is_aboard and not retreat.then else AdviceKind.RETREAT
    tested = outset.tested | outset.ship_mask & ~outset.hypotheses.suspects
    grounds = replace(grounds, promise=promise, unseated=unseated(outset, outset.places, tested))
    advice = announced(scene, kind, retreat.moves, grounds)
    if retreat.then:
        judge_s = scene.rules.choice.judge_least_s
        return replace(
            advice,
            wait_s=judge_s,
            most_s=scene.rules.choice.judge_most_s,
            next_kind=AdviceKind.LEAVE,
        )
    return replace(advice, next_kind=AdviceKind.HOLD)


def _await_gauges(scene: Scene, grounds: Grounds) -> Advice:
    """No one way out serves until it is seen which part falls: look at the gauges of all of them."""
    rules = scene.rules.choice
    advice = announced(
        scene, AdviceKind.WAIT, (), _as_it_stands(scene, grounds, rules.judge_least_s)
    )
    return replace(
        advice, wait_s=rules.judge_least_s, most_s=rules.judge_most_s, next_kind=AdviceKind.LEAVE
    )


def _leads_out(scene: Scene, retreat: Retreat) -> bool:
    """Whether people get through a shut hatch out of parts that leak for sure: no gauge would tell them more."""
    outset, location = scene.outset, scene.location
    manned = outset.manned(outset.places, outset.closed)
    inside = set(outset.layout.names(manned))
    chance = math.fsum(
        float(chance)
        for module, chance in zip(location.module_ids, location.modules, strict=True)
        if module in inside
    )
    return retreat.way is Way.THROUGH and chance >= scene.procedure.confidence * location.leak


def _begun(scene: Scene, outset: Outset) -> Retreat | None:
    """The way out that is under way, with what it does from now on; who changes it half way loses time."""
    previous = scene.previous
    if previous is None or previous.kind not in ESCAPES or not scene.situation.is_under_way:
        return None
    moves = left_to_do(outset, previous)
    if not moves:
        return None
    looked_at = review(outset, moves, scene.rules.choice.judge_least_s, goes_on=True)
    if looked_at.table is None:
        return None
    return Retreat(
        Way.TESTED,
        moves,
        (),
        looked_at.table.places,
        looked_at.is_safe,
        looked_at.harmed,
        looked_at.dead,
        looked_at.least_pa,
    )


def _weighed(outset: Outset, retreat: Retreat) -> float:
    """Expected harm, deaths far above crossings of a limit."""
    return retreat.harmed + outset.rules.limits.death_weighs * retreat.dead


def _way_out(outset: Outset) -> Retreat | None:
    """The first safe way out of how things stand, or the one that harms least."""
    rows = tuple(range(len(outset.hypotheses.modules)))
    gases = np.repeat(outset.air.gases_pa[None], len(rows), axis=0)
    judge_s = outset.rules.choice.judge_least_s
    standing = Standing(outset, outset.places, outset.closed, rows, gases, judge_s)
    best: tuple[float, Retreat] | None = None
    for retreat in retreats(standing):
        if retreat.is_safe and _holds_once_ended(outset, retreat):
            return retreat
        rank = _weighed(outset, retreat)
        if best is None or rank < best[0]:
            best = rank, retreat
    return None if best is None else best[1]


def _holds_once_ended(outset: Outset, retreat: Retreat) -> bool:
    """Whether a way out is one, too, once those who have begun to move a hatch have ended that."""
    then = ended(outset, retreat.moves)
    return then is None or review(then, retreat.moves, outset.rules.choice.judge_least_s).is_safe


def _without_margin(outset: Outset) -> Outset:
    """The same by what is believed, for people who are as fast as usual: where no plan bears any doubt."""
    rules = outset.rules
    hands = rules.hands.model_copy(update={"slower_1": 1.0})
    doubt = rules.doubt.model_copy(update={"sigmas": 0.0, "volume_sigmas": 0.0})
    bare = rules.model_copy(update={"hands": hands, "doubt": doubt})
    holes = outset.hypotheses.holes_m3_s
    largest = float(holes.max(initial=0.0))
    scale = outset.hypotheses.believed_m3_s / largest if largest > 0.0 else 1.0
    hypotheses = replace(outset.hypotheses, holes_m3_s=holes * scale)
    made = replace(outset, rules=bare, hypotheses=hypotheses, may_be_foul=True)
    assert bounds_of(bare).volume_sigmas == 0.0
    return made


def hold(scene: Scene, grounds: Grounds) -> Advice:
    """Nobody is with the leak, and nothing that could be shut is safe or tells more: open what is sound, ways home first;
    then keep all as it is.
    """
    outset = scene.outset
    moves = reopening_moves(outset)
    looked_at = review(outset, moves, 0.0) if moves else None
    if looked_at is not None and looked_at.is_safe:
        promise = promise_of(outset, looked_at)
        return announced(scene, AdviceKind.OPEN, moves, _contained(scene, grounds, promise))
    promise = promise_of(outset, review(outset, (), 0.0))
    advice = announced(scene, AdviceKind.HOLD, (), _contained(scene, grounds, promise))
    return replace(advice, next_kind=AdviceKind.GAUGE)


def _contained(scene: Scene, grounds: Grounds, promise: Promise) -> Grounds:
    """Where the leak is, as far as that is known: in which parts, and which modules they are."""
    outset, location = scene.outset, scene.location
    names = outset.layout.names(outset.hypotheses.suspects)
    chance = math.fsum(float(location.modules[location.module_ids.index(m)]) for m in names)
    return replace(
        grounds,
        modules=names,
        probability_1=min(chance / max(location.leak, LEAST_CHANCE), 1.0),
        promise=promise,
        shares=shares_of(scene.station, location, scene.locator.parts()),
    )


def _as_it_stands(scene: Scene, grounds: Grounds, judge_s: float) -> Grounds:
    """What speaks for leaving all as it is, for so long."""
    likeliest, chance = scene.location.ranked()[0]
    return replace(
        grounds,
        modules=(likeliest,),
        probability_1=chance,
        promise=promise_of(scene.outset, review(scene.outset, (), judge_s, goes_on=True)),
        shares=shares_of(scene.station, scene.location, scene.locator.parts()),
    )
