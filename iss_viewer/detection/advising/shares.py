"""The parts of the station that an advice names, each with the probability that it leaks."""

from __future__ import annotations

import math
from collections.abc import Collection

from iss_viewer.detection.belief import LEAST_CHANCE
from iss_viewer.detection.locating.location import Location
from iss_viewer.station import Station
from iss_viewer.station.topology import Part
from iss_viewer.telemetry.events import PartShare

_MOST, _LEAST_1 = 3, 0.005  # how many are named, and from which probability the second is


def shares_of(
    station: Station, location: Location, parts: Collection[Part]
) -> tuple[PartShare, ...]:
    """The likeliest parts, if anything leaks; so they add up to one where one leak is believed.

    Where several are, the chances of the modules of a part may add up to more than one: it leaks for sure.
    """
    whole = max(location.leak, LEAST_CHANCE)
    chance = {
        module: min(told / whole, 1.0)
        for module, told in zip(location.module_ids, location.modules.tolist(), strict=True)
    }
    ranked = sorted(parts, key=lambda part: -math.fsum(chance[m] for m in sorted(part)))[:_MOST]
    shares: list[PartShare] = []
    for part in ranked:
        share = min(math.fsum(chance[m] for m in sorted(part)), 1.0)
        if shares and share < _LEAST_1:
            continue
        shares.append(PartShare(tuple(m for m in station.module_ids if m in part), share))
    return tuple(shares)
