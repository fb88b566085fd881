"""The search with people in it: of all that could be shut, the one worth most that harms nobody; else wait, hold, or
get away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from iss_viewer.detection.advising.admissible import Review, review
from iss_viewer.detection.advising.announcement import (
    announced,
    not_advised,
    promise_of,
    unseated,
)
from iss_viewer.detection.advising.candidates import Candidates, HatchCandidate, inside_moves
from iss_viewer.detection.advising.classic import classic_hatches
from iss_viewer.detection.advising.course import CannotBeDone, Move
from iss_viewer.detection.advising.errands import closing_moves
from iss_viewer.detection.advising.holding import hold_s
from iss_viewer.detection.advising.outset import NONE, Outset
from iss_viewer.detection.advising.rehearsal import bounds_of
from iss_viewer.detection.advising.retreat import Retreat, Standing, Way, retreats
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.detection.advising.shares import shares_of
from iss_viewer.detection.advising.stands import stands
from iss_viewer.detection.advising.underway import left_to_do
from iss_viewer.telemetry.events import Advice, AdviceKind, Grounds, NotAdvised, SearchOrder

_ENOUGH = 0.9  # of all that a layout can tell: then it has told enough
_MOST_STANDS = 4  # ways to place people that are tried for a set of hatches
_MOST_REASONS = 2  # things that are not advised, and named
_SAME = 1e-6  # people: what two ways differ in at least
_ESCAPES = (AdviceKind.RETREAT, AdviceKind.LEAVE)


@dataclass(frozen=True)
class Choice:
    """A candidate with the moves that carry it out, and what these do to people."""

    candidate: HatchCandidate
    moves: tuple[Move, ...]
    review: Review


def search(scene: Scene) -> Advice:
    """What to do while it is not known where the leak is."""
    candidates = Candidates(scene.outset, scene.outlook, scene.standing)
    going_on = _under_way(scene, candidates)
    if going_on is not None and scene.previous is not None and scene.previous.kind in _ESCAPES:
        return _close(scene, going_on, None, ())
    choice, barred = _best(scene, candidates, going_on)
    if choice is None:
        return get_away(scene, Grounds(not_advised=tuple(barred[:_MOST_REASONS])))
    if not choice.moves:
        return _wait(scene, choice, barred)
    return _close(scene, choice, candidates.wait(), barred)


def _under_way(scene: Scene, candidates: Candidates) -> Choice | None:
    """What is left of the last advice, if that may still be done."""
    previous, outset = scene.previous, scene.outset
    if previous is None or previous.kind not in (AdviceKind.CLOSE, *_ESCAPES) or not outset.people:
        return None
    moves = left_to_do(outset, previous)
    if not moves:
        return None
    shut = outset.closed
    for move in moves:
        if move.hatch != NONE:
            shut = shut & ~(1 << move.hatch) if move.is_open else shut | 1 << move.hatch
    candidate = candidates.of(shut & ~outset.closed)
    if previous.kind is AdviceKind.CLOSE and not candidate.worth > 0.0:
        return None
    looked_at = review(outset, moves, min(candidate.judge_s, previous.wait_s))
    return Choice(candidate, moves, looked_at) if looked_at.is_safe else None


def _best(
    scene: Scene, candidates: Candidates, going_on: Choice | None
) -> tuple[Choice | None, list[NotAdvised]]:
    """The worthiest that may be advised, and what was worthier and may not; what is under way gives way only for a
    gain that is worth it.
    """
    rules, barred = scene.rules.choice, list[NotAdvised]()
    ranked = _ranked(scene, candidates)
    if _has_waited(scene):
        ranked = [one for one in ranked if one.shut]
    checked = 0
    for one in ranked:
        if going_on is not None and not _is_worth_it(scene, one, going_on.candidate):
            return going_on, barred
        if one.worth <= 0.0 and one.shut:
            continue
        choice, review_of = _tried(scene, one)
        checked += 1
        if choice is not None:
            return choice, barred
        if review_of is not None and review_of.bar is not None and one.worth > 0.0:
            kind = AdviceKind.CLOSE if one.shut else AdviceKind.WAIT
            barred.append(not_advised(scene.outset, kind, one.shut, review_of))
        if checked >= rules.most_checked:
            break
    return going_on, barred


def _ranked(scene: Scene, candidates: Candidates) -> list[HatchCandidate]:
    """Candidates as they are tried; in the classic order that comes first."""
    ranked = candidates.all()
    if scene.situation.order is SearchOrder.CLASSIC:
        hatches = classic_hatches(scene.locator, scene.situation.people)
        shut = scene.layout.closed_mask(hatches) & ~scene.outset.closed
        return [candidates.of(shut), *(one for one in ranked if one.shut != shut)]
    previous = scene.previous
    if previous is not None and previous.kind is AdviceKind.WAIT:
        gain = scene.rules.choice.gain_1
        wait = next((one for one in ranked if not one.shut), None)
        if wait is not None:
            better = [one for one in ranked if one.worth > gain * wait.worth]
            return [*better, wait, *(one for one in ranked if one not in better and one.shut)]
    return ranked


def _is_worth_it(scene: Scene, one: HatchCandidate, other: HatchCandidate) -> bool:
    """Whether a change of plan is worth it: so much better, and a closure's time saved."""
    rules = scene.rules.choice
    if one.worth <= rules.gain_1 * other.worth:
        return False
    saved_s = other.prospect.total_s * (1.0 - other.worth / max(one.worth, 1e-30))
    return saved_s >= rules.saved_s


