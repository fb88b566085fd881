"""The adviser's promises, asked of a plain simulation that shares no code with it: steps of seconds, air mixed part by part,
people and hatches moved when the advice says so.
"""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from searching import observe

from iss_viewer.detection.advising import SearchConstraints, next_best_action
from iss_viewer.detection.locating import Locator
from iss_viewer.station.actions import MoveCrew, MoveHatch
from iss_viewer.station.topology import part_with, parts_of
from iss_viewer.telemetry.events import AdviceKind, PriorChoice, WayOut
from tests.detection.advising.decisions import RULES, situations

STEP_S = 5.0
DENSITY_KG_M3 = 1.196  # of air of one atmosphere at 295 K
SEARCHES = (AdviceKind.CLOSE, AdviceKind.WAIT)
LIKELY = 0.02


class PlainAir:
    """Pressure and oxygen of each module of a station with a hole in one of them."""

    def __init__(self, station, closed, leaking: str, hole_m3_s: float) -> None:
        self.station, self.closed = station, set(closed)
        self.leaking, self.hole_m3_s = leaking, hole_m3_s
        self.volumes = {m.id: m.free_volume_m3 for m in station.modules}
        air = station.atmosphere
        self.gases = {m: np.array([air.pressure_pa, air.oxygen_pa]) for m in station.module_ids}

    def pass_time(self, seconds: float) -> None:
        """Mix each part, and drain that with the hole."""
        for part in parts_of(self.station, self.closed):
            volume = math.fsum(self.volumes[m] for m in part)
            mixed = sum(self.volumes[m] * self.gases[m] for m in part) / volume
            if self.leaking in part:
                mixed = mixed * math.exp(-self.hole_m3_s * seconds / volume)
            for module in part:
                self.gases[module] = mixed

    def lasts_s(self, module: str) -> float:
        """How long people may still be in a module."""
        part = part_with(parts_of(self.station, self.closed), module)
        if self.leaking not in part:
            return math.inf
        volume = math.fsum(self.volumes[m] for m in part)
        least = (RULES.limits.pressure_least_pa, RULES.limits.oxygen_least_pa)
        left = [math.log(now / limit) for now, limit in zip(self.gases[module], least, strict=True)]
        return volume / self.hole_m3_s * min(left)


def played(station, closed, people, advice, leaking, hole_m3_s):
    """The air, and where people are, once the advice is done and judged; nobody met bad air on the way."""
    air = PlainAir(station, closed, leaking, hole_m3_s)
    places = {person.id: person.module for person in people}
    todo = sorted(zip(advice.actions, advice.steps, strict=True), key=lambda pair: pair[1].ends_s)
    end_s = advice.closing_s + RULES.choice.judge_least_s
    for tick in range(math.ceil(end_s / STEP_S)):
        air.pass_time(STEP_S)
        while todo and todo[0][1].ends_s <= tick * STEP_S:
            action, _ = todo.pop(0)
            if isinstance(action, MoveCrew):
                places.update(dict.fromkeys(action.crew, action.module))
            elif isinstance(action, MoveHatch):
                (air.closed.discard if action.is_open else air.closed.add)(action.hatch)
        for module in set(places.values()):
            whole, oxygen = air.gases[module]
            assert (
                whole >= RULES.limits.pressure_least_pa and oxygen >= RULES.limits.oxygen_least_pa
            )
    return air, places


@settings(max_examples=80, deadline=None)
@given(situations())
def test_what_is_advised_harms_nobody_by_another_reckoning_and_leaves_time_for_the_way_out(
    situation,
):
    station, closed, people, leaks, error, seed = situation
    locator = Locator(station, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, closed, leaks, error, span_s=600.0, seed=seed)
    location = locator.location()
    if not people or location.leak < 0.5 or not math.isfinite(location.rate_kg_s):
        return
    advice = next_best_action(locator, SearchConstraints(0.0, people, 1e6))
    if advice.kind not in SEARCHES or advice.grounds.promise is None:
        return
    promise = advice.grounds.promise
    if promise.harmed > 0.0 or promise.way is WayOut.NONE:
        return  # said not to be safe for all
    hole_m3_s = location.rate_kg_s / DENSITY_KG_M3
    for leaking, chance in location.ranked():
        if chance < LIKELY * location.leak:
            break
        air, places = played(station, closed, people, advice, leaking, hole_m3_s)
        with_leak = [m for m in places.values() if math.isfinite(air.lasts_s(m))]
        if with_leak:
            assert min(air.lasts_s(m) for m in with_leak) >= RULES.hands.hatch_s
