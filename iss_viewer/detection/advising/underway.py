"""What is left to do of the last advice, as people and hatches stand now."""

from __future__ import annotations

from collections.abc import Sequence

from iss_viewer.detection.advising.course import Move
from iss_viewer.detection.advising.outset import NONE, Outset
from iss_viewer.station.actions import MoveCrew, MoveHatch
from iss_viewer.telemetry.events import Advice, CrewStep

Pair = tuple[MoveCrew | MoveHatch, CrewStep]


def left_to_do(outset: Outset, advice: Advice) -> tuple[Move, ...] | None:
    """The moves that are not done yet, in order; empty: all are; None: this advice names nobody who does them, or
    somebody or something of it is not there any more.

    How far somebody is is told by the hatches of their own steps so far, and by where they are.
    """
    if len(advice.steps) != len(advice.actions):
        return None
    people = {person.id: p for p, person in enumerate(outset.people)}
    pairs = [
        (action, step)
        for action, step in zip(advice.actions, advice.steps, strict=True)
        if isinstance(action, MoveCrew | MoveHatch)
    ]
    if any(name not in people for _, step in pairs for name in step.crew):
        return None
    if any(isinstance(a, MoveHatch) and a.hatch not in outset.layout.hatch_index for a, _ in pairs):
        return None
    past = {name: _past(outset, people[name], name, pairs) for name in people}
    moves: list[Move] = []
    at = list(outset.places)
    for k, (action, step) in enumerate(pairs):
        who = tuple(people[name] for name in step.crew)
        is_past = all(past[name] >= k for name in step.crew) if who else _stands(outset, action)
        if is_past:
            continue
        module = action.module if isinstance(action, MoveCrew) else step.start
        to = outset.layout.index.get(module, 0)
        going = tuple(p for p in who if at[p] != to)
        if going:
            moves.append(Move(going, to))
        if isinstance(action, MoveHatch):
            moves.append(Move(who, to, outset.layout.hatch_index[action.hatch], action.is_open))
        for p in who:
            at[p] = to
    has_hatch = any(move.hatch != NONE for move in moves)
    was_of_hatches = any(isinstance(action, MoveHatch) for action, _ in pairs)
    return tuple(moves) if has_hatch or not was_of_hatches else ()


def _past(outset: Outset, person: int, name: str, pairs: Sequence[Pair]) -> int:
    """The last step that somebody has done: their hatches up to it stand as asked, and they are where it leads.

    Where they are anywhere else, by the hatches alone.
    """
    here = outset.layout.modules[outset.places[person]]
    own = [k for k, (_, step) in enumerate(pairs) if name in step.crew]
    moved = [action.hatch for k in own if isinstance(action := pairs[k][0], MoveHatch)]
    by_place, by_hatches = -1, -1
    for k in own:
        action, step = pairs[k]
        hatches = {
            a.hatch: a for a, s in pairs[: k + 1] if isinstance(a, MoveHatch) and name in s.crew
        }
        if not all(_stands(outset, last) for last in hatches.values()):
            continue
        if here == (action.module if isinstance(action, MoveCrew) else step.start):
            by_place = k
        if isinstance(action, MoveHatch) and len(set(moved)) == len(moved):
            by_hatches = k
    return max(by_place, by_hatches)


def _stands(outset: Outset, action: MoveCrew | MoveHatch) -> bool:
    """Whether a hatch stands as it was asked to."""
    if isinstance(action, MoveCrew):
        return False
    is_open = not outset.closed >> outset.layout.hatch_index[action.hatch] & 1
    return is_open is action.is_open
