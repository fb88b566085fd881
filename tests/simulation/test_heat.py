"""Heat: people warm the air, machines hold it at a set point, walls are what the station file says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from stories import tell, trio

from iss_viewer.datafile import FileMistakes
from iss_viewer.simulation import simulate
from iss_viewer.simulation.air.gas import SENSIBLE_HEAT_W
from iss_viewer.station import Station
from iss_viewer.station.checks import complaints

ALONE = '[start]\nclosed_hatches = ["D1", "D2", "D3"]\n'
#: volume of WORK to the 2/3, times six, is the area of its walls
AREA_M2 = 6.0 * trio().module("WORK").free_volume_m3 ** (2.0 / 3.0)


def with_machine(machine: str, **changed: Any) -> Station:
    """The small station with one machine changed."""
    machines = tuple(
        m.model_copy(update=changed) if m.id == machine else m for m in trio().equipment
    )
    return trio().model_copy(update={"equipment": machines})


def with_walls(**walls: Any) -> Station:
    """The small station with other walls in WORK."""
    parts = trio().model_dump()
    for module in parts["modules"]:
        if module["id"] == "WORK":
            module["walls"] = {"source": "made_up", "confidence": "assumed", **walls}
    return Station.model_validate(parts)


def test_people_at_home_neither_warm_nor_cool_a_room_that_is_held() -> None:
    run = simulate(tell(duration="6 h", every="1 min"), trio())
    for module in ("CORE", "WORK"):
        assert np.ptp(run[f"{module}.temperature_k"]) < 0.05


def test_a_room_whose_people_leave_comes_back_to_what_it_is_held_at() -> None:
    crew = '[[actions]]\ndo = "move_crew"\ntarget = "CORE"\ncrew = ["BEN"]\nat = "1 h"\n'
    shut = '[[actions]]\ndo = "close_hatch"\ntarget = "D2"\nat = "61 min"\n'
    run = simulate(tell(crew + shut, duration="12 h", every="1 min"), trio())
    warm = run["WORK.temperature_k"]
    assert np.abs(warm - warm[0]).max() < 0.3
    assert warm[-1] == pytest.approx(warm[0], abs=0.02)


def test_a_person_in_a_room_without_a_cooler_warms_it_by_what_film_and_walls_let_through() -> None:
    station = with_machine("COOLER", on=False)
    run = simulate(tell(ALONE, duration="3 d", every="10 min", station=station), station)
    paths = (1.0 / trio().thermal.film_w_m2_k + 1.0 / trio().thermal.control_w_m2_k) / AREA_M2
    rise = run["WORK.temperature_k"][-1] - run["WORK.temperature_k"][0]
    # vapour on the walls brings what evaporated it, beside the heat that people give to the air
    assert SENSIBLE_HEAT_W * paths < rise < 140.0 * paths


def test_a_cooler_at_its_limit_leaves_the_rest_to_the_walls() -> None:
    station = with_machine("COOLER", cooling_w=100.0)
    load = '[[heat_loads]]\nmodule = "WORK"\npower = "400 W"\n'
    empty = "[crew]\ncount = 0\n"
    run = simulate(tell(empty + ALONE + load, "3 d", "10 min", station), station)
    paths = (1.0 / trio().thermal.film_w_m2_k + 1.0 / trio().thermal.control_w_m2_k) / AREA_M2
    rise = run["WORK.temperature_k"][-1] - run["WORK.temperature_k"][0]
    assert rise == pytest.approx(300.0 * paths, rel=0.01)


def test_a_heat_load_starts_and_ends_when_the_scenario_says() -> None:
    load = '[[heat_loads]]\nmodule = "WORK"\npower = "500 W"\nat = "1 h"\nlasting = "30 min"\n'
    run = simulate(tell(load, "4 h", "1 min"), trio(), with_ledgers=True)
    quiet = simulate(tell("", "4 h", "1 min"), trio(), with_ledgers=True)
    before = run.time_s <= 3600.0
    np.testing.assert_array_equal(
        run["WORK.temperature_k"][before], quiet["WORK.temperature_k"][before]
    )
    given = run["WORK.surroundings_energy_j"] - quiet["WORK.surroundings_energy_j"]
    walls = 1e5  # J that what stands around the walls may have taken meanwhile
    for at_s, expected in ((3600.0, 0.0), (4500.0, 4.5e5), (5400.0, 9e5), (7200.0, 9e5)):
        assert given[run.time_s == at_s] == pytest.approx(expected, abs=walls)
    # when it ends, what the cooler still draws is too much
    assert run["WORK.temperature_k"].argmin() > np.searchsorted(run.time_s, 5400.0)


def test_a_set_point_of_its_own_is_what_a_room_comes_to() -> None:
    station = with_machine("COOLER", set_point_k=297.0, heating_w=1000.0)
    run = simulate(tell(ALONE, "1 d", "10 min", station), station)
    assert run["WORK.temperature_k"][-1] == pytest.approx(297.0, abs=0.02)


def test_a_room_without_film_exchanges_no_heat_with_its_walls() -> None:
    station = with_walls(film_w_m2_k=0.0)
    body = '[crew]\ncount = 0\n[[leaks]]\nid = "H"\nmodule = "WORK"\ndiameter = "20 mm"\n'
    run = simulate(tell(body + ALONE, "30 min", "1 min", station), station)
    pressure, warm = run["WORK.pressure_pa"], run["WORK.temperature_k"]
    exponent = np.log(warm[-1] / warm[0]) / np.log(pressure[-1] / pressure[0])
    assert pressure[-1] < 0.5 * pressure[0]
    assert exponent == pytest.approx(0.4 / 1.4, rel=0.01)  # an adiabat, but for a little vapour


def test_walls_held_cold_draw_their_room_down_to_them() -> None:
    station = with_walls(environment_k=285.0)
    run = simulate(tell(ALONE + "[crew]\ncount = 0\n", "3 d", "10 min", station), station)
    assert run["WORK.temperature_k"][-1] == pytest.approx(285.0, abs=0.05)


def test_a_module_starts_with_a_mixture_and_walls_of_its_own() -> None:
    own = """[[start.modules]]
