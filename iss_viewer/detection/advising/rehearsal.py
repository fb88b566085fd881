"""A course of action played through for every place where the hole may be: who is harmed, how low the air gets.

Compiled, since a decision plays hundreds of courses. Each stretch of a course has the same hatches shut from its
start to its end; air within a part is taken to be mixed.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.compiled import Compiler
from iss_viewer.station.safety import SafetyRules

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

_HERE = Path(__file__).parent
_COMPILER = Compiler(_HERE / "rehearsal.py", _HERE / "air.py")
entry, inner = _COMPILER.entry, _COMPILER.inner

WHOLE, OXYGEN, CARBON_DIOXIDE = 0, 1, 2
GASES = 3
NOBODY = -1
_CHOKED = 0.684731  # as in `air`
_GAMMA_LESS_1 = 0.4
_TINY = 1e-12


class CabinAir(NamedTuple):
    """The air of the station and what changes it.

    gases_pa: shape (3, modules): whole pressure, oxygen, carbon dioxide. volumes_m3, spreads_m3: shape
    (modules,). absorbed_m3_s: volume flow cleared of carbon dioxide. made: oxygen made, Pa m3/s. breath: what a
    person takes of oxygen and gives of carbon dioxide, Pa m3/s.
    """

    gases_pa: Floats
    volumes_m3: Floats
    spreads_m3: Floats
    absorbed_m3_s: Floats
    made: Floats
    breath: tuple[float, float]


class RehearsalCourse(NamedTuple):
    """What happens, stretch by stretch.

    lasts_s: shape (stretches,). part: shape (stretches, modules), the first module of each module's part.
    opens: shape (stretches, 2): ends of a hatch that stands open after the stretch, -1: none; its valve (m3/s,
    choked) has to equalise them first, which lengthens the stretch. valve_m3_s, area_m2: of that hatch.
    places: shape (stretches, people).
    """

    lasts_s: Floats
    part: Indices
    opens: Indices
    valve_m3_s: Floats
    area_m2: Floats
    places: Indices


class Bounds(NamedTuple):
    """When people are harmed and hatches stay shut."""

    least_pa: float
    oxygen_pa: float
    carbon_dioxide_pa: float
    carbon_dioxide_s: float
    deadly_pa: float
    deadly_oxygen_pa: float
    pull_n: float
    volume_sigmas: float
    warmth_s_m: float


class RehearsalOutcome(NamedTuple):
    """What a course does to people, for each hypothesis (row).

    harmed, dead: shape (hypotheses, people). stuck: (hypotheses,): a hatch could not be pulled open.
    least_pa: (hypotheses, 2): whole pressure and oxygen where it was worst for anybody. ends_s: (hypotheses,).
    gases_pa: (hypotheses, 3, modules) at the end.
    """

    harmed: Flags
    dead: Flags
    stuck: Flags
    least_pa: Floats
    ends_s: Floats
    gases_pa: Floats


def bounds_of(rules: SafetyRules) -> Bounds:
    """The bounds of the rules."""
    limits = rules.limits
    return Bounds(
        limits.pressure_least_pa,
        limits.oxygen_least_pa,
        limits.carbon_dioxide_most_pa,
        limits.carbon_dioxide_for_s,
        limits.deadly_below_pa,
        limits.oxygen_least_pa * limits.deadly_below_pa / limits.pressure_least_pa,
        rules.hands.pull_n,
        rules.doubt.volume_sigmas,
        rules.hole.warmth_s_m,
    )


def rehearse(
    air: CabinAir, course: RehearsalCourse, holes_m3_s: Floats, bounds: Bounds
) -> RehearsalOutcome:
    """Play a course for each row of holes, shape (hypotheses, modules), from the same air."""
    gases = np.repeat(air.gases_pa[None], len(holes_m3_s), axis=0)
    return rehearse_on(gases, air, course, holes_m3_s, bounds)


def rehearse_on(
    gases_pa: Floats, air: CabinAir, course: RehearsalCourse, holes_m3_s: Floats, bounds: Bounds
) -> RehearsalOutcome:
    """The same from air that each hypothesis has brought about, shape (hypotheses, 3, modules); it is left as it is."""
    rows, people = len(holes_m3_s), course.places.shape[1]
    outcome = RehearsalOutcome(
        np.zeros((rows, people), dtype=np.bool_),
        np.zeros((rows, people), dtype=np.bool_),
        np.zeros(rows, dtype=np.bool_),
        np.full((rows, 2), np.inf),
        np.zeros(rows),
        gases_pa.copy(),
    )
    _play(air, course, holes_m3_s, bounds, outcome)
    return outcome


@entry
def _play(
    air: CabinAir, course: RehearsalCourse, holes: Floats, bounds: Bounds, out: RehearsalOutcome
) -> None:
    modules, people = holes.shape[1], course.places.shape[1]
    volume, spread, hole = np.empty(modules), np.empty(modules), np.empty(modules)
    heads, above_s = np.zeros(modules), np.zeros(people)
    for row in range(holes.shape[0]):
        above_s[:] = 0.0
        gases = out.gases_pa[row]
        for s in range(len(course.lasts_s)):
            part = course.part[s]
            _mix(gases, part, air.volumes_m3)
            _sum_parts(air, holes[row], part, bounds, volume, spread, hole)
            heads[:] = 0.0
            for person in range(people):
                if course.places[s, person] >= 0:
                    heads[part[course.places[s, person]]] += 1.0
            lasts_s = course.lasts_s[s]
            a, b = course.opens[s]
            if a >= 0 and part[a] != part[b]:
                more_s, is_stuck = _opened(
                    gases, volume, hole, part[a], part[b],
                    course.valve_m3_s[s], course.area_m2[s], bounds.pull_n,
                )  # fmt: skip
                out.stuck[row] |= is_stuck
                lasts_s += more_s
            _breathe(
                gases,
                air,
                part,
                volume,
                hole,
                heads,
                lasts_s,
                above_s,
                course.places[s],
                bounds,
                out,
                row,
            )
            out.ends_s[row] += lasts_s


@inner
def _mix(gases: Floats, part: Indices, volumes: Floats) -> None:
    """CabinAir of modules that were joined becomes one."""
    for first in range(len(part)):
        if part[first] != first:
            continue
        whole, pressure, oxygen, dioxide = 0.0, 0.0, 0.0, 0.0
        is_mixed = False
        for m in range(first, len(part)):
            if part[m] == first:
                whole += volumes[m]
                is_mixed |= gases[WHOLE, m] != gases[WHOLE, first]
                is_mixed |= gases[CARBON_DIOXIDE, m] != gases[CARBON_DIOXIDE, first]
                pressure += volumes[m] * gases[WHOLE, m]
                oxygen += volumes[m] * gases[OXYGEN, m]
                dioxide += volumes[m] * gases[CARBON_DIOXIDE, m]
        if is_mixed:
            for m in range(first, len(part)):
                if part[m] == first:
                    gases[WHOLE, m] = pressure / whole
                    gases[OXYGEN, m] = oxygen / whole
                    gases[CARBON_DIOXIDE, m] = dioxide / whole


@inner
def _sum_parts(
    air: CabinAir,
    holes: Floats,
    part: Indices,
    bounds: Bounds,
    volume: Floats,
    spread: Floats,
    hole: Floats,
) -> None:
    """Volume, lower than believed, and hole of each part, at its first module."""
    volume[:], spread[:], hole[:] = 0.0, 0.0, 0.0
    for m in range(len(part)):
        first = part[m]
        volume[first] += air.volumes_m3[m]
        spread[first] += air.spreads_m3[m] ** 2
        hole[first] += holes[m]
    for m in range(len(part)):
        if part[m] == m:
            less = bounds.volume_sigmas * math.sqrt(spread[m])
            volume[m] = max(volume[m] - less, volume[m] / 3.0)


@inner
def _opened(
    gases: Floats,
    volume: Floats,
    hole: Floats,
    a: int,
    b: int,
    valve: float,
    area: float,
    pull_n: float,
) -> tuple[float, bool]:
    """How long two parts take to equalise, and whether the hatch between them stays shut all the same."""
    high, low = max(gases[WHOLE, a], gases[WHOLE, b]), min(gases[WHOLE, a], gases[WHOLE, b])
    if not valve > 0.0:
        return 0.0, area * (high - low) > pull_n
    leaking, sound = (a, b) if hole[a] / volume[a] > hole[b] / volume[b] else (b, a)
    share = hole[leaking] / valve * volume[sound] / (volume[sound] + volume[leaking])
    left_pa = gases[WHOLE, leaking] * min(0.5 * (_CHOKED * share) ** 2, 1.0)
    if area * left_pa > pull_n:
        return 0.0, True
    shared = volume[a] * volume[b] / (volume[a] + volume[b])
    off = min((high - low) / max(high, _TINY), 1.0)
    return math.sqrt(2.0) * _CHOKED * shared / valve * math.sqrt(off), False


@inner
def _breathe(
    gases: Floats, air: CabinAir, part: Indices, volume: Floats, hole: Floats, heads: Floats, lasts_s: float,
    above_s: Floats, places: Indices, bounds: Bounds, out: RehearsalOutcome, row: int,
) -> None:  # fmt: skip
    """Let time pass over every part, and see how those in it fare."""
    for first in range(len(part)):
        if part[first] != first or (heads[first] == 0.0 and hole[first] == 0.0):
            continue
        absorbed, made = 0.0, 0.0
        for m in range(first, len(part)):
            if part[m] == first:
                absorbed += air.absorbed_m3_s[m]
                made += air.made[m]
        k = hole[first] / volume[first]
        before = gases[CARBON_DIOXIDE, first]
        whole = gases[WHOLE, first] * math.exp(-k * lasts_s)
        supply = min(made - heads[first] * air.breath[0], 0.0)
        oxygen = _after(gases[OXYGEN, first], supply / volume[first], k, lasts_s)
        fed = heads[first] * air.breath[1] / volume[first]
        rate = k + absorbed / volume[first]
        dioxide = max(_after(before, fed, rate, lasts_s), 0.0)
        for m in range(first, len(part)):
            if part[m] == first:
                gases[WHOLE, m], gases[OXYGEN, m], gases[CARBON_DIOXIDE, m] = (
                    whole,
                    max(oxygen, 0.0),
                    dioxide,
                )
        if heads[first] == 0.0:
            continue
        cold = 1.0 / (1.0 + _GAMMA_LESS_1 * k * bounds.warmth_s_m * volume[first] ** (1.0 / 3.0))
        over_s = _over_s(before, dioxide, fed, rate, lasts_s, bounds.carbon_dioxide_pa)
        out.least_pa[row, 0] = min(out.least_pa[row, 0], whole * cold)
        out.least_pa[row, 1] = min(out.least_pa[row, 1], oxygen * cold)
        is_thin = whole * cold < bounds.least_pa or oxygen * cold < bounds.oxygen_pa
        for person in range(len(places)):
            if places[person] < 0 or part[places[person]] != first:
                continue
            above_s[person] += over_s
            if is_thin or above_s[person] > bounds.carbon_dioxide_s:
                out.harmed[row, person] = True
            if whole * cold < bounds.deadly_pa or oxygen * cold < bounds.deadly_oxygen_pa:
                out.dead[row, person] = True


@inner
def _after(now: float, source: float, rate: float, lasts_s: float) -> float:
    """x after a time of dx/dt = source - rate x."""
    if rate < _TINY:
        return now + source * lasts_s
    fades = math.exp(-rate * lasts_s)
    return now * fades + source * (1.0 - fades) / rate


@inner
def _over_s(
    before: float, after: float, source: float, rate: float, lasts_s: float, limit: float
) -> float:
    """How long of a stretch a gas that rises or falls all the time is above a limit."""
    if before > limit and after > limit:
        return lasts_s
    if before <= limit and after <= limit:
        return 0.0
    if rate < _TINY:
        at_s = (limit - before) / source
    else:
        final = source / rate
        at_s = math.log((before - final) / (limit - final)) / rate
    return lasts_s - at_s if after > limit else at_s
