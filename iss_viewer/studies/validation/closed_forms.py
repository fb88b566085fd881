"""Cases with an answer in closed form: blowdown, equalisation, ventilation, metabolism."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import AIR_KG_MOL, STANDARD_PA, R
from iss_viewer.simulation.air import (
    AirLeak,
    AirNetwork,
    AirRows,
    Controls,
    Stepper,
    usual_controls,
)
from iss_viewer.simulation.air.gas import CHOKED, H2O, MOLAR_KG, REFERENCE_K, orifice_kg_s
from iss_viewer.simulation.air.layout import ACCOUNT, GASES
from iss_viewer.station import Station
from iss_viewer.studies.validation.case import Case
from iss_viewer.studies.validation.stations import tanks
from iss_viewer.units import S_PER_DAY

Floats = NDArray[np.float64]

_N2 = float(MOLAR_KG[0])
_WARM_K = 295.0
_ISOTHERMAL_W_M2_K = 1e5


def run(
    station: Station, controls: Controls, partial_pa: Floats, warm_k: Floats, times_s: Floats
) -> AirRows:
    """The air of a station from given partial pressures (n, 4) and temperatures (n,)."""
    network = AirNetwork(station)
    stepper = Stepper(network)
    state = stepper.start(controls, network.still_air(partial_pa, warm_k))
    _, rows = stepper.advance(state, controls, times_s[-1].item(), times_s)
    return rows


def blowdown(is_isothermal: bool) -> tuple[float, Floats, AirRows]:
    """10 m3 of nitrogen through a 10 mm hole into vacuum: time constant, times, rows."""
    film = _ISOTHERMAL_W_M2_K if is_isothermal else 0.0
    station = tanks({"A": 10.0}, film_w_m2_k=film)
    area = 0.8 * math.pi / 4.0 * 0.01**2
    tau = 10.0 / (area * CHOKED * math.sqrt(R / _N2 * _WARM_K))
    times = np.linspace(0.0, 2.0 * tau, 41)
    controls = replace(usual_controls(station), leaks=(AirLeak("hole", "A", orifice_m2=area),))
    rows = run(station, controls, np.array([[1e5, 0, 0, 0]]), np.array([_WARM_K]), times)
    return tau, times, rows


def blowdown_cases() -> Iterator[Case]:
    """Isothermal and adiabatic, after one and two time constants."""
    _, _, rows = blowdown(True)
    source = "p = p0 exp(-t/tau), tau = V / (Cd A psi* sqrt(Rs T))"
    for at, row in ((1.0, 20), (2.0, 40)):
        p = rows.pressure_pa[row, 0]
        title = "Choked blowdown, isothermal"
        yield Case(title, f"pressure at {at:g} tau", source, 1e5 * math.exp(-at), p, "Pa", 1e-4)
    _, _, rows = blowdown(False)
    source = "p = p0 (1 + (g-1) t / 2 tau)^(-2g/(g-1)), T = T0 (1 + (g-1) t / 2 tau)^-2"
    for at, row in ((1.0, 20), (2.0, 40)):
        slow, title = 1.0 + 0.2 * at, "Choked blowdown, adiabatic"
        p, t = rows.pressure_pa[row, 0], rows.temperature_k[row, 0]
        yield Case(title, f"pressure at {at:g} tau", source, 1e5 * slow**-7, p, "Pa", 1e-4)
        yield Case(title, f"temperature at {at:g} tau", source, _WARM_K * slow**-2, t, "K", 1e-4)


def power_cases() -> Iterator[Case]:
    """A leak whose flow goes with the pressure to the power of 1.5, isothermal."""
    station = tanks({"A": 10.0}, film_w_m2_k=_ISOTHERMAL_W_M2_K)
    leak = AirLeak("hole", "A", power_kg_s=1e-3, exponent=1.5)
    controls = replace(usual_controls(station), leaks=(leak,))
    partial = np.array([[1e5, 0, 0, 0]])
    per_s = 1e-3 * R * _WARM_K / (_N2 * 10.0) * (_N2 / AIR_KG_MOL * REFERENCE_K / _WARM_K) ** 0.75
    k = per_s / STANDARD_PA**1.5
    times = np.array([3600.0, 14400.0])
    rows = run(station, controls, partial, np.array([_WARM_K]), times)
    source = "dp/dt = -k p^n: p = (p0^(1-n) + (n-1) k t)^(1/(1-n))"
    for row, hours in enumerate((1, 4)):
        expected = (1e5**-0.5 + 0.5 * k * times[row]) ** -2.0
        got = rows.pressure_pa[row, 0]
        title = "Leak with an exponent of 1.5, isothermal"
        yield Case(title, f"pressure after {hours} h", source, expected, got, "Pa", 1e-4)


def equalisation_cases() -> Iterator[Case]:
    """A hatch opened between two volumes without walls: the source cools, the receiver warms."""
    station = tanks({"A": 70.0, "B": 7.0}, [("A", "B")])
    controls = replace(usual_controls(station), hatch_is_open=(True,))
    partial = np.array([[1e5, 0, 0, 0], [1e4, 0, 0, 0]])
    rows = run(station, controls, partial, np.full(2, _WARM_K), np.array([120.0]))
    final = (1e5 * 70.0 + 1e4 * 7.0) / 77.0
    cold = _WARM_K * (final / 1e5) ** (2.0 / 7.0)
    total = (1e5 * 70.0 + 1e4 * 7.0) / (R * _WARM_K)
    warm = final * 7.0 / (R * (total - final * 70.0 / (R * cold)))
    title = "Adiabatic equalisation, 70 and 7 m3, 1.0 and 0.1 bar"
    yield Case(title, "pressure", "sum(pV) / sum(V)", final, rows.pressure_pa[0, 1], "Pa", 1e-5)
    source = "isentropic in the source; moles and energy in the receiver"
    yield Case(title, "source temperature", source, cold, rows.temperature_k[0, 0], "K", 3e-4)
    yield Case(title, "receiver temperature", source, warm, rows.temperature_k[0, 1], "K", 1e-3)


def valve_cases() -> Iterator[Case]:
    """An equalisation valve from choked to unchoked to level, isothermal, against quadrature."""
    from scipy.integrate import quad

    station = tanks({"A": 20.0, "B": 5.0}, [("A", "B")], film_w_m2_k=1e5, valve_m=0.02)
    controls = replace(usual_controls(station), valve_is_open=(True,))
    area = 0.8 * math.pi / 4.0 * 0.02**2
    total = (1e5 * 20.0 + 1e3 * 5.0) / 25.0

    def slowness(pb: float) -> float:
        pa = 1e5 - (pb - 1e3) * 5.0 / 20.0
        return 5.0 * _N2 / (R * _WARM_K) / orifice_kg_s(area, pa, pb, _WARM_K, _N2)

    for share, regime in ((0.3, "choked"), (0.7, "just unchoked"), (0.97, "nearly level")):
        pb = share * total
        time = quad(slowness, 1e3, pb, epsrel=1e-10, limit=500)[0]
        rows = run(
            station, controls, np.array([[1e5, 0, 0, 0], [1e3, 0, 0, 0]]), np.full(2, _WARM_K),
            np.array([time]),
        )  # fmt: skip
        title = "Equalisation valve, 20 mm, isothermal"
        source = "quadrature of Saint-Venant's law (scipy quad)"
        what = f"receiver after {time:.0f} s ({regime})"
        yield Case(title, what, source, pb, rows.pressure_pa[0, 1], "Pa", 1e-4)


def ventilation_cases() -> Iterator[Case]:
    """Carbon dioxide of one person in A, scrubbed in B, fans between: the steady state."""
    fans = [
        {"id": "AB", "a": "A", "b": "B", "flow_m3_s": 0.05},
        {"id": "BA", "a": "B", "b": "A", "flow_m3_s": 0.05},
    ]
    scrubber = {
        "id": "S", "name": "S", "module": "B", "kind": "co2_removal", "flow_m3_s": 0.01,
        "efficiency": 0.5,
    }  # fmt: skip
    person = {"id": "P", "name": "P", "agency": "-", "module": "A", "vehicle": "A"}
    station = tanks(
        {"A": 30.0, "B": 60.0}, [("A", "B")], film_w_m2_k=1e5, fans=fans, equipment=[scrubber],
        crew=[person],
    )  # fmt: skip
    controls = replace(usual_controls(station), hatch_is_open=(True,))
    partial = np.array([[79e3, 21e3, 0, 0]] * 2)
    rows = run(station, controls, partial, np.full(2, _WARM_K), np.array([4.0 * S_PER_DAY]))
    made = 0.998 / S_PER_DAY / MOLAR_KG[2] * R * _WARM_K
    title, source = "Carbon dioxide in two ventilated compartments", "G / (Q eta), + G / Q_fan"
    low, high = made / 0.005, made / 0.005 + made / 0.05
    got = rows.carbon_dioxide_pa[0]
    yield Case(title, "where it is scrubbed", source, low, got[1], "Pa", 2e-3)
    yield Case(title, "where it is breathed out", source, high, got[0], "Pa", 2e-3)


def metabolism_cases() -> Iterator[Case]:
    """Four people for a day in a closed room."""
    crew = [
        {"id": f"P{i}", "name": "P", "agency": "-", "module": "A", "vehicle": "A"} for i in range(4)
    ]
    station = tanks({"A": 100.0}, film_w_m2_k=1e5, crew=crew)
    partial = np.array([[79e3, 21e3, 0, 0]])
    times = np.array([0.0, S_PER_DAY])
    rows = run(station, usual_controls(station), partial, np.array([_WARM_K]), times)
    kg = rows.vectors[:, :4] * MOLAR_KG
    change = kg[1] - kg[0]
    title, source = "Four people for a day", "NASA BVAD 2004: 0.835, 0.998, 2.28 kg a day each"
    onto_walls = AirNetwork(station).layout.surroundings_accounts.start + H2O
    change[3] -= rows.vectors[-1, onto_walls] * MOLAR_KG[3]
    for k, name, each in ((1, "oxygen", -0.835), (2, "carbon dioxide", 0.998), (3, "water", 2.28)):
        yield Case(title, name, source, 4.0 * each, change[k], "kg", 1e-9)


def ledger_cases() -> Iterator[Case]:
    """What the accounts of a hole hold after one time constant of a blowdown: each species, and energy."""
    partial = np.array([[78e3, 21e3, 1e3, 0.0]])
    station = tanks({"A": 10.0}, film_w_m2_k=_ISOTHERMAL_W_M2_K)
    area, molar = 0.8 * math.pi / 4.0 * 0.01**2, float(partial[0] @ MOLAR_KG / partial.sum())
    tau = 10.0 / (area * CHOKED * math.sqrt(R / molar * _WARM_K))
    controls = replace(usual_controls(station), leaks=(AirLeak("hole", "A", orifice_m2=area),))
    rows = run(station, controls, partial, np.array([_WARM_K]), np.array([0.0, tau]))
    passed, start = rows.vectors[1, -ACCOUNT:], rows.vectors[0, :GASES]
    title = "Accounts of a hole, blowdown of 1 tau"
    source = "N0 (1 - exp(-1)) of each species; cv N0 T0 less what is left"
    for name, k in (("nitrogen", 0), ("oxygen", 1), ("carbon dioxide", 2)):
        kg = start[k] * (1.0 - math.exp(-1.0)) * MOLAR_KG[k], passed[k] * MOLAR_KG[k]
        yield Case(title, f"{name}, isothermal", source, *kg, "kg", 1e-5)
    left = start[:3] - rows.vectors[1, :3] - passed[:3]
    closed = float(np.abs(left).max() / start[:3].sum())
    yield Case(title, "what is missing, of all", "nothing", 1.0, 1.0 + closed, "", 1e-13)
    _, _, rows = blowdown(False)
    joules = 2.5 * 1e5 * 10.0 * (1.0 - 1.2**-7)
    yield Case(title, "energy, adiabatic", source, joules, rows.vectors[20, -1], "J", 1e-5)


def closed_form_cases() -> list[Case]:
    """All of them."""
    return [
        *blowdown_cases(),
        *power_cases(),
        *equalisation_cases(),
        *valve_cases(),
        *ventilation_cases(),
        *metabolism_cases(),
        *ledger_cases(),
    ]
