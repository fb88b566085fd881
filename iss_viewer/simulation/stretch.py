"""A stretch of time in which nobody does anything: the world goes on, samples fall due."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from iss_viewer.scenario import Scenario
from iss_viewer.scenario.scenario import Condition
from iss_viewer.simulation.air import AirRows
from iss_viewer.simulation.coolant import CoolantLoops
from iss_viewer.simulation.coupling import Air
from iss_viewer.simulation.script import Due, EntryKind, Script, holds_in, margin_pa
from iss_viewer.simulation.world import World
from iss_viewer.station import Station
from iss_viewer.station.safety import read_safety_rules

Floats = NDArray[np.float64]

#: the heat of coolant loops into their cabins is held for this long, and taken in whole watts
TICK_S = 300.0
#: the automatic response to a rapid depressurization compares the mean pressure so often, by a clock of its own
LOOK_S = 1.0


@dataclass(frozen=True)
class Stretch:
    """From `start` to `end`, with the samples that fall due in (start, end]; the first has number 0.

    air: the true state at the samples. loops: shape (n, loops, 5). trips_fans: the rapid
    depressurization response comes at its end.
    """

    start: World
    end: World
    times_s: Floats
    air: AirRows
    loops: Floats
    trips_fans: bool = False

    def __len__(self) -> int:
        return len(self.times_s)


class WorldClock:
    """Lets time pass over a world."""

    def __init__(
        self, scenario: Scenario, station: Station, script: Script, air: Air, loops: CoolantLoops
    ) -> None:
        self._scenario, self._station, self._script = scenario, station, script
        self._air, self._loops = air, loops
        self._period_s = scenario.sample_period_s
        self._volumes = np.array([module.free_volume_m3 for module in station.modules])
        modules = station.module_ids
        self.cabins = np.array([modules.index(loop.module) for loop in loops.loops], dtype=np.intp)

    def next_stretch(self, world: World, end_s: float) -> Stretch:
        """The stretch from `world` to the next moment at which something may change.

        Its length hangs on the world alone, so that neither reads nor samples can change what is simulated.
        """
        world = self._judged(world)
        until = min(
            self._script.next_s(world.agenda),
            (math.floor(world.time_s / TICK_S) + 1.0) * TICK_S,
            end_s,
            self._air.next_kink_s(world.plant, world.time_s),
        )
        world, until = self._with_failing(world, until)
        if world.sample == 0 or until <= world.time_s:
            return self._pass(world, world.time_s)
        heat_w = self._cabins(world)[1]
        conditions = self._script.watched(world.agenda)
        if conditions:
            until = self._air.crossing_s(world, until, heat_w, partial(self._margins, conditions))
        trip_s = self._fan_trip_s(world, until, heat_w)
        stretch = self._pass(world, until if trip_s is None else trip_s)
        turn_s = self._breath_turn_s(stretch, heat_w)
        if turn_s < stretch.end.time_s:
            return self._pass(world, turn_s)
        return replace(stretch, trips_fans=trip_s is not None)

    def cut(self, stretch: Stretch, rows: int) -> Stretch:
        """The same stretch, ended right at its sample number `rows` - 1."""
        return self._pass(stretch.start, stretch.times_s[rows - 1].item())

    def _pass(self, world: World, until_s: float) -> Stretch:
        last = math.floor(until_s / self._period_s * (1.0 + 1e-15))
        while last * self._period_s > until_s:
            last -= 1
        while (last + 1) * self._period_s <= until_s:
            last += 1
        times: Floats = np.arange(world.sample, last + 1, dtype=np.float64) * self._period_s
        cabin_k, heat_w = self._cabins(world)
        air, rows = self._air.advance(world, until_s, times, heat_w)
        loops = world.loops.copy()
        marks = np.concatenate(([world.time_s], times, [until_s]))
        loop_rows = self._loops.advance(loops, marks, cabin_k)[: len(times)]
        end = replace(
            world,
            time_s=until_s,
            sample=last + 1,
            air=air,
            loops=loops,
            shown=() if len(times) else world.shown,
            mean_pa=self._seen_pa(world, until_s, heat_w),
        )
        return Stretch(world, end, times, rows, loop_rows)

    def _seen_pa(self, world: World, until_s: float, heat_w: Floats) -> float:
        """The mean pressure when the automatic response last looked; not kept where there is none."""
        look_s = math.floor(until_s / LOOK_S) * LOOK_S
        if self._scenario.fans_stop_below_pa_s is None or look_s < world.time_s:
            return world.mean_pa
        rows = self._air.advance(world, until_s, np.array([look_s]), heat_w)[1]
        return float(rows.pressure_pa[0] @ self._volumes / self._volumes.sum())

    def _cabins(self, world: World) -> tuple[Floats, Floats]:
        """Gas temperature around each loop, and the heat of all loops into each module.

        Heat is counted from what the loops gave at the start, which the station's own control of
        temperature had taken away all along.
        """
        heat_w = np.zeros(len(self._volumes))
        if not len(self.cabins):
            return np.zeros(0), heat_w
        cabin_k = self._air.temperature_k(world.air)[self.cabins]
        more = self._loops.cabin_heat_w(world.loops, cabin_k) - self._loops.usual_heat_w(cabin_k)
        np.add.at(heat_w, self.cabins, np.round(more))
        return cabin_k, heat_w

    def _judged(self, world: World) -> World:
        """The world with its conditions judged as they stand."""
        if not world.agenda.waiting:
            return world
        pressure = self._air.pressures_pa(world)
        hatches = (hatch.id for hatch in self._station.hatches)
        now = dict(zip(self._station.module_ids, pressure.tolist(), strict=True))
        holds = holds_in(now, dict(zip(hatches, world.plant.hatch_is_open, strict=True)))
        return replace(world, agenda=self._script.judged(world.agenda, world.time_s, holds))

    def _with_failing(self, world: World, until_s: float) -> tuple[World, float]:
        """The world with who fails in the air where they are, and the next time at which one of them falls."""
        now_s, bad = world.time_s, self._bad_air(world)
        since = dict(world.failing)
        failing = {p: since.get(p, now_s) for p, m in world.plant.able if m in bad}
        if not failing and not since:
            return world, until_s
        after_s = read_safety_rules().incapacitated.after_s
        falls = [
            Due(now_s, EntryKind.INCAPACITY, i, person=p)
            for i, p in enumerate(failing)
            if now_s >= failing[p] + after_s
        ]
        world = replace(world, failing=tuple(failing.items()), agenda=world.agenda.plus(*falls))
        return world, now_s if falls else min([until_s, *(s + after_s for s in failing.values())])

    def _bad_air(self, world: World) -> set[str]:
        """The modules with people who can still do something, in air that incapacitates."""
        used = {module for _, module in world.plant.able}
        if not used:
            return used
        margins = self._air.breath_margin(self._air.now(world))[0]
        return {
            m for m, far in zip(self._station.module_ids, margins, strict=True) if far <= 0.0
        } & used

    def _breath_turn_s(self, stretch: Stretch, heat_w: Floats) -> float:
        """When the air where people are first begins or ceases to incapacitate, if it is so at the end; else the end."""
        start, end = stretch.start, stretch.end
        if self._bad_air(end) == self._bad_air(start):
            return end.time_s
        places = self._station.module_ids
        used = sorted({places.index(m) for _, m in start.plant.able})
        return self._air.crossing_s(
            start, end.time_s, heat_w, lambda air: self._air.breath_margin(air)[:, used]
        )

    def _margins(self, conditions: Sequence[Condition], air: AirRows) -> Floats:
        """How far each condition is from its turn, shape (n, conditions)."""
        modules = self._station.module_ids
        columns = [margin_pa(c, air.pressure_pa[:, modules.index(c.module)]) for c in conditions]
        return np.stack(columns, axis=1)

    def _fan_trip_s(self, world: World, until_s: float, heat_w: Floats) -> float | None:
        """When the automatic response finds that the mean pressure has fallen too fast since its last look."""
        threshold = self._scenario.fans_stop_below_pa_s
        if threshold is None or world.fans_were_stopped or not world.plant.fans_are_on:
            return None
        first = math.floor(world.time_s / LOOK_S)
        last = math.floor(until_s / LOOK_S)
        looks: Floats = np.arange(first, last + 1, dtype=np.float64) * LOOK_S
        seen = looks[looks >= world.time_s]
        rows = self._air.advance(world, until_s, seen, heat_w)[1]
        means = rows.pressure_pa @ self._volumes / self._volumes.sum()
        before = [world.mean_pa] if len(seen) < len(looks) else []
        falling = np.flatnonzero(np.diff([*before, *means]) / LOOK_S < threshold)
        if not len(falling):
            return None
        return float(looks[falling[0] + 1])
