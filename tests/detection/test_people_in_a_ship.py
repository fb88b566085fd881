"""People who are shut in their ship breathe little air: the analysers there tell breath from a leak."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from iss_viewer.detection import StationDetector
from iss_viewer.detection.estimate import SpaceEstimate
from iss_viewer.scenario.scenario import Leak, Scenario, Story
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import read_station
from iss_viewer.station.actions import MoveCrew, MoveHatch, SwitchEquipment

SHIP, HATCH = "DRAGON_FREEDOM", "H30"
SHUT_S, END_S = 3600.0, 4.0 * 3600.0
LB_DAY = 0.4536 / 86400.0


def ship_after_three_hours(rate_kg_s: float, seed: int) -> tuple[SpaceEstimate, list[str]]:
    """What is believed of a ship whose crew went in and shut the hatch, and the leak alarms of all
    that time.
    """
    station = read_station("iss")
    leak = {"id": "L", "module": SHIP, "rate": f"{rate_kg_s:.12f} kg/s", "at": "1 h"}
    scenario = Scenario.model_validate(
        {
            "id": "shut-in",
            "title": "Shut in",
            "start_utc": datetime(2026, 6, 10, tzinfo=UTC),
            "duration": f"{END_S} s",
            "sample_every": "10 s",
            "story": Story(briefing="Made by a test."),
            "leaks": (Leak.model_validate(leak),) if rate_kg_s > 0.0 else (),
        }
    )
    source = SimulatedSource(scenario, station, seed)
    detector = StationDetector(station, source.channels)
    alarms: list[str] = []

    def go_on(until_s: float) -> None:
        while source.time_s < until_s - 5.0:
            samples, told = source.read(until_s, 360)
            for event in told:
                detector.note(event)
            heard = detector.update(samples)[1]
            alarms.extend(e.text for e in heard if e.kind == "alarm" and e.data["rule"] == "leak")

    crew = tuple(person.id for person in station.crew if person.vehicle == SHIP)
    go_on(SHUT_S - 600.0)
    detector.note(source.act(MoveCrew(crew, SHIP)))
    detector.note(source.act(SwitchEquipment(f"{SHIP}_ABSORBER", True)))
    detector.note(source.act(SwitchEquipment(f"{SHIP}_OXYGEN", True)))
    go_on(SHUT_S)
    detector.note(source.act(MoveHatch(HATCH, False)))
    go_on(END_S)
    estimates = detector.estimates()
    return next(e for e in estimates if e.modules == (SHIP,)), alarms


@pytest.mark.parametrize("seed", range(3))
def test_breath_of_a_crew_shut_in_their_tight_ship_is_no_leak(seed: int) -> None:
    ship, alarms = ship_after_three_hours(0.0, seed)
    assert not alarms
    assert not ship.is_detected
    assert abs(ship.loss_kg_s) < 3.0 * ship.loss_error_kg_s


@pytest.mark.parametrize("seed", range(3))
def test_a_pound_a_day_is_found_in_a_ship_that_its_crew_are_shut_in(seed: int) -> None:
    ship, alarms = ship_after_three_hours(LB_DAY, seed)
    assert ship.is_detected
    assert any("Freedom" in text for text in alarms)
    assert abs(ship.loss_kg_s - LB_DAY) < 3.0 * ship.loss_error_kg_s
    assert ship.loss_error_kg_s < LB_DAY
