"""What an exercise does to a simulated station that no person aboard could: new leaks of any law, other surroundings.

What has an action of its own (a hole, a sensor that errs, a hole in a coolant loop) is done by that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from iss_viewer.scenario.scenario import Leak
from iss_viewer.simulation.leak_size import LeakSize
from iss_viewer.simulation.leaks import LeakState
from iss_viewer.simulation.plant import Plant
from iss_viewer.simulation.starting_air import StartingAir
from iss_viewer.simulation.surroundings import Surroundings
from iss_viewer.simulation.world import World
from iss_viewer.station import Station


@dataclass(frozen=True, slots=True)
class BeginLeak:
    """A leak opens, with its ramp and growth; one of its id that was there before is gone."""

    leak: Leak


@dataclass(frozen=True, slots=True)
class ChangeSurroundings:
    """The environment of a place goes to another temperature, or swings; period_s: 0 of a step."""

    id: str
    where: str
    change_k: float
    over_s: float
    period_s: float = 0.0


@dataclass(frozen=True, slots=True)
class EndSurroundings:
    """The environment is as it was before a change."""

    id: str


Intervention = BeginLeak | ChangeSurroundings | EndSurroundings


def intervened(
    world: World, intervention: Intervention, station: Station, air: StartingAir
) -> World:
    """The world after it. air: by which a leak's written rate is told."""
    plant, now_s = world.plant, world.time_s
    match intervention:
        case BeginLeak(leak=leak):
            plant = _with_leak(plant, leak, LeakSize.of(leak, air.before(leak, station)), now_s)
        case ChangeSurroundings(id=name, where=where, change_k=change_k, over_s=over_s, period_s=s):
            new = Surroundings(name, where, change_k, over_s, now_s, s)
            plant = replace(plant, surroundings=(*_others(plant, name), new))
        case EndSurroundings(id=name):
            plant = replace(plant, surroundings=_others(plant, name))
    return replace(world, plant=plant)


def _with_leak(plant: Plant, leak: Leak, size: LeakSize, now_s: float) -> Plant:
    others = tuple(state for state in plant.leaks if state.size.id != leak.id)
    return replace(plant, leaks=(*others, LeakState(size).started(now_s, leak)))


def _others(plant: Plant, name: str) -> tuple[Surroundings, ...]:
    return tuple(item for item in plant.surroundings if item.id != name)
