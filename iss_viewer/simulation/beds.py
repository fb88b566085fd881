"""Beds of scrubbers that take turns: one frees the air until it is spent, then the other does, and at each change some
air is lost. The first change comes half a cycle after the start.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from iss_viewer.simulation.air import Bed, Growth
from iss_viewer.station import Station
from iss_viewer.station.machines import Equipment


class Beds:
    """The beds of a station, by the time since the start."""

    def __init__(self, station: Station) -> None:
        self._machines = [m for m in station.equipment if m.half_cycle_s is not None]

    def at(self, time_s: float) -> tuple[Bed, ...]:
        """How each machine with beds works from `time_s` to the next kink."""
        return tuple(_bed(machine, time_s) for machine in self._machines)

    def next_kink_s(self, time_s: float) -> float:
        """When one of them works otherwise; infinite where there are none."""
        kinks = (kink for machine in self._machines for kink in _kinks(machine, time_s))
        return min((kink for kink in kinks if kink > time_s), default=math.inf)


def _turn_s(machine: Equipment, time_s: float) -> float:
    """When the bed that adsorbs at `time_s` took its turn."""
    assert machine.half_cycle_s is not None
    return math.floor(time_s / machine.half_cycle_s) * machine.half_cycle_s


def _fresh_s(machine: Equipment) -> float:
    assert machine.half_cycle_s is not None
    return machine.half_cycle_s if machine.fresh_s is None else machine.fresh_s


def _kinks(machine: Equipment, time_s: float) -> Iterator[float]:
    assert machine.half_cycle_s is not None
    turn_s = _turn_s(machine, time_s)
    yield from (turn_s + machine.dump_s, turn_s + _fresh_s(machine))
    # the next turn by the same product as `_turn_s` has it
    yield (math.floor(time_s / machine.half_cycle_s) + 1.0) * machine.half_cycle_s


def _bed(machine: Equipment, time_s: float) -> Bed:
    half_s, turn_s, fresh_s = machine.half_cycle_s, _turn_s(machine, time_s), _fresh_s(machine)
    assert half_s is not None
    part = Growth()
    if time_s >= turn_s + fresh_s:
        part = Growth(1.0, -(1.0 - machine.spent_1) / (half_s - fresh_s), 0.0, turn_s + fresh_s)
    loss_1 = 1.0
    if machine.dump_s > 0.0:
        loss_1 = half_s / machine.dump_s if time_s < turn_s + machine.dump_s else 0.0
    return Bed(machine.id, part, loss_1)
