"""The searches that the adviser is measured against: linear, by segment, bisection, close all, greedy.

They know the size of the leak and the noise, wait the time that parts two hypotheses by d' = 4.5
(1.2 % errors), decide for the likelier part and never doubt it again; nobody's way home is kept open
for them, and reopening costs them nothing. All of that is to their favour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from iss_viewer.detection.advising.plan import Cut, cuts_of
from iss_viewer.detection.locating.slope_noise import SlopeNoise
from iss_viewer.station.topology import Part, inner_hatches, parts_of
from iss_viewer.studies.search_world import SearchWorld, all_inner

SEPARATION = 4.5  # d' of a verdict
Strategy = Callable[[SearchWorld, Mapping[str, float], float], str]


@dataclass(frozen=True)
class Named:
    """A strategy and what it is called in the tables."""

    name: str
    run: Strategy


def linear(world: SearchWorld, weights: Mapping[str, float], rate_kg_s: float) -> str:
    """Shut off one end module after the other, the likeliest per time first."""
    return _peel(world, frozenset(world.station.module_ids), weights, rate_kg_s)


def segments(world: SearchWorld, weights: Mapping[str, float], rate_kg_s: float) -> str:
    """Part the Russian from the US segment, then go on linearly in the leaking one."""
    whole = frozenset(world.station.module_ids)
    segment = {m.id: m.segment for m in world.station.modules}
    between = [h.id for h in inner_hatches(world.station) if segment[h.a] != segment[h.b]]
    for hatch in between:
        world.move_hatch(hatch, False)
    parts = [p for p in parts_of(world.station, world.closed) if p <= whole]
    return _peel(world, _verdict(world, parts, weights, rate_kg_s), weights, rate_kg_s)


def bisection(world: SearchWorld, weights: Mapping[str, float], rate_kg_s: float) -> str:
    """Halve the probability of the leaking part again and again."""
    part = frozenset(world.station.module_ids)
    while len(part) > 1:
        cuts = cuts_of(world.station, part, world.closed)
        whole = math.fsum(weights[m] for m in sorted(part))
        cut = min(
            cuts, key=lambda c: abs(math.fsum(weights[m] for m in sorted(c.side)) - 0.5 * whole)
        )
        part = _split(world, [cut], part, weights, rate_kg_s)
    return next(iter(part))


def close_all(world: SearchWorld, weights: Mapping[str, float], rate_kg_s: float) -> str:
    """Shut every hatch, then wait until the two largest modules can be told apart."""
    volume = {m.id: m.free_volume_m3 for m in world.station.modules}
    for hatch in all_inner(world.station):
        world.move_hatch(hatch, False)
    parts = parts_of(world.station, world.closed)
    largest = sorted(parts, key=lambda p: -math.fsum(volume[m] for m in p))[:2]
    world.wait(_time_to_part(world, largest, rate_kg_s))
    return next(iter(_likeliest(world, parts, weights, rate_kg_s)))


def greedy(world: SearchWorld, weights: Mapping[str, float], rate_kg_s: float) -> str:
    """Close the set of hatches with most information per hour, wait in full, decide, repeat."""
    part = frozenset(world.station.module_ids)
    while len(part) > 1:
        part = _split(world, _best_set(world, part, weights, rate_kg_s), part, weights, rate_kg_s)
    return next(iter(part))


STRATEGIES: tuple[Named, ...] = (
    Named("linear", linear),
    Named("segment, then linear", segments),
    Named("bisection", bisection),
    Named("close all", close_all),
    Named("information gain, fixed waits", greedy),
)


def _peel(world: SearchWorld, part: Part, weights: Mapping[str, float], rate_kg_s: float) -> str:
    while len(part) > 1:
        ends = [
            (cut, side)
            for cut in cuts_of(world.station, part, world.closed)
            for side in (cut.side, cut.other_side)
            if len(side) == 1
        ]

        def worth(end: tuple[Cut, Part], whole: Part = part) -> float:
            module = next(iter(end[1]))
            wait_s = _time_to_part(world, (end[1], whole - end[1]), rate_kg_s)
            return weights[module] / (wait_s + 60.0)

        cut, _ = max(ends, key=worth)
        part = _split(world, [cut], part, weights, rate_kg_s)
    return next(iter(part))


def _split(
    world: SearchWorld,
    cuts: Sequence[Cut],
    part: Part,
    weights: Mapping[str, float],
    rate_kg_s: float,
) -> Part:
    for cut in cuts:
        for hatch in cut.hatches:
            world.move_hatch(hatch, False)
    pieces = [piece for piece in parts_of(world.station, world.closed) if piece <= part]
    return _verdict(world, pieces, weights, rate_kg_s)


def _verdict(
    world: SearchWorld, parts: Sequence[Part], weights: Mapping[str, float], rate_kg_s: float
) -> Part:
    """Wait until the worst pair can be told apart, and choose."""
    world.wait(_time_to_part(world, parts, rate_kg_s))
    return _likeliest(world, parts, weights, rate_kg_s)


def _likeliest(
    world: SearchWorld, parts: Sequence[Part], weights: Mapping[str, float], rate_kg_s: float
) -> Part:
    known = {reading.part: reading for reading in world.readings()}

    def score(part: Part) -> float:
        reading = known.get(part)
        prior = float(np.log(max(math.fsum(weights[m] for m in sorted(part)), 1e-12)))
        if reading is None:
            return prior
        precision = reading.error_kg_s**-2
        return prior + precision * (reading.loss_kg_s * rate_kg_s - 0.5 * rate_kg_s**2)

    return max(parts, key=score)


def _time_to_part(world: SearchWorld, parts: Sequence[Part], rate_kg_s: float) -> float:
    """How long after they took shape the two hardest of these parts are told apart by d' = 4.5.

    With one sensor each, the hardest are the two with the largest volumes.
    """
    volumes = sorted((world.volume_m3(part) for part in parts), reverse=True)[:2]
    return _time_to_distinguish(world.noise, volumes[0], volumes[-1], rate_kg_s)


@cache
def _time_to_distinguish(
    noise: SlopeNoise, one_m3: float, other_m3: float, rate_kg_s: float
) -> float:
    wanted, sensors = (SEPARATION / rate_kg_s) ** 2, np.ones(2)
    volumes = np.array([one_m3, other_m3])
    low, high = 1.0, 1.0e7
    for _ in range(30):
        middle = float(np.sqrt(low * high))
        if noise.loss_precision(volumes, sensors, np.full(2, middle)).sum() >= wanted:
            high = middle
        else:
            low = middle
    return high


def _best_set(
    world: SearchWorld, part: Part, weights: Mapping[str, float], rate_kg_s: float
) -> list[Cut]:
    """Greedy growth: the entropy of the pieces per hour of closing and waiting."""
    chosen: list[Cut] = []
    pieces: list[Part] = [part]
    best, best_pace = chosen, 0.0
    while True:
        options = [
            (_pace(world, pieces, piece, cut, weights, rate_kg_s, len(chosen) + 1), piece, cut)
            for piece in pieces
            for cut in cuts_of(world.station, piece, world.closed)
        ]
        if not options:
            return best
        pace, piece, cut = max(options, key=lambda option: option[0])
        chosen = [*chosen, cut]
        pieces = [p for p in pieces if p != piece] + [cut.side, cut.other_side]
        if pace > best_pace:
            best, best_pace = chosen, pace


def _pace(
    world: SearchWorld,
    pieces: Sequence[Part],
    piece: Part,
    cut: Cut,
    weights: Mapping[str, float],
    rate_kg_s: float,
    closures: int,
) -> float:
    new = [p for p in pieces if p != piece] + [cut.side, cut.other_side]
    shares = np.array([math.fsum(weights[m] for m in sorted(p)) for p in new])
    shares = shares / shares.sum()
    entropy = -(shares * np.log(shares)).sum()
    seconds = world.closing_s * closures + _time_to_part(world, new, rate_kg_s)
    return float(entropy / seconds)
