"""Whether anybody could be kept from harm at all: for whoever does not know where the hole is.

All ships are shut off from outside, then people board those that hold: that takes so long, and the air of the open
station lasts so long (closed forms). In a ship, or behind a hatch that is shut anyway, a hole harms nobody who stays
out.
"""

from __future__ import annotations

import math

from iss_viewer.detection.advising.air import equalising_s, orifice_m3_s, time_to_s
from iss_viewer.station import Station
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.station.topology import part_with, parts_of
from iss_viewer.studies.harm.trial import DISCHARGE_1

_ALARM_S = 5.0
_FARTHEST = 5  # hatches to the own ship
_JUDGE_S = 15.0


def bound_of(station: Station, module: str, diameter_mm: float) -> int | None:
    """People harmed by the best that can be done: 0, or None where that is not shown to be possible."""
    rules = read_safety_rules()
    hands, limits = rules.hands, rules.limits
    shut = [hatch.id for hatch in station.hatches if hatch.normally == "closed"]
    part = part_with(parts_of(station, shut), module)
    people = [person for person in station.crew if person.module in part]
    if not people or station.module(module).crew_seats:
        return 0
    volume = math.fsum(station.module(m).free_volume_m3 for m in sorted(part))
    hole = orifice_m3_s(diameter_mm * 1e-3, DISCHARGE_1)
    air = station.atmosphere
    lasts_s = min(
        time_to_s(volume, hole, air.oxygen_pa, limits.oxygen_least_pa),
        time_to_s(volume, hole, air.pressure_pa, limits.pressure_least_pa),
    )
    ship = max(m.free_volume_m3 for m in station.modules if m.crew_seats)
    hatch = next(h for m in station.modules if m.crew_seats for h in station.hatches_of(m.id))
    valve = orifice_m3_s(hatch.valve_diameter_m, rules.hole.discharge_1)
    off_pa = air.pressure_pa * (1.0 - limits.oxygen_least_pa / air.oxygen_pa)
    equal_s = equalising_s((ship, volume - ship), valve, off_pa, air.pressure_pa)
    needs_s = (
        _ALARM_S + hands.look_s + _FARTHEST * hands.walk_s + hands.hatch_s + _JUDGE_S
        + hands.hatch_s + equal_s + hands.walk_s + hands.hatch_s
    )  # fmt: skip
    return 0 if needs_s <= lasts_s else None
