"""The air's equations once more, as an ordinary right-hand side for a general solver: the judge of
the network's own method. It shares with the network what the passages are, and nothing of how they
are computed: exact powers, no linearisation, no implicit step. `reference_solve` solves it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import AIR_KG_MOL, GAMMA, R
from iss_viewer.simulation.air import AirNetwork, Controls
from iss_viewer.simulation.air.gas import (
    CARBON_DIOXIDE_MADE_KG_S,
    CP,
    CV,
    EVAPORATION_J_MOL,
    MOLAR_KG,
    OXYGEN_USED_KG_S,
    REFERENCE_K,
    SENSIBLE_HEAT_W,
    WATER_MADE_KG_S,
)
from iss_viewer.simulation.air.kernel_data import Kind, Law
from iss_viewer.simulation.air.passages import compile_controls
from iss_viewer.studies.validation.reference_feeds import ReferenceFeeds

Floats = NDArray[np.float64]

_LAMINAR_PA, _LAMINAR_PART = 1.0, 1e-4


class ReferenceAir:
    """dy/dt of moles (n x 4), gas energy (n), wall temperature (n), tanks (t, kg) and heat held (e, W), controls fixed.

    Regulators are left as they stand (`feeds.is_open`): whoever solves turns them at `feeds.margin`.
    """

    def __init__(self, network: AirNetwork, controls: Controls) -> None:
        self._net, self._settings = network.arrays, compile_controls(network, controls)
        self._n = len(self._net.modules)
        self._is_on = np.array(controls.machine_is_on)
        self.feeds = ReferenceFeeds(network, controls)

    def gas(self, y: Floats) -> tuple[Floats, Floats, Floats]:
        """Moles (n, 4), temperature (n,) and pressure (n,) of the gas."""
        moles = y[: 4 * self._n].reshape(-1, 4)
        warm = y[4 * self._n : 5 * self._n] / (moles @ CV)
        return moles, warm, moles.sum(axis=1) * R * warm / self._net.modules["volume_m3"]

    def margin(self, y: Floats, machine: int) -> float:
        """How far, Pa, the pressure is from where the machine's regulator turns next."""
        moles, _, pressure = self.gas(y)
        return self.feeds.margin(machine, moles, pressure)

    def touches(self) -> Floats:
        """1 where a rate (row) may hang on a value (column): those of modules that share a passage, and their tanks."""
        n, ways, machines = self._n, self._settings.passages, self._net.machines
        inside = ways["b"] >= 0
        near = np.eye(n)
        near[ways["a"][inside], ways["b"][inside]] = 1.0
        near[ways["b"][inside], ways["a"][inside]] = 1.0
        tanks = np.zeros((len(self._net.tank_pa_per_kg), n))
        fed = machines["tank"] >= 0
        tanks[machines["tank"][fed], machines["module"][fed]] = 1.0
        held = np.eye(n)[machines["module"]]
        of_module = np.vstack([np.repeat(np.eye(n), 4, axis=0), np.eye(n), np.eye(n), tanks, held])
        touching: Floats = np.sign(of_module @ (near + near.T) @ of_module.T)
        return touching

    def __call__(self, time_s: float, y: Floats) -> Floats:
        """The rates, shape (6 n + t + e,)."""
        n, net, ways = self._n, self._net.modules, self._settings.passages
        wall = y[5 * n : 6 * n]
        moles, warm, pressure = self.gas(y)
        total = moles.sum(axis=1)
        share = moles / total[:, None]
        flow = self._flows(time_s, pressure, warm, share @ MOLAR_KG)
        up = np.where(flow >= 0.0, ways["a"], ways["b"])
        moved = np.abs(flow)[:, None] * share[up]
        enthalpy = moved @ CP * warm[up]
        rate, heat = np.zeros((n, 4)), self._settings.modules["heat_w"].copy()
        np.add.at(rate, up, -moved)
        np.add.at(heat, up, -enthalpy)
        down = np.where(flow >= 0.0, ways["b"], ways["a"])
        inside = down >= 0
        np.add.at(rate, down[inside], moved[inside])
        np.add.at(heat, down[inside], enthalpy[inside])
        self._add_people(rate, heat, warm)
        self._add_machines(rate, heat, moles, warm)
        tanks_end = len(y) - len(self._net.machines)
        tanks = self.feeds.add(rate, heat, y[6 * n : tanks_end], pressure)
        around = self._around(time_s)
        held = self._control_heat(heat, warm, y[tanks_end:], around)
        film = net["film_w_k"] * (wall - warm)
        condensing = self._condensing(moles, warm, wall)
        rate[:, 3] -= condensing
        heat -= condensing * CP[3] * warm
        kept = net["control_w_k"] * (around - wall)
        onto_wall = kept - film + condensing * EVAPORATION_J_MOL
        return np.concatenate([rate.ravel(), heat + film, onto_wall / net["wall_j_k"], tanks, held])

    def _control_heat(self, heat: Floats, warm: Floats, held: Floats, around: Floats) -> Floats:
        """Take from `heat` what machines draw by their set points; the change of what they hold, W/s."""
        machines, settings = self._net.machines, self._settings
        moved = around - settings.modules["environment_k"]
        off_k = (warm - moved)[machines["module"]] - settings.machines["set_k"]
        wanted = held + machines["gain_w_k"] * off_k
        drawn = np.clip(wanted, -machines["heating_w"], machines["cooling_w"]) * self._is_on
        np.add.at(heat, machines["module"], -drawn)
        change: Floats = (drawn - held) / machines["reset_s"]
        return change

    def _condensing(self, moles: Floats, warm: Floats, wall: Floats) -> Floats:
        """Vapour that condenses on the walls, mol/s."""
        net, t = self._net.modules, wall - 273.15
        water = 17.62 * t / (243.12 + t)
        ice = 22.46 * t / (272.62 + t)
        saturated = 611.2 * np.exp(np.where(t >= 0.0, water, ice))
        excess = moles[:, 3] - saturated * net["volume_m3"] / (R * warm)
        taken: Floats = net["film_w_k"] / (moles @ CP) * np.maximum(excess, 0.0)
        return taken

    def _flows(self, time_s: float, pressure: Floats, warm: Floats, molar: Floats) -> Floats:
        ways = self._settings.passages
        outside = ways["b"] < 0
        b = np.where(outside, 0, ways["b"])
        pa, pb = pressure[ways["a"]], np.where(outside, 0.0, pressure[b])
        up = np.where(pa >= pb, ways["a"], b)
        since = time_s - ways["since_s"]
        factor = np.maximum(ways["value"] + ways["slope_per_s"] * since, 0.0)
        factor = factor * np.exp(ways["rate_per_s"] * since)
        flow = np.zeros(len(pa))
        for law, compute in _LAWS.items():
            at = ways["law"] == law
            flow[at] = compute(
                ways["first"][at],
                ways["second"][at],
                pa[at],
                pb[at],
                warm[up[at]],
                molar[up[at]],
                warm[ways["a"][at]],
            )
        relief = ways["law"] == Law.RELIEF
        if relief.any():
            machine = ways["machine"][relief]
            machines = self._net.machines
            low, high = machines["low_pa"][machine], machines["high_pa"][machine]
            part = np.clip((pa[relief] - pb[relief] - low) / (high - low), 0.0, 1.0)
            flow[relief] = ways["first"][relief] * part / molar[ways["a"][relief]]
        return flow * factor

    def _around(self, time_s: float) -> Floats:
        settings, swings, warmings = self._settings, self._settings.swings, self._settings.warmings
        phase = swings["angular_per_s"] * time_s + swings["phase_rad"]
        swing = swings["amplitude_k"] * np.sin(phase)
        change = warmings["change_k"] + warmings["slope_k_s"] * (time_s - warmings["since_s"])
        around: Floats = settings.modules["environment_k"] + swing @ settings.swing_at
        around += change @ settings.warming_at
        return around

    def _add_people(self, rate: Floats, heat: Floats, warm: Floats) -> None:
        people = self._settings.modules["people"]
        oxygen = people * OXYGEN_USED_KG_S / MOLAR_KG[1]
        dioxide = people * CARBON_DIOXIDE_MADE_KG_S / MOLAR_KG[2]
        water = people * WATER_MADE_KG_S / MOLAR_KG[3]
        rate[:, 1] -= oxygen
        rate[:, 2] += dioxide
        rate[:, 3] += water
        carried = dioxide * CP[2] + water * CP[3] - oxygen * CP[1]
        heat += people * SENSIBLE_HEAT_W + carried * warm

    def _add_machines(self, rate: Floats, heat: Floats, moles: Floats, warm: Floats) -> None:
        for m in np.flatnonzero(self._is_on).tolist():
            machine = self._net.machines[m]
            kind, i = machine.kind, machine.module
            volume = self._net.modules[i].volume_m3
            sweep = machine.sweep_m3_s / volume
            taken = np.zeros(4)
            if kind == Kind.CO2_REMOVAL:
                taken[2] = sweep * moles[i, 2]
            elif kind == Kind.CONDENSER:
                goal = machine.target_pa * volume / (R * warm[i])
                taken[3] = sweep * max(moles[i, 3] - goal, 0.0)
            rate[i] -= taken
            heat[i] -= taken @ CP * warm[i]


