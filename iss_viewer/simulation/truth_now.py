"""What is true at one instant of a simulated run: for those who act on the run by the truth, and never for a detector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iss_viewer.simulation.air import AirRows
from iss_viewer.simulation.coupling import Air
from iss_viewer.simulation.world import World
from iss_viewer.station import Station


@dataclass(frozen=True, slots=True)
class LeakNow:
    """A leak as it is: in a module, or past a closed hatch.

    site: which of those found in its module it is, from 1; 0: not found. size_1: its size now, as a part of the
    written one, repairs included. flow_kg_s: out of its module. area_m2: of a hole of discharge 1 that would pass
    as much into vacuum; 0 before it starts and while it is shut. repairs: how many were done to it.
    """

    id: str
    module: str
    hatch: str
    site: int
    size_1: float
    flow_kg_s: float
    area_m2: float
    repairs: int


@dataclass(frozen=True, slots=True)
class TruthNow:
    """The station right after the last sample: air by module, where everybody is, what is open, on and leaking.

    closed_hatches: those shut, or on their way to it. feed_kg_s: of those opened by hand.
    """

    time_s: float
    pressure_pa: Mapping[str, float]
    oxygen_pa: Mapping[str, float]
    carbon_dioxide_pa: Mapping[str, float]
    temperature_k: Mapping[str, float]
    tank_kg: Mapping[str, float]
    places: Mapping[str, str]
    incapacitated: tuple[str, ...]
    closed_hatches: frozenset[str]
    open_valves: frozenset[str]
    fans_are_on: bool
    machines_on: frozenset[str]
    feed_kg_s: Mapping[str, float]
    leaks: tuple[LeakNow, ...]
    gauge_at: str  # the module where it is being read; empty: it is not
    fans_off: frozenset[str] = frozenset()  # while the others run

    @property
    def able(self) -> dict[str, str]:
        """Who can do something, and where each is."""
        return {p: m for p, m in self.places.items() if p not in self.incapacitated}


def truth_of(world: World, rows: AirRows, station: Station, air: Air) -> TruthNow:
    """What is true at an instant of the stretch of a world, or of the world itself. rows: its air, one row."""
    plant, modules, now_s = world.plant, station.module_ids, float(rows.time_s[0])
    hatches = [hatch.id for hatch in station.hatches]
    machines = [machine.id for machine in station.equipment]

    def by_module(values: list[float]) -> dict[str, float]:
        return dict(zip(modules, values, strict=True))

    return TruthNow(
        time_s=now_s,
        pressure_pa=by_module(rows.pressure_pa[0].tolist()),
        oxygen_pa=by_module(rows.partial_pa[0, :, 1].tolist()),
        carbon_dioxide_pa=by_module(rows.partial_pa[0, :, 2].tolist()),
        temperature_k=by_module(rows.temperature_k[0].tolist()),
        tank_kg=dict(zip((t.id for t in station.tanks), rows.tank_kg[0].tolist(), strict=True)),
        places=dict(zip(plant.people, plant.crew_places, strict=True)),
        incapacitated=plant.fallen,
        closed_hatches=_named(hatches, plant.hatch_is_open, False),
        open_valves=_named(hatches, plant.valves_open_at(now_s), True),
        fans_are_on=plant.fans_are_on,
        fans_off=frozenset(plant.fans_off),
        machines_on=_named(machines, plant.machine_is_on, True),
        feed_kg_s={
            name: flow
            for name, flow in zip(machines, plant.feed_kg_s, strict=True)
            if flow is not None
        },
        leaks=_leaks(world, rows, air),
        gauge_at=world.reading,
    )


def _named(names: list[str], values: tuple[bool, ...], wanted: bool) -> frozenset[str]:
    return frozenset(name for name, value in zip(names, values, strict=True) if value is wanted)


def _leaks(world: World, rows: AirRows, air: Air) -> tuple[LeakNow, ...]:
    flows, areas = air.leaks(world, rows)
    states = enumerate(world.plant.leaks)
    return tuple(
        LeakNow(
            state.size.id,
            state.size.module,
            state.size.hatch,
            state.site,
            state.now_1(float(rows.time_s[0])),
            float(flows[0, index]),
            float(areas[0, index]),
            state.repairs,
        )
        for index, state in states
    )
