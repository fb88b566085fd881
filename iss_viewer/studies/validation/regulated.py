"""Regulators with a dead band and the tanks that they draw from, against a general stiff solver that
stops where each turns.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from iss_viewer.physics import R
from iss_viewer.simulation.air import AirLeak, AirNetwork, Controls, Stepper, usual_controls
from iss_viewer.simulation.air.gas import CV
from iss_viewer.studies.validation.case import Case
from iss_viewer.studies.validation.reference_solve import solve
from iss_viewer.studies.validation.stations import tanks

_HOURS = 6.0


def regulated_room() -> tuple[AirNetwork, Controls]:
    """A room of 50 m3 that leaks and is breathed in, next to one of 20 m3; two regulators hold it.

    The tank of nitrogen runs out on the way: its regulator then gives ever less.
    """
    room = {"module": "A", "dead_band_pa": 300.0}
    station = tanks(
        {"A": 50.0, "B": 20.0}, [("A", "B")], film_w_m2_k=4.0, mixing_speed_m_s=0.02,
        crew=[{"id": n, "name": n, "agency": "-", "module": "A"} for n in "PQR"],
        tanks=[
            {"id": "N", "name": "N", "module": "B", "gas": "nitrogen", "content_kg": 4.0, "volume_m3": 0.05},
            {"id": "O", "name": "O", "module": "B", "gas": "oxygen", "content_kg": 9.0, "volume_m3": 0.05},
        ],
        equipment=[
            {**room, "id": "NF", "name": "NF", "kind": "nitrogen_feed", "tank": "N",
             "rate_kg_s": 1e-3, "set_point_pa": 1.012e5},
            {**room, "id": "OF", "name": "OF", "kind": "oxygen_feed", "tank": "O",
             "rate_kg_s": 5e-4, "set_point_pa": 21.3e3},
        ],
    )  # fmt: skip
    hole = AirLeak("hole", "A", orifice_m2=1e-6)
    return AirNetwork(station), replace(
        usual_controls(station), hatch_is_open=(True,), leaks=(hole,)
    )


def regulated_cases() -> list[Case]:
    """Pressure, oxygen and tanks through many openings and shuttings."""
    network, controls = regulated_room()
    times = np.linspace(0.0, _HOURS * 3600.0, 217)
    start = network.usual_air()
    stepper = Stepper(network)
    _, rows = stepper.advance(stepper.start(controls, start), controls, times[-1].item(), times)
    exact = solve(network, [(times[-1].item(), controls)], start, times)
    moles = exact[:, :8].reshape(-1, 2, 4)
    warm = exact[:, 8:10] / (moles @ CV)
    partial = moles * (R * warm / network.volume_m3)[:, :, None]
    title = "Regulators with dead bands, two tanks, a leak"
    source = "scipy Radau, rtol 1e-9, stopped at each turn"
    cases = []
    for name, there, got in (
        ("pressure", partial.sum(axis=2), rows.pressure_pa),
        ("oxygen", partial[:, :, 1], rows.partial_pa[:, :, 1]),
    ):
        worst = np.unravel_index(np.abs(got / there - 1.0).argmax(), got.shape)
        what = f"{name}, worst of {got.size}"
        expected, obtained = float(there[worst]), float(got[worst])
        cases.append(Case(title, what, source, expected, obtained, "Pa", 1e-4))
    for t, name in enumerate(("nitrogen", "oxygen")):
        full = float(start[network.layout.tank_kg][t])
        given, fed = full - exact[-1, 12 + t], full - rows.tank_kg[-1, t]
        what = f"{name} fed in {_HOURS:g} h"
        cases.append(Case(title, what, source, given, fed, "kg", 2e-3))
    return cases