def _orifice(
    first: Floats, second: Floats, pa: Floats, pb: Floats, up_k: Floats, molar: Floats, a_k: Floats,
) -> Floats:  # fmt: skip
    high, low = np.maximum(pa, pb), np.minimum(pa, pb)
    critical = (2.0 / (GAMMA + 1.0)) ** (GAMMA / (GAMMA - 1.0))
    ratio = np.maximum(low / high, critical)
    drop = high - low
    psi = np.sqrt(
        2.0 * GAMMA / (GAMMA - 1.0) * (ratio ** (2.0 / GAMMA) - ratio ** ((GAMMA + 1.0) / GAMMA))
    )
    rest = np.minimum(_LAMINAR_PA, _LAMINAR_PART * high)
    laminar = np.sqrt(drop) / (drop**2 + rest**2) ** 0.25  # 1 but near rest
    flow = np.sign(pa - pb) * high * psi * laminar / np.sqrt(molar * R * up_k)
    return np.asarray(first * flow)


def orifice_mol_s(area_m2: float, up_pa: float, down_pa: float, up_k: float, molar: float) -> float:
    """What an orifice passes, mol/s, by the exact law."""
    given = (area_m2, 0.0, up_pa, down_pa, up_k, molar, up_k)
    return float(_orifice(*(np.asarray(value, np.float64) for value in given)))


def _crack(
    first: Floats, second: Floats, pa: Floats, pb: Floats, up_k: Floats, molar: Floats, a_k: Floats,
) -> Floats:  # fmt: skip
    heavy = molar / AIR_KG_MOL * REFERENCE_K / up_k
    mass = first * heavy * (pa**2 - pb**2) + second * np.sqrt(heavy) * (pa - pb)
    return np.asarray(mass / molar)


def _forced(
    first: Floats, second: Floats, pa: Floats, pb: Floats, up_k: Floats, molar: Floats, a_k: Floats,
) -> Floats:  # fmt: skip
    return np.asarray(first * pa / (R * a_k))


_LAWS: dict[Law, Callable[..., Floats]] = {
    Law.ORIFICE: _orifice,
    Law.CRACK: _crack,
    Law.FORCED: _forced,
}
