"""Controls compiled for the kernel: every way that gas can take now, as rows of arrays."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import STANDARD_PA
from iss_viewer.simulation.air.controls import AirLeak, Controls, Growth
from iss_viewer.simulation.air.kernel_data import (
    Law,
    MachineSetting,
    ModuleSetting,
    PassageRow,
    Settings,
    SwingRow,
    WarmingRow,
)
from iss_viewer.simulation.air.layout import ACCOUNT
from iss_viewer.simulation.air.network import SPACE, AirNetwork, air_loss_m3_s
from iss_viewer.simulation.air.records import Records, filled, of_rows
from iss_viewer.station import VACUUM, Hatch

Floats = NDArray[np.float64]

STEADY = Growth()


class Passage(NamedTuple):
    """A way from module a to module b, or to SPACE, with the account of what takes it; see `PassageRow`."""

    a: int
    b: int
    law: Law
    first: float
    second: float = 0.0
    growth: Growth = STEADY
    leak: int = -1
    machine: int = -1
    account: int = -1
    along: float = 1.0


def compile_controls(network: AirNetwork, controls: Controls) -> Settings:
    """The arrays of `controls`. Raises KeyError for a module or hatch that is not there."""
    swings, warmings = controls.swings, controls.warmings
    beds = {bed.machine: bed.part for bed in controls.beds}
    parts = [beds.get(machine.id, STEADY) for machine in network.station.equipment]
    return Settings(
        passages=_passages(network, controls),
        modules=filled(
            ModuleSetting,
            len(controls.people),
            people=controls.people,
            heat_w=controls.heat_w,
            environment_k=controls.environment_k,
        ),
        machines=filled(
            MachineSetting,
            len(controls.machine_is_on),
            is_on=controls.machine_is_on,
            by_hand_kg_s=[math.nan if flow is None else flow for flow in controls.feed_kg_s],
            set_k=controls.set_k,
            bed=[part.value for part in parts],
            bed_per_s=[part.slope_per_s for part in parts],
            since_s=[part.since_s for part in parts],
        ),
        swings=of_rows(
            SwingRow,
            [(s.amplitude_k, 2.0 * math.pi / s.period_s, s.phase_rad) for s in swings],
        ),
        swing_at=_where(network, [s.modules for s in swings]),
        warmings=of_rows(WarmingRow, [(w.change_k, w.slope_k_s, w.since_s) for w in warmings]),
        warming_at=_where(network, [w.modules for w in warmings]),
    )


def _passages(network: AirNetwork, controls: Controls) -> Records[PassageRow]:
    ways = [
        *_hatch_passages(network, controls),
        *_fan_passages(network, controls),
        *_machine_passages(network, controls),
        *_leak_passages(network, controls),
    ]
    slot = network.slots.get
    return filled(
        PassageRow,
        len(ways),
        a=[w.a for w in ways],
        b=[w.b for w in ways],
        slot_ab=[slot((w.a, w.b), -1) for w in ways],
        slot_ba=[slot((w.b, w.a), -1) for w in ways],
        law=[w.law for w in ways],
        first=[w.first for w in ways],
        second=[w.second for w in ways],
        value=[w.growth.value for w in ways],
        slope_per_s=[w.growth.slope_per_s for w in ways],
        rate_per_s=[w.growth.rate_per_s for w in ways],
        since_s=[w.growth.since_s for w in ways],
        leak=[w.leak for w in ways],
        machine=[w.machine for w in ways],
        account=[w.account for w in ways],
        along=[w.along for w in ways],
    )


def ends_of(network: AirNetwork, hatch: Hatch) -> tuple[int, int]:
    """Module indices of a hatch's sides; what is outside is always second."""
    sides = (hatch.b, hatch.a) if hatch.a == VACUUM else (hatch.a, hatch.b)
    a = network.module_index[sides[0]]
    return a, network.module_index.get(sides[1], network.beyond(a))


def _hatch_passages(network: AirNetwork, controls: Controls) -> Iterator[Passage]:
    mixing, layout = network.station.thermal.mixing_speed_m_s, network.layout
    part_of = {(part.hatch, part.is_valve): part.part for part in controls.apertures}
    for index, hatch in enumerate(network.station.hatches):
        a, b = ends_of(network, hatch)
        door = layout.hatch_accounts.start + ACCOUNT * index
        valve = layout.valve_accounts.start + ACCOUNT * index
        if controls.hatch_is_open[index]:
            area, part = hatch.discharge * hatch.area_m2, part_of.get((hatch.id, False), STEADY)
            yield Passage(a, b, Law.ORIFICE, area, growth=part, account=door)
            if b != SPACE and mixing > 0.0:
                exchange = Passage(
                    a, b, Law.FORCED, mixing * hatch.area_m2, 0.0, part, account=door
                )
                yield exchange
                yield exchange._replace(a=b, b=a, along=-1.0)
            continue
        if controls.valve_is_open[index] and hatch.valve_diameter_m > 0.0:
            area = hatch.valve_discharge * math.pi / 4.0 * hatch.valve_diameter_m**2
            part = part_of.get((hatch.id, True), STEADY)
            yield Passage(a, b, Law.ORIFICE, area, growth=part, account=valve)
        if hatch.seal_leak_kg_s > 0.0:
            # a worn seal passes gas by friction, so by the difference of squares
            worn = hatch.seal_leak_kg_s / STANDARD_PA**2
            yield Passage(a, b, Law.CRACK, worn, account=door)


