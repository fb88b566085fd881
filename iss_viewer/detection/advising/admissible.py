"""Whether an action may be advised: nobody is harmed wherever the hole is, while it is done, until it is judged, and
through one common retreat afterwards.

Places of the hole in one part cannot be told apart once hatches are shut, so one retreat has to serve them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from iss_viewer.detection.advising.course import (
    CannotBeDone,
    Move,
    Timetable,
    course_of,
    has_stiff,
    timetable,
)
from iss_viewer.detection.advising.hatch_layout import mask_of
from iss_viewer.detection.advising.outset import NONE, Outset
from iss_viewer.detection.advising.rehearsal import RehearsalOutcome, rehearse
from iss_viewer.detection.advising.retreat import best_retreat, retreats, safe_retreat
from iss_viewer.detection.advising.way_out import Retreat, Standing, Way


class Bar(Enum):
    """Why an action is not advised."""

    UNREACHABLE = "unreachable"  # nobody gets to a hatch of it
    HARM = "harm"  # people are harmed before it is judged
    STUCK = "stuck"  # a hatch on the way would not open
    NO_RETREAT = "no retreat"  # people would be with the hole, and no one way out serves
    UNTESTED = "untested"  # what they would shelter in was never tested


@dataclass(frozen=True)
class Class:
    """Places of the hole that an action leaves in one part, and how people get away from there.

    standing: how things stand when they do. retreat: None where no way was found, or only safe ones were sought.
    """

    part: int
    rows: tuple[int, ...]
    has_people: bool
    standing: Standing
    retreat: Retreat | None

    @property
    def is_safe(self) -> bool:
        """Nobody is harmed."""
        return self.retreat is not None and self.retreat.is_safe


@dataclass(frozen=True)
class Review:
    """What an action does to people. bar: why it is not advised, None: it may be. people: whom that is about.

    harmed, dead: how many in expectation. least_pa: whole pressure and oxygen where anybody is, at the worst.
    """

    moves: tuple[Move, ...]
    table: Timetable | None
    judge_s: float
    bar: Bar | None
    people: tuple[int, ...] = ()
    harmed: float = 0.0
    dead: float = 0.0
    least_pa: tuple[float, float] = (float("inf"), float("inf"))
    classes: tuple[Class, ...] = ()

    @property
    def is_safe(self) -> bool:
        """It may be advised."""
        return self.bar is None

    @property
    def is_without_way_out(self) -> bool:
        """Nobody is harmed meanwhile, and there is no way out at all for those who are with the leak."""
        worst = self.worst()
        if self.bar is not Bar.NO_RETREAT or worst is None or worst.retreat is not None:
            return False
        return next(retreats(worst.standing), None) is None

    def worst(self) -> Class | None:
        """The likeliest class with people in it."""
        return next((one for one in self.classes if one.has_people), None)


def review(
    outset: Outset,
    moves: Sequence[Move],
    judge_s: float,
    goes_on: bool = False,
    is_brief: bool = False,
) -> Review:
    """Play an action through. goes_on: it stops at the first thing that bars it unless this is asked for. is_brief: only
    whether it may be advised is asked; what bars it may be said otherwise, and without a retreat.

    Who moves a hatch ends that first: an action that is new to them has to be safe once they have, too.
    """
    moves = tuple(moves)
    found = _played(outset, moves, judge_s, goes_on, is_brief)
    after = ended(outset, moves)
    if after is None or goes_on or not found.is_safe:
        return found
    then = _played(after, moves, judge_s, goes_on, is_brief)
    return found if then.is_safe else then


def ended(outset: Outset, moves: Sequence[Move]) -> Outset | None:
    """The same once hatches that somebody has begun to move have been, but for those of the moves; None: there are none."""
    others = outset.in_work & ~mask_of(move.hatch for move in moves if move.hatch != NONE)
    return replace(outset, closed=outset.closed ^ others, in_work=0) if others else None


def _played(
    outset: Outset, moves: tuple[Move, ...], judge_s: float, goes_on: bool, is_brief: bool
) -> Review:
    try:
        table = timetable(outset, moves, outset.places, outset.closed, outset.rules.hands.slower_1)
    except CannotBeDone:
        table = None
    if table is None or has_stiff(outset, moves):
        return Review(moves, None, judge_s, Bar.UNREACHABLE)
    if not outset.harm_counts:
        return Review(moves, table, judge_s, None)
    course = course_of(outset, table, outset.places, outset.closed, judge_s)
    outcome = rehearse(outset.air, course, outset.hypotheses.holes_m3_s, outset.bounds)
    harmed, dead, bar, people = _so_far(outset, outcome)
    if bar is not None and not goes_on:
        return Review(moves, table, judge_s, bar, people, harmed, dead, _low(outcome))
    classes: list[Class] = []
    low = _low(outcome)
    for part, rows in _classes(outset, table):
        standing = Standing(
            outset, table.places, table.closed, rows, outcome.gases_pa[list(rows)], judge_s
        )
        retreat = safe_retreat(standing) if is_brief else best_retreat(standing)
        inside = tuple(p for p, at in enumerate(table.places) if part >> at & 1)
        one = Class(part, rows, bool(inside), standing, retreat)
        classes.append(one)
        if retreat is not None:
            low = (min(low[0], retreat.least_pa[0]), min(low[1], retreat.least_pa[1]))
        if not one.is_safe and bar is None:
            bar, people = _bar_of(outset, one), inside or tuple(range(len(table.places)))
            if not goes_on:
                break
        weight = float(outset.hypotheses.chances[list(rows)].sum())
        harmed += len(inside) * weight if retreat is None else retreat.harmed
        dead += len(inside) * weight if retreat is None else retreat.dead
    return Review(moves, table, judge_s, bar, people, harmed, dead, low, tuple(classes))


def _so_far(
    outset: Outset, outcome: RehearsalOutcome
) -> tuple[float, float, Bar | None, tuple[int, ...]]:
    """Harm before the judging is over, and what bars the action."""
    chances = outset.hypotheses.chances
    harmed = float(chances @ outcome.harmed.sum(axis=1)) if len(chances) else 0.0
    dead = float(chances @ outcome.dead.sum(axis=1)) if len(chances) else 0.0
    people = tuple(np.flatnonzero(np.any(outcome.harmed, axis=0)).tolist())
    if outcome.stuck.any():
        return harmed, dead, Bar.STUCK, people
    return harmed, dead, (Bar.HARM if people else None), people


def _low(outcome: RehearsalOutcome) -> tuple[float, float]:
    low = outcome.least_pa.min(axis=0, initial=float("inf"))
    return float(low[0]), float(low[1])


def _classes(outset: Outset, table: Timetable) -> list[tuple[int, tuple[int, ...]]]:
    """Parts that may hold the hole afterwards, with the rows of their hypotheses; the likeliest first."""
    found: dict[int, list[int]] = {}
    for row, module in enumerate(outset.hypotheses.modules):
        found.setdefault(outset.layout.part(module, table.closed), []).append(row)
    weight = outset.hypotheses.chances
    ranked = sorted(found.items(), key=lambda item: -float(weight[item[1]].sum()))
    return [(part, tuple(rows)) for part, rows in ranked]


def _bar_of(outset: Outset, one: Class) -> Bar:
    """Why a class is not safe."""
    untested = outset.ship_mask & ~outset.tested
    in_small = (
        one.part & untested and outset.layout.volume_m3(one.part) < outset.rules.refuge.small_m3
    )
    if in_small or (
        one.retreat is not None and one.retreat.way is Way.TESTED and not one.has_people
    ):
        return Bar.UNTESTED
    return Bar.NO_RETREAT if one.has_people else Bar.UNTESTED
