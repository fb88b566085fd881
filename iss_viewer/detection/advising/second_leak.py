"""Whether a second leak shows: beside a first that does, it is searched for only where a part is seen to lose air.

What is remembered of leaks by module may believe in a second one in air that stands, minutes after a large hole was shut
off; nobody is sent through hatches for that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from iss_viewer.detection.belief import LEAST_CHANCE
from iss_viewer.detection.locating.location import Location
from iss_viewer.station.topology import Part

_BELIEVED = 0.2  # of the probability of several leaks, below which it matters to nobody
_FIRST = 0.9  # of the probability that anything leaks, to be the first
_LIKELY = 0.5  # of the probability of another leak than that which was found
_SIGMAS = 3.0  # by which a part is seen to lose air


@dataclass(frozen=True)
class PartReadings:
    """What is read of standing parts.

    losses_kg_s, errors_kg_s: of each part that was read since it stands. falls_pa_s: module -> fall and 1-sigma.
    pressures_pa: of each module. thin_pa: a part with less has lost its air, whatever it loses now. is_one_found: one
    leak was found by what stood before, so that parts that are new and not read yet count as sound.
    """

    losses_kg_s: Mapping[Part, float]
    errors_kg_s: Mapping[Part, float]
    falls_pa_s: Mapping[str, tuple[float, float]]
    pressures_pa: Mapping[str, float]
    thin_pa: float
    is_one_found: bool

    def shows(self, part: Part) -> bool | None:
        """Whether a part is seen to lose air, or has lost it; None: nothing is read of it."""
        known = [self.pressures_pa[m] for m in sorted(part) if m in self.pressures_pa]
        if known and min(known) < self.thin_pa:
            return True
        if part in self.errors_kg_s and part in self.losses_kg_s:
            return bool(self.losses_kg_s[part] > _SIGMAS * self.errors_kg_s[part])
        module = next((m for m in sorted(part) if m in self.falls_pa_s), None)
        if module is None:
            return False if self.is_one_found else None
        fall, sigma = self.falls_pa_s[module]
        return bool(fall > _SIGMAS * sigma)


def as_seen(
    location: Location, last_found: Location | None, parts: Sequence[Part], read: PartReadings
) -> Location:
    """The location as parts are seen to lose air: what was found and has lost all its air stays found, unless another
    part that loses some is believed to.
    """
    if last_found is not None and not _another_leaks(location, last_found, parts, read):
        return last_found
    return _without_unseen_second(location, parts, read)


def emptied(found: Location, pressures_pa: Mapping[str, float], thin_pa: float) -> Location | None:
    """What was found last, if its likeliest place has no air left to lose and others have: then the leak is in none of
    these. None: it has.
    """
    thin = np.array([pressures_pa.get(m, np.inf) < thin_pa for m in found.module_ids])
    likeliest = found.module_ids.index(found.ranked()[0][0])
    if not thin[likeliest] or max(pressures_pa.values(), default=0.0) <= thin_pa:
        return None
    kept = np.where(thin, found.modules, 0.0)
    scale = float(found.modules.sum()) / float(kept.sum())
    most = min(scale, found.leak / max(float(kept.max()), LEAST_CHANCE))
    return replace(found, modules=kept * most, alone=np.where(thin, found.alone, 0.0) * most)


def _another_leaks(
    location: Location, found: Location, parts: Sequence[Part], read: PartReadings
) -> bool:
    """Whether a leak is believed elsewhere than where it was found, in a part that is seen to lose air."""
    likeliest = found.ranked()[0][0]
    index = {name: m for m, name in enumerate(location.module_ids)}
    return any(
        likeliest not in part
        and read.shows(part)
        and float(location.modules[[index[m] for m in part]].sum()) >= _LIKELY
        for part in parts
    )


def _without_unseen_second(
    location: Location, parts: Sequence[Part], read: PartReadings
) -> Location:
    """The location without leaks in parts that are not seen to lose any, where another part that does holds a leak for
    nearly sure.
    """
    if location.several < _BELIEVED:
        return location
    index = {name: m for m, name in enumerate(location.module_ids)}
    rows = {part: [index[m] for m in part] for part in parts}
    shows = {part: read.shows(part) for part in parts}
    first = [
        part
        for part in parts
        if shows[part]
        and float(location.modules[rows[part]].max(initial=0.0)) >= _FIRST * location.leak
    ]
    if not first:
        return location
    modules = location.modules.copy()
    for part in parts:
        if shows[part] is False:
            modules[rows[part]] = 0.0
    left = float(np.sum(modules)) - max(float(modules[rows[part]].max()) for part in first)
    several = min(location.several, max(left, 0.0))
    return replace(location, modules=modules, several=several, alone=modules * (1.0 - several))
