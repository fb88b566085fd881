"""What people and circumstances have set for a stretch of time: hatches, valves, fans, leaks, crew,
machines, heat. Hashable values, so that the same settings are the same to the network.

Between two changes only smooth functions of time act (a leak's growth, a swing of temperature): give
new controls at each kink.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from iss_viewer.station import Station


@dataclass(frozen=True, slots=True)
class Growth:
    """A factor over time: ``(value + slope (t - since)) exp(rate (t - since))``, never below zero.

    A doubling each D seconds has the rate ``ln 2 / D``.
    """

    value: float = 1.0
    slope_per_s: float = 0.0
    rate_per_s: float = 0.0
    since_s: float = 0.0


@dataclass(frozen=True, slots=True)
class AirLeak:
    """A way out of `module` into space or the module `into`, or past the closed hatch `hatch` either way.

    orifice_m2: discharge coefficient times area. crack_kg_s_pa2, linear_kg_s_pa: flow of air at
    293.15 K ``crack (p_u^2 - p_d^2) + linear (p_u - p_d)``: laminar flow with slip, or, with
    `linear` alone, free-molecular flow. power_kg_s: into vacuum from one atmosphere of that air, going with
    the pressures to the power of `exponent`.
    """

    id: str
    module: str = ""
    hatch: str = ""
    orifice_m2: float = 0.0
    crack_kg_s_pa2: float = 0.0
    linear_kg_s_pa: float = 0.0
    power_kg_s: float = 0.0
    exponent: float = 1.0
    growth: Growth = Growth()
    into: str = ""


@dataclass(frozen=True, slots=True)
class Aperture:
    """How far an open hatch, or its valve, is open: a part of its area, over time."""

    hatch: str
    is_valve: bool
    part: Growth


@dataclass(frozen=True, slots=True)
class Bed:
    """How a scrubber works by the bed that adsorbs now: the part of its flow that is freed, and its loss of air as a
    multiple of the mean.
    """

    machine: str
    part: Growth
    loss_1: float = 1.0


@dataclass(frozen=True, slots=True)
class Swing:
    """``amplitude sin(2 pi t / period + phase)`` K on the environment of modules; empty: of all."""

    amplitude_k: float
    period_s: float
    phase_rad: float = 0.0
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Warming:
    """The environment of modules (empty: of all) is `change_k` + `slope` (t - since) off its base."""

    change_k: float = 0.0
    slope_k_s: float = 0.0
    since_s: float = 0.0
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Controls:
    """All settings, in the order of the station's own lists.

    people: persons in each module, times their activity. feed_kg_s: flow of a machine by hand, None:
    by itself. apertures: of those that are neither wholly open nor shut. fans_off: which stand still. beds: of scrubbers that have some. set_k: the warmth that each machine is to hold. environment_k: what the walls are held at,
    shape (modules,). heat_w: into the gas.
    """

    hatch_is_open: tuple[bool, ...]
    valve_is_open: tuple[bool, ...]
    fans_are_on: bool
    machine_is_on: tuple[bool, ...]
    feed_kg_s: tuple[float | None, ...]
    set_k: tuple[float, ...]
    people: tuple[float, ...]
    environment_k: tuple[float, ...]
    heat_w: tuple[float, ...]
    leaks: tuple[AirLeak, ...] = ()
    swings: tuple[Swing, ...] = field(default=())
    warmings: tuple[Warming, ...] = field(default=())
    apertures: tuple[Aperture, ...] = ()
    fans_off: tuple[str, ...] = ()
    beds: tuple[Bed, ...] = ()


def usual_controls(station: Station, crew_aboard: bool = True) -> Controls:
    """The station as its file has it: hatches as normal, machines as marked, people at home."""
    modules, base_k = station.module_ids, station.atmosphere.temperature_k
    at: Callable[[str], float] = [c.module for c in station.crew].count
    return Controls(
        hatch_is_open=tuple(hatch.normally == "open" for hatch in station.hatches),
        valve_is_open=(False,) * len(station.hatches),
        fans_are_on=True,
        machine_is_on=tuple(machine.on for machine in station.equipment),
        feed_kg_s=(None,) * len(station.equipment),
        set_k=set_points_k(station, base_k),
        people=tuple(float(at(module)) if crew_aboard else 0.0 for module in modules),
        environment_k=environment_k(station, base_k),
        heat_w=(0.0,) * len(modules),
    )


def set_points_k(station: Station, base_k: float) -> tuple[float, ...]:
    """The warmth that each machine is to hold: its own set point, else that of the air at the start."""
    own = (machine.set_point_k for machine in station.equipment)
    return tuple(base_k if value is None else value for value in own)


def environment_k(station: Station, base_k: float) -> tuple[float, ...]:
    """What the walls of each module are held at: as its file says, else as warm as the air at the start."""
    own = (m.walls.environment_k if m.walls else None for m in station.modules)
    return tuple(base_k if value is None else value for value in own)
