"""Air that no passage joins stays what it is, whatever happens beside it; ledgers say what went where."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.simulation.air import AirLeak, AirNetwork, Stepper, usual_controls
from iss_viewer.simulation.air.gas import MOLAR_KG
from iss_viewer.simulation.air.layout import ACCOUNT, GASES
from iss_viewer.studies.validation.stations import tanks

NAMES = "ABCDEF"


def _relief(module: str, set_pa: float, band_pa: float, rate_kg_s: float) -> dict[str, Any]:
    return {
        "id": f"R{module}", "name": "relief", "module": module, "kind": "relief_valve", "on": True,
        "set_point_pa": set_pa, "dead_band_pa": band_pa, "rate_kg_s": rate_kg_s,
    }  # fmt: skip


@st.composite
def stations(draw: st.DrawFn) -> tuple[AirNetwork, dict[str, float], list[int]]:
    """Modules in islands, relief valves and holes in some; the island of each module."""
    volumes = draw(st.lists(st.floats(0.05, 200.0), min_size=2, max_size=6))
    names = NAMES[: len(volumes)]
    doors = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if draw(st.booleans())]
    valves = [
        _relief(
            name,
            draw(st.floats(100_500.0, 101_300.0)),
            draw(st.floats(0.5, 200.0)),
            draw(st.floats(1e-4, 0.1)),
        )
        for name in names
        if draw(st.booleans())
    ]
    holes = {name: draw(st.floats(1e-7, 3e-5)) for name in names if draw(st.integers(0, 3)) == 0}
    network = AirNetwork(tanks(dict(zip(names, volumes, strict=True)), doors, equipment=valves))
    island = list(range(len(names)))
    for a, b in doors:
        old, new = island[names.index(a)], island[names.index(b)]
        island = [new if place == old else place for place in island]
    return network, holes, island


@settings(max_examples=60, deadline=None)
@given(stations())
def test_an_island_of_modules_holds_its_mass_but_for_what_its_own_ways_to_space_let_out(
    made: tuple[AirNetwork, dict[str, float], list[int]],
) -> None:
    network, holes, island = made
    station = network.station
    controls = replace(
        usual_controls(station),
        hatch_is_open=(True,) * len(station.hatches),
        leaks=tuple(AirLeak(name, name, orifice_m2=area) for name, area in holes.items()),
    )
    stepper = Stepper(network)
    state = stepper.start(controls, network.usual_air())
    _, rows = stepper.advance(state, controls, 3600.0, np.arange(0.0, 3601.0, 97.0))
    moles = rows.vectors[:, network.layout.moles].reshape(len(rows.time_s), -1, GASES)
    kg = moles @ MOLAR_KG
    out_kg = np.zeros_like(kg)
    for column, machine in enumerate(station.equipment):
        through = rows.vectors[:, network.layout.machine_accounts].reshape(len(kg), -1, ACCOUNT)
        out_kg[:, station.module_ids.index(machine.module)] += through[:, column, :4] @ MOLAR_KG
    for column, leak in enumerate(rows.leaks):
        out_kg[:, station.module_ids.index(leak)] += rows.through_kg[:, column]
    assert out_kg.min() >= -1e-12
    for place in set(island):
        own = np.array(island) == place
        whole = (kg + out_kg)[:, own].sum(axis=1)
        assert np.abs(whole / whole[0] - 1.0).max() < 1e-12


def test_the_ledger_of_a_leak_is_kept_when_it_shuts_and_another_opens() -> None:
    network = AirNetwork(tanks({"A": 4.0, "B": 4.0}))
    stepper, none = Stepper(network), usual_controls(network.station)
    hole_m2 = 0.6 * math.pi / 4.0 * 0.025**2
    first = replace(none, leaks=(AirLeak("first", "A", orifice_m2=hole_m2),))
    second = replace(none, leaks=(AirLeak("second", "B", orifice_m2=hole_m2),))
    state = stepper.start(none, network.usual_air())
    for controls, until_s in ((first, 100.0), (none, 150.0), (second, 400.0)):
        state, rows = stepper.advance(state, controls, until_s, np.array([until_s]))
    kg = rows.vectors[0, network.layout.moles].reshape(-1, GASES) @ MOLAR_KG
    start = network.usual_air()[network.layout.moles].reshape(-1, GASES) @ MOLAR_KG
    assert rows.leaks == ("first", "second")
    assert np.abs(rows.through_kg[0] + kg - start).max() < 1e-12 * start[0]