def _has_waited(scene: Scene) -> bool:
    """Whether the verdict was waited for as long as was said, and nothing has moved since: no more of the same."""
    previous = scene.previous
    if previous is None or previous.kind not in (AdviceKind.WAIT, AdviceKind.HOLD):
        return False
    moved = any(since > previous.time_s for since in scene.situation.closed_since_s.values())
    if moved or previous.parts != len(scene.locator.parts()):
        return False
    if previous.kind is AdviceKind.HOLD:
        return True
    return scene.situation.time_s >= previous.time_s + previous.most_s


def _tried(scene: Scene, one: HatchCandidate) -> tuple[Choice | None, Review | None]:
    """A candidate with people placed so that nobody is harmed, if there is a way; else why the first is barred."""
    outset, judge_s = scene.outset, _judge_s(scene, one)
    if not one.shut:
        looked_at = review(outset, (), judge_s)
        is_safe = looked_at.is_safe or not outset.people
        return (Choice(one, (), looked_at) if is_safe else None), looked_at
    if not outset.people:
        moves = closing_moves(outset, one.shut, (), (), outset.closed)
        return Choice(one, moves, review(outset, moves, judge_s)), None
    first: Review | None = None
    for moves in _ways(scene, one):
        looked_at = review(outset, moves, judge_s)
        if looked_at.is_safe:
            return Choice(one, moves, looked_at), None
        first = first or looked_at
    return None, first


def _ways(scene: Scene, one: HatchCandidate) -> list[tuple[Move, ...]]:
    """Ways to carry a candidate out, with people in different places."""
    outset = scene.outset
    if one.through != NONE:
        moves = inside_moves(outset, one)
        return [] if moves is None else [moves]
    found = []
    for homes in stands(outset, outset.closed | one.shut, outset.places, outset.closed):
        try:
            found.append(closing_moves(outset, one.shut, homes, outset.places, outset.closed))
        except CannotBeDone:
            continue
        if len(found) >= _MOST_STANDS:
            break
    return found


def _judge_s(scene: Scene, one: HatchCandidate) -> float:
    """How long it is judged after the last closure, as far as safety is concerned."""
    judge_s = one.judge_s if math.isfinite(one.judge_s) else scene.rules.choice.judge_most_s
    return max(judge_s, scene.rules.choice.judge_least_s)


def get_away(scene: Scene, grounds: Grounds) -> Advice:
    """Nothing may be shut or waited for: hold where nobody is with the leak, else the way out that harms least."""
    outset = scene.outset
    manned = outset.manned(outset.places, outset.closed)
    if not outset.people or not manned & outset.hypotheses.suspects:
        return _hold(scene, grounds)
    retreat = _way_out(outset)
    bare = None
    if retreat is None or not retreat.is_safe:
        bare = _without_margin(outset)
        quick = _way_out(bare)
        retreat = quick if quick is not None and (retreat is None or quick.is_safe) else retreat
    begun = _begun(scene, bare or outset)
    if begun is not None and (
        retreat is None or _weighed(outset, begun) <= _weighed(outset, retreat)
    ):
        retreat = begun
    waits = review(bare or outset, (), scene.rules.choice.judge_least_s, goes_on=True)
    weighed = waits.harmed + outset.rules.limits.death_weighs * waits.dead
    is_makeshift = retreat is not None and retreat is not begun and not retreat.is_lasting
    if retreat is None or (is_makeshift and weighed <= _weighed(outset, retreat) - _SAME):
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


def _begun(scene: Scene, outset: Outset) -> Retreat | None:
    """The way out that is under way, with what it does from now on; who changes it half way loses time."""
    previous = scene.previous
    if previous is None or previous.kind not in _ESCAPES:
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
    standing = Standing(outset.places, outset.closed, rows, gases, judge_s)
    best: tuple[float, Retreat] | None = None
    for retreat in retreats(outset, standing):
        if retreat.is_safe:
            return retreat
        rank = _weighed(outset, retreat)
        if best is None or rank < best[0]:
            best = rank, retreat
    return None if best is None else best[1]


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
    made = replace(outset, rules=bare, hypotheses=hypotheses)
    assert bounds_of(bare).volume_sigmas == 0.0
    return made


