"""From hatches to be shut, and where people shall stand then, to moves that people can do in that order.

Who shuts a hatch stands on the side from which the way to their own place stays open; of hatches one behind the
other the farthest is shut first, by the same people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from iss_viewer.detection.advising.course import CannotBeDone, Move
from iss_viewer.detection.advising.hatch_layout import bits, mask_of
from iss_viewer.detection.advising.outset import NONE, Outset


@dataclass(frozen=True)
class Closers:
    """People who shut hatches together, and where they stay afterwards."""

    who: tuple[int, ...]
    home: int


def closing_moves(
    outset: Outset, shut: int, homes: Sequence[int], places: tuple[int, ...], closed: int
) -> tuple[Move, ...]:
    """Moves that shut hatches with people at their `homes` in the end. Raises CannotBeDone where they cannot.

    homes: a module for each person; shut: mask of open hatches.
    """
    parties = closers_of(outset, homes, places, closed)
    if not parties:
        return _by_nobody(outset, shut)
    tasks = _shared_out(outset, shut, parties, places, closed)
    busy = {p for party, hatches in tasks.items() if hatches for p in parties[party].who}
    moves = [
        Move((p,), homes[p]) for p in range(len(places)) if p not in busy and places[p] != homes[p]
    ]
    moves = _together(moves)
    for number in range(max((len(hatches) for hatches in tasks.values()), default=0)):
        together = [
            (parties[k].who, *hatches[number])
            for k, hatches in tasks.items()
            if number < len(hatches)
        ]
        moves += [Move(who, side) for who, _, side in together]
        moves += [Move(who, side, hatch, False) for who, hatch, side in together]
    for party, hatches in tasks.items():
        if hatches and parties[party].home != hatches[-1][1]:
            moves.append(Move(parties[party].who, parties[party].home))
    return without_standing(moves, places)


def opening_moves(outset: Outset, hatch: int, who: tuple[int, ...], side: int) -> tuple[Move, ...]:
    """Somebody goes to a hatch and opens it."""
    return (Move(who, side), Move(who, side, hatch, True))


def closers_of(
    outset: Outset, homes: Sequence[int], places: tuple[int, ...], closed: int
) -> tuple[Closers, ...]:
    """Who may shut hatches: of each crew those who stay together, as many as a hatch needs."""
    found = []
    for crew in outset.crews(places, closed):
        by_home: dict[int, list[int]] = {}
        for person in crew:
            by_home.setdefault(homes[person], []).append(person)
        for home, people in by_home.items():
            found.append(Closers(tuple(people[: outset.rules.hands.closers]), home))
    return tuple(found)


def _by_nobody(outset: Outset, shut: int) -> tuple[Move, ...]:
    """Where nobody is known of, hatches are shut one after the other by whoever is there."""
    return tuple(Move((), outset.layout.ends[h][0], h, False) for h in bits(shut))


def _shared_out(
    outset: Outset, shut: int, parties: Sequence[Closers], places: tuple[int, ...], closed: int
) -> Mapping[int, list[tuple[int, int]]]:
    """For each party its hatches, farthest first, each with the module from which it is shut."""
    tasks: dict[int, list[tuple[int, int, int]]] = {k: [] for k in range(len(parties))}
    ways = {
        (h, k): way
        for h in bits(shut)
        for k, party in enumerate(parties)
        if (way := _way_in(outset, h, party.home, closed)) is not None
    }
    waiting = sorted(
        bits(shut), key=lambda h: min((len(ways[h, k]) for k in tasks if (h, k) in ways), default=0)
    )
    for hatch in waiting:
        best: tuple[int, int, int] | None = None
        for k, party in enumerate(parties):
            path = ways.get((hatch, k))
            if path is None or not outset.layout.way(places[party.who[0]], path[0], closed):
                continue
            on_the_way = mask_of(_doors(outset, path, closed)) & shut
            if on_the_way & ~mask_of(h for h, _, _ in tasks[k]):
                continue
            rank = (len(tasks[k]), len(path), k)
            best = rank if best is None or rank < best else best
        if best is None:
            raise CannotBeDone
        path = ways[hatch, best[2]]
        tasks[best[2]].append((hatch, path[0], len(path)))
    return {
        k: [(h, side) for h, side, _ in sorted(hatches, key=lambda task: -task[2])]
        for k, hatches in tasks.items()
    }


def _way_in(outset: Outset, hatch: int, home: int, closed: int) -> tuple[int, ...] | None:
    """The modules from the nearer side of a hatch to a module, not through that hatch; None: no way."""
    without = closed | 1 << hatch
    ways = [outset.layout.way(end, home, without) for end in outset.layout.ends[hatch]]
    ways = [way for way in ways if way]
    return min(ways, key=len) if ways else None


def _doors(outset: Outset, path: Sequence[int], closed: int) -> list[int]:
    return [outset.layout.door(a, b, closed) for a, b in pairwise(path)]


def _together(moves: Sequence[Move]) -> list[Move]:
    """Walks to one module as one move."""
    to: dict[int, list[int]] = {}
    for move in moves:
        to.setdefault(move.to, []).extend(move.who)
    return [Move(tuple(who), module) for module, who in to.items()]


def without_standing(moves: Sequence[Move], places: tuple[int, ...]) -> tuple[Move, ...]:
    """The same without walks to where people are already."""
    at, found = list(places), []
    for move in moves:
        going = tuple(p for p in move.who if at[p] != move.to)
        if move.hatch != NONE:
            found.append(move)
        elif going:
            found.append(Move(going, move.to))
        for p in move.who:
            at[p] = move.to
    return tuple(found)
