"""The books of whole runs: what a module holds is what it held and what its accounts brought."""

from __future__ import annotations

import numpy as np
import pytest
from stories import source, tell, trio

from iss_viewer.simulation import simulate
from iss_viewer.simulation.air.gas import MOLAR_KG
from iss_viewer.simulation.ledgers import QUANTITIES
from iss_viewer.simulation.trajectory import Trajectory
from iss_viewer.station import VACUUM

STORY = """
[[leaks]]
id = "HOLE"
module = "WORK"
diameter = "3 mm"
at = "10 min"
[[actions]]
do = "set_feed"
target = "NITROGEN_FEED"
flow = "2 kg/day"
at = "20 min"
[[actions]]
do = "close_hatch"
target = "D2"
at = "40 min"
[[actions]]
do = "open_hatch"
target = "D2"
at = "70 min"
[[heat_loads]]
module = "CORE"
power = "300 W"
at = "30 min"
lasting = "20 min"
"""
GIVES = ("oxygen_generation", "nitrogen_feed")


@pytest.fixture(scope="module")
def run() -> Trajectory:
    return simulate(tell(STORY), trio(), with_ledgers=True)


def came(run: Trajectory, module: str, quantity: str) -> np.ndarray:
    """What the accounts brought to a module."""
    total = run[f"{module}.people_{quantity}"] + run[f"{module}.surroundings_{quantity}"]
    for hatch in trio().hatches:
        parts = ["through"] + (["valve"] if hatch.valve_diameter_m else [])
        for part in parts:
            sign = (hatch.b == module) - (hatch.a == module)
            total = total + sign * run[f"{hatch.id}.{part}_{quantity}"]
    for fan in trio().fans:
        total = (
            total + ((fan.b == module) - (fan.a == module)) * run[f"{fan.id}.through_{quantity}"]
        )
    for machine in trio().equipment:
        if machine.module == module:
            sign = 1 if machine.kind in GIVES else -1
            total = total + sign * run[f"{machine.id}.through_{quantity}"]
    return total - (run[f"HOLE.through_{quantity}"] if module == "WORK" else 0.0)


def test_the_books_of_each_module_close_to_1e_12_of_all_that_there_is(run: Trajectory) -> None:
    for quantity in QUANTITIES:
        held = {m: run[f"{m}.held_{quantity}"] for m in trio().module_ids}
        whole = sum(values[0] for values in held.values())
        for module, values in held.items():
            off = values - values[0] - came(run, module, quantity)
            assert np.abs(off).max() < 1e-12 * whole, (module, quantity)


def test_what_a_leak_has_lost_is_what_it_lost_of_each_gas(run: Trajectory) -> None:
    by_species = sum(run[f"HOLE.through_{q}"] for q in QUANTITIES[:-1])
    np.testing.assert_allclose(by_species, run["HOLE.lost_kg"], rtol=1e-12)
    assert run["HOLE.lost_kg"][-1] > 0.5
    assert (np.diff(run["HOLE.lost_kg"]) >= 0.0).all()


def test_what_a_module_holds_is_its_air(run: Trajectory) -> None:
    volume = trio().module("WORK").free_volume_m3
    moles = run["WORK.oxygen_pa"] * volume / (8.31446261815324 * run["WORK.temperature_k"])
    np.testing.assert_allclose(run["WORK.held_oxygen_kg"], moles * MOLAR_KG[1], rtol=1e-9)


def test_a_shut_hatch_passes_no_more_than_its_seal(run: Trajectory) -> None:
    door = next(h for h in trio().hatches if h.id == "D2")
    shut = (run.time_s > 2401.0) & (run.time_s < 4199.0)
    passed = run["D2.through_nitrogen_kg"][shut]
    assert np.ptp(passed) <= 2.0 * 1800.0 * door.seal_leak_kg_s + 1e-12
    assert VACUUM not in (door.a, door.b)


def test_books_that_nobody_asked_for_are_not_in_the_truth() -> None:
    assert not any("through" in name for name in source(STORY).truth_channels.names)