def _hold(scene: Scene, grounds: Grounds) -> Advice:
    """Nobody is with the leak, and nothing that could be shut is safe or tells more: keep all as it is."""
    advice = announced(scene, AdviceKind.HOLD, (), _as_it_stands(scene, grounds, 0.0))
    return replace(advice, next_kind=AdviceKind.GAUGE)


def _as_it_stands(scene: Scene, grounds: Grounds, judge_s: float) -> Grounds:
    """What speaks for leaving all as it is, for so long."""
    likeliest, chance = scene.location.ranked()[0]
    return replace(
        grounds,
        modules=(likeliest,),
        probability_1=chance,
        promise=promise_of(scene.outset, review(scene.outset, (), judge_s)),
        shares=shares_of(scene.station, scene.location, scene.locator.parts()),
    )


def _wait(scene: Scene, choice: Choice, barred: Sequence[NotAdvised]) -> Advice:
    """The closed hatches only need time."""
    previous = scene.previous
    layout, outlook = choice.candidate.layout, scene.outlook
    wait_s = _verdict_s(scene, choice)
    if (
        previous is not None
        and previous.kind is AdviceKind.WAIT
        and not _is_new(scene, previous, wait_s)
    ):
        return replace(previous, grounds=replace(previous.grounds, reserve=scene.reserve()))
    likeliest, chance = scene.location.ranked()[0]
    hold, name = hold_s(scene, choice.moves)
    grounds = Grounds(
        (likeliest,),
        chance,
        promise=promise_of(scene.outset, choice.review),
        not_advised=tuple(barred[:_MOST_REASONS]),
        shares=shares_of(scene.station, scene.location, layout.parts),
    )
    advice = announced(scene, AdviceKind.WAIT, (), grounds)
    return replace(
        advice,
        wait_s=wait_s,
        most_s=_most_s(scene, wait_s, hold),
        next_kind=AdviceKind.CLOSE,
        gain_bits=choice.candidate.prospect.gain / math.log(2.0),
        left_bits=outlook.entropy(layout.parts) / math.log(2.0),
        hold_s=hold,
        hold_hatch=name,
    )


def _is_new(scene: Scene, previous: Advice, wait_s: float) -> bool:
    """Whether a wait is another one than that which was announced: hatches moved, or it is half as long again."""
    moved = any(since > previous.time_s for since in scene.situation.closed_since_s.values())
    gone_s = scene.situation.time_s - previous.time_s
    is_longer = wait_s > 2.0 * max(previous.wait_s - gone_s, scene.rules.choice.judge_least_s)
    is_over = gone_s >= previous.most_s
    return (
        moved
        or previous.parts != len(scene.locator.parts())
        or (is_longer and not is_over and gone_s < previous.wait_s)
    )


def _most_s(scene: Scene, wait_s: float, hold: float) -> float:
    """How long is waited at most: some times as long as expected, no longer than a hatch may be held."""
    rules = scene.rules.choice
    most_s = max(rules.wait_times * wait_s, rules.judge_least_s)
    return min(most_s, max(hold, wait_s)) if math.isfinite(hold) else most_s


def _close(
    scene: Scene, choice: Choice, wait: HatchCandidate | None, barred: Sequence[NotAdvised]
) -> Advice:
    """Hatches are to be shut; no wait to compare with: to get away, as is under way."""
    prospect, layout = choice.candidate.prospect, choice.candidate.layout
    hold, name = hold_s(scene, choice.moves)
    wait_s = _verdict_s(scene, choice)
    grounds = Grounds(
        shares=shares_of(scene.station, scene.location, layout.parts),
        pace_nats_s=prospect.pace,
        idle_nats_s=0.0 if wait is None else wait.prospect.pace,
        promise=promise_of(scene.outset, choice.review),
        not_advised=tuple(barred[:_MOST_REASONS]),
    )
    previous = scene.previous
    is_escape = previous is not None and previous.kind in _ESCAPES and wait is None
    kind = previous.kind if is_escape and previous is not None else AdviceKind.CLOSE
    advice = announced(scene, kind, choice.moves, grounds)
    return replace(
        advice,
        wait_s=wait_s,
        most_s=_most_s(scene, wait_s, hold),
        next_kind=AdviceKind.WAIT,
        gain_bits=prospect.gain / math.log(2.0),
        left_bits=scene.outlook.entropy(layout.parts) / math.log(2.0),
        hold_s=hold,
        hold_hatch=name,
    )


def _verdict_s(scene: Scene, choice: Choice) -> float:
    """After the last closure: when nine tenths of what the layout can tell are told, in expectation, and not longer
    than a hatch may be held.
    """
    layout, outlook = choice.candidate.layout, scene.outlook
    gains, total_s = outlook.gains(layout)
    enough = np.flatnonzero(gains >= _ENOUGH * outlook.entropy(layout.parts))
    told_s = (
        float(total_s[int(enough[0])]) - layout.closing_s
        if len(enough)
        else choice.candidate.judge_s
    )
    return max(told_s, scene.rules.choice.judge_least_s)
