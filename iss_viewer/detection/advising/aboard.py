"""Ways out into ships: shut from outside and tested first, or known to hold; who has a seat in which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from iss_viewer.detection.advising.course import Move, Timetable
from iss_viewer.detection.advising.hatch_layout import bits, mask_of
from iss_viewer.detection.advising.outset import NONE, Outset
from iss_viewer.detection.advising.stands import place_in
from iss_viewer.detection.advising.way_out import (
    Retreat,
    Standing,
    Way,
    all_in_refuge,
    closing,
    outcome_of,
    table_of,
    weighed,
)


def by_test(standing: Standing, only_safe: bool = False) -> Retreat | None:
    """All ships shut from outside; who finds the fall go on boards what holds, else all stay. only_safe: None where
    any of them could not stay.
    """
    outset, layout = standing.outset, standing.outset.layout
    places, closed = standing.places, standing.closed
    manned = outset.manned(places, closed)
    leaking = manned & standing.suspects
    open_ships = [
        ship for ship in bits(outset.ship_mask & manned)
        if layout.part(ship, closed) & leaking and layout.part(ship, closed) != 1 << ship
    ]  # fmt: skip
    shut, homes = 0, list(places)
    for ship in open_ships:
        shut |= mask_of(h for h in layout.border(1 << ship) if not closed >> h & 1)
    if not shut:
        return boarding(standing)
    for person in range(len(places)):
        room = layout.part(places[person], closed) & ~outset.ship_mask
        if room:
            homes[person] = place_in(outset, person, room, places[person])
    first = closing(standing, shut, homes)
    table = None if first is None else table_of(standing, first)
    if table is None or first is None or table.closed != closed | shut:
        return None
    return _tested(standing, first, table, open_ships, only_safe)


def _tested(
    standing: Standing,
    first: tuple[Move, ...],
    table: Timetable,
    open_ships: Sequence[int],
    only_safe: bool,
) -> Retreat | None:
    """The ships have been shut from outside: whoever is with the leak then boards what holds."""
    outset, watch_s = standing.outset, standing.outset.rules.refuge.watch_s
    modules = outset.hypotheses.modules
    in_ship = [k for k, row in enumerate(standing.rows) if modules[row] in open_ships]
    elsewhere = [k for k, row in enumerate(standing.rows) if modules[row] not in open_ships]

    def held(found: list[int]) -> Standing:
        rows = tuple(standing.rows[k] for k in found)
        return Standing(outset, table.places, table.closed, rows, standing.gases_pa[found], 0.0)

    stays, goes = held(in_ship), held(elsewhere)
    is_lasting = not in_ship or all_in_refuge(stays, table.places, table.closed)
    if only_safe and not is_lasting:
        return None
    then = _board_moves(goes, goes.tested) if elsewhere else ()
    last = None if then is None else table_of(goes, then)
    if then is None or last is None:
        return None
    seen = outcome_of(standing, table, standing.judge_s)
    parts = [(standing.rows, seen)]
    for found, begins, until in ((in_ship, stays, table_of(stays, ())), (elsewhere, goes, last)):
        if found and until is not None:
            begun = replace(begins, gases_pa=seen.gases_pa[found])
            parts.append((begun.rows, outcome_of(begun, until, watch_s)))
    return weighed(outset, Retreat(Way.TESTED, first, then, last.places, is_lasting), parts)


def boarding(standing: Standing, is_for_all: bool = False) -> Retreat | None:
    """Into ships that were tested, where all are shut already or open. is_for_all: also those who are not with the
    leak, whose own part does not clear their breath.
    """
    moves = _board_moves(standing, standing.tested, is_for_all)
    table = None if moves is None else table_of(standing, moves)
    if moves is None or table is None:
        return None
    outcome = outcome_of(standing, table, standing.outset.rules.refuge.watch_s)
    draft = Retreat(Way.TESTED, moves, (), table.places, True)
    return weighed(standing.outset, draft, [(standing.rows, outcome)])


def _board_moves(
    standing: Standing, tested: int, is_for_all: bool = False
) -> tuple[Move, ...] | None:
    """Each who is with the leak, or everybody, into the own ship if it holds, else where a seat is free; None where
    there are not seats for all.
    """
    outset, layout = standing.outset, standing.outset.layout
    places, closed = standing.places, standing.closed
    goal = seated(outset, places, closed, tested)
    risky = [
        p
        for p, at in enumerate(places)
        if is_for_all or layout.part(at, closed) & standing.suspects
    ]
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