module = "WORK"
pressure = "70 kPa"
oxygen = "30 kPa"
carbon_dioxide = "0 Pa"
water = "0 Pa"
temperature = "300 K"
wall_temperature = "310 K"
"""
    run = simulate(tell("[crew]\ncount = 0\n" + ALONE + own, "10 min", "1 s"), trio())
    assert run["WORK.pressure_pa"][0] == pytest.approx(70e3)
    assert run["WORK.oxygen_pa"][0] == pytest.approx(30e3)
    assert run["WORK.water_pa"][0] == pytest.approx(0.0, abs=1e-6)
    assert run["WORK.temperature_k"][0] == pytest.approx(300.0)
    assert run["WORK.temperature_k"].max() > 304.0


def test_more_gas_than_pressure_in_a_module_is_refused() -> None:
    own = '[[start.modules]]\nmodule = "WORK"\npressure = "20 kPa"\noxygen = "30 kPa"\n'
    with pytest.raises(FileMistakes, match="exceed its pressure"):
        tell("[crew]\ncount = 0\n" + own)


@pytest.mark.parametrize(
    ("machine", "changed", "said"),
    [
        ("SCRUBBER", {"cooling_w": 100.0}, "holds no temperature"),
        ("COOLER", {"gain_w_k": 0.0}, "is missing"),
        ("COOLER", {"cooling_w": 0.0}, "or heating_w"),
    ],
)
def test_a_machine_that_cannot_hold_a_temperature_is_refused(
    machine: str, changed: dict[str, float], said: str
) -> None:
    docked = {str(c) for c in complaints(trio())}  # its ships stand in it already
    found = [str(c) for c in complaints(with_machine(machine, **changed)) if str(c) not in docked]
    assert len(found) == 1 and said in found[0]
