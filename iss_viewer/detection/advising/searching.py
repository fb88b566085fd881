"""The search with people in it: of all that could be shut, the one worth most that harms nobody; else wait, hold, or
get away.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from iss_viewer.detection.advising.admissible import Review, review
from iss_viewer.detection.advising.announcement import announced, not_advised, promise_of
from iss_viewer.detection.advising.candidates import Candidates, HatchCandidate, inside_moves
from iss_viewer.detection.advising.classic import classic_hatches
from iss_viewer.detection.advising.course import CannotBeDone, Move
from iss_viewer.detection.advising.errands import closing_moves
from iss_viewer.detection.advising.escaping import ESCAPES, get_away, hold, is_nobody_with_it
from iss_viewer.detection.advising.holding import hold_s
from iss_viewer.detection.advising.outset import NONE
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.detection.advising.shares import shares_of
from iss_viewer.detection.advising.stands import stands
from iss_viewer.detection.advising.underway import left_to_do
from iss_viewer.detection.advising.verdict_wait import has_waited, most_s, verdict_s, wait, wait_on
from iss_viewer.telemetry.events import Advice, AdviceKind, Grounds, NotAdvised, SearchOrder
from iss_viewer.telemetry.events.advice import WayOut

_MOST_STANDS = 4  # ways to place people that are tried for a set of hatches
_MOST_REASONS = 2  # things that are not advised, and named


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
    if going_on is not None and scene.previous is not None and scene.previous.kind in ESCAPES:
        return _close(scene, going_on, None, ())
    choice, barred = _best(scene, candidates, going_on)
    if choice is None:
        return _without_closing(scene, candidates, barred)
    if not choice.moves:
        return wait(scene, choice.candidate, choice.review, barred)
    return _close(scene, choice, candidates.wait(), barred)


def _without_closing(scene: Scene, candidates: Candidates, barred: list[NotAdvised]) -> Advice:
    """No closure may be done or is worth it, and the wait is over: nobody is sent away from where waiting on harms
    nobody.
    """
    grounds = Grounds(not_advised=tuple(barred))
    if is_nobody_with_it(scene.outset):
        return hold(scene, grounds)
    waiting = wait_on(scene, candidates.wait(), barred)
    if waiting is None or (scene.any_ship is not None and _is_without_way_out(waiting)):
        return get_away(scene, grounds)
    return waiting


def _is_without_way_out(advice: Advice) -> bool:
    """Whether nobody could get away after it."""
    promise = advice.grounds.promise
    return promise is not None and promise.way is WayOut.NONE


def _under_way(scene: Scene, candidates: Candidates) -> Choice | None:
    """What is left of the last advice, if that may still be done."""
    previous, outset = scene.previous, scene.outset
    if previous is None or previous.kind not in (AdviceKind.CLOSE, *ESCAPES) or not outset.people:
        return None
    if previous.kind in ESCAPES and not scene.situation.is_under_way:
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
    if not looked_at.is_safe or looked_at.table is None:
        return None
    return Choice(candidates.placed(candidate, looked_at.table.places), moves, looked_at)


def _best(
    scene: Scene, candidates: Candidates, going_on: Choice | None
) -> tuple[Choice | None, list[NotAdvised]]:
    """The worthiest that may be advised, and what was worthier and may not; what is under way gives way only for a
    gain that is worth it.
    """
    rules, barred = scene.rules.choice, list[NotAdvised]()
    ranked = _ranked(scene, candidates)
    if has_waited(scene):
        ranked = [one for one in ranked if one.shut]
    checked, best = 0, going_on
    for one in ranked:
        if best is not None and not _is_better(scene, one, best, going_on):
            return best, barred
        if one.worth <= 0.0 and one.shut:
            continue
        choice, barred_by = _tried(scene, candidates, one)
        checked += 1
        is_classic = scene.situation.order is SearchOrder.CLASSIC
        if choice is not None and (is_classic or choice.candidate.worth >= one.worth):
            return choice, barred
        if choice is not None and (
            best is None or _is_better(scene, choice.candidate, best, going_on)
        ):
            best = choice
        if barred_by is not None and one.worth > 0.0 and len(barred) < _MOST_REASONS:
            kind = AdviceKind.CLOSE if one.shut else AdviceKind.WAIT
            in_full = review(scene.outset, barred_by.moves, barred_by.judge_s)
            barred.append(not_advised(scene.outset, kind, one.shut, in_full))
        if checked >= rules.most_checked:
            break
    return best, barred


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


def _is_better(scene: Scene, one: HatchCandidate, best: Choice, going_on: Choice | None) -> bool:
    """Whether a candidate is worthier than the best so far; than what is under way, by a gain that is worth it."""
    if best is going_on:
        return _is_worth_it(scene, one, best.candidate)
    return one.worth > best.candidate.worth


def _is_worth_it(scene: Scene, one: HatchCandidate, other: HatchCandidate) -> bool:
    """Whether a change of plan is worth it: so much better, and a closure's time saved."""
    rules = scene.rules.choice
    if one.worth <= rules.gain_1 * other.worth:
        return False
    saved_s = other.prospect.total_s * (1.0 - other.worth / max(one.worth, 1e-30))
    return saved_s >= rules.saved_s


