"""Between the world and its air: what the plant's settings are to the gas, and what its rows say."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import AIR_KG_MOL, STANDARD_PA, R
from iss_viewer.scenario import Scenario
from iss_viewer.simulation.activity import Activity
from iss_viewer.simulation.air import (
    AirLeak,
    AirNetwork,
    AirRows,
    AirState,
    Aperture,
    Controls,
    Stepper,
    Swing,
    Warming,
)
from iss_viewer.simulation.air.controls import environment_k, set_points_k
from iss_viewer.simulation.air.gas import CHOKED, MOLAR_KG, REFERENCE_K, SENSIBLE_HEAT_W
from iss_viewer.simulation.beds import Beds
from iss_viewer.simulation.plant import Plant
from iss_viewer.simulation.starting_air import StartingAir
from iss_viewer.station import VACUUM, Station
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.units import PA_PER_ATM, S_PER_DAY

if TYPE_CHECKING:
    from iss_viewer.simulation.world import World

Floats = NDArray[np.float64]

_FOUND_S = 1e-6  # as near as the time of a crossing is found


class Air:
    """The air of a scenario on its station."""

    def __init__(self, scenario: Scenario, station: Station) -> None:
        self._scenario, self._station = scenario, station
        self._modules, self._activity = station.module_ids, Activity(scenario)
        joined = ((leak.module, leak.into) for leak in scenario.leaks if leak.into)
        self._network = AirNetwork(station, joined)
        self._beds = Beds(station)
        loads = [(load.at_s, load.end_s, load.power_w) for load in scenario.heat_loads]
        self._loads = np.array(loads, np.float64).reshape(-1, 3).T
        nodes = [self._modules.index(load.module) for load in scenario.heat_loads]
        self._load_node = np.array(nodes, np.intp)
        self._stepper = Stepper(self._network, scenario.tolerance, scenario.longest_step_s)
        #: a state never changes, and a stretch asks often for the two that it lies between
        self._now: Callable[[AirState], AirRows] = lru_cache(maxsize=2)(self._stepper.now)
        self._base_k = _given(scenario.start.temperature_k, station.atmosphere.temperature_k)
        self._held_k = environment_k(station, self._base_k)
        self._set_k = set_points_k(station, self._base_k)
        self._swings = tuple(
            Swing(s.amplitude_k, s.period_s, 2.0 * math.pi * s.phase, self._places(s.where))
            for s in scenario.heat_swings
        )
        # seals and fittings lose by friction, so by the square of the pressure
        self._background = tuple(
            AirLeak(m.id, module=m.id, crack_kg_s_pa2=m.background_leak_kg_s / PA_PER_ATM**2)
            for m in station.modules
            if m.background_leak_kg_s > 0.0
        )
        self._machine_node = [self._modules.index(m.module) for m in station.equipment]

    def _loads_w(self, time_s: float) -> Floats:
        """What equipment gives to the air of each module from `time_s` to the next kink."""
        at_s, end_s, power_w = self._loads
        now = (at_s <= time_s) & (time_s < end_s)
        heat = np.bincount(self._load_node[now], power_w[now], len(self._modules))
        return heat.astype(np.float64)

    def _held_back_w(self, plant: Plant) -> Floats:
        """What each machine has settled on before the run: the heat of the people and loads of its module.

        Else each run would begin with a warming that looks like air let in.
        """
        heat, activity = self._loads_w(0.0), self._activity.at(0.0)
        for index, module in enumerate(self._modules):
            heat[index] += plant.crew_in(module) * SENSIBLE_HEAT_W * activity
        machines = self._network.arrays.machines
        cooling = np.where(plant.machine_is_on, machines["cooling_w"], 0.0)
        at_all = np.bincount(machines["module"], cooling, len(heat))
        share = np.minimum(heat / np.maximum(at_all, 1e-30), 1.0)
        held: Floats = cooling * share[machines["module"]]
        return held

    def start(self, plant: Plant) -> AirState:
        """The air at the start of the scenario."""
        written = self._scenario.start.tank_contents_kg
        tanks = [written.get(tank.id, tank.content_kg) for tank in self._station.tanks]
        air = StartingAir.of(self._scenario, self._station)
        vector = self._network.still_air(
            air.partial_pa,
            air.temperature_k,
            np.array(tanks, dtype=np.float64),
            air.wall_k,
            self._held_back_w(plant),
        )
        nothing = np.zeros(len(self._modules))
        return self._stepper.start(self.controls(plant, 0.0, nothing), vector)

    def controls(self, plant: Plant, time_s: float, heat_w: Floats) -> Controls:
        """The settings from `time_s` to the next kink of a leak, of a ramp or of a load of heat."""
        activity = self._activity.at(time_s)
        leaks = [state.in_air(time_s) for state in plant.leaks]
        breathing = Counter(place for _, place in plant.able)
        heat = (self._loads_w(time_s) + heat_w).tolist()
        return Controls(
            hatch_is_open=plant.hatches_open_at(time_s),
            valve_is_open=plant.valves_open_at(time_s),
            fans_are_on=plant.fans_are_on,
            machine_is_on=plant.machine_is_on,
            feed_kg_s=plant.feed_kg_s,
            set_k=self._set_k,
            people=tuple(breathing[module] * activity for module in self._modules),
            environment_k=self._held_k,
            heat_w=tuple(heat),
            leaks=(*(leak for leak in leaks if leak is not None), *self._background),
            swings=(
                *self._swings,
                *(
                    item.swing(self._places(item.where))
                    for item in plant.surroundings
                    if item.period_s > 0.0
                ),
            ),
            warmings=(
                *(self._warming(*item, time_s) for item in plant.warming),
                *(
                    item.warming(time_s, self._places(item.where))
                    for item in plant.surroundings
                    if item.period_s == 0.0
                ),
            ),
            apertures=tuple(
                Aperture(
                    self._station.hatches[t.index].id, t.is_valve, t.course.growth(time_s, 1.0)
                )
                for t in plant.travels
                if t.course.until_s > time_s or 0.0 < t.course.goal < 1.0
            ),
            fans_off=plant.fans_off,
            beds=self._beds.at(time_s),
        )

    def advance(
        self, world: World, until_s: float, times_s: Floats, heat_w: Floats
    ) -> tuple[AirState, AirRows]:
        """The air at `until_s`, and its rows at `times_s`, all in [world.time_s, until_s]."""
        controls = self.controls(world.plant, world.time_s, heat_w)
        return self._stepper.advance(world.air, controls, until_s, times_s)

    def next_kink_s(self, plant: Plant, time_s: float) -> float:
        """When the controls of `time_s` hold no more by themselves."""
        kinks = [s.course.next_kink_s(time_s) for s in plant.leaks if s.course is not None]
        kinks += [travel.course.next_kink_s(time_s) for travel in plant.travels]
        kinks += [item.next_kink_s(time_s) for item in plant.surroundings]
        for index, since in plant.warming:
            end = since + self._scenario.heat_ramps[index].over_s
            kinks += [end] if end > time_s else []
        loads = self._loads[:2]
        kinks.append(float(loads[loads > time_s].min(initial=math.inf)))
        kinks += [self._activity.next_kink_s(time_s), self._beds.next_kink_s(time_s)]
        return min(kinks, default=math.inf)

    def temperature_k(self, air: AirState) -> Floats:
        """Gas temperature of each module."""
        warm: Floats = self._now(air).temperature_k[0]
        return warm

    def crossing_s(
        self, world: World, until_s: float, heat_w: Floats, margins: Callable[[AirRows], Floats]
    ) -> float:
        """When one of `margins` (rows -> (n, k)) first changes its sign after `world`; `until_s` if none does.

        The sign is asked at the start, middle and end of each step of the air, so what comes true and false again
        within half a step is missed; in between the time is found by bisection.
        """
        controls = self.controls(world.plant, world.time_s, heat_w)
        low_s = world.time_s
        state, rows = self._stepper.advance(world.air, controls, low_s, np.array([low_s]))
        before = margins(rows)[0] > 0.0
        while low_s < until_s:
            end_s = min(max(self._stepper.step_ends_s(state), low_s), until_s)
            for high_s in (0.5 * (low_s + end_s), end_s):
                rows = self._stepper.advance(state, controls, high_s, np.array([high_s]))[1]
                if ((margins(rows)[0] > 0.0) != before).any():
                    return self._turn_s(state, controls, (low_s, high_s), before, margins)
                low_s = high_s
            low_s = math.nextafter(end_s, math.inf)
            if low_s < until_s:
                state = self._stepper.advance(state, controls, low_s, np.array([low_s]))[0]
        return until_s

    def breath_margin(self, rows: AirRows) -> Floats:
        """How far the air of each module is from what incapacitates, as a part of each limit, (n, modules)."""
        limits = read_safety_rules().incapacitated
        parts = (
            rows.oxygen_pa / limits.oxygen_below_pa - 1.0,
            1.0 - rows.carbon_dioxide_pa / limits.carbon_dioxide_above_pa,
            rows.pressure_pa / limits.pressure_below_pa - 1.0,
        )
        least: Floats = np.min(parts, axis=0)
        return least

    def _turn_s(
        self,
        state: AirState,
        controls: Controls,
        between_s: tuple[float, float],
        before: NDArray[np.bool_],
        margins: Callable[[AirRows], Floats],
    ) -> float:
        """The first time, to `_FOUND_S`, at which not all signs are as `before`."""
        low_s, high_s = between_s
        while high_s - low_s > _FOUND_S:
            middle_s = 0.5 * (low_s + high_s)
            rows = self._stepper.advance(state, controls, middle_s, np.array([middle_s]))[1]
            if ((margins(rows)[0] > 0.0) == before).all():
                low_s = middle_s
            else:
                high_s = middle_s
        return high_s

    def pressures_pa(self, world: World) -> Floats:
        """True pressure of each module."""
        pressure: Floats = self.now(world).pressure_pa[0]
        return pressure

    def now(self, world: World) -> AirRows:
        """The air of a world as it stands, rows of shape (1, ...)."""
        return self._now(world.air)

    def pressure_of(self, world: World, module: str) -> float:
        """True pressure of a module."""
        return float(self.pressures_pa(world)[self._modules.index(module)])

    def leaks(self, world: World, rows: AirRows) -> tuple[Floats, Floats]:
        """Flow and equal area of each leak of the plant, shape (n, leaks) each.

        Into space they follow from the law and the state at each instant, where the rows have means
        of steps. The equal area is that of a hole of discharge coefficient 1 that would pass as much
        into vacuum; a leak past a hatch is measured from its side a.
        """
        states = world.plant.leaks
        flows = np.zeros((len(rows.time_s), len(states)))
        areas = flows.copy()
        for column, leak, row in self._running(world):
            side = leak.module or self._station.hatch(leak.hatch).a
            if side == VACUUM:
                side = self._station.hatch(leak.hatch).b
            node = self._modules.index(side)
            flows[:, column] = (
                _to_space_kg_s(leak, rows, node)
                if leak.module and not self._leads_inside(leak)
                else rows.leak_kg_s[:, row]
            )
            hole = AirLeak(leak.id, leak.module, orifice_m2=1.0)
            flux = np.maximum(_to_space_kg_s(hole, rows, node), 1e-30)
            areas[:, column] = np.abs(flows[:, column]) / flux
        return flows, areas

    def through_kg(self, world: World, rows: AirRows) -> Floats:
        """What has passed each leak of the plant by each row, shape (n, leaks); signs as of `leaks`."""
        states = world.plant.leaks
        passed = np.zeros((len(rows.time_s), len(states)))
        for column, state in enumerate(states):
            if state.size.id in rows.leaks:
                passed[:, column] = rows.through_kg[:, rows.leaks.index(state.size.id)]
        return passed

    def lost_by_leaks_kg_s(self, world: World, rows: AirRows, flows: Floats) -> Floats:
        """What each module loses to space but through its relief valves and scrubbers, (n, modules).

        flows: of the leaks at each instant, as `leaks` gives them.
        """
        lost = rows.lost_kg_s.copy()
        for column, leak, row in self._running(world):
            if leak.module and not self._leads_inside(leak):
                lost[:, self._modules.index(leak.module)] += (
                    flows[:, column] - rows.leak_kg_s[:, row]
                )
        air = self._station.atmosphere
        for index, machine in enumerate(self._station.equipment):
            node = self._machine_node[index]
            if machine.kind in ("relief_valve", "pump", "hose"):
                if machine.into:
                    continue
                lost[:, node] -= rows.machine_kg_s[:, index]
            elif machine.air_loss_kg_day > 0.0 and world.plant.machine_is_on[index]:
                density = rows.pressure_pa[:, node] / air.pressure_pa
                density = density * air.temperature_k / rows.temperature_k[:, node]
                lost[:, node] -= machine.air_loss_kg_day / S_PER_DAY * density
        return np.maximum(lost, 0.0)

    def _leads_inside(self, leak: AirLeak) -> bool:
        """Whether a leak of a module ends in air: in another module, or in the chamber around it."""
        here = self._modules.index(leak.module)
        return bool(leak.into) or self._network.beyond(here) >= 0

    def _running(self, world: World) -> Iterator[tuple[int, AirLeak, int]]:
        """Open leaks: number in the plant, as the air knows it, number in the rows of a stretch."""
        row = 0
        for column, state in enumerate(world.plant.leaks):
            leak = state.in_air(world.time_s)
            if leak is not None:
                yield column, leak, row
                row += 1

    def _warming(self, index: int, since_s: float, time_s: float) -> Warming:
        ramp = self._scenario.heat_ramps[index]
        places = self._places(ramp.where)
        if time_s < since_s + ramp.over_s:
            return Warming(0.0, ramp.change_k / ramp.over_s, since_s, places)
        return Warming(ramp.change_k, 0.0, since_s, places)

    def _places(self, where: str) -> tuple[str, ...]:
        """The modules that a module, a segment or nothing (everywhere) means."""
        if where == "" or where in self._modules:
            return (where,) if where else ()
        return tuple(m.id for m in self._station.modules if m.segment == where)


def _given(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _to_space_kg_s(leak: AirLeak, rows: AirRows, node: int) -> Floats:
    """Flow of a leak into vacuum at each row, by the laws of the network (`air.kernel_laws`)."""
    since = rows.time_s - leak.growth.since_s
    factor = np.maximum(leak.growth.value + leak.growth.slope_per_s * since, 0.0)
    factor = factor * np.exp(leak.growth.rate_per_s * since)
    pressure, warm = rows.pressure_pa[:, node], rows.temperature_k[:, node]
    # a sum by rows: a product of matrices rounds by how many rows there are
    molar = (rows.partial_pa[:, node] * MOLAR_KG).sum(axis=1) / np.maximum(pressure, 1e-30)
    orifice = leak.orifice_m2 * CHOKED * pressure * np.sqrt(molar / (R * warm))
    heavy = molar / AIR_KG_MOL * REFERENCE_K / warm
    friction = leak.crack_kg_s_pa2 * heavy * pressure**2
    free = leak.linear_kg_s_pa * np.sqrt(heavy) * pressure
    power = leak.power_kg_s * (np.sqrt(heavy) * pressure / STANDARD_PA) ** leak.exponent
    return np.asarray(factor * (orifice + friction + free + power))
