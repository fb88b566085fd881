"""After a leak was shut off: open again what was shut for the search, ways home first, then what is reached soonest."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection

from iss_viewer.detection.advising.air import equalising_s
from iss_viewer.detection.advising.course import Move
from iss_viewer.detection.advising.outset import Outset
from iss_viewer.detection.advising.rehearsal import WHOLE


def reopening_moves(outset: Outset, among: Collection[str] | None = None) -> tuple[Move, ...]:
    """Moves that open what is normally open between sound parts, in an order in which people reach it; none where
    the air together would be thin. among: only these.
    """
    layout, moves = outset.layout, list[Move]()
    station = layout.station
    normally = {h.id for h in station.hatches if h.normally == "open"}
    normally = normally if among is None else normally & set(among)
    closed, at = outset.closed, list(outset.places)
    pressures = [float(p) for p in outset.air.gases_pa[WHOLE]]
    while len(moves) < 2 * outset.rules.choice.most_hatches:
        options = [
            hatch for hatch, name in enumerate(layout.hatches)
            if closed >> hatch & 1 and name in normally and not outset.stiff >> hatch & 1
            and _is_sound(outset, hatch, closed)
        ]  # fmt: skip
        ranked = [(rank, h) for h in options if (rank := _rank(outset, h, closed, at, pressures))]
        if not ranked:
            return tuple(moves)
        (_, _, who), hatch = min(ranked)
        near = _near_side(outset, hatch, closed, at[who[0]])
        if any(at[p] != near for p in who):
            moves.append(Move(who, near))
        moves.append(Move(who, near, hatch, True))
        for p in who:
            at[p] = near
        _mix(outset, hatch, closed, pressures)
        closed &= ~(1 << hatch)
    return tuple(moves)


def _is_sound(outset: Outset, hatch: int, closed: int) -> bool:
    """Neither side may leak."""
    layout = outset.layout
    sides = [layout.part(end, closed) for end in layout.ends[hatch]]
    return sides[0] != sides[1] and not (sides[0] | sides[1]) & outset.hypotheses.suspects


Rank = tuple[bool, float, tuple[int, ...]]


def _rank(
    outset: Outset, hatch: int, closed: int, at: list[int], pressures: list[float]
) -> Rank | None:
    """Not on anybody's way home, then the time that it takes; and who opens it. None: nobody is beside it."""
    layout, hands = outset.layout, outset.rules.hands
    a, b = layout.ends[hatch]
    near = [p for p, place in enumerate(at) if layout.part(place, closed) & (1 << a | 1 << b)]
    if not near:
        return None
    volumes = (layout.volume_m3(layout.part(a, closed)), layout.volume_m3(layout.part(b, closed)))
    together = (volumes[0] * pressures[a] + volumes[1] * pressures[b]) / math.fsum(volumes)
    lowest = min(pressures[a], pressures[b])
    if together < outset.rules.choice.reopen_above_pa and lowest < together:
        return None
    walk = {p: _steps(outset, hatch, closed, at[p]) for p in near}
    who = tuple(sorted(near, key=lambda p: (walk[p], p))[: hands.closers])
    off_pa = abs(pressures[a] - pressures[b])
    equal_s = equalising_s(
        volumes, outset.valve_m3_s(hatch), off_pa, max(pressures[a], pressures[b])
    )
    if not math.isfinite(equal_s):
        return None
    is_way_home = any(
        ship >= 0 and hatch in _doors(outset, place, ship)
        for place, ship in zip(at, outset.ships, strict=True)
    )
    return not is_way_home, equal_s + hands.walk_s * walk[who[0]], who


def _doors(outset: Outset, start: int, end: int) -> set[int]:
    """The hatches on the way from a module to another, shut ones too."""
    path = outset.layout.way(start, end, 0)
    return {outset.layout.door(x, y) for x, y in itertools.pairwise(path)}


def _near_side(outset: Outset, hatch: int, closed: int, place: int) -> int:
    return outset.layout.near(hatch, outset.layout.part(place, closed))


def _steps(outset: Outset, hatch: int, closed: int, place: int) -> int:
    return outset.layout.steps(place, _near_side(outset, hatch, closed, place), closed)


def _mix(outset: Outset, hatch: int, closed: int, pressures: list[float]) -> None:
    layout = outset.layout
    a, b = layout.ends[hatch]
    sides = layout.part(a, closed), layout.part(b, closed)
    volumes = layout.volume_m3(sides[0]), layout.volume_m3(sides[1])
    together = (volumes[0] * pressures[a] + volumes[1] * pressures[b]) / math.fsum(volumes)
    for m in range(len(pressures)):
        if (sides[0] | sides[1]) >> m & 1:
            pressures[m] = together
