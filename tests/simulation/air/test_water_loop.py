"""Water that is condensed makes oxygen again: what is drawn was there, and none is made of nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.simulation.air import AirNetwork, AirRows, Stepper, usual_controls
from iss_viewer.simulation.air.gas import H2O, MOLAR_KG, WATER_MADE_KG_S, WATER_PER_OXYGEN
from iss_viewer.studies.validation.stations import tanks

HOUR_S = 3600.0
TANK = {
    "id": "WATER", "name": "water", "module": "A", "gas": "water", "content_kg": 1.0, "volume_m3": 0.1,
}  # fmt: skip
GENERATOR = {
    "id": "OGS", "name": "generator", "module": "A", "kind": "oxygen_generation", "tank": "WATER",
    "rate_kg_s": 1e-4,
}  # fmt: skip
DRYER = {
    "id": "DRYER", "name": "condenser", "module": "A", "kind": "condenser", "tank": "WATER",
    "flow_m3_s": 0.05, "target_pa": 900.0, "recovery_1": 0.9, "cooling_w": 5000.0, "gain_w_k": 200.0,
}  # fmt: skip


def run(machines: list[dict[str, object]], people: float, hours: list[float]) -> AirRows:
    network = AirNetwork(tanks({"A": 100.0}, equipment=machines, tanks=[TANK]))
    controls = replace(usual_controls(network.station), people=(people,))
    stepper = Stepper(network, tolerance=1e-7)
    state = stepper.start(controls, network.usual_air())
    times = np.array(hours) * HOUR_S
    return stepper.advance(state, controls, times[-1], times)[1]


def test_a_generator_draws_the_water_of_its_oxygen_and_stops_when_it_is_dry() -> None:
    rows = run([GENERATOR], 0.0, [0.0, 1.0, 2.0, 24.0])
    made = rows.oxygen_pa[:, 0] * 100.0 / (8.31446 * rows.temperature_k[:, 0]) * 31.9988e-3
    assert pytest.approx(1.126, abs=5e-4) == WATER_PER_OXYGEN
    assert 1.0 - rows.tank_kg[1, 0] == pytest.approx(1e-4 * HOUR_S * WATER_PER_OXYGEN, rel=1e-9)
    assert made - made[0] == pytest.approx((1.0 - rows.tank_kg[:, 0]) / WATER_PER_OXYGEN, rel=1e-6)
    # the last 50 g go in proportion: e-fold in 50 g / flow
    assert (rows.tank_kg >= 0.0).all()
    assert rows.tank_kg[-1, 0] < 1e-6


def test_what_a_condenser_takes_is_in_its_tank_but_for_what_it_loses() -> None:
    rows = run([DRYER], 4.0, [0.0, 6.0, 12.0])
    taken = rows.vectors[:, :]
    network = AirNetwork(tanks({"A": 100.0}, equipment=[DRYER], tanks=[TANK]))
    account = network.layout.machine_accounts.start + H2O
    kg = taken[:, account] * MOLAR_KG[H2O]
    assert rows.tank_kg[:, 0] - 1.0 == pytest.approx(0.9 * kg, rel=1e-12)
    made = 4.0 * WATER_MADE_KG_S * 6.0 * HOUR_S
    assert kg[2] - kg[1] == pytest.approx(made, rel=2e-3)  # in balance, all that people give


def test_people_breathe_again_the_water_that_they_gave() -> None:
    rows = run([{**GENERATOR, "rate_kg_s": 4 * 0.835 / 86400.0}, DRYER], 4.0, [0.0, 48.0, 96.0])
    # 2.28 kg of water a day and person, 0.9 of it recovered, makes more than the 0.94 kg that oxygen takes
    gain = rows.tank_kg[2, 0] - rows.tank_kg[1, 0]
    assert gain == pytest.approx(8.0 * (0.9 * 2.28 - 0.835 * WATER_PER_OXYGEN), rel=5e-3)
    assert rows.oxygen_pa[2, 0] == pytest.approx(rows.oxygen_pa[1, 0], rel=5e-3)
