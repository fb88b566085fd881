"""Coolant loops with a hole: what liquid, pressure, pump and the cooled equipment do over time.

A loop is a liquid at the pressure of the gas in its accumulator, ``p = p0 (Vg0 / Vg)^n``, where the
gas takes the room of what is lost. A hole passes ``Cd A sqrt(2 rho (p - p_v))`` to vacuum: the jet
flashes in the hole, so the vapour pressure p_v is its back pressure. Once the gas is down to p_v the
rest boils off at the choked flow of its vapour. (Bernoulli; Brennen, Cavitation and Bubble Dynamics.)
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import R
from iss_viewer.simulation.compiled import entry, inner
from iss_viewer.station.station import CoolantLoop

#: heat capacity ratio of a heavy organic vapour (isooctane: 1.05)
HEAVY_VAPOUR_GAMMA = 1.05

#: columns of the rows of a loop
QUANTITIES = ("pressure_pa", "inventory_m3", "flow_kg_s", "temperature_k", "leak_kg_s")
_LIQUID, _TEMPERATURE, _PUMP, _HOLE = range(4)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CoolantLoops:
    """All loops of a station; the state is an array, so that it can be kept and put back.

    State: shape (loops, 4): liquid (m3), equipment temperature (K), pump runs (0 or 1), the sum of
    ``Cd A`` of its holes (m2).
    """

    loops: tuple[CoolantLoop, ...]
    parameters: Floats

    @classmethod
    def of(cls, loops: tuple[CoolantLoop, ...]) -> CoolantLoops:
        """The loops of a station."""
        rows = [_parameters(loop) for loop in loops]
        return cls(loops, np.array(rows, dtype=np.float64).reshape(len(loops), _PARAMETERS))

    def start(self, cabin_k: Floats) -> Floats:
        """The state of whole loops with equipment in balance; `cabin_k` has shape (loops,)."""
        state = np.zeros((len(self.loops), 4))
        state[:, _LIQUID] = self.parameters[:, _TOTAL]
        state[:, _TEMPERATURE] = self._balance_k(cabin_k)
        state[:, _PUMP] = 1.0
        return state

    def _balance_k(self, cabin_k: Floats) -> Floats:
        """Where equipment settles while its loop flows."""
        p = self.parameters
        heat = p[:, _LOAD] + p[:, _LOOP_UA] * p[:, _SINK] + p[:, _PASSIVE_UA] * cabin_k
        return np.asarray(heat / (p[:, _LOOP_UA] + p[:, _PASSIVE_UA]))

    def usual_heat_w(self, cabin_k: Floats) -> Floats:
        """Heat into the cabins' air while all loops flow and equipment has settled, (loops,)."""
        return np.asarray(self.parameters[:, _PASSIVE_UA] * (self._balance_k(cabin_k) - cabin_k))

    def advance(self, state: Floats, times_s: Floats, cabin_k: Floats) -> Floats:
        """Move `state` on in place through `times_s`, the first of which is where it stands.

        cabin_k: shape (loops,), taken constant meanwhile. Returns the rows at ``times_s[1:]``, shape
        (n - 1, loops, 5), columns `QUANTITIES`.
        """
        rows = np.empty((len(times_s) - 1, len(self.loops), len(QUANTITIES)))
        if len(self.loops):
            _advance(state, self.parameters, times_s[1:] - times_s[0], cabin_k, rows)
        return rows

    def cabin_heat_w(self, state: Floats, cabin_k: Floats) -> Floats:
        """Heat that the equipment gives to its cabin's air, shape (loops,)."""
        return np.asarray(self.parameters[:, _PASSIVE_UA] * (state[:, _TEMPERATURE] - cabin_k))

    def open_hole(self, state: Floats, loop: str, effective_area_m2: float) -> None:
        """Add a hole of discharge coefficient times area to a loop."""
        state[self._index(loop), _HOLE] += effective_area_m2

    def close_holes(self, state: Floats, loop: str) -> None:
        """Cut the damaged part off: nothing more is lost."""
        state[self._index(loop), _HOLE] = 0.0

    def _index(self, loop: str) -> int:
        return [item.id for item in self.loops].index(loop)


def vapour_flux_kg_s_m2(loop: CoolantLoop) -> float:
    """Choked flow of the saturated vapour into vacuum per effective area; 0 where not known."""
    if loop.molar_mass_kg_mol == 0.0:
        return 0.0
    g = HEAVY_VAPOUR_GAMMA
    choked = math.sqrt(g) * (2.0 / (g + 1.0)) ** ((g + 1.0) / (2.0 * (g - 1.0)))
    speed = math.sqrt(R * loop.sink_k / loop.molar_mass_kg_mol)
    return float(choked * loop.vapour_pressure_pa / speed)


_PARAMETERS = 14
_EMPTY_M3 = 1e-12  # less liquid than this is none
_TRIP_FOUND_S = 1e-6  # as near as the time of a pump's trip is found
(
    _GAS0, _TOTAL, _P0, _N, _PV, _RHO, _FLUX, _TRIP, _PUMP_FLOW, _LOAD, _CAPACITY, _LOOP_UA,
    _PASSIVE_UA, _SINK,
) = range(_PARAMETERS)  # fmt: skip


