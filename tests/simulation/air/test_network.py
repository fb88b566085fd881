"""The whole network: what balances, what stays, what any way of asking leaves unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from books import Books, Floats, latent_j
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from iss_viewer.physics import EVAPORATION_J_KG
from iss_viewer.simulation.air import (
    STATE_CLASSES,
    AirLeak,
    AirNetwork,
    AirRows,
    Controls,
    Growth,
    Stepper,
    Swing,
    Warming,
    advance_many,
    usual_controls,
)
from iss_viewer.simulation.air.gas import CP, MOLAR_KG, REGULATOR_PA
from iss_viewer.simulation.air.kernel_walls import saturation_pa
from iss_viewer.station import read_station
from iss_viewer.studies.validation.reference_solve import solve
from iss_viewer.studies.validation.stations import tanks
from iss_viewer.telemetry.packing import pack, unpack

NETWORK = AirNetwork(read_station("iss"))
STEPPER = Stepper(NETWORK)
USUAL = usual_controls(NETWORK.station)
HOLE_M2 = 0.8 * np.pi / 4 * 0.005**2


def moved(controls: Controls, hatch: str, is_open: bool) -> Controls:
    """The controls with a hatch moved."""
    hatches = list(controls.hatch_is_open)
    hatches[NETWORK.hatch_index[hatch]] = is_open
    return replace(controls, hatch_is_open=tuple(hatches))


def busy() -> Controls:
    """Everything on, with leaks of all laws."""
    leaks = (
        AirLeak("hole", "SM_PRK", orifice_m2=HOLE_M2, growth=Growth(1.0, 0.0, 1e-5, 0.0)),
        AirLeak("crack", "LAB", crack_kg_s_pa2=1e-15, linear_kg_s_pa=1e-11),
        AirLeak("seal", hatch="H27", crack_kg_s_pa2=1e-16),
    )
    return replace(
        USUAL,
        machine_is_on=(True,) * len(USUAL.machine_is_on),
        leaks=leaks,
        swings=(Swing(0.3, 5560.0), Swing(0.5, 86400.0, 1.0, ("LAB",))),
        warmings=(Warming(0.0, -1e-5, 0.0, ("JPM",)),),
    )


def busy_leaks() -> dict[str, tuple[int, int]]:
    """The sides of the leaks of `busy`: modules, -1 for space."""
    at, seal = NETWORK.module_index, NETWORK.station.hatch("H27")
    return {"hole": (at["SM_PRK"], -1), "crack": (at["LAB"], -1), "seal": (at[seal.a], at[seal.b])}


def test_mass_and_energy_of_each_module_close_by_their_accounts_over_a_day_of_everything() -> None:
    controls = moved(busy(), "H01", True)
    state = STEPPER.start(controls, NETWORK.usual_air())
    times = np.arange(0.0, 86401.0, 3600.0)
    state, rows = STEPPER.advance(state, controls, 86400.0, times)
    books = Books.of(rows.vectors, NETWORK, busy_leaks())
    drift = np.abs(books.balance_mol - books.balance_mol[0])
    # ventilation carries a small module's air through it some thousand times a day
    whole = (books.present_mol + books.went_mol).sum(axis=2)[:, :, None]
    assert (drift / whole).max() < 1e-13
    assert (drift.sum(axis=1) / books.present_mol[0].sum()).max() < 1e-12
    assert np.abs(books.balance_j.sum(axis=1) / books.balance_j[0].sum() - 1.0).max() < 1e-12
    assert rows.through_kg[-1, 0] > 1.0
    assert rows.partial_pa.min() >= 0.0


def test_people_in_a_closed_room_give_it_all_the_heat_of_their_bodies_part_of_it_as_vapour() -> (
    None
):
    crew = [{"id": n, "name": n, "agency": "-", "module": "A"} for n in "PQ"]
    network = AirNetwork(tanks({"A": 100.0}, crew=crew))
    stepper, controls = Stepper(network), usual_controls(network.station)
    state = stepper.start(controls, network.usual_air())
    _, rows = stepper.advance(state, controls, 6 * 3600.0, np.array([0.0, 6 * 3600.0]))
    books = Books.of(rows.vectors, network)
    given = books.came_mol[1, 0] - books.came_mol[0, 0]
    gained = books.present_j[1, 0] - books.present_j[0, 0] + latent_j(given[3])
    # the gases breathed in and out carry some heat of their own besides
    carried = given @ CP * rows.temperature_k.mean()
    assert gained - carried == pytest.approx(2 * 11.8e6 / 4, rel=0.01)


def test_a_condenser_takes_the_latent_heat_of_what_it_condenses() -> None:
    dryer = {
        "id": "K", "name": "K", "module": "A", "kind": "condenser", "on": True,
        "flow_m3_s": 0.05, "target_pa": 500.0,
    }  # fmt: skip
    network = AirNetwork(tanks({"A": 20.0}, film_w_m2_k=4.0, equipment=[dryer]))
    stepper, controls = Stepper(network), usual_controls(network.station)
    state = stepper.start(controls, network.usual_air())
    _, rows = stepper.advance(state, controls, 3600.0, np.array([3600.0]))
    *moles, joules = rows.vectors[0, network.layout.machine_accounts]
    water_kg = moles[3] * MOLAR_KG[3]
    vapour_j_kg = CP[3] / MOLAR_KG[3] * rows.temperature_k[0, 0]
    assert water_kg > 0.07
    whole = joules + latent_j(moles[3])
    assert whole == pytest.approx(water_kg * (EVAPORATION_J_KG + vapour_j_kg), rel=1e-3)


def test_reading_more_often_changes_no_number() -> None:
    controls = busy()
    state = STEPPER.start(controls, NETWORK.usual_air())
    times = np.arange(0.0, 4001.0, 1.0)
    once, rows = STEPPER.advance(state, controls, 4000.0, times)
    parts, now = [], state
    for begin in range(0, 4001, 37):
        here = times[begin : begin + 37]
        now, some = STEPPER.advance(now, controls, here[-1].item(), here)
        parts.append(some.vectors)
    assert np.array_equal(np.vstack(parts), rows.vectors)
    assert np.array_equal(now.vectors, once.vectors)


def test_a_snapshot_goes_on_bit_identically() -> None:
    controls = busy()
    state = STEPPER.start(controls, NETWORK.usual_air())
    state, _ = STEPPER.advance(state, controls, 1000.0, np.array([1000.0]))
    again = unpack(pack(state), STATE_CLASSES)
    other = moved(controls, "H14", False)
    times = np.array([1500.0, 5000.0])
    _, rows = STEPPER.advance(state, other, 5000.0, times)
    _, same = Stepper(AirNetwork(read_station("iss"))).advance(again, other, 5000.0, times)
    assert np.array_equal(rows.vectors, same.vectors)


def test_replicas_give_the_same_whatever_their_number() -> None:
    replicas = []
    for size in (1e-7, 1e-6, 1e-5):
        controls = replace(USUAL, leaks=(AirLeak("hole", "LAB", orifice_m2=size),))
        replicas.append((STEPPER.start(controls, NETWORK.usual_air()), controls))
    times = np.array([0.0, 3600.0])
    together = advance_many(STEPPER, replicas, 3600.0, times, threads=2)
    for replica, (_, rows) in zip(replicas, together, strict=True):
        _, alone = STEPPER.advance(*replica, 3600.0, times)
        assert np.array_equal(alone.vectors, rows.vectors)


@pytest.mark.parametrize("size_m", [0.05, 0.2])
def test_a_large_hole_empties_the_station_and_ends(size_m: float) -> None:
    hole = AirLeak("hole", "SM_PRK", orifice_m2=0.8 * np.pi / 4 * size_m**2)
    controls = moved(replace(USUAL, leaks=(hole,)), "H01", True)
    state = STEPPER.start(controls, NETWORK.usual_air())
    _, rows = STEPPER.advance(state, controls, 1e5, np.linspace(0.0, 1e5, 50))
    assert np.isfinite(rows.vectors).all()
    assert rows.pressure_pa.min() >= 0.0
    # the oxygen generators go on, so a trace stays and creeps up
    joined = [NETWORK.module_index[m] for m in ("SM_PRK", "SM_RO", "LAB", "DRAGON_FREEDOM")]
    assert rows.pressure_pa[-1, joined].max() < 1000.0
    # behind a closed hatch only its seal leaks
    assert rows.pressure_pa[-1, NETWORK.module_index["BEAM"]] > 90e3


def test_a_hatch_opened_onto_vacuum_empties_what_it_opens() -> None:
    controls = moved(USUAL, "H33", True)
    state = STEPPER.start(USUAL, NETWORK.usual_air())
    state, _ = STEPPER.advance(state, USUAL, 100.0, np.array([100.0]))
    _, rows = STEPPER.advance(state, controls, 3700.0, np.linspace(100.0, 3700.0, 40))
    assert np.isfinite(rows.vectors).all() and rows.partial_pa.min() >= 0.0
    assert rows.pressure_pa[-1, NETWORK.module_index["QUEST_CL"]] < 100.0


def test_moving_every_hatch_each_second_ends_and_balances() -> None:
    state = STEPPER.start(USUAL, NETWORK.usual_air())
    rng = np.random.default_rng(5)
    for second in range(60):
        doors = tuple(bool(x) for x in rng.random(len(USUAL.hatch_is_open)) < 0.5)
        keep = [h.b == "VACUUM" for h in NETWORK.station.hatches]
        doors = tuple(d and not k for d, k in zip(doors, keep, strict=True))
        controls = replace(busy(), hatch_is_open=doors)
        state, rows = STEPPER.advance(state, controls, second + 1.0, np.array([second + 1.0]))
    books = Books.of(rows.vectors, NETWORK, busy_leaks())
    start = Books.of(NETWORK.usual_air(), NETWORK)
    drift = (books.balance_mol[0] - start.balance_mol) / start.present_mol.sum(axis=1)[:, None]
    assert np.abs(drift).max() < 1e-11


def test_a_tenth_of_a_cubic_metre_with_all_around_it_stays_finite() -> None:
    station = tanks(
        {"SMALL": 0.1, "BIG": 100.0},
        [("SMALL", "BIG")],
        film_w_m2_k=4.0,
        mixing_speed_m_s=0.02,
        crew=[{"id": "A", "name": "A", "agency": "-", "module": "SMALL", "vehicle": "BIG"}],
    )
    network = AirNetwork(station)
    stepper, controls = Stepper(network), usual_controls(station)
    leaky = replace(controls, leaks=(AirLeak("hole", "SMALL", orifice_m2=0.02),))
    state = stepper.start(leaky, network.usual_air())
    _, rows = stepper.advance(state, leaky, 3600.0, np.linspace(0.0, 3600.0, 20))
    assert np.isfinite(rows.vectors).all() and rows.partial_pa.min() >= 0.0


def test_hatches_in_a_loop_settle_to_one_pressure() -> None:
    station = tanks({"A": 10.0, "B": 20.0, "C": 5.0}, [("A", "B"), ("B", "C"), ("C", "A")])
    network = AirNetwork(station)
    stepper = Stepper(network)
    open_all = replace(usual_controls(station), hatch_is_open=(True,) * 3)
    partial = np.array([[2e5, 0.0, 0.0, 0.0], [1e5, 0.0, 0.0, 0.0], [5e4, 0.0, 0.0, 0.0]])
    state = stepper.start(open_all, network.still_air(partial, np.full(3, 300.0)))
    _, rows = stepper.advance(state, open_all, 600.0, np.array([600.0]))
    final = (2e5 * 10 + 1e5 * 20 + 5e4 * 5) / 35
    np.testing.assert_allclose(rows.pressure_pa[0], final, rtol=1e-6)


def feeding_station() -> Iterator[tuple[str, dict[str, object]]]:
    yield "tanks", {
        "id": "T", "name": "T", "module": "A", "gas": "nitrogen", "content_kg": 5.0,
        "volume_m3": 0.05,
    }  # fmt: skip
    yield "equipment", {
        "id": "N2", "name": "N2", "module": "A", "kind": "nitrogen_feed", "tank": "T",
        "rate_kg_s": 1e-3, "set_point_pa": 1e5, "dead_band_pa": 500.0,
    }  # fmt: skip


def test_a_regulator_hides_a_leak_and_its_meter_tells_it() -> None:
    station = tanks({"A": 50.0}, film_w_m2_k=4.0, **{k: [v] for k, v in feeding_station()})
    network = AirNetwork(station)
    stepper = Stepper(network)
    controls = replace(usual_controls(station), leaks=(AirLeak("hole", "A", orifice_m2=1e-6),))
    partial = np.array([[1e5 - 21000.0, 21000.0, 0.0, 0.0]])
    state = stepper.start(controls, network.still_air(partial, np.array([295.0])))
    times = np.arange(0.0, 15001.0, 10.0)
    _, rows = stepper.advance(state, controls, 15000.0, times)
    assert rows.pressure_pa.min() > 99500.0 - 2.0
    assert rows.pressure_pa.max() < 1e5 + 2.0
    assert set(np.unique(rows.machine_kg_s.round(9))) == {0.0, 1e-3}
    fed = 5.0 - rows.tank_kg[-1, 0]
    metered = rows.vectors[-1, network.layout.machine_accounts][:4] @ MOLAR_KG
    assert fed == pytest.approx(metered, rel=1e-12)
    assert fed == pytest.approx(rows.through_kg[-1, 0], abs=0.35)


def test_a_tank_is_never_emptier_than_the_cabin() -> None:
    station = tanks({"A": 50.0}, **{k: [v] for k, v in feeding_station()})
    network = AirNetwork(station)
    stepper = Stepper(network)
    controls = replace(
        usual_controls(station), feed_kg_s=(1e-2,), leaks=(AirLeak("h", "A", orifice_m2=1e-4),)
    )
    state = stepper.start(controls, network.usual_air())
    _, rows = stepper.advance(state, controls, 3e4, np.linspace(0.0, 3e4, 30))
    cabin_kg = rows.pressure_pa[:, 0] / network.arrays.tank_pa_per_kg[0]
    assert (rows.tank_kg[:, 0] > 0.0).all()
    assert (rows.tank_kg[:, 0] >= 0.99 * cabin_kg[-1]).all()


@settings(max_examples=15)
@given(
    st.floats(0.5, 200.0), st.floats(0.5, 200.0), st.floats(10.0, 2e5), st.floats(10.0, 2e5),
    st.floats(1e-4, 3.0),
)  # fmt: skip
def test_two_volumes_never_lose_a_molecule(
    va: float, vb: float, pa: float, pb: float, size_m: float
) -> None:
    station = tanks({"A": va, "B": vb}, [("A", "B")], size_m=size_m)
    network = AirNetwork(station)
    stepper = Stepper(network)
    controls = replace(usual_controls(station), hatch_is_open=(True,))
    partial = np.array([[pa * 0.7, pa * 0.3, 0.0, 0.0], [pb, 0.0, 0.0, 0.0]])
    state = stepper.start(controls, network.still_air(partial, np.array([320.0, 280.0])))
    _, rows = stepper.advance(state, controls, 5000.0, np.array([0.0, 0.5, 60.0, 5000.0]))
    moles = rows.vectors[:, network.layout.moles].reshape(-1, 2, 4).sum(axis=1)
    assert np.abs(moles[:, :2] / moles[0, :2] - 1.0).max() < 1e-11
    assert rows.partial_pa.min() >= 0.0
    low, high = sorted((pa, pb))
    assert rows.pressure_pa.min() > low * (1 - 1e-3) and rows.pressure_pa.max() < high * (1 + 1e-3)


def shut_in(people: int, hours: float, wall_k: float = 295.0) -> tuple[AirNetwork, AirRows]:
    """People in a closed ship of 7 m3 whose walls are held near `wall_k`."""
    crew = [
        {"id": f"P{i}", "name": "P", "agency": "-", "module": "A", "vehicle": "A"}
        for i in range(people)
    ]
    station = tanks({"A": 7.0}, film_w_m2_k=4.0, crew=crew)
    network, controls = AirNetwork(station), usual_controls(station)
    partial = np.array([[79e3, 21e3, 0.0, 0.0]])
    start = network.still_air(partial, np.array([295.0]), wall_k=np.array([wall_k]))
    stepper = Stepper(network)
    times = np.linspace(0.0, hours * 3600.0, 25)
    _, rows = stepper.advance(stepper.start(controls, start), controls, times[-1].item(), times)
    return network, rows


def test_vapour_of_people_shut_in_condenses_on_the_walls() -> None:
    network, rows = shut_in(3, 4.0)
    saturated = saturation_pa(295.0)
    assert saturated < rows.water_pa[-1, 0] < 1.6 * saturated
    assert rows.pressure_pa.max() < 104.5e3
    condensed = -rows.vectors[:, network.layout.surroundings_accounts][:, 3]
    made = 3 * 2.28 * 4.0 / 24.0 / 0.01801528
    there = rows.vectors[-1, 3]
    assert condensed[-1] + there == pytest.approx(made, rel=1e-9)
    assert (np.diff(condensed) >= 0.0).all() and condensed[-1] > 0.5 * made
    books = Books.of(rows.vectors, network)
    assert np.abs(books.balance_j / books.balance_j[0] - 1.0).max() < 1e-12
    # the walls have all that condensing gave, and all that people gave beyond warming the gas
    assert rows.temperature_k[-1, 0] < 300.0


@pytest.mark.parametrize("wall_k", [250.0, 285.0, 295.0])
def test_condensing_is_as_a_general_solver_has_it(wall_k: float) -> None:
    network, rows = shut_in(2, 4.0, wall_k)
    controls = usual_controls(network.station)
    exact = solve(network, [(14400.0, controls)], rows.vectors[0], rows.time_s, "Radau", 1e-8)
    moles, energy = rows.vectors[:, :4], rows.vectors[:, 4]
    np.testing.assert_allclose(moles[1:, :3], exact[1:, :3], rtol=1e-4)
    np.testing.assert_allclose(moles[1:, 3], exact[1:, 3], rtol=1e-3)
    np.testing.assert_allclose(energy, exact[:, 4], rtol=1e-4)


@pytest.mark.parametrize(
    ("t_c", "pa"), [(0.01, 611.66), (20.0, 2339.2), (40.0, 7384.9), (-20.0, 103.26)]
)
def test_saturated_vapour_is_that_of_the_steam_tables(t_c: float, pa: float) -> None:
    assert saturation_pa(t_c + 273.15) == pytest.approx(pa, rel=3e-3)


@pytest.mark.parametrize("number", [1, 2, 7, 16])
def test_each_of_any_number_of_replicas_is_bit_for_bit_a_single_run(number: int) -> None:
    replicas = []
    for size in np.geomspace(1e-8, 1e-5, number):
        controls = replace(busy(), leaks=(AirLeak("hole", "LAB", orifice_m2=float(size)),))
        replicas.append((STEPPER.start(controls, NETWORK.usual_air()), controls))
    times = np.array([0.0, 1800.0])
    for threads in (1, 3):
        together = advance_many(STEPPER, replicas, 1800.0, times, threads=threads)
        for replica, (state, rows) in zip(replicas, together, strict=True):
            one, alone = STEPPER.advance(*replica, 1800.0, times)
            assert np.array_equal(alone.vectors, rows.vectors)
            assert np.array_equal(one.vectors, state.vectors)


def test_a_tank_emptied_through_its_regulator_is_as_radau_has_it() -> None:
    station = tanks({"A": 50.0}, **{k: [v] for k, v in feeding_station()})
    network = AirNetwork(station)
    stepper, per_kg = Stepper(network), float(network.arrays.tank_pa_per_kg[0])
    controls = replace(usual_controls(station), feed_kg_s=(1e-2,))
    start = network.still_air(np.array([[1e4, 0.0, 0.0, 0.0]]), np.array([290.0]))
    times = np.linspace(0.0, 3000.0, 31)
    _, rows = stepper.advance(stepper.start(controls, start), controls, 3000.0, times)
    molar, feed_k = float(MOLAR_KG[0]), float(network.arrays.machines[0].feed_k)

    def rates(_: float, y: Floats) -> list[float]:
        """Of the cabin's energy and the tank's mass: no walls, so p V = (gamma - 1) U."""
        above = y[1] * per_kg - 0.4 * y[0] / 50.0
        flow = 1e-2 * min(max(above / REGULATOR_PA, 0.0), 1.0)
        return [flow / molar * CP[0] * feed_k, -flow]

    first = [float(start[network.layout.energy_j][0]), 5.0]
    exact = solve_ivp(rates, (0.0, 3000.0), first, "Radau", t_eval=times, rtol=1e-9, atol=1e-9).y
    # within a ten-thousandth of what it held
    np.testing.assert_allclose(rows.tank_kg[:, 0], exact[1], rtol=0.0, atol=5e-4)
    np.testing.assert_allclose(rows.pressure_pa[:, 0], 0.4 * exact[0] / 50.0, rtol=1e-4)
    assert rows.tank_kg[-1, 0] < 0.05
