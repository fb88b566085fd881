"""Whether anybody could be kept from harm at all: for whoever does not know where the hole is, and for whoever does.

Who does not know shuts all ships off from outside, then people board those that hold: that takes so long, and the air
of the open station lasts so long (closed forms). In a ship, or behind a hatch that is shut anyway, a hole harms nobody
who stays out. Who knows place and size at the alarm needs one closure at least: where the air does not last that long,
everybody in the part is harmed whatever is done; else their plan is looked for by playing it through.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from iss_viewer.detection.advising.air import equalising_s, orifice_m3_s, time_to_s
from iss_viewer.detection.advising.crew import people_aboard
from iss_viewer.detection.advising.hatch_layout import layout_of
from iss_viewer.detection.advising.outset import AirReadings, Hypotheses, Outset, air_of
from iss_viewer.detection.advising.retreat import retreats
from iss_viewer.detection.advising.way_out import Standing, outcome_of, table_of
from iss_viewer.detection.limits import read_limits
from iss_viewer.station import Station
from iss_viewer.station.safety import SafetyRules, read_safety_rules
from iss_viewer.station.topology import part_with, parts_of
from iss_viewer.studies.harm.trial import DISCHARGE_1

_ALARM_S = 5.0
_FARTHEST = 5  # hatches to the own ship
_JUDGE_S = 15.0


def bound_of(station: Station, module: str, diameter_mm: float) -> int | None:
    """People harmed by the best that can be done: 0, or None where that is not shown to be possible."""
    rules = read_safety_rules()
    hands = rules.hands
    part = _open_part(station, module)
    if not _people_in(station, part) or station.module(module).crew_seats:
        return 0
    ship = max(m.free_volume_m3 for m in station.modules if m.crew_seats)
    hatch = next(h for m in station.modules if m.crew_seats for h in station.hatches_of(m.id))
    valve = orifice_m3_s(hatch.valve_diameter_m, rules.hole.discharge_1)
    air, limits = station.atmosphere, rules.limits
    off_pa = air.pressure_pa * (1.0 - limits.oxygen_least_pa / air.oxygen_pa)
    equal_s = equalising_s((ship, _volume_m3(station, part) - ship), valve, off_pa, air.pressure_pa)
    needs_s = (
        _ALARM_S + hands.look_s + _FARTHEST * hands.walk_s + hands.hatch_s + _JUDGE_S
        + hands.hatch_s + equal_s + hands.walk_s + hands.hatch_s
    )  # fmt: skip
    return 0 if needs_s <= _lasts_s(station, part, diameter_mm, rules) else None


def informed_bound(station: Station, module: str, diameter_mm: float) -> int | None:
    """People harmed by the best that somebody can do who knows where the hole is and how large, from the alarm on.

    0: a plan was found; all in its part: their air does not last one closure, without any margin; None: neither.
    """
    rules = read_safety_rules()
    part = _open_part(station, module)
    people = _people_in(station, part)
    if bound_of(station, module, diameter_mm) == 0:
        return 0
    hands = rules.hands
    least_s = _ALARM_S + hands.look_s + hands.hatch_s
    if _lasts_s(station, part, diameter_mm, rules) < least_s:
        return people
    return 0 if _has_plan(station, module, diameter_mm, _without_margin(rules)) else None


def _has_plan(station: Station, module: str, diameter_mm: float, rules: SafetyRules) -> bool:
    """Whether one of the ways out that the adviser knows harms nobody, once it is looked at the alarm."""
    layout, breathing = layout_of(station), read_limits().breathing
    rates = breathing.oxygen_kg_s, breathing.carbon_dioxide_kg_s
    hole = orifice_m3_s(diameter_mm * 1e-3, DISCHARGE_1)
    at = layout.index[module]
    holes = np.zeros((1, len(layout.modules)))
    holes[0, at] = hole
    seats = {layout.index[m.id]: m.crew_seats for m in station.modules if m.crew_seats}
    outset = Outset(
        layout,
        layout.closed_mask([h.id for h in station.hatches if h.normally == "closed"]),
        people_aboard(station),
        seats,
        sum(1 << ship for ship in seats if ship != at),
        air_of(station, AirReadings({}, {}, {}), rates),
        Hypotheses((at,), np.ones(1), holes, hole),
        rules,
        may_be_foul=True,
    )
    gases = outset.air.gases_pa[None]
    before = Standing(outset, outset.places, outset.closed, (0,), gases, 0.0)
    still = table_of(before, ())
    assert still is not None
    seen = outcome_of(before, still, _ALARM_S + rules.hands.look_s)
    if seen.harmed.any():
        return False
    standing = replace(before, gases_pa=seen.gases_pa)
    return any(way.is_safe for way in retreats(standing))


def _without_margin(rules: SafetyRules) -> SafetyRules:
    hands = rules.hands.model_copy(update={"slower_1": 1.0})
    doubt = rules.doubt.model_copy(update={"sigmas": 0.0, "volume_sigmas": 0.0})
    return rules.model_copy(update={"hands": hands, "doubt": doubt})


def _open_part(station: Station, module: str) -> frozenset[str]:
    """What a module is open to with hatches as usual."""
    shut = [hatch.id for hatch in station.hatches if hatch.normally == "closed"]
    return part_with(parts_of(station, shut), module)


def _people_in(station: Station, part: frozenset[str]) -> int:
    return sum(person.module in part for person in station.crew)


def _volume_m3(station: Station, part: frozenset[str]) -> float:
    return math.fsum(station.module(m).free_volume_m3 for m in sorted(part))


def _lasts_s(
    station: Station, part: frozenset[str], diameter_mm: float, rules: SafetyRules
) -> float:
    """How long people in a part with a hole are not harmed by thin air."""
    volume, hole = _volume_m3(station, part), orifice_m3_s(diameter_mm * 1e-3, DISCHARGE_1)
    air, limits = station.atmosphere, rules.limits
    return min(
        time_to_s(volume, hole, air.oxygen_pa, limits.oxygen_least_pa),
        time_to_s(volume, hole, air.pressure_pa, limits.pressure_least_pa),
    )
