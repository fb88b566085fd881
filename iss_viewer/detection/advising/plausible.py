"""Where the leak may be, by what is believed and by what the pressures plainly do: no probability, however sure, holds
against air that is seen to fall.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from iss_viewer.detection.advising.air import hole_m3_s
from iss_viewer.detection.locating.location import Location
from iss_viewer.station import Station
from iss_viewer.station.topology import Part
from iss_viewer.telemetry.frames import Floats

_KNOWN = 0.9  # of the probability that anything leaks: so much is one module that is known to
_WILD = 1e-3  # that what is believed is wrong altogether
_SIZE_OFF = 0.3  # 1-sigma of a fall that a hole of the believed size makes, relative: its size and the part's air
_MOST_SIGMAS = 6.0  # more than so many count as these: a reading may be wild too


def plausible(
    station: Station, location: Location, parts: Sequence[Part], falls_pa_s: Mapping[str, tuple[float, float]],
    pressures_pa: Mapping[str, float],
) -> Location:  # fmt: skip
    """The location once falls of the standing parts are weighed too. falls_pa_s: module -> fall and 1-sigma.

    Where falls tell nothing, as those of small leaks do within seconds, it is left as it is; and where one of two leaks
    is known, as they need not be of one size.
    """
    chances = location.modules
    total = min(float(chances.sum()), location.leak)
    if location.several >= 0.5 and float(chances.max(initial=0.0)) >= _KNOWN * location.leak:
        return location
    if not falls_pa_s or not total > 0.0 or not location.rate_kg_s > 0.0:
        return location
    hole = hole_m3_s(location.rate_kg_s)
    scores = np.zeros(len(parts))
    own = np.array([_score(station, part, hole, falls_pa_s, pressures_pa, True) for part in parts])
    others = np.array(
        [_score(station, part, hole, falls_pa_s, pressures_pa, False) for part in parts]
    )
    scores = own - others  # the part leaks, and all others do not
    spread = float(scores.max(initial=0.0) - scores.min(initial=0.0))
    if spread < 0.5 * _MOST_SIGMAS**2:
        return location
    index = {name: m for m, name in enumerate(location.module_ids)}
    weight: Floats = (1.0 - _WILD) * chances / float(chances.sum()) + _WILD / len(chances)
    factor = np.ones(len(chances))
    for part, score in zip(parts, (scores - scores.max()).tolist(), strict=True):
        factor[[index[m] for m in part]] = math.exp(score)
    weight = weight * factor
    modules = weight / weight.sum() * total
    kept = np.divide(location.alone, chances, out=np.zeros(len(chances)), where=chances > 0.0)
    return replace(
        location, modules=modules, alone=modules * np.maximum(kept, 1.0 - location.several)
    )


def _score(
    station: Station, part: Part, hole: float, falls_pa_s: Mapping[str, tuple[float, float]],
    pressures_pa: Mapping[str, float], leaks: bool,
) -> float:  # fmt: skip
    """ln likelihood of a part's fall if it leaks, or does not."""
    module = next((m for m in sorted(part) if m in falls_pa_s and m in pressures_pa), None)
    if module is None:
        return 0.0
    fall, sigma = falls_pa_s[module]
    volume = math.fsum(station.module(m).free_volume_m3 for m in sorted(part))
    expected = hole * pressures_pa[module] / volume if leaks else 0.0
    spread = math.hypot(sigma, _SIZE_OFF * expected)
    off = min(abs(fall - expected) / spread, 2.0 * _MOST_SIGMAS)
    return -0.5 * off * off - (math.log(spread / sigma) if leaks else 0.0)
