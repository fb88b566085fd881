"""The judge of the network, judged itself: its rates against what they are by definition, at one instant."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.physics import R
from iss_viewer.simulation.air import AirNetwork, usual_controls
from iss_viewer.simulation.air.controls import Swing
from iss_viewer.simulation.air.gas import CP, MOLAR_KG, SENSIBLE_HEAT_W
from iss_viewer.station import Station
from iss_viewer.studies.validation.reference import ReferenceAir
from iss_viewer.studies.validation.stations import tanks
from iss_viewer.units import S_PER_DAY

WARM_K = 295.0
PERSON = {"id": "P", "name": "P", "agency": "-", "module": "A", "vehicle": "A"}


def rates(station: Station) -> np.ndarray:
    """What the reference says of the station's usual air, everything as the file has it."""
    network = AirNetwork(station)
    return ReferenceAir(network, usual_controls(station))(0.0, network.usual_air())


def test_the_gas_of_a_vector_has_the_pressures_and_the_warmth_that_it_was_made_of() -> None:
    station = tanks({"A": 10.0, "B": 30.0})
    network = AirNetwork(station)
    partial_pa = np.array([[6e4, 2e4, 100.0, 900.0], [3e4, 1e4, 50.0, 0.0]])
    warm_k = np.array([290.0, 310.0])
    air = ReferenceAir(network, usual_controls(station))
    moles, warm, pressure = air.gas(network.still_air(partial_pa, warm_k))
    assert warm == pytest.approx(warm_k)
    assert pressure == pytest.approx(partial_pa.sum(axis=1))
    assert moles[1, 0] == pytest.approx(3e4 * 30.0 / (R * 310.0))


def test_a_person_changes_the_air_by_what_is_breathed_and_warms_it_by_what_that_carries() -> None:
    """NASA BVAD 2004: 0.835 kg of oxygen, 0.998 of carbon dioxide, 2.28 of water a day."""
    found = rates(tanks({"A": 100.0}, crew=[PERSON]))
    breathed = np.array([0.0, -0.835, 0.998, 2.28]) / S_PER_DAY / MOLAR_KG
    assert found[:4] == pytest.approx(breathed)
    carried_w = float(breathed @ CP) * WARM_K
    assert carried_w > 5.0  # so that it shows beside the heat of the body
    assert found[4] == pytest.approx(SENSIBLE_HEAT_W + carried_w)


def test_still_air_among_walls_of_its_own_warmth_stays_as_it_is() -> None:
    assert rates(tanks({"A": 10.0, "B": 5.0}, [("A", "B")], film_w_m2_k=2.0)) == pytest.approx(
        0.0, abs=1e-12
    )


def test_a_generator_of_oxygen_gives_oxygen_as_warm_as_the_cabin() -> None:
    generator = {
        "id": "G", "name": "G", "module": "A", "kind": "oxygen_generation", "rate_kg_s": 1e-5,
    }  # fmt: skip
    found = rates(tanks({"A": 50.0}, equipment=[generator]))
    made = 1e-5 / MOLAR_KG[1]
    assert found[:4] == pytest.approx([0.0, made, 0.0, 0.0])
    assert found[4] == pytest.approx(made * CP[1] * WARM_K)


def test_walls_follow_the_swing_of_what_is_around_them(iss: Station) -> None:
    """Over a quarter of a swing, what holds the walls moves by its amplitude."""
    network = AirNetwork(iss)
    swing = Swing(amplitude_k=0.5, period_s=5400.0)
    controls = replace(usual_controls(iss), swings=(swing,))
    air, vector = ReferenceAir(network, controls), network.usual_air()
    n = len(network.volume_m3)
    walls = slice(5 * n, 6 * n)
    change = air(1350.0, vector)[walls] - air(0.0, vector)[walls]
    modules = network.arrays.modules
    assert change == pytest.approx(0.5 * modules["control_w_k"] / modules["wall_j_k"])


def test_energy_of_moles_that_leave_through_a_fan_is_their_enthalpy() -> None:
    """Forced flow q takes c = p / RT moles a cubic metre, each with cp T: cp of the mixture, not cv."""
    fan = {"id": "AB", "a": "A", "b": "B", "flow_m3_s": 0.05}
    station = tanks({"A": 30.0, "B": 60.0}, [("A", "B")], fans=[fan])
    network = AirNetwork(station)
    controls = replace(usual_controls(station), hatch_is_open=(True,))
    vector = network.usual_air()
    found = ReferenceAir(network, controls)(0.0, vector)
    moles = vector[:4] / 30.0 * 0.05
    assert found[:4] == pytest.approx(-moles)
    assert found[4:8] == pytest.approx(moles)
    assert found[8:10] == pytest.approx(np.array([-1.0, 1.0]) * float(moles @ CP) * WARM_K)