def _parameters(loop: CoolantLoop) -> list[float]:
    return [
        loop.accumulator_gas_m3, loop.inventory_m3, loop.pressure_pa, loop.polytropic_exponent,
        loop.vapour_pressure_pa, loop.density_kg_m3, vapour_flux_kg_s_m2(loop), loop.pump_trip_pa,
        loop.pump_flow_kg_s, loop.heat_load_w, loop.heat_capacity_j_k, loop.conductance_w_k,
        loop.passive_w_k, loop.sink_k,
    ]  # fmt: skip


@inner
def _pressure(liquid: float, p: Floats) -> float:
    gas = p[_GAS0] + (p[_TOTAL] - liquid)
    if liquid <= 0.0:
        return 0.0
    return float(max(p[_P0] * (p[_GAS0] / gas) ** p[_N], p[_PV]))


@inner
def _loss_m3_s(liquid: float, hole: float, p: Floats) -> float:
    if liquid <= 0.0:
        return 0.0
    head = max(_pressure(liquid, p) - p[_PV], 0.0)
    return float(max(hole * math.sqrt(2.0 * head / p[_RHO]), hole * p[_FLUX] / p[_RHO]))


@inner
def _drained(liquid: float, hole: float, p: Floats, duration: float) -> float:
    """The liquid left after `duration`: Runge-Kutta of order 4, steps of 2 % of the gas volume, and at most of
    half of the liquid, for the loss ends where it does.
    """
    left = duration
    while left > 0.0 and liquid > _EMPTY_M3:
        rate = _loss_m3_s(liquid, hole, p)
        if rate <= 0.0:
            break
        gas = p[_GAS0] + (p[_TOTAL] - liquid)
        step = min(left, 0.02 * gas / rate, 0.5 * liquid / rate)
        k2 = _loss_m3_s(liquid - 0.5 * step * rate, hole, p)
        k3 = _loss_m3_s(liquid - 0.5 * step * k2, hole, p)
        k4 = _loss_m3_s(liquid - step * k3, hole, p)
        liquid -= step * (rate + 2.0 * k2 + 2.0 * k3 + k4) / 6.0
        left -= step
    return liquid if liquid > _EMPTY_M3 else 0.0


@inner
def _until_trip(liquid: float, hole: float, p: Floats, duration: float) -> float:
    """How long the pump still runs: until the pressure falls below its trip, by bisection; at most `duration`."""
    if _pressure(_drained(liquid, hole, p, duration), p) >= p[_TRIP]:
        return duration
    low, high = 0.0, duration
    while high - low > _TRIP_FOUND_S:
        middle = 0.5 * (low + high)
        if _pressure(_drained(liquid, hole, p, middle), p) < p[_TRIP]:
            high = middle
        else:
            low = middle
    return high


@inner
def _settled(
    temperature_k: float, pump: float, p: Floats, cabin_k: float, duration: float
) -> float:
    """The temperature after `duration`, between cooling, cabin and load."""
    loop_ua = p[_LOOP_UA] * pump
    gain = loop_ua + p[_PASSIVE_UA]
    target = (p[_LOAD] + loop_ua * p[_SINK] + p[_PASSIVE_UA] * cabin_k) / gain
    fade = math.exp(-gain * duration / p[_CAPACITY])
    return float(target + (temperature_k - target) * fade)


@inner
def _after(
    state: Floats, p: Floats, cabin_k: float, duration: float, row: Floats, end: Floats
) -> None:
    """Fill in the row and the state of a loop so long after `state`."""
    hole, runs_s, pump = state[_HOLE], duration, state[_PUMP]
    liquid = state[_LIQUID]
    if pump > 0.0:
        runs_s = _until_trip(liquid, hole, p, duration)
    if hole > 0.0:
        liquid = _drained(liquid, hole, p, duration)
    pressure = _pressure(liquid, p)
    warm = _settled(state[_TEMPERATURE], pump, p, cabin_k, runs_s)
    if pressure < p[_TRIP]:
        warm = _settled(warm, 0.0, p, cabin_k, duration - runs_s)
        pump = 0.0
    row[0], row[1], row[2], row[3] = pressure, liquid, p[_PUMP_FLOW] * pump, warm
    row[4] = _loss_m3_s(liquid, hole, p) * p[_RHO]
    end[_LIQUID], end[_TEMPERATURE], end[_PUMP], end[_HOLE] = liquid, warm, pump, hole


@entry
def _advance(
    state: Floats, parameters: Floats, since: Floats, cabin_k: Floats, rows: Floats
) -> None:
    """Each row from the start, so that what is read between never changes what follows."""
    for i in range(state.shape[0]):
        end = state[i].copy()
        for row in range(since.shape[0]):
            _after(state[i], parameters[i], cabin_k[i], since[row], rows[row, i], end)
        state[i] = end
