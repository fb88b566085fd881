"""One search from the first alarm to the verdict, by the adviser or by a strategy to compare with."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from iss_viewer.detection.advising import SearchConstraints, next_best_action, people_aboard
from iss_viewer.detection.advising.air import hole_m3_s, time_to_s
from iss_viewer.detection.advising.schedule import VERDICT_SHARE
from iss_viewer.detection.locating import Locator, read_priors
from iss_viewer.detection.locating.slope_noise import SlopeNoise
from iss_viewer.station import Station
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.studies.search_world import SearchWorld
from iss_viewer.studies.strategies import STRATEGIES
from iss_viewer.telemetry.events import Advice, AdviceKind, PriorChoice, SearchOrder
from iss_viewer.telemetry.frames import Floats

ADVISER = "adviser"  # people and their ways home respected, as in the application
UNMANNED = "adviser, nobody aboard"  # as free as the strategies that it is measured against
CLASSIC = "adviser, classic order"
_MOST_HOURS = 400.0
_MOVING_S = 300.0  # at most, to another module
_GOLDEN = 0.5 * (5.0**0.5 - 1.0)
_LIKELIEST = 6  # modules whose probabilities are kept at each look


@dataclass(frozen=True, slots=True)
class SearchTask:
    """What is searched for, with what tools."""

    rate_kg_s: float
    closing_s: float
    prior: PriorChoice
    label: str


@dataclass(frozen=True, slots=True)
class Result:
    """How one search went. `chance`: what the searcher gave its answer at the end, if
    it reckons with any."""

    seed: int
    case: str
    prior: str
    strategy: str
    module: str
    answer: str
    chance: float | None
    hours: float
    closures: int
    told: tuple[tuple[str, float], ...] = ()

    def row(self) -> dict[str, Any]:
        """Plain values, for one line of a results file."""
        return asdict(self)


def run_trial(
    station: Station, case: SearchTask, strategy: str, seed: int, noise: SlopeNoise | None = None
) -> Result:
    """One search; the leaking module is drawn from the prior by the seed, the same for each strategy.

    noise: of the readings, also as strategies know it; that of the priors when left out.
    """
    priors = read_priors()
    weights = priors.module_weights(station, case.prior)
    module = station.module_ids[_drawn(weights, seed)]
    noise = noise or SlopeNoise.of(priors.noise)
    moving_s = min(_MOVING_S, case.closing_s)
    world = SearchWorld(station, noise, {module: case.rate_kg_s}, case.closing_s, seed, moving_s)
    if strategy in (ADVISER, UNMANNED, CLASSIC):
        order = SearchOrder.CLASSIC if strategy == CLASSIC else SearchOrder.INFORMATION
        located, told = _search(world, case, order, strategy != UNMANNED)
        answer, chance = located.location().ranked()[0]
    else:
        by_name = {named.name: named.run for named in STRATEGIES}
        chances = dict(zip(station.module_ids, weights.tolist(), strict=True))
        answer = by_name[strategy](world, chances, case.rate_kg_s)
        chance, told = None, ()
    hours = world.time_s / 3600.0
    prior = case.prior.value
    return Result(
        seed, case.label, prior, strategy, module, answer, chance, hours, world.closures, told
    )


def _drawn(weights: Floats, seed: int) -> int:
    """The index of the leaking module: successive seeds follow the weights as closely as whole numbers can.

    Drawn at random, some sixty searches would hold the likeliest module a quarter too rarely one time in
    twenty, and both hours and calibration would be off by that. Steps of the golden section fill the
    weights evenly however many seeds there are.
    """
    place = (seed + 0.5) * _GOLDEN % 1.0
    return min(int(np.searchsorted(np.cumsum(weights), place)), len(weights) - 1)


def _search(
    world: SearchWorld, case: SearchTask, order: SearchOrder, is_manned: bool
) -> tuple[Locator, tuple[tuple[str, float], ...]]:
    """Follow the advice, hatch by hatch, until it says that the leak is found; and what was told."""
    told: list[tuple[str, float]] = []
    locator = Locator(world.station, prior=case.prior)
    reserve_s = _reserve_s(world.station, case)
    advice: Advice | None = None
    while world.time_s < _MOST_HOURS * 3600.0:
        locator.observe(world.time_s, world.closed, world.readings())
        told += locator.location().ranked()[:_LIKELIEST]
        people = people_aboard(world.station, places=world.places) if is_manned else ()
        situation = SearchConstraints(world.time_s, people, reserve_s, order=order)
        advice = next_best_action(locator, situation, advice)
        if advice.kind in (AdviceKind.CLOSE, AdviceKind.AIR, AdviceKind.RETREAT):
            parties = locator.priors.procedure.parties_of(len(people))
            world.carry_out(advice.actions, parties)
        elif advice.kind is AdviceKind.WAIT:
            world.wait(min(VERDICT_SHARE * max(advice.wait_s, case.closing_s), 1800.0))
        elif advice.kind is AdviceKind.WATCH:
            world.wait(case.closing_s)
        else:
            break
    return locator, tuple(told)


def _reserve_s(station: Station, case: SearchTask) -> float:
    """How long the air of the whole station lasts."""
    volume_m3 = math.fsum(m.free_volume_m3 for m in station.modules)
    least_pa = read_safety_rules().limits.pressure_least_pa
    return time_to_s(volume_m3, hole_m3_s(case.rate_kg_s), station.atmosphere.pressure_pa, least_pa)
