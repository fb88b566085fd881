"""Compiled: machines that hold the warmth of a module's air.

A proportional and integral control with external reset (Åström and Hägglund, PID Controllers, 1995): it draws
``Q = held + gain (T - set)`` watts, within what it can cool and heat, and `held` follows Q with the time
`reset_s`. So what it settles on never winds up beyond what it can do, and in balance T is the set point. Swings
and ramps of a module's surroundings move its set point too: they say how warm the station is held.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.air.kernel_data import (
    MachineRow,
    MachineWork,
    ModuleWork,
    Problem,
)
from iss_viewer.simulation.air.kernel_work import kernel

Floats = NDArray[np.float64]


@kernel
def _find_draw(
    machine: MachineRow, h: float, held_w: float, warm_k: float, set_k: float, found: MachineWork
) -> None:
    """Fill in the heat drawn during a step, linear in the new temperature; at a limit it is constant."""
    wanted = held_w + machine.gain_w_k * (warm_k - set_k)
    if wanted > machine.cooling_w:
        found.base_w = machine.cooling_w
    elif wanted < -machine.heating_w:
        found.base_w = -machine.heating_w
    else:
        # what is held at the end follows from what is drawn: backward Euler of both at once
        found.per_w_k = machine.gain_w_k * (1.0 + h / machine.reset_s)
        found.base_w = held_w - found.per_w_k * set_k


@kernel
def add_heat_control(air: Problem, h: float, y: Floats, m: int, here: ModuleWork) -> None:
    """Draw the heat of machine m from the gas of its module."""
    machine, found = air.net.machines[m], air.work.machines[m]
    setting = air.settings.machines[m]
    found.base_w, found.per_w_k = 0.0, 0.0
    if setting.is_on:
        moved_k = here.around_k - air.settings.modules[machine.module].environment_k
        held_w = y[air.net.at.held_w + m]
        _find_draw(machine, h, held_w, here.start_k, setting.set_k + moved_k, found)
    here.heat_w -= found.base_w
    here.drawn_w_k += found.per_w_k


@kernel
def drawn_w(air: Problem, h: float, m: int, new: Floats) -> float:
    """The heat that machine m has drawn; what it holds goes into `new`."""
    machine, found = air.net.machines[m], air.work.machines[m]
    drawn: float = found.base_w + found.per_w_k * air.work.new_k[machine.module]
    share = h / machine.reset_s
    held = air.net.at.held_w + m
    new[held] = (new[held] + share * drawn) / (1.0 + share)
    return drawn
