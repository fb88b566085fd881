"""How people get away from a hole that turns out to be in the part where they are: one way for all places there.

The ways, tried in turn: behind hatches of that part from which no place of the hole is reached; through a shut hatch
into sound air; first shutting the ships from outside and then, by what their gauges say, into those that hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

import numpy as np

from iss_viewer.detection.advising.course import CannotBeDone, Move, Timetable, course_of, timetable
from iss_viewer.detection.advising.errands import closing_moves
from iss_viewer.detection.advising.hatch_layout import bits, mask_of
from iss_viewer.detection.advising.outset import NONE, Outset
from iss_viewer.detection.advising.rehearsal import Floats, RehearsalOutcome, rehearse_on
from iss_viewer.detection.advising.stands import place_in

_BEST_CUTS = 6  # of which pairs are tried


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

    places: tuple[int, ...]
    closed: int
    rows: tuple[int, ...]
    gases_pa: Floats
    judge_s: float

    def suspects(self, outset: Outset) -> int:
        """Where the hole may be."""
        mask = outset.hypotheses.others
        for row in self.rows:
            mask |= 1 << outset.hypotheses.modules[row]
        return mask

    def tested(self, outset: Outset) -> int:
        """Ships that are known to hold: tested before, or parted from where the hole is known to be by now."""
        mask, suspects = outset.tested, self.suspects(outset)
        for ship in outset.seats:
            if not outset.layout.part(ship, self.closed) & suspects:
                mask |= 1 << ship
        return mask


def best_retreat(outset: Outset, standing: Standing) -> Retreat | None:
    """The first safe retreat of those at hand, or else the one that harms least; None where there is no way."""
    best: Retreat | None = None
    for retreat in retreats(outset, standing):
        if retreat.is_safe:
            return retreat
        rank = _badness(outset, retreat)
        if best is None or rank < _badness(outset, best):
            best = retreat
    return best


def _badness(outset: Outset, retreat: Retreat) -> tuple[float, bool]:
    weighed = retreat.harmed + outset.rules.limits.death_weighs * retreat.dead
    return weighed, not retreat.is_lasting


def retreats(outset: Outset, standing: Standing) -> Iterator[Retreat]:
    """All that can be done, the simplest first."""
    yield from _stay(outset, standing)
    for shut, homes in _behind(outset, standing):
        moves = _moves(outset, standing, shut, homes)
        if moves is not None:
            yield from _played(outset, standing, Way.BEHIND, moves)
    large, small, others = _through(outset, standing)
    for moves in large:
        yield from _played(outset, standing, Way.THROUGH, moves)
    tested = _by_test(outset, standing)
    if tested is not None:
        yield tested
    for moves in (*small, *others):
        yield from _played(outset, standing, Way.THROUGH, moves)
    all_aboard = _boarding(outset, standing, is_for_all=True)
    if all_aboard is not None:
        yield all_aboard


def _stay(outset: Outset, standing: Standing) -> Iterator[Retreat]:
    """Nobody is where the hole is: all stay."""
    manned = outset.manned(standing.places, standing.closed)
    if not manned & standing.suspects(outset):
        yield from _played(outset, standing, Way.BEHIND, ())


def _behind(outset: Outset, standing: Standing) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Hatches to shut and where people stay then, in each part that may leak; the cheapest first."""
    layout, suspects = outset.layout, standing.suspects(outset)
    places, closed, tested = standing.places, standing.closed, standing.tested(outset)
    for part in layout.parts(closed):
        inside = [p for p, place in enumerate(places) if part >> place & 1]
        if not inside or not part & suspects:
            continue
        sound = [
            (cut.hatches, side)
            for cut in layout.cuts(part, closed)
            for side in (cut.side, cut.other)
            if not side & suspects
        ]
        whole = [
            (shut, side) for shut, side in sound if outset.is_refuge(side, len(inside), tested)
        ]
        whole.sort(key=lambda option: _walk(outset, inside, option[1], places))
        for shut, side in whole:
            yield shut, _homes(outset, inside, side, places)
        yield from _each_to_own(outset, sound, inside, standing)
        for shut, side in _between(outset, part, standing, inside):
            yield shut, _homes(outset, inside, side, places)


