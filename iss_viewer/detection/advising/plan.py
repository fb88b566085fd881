"""What a set of closed hatches would tell, and how fast: expected drop of entropy per time.

The station's parts are the possible answers. After a time T the loss of part k is known with
precision P_k, so parts k and j are told apart with d'^2 = q^2 (P_k + P_j). The mutual information of
such a Gaussian choice is estimated by pairwise overlaps (Kolchinsky and Tracey, Entropy 19 (2017)
361, between their bounds d'^2/8 and d'^2/2): I = - sum_k W_k ln sum_j W_j exp(-d'_kj^2/4), exact for
T = 0 and T = inf. Because d'^2 is a sum it costs one pass over the parts.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import ceil

import numpy as np

from iss_viewer.detection.advising.breathing import AirStores, Breath
from iss_viewer.detection.locating.priors import Procedure
from iss_viewer.detection.locating.slope_noise import SlopeNoise
from iss_viewer.physics import AIR_KG_PA_M3
from iss_viewer.station import Hatch, Station
from iss_viewer.station.topology import Part, Same, inner_hatches, joined, part_with
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import S_PER_DAY

_LEAST_HOLD_S = 60.0  # no hatch is closed for less
_OVERLAP = 0.25  # of two normal distributions d sigmas apart: exp(-d^2/4), squared Bhattacharyya
_PARTS = 1024  # of which the cuts are kept: a search comes back to few
_LEAST = 1e-300  # the logarithm of nothing is never asked

WAITS_S: Floats = np.geomspace(30.0, 3.0 * S_PER_DAY, 18)


@dataclass(frozen=True)
class Cut:
    """Hatches that, once shut, part one air space in two."""

    hatches: tuple[str, ...]
    whole: Part
    side: Part

    @property
    def other_side(self) -> Part:
        """The rest."""
        return self.whole - self.side


@dataclass(frozen=True)
class HatchPlan:
    """Parts and when each took its shape, seconds from now (negative: already standing)."""

    parts: tuple[Part, ...]
    formed_s: tuple[float, ...]
    hatches: tuple[str, ...] = ()  # shut by this plan, in order
    closing_s: float = 0.0  # until the last is shut
    before_s: float = 0.0  # of it, before the first is

    def after(self, cut: Cut, each_s: float, parties: int = 1, extra_s: float = 0.0) -> HatchPlan:
        """This layout once `cut` was made too; parties: that close hatches at the same time."""
        count, before_s = len(self.hatches) + len(cut.hatches), self.before_s + extra_s
        done_s = before_s + each_s * ceil(count / parties)
        keep = [i for i, part in enumerate(self.parts) if part != cut.whole]
        return HatchPlan(
            (*(self.parts[i] for i in keep), cut.side, cut.other_side),
            (*(self.formed_s[i] for i in keep), done_s, done_s),
            self.hatches + cut.hatches,
            done_s,
            before_s,
        )

    def delayed(self, by_s: float) -> HatchPlan:
        """This layout when everything not yet standing comes later."""
        formed = tuple(f + by_s if f >= 0.0 else f for f in self.formed_s)
        return replace(
            self,
            formed_s=formed,
            closing_s=self.closing_s + by_s,
            before_s=self.before_s + by_s,
        )


@dataclass(frozen=True)
class Prospect:
    """The best time to look at a layout: information in nats, time from now, and its pace.

    pace: nats per second beyond the doubt that a verdict may leave.
    """

    gain: float
    total_s: float
    pace: float


@dataclass(frozen=True)
class Circumstances:
    """What layouts must bear in mind beside the beliefs.

    floor_kg_s: below which no loss of a part is known. errors_kg_s: of the loss of parts that were read.
    people: by the vehicle in whose part they will be. breath: what they breathe, none: air lasts.
    """

    floor_kg_s: float = 0.0
    errors_kg_s: Mapping[Part, float] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    breath: Breath | None = None


class Outlook:
    """What layouts promise, for given beliefs: probabilities, loss rates, noise, limits of time."""

    def __init__(
        self,
        station: Station,
        chances: Mapping[str, float],
        rates_kg_s: Floats,
        noise: SlopeNoise,
        procedure: Procedure,
        limit_s: float,
        circumstances: Circumstances = Circumstances(),
    ) -> None:
        self._people = dict(circumstances.people)
        breath = circumstances.breath
        self._stores = None if breath is None else AirStores(station, procedure, breath)
        confidence = procedure.confidence
        self._chances = chances
        self._rates = rates_kg_s
        self._noise = noise
        self._hold_fall_pa = procedure.hold_fall_pa
        self._limit_s = limit_s
        self._floor_variance = circumstances.floor_kg_s**2
        self._doubt = -float(np.log(confidence) + (1.0 / confidence - 1.0) * np.log1p(-confidence))
        self._errors = dict(circumstances.errors_kg_s)
        self._volume = {m.id: m.free_volume_m3 for m in station.modules}
        pressure = {k.id for k in station.sensor_classes if k.quantity == "pressure"}
        self._sensors = dict.fromkeys(station.module_ids, 0.0)
        for sensor in station.sensors:
            if sensor.sensor_class in pressure:
                self._sensors[sensor.module] += 1.0
        self._memo: dict[Part, tuple[float, float, float, float]] = {}
        self.rest = max(1.0 - math.fsum(chances.values()), 0.0)

    def entropy(self, parts: Collection[Part]) -> float:
        """Nats of not knowing which of the parts leaks, or that none does."""
        weights = np.array([*(self.describe(part)[0] for part in parts), self.rest])
        weights = weights[weights > 0.0]
        return float(-(weights * np.log(weights)).sum())

    def describe(self, part: Part) -> tuple[float, float, float, float]:
        """Probability, volume m3, and pressure sensors of a part, and how long its air lasts, s."""
        if part not in self._memo:
            self._memo[part] = (
                math.fsum([self._chances[m] for m in part]),
                math.fsum([self._volume[m] for m in part]),
                math.fsum([self._sensors[m] for m in part]),
                self._air_lasts_s(part),
            )
        return self._memo[part]

    def _air_lasts_s(self, part: Part) -> float:
        count = sum(number for vehicle, number in self._people.items() if vehicle in part)
        return math.inf if self._stores is None else self._stores.last_s(part, count)

    def gains(self, layout: HatchPlan) -> tuple[Floats, Floats]:
        """Expected information in nats, and the time from now, for each of WAITS_S."""
        gains, total = self._gains([layout])
        return gains[0], total[0]

    def _gains(self, layouts: Sequence[HatchPlan]) -> tuple[Floats, Floats]:
        """The same of layouts with equally many parts: shape (layouts, waits) both.

        In what follows axes are layouts, rates, waits, parts.
        """
        described = np.array([[self.describe(p) for p in layout.parts] for layout in layouts])
        weight, volume, sensors, air_s = described[:, None, None].transpose(4, 0, 1, 2, 3)
        total = np.array([layout.closing_s for layout in layouts])[:, None] + WAITS_S
        formed = np.array([layout.formed_s for layout in layouts])[:, None, None]
        rates = self._rates[:, None, None]
        span = np.maximum(total[:, None, :, None] - formed, 0.0)
        hold = self._hold_fall_pa * volume * AIR_KG_PA_M3 / rates
        hold = np.minimum(np.maximum(hold, _LEAST_HOLD_S), air_s)
        usable = np.minimum(span, hold + np.maximum(-formed, 0.0))
        had = self._precision(volume, sensors, np.maximum(-formed, 0.0))
        news = np.maximum(self._precision(volume, sensors, usable) - had, 0.0)
        news *= self._honesty([layout.parts for layout in layouts], had)
        overlap = np.exp(-_OVERLAP * rates**2 * news)
        # the last class is that none of the parts leaks: it overlaps with k by overlap_k alone
        seen = (weight * overlap).sum(axis=-1, keepdims=True) + self.rest
        alike = weight + overlap * (seen - weight * overlap)
        entropy = -(weight * np.log(np.maximum(alike, _LEAST))).sum(axis=-1)
        if self.rest > 0.0:
            entropy -= self.rest * np.log(seen[..., 0])
        return entropy.mean(axis=1), total

    def _precision(self, volume: Floats, sensors: Floats, span_s: Floats) -> Floats:
        precision = self._noise.loss_precision(volume, sensors, span_s)
        limited: Floats = precision / (1.0 + precision * self._floor_variance)
        return limited

    def _honesty(self, parts: Sequence[Collection[Part]], had: Floats) -> Floats:
        """Of standing parts: how the precision reported compares with what was forecast, at most 1."""
        errors = np.array([[self._errors.get(part, np.nan) for part in one] for one in parts])
        reported = errors[:, None, None] ** -2.0
        known = (had > 0.0) & np.isfinite(reported)
        honesty: Floats = np.ones(np.broadcast_shapes(had.shape, reported.shape))
        np.divide(reported, np.maximum(had, reported), out=honesty, where=known)
        return honesty

    def prospect(self, layout: HatchPlan, later_s: float = 0.0) -> Prospect:
        """The time at which the layout has told most per second.

        later_s: time that it costs afterwards, in expectation, to search on.
        """
        return self.prospects([layout], [later_s])[0]

    def prospects(
        self, layouts: Sequence[HatchPlan], later_s: Sequence[float]
    ) -> tuple[Prospect, ...]:
        """The prospects of layouts with equally many parts, reckoned side by side."""
        gains, total = self._gains(layouts)
        after = np.array(later_s)[:, None]
        is_usable = total <= self._limit_s
        worth = np.maximum(gains - self._doubt, 0.0)
        pace = np.where(is_usable, worth / (total + after), 0.0)
        found = []
        for k, best in enumerate(pace.argmax(axis=1).tolist()):
            if is_usable[k].any():
                whole_s = float(total[k, best]) + later_s[k]
                found.append(Prospect(float(gains[k, best]), whole_s, float(pace[k, best])))
            else:
                found.append(Prospect(0.0, float(total[k, 0]), 0.0))
        return tuple(found)


def cuts_of(station: Station, part: Part, closed: Collection[str]) -> tuple[Cut, ...]:
    """The ways to cut a part in two: single hatches, and pairs where the graph has loops."""
    return _cuts_of(Same(station), part, frozenset(closed))


@lru_cache(maxsize=_PARTS)
def _cuts_of(same: Same, part: Part, closed: frozenset[str]) -> tuple[Cut, ...]:
    station = same.station
    inside = [
        h
        for h in inner_hatches(station)
        if h.id not in closed and h.a in part and h.b in part and h.a != h.b
    ]
    cuts, loops = [], []
    for hatch in inside:
        side = _side(part, inside, {hatch.id}, hatch.a)
        if hatch.b in side:
            loops.append(hatch)
        else:
            cuts.append(Cut((hatch.id,), part, side))
    for index, first in enumerate(loops):
        for second in loops[index + 1 :]:
            side = _side(part, inside, {first.id, second.id}, first.a)
            if first.b not in side:
                cuts.append(Cut((first.id, second.id), part, side))
    return tuple(cuts)


def _side(part: Part, inside: list[Hatch], without: set[str], start: str) -> Part:
    passable = ((h.a, h.b) for h in inside if h.id not in without)
    return part_with(joined(part, passable), start)
