"""A cabin and its airlock in a chamber, each with its own oxygen and nitrogen, pressure and warmth, against Cantera.

Cantera keeps moles, energy and mixtures, and steps in time (CVODES); the law of its valves is the exact orifice of
`reference`, asked with the state of its own reactors.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from iss_viewer.simulation.air import usual_controls
from iss_viewer.simulation.air.gas import MOLAR_KG
from iss_viewer.studies.validation.case import Case
from iss_viewer.studies.validation.closed_forms import run
from iss_viewer.studies.validation.reference import orifice_mol_s
from iss_viewer.studies.validation.stations import tanks

#: volume, m3; pressure, Pa; K; mole fraction of oxygen
VOLUMES = {
    "chamber": (100.0, 101325.0, 293.0, 0.21),
    "cabin": (20.0, 56500.0, 297.0, 0.34),
    "airlock": (4.0, 5000.0, 288.0, 0.95),
}
_VALVES = (("chamber", "cabin"), ("cabin", "airlock"))
_VALVE_M = 0.02
_TIMES_S = (10.0, 60.0, 600.0)

#: as constant a heat capacity as the network's: 7/2 R
GAS = """
phases:
- name: air
  thermo: ideal-gas
  elements: [O, N]
  species: [N2, O2]
  state: {T: 300.0, P: 1.0e5, X: {N2: 1.0}}
species:
- name: N2
  composition: {N: 2}
  thermo: {model: constant-cp, T0: 298.15 K, h0: 0.0, s0: 0.0, cp0: 29.100619 J/mol/K}
- name: O2
  composition: {O: 2}
  thermo: {model: constant-cp, T0: 298.15 K, h0: 0.0, s0: 0.0, cp0: 29.100619 J/mol/K}
"""


def chamber_cases() -> Iterator[Case]:
    """Pressure, temperature and oxygen of each volume, at its worst of three times."""
    ct = importlib.import_module("cantera")
    reactors = {name: reactor_of(ct, *start) for name, start in VOLUMES.items()}
    valves = [_one_way(ct, reactors[a], reactors[b]) for a, b in _VALVES]
    valves += [_one_way(ct, reactors[b], reactors[a]) for a, b in _VALVES]
    network = ct.ReactorNet(list(reactors.values()))
    network.rtol, network.atol = 1e-10, 1e-14
    there = []
    for time_s in _TIMES_S:
        network.advance(time_s)
        there.append([(r.phase.P, r.phase.T, float(r.phase["O2"].X[0])) for r in reactors.values()])
    expected, got = np.array(there), _network_values()
    title, source = "Cabin and airlock in a chamber", f"Cantera {ct.__version__} ReactorNet"
    worst = np.abs(got / expected - 1.0).argmax(axis=0)
    for i, name in enumerate(VOLUMES):
        for k, (what, unit) in enumerate(
            (("pressure", "Pa"), ("temperature", "K"), ("oxygen", "mol/mol"))
        ):
            at = worst[i, k]
            pair = float(expected[at, i, k]), float(got[at, i, k])
            yield Case(
                title, f"{name}, {what}, worst of {len(_TIMES_S)}", source, *pair, unit, 1e-4
            )


def reactor_of(ct: Any, volume_m3: float, pressure_pa: float, warm_k: float, oxygen: float) -> Any:
    """A reactor of Cantera that holds oxygen and nitrogen."""
    gas = ct.Solution(yaml=GAS)
    gas.TPX = warm_k, pressure_pa, {"O2": oxygen, "N2": 1.0 - oxygen}
    return ct.IdealGasReactor(gas, clone=False, volume=volume_m3)


def _one_way(ct: Any, up: Any, down: Any) -> Any:
    """A valve of Cantera from `up` to `down`, shut against flow back; its law knows the state of both."""
    valve = ct.Valve(up, down)
    valve.valve_coeff = 1.0
    valve.pressure_function = _kg_s(up.phase, down.phase)
    return valve


def _kg_s(up: Any, down: Any) -> Callable[[float], float]:
    area_m2 = 0.8 * math.pi / 4.0 * _VALVE_M**2

    def kg_s(drop_pa: float) -> float:
        if drop_pa <= 0.0:
            return 0.0
        molar = up["N2"].X[0] * MOLAR_KG[0] + up["O2"].X[0] * MOLAR_KG[1]
        flow = orifice_mol_s(area_m2, up.P, down.P, up.T, molar)
        return float(flow * up.mean_molecular_weight * 1e-3)

    return kg_s


def _network_values() -> np.ndarray[Any, np.dtype[np.float64]]:
    """The same of the network, shape (times, volumes, 3)."""
    station = tanks({name: start[0] for name, start in VOLUMES.items()}, _VALVES, valve_m=_VALVE_M)
    controls = replace(usual_controls(station), valve_is_open=(True, True))
    partial = np.array([[p * (1.0 - x), p * x, 0.0, 0.0] for _, p, _, x in VOLUMES.values()])
    warm = np.array([start[2] for start in VOLUMES.values()])
    rows = run(station, controls, partial, warm, np.array(_TIMES_S))
    oxygen = rows.oxygen_pa / rows.pressure_pa
    return np.stack([rows.pressure_pa, rows.temperature_k, oxygen], axis=2)
