"""How people get away from a hole that turns out to be in the part where they are: one way for all places there.

The ways, tried in turn: behind hatches of that part from which no place of the hole is reached; through a shut hatch
into sound air; first shutting the ships from outside and then, by what their gauges say, into those that hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from iss_viewer.detection.advising.aboard import boarding, by_test
from iss_viewer.detection.advising.behind import behind
from iss_viewer.detection.advising.course import Move, has_stiff
from iss_viewer.detection.advising.hatch_layout import mask_of
from iss_viewer.detection.advising.outset import Outset
from iss_viewer.detection.advising.way_out import Retreat, Standing, Way, closing, played


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
    """All that can be done, the simplest first; none by a hatch that does not move."""
    for retreat in _all(outset, standing):
        if not has_stiff(outset, (*retreat.moves, *retreat.then)):
            yield retreat


def _all(outset: Outset, standing: Standing) -> Iterator[Retreat]:
    yield from _stay(outset, standing)
    for shut, homes in behind(outset, standing):
        moves = closing(outset, standing, shut, homes)
        if moves is not None:
            yield from played(outset, standing, Way.BEHIND, moves)
    large, small, others = _through(outset, standing)
    for moves in large:
        yield from played(outset, standing, Way.THROUGH, moves)
    tested = by_test(outset, standing)
    if tested is not None:
        yield tested
    for moves in (*small, *others):
        yield from played(outset, standing, Way.THROUGH, moves)
    all_aboard = boarding(outset, standing, is_for_all=True)
    if all_aboard is not None:
        yield all_aboard


def _stay(outset: Outset, standing: Standing) -> Iterator[Retreat]:
    """Nobody is where the hole is: all stay."""
    manned = outset.manned(standing.places, standing.closed)
    if not manned & standing.suspects(outset):
        yield from played(outset, standing, Way.BEHIND, ())


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
