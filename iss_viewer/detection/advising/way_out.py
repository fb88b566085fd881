"""A way out and what it does to people: how things stand when it begins, its moves played through, where all end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

import numpy as np

from iss_viewer.detection.advising.course import (
    CannotBeDone,
    Move,
    Timetable,
    course_of,
    has_stiff,
    timetable,
)
from iss_viewer.detection.advising.errands import closing_moves
from iss_viewer.detection.advising.hatch_layout import mask_of
from iss_viewer.detection.advising.outset import NONE, Outset
from iss_viewer.detection.advising.rehearsal import Floats, RehearsalOutcome, rehearse_on


class Way(Enum):
    """By which a retreat leads out."""

    BEHIND = "behind"  # hatches of the own part
    THROUGH = "through"  # a shut hatch into sound air
    TESTED = "tested"  # into ships once they have been shut from outside and hold


@dataclass(frozen=True)
class Retreat:
    """Moves, and what they promise. then: of Way.TESTED, the moves once the ships hold. outcome: of the rows in
    question; harmed, dead: people expected to be, by the chances of the rows.
    """

    way: Way
    moves: tuple[Move, ...]
    then: tuple[Move, ...]
    places: tuple[int, ...]
    is_lasting: bool
    harmed: float = 0.0
    dead: float = 0.0
    least_pa: tuple[float, float] = (np.inf, np.inf)

    @property
    def is_safe(self) -> bool:
        """Nobody comes to harm, and all can stay where they end."""
        return self.harmed == 0.0 and self.is_lasting


@dataclass(frozen=True)
class Standing:
    """How things stand when a retreat begins. rows: the hypotheses in question; gases_pa: their air, shape (rows, 3,
    modules).
    """

    outset: Outset
    places: tuple[int, ...]
    closed: int
    rows: tuple[int, ...]
    gases_pa: Floats
    judge_s: float

    @cached_property
    def suspects(self) -> int:
        """Where the hole may be."""
        mask = self.outset.hypotheses.others
        for row in self.rows:
            mask |= 1 << self.outset.hypotheses.modules[row]
        return mask

    @cached_property
    def tested(self) -> int:
        """Ships that are known to hold: tested before, or parted from where the hole is known to be by now."""
        mask = self.outset.tested
        for ship in self.outset.seats:
            if not self.outset.layout.part(ship, self.closed) & self.suspects:
                mask |= 1 << ship
        return mask


def closing(standing: Standing, shut: int, homes: Sequence[int]) -> tuple[Move, ...] | None:
    """The moves that shut hatches and bring people home; None: they cannot be done."""
    try:
        return closing_moves(standing.outset, shut, homes, standing.places, standing.closed)
    except CannotBeDone:
        return None


def table_of(standing: Standing, moves: Sequence[Move]) -> Timetable | None:
    """When moves are done by people as slow as plans reckon with; None: they cannot be, or a hatch does not move."""
    outset = standing.outset
    if has_stiff(outset, moves):
        return None
    try:
        return timetable(
            outset, moves, standing.places, standing.closed, outset.rules.hands.slower_1
        )
    except CannotBeDone:
        return None


def outcome_of(standing: Standing, table: Timetable, then_s: float) -> RehearsalOutcome:
    """What a timetable, and so many seconds after it, does for the hypotheses in question."""
    outset = standing.outset
    course = course_of(outset, table, standing.places, standing.closed, then_s)
    holes = outset.hypotheses.holes_m3_s[list(standing.rows)]
    return rehearse_on(standing.gases_pa, outset.air, course, holes, outset.bounds)


def weighed(
    outset: Outset, draft: Retreat, played: Sequence[tuple[Sequence[int], RehearsalOutcome]]
) -> Retreat:
    """The retreat with what it does; who meets a hatch that does not open counts as dead."""
    chances = outset.hypotheses.chances
    harmed = dead = 0.0
    low = [np.inf, np.inf]
    for rows, outcome in played:
        weights = chances[list(rows)]
        stuck = outcome.stuck[:, None] & np.ones_like(outcome.dead)
        harmed += float(weights @ (outcome.harmed | stuck).sum(axis=1))
        dead += float(weights @ (outcome.dead | stuck).sum(axis=1))
        low = [min(low[k], float(outcome.least_pa[:, k].min(initial=np.inf))) for k in (0, 1)]
    return replace(draft, harmed=harmed, dead=dead, least_pa=(low[0], low[1]))


def played(
    standing: Standing, way: Way, moves: tuple[Move, ...], only_safe: bool
) -> Iterator[Retreat]:
    """A retreat with what it does to people. only_safe: none that harms anybody or ends where somebody cannot stay."""
    if has_stiff(standing.outset, moves):
        return
    places, closed = after(moves, standing.places, standing.closed)
    is_lasting = all_in_refuge(standing, places, closed)
    if only_safe and not is_lasting:
        return
    table = table_of(standing, moves)
    if table is None:
        return
    outset = standing.outset
    outcome = outcome_of(standing, table, outset.rules.refuge.watch_s)
    if only_safe and (outcome.harmed.any() or outcome.stuck.any()):
        return
    draft = Retreat(way, moves, (), places, is_lasting)
    yield weighed(outset, draft, [(standing.rows, outcome)])


def is_too_late(standing: Standing) -> bool:
    """Whether somebody is harmed before the first hatch has been moved, whichever that is: no way out is safe then."""
    outset = standing.outset
    if not outset.manned(standing.places, standing.closed) & standing.suspects:
        return False
    still, hands = table_of(standing, ()), outset.rules.hands
    first_s = hands.slower_1 * hands.hatch_s
    return still is None or bool(outcome_of(standing, still, first_s).harmed.any())


def after(
    moves: Sequence[Move], places: tuple[int, ...], closed: int
) -> tuple[tuple[int, ...], int]:
    """Where people are and which hatches are shut once moves are done, whether or not they can be."""
    at = list(places)
    for move in moves:
        for person in move.who:
            at[person] = move.to
        if move.hatch != NONE:
            bit = 1 << move.hatch
            closed = closed & ~bit if move.is_open else closed | bit
    return tuple(at), closed


def all_in_refuge(standing: Standing, places: Sequence[int], closed: int) -> bool:
    """Whether all can stay where they are, or in what they can open from there without letting the leak in."""
    outset, layout = standing.outset, standing.outset.layout
    leaking = 0
    for part in layout.parts(closed):
        leaking |= part if part & standing.suspects else 0
    barrier = mask_of(layout.border(leaking))
    counts: dict[int, int] = {}
    for at in places:
        region = layout.part(at, closed if leaking >> at & 1 else barrier)
        counts[region] = counts.get(region, 0) + 1
    return all(outset.is_refuge(region, count, standing.tested) for region, count in counts.items())
