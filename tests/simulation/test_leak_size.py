"""The size of a leak from what a scenario writes, against closed forms worked out by hand."""

from __future__ import annotations

import math

import pytest
from scipy.integrate import quad
from stories import source

from iss_viewer.physics import AIR_KG_MOL
from iss_viewer.scenario.scenario import Leak
from iss_viewer.simulation.leak_size import LeakSize
from iss_viewer.simulation.starting_air import UpstreamAir

ATM_PA, WARM_K = 101325.0, 293.15
SPECIFIC = 8.314462618 / 0.0289647  # J/kg/K of air
VISCOSITY_PA_S = 1.813e-5
#: of air at one atmosphere and 20 C (Jennings, J. Aerosol Sci. 19 (1988) 159: 65.4 nm at 23 C)
FREE_PATH_M = 66e-9


def size(**written: object) -> LeakSize:
    leak = Leak.model_validate({"id": "L", "at": "0 s", "module": "WORK", **written})
    return LeakSize.of(leak, UpstreamAir(leak.rate_at_pa or ATM_PA, WARM_K, AIR_KG_MOL))


def slit(gap: str = "10 um", width: str = "5 cm", wall: str = "3 mm") -> LeakSize:
    return size(law="crack", gap=gap, width=width, wall=wall)


def test_a_slit_without_slip_passes_what_poiseuille_says() -> None:
    # mean density times h^3 w / (12 mu L) times the pressure difference
    shape = (10e-6) ** 3 * 0.05 / 0.003
    flow_m3_s = shape / (12.0 * VISCOSITY_PA_S) * ATM_PA
    expected = flow_m3_s * 0.5 * ATM_PA / (SPECIFIC * WARM_K)
    assert slit().quadratic * ATM_PA**2 == pytest.approx(expected, rel=1e-4)
    assert slit().orifice_m2 == 0.0


def test_slip_at_the_walls_of_a_slit_adds_six_free_paths_over_its_height() -> None:
    height = 10e-6

    def per_metre(pressure_pa: float) -> float:
        """kg/s times m of depth, for each Pa: Poiseuille's flow with slip of first order."""
        free_path = FREE_PATH_M * ATM_PA / pressure_pa
        slip = 1.0 + 6.0 * free_path / height
        density = pressure_pa / (SPECIFIC * WARM_K)
        return height**3 * 0.05 / (12.0 * VISCOSITY_PA_S) * density * slip

    through = slit()
    for low_pa, high_pa in ((0.0, 100.0), (0.0, ATM_PA), (60000.0, 70000.0)):
        flow = through.quadratic * (high_pa**2 - low_pa**2) + through.linear * (high_pa - low_pa)
        expected = quad(per_metre, max(low_pa, 1e-9), high_pa)[0] / 0.003
        assert flow == pytest.approx(expected, rel=0.015)  # free paths are known to a percent


@pytest.mark.parametrize(
    ("changed", "friction", "slip"),
    [
        ({"gap": "20 um"}, 8.0, 4.0),
        ({"width": "10 cm"}, 2.0, 2.0),
        ({"wall": "6 mm"}, 0.5, 0.5),
    ],
)
def test_a_slit_goes_by_the_cube_of_its_height_and_its_slip_by_the_square(
    changed: dict[str, str], friction: float, slip: float
) -> None:
    usual, other = slit(), slit(**changed)
    assert other.quadratic / usual.quadratic == pytest.approx(friction)
    assert other.linear / usual.linear == pytest.approx(slip)


@pytest.mark.parametrize("slip", ["0 Pa", "5 kPa"])
def test_a_crack_by_its_rate_passes_it_at_the_pressure_given(slip: str) -> None:
    crack = size(law="crack", rate="2 kg/day", rate_at="70 kPa", slip=slip)
    assert crack.quadratic * 70e3**2 + crack.linear * 70e3 == pytest.approx(2.0 / 86400.0)
    assert crack.linear == pytest.approx(crack.quadratic * float(slip.split()[0]) * 1e3)


def test_a_hole_by_its_rate_is_as_large_as_fliegner_says() -> None:
    # 0.04042 A p / sqrt(T), in SI for air
    hole = size(rate="1 kg/day", rate_at="101325 Pa")
    area = 1.0 / 86400.0 / (0.04042 * ATM_PA / math.sqrt(WARM_K))
    assert hole.orifice_m2 == pytest.approx(area, rel=2e-4)
    assert hole.quadratic == hole.linear == 0.0


def test_a_hole_has_its_area_times_its_discharge() -> None:
    assert size(diameter="2 mm", discharge=0.6).orifice_m2 == pytest.approx(0.6 * math.pi * 1e-6)
    assert size(area="3 mm2", discharge=0.5).orifice_m2 == pytest.approx(1.5e-6)


def test_a_molecular_leak_by_its_area_is_knudsens_effusion() -> None:
    # a quarter of the mean speed times density times area
    leak = size(law="molecular", area="1 mm2", discharge=0.7)
    mean_speed = math.sqrt(8.0 * SPECIFIC * WARM_K / math.pi)
    flow = 0.25 * mean_speed * 100.0 / (SPECIFIC * WARM_K) * 0.7e-6
    assert leak.linear * 100.0 == pytest.approx(flow)
    assert leak.quadratic == leak.orifice_m2 == 0.0


def test_a_molecular_leak_by_its_rate_is_linear_in_the_pressure() -> None:
    leak = size(law="molecular", rate="1 g/s", rate_at="50 kPa")
    assert leak.linear * 50e3 == pytest.approx(1e-3)


@pytest.mark.parametrize("law", ["orifice", "crack", "molecular"])
@pytest.mark.parametrize(
    "air", ['temperature = "295.15 K"\n', 'pressure = "70 kPa"\noxygen = "40 kPa"\n']
)
def test_a_leak_first_passes_the_rate_that_is_written_whatever_the_air_before_it(
    law: str, air: str
) -> None:
    body = f'[start]\n{air}[[leaks]]\nid = "L"\nmodule = "WORK"\nlaw = "{law}"\nrate = "5 kg/day"\n'
    run = source(body, every="1 s", more="noise_free = true")
    _, truth, _ = run.read_with_truth(1.0, 2)
    flow_kg_s = truth[1, run.truth_channels.column("L", "flow_kg_s")]
    assert flow_kg_s * 86400.0 == pytest.approx(5.0, rel=1e-4)


def test_a_leak_passes_the_rate_that_is_written_at_the_conditions_that_are_written() -> None:
    at = 'rate_at = "50 kPa"\nrate_temperature = "250 K"\n'
    run = source(
        f'[[leaks]]\nid = "L"\nmodule = "WORK"\nrate = "5 kg/day"\n{at}',
        every="1 s",
        more="noise_free = true",
    )
    _, truth, _ = run.read_with_truth(1.0, 2)
    column = run.truth_channels.column
    here_pa, here_k = (
        truth[1, column("WORK", "pressure_pa")],
        truth[1, column("WORK", "temperature_k")],
    )
    expected = 5.0 * here_pa / 50e3 * math.sqrt(250.0 / here_k)
    assert truth[1, column("L", "flow_kg_s")] * 86400.0 == pytest.approx(expected, rel=1e-4)
