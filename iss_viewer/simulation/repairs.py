"""Finding leaks and repairing them: what a search finds, what a repair closes, and whether it holds.

Chance hangs on the seed, the leak, and the how-manyth search or repair it is, so that nothing else moves it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from iss_viewer.simulation.leaks import LeakState, RepairDone
from iss_viewer.simulation.sensors import random_key
from iss_viewer.simulation.world import World
from iss_viewer.station import Station
from iss_viewer.station.actions import RepairKind
from iss_viewer.station.costs import ActionCosts, RepairResult, read_action_costs


@dataclass(frozen=True)
class Repairs:
    """Searches and repairs in a station, by a seed. costs: read when first asked for."""

    station: Station
    seed: int
    costs: Callable[[], ActionCosts] = read_action_costs

    def searched(self, world: World, module: str) -> tuple[World, int]:
        """The world after one search of a module, and how many leaks it found that were not known."""
        leaks, found = list(world.plant.leaks), 0
        site = max((s.site for s in leaks if self._is_in(s, module)), default=0)
        for index, state in enumerate(leaks):
            if not self._is_in(state, module) or state.site or not _leaks_at(state, world.time_s):
                continue
            chance_1 = self.costs().search.chance_1(_wide_m(state, world.time_s))
            is_found = self._draw(f"search/{state.size.id}", state.searches)[0] < chance_1
            found += is_found
            leaks[index] = replace(
                state, searches=state.searches + 1, site=site + found if is_found else 0
            )
        return _with(world, leaks), found

    def repaired(self, world: World, module: str, kind: RepairKind) -> tuple[World, RepairDone]:
        """The world after a repair in a module: of the leak found there that is open and was repaired least."""
        now_s, leaks = world.time_s, list(world.plant.leaks)
        known = [i for i, state in enumerate(leaks) if state.site and self._is_in(state, module)]
        if not known:
            return world, RepairDone(kind)
        index = min(
            known, key=lambda i: (not _leaks_at(leaks[i], now_s), leaks[i].repairs, leaks[i].site)
        )
        state, result = leaks[index], self.costs().repair(kind)
        effect_1, loose_s = self._outcome(state, result)
        left = replace(state.sealed(effect_1), repairs=state.repairs + 1)
        leaks[index] = left
        done = RepairDone(kind, index, state.site, left.repairs, now_s + loose_s, state.open_part)
        return _with(world, leaks), done

    def _outcome(self, state: LeakState, result: RepairResult) -> tuple[float, float]:
        """What part is closed, and after how long it comes loose."""
        early, late, when = self._draw(f"repair/{state.size.id}", state.repairs)
        if early < result.early_1:
            return result.early_effect_1, float("inf")
        loose_s = when * result.late_within_s if late < result.late_1 else float("inf")
        return result.effect_1, loose_s

    def _draw(self, name: str, count: int) -> tuple[float, float, float]:
        counter = np.array([0, 0, count, 0], dtype=np.uint64)
        draws = np.random.Generator(
            np.random.Philox(key=random_key(self.seed, name), counter=counter)
        )
        first, second, third = draws.random(3).tolist()
        return first, second, third

    def _is_in(self, state: LeakState, module: str) -> bool:
        """Whether a leak is heard in a module: its own, or on both sides of the hatch that it goes past."""
        if state.size.module:
            return state.size.module == module
        hatch = self.station.hatch(state.size.hatch)
        return module in (hatch.a, hatch.b)


def loosened(world: World, done: RepairDone) -> World | None:
    """The world once a repair has come loose; None: another was done since, or it holds nothing any more."""
    state = world.plant.leaks[done.leak]
    if state.repairs != done.count or state.open_part >= done.open_before:
        return None
    leaks = list(world.plant.leaks)
    leaks[done.leak] = replace(state, open_part=done.open_before)
    return _with(world, leaks)


def _with(world: World, leaks: list[LeakState]) -> World:
    return replace(world, plant=replace(world.plant, leaks=tuple(leaks)))


def _leaks_at(state: LeakState, time_s: float) -> bool:
    return state.now_1(time_s) > 0.0


def _wide_m(state: LeakState, time_s: float) -> float:
    """The diameter of a hole that leaks as much as it does now."""
    return state.size.wide_m * math.sqrt(state.now_1(time_s))
