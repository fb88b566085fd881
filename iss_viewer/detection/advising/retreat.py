"""How people get away from a hole that turns out to be in the part where they are: one way for all places there.

The ways, tried in turn: behind hatches of that part from which no place of the hole is reached; through a shut hatch
into sound air; first shutting the ships from outside and then, by what their gauges say, into those that hold; and where
nothing else is left, through a shut hatch into air that may be lost, too, but not as fast.
"""

from __future__ import annotations

from collections.abc import Iterator

from iss_viewer.detection.advising.aboard import boarding, by_test
from iss_viewer.detection.advising.behind import behind
from iss_viewer.detection.advising.course import Move
from iss_viewer.detection.advising.hatch_layout import mask_of
from iss_viewer.detection.advising.outset import Outset
from iss_viewer.detection.advising.way_out import (
    Retreat,
    Standing,
    Way,
    closing,
    is_too_late,
    played,
)


def best_retreat(standing: Standing) -> Retreat | None:
    """The first safe retreat of those at hand, or else the one that harms least; None where there is no way."""
    best: Retreat | None = None
    for retreat in retreats(standing):
        if retreat.is_safe:
            return retreat
        rank = _badness(standing.outset, retreat)
        if best is None or rank < _badness(standing.outset, best):
            best = retreat
    return best


def safe_retreat(standing: Standing) -> Retreat | None:
    """The first safe retreat, which is much sooner known than the best; None where there is none."""
    return None if is_too_late(standing) else next(retreats(standing, only_safe=True), None)


def _badness(outset: Outset, retreat: Retreat) -> tuple[float, bool]:
    weighed = retreat.harmed + outset.rules.limits.death_weighs * retreat.dead
    return weighed, not retreat.is_lasting


def retreats(standing: Standing, only_safe: bool = False) -> Iterator[Retreat]:
    """All that can be done, the simplest first; none by a hatch that does not move. only_safe: none that harms anybody."""
    yield from _stay(standing, only_safe)
    for shut, homes in behind(standing):
        moves = None if shut & standing.outset.stiff else closing(standing, shut, homes)
        if moves is not None:
            yield from played(standing, Way.BEHIND, moves, only_safe)
    large, small, others, doubtful = _through(standing)
    for moves in large:
        yield from played(standing, Way.THROUGH, moves, only_safe)
    yield from _aboard(by_test(standing, only_safe), only_safe)
    for moves in (*small, *others):
        yield from played(standing, Way.THROUGH, moves, only_safe)
    yield from _aboard(boarding(standing, is_for_all=True), only_safe)
    for moves in () if only_safe else doubtful:
        yield from played(standing, Way.THROUGH, moves, only_safe)


def _aboard(retreat: Retreat | None, only_safe: bool) -> Iterator[Retreat]:
    if retreat is not None and (retreat.is_safe or not only_safe):
        yield retreat


def _stay(standing: Standing, only_safe: bool) -> Iterator[Retreat]:
    """Nobody is where the hole is: all stay."""
    manned = standing.outset.manned(standing.places, standing.closed)
    if not manned & standing.suspects:
        yield from played(standing, Way.BEHIND, (), only_safe)


Ways = list[tuple[Move, ...]]


def _through(standing: Standing) -> tuple[Ways, Ways, Ways, Ways]:
    """Out of a part that may leak through a shut hatch into other air, and the hatch shut behind: into large parts
    where all can stay, into small ones, where they can stay for a while, and where a second hole may be.
    """
    found: tuple[Ways, Ways, Ways, Ways] = ([], [], [], [])
    outset, layout, suspects = standing.outset, standing.outset.layout, standing.suspects
    places, closed, tested = standing.places, standing.closed, standing.tested
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
        if outset.stiff >> hatch & 1:
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
        place = 3 if sound & suspects else int(is_small) if is_refuge else 2
        found[place].append(moves)
    return found
