"""The compiled laws against their closed forms, over all pressures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.physics import AIR_KG_MOL as AIR
from iss_viewer.simulation.air import gas
from iss_viewer.simulation.air.elimination import eliminate
from iss_viewer.simulation.air.kernel_data import GasAt
from iss_viewer.simulation.air.kernel_laws import crack, fan, orifice, power
from iss_viewer.simulation.air.kernel_linear import factorise, solve


def settled_flow(area: float, pa: float, pb: float) -> float:
    """The flow at which the linearised law agrees with itself."""
    flow = math.nan
    for _ in range(60):
        flow, _, _ = orifice(area, GasAt(pa, 295.0, AIR), GasAt(pb, 295.0, AIR), flow)
    return flow


@given(st.floats(1.0, 2e5), st.floats(0.0, 0.9999))
def test_orifice_follows_saint_venant_within_a_millionth(up_pa: float, ratio: float) -> None:
    down = up_pa * ratio
    exact = gas.orifice_kg_s(1e-4, up_pa, down, 295.0, AIR) / AIR
    drop = up_pa - down
    if drop < 0.2 * (1.0 - gas.CRITICAL_RATIO) * up_pa:
        rest = min(1.0, 1e-4 * up_pa)
        exact *= math.sqrt(drop) / (drop**2 + rest**2) ** 0.25
    assert settled_flow(1e-4, up_pa, down) == pytest.approx(exact, rel=2e-6)


@given(st.floats(0.0, 2e5), st.floats(0.0, 2e5))
def test_orifice_is_the_same_either_way(pa: float, pb: float) -> None:
    assert settled_flow(1e-4, pa, pb) == pytest.approx(-settled_flow(1e-4, pb, pa), abs=1e-15)


@given(st.floats(100.0, 2e5), st.floats(0.0, 0.99))
def test_slopes_of_the_orifice_are_its_derivatives(up_pa: float, ratio: float) -> None:
    down, step = up_pa * ratio, up_pa * 1e-6
    flow = settled_flow(1e-4, up_pa, down)
    _, by_up, by_down = orifice(1e-4, GasAt(up_pa, 295.0, AIR), GasAt(down, 295.0, AIR), flow)
    if (up_pa - down) / (up_pa * (1.0 - gas.CRITICAL_RATIO)) > 0.201:
        more = settled_flow(1e-4, up_pa + step, down)
        assert by_up == pytest.approx((more - flow) / step, rel=1e-3, abs=1e-12)
    more = settled_flow(1e-4, up_pa, down - min(step, down))
    assert -by_down * -min(step, down) == pytest.approx(more - flow, rel=0.2, abs=1e-12 * up_pa)


def test_choked_flow_is_fliegners() -> None:
    # 0.04042 A p / sqrt(T), in SI for air
    flow = settled_flow(1e-4, 101325.0, 0.0) * AIR
    assert flow == pytest.approx(0.04042 * 1e-4 * 101325.0 / math.sqrt(295.0), rel=2e-4)


@given(st.floats(0.0, 2e5), st.floats(0.0, 2e5))
def test_crack_goes_by_the_difference_of_squares(pa: float, pb: float) -> None:
    t = gas.REFERENCE_K
    flow, by_a, by_b = crack(1e-15, 1e-11, GasAt(pa, t, AIR), GasAt(pb, t, AIR))
    expected = (1e-15 * (pa**2 - pb**2) + 1e-11 * (pa - pb)) / AIR
    assert flow == pytest.approx(expected, rel=1e-9, abs=1e-18)
    assert by_a >= 0.0 and by_b >= 0.0


@given(
    st.integers(2, 12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30),
    st.integers(0, 2**32 - 1),
)
def test_elimination_solves_any_graph(size: int, pairs: list[tuple[int, int]], seed: int) -> None:
    edges = [(a % size, b % size) for a, b in pairs if a % size != b % size]
    order, slots = eliminate(size, edges)
    rng = np.random.default_rng(seed)
    entries = np.zeros(max(len(slots), 1))
    matrix = np.zeros((size, size))
    for a, b in edges:
        for entry in ((a, b), (b, a)):
            entries[slots[entry]] = matrix[entry] = -rng.random()
    diagonal = 1.0 + np.abs(matrix).sum(axis=0)
    matrix += np.diag(diagonal)
    right = rng.normal(size=size)
    expected = np.linalg.solve(matrix, right)
    factorise(order, diagonal, entries)
    solve(order, diagonal, entries, right)
    np.testing.assert_allclose(right, expected, rtol=1e-9, atol=1e-12)


def test_a_tree_of_hatches_needs_no_fill_in() -> None:
    pairs = [(0, 1), (1, 2), (1, 3), (3, 4), (3, 5)]
    _, slots = eliminate(6, pairs)
    assert len(slots) == 2 * len(pairs)


@given(st.floats(100.0, 2e5), st.floats(0.0, 1.0), st.floats(1.01, 2.0))
def test_a_law_of_powers_is_what_it_says_with_its_slopes(
    up_pa: float, ratio: float, exponent: float
) -> None:
    factor = 1e-5 / 101325.0**exponent
    up, down = GasAt(up_pa, 293.15, AIR), GasAt(up_pa * ratio, 293.15, AIR)
    flow, by_up, by_down = power(factor, exponent, up, down)
    expected = factor * (up_pa**exponent - (up_pa * ratio) ** exponent) / AIR
    assert flow == pytest.approx(expected, rel=1e-9, abs=1e-15)
    assert -power(factor, exponent, down, up)[0] == pytest.approx(flow, abs=1e-18)
    step = up_pa * 1e-5
    more = power(factor, exponent, GasAt(up_pa + step, 293.15, AIR), down)[0]
    assert by_up == pytest.approx((more - flow) / step, rel=1e-4)
    assert by_down == pytest.approx(
        factor / AIR * exponent * (up_pa * ratio) ** (exponent - 1.0), rel=1e-9
    )


def test_a_law_of_powers_goes_from_that_of_molecules_to_that_of_friction() -> None:
    """At another warmth and mixture too: sqrt(M / T) at exponent 1, M / T at 2."""
    a, b = GasAt(9e4, 280.0, 0.032), GasAt(4e4, 300.0, 0.028)
    assert power(1e-10, 1.0, a, b) == pytest.approx(crack(0.0, 1e-10, a, b))
    assert power(1e-15, 2.0, a, b) == pytest.approx(crack(1e-15, 0.0, a, b))


def test_a_fan_with_a_curve_blows_less_the_higher_the_pressure_ahead_and_nothing_at_its_stall() -> (
    None
):
    here = GasAt(1e5, 295.0, AIR)
    free = fan(0.05, 200.0, here, here)[0]
    assert free == pytest.approx(0.05 * 1e5 / (8.314462618 * 295.0))
    assert fan(0.05, 200.0, here, GasAt(1e5 + 100.0, 295.0, AIR))[0] == pytest.approx(free / 2.0)
    assert fan(0.05, 200.0, here, GasAt(1e5 + 200.0, 295.0, AIR))[0] == 0.0
    step = fan(0.05, 200.0, GasAt(1e5 + 1.0, 295.0, AIR), here)
    assert step[0] - free == pytest.approx(step[1], rel=0.01)
