"""A crack given by its geometry, played for hours, against the closed form of its law."""

from __future__ import annotations

import numpy as np
import pytest
from stories import tell, trio

from iss_viewer.simulation import simulate

R, AIR_KG_MOL = 8.314462618, 0.0289647
VISCOSITY_PA_S, REFERENCE_K = 1.813e-5, 293.15
FREE_PATH_M_PA = 5.0e-5 * 133.322
STILL = """
[crew]
count = 0
[start]
closed_hatches = ["D1", "D2", "D3"]
carbon_dioxide = "0 Pa"
water = "0 Pa"
"""


@pytest.mark.parametrize(("gap_um", "width"), [(8.0, 0.5), (40.0, 0.03)])
def test_a_slit_empties_its_module_as_poiseuille_and_maxwell_say(
    gap_um: float, width: float
) -> None:
    """dp/dt = -(a p^2 + b p): p / (p + s) falls as exp(-b t), s = b / a = 12 l / h."""
    gap, wall = gap_um * 1e-6, 3e-3
    leak = f"""[[leaks]]
id = "SLIT"
module = "WORK"
law = "crack"
gap = "{gap_um} um"
width = "{width} m"
wall = "{wall} m"
"""
    run = simulate(tell(STILL + leak, duration="2 d", every="10 min"), trio())
    pressure, warm = run["WORK.pressure_pa"], float(run["WORK.temperature_k"].mean())
    oxygen = run["WORK.oxygen_pa"][0] / pressure[0]
    molar = 0.0280134 * (1.0 - oxygen) + 0.0319988 * oxygen
    heavy = molar / AIR_KG_MOL * REFERENCE_K / warm
    per_pa = R * warm / (molar * trio().module("WORK").free_volume_m3)
    square = gap**3 * width / wall / (24.0 * VISCOSITY_PA_S * R / AIR_KG_MOL * REFERENCE_K)
    a = square * heavy * per_pa
    b = square * 12.0 * FREE_PATH_M_PA / gap * np.sqrt(heavy) * per_pa
    s = b / a
    share = pressure[0] / (pressure[0] + s) * np.exp(-b * run.time_s)
    expected = s * share / (1.0 - share)
    assert np.abs(pressure / expected - 1.0).max() < 2e-3
    assert expected[-1] < 0.98 * expected[0]