def _fan_passages(network: AirNetwork, controls: Controls) -> Iterator[Passage]:
    """A fan blows through its open hatch, or through a duct where air can come back to it."""
    if not controls.fans_are_on:
        return
    hatches = network.station.hatches
    joined = _air_space_of(network, controls)
    for index, fan in enumerate(network.station.fans):
        if VACUUM in (fan.a, fan.b) or fan.id in controls.fans_off:
            continue
        doors = [
            is_open
            for hatch, is_open in zip(hatches, controls.hatch_is_open, strict=True)
            if {hatch.a, hatch.b} == {fan.a, fan.b}
        ]
        a, b = network.module_index[fan.a], network.module_index[fan.b]
        if any(doors) or (not doors and joined[a] == joined[b]):
            flow = fan.flow_m3_s * fan.effectiveness
            law = Law.FAN if fan.stall_pa else Law.FORCED
            account = network.layout.fan_accounts.start + ACCOUNT * index
            yield Passage(a, b, law, flow, fan.stall_pa or 0.0, account=account)


def _air_space_of(network: AirNetwork, controls: Controls) -> list[int]:
    """The number of the air space of each module: those joined by open hatches share one."""
    space = list(range(len(network.module_index)))
    for hatch, is_open in zip(network.station.hatches, controls.hatch_is_open, strict=True):
        a, b = ends_of(network, hatch)
        if is_open and b != SPACE:
            old, new = space[a], space[b]
            space = [new if number == old else number for number in space]
    return space


def _machine_passages(network: AirNetwork, controls: Controls) -> Iterator[Passage]:
    air, beds = network.station.atmosphere, {bed.machine: bed for bed in controls.beds}
    for index, machine in enumerate(network.station.equipment):
        if not controls.machine_is_on[index]:
            continue
        node = network.module_index[machine.module]
        account = network.layout.machine_accounts.start + ACCOUNT * index
        into = network.module_index[machine.into] if machine.into else network.beyond(node)
        way = Passage(node, into, Law.RELIEF, machine.rate_kg_s, machine=index, account=account)
        if machine.kind == "relief_valve":
            yield way
        elif machine.kind == "pump":
            law, stall_pa = (Law.FAN, machine.stall_pa) if machine.stall_pa else (Law.FORCED, 0.0)
            yield way._replace(law=law, first=machine.flow_m3_s, second=stall_pa)
        elif machine.kind == "hose":
            area = math.pi / 4.0 * machine.diameter_m**2 * machine.discharge
            yield way._replace(law=Law.ORIFICE, first=area)
        elif machine.air_loss_kg_day > 0.0:
            loss_1 = beds[machine.id].loss_1 if machine.id in beds else 1.0
            lost = loss_1 * air_loss_m3_s(machine, air.pressure_pa, air.temperature_k)
            yield way._replace(b=SPACE, law=Law.FORCED, first=lost)


def _leak_passages(network: AirNetwork, controls: Controls) -> Iterator[Passage]:
    for index, leak in enumerate(controls.leaks):
        ends = _leak_ends(network, controls, leak)
        if ends is None:
            continue
        if leak.orifice_m2 > 0.0:
            yield Passage(*ends, Law.ORIFICE, leak.orifice_m2, 0.0, leak.growth, index)
        if leak.crack_kg_s_pa2 > 0.0 or leak.linear_kg_s_pa > 0.0:
            sizes = leak.crack_kg_s_pa2, leak.linear_kg_s_pa
            yield Passage(*ends, Law.CRACK, *sizes, leak.growth, index)
        if leak.power_kg_s > 0.0:
            factor = leak.power_kg_s / STANDARD_PA**leak.exponent
            yield Passage(*ends, Law.POWER, factor, leak.exponent, leak.growth, index)


def _leak_ends(network: AirNetwork, controls: Controls, leak: AirLeak) -> tuple[int, int] | None:
    """Where a leak leads; None for the seal of a hatch that stands open."""
    if leak.module:
        here = network.module_index[leak.module]
        return here, network.module_index[leak.into] if leak.into else network.beyond(here)
    index = network.hatch_index[leak.hatch]
    if controls.hatch_is_open[index]:
        return None
    return ends_of(network, network.station.hatches[index])


def _where(network: AirNetwork, groups: Sequence[Sequence[str]]) -> Floats:
    where = np.zeros((len(groups), len(network.module_index)))
    for row, modules in zip(where, groups, strict=True):
        row[[network.module_index[m] for m in modules] if modules else slice(None)] = 1.0
    return where
