"""The ways that gas can take, as the controls leave them open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.simulation.air import AirLeak, AirNetwork, usual_controls
from iss_viewer.simulation.air.kernel_data import Law
from iss_viewer.simulation.air.passages import SPACE, compile_controls
from iss_viewer.studies.validation.stations import tanks


def ways(is_open: bool, leaks: tuple[AirLeak, ...] = (), **station: float) -> list[tuple]:
    """(a, b, law, first coefficient) of each way between two rooms and space."""
    network = AirNetwork(tanks({"A": 10.0, "B": 20.0}, [("A", "B")], **station))
    usual = usual_controls(network.station)
    controls = replace(usual, hatch_is_open=(is_open,), leaks=leaks)
    rows = compile_controls(network, controls).passages
    return [
        (int(row["a"]), int(row["b"]), Law(int(row["law"])), float(row["first"])) for row in rows
    ]


def test_air_mixes_through_an_open_hatch_both_ways_at_its_speed() -> None:
    area_m2 = tanks({"A": 10.0, "B": 20.0}, [("A", "B")]).hatches[0].area_m2
    forced = [way for way in ways(True, mixing_speed_m_s=0.02) if way[2] == Law.FORCED]
    assert [way[:2] for way in forced] == [(0, 1), (1, 0)]
    assert [way[3] for way in forced] == pytest.approx([0.02 * area_m2] * 2)
    assert ways(False, mixing_speed_m_s=0.02) == []


def test_a_leak_past_a_hatch_is_a_way_only_while_it_is_shut_and_hides_no_other_leak() -> None:
    leaks = (AirLeak("seal", hatch="H1", orifice_m2=1e-6), AirLeak("hole", "B", orifice_m2=2e-6))
    hole, seal = (1, SPACE, Law.ORIFICE, 2e-6), (0, 1, Law.ORIFICE, 1e-6)
    assert ways(False, leaks) == [seal, hole]
    assert ways(True, leaks)[1:] == [hole]


def test_a_worn_seal_of_a_shut_hatch_passes_its_rated_flow_from_one_atmosphere_into_vacuum() -> (
    None
):
    (way,) = ways(False, seal_leak_kg_s=1e-7)
    assert way[:3] == (0, 1, Law.CRACK)
    assert way[3] * 101325.0**2 == pytest.approx(1e-7)
