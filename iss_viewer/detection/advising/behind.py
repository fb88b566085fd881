"""Ways out behind hatches of the own part: those that part people from every place of the hole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iss_viewer.detection.advising.outset import NONE, Outset
from iss_viewer.detection.advising.stands import place_in
from iss_viewer.detection.advising.way_out import Standing

_BEST_CUTS = 6  # of which pairs are tried


def behind(standing: Standing) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Hatches to shut and where people stay then, in each part that may leak; the cheapest first."""
    outset, layout, suspects = standing.outset, standing.outset.layout, standing.suspects
    places, closed, tested = standing.places, standing.closed, standing.tested
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
        yield from _each_to_own(sound, inside, standing)
        for shut, side in _between(part, standing, inside):
            yield shut, _homes(outset, inside, side, places)


def _each_to_own(
    sound: list[tuple[int, int]], inside: list[int], standing: Standing
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each crew behind a hatch of its own, the largest part that has its ship; others where seats are free."""
    outset, places, tested = standing.outset, standing.places, standing.tested
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


def _between(part: int, standing: Standing, inside: list[int]) -> Iterator[tuple[int, int]]:
    """Two hatches between which, or beside which, no place of the hole is left."""
    outset, layout, closed = standing.outset, standing.outset.layout, standing.closed
    suspects, tested = standing.suspects, standing.tested
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
