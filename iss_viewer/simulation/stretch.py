"""A stretch of time in which nobody does anything: the world goes on, samples fall due."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from iss_viewer.scenario import Scenario
from iss_viewer.simulation.air import AirRows
from iss_viewer.simulation.coolant import CoolantLoops
from iss_viewer.simulation.coupling import Air
from iss_viewer.simulation.script import Holds, Script, holds_in
from iss_viewer.simulation.world import World
from iss_viewer.station import Station

Floats = NDArray[np.float64]

#: the heat of coolant loops into their cabins is held for this long, and taken in whole watts
TICK_S = 300.0


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

        Its length hangs on the world alone, so that reads cannot change what is simulated.
        """
        until = min(
            world.agenda.next_s,
            (math.floor(world.time_s / TICK_S) + 1.0) * TICK_S,
            end_s,
            self._air.next_kink_s(world.plant, world.time_s),
        )
        if world.sample == 0:
            until = world.time_s
        stretch = self._pass(world, until)
        row, trips = self._first_stop(stretch)
        if row is None:
            return replace(stretch, end=self._judged(stretch, len(stretch)))
        if stretch.times_s[row] == until:
            end = self._judged(stretch, row + 1)
            return replace(stretch, end=end, trips_fans=trips)
        return replace(self.cut(stretch, row + 1), trips_fans=trips)

    def cut(self, stretch: Stretch, rows: int) -> Stretch:
        """The same stretch, ended right at its sample number `rows` - 1."""
        short = self._pass(stretch.start, stretch.times_s[rows - 1].item())
        agenda = self._judged(stretch, rows).agenda
        return replace(short, end=replace(short.end, agenda=agenda))

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
        mean_pa = world.mean_pa
        if len(times):
            mean_pa = float(rows.pressure_pa[-1] @ self._volumes / self._volumes.sum())
        end = replace(
            world,
            time_s=until_s,
            sample=last + 1,
            air=air,
            loops=loops,
            shown=() if len(times) else world.shown,
            mean_pa=mean_pa,
        )
        return Stretch(world, end, times, rows, loop_rows)

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

    def _first_stop(self, stretch: Stretch) -> tuple[int | None, bool]:
        """The first sample after which something happens that hung on the samples."""
        trip = self._fan_trip(stretch)
        short = len(stretch) if trip is None else trip + 1
        row, _ = self._script.judge(
            stretch.start.agenda, stretch.times_s[:short], self._holds(stretch, short)
        )
        if trip is not None and (row is None or trip <= row):
            return trip, True
        return row, False

    def _judged(self, stretch: Stretch, rows: int) -> World:
        _, agenda = self._script.judge(
            stretch.start.agenda, stretch.times_s[:rows], self._holds(stretch, rows)
        )
        return replace(stretch.end, agenda=agenda)

    def _holds(self, stretch: Stretch, rows: int) -> Holds:
        plant = stretch.start.plant
        hatches = (hatch.id for hatch in self._station.hatches)
        columns = zip(self._station.module_ids, stretch.air.pressure_pa[:rows].T, strict=True)
        return holds_in(dict(columns), dict(zip(hatches, plant.hatch_is_open, strict=True)), rows)

    def _fan_trip(self, stretch: Stretch) -> int | None:
        """The first sample at which the mean pressure has fallen too fast since the one before."""
        threshold, world = self._scenario.fans_stop_below_pa_s, stretch.start
        if threshold is None or world.fans_were_stopped or not world.plant.fans_are_on:
            return None
        means = stretch.air.pressure_pa @ self._volumes / self._volumes.sum()
        rates = np.diff(means, prepend=world.mean_pa) / self._period_s
        low = np.flatnonzero(rates < threshold)
        return int(low[0]) if len(low) else None