def _each_to_own(
    outset: Outset, sound: list[tuple[int, int]], inside: list[int], standing: Standing
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each crew behind a hatch of its own, the largest part that has its ship; others where seats are free."""
    places, tested = standing.places, standing.tested(outset)
    shut, homes = 0, list(places)
    taken: dict[int, int] = {}
    for person in sorted(inside, key=lambda p: outset.ships[p] == NONE):
        options = [
            (hatches, side) for hatches, side in sound
            if outset.is_refuge(side, taken.get(side, 0) + 1, tested)
            and not any(side & other and side != other for other in taken)
        ]  # fmt: skip
        if not options:
            return
        ship = outset.ships[person]
        hatches, side = max(
            options,
            key=lambda o: (
                ship != NONE and bool(o[1] >> ship & 1),
                -_walk(outset, [person], o[1], places),
            ),
        )
        taken[side] = taken.get(side, 0) + 1
        shut |= hatches
        homes[person] = place_in(outset, person, side, places[person])
    if len(taken) > 1:
        yield shut, tuple(homes)


def _between(
    outset: Outset, part: int, standing: Standing, inside: list[int]
) -> Iterator[tuple[int, int]]:
    """Two hatches between which, or beside which, no place of the hole is left."""
    layout, closed = outset.layout, standing.closed
    suspects, tested = standing.suspects(outset), standing.tested(outset)
    cuts = layout.cuts(part, closed)
    ranked = sorted(
        cuts, key=lambda c: -layout.volume_m3(c.side if not c.other & ~suspects else c.other)
    )
    for at, one in enumerate(ranked[:_BEST_CUTS]):
        for other in ranked[at + 1 : _BEST_CUTS]:
            for side in layout.parts(closed | one.hatches | other.hatches):
                if (
                    side & part == side
                    and not side & suspects
                    and outset.is_refuge(side, len(inside), tested)
                ):
                    yield one.hatches | other.hatches, side


def _walk(outset: Outset, inside: Sequence[int], side: int, places: tuple[int, ...]) -> int:
    """How far the last of some people has to go into a part."""
    return max(
        outset.layout.steps(places[p], place_in(outset, p, side, places[p]), 0) for p in inside
    )


def _homes(
    outset: Outset, inside: Sequence[int], side: int, places: tuple[int, ...]
) -> tuple[int, ...]:
    homes = list(places)
    for person in inside:
        homes[person] = place_in(outset, person, side, places[person])
    return tuple(homes)


def _moves(
    outset: Outset, standing: Standing, shut: int, homes: Sequence[int]
) -> tuple[Move, ...] | None:
    try:
        return closing_moves(outset, shut, homes, standing.places, standing.closed)
    except CannotBeDone:
        return None


Ways = list[tuple[Move, ...]]


def _through(outset: Outset, standing: Standing) -> tuple[Ways, Ways, Ways]:
    """Out of a part that may leak through a shut hatch into sound air, and the hatch shut behind: into large parts
    where all can stay, into small ones, and where they can stay for a while.
    """
    found: tuple[Ways, Ways, Ways] = ([], [], [])
    layout, suspects = outset.layout, standing.suspects(outset)
    places, closed, tested = standing.places, standing.closed, standing.tested(outset)
    leaking = [
        p for p in layout.parts(closed) if p & suspects and any(p >> at & 1 for at in places)
    ]
    if len(leaking) != 1:
        return found
    part = leaking[0]
    inside = [p for p, place in enumerate(places) if part >> place & 1]
    for hatch in layout.border(part):
        beyond = layout.beyond(hatch, part)
        sound = layout.part(beyond, closed)
        count = len([at for at in places if (sound | part) >> at & 1])
        if sound & suspects or outset.stiff >> hatch & 1:
            continue
        near, first = layout.near(hatch, part), tuple(inside[: outset.rules.hands.closers])
        rest = tuple(p for p in inside if p not in first)
        moves = (
            *((Move(rest, near),) if rest else ()),
            Move(first, near),
            Move(first, near, hatch, True),
            *((Move(rest, beyond),) if rest else ()),
            Move(first, beyond),
            Move(first, beyond, hatch, False),
        )
        is_small = bool(sound & ~outset.ship_mask == 0)
        region = layout.part(beyond, mask_of(layout.border(part)))
        is_refuge = outset.is_refuge(region, count, tested)
        found[int(is_small) if is_refuge else 2].append(moves)
    return found


def _played(
    outset: Outset, standing: Standing, way: Way, moves: tuple[Move, ...]
) -> Iterator[Retreat]:
    """A retreat with what it does to people."""
    table = _table(outset, standing.places, standing.closed, moves)
    if table is None:
        return
    outcome = _outcome(outset, standing, table, standing.rows, outset.rules.refuge.watch_s)
    is_lasting = _all_in_refuge(outset, standing, table.places, table.closed)
    yield _retreat(
        outset, Retreat(way, moves, (), table.places, is_lasting), [(standing.rows, outcome)]
    )


def _by_test(outset: Outset, standing: Standing) -> Retreat | None:
    """All ships shut from outside; who finds the fall go on boards what holds, else all stay."""
    layout, places, closed = outset.layout, standing.places, standing.closed
    manned, suspects = outset.manned(places, closed), standing.suspects(outset)
    leaking = manned & suspects
    open_ships = [
        ship for ship in bits(outset.ship_mask & manned)
        if layout.part(ship, closed) & leaking and layout.part(ship, closed) != 1 << ship
    ]  # fmt: skip
    shut, homes = 0, list(places)
    for ship in open_ships:
        shut |= mask_of(h for h in layout.border(1 << ship) if not closed >> h & 1)
    if not shut:
        return _boarding(outset, standing)
    after = closed | shut
    for person in range(len(places)):
        room = layout.part(places[person], closed) & ~outset.ship_mask
        if room:
            homes[person] = place_in(outset, person, room, places[person])
    first = _moves(outset, standing, shut, homes)
    table = None if first is None else _table(outset, places, closed, first)
    if table is None or first is None or table.closed != after:
        return None
    seen = _outcome(outset, standing, table, standing.rows, standing.judge_s)
    in_ship = tuple(
        k for k, row in enumerate(standing.rows) if outset.hypotheses.modules[row] in open_ships
    )
    elsewhere = tuple(k for k in range(len(standing.rows)) if k not in in_ship)
    played: list[tuple[tuple[int, ...], RehearsalOutcome]] = [(standing.rows, seen)]
    lasting = True
    if in_ship:
        rows = tuple(standing.rows[k] for k in in_ship)
        stays = Standing(table.places, after, rows, seen.gases_pa[list(in_ship)], 0.0)
        still = _table(outset, table.places, after, ())
        assert still is not None
        played.append((rows, _outcome(outset, stays, still, rows, outset.rules.refuge.watch_s)))
        lasting = _all_in_refuge(outset, stays, table.places, after)
    then: tuple[Move, ...] = ()
    last: Timetable | None = table
    if elsewhere:
        rows = tuple(standing.rows[k] for k in elsewhere)
        held = Standing(table.places, after, rows, seen.gases_pa[list(elsewhere)], 0.0)
        boards = _board_moves(outset, held, held.tested(outset))
        last = None if boards is None else _table(outset, table.places, after, boards)
        if boards is None or last is None:
            return None
        then = boards
        played.append((rows, _outcome(outset, held, last, rows, outset.rules.refuge.watch_s)))
    assert last is not None
    return _retreat(outset, Retreat(Way.TESTED, first, then, last.places, lasting), played)


def _boarding(outset: Outset, standing: Standing, is_for_all: bool = False) -> Retreat | None:
    """Into ships that were tested, where all are shut already or open. is_for_all: also those who are not with the
    leak, whose own part does not clear their breath.
    """
    moves = _board_moves(outset, standing, standing.tested(outset), is_for_all)
    table = None if moves is None else _table(outset, standing.places, standing.closed, moves)
    if moves is None or table is None:
        return None
    outcome = _outcome(outset, standing, table, standing.rows, outset.rules.refuge.watch_s)
    draft = Retreat(Way.TESTED, moves, (), table.places, True)
    return _retreat(outset, draft, [(standing.rows, outcome)])


def _board_moves(
    outset: Outset, standing: Standing, tested: int, is_for_all: bool = False
) -> tuple[Move, ...] | None:
    """Each who is with the leak, or everybody, into the own ship if it holds, else where a seat is free; None where
    there are not seats for all.
    """
    layout, places, closed = outset.layout, standing.places, standing.closed
    goal = seated(outset, places, closed, tested)
    suspects = standing.suspects(outset)
    risky = [p for p, at in enumerate(places) if is_for_all or layout.part(at, closed) & suspects]
    if any(p not in goal for p in risky):
        return None
    moves: list[Move] = []
    for ship in dict.fromkeys(goal[p] for p in risky):
        who = tuple(p for p in risky if goal[p] == ship)
        if len({layout.part(places[p], closed) for p in who}) > 1:
            return None
        moves += _way_aboard(outset, who, places[who[0]], ship, closed)
    return tuple(moves)


def _way_aboard(
    outset: Outset, who: tuple[int, ...], start: int, ship: int, closed: int
) -> list[Move]:
    """People go into a ship, open what is shut on the way, and shut the ship's hatch behind them."""
    layout, closers = outset.layout, who[: outset.rules.hands.closers]
    moves: list[Move] = []
    last = NONE
    for here, there in pairwise(layout.way(start, ship, 0)):
        last = layout.door(here, there)
        if closed >> last & 1:
            moves += [Move(who, here), Move(closers, here, last, True)]
    moves.append(Move(who, ship))
    if last != NONE:
        moves.append(Move(closers, ship, last, False))
    return moves


def seated(outset: Outset, places: Sequence[int], closed: int, tested: int) -> dict[int, int]:
    """The ship in which each person has a seat: the own one if it is tested, else another with one free."""
    free = {ship: seats for ship, seats in outset.seats.items() if tested >> ship & 1}
    goal: dict[int, int] = {}
    for person, ship in enumerate(outset.ships):
        if free.get(ship, 0) > 0:
            goal[person], free[ship] = ship, free[ship] - 1
    for person in range(len(places)):
        if person not in goal:
            open_to = [s for s, seats in free.items() if seats > 0]
            if open_to:
                best = min(open_to, key=lambda s: (outset.layout.steps(places[person], s, 0), s))
                goal[person], free[best] = best, free[best] - 1
    return goal


def _table(
    outset: Outset, places: tuple[int, ...], closed: int, moves: Sequence[Move]
) -> Timetable | None:
    try:
        return timetable(outset, moves, places, closed, outset.rules.hands.slower_1)
    except CannotBeDone:
        return None


def _outcome(
    outset: Outset, standing: Standing, table: Timetable, rows: Sequence[int], then_s: float
) -> RehearsalOutcome:
    course = course_of(outset, table, standing.places, standing.closed, then_s)
    holes = outset.hypotheses.holes_m3_s[list(rows)]
    return rehearse_on(standing.gases_pa, outset.air, course, holes, outset.bounds)


def _retreat(
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


def _all_in_refuge(outset: Outset, standing: Standing, places: Sequence[int], closed: int) -> bool:
    """Whether all can stay where they are, or in what they can open from there without letting the leak in."""
    layout, suspects, tested = outset.layout, standing.suspects(outset), standing.tested(outset)
    leaking = 0
    for part in layout.parts(closed):
        leaking |= part if part & suspects else 0
    barrier = mask_of(layout.border(leaking))
    counts: dict[int, int] = {}
    for at in places:
        region = layout.part(at, closed if leaking >> at & 1 else barrier)
        counts[region] = counts.get(region, 0) + 1
    return all(outset.is_refuge(region, count, tested) for region, count in counts.items())
