"""Gas that is passed from module to module, or into a chamber that stands around, is all there, by closed forms."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.simulation.air import (
    AirLeak,
    AirNetwork,
    AirRows,
    Controls,
    Stepper,
    usual_controls,
)
from iss_viewer.simulation.air.gas import MOLAR_KG
from iss_viewer.simulation.air.ledgers import accounts_of
from iss_viewer.studies.validation.stations import tanks
from tests.simulation.air.books import Books

HOLE_M2 = 2e-5
DRY = np.array([79_000.0, 21_000.0, 0.0, 0.0])


def machine(kind: str, module: str, **more: object) -> dict[str, object]:
    return {"id": kind.upper(), "name": kind, "module": module, "kind": kind, **more}


def run(
    network: AirNetwork, partial_pa: list[np.ndarray], times: list[float], **settings: object
) -> AirRows:
    """Rows of a network from partial pressures of its modules at 295 K."""
    controls: Controls = replace(usual_controls(network.station), **settings)  # type: ignore[arg-type]
    stepper, count = Stepper(network, tolerance=1e-7), len(partial_pa)
    vector = network.still_air(np.array(partial_pa), np.full(count, 295.0))
    state = stepper.start(controls, vector)
    return stepper.advance(state, controls, times[-1], np.array(times))[1]


def assert_closed(network: AirNetwork, rows: AirRows, leaks: dict[str, tuple[int, int]]) -> None:
    """Each module holds what it held plus what its accounts brought."""
    books = Books.of(rows.vectors, network, leaks)
    off = books.balance_mol - books.balance_mol[0]
    assert np.abs(off).max() < 1e-12 * books.present_mol.max()


def test_a_hole_between_two_modules_takes_nothing_out_of_the_station() -> None:
    network = AirNetwork(tanks({"A": 4.0, "B": 2.0, "C": 3.0}), [("A", "B")])
    hole = AirLeak("HOLE", module="A", into="B", orifice_m2=HOLE_M2)
    rows = run(network, [DRY, 0.3 * DRY, DRY], [0.0, 60.0, 7200.0], leaks=(hole,))
    moles = (rows.vectors[:, network.layout.moles].reshape(3, 3, 4)).sum(axis=2)
    assert moles.sum(axis=1) == pytest.approx(moles[0].sum(), rel=1e-13)
    assert moles[:, 2] == pytest.approx(moles[0, 2], rel=1e-15)
    assert (rows.lost_kg_s == 0.0).all()
    assert rows.pressure_pa[-1, 0] == pytest.approx(rows.pressure_pa[-1, 1], rel=1e-5)
    # without walls the energy of the whole stays, so the pressure is the mean by volume
    assert rows.pressure_pa[-1, 0] == pytest.approx((4.0 + 2.0 * 0.3) / 6.0 * 1e5, rel=1e-5)
    kg = (rows.vectors[:, network.layout.moles].reshape(3, 3, 4)[:, 1] @ MOLAR_KG).ravel()
    assert rows.through_kg[:, 0] == pytest.approx(kg - kg[0], abs=1e-10)
    assert_closed(network, rows, {"HOLE": (0, 1)})


@pytest.mark.parametrize("into", ["B", ""])
def test_a_pump_empties_a_room_by_the_exponential_of_its_flow(into: str) -> None:
    pump = machine("pump", "A", into=into, flow_m3_s=0.01)
    network = AirNetwork(tanks({"A": 4.0, "B": 40.0}, equipment=[pump]))
    rows = run(network, [DRY, DRY], [0.0, 400.0, 1200.0])
    moles = rows.vectors[:, network.layout.moles].reshape(3, 2, 4).sum(axis=2)
    # each mole leaves at Q / V, whatever the temperature
    assert moles[:, 0] / moles[0, 0] == pytest.approx(np.exp([0.0, -1.0, -3.0]), rel=1e-5)
    assert moles.sum(axis=1)[-1] == pytest.approx(
        moles[0].sum() if into else moles[0, 1] + moles[-1, 0], rel=1e-13
    )
    assert_closed(network, rows, {})


def test_a_pump_that_stalls_ends_at_the_rise_that_it_can_do() -> None:
    pump = machine("pump", "A", into="B", flow_m3_s=0.01, stall_pa=85e3)
    network = AirNetwork(tanks({"A": 4.0, "B": 400.0}, film_w_m2_k=50.0, equipment=[pump]))
    rows = run(network, [DRY, DRY], [0.0, 36_000.0])
    rise_pa = rows.pressure_pa[-1, 1] - rows.pressure_pa[-1, 0]
    assert rise_pa == pytest.approx(85e3, rel=1e-4)


def test_a_relief_valve_between_modules_opens_on_their_difference_and_never_back() -> None:
    valve = machine(
        "relief_valve", "A", into="B", rate_kg_s=0.05, set_point_pa=2e3, dead_band_pa=500.0
    )
    network = AirNetwork(tanks({"A": 4.0, "B": 4.0}, film_w_m2_k=50.0, equipment=[valve]))
    for over, ends in ((1.10, True), (1.015, False), (0.8, False)):
        rows = run(network, [over * DRY, DRY], [0.0, 3600.0, 36_000.0])
        differences = rows.pressure_pa[:, 0] - rows.pressure_pa[:, 1]
        if ends:
            assert differences[-1] == pytest.approx(2e3, abs=5.0)
        else:
            assert differences == pytest.approx(differences[0], abs=1e-6)
        assert_closed(network, rows, {})


def test_a_hose_passes_what_a_hole_of_its_bore_would() -> None:
    hose = machine("hose", "A", into="B", diameter_m=0.005, discharge=0.7)
    with_hose = AirNetwork(tanks({"A": 4.0, "B": 2.0}, equipment=[hose]))
    with_hole = AirNetwork(tanks({"A": 4.0, "B": 2.0}), [("A", "B")])
    area_m2 = 0.7 * math.pi / 4.0 * 0.005**2
    hole = AirLeak("HOLE", module="A", into="B", orifice_m2=area_m2)
    start = [DRY, 0.2 * DRY]
    by_hose = run(with_hose, start, [0.0, 300.0])
    by_hole = run(with_hole, start, [0.0, 300.0], leaks=(hole,))
    assert by_hose.pressure_pa == pytest.approx(by_hole.pressure_pa, rel=1e-12)
    shut = run(with_hose, start, [0.0, 300.0], machine_is_on=(False,))
    assert shut.pressure_pa[1] == pytest.approx(shut.pressure_pa[0], rel=1e-12)


def chamber(**parts: object) -> AirNetwork:
    """A tank in a test chamber that is a million times as large, joined to nothing."""
    station = tanks({"TANK": 2.0, "CHAMBER": 2e6}, **parts)  # type: ignore[arg-type]
    return AirNetwork(station.model_copy(update={"outside": "CHAMBER"}))


def test_an_empty_tank_fills_from_the_chamber_around_it_to_gamma_times_its_temperature() -> None:
    network = chamber()
    hole = AirLeak("HOLE", module="TANK", orifice_m2=HOLE_M2)
    rows = run(network, [0.0 * DRY, DRY], [0.0, 36_000.0], leaks=(hole,))
    assert rows.pressure_pa[-1, 0] == pytest.approx(1e5, rel=1e-5)
    assert rows.temperature_k[-1, 0] == pytest.approx(1.4 * 295.0, rel=1e-4)
    assert rows.through_kg[-1, 0] < 0.0


def test_what_leaks_into_the_chamber_is_lost_to_the_tank_and_found_there() -> None:
    network = chamber()
    hole = AirLeak("HOLE", module="TANK", orifice_m2=HOLE_M2)
    rows = run(network, [DRY, 0.5 * DRY], [0.0, 10.0, 36_000.0], leaks=(hole,))
    assert rows.lost_kg_s[1, 0] == pytest.approx(rows.leak_kg_s[1, 0])
    assert rows.lost_kg_s[1, 0] > 1e-3
    assert rows.pressure_pa[-1, 0] == pytest.approx(0.5e5, rel=1e-5)
    assert_closed(network, rows, {"HOLE": (0, 1)})


def test_a_valve_against_underpressure_lets_air_of_the_chamber_in_at_its_set_point() -> None:
    valve = machine(
        "relief_valve",
        "CHAMBER",
        into="TANK",
        rate_kg_s=0.05,
        set_point_pa=3.5e3,
        dead_band_pa=300.0,
    )
    network = chamber(film_w_m2_k=50.0, equipment=[valve])
    rows = run(network, [0.7 * DRY, DRY], [0.0, 36_000.0])
    assert rows.pressure_pa[-1, 0] == pytest.approx(1e5 - 3.5e3, abs=5.0)


def test_the_chamber_itself_leaks_into_space() -> None:
    network = chamber()
    hole = AirLeak("HOLE", module="CHAMBER", orifice_m2=HOLE_M2)
    rows = run(network, [DRY, DRY], [0.0, 60.0], leaks=(hole,))
    assert rows.pressure_pa[1, 1] < rows.pressure_pa[0, 1]
    assert rows.pressure_pa[1, 0] == pytest.approx(rows.pressure_pa[0, 0], rel=1e-14)
    assert {(a.out_of, a.into) for a in accounts_of(network, {"HOLE": (1, -1)})} >= {(1, -1)}


def test_a_leak_past_a_hatch_that_is_sealed_over_a_while_ends_at_nothing() -> None:
    from iss_viewer.simulation.air import Growth

    network = AirNetwork(tanks({"A": 4.0, "B": 4.0}, [("A", "B")]))
    hole = AirLeak("SEAL", hatch="H1", orifice_m2=1e-4, growth=Growth(1.0, -0.01, 0.0, 0.0))
    rows = run(network, [DRY, DRY], [0.0, 100.0, 200.0], leaks=(hole,))
    assert np.isfinite(rows.vectors).all()