def _tried(
    scene: Scene, candidates: Candidates, one: HatchCandidate
) -> tuple[Choice | None, Review | None]:
    """A candidate with people placed so that nobody is harmed and they can go on, if there is a way; else why the first is
    barred.
    """
    outset, judge_s = scene.outset, _judge_s(scene, one)
    if not one.shut:
        looked_at = review(outset, (), judge_s)
        if looked_at.is_safe or not outset.people:
            return Choice(one, (), looked_at), None
        return None, looked_at
    if not outset.people:
        moves = closing_moves(outset, one.shut, (), (), outset.closed)
        return Choice(one, moves, review(outset, moves, judge_s)), None
    first: Review | None = None
    best: Choice | None = None
    for moves in _ways(scene, one):
        looked_at = review(outset, moves, judge_s, is_brief=True)
        if looked_at.is_safe and looked_at.table is not None:
            there = candidates.placed(one, looked_at.table.places)
            if best is None or there.worth > best.candidate.worth:
                best = Choice(there, moves, looked_at)
            if there.worth >= one.worth:
                break
        first = first or looked_at
    return best, None if best is not None else first


def _ways(scene: Scene, one: HatchCandidate) -> Iterator[tuple[Move, ...]]:
    """Ways to carry a candidate out, with people in different places."""
    outset, count = scene.outset, 0
    if one.through != NONE:
        moves = inside_moves(outset, one)
        if moves is not None:
            yield moves
        return
    for homes in stands(outset, outset.closed | one.shut, outset.places, outset.closed):
        if count == _MOST_STANDS:
            return
        try:
            moves = closing_moves(outset, one.shut, homes, outset.places, outset.closed)
        except CannotBeDone:
            continue
        count += 1
        yield moves


def _judge_s(scene: Scene, one: HatchCandidate) -> float:
    """How long it is judged after the last closure, as far as safety is concerned."""
    judge_s = one.judge_s if math.isfinite(one.judge_s) else scene.rules.choice.judge_most_s
    return max(judge_s, scene.rules.choice.judge_least_s)


def _close(
    scene: Scene, choice: Choice, waiting: HatchCandidate | None, barred: Sequence[NotAdvised]
) -> Advice:
    """Hatches are to be shut; no wait to compare with: to get away, as is under way."""
    prospect, layout = choice.candidate.prospect, choice.candidate.layout
    held_s, name = hold_s(scene, choice.moves)
    wait_s = verdict_s(scene, choice.candidate)
    grounds = Grounds(
        shares=shares_of(scene.station, scene.location, layout.parts),
        pace_nats_s=prospect.pace,
        idle_nats_s=0.0 if waiting is None else waiting.prospect.pace,
        promise=promise_of(scene.outset, choice.review),
        not_advised=tuple(barred),
    )
    previous = scene.previous
    is_escape = previous is not None and previous.kind in ESCAPES and waiting is None
    kind = previous.kind if is_escape and previous is not None else AdviceKind.CLOSE
    advice = announced(scene, kind, choice.moves, grounds)
    return replace(
        advice,
        wait_s=wait_s,
        most_s=most_s(scene, wait_s, held_s),
        next_kind=AdviceKind.WAIT,
        gain_bits=prospect.gain / math.log(2.0),
        left_bits=scene.outlook.entropy(layout.parts) / math.log(2.0),
        hold_s=held_s,
        hold_hatch=name,
    )
