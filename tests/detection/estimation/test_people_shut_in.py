"""People who are shut in change little air fast: breath is told from a leak where analysers are, and is
no leak where there are none.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from iss_viewer.detection import StationDetector
from iss_viewer.detection.limits import read_limits
from iss_viewer.detection.state.estimate import SpaceEstimate
from iss_viewer.scenario.scenario import Leak, Scenario, Story
from iss_viewer.simulation import SimulatedSource
from iss_viewer.situation.words import Words
from iss_viewer.station import read_station
from iss_viewer.station.actions import MoveCrew, MoveHatch, SwitchEquipment
from tests.detection.test_station_detector import alarms_of

SHIP, CREW_OF = "DRAGON_FREEDOM", {"DRAGON_FREEDOM": "OXYGEN", "SOYUZ_MS28": "REGENERATOR"}
SHUT_S = 3600.0
LB_DAY = 0.4536 / 86400.0


class ShutIn:
    """A crew goes into a module, ten minutes later hatches are shut around them; and what is heard."""

    def __init__(
        self, ship: str, module: str, hatches: tuple[str, ...], seed: int, rate: float = 0.0
    ):
        station = read_station("iss")
        leak = {"id": "L", "module": module, "rate": f"{rate:.12f} kg/s", "at": "1 h"}
        scenario = Scenario.model_validate(
            {
                "id": "shut-in",
                "title": "Shut in",
                "start_utc": datetime(2026, 6, 10, tzinfo=UTC),
                "duration": "24 h",
                "sample_every": "10 s",
                "story": Story(briefing="Made by a test."),
                "leaks": (Leak.model_validate(leak),) if rate > 0.0 else (),
            }
        )
        self.alarms: list[str] = []
        self._source = SimulatedSource(scenario, station, seed)
        self._words = Words(station, read_limits())
        self._detector = StationDetector(station, self._source.channels)
        crew = tuple(person.id for person in station.crew if person.vehicle == ship)
        self.go_on(SHUT_S - 600.0)
        self._do(MoveCrew(crew, module))
        self._do(SwitchEquipment(f"{ship}_ABSORBER", True))
        self._do(SwitchEquipment(f"{ship}_{CREW_OF[ship]}", True))
        self.go_on(SHUT_S)
        for hatch in hatches:
            self._do(MoveHatch(hatch, False))

    def _do(self, action: MoveCrew | MoveHatch | SwitchEquipment) -> None:
        self._detector.note(self._source.act(action))

    def go_on(self, until_s: float) -> None:
        """Let time pass."""
        while self._source.time_s < until_s - 5.0:
            samples, told = self._source.read(until_s, 360)
            for event in told:
                self._detector.note(event)
            heard = self._detector.update(samples)[1]
            leaks = alarms_of(heard, "leak")
            self.alarms += [self._words.event(event) for event in leaks]

    def believed_of(self, module: str) -> SpaceEstimate:
        """The estimate of the air space of a module."""
        return next(e for e in self._detector.estimates() if module in e.modules)


@pytest.mark.parametrize("seed", range(3))
def test_breath_of_a_crew_shut_in_their_tight_ship_is_no_leak(seed: int) -> None:
    run = ShutIn(SHIP, SHIP, ("H30",), seed)
    run.go_on(4.0 * 3600.0)
    ship = run.believed_of(SHIP)
    assert not run.alarms
    assert not ship.is_detected
    assert abs(ship.loss_kg_s) < 3.0 * ship.loss_error_kg_s


@pytest.mark.parametrize("seed", range(3))
def test_a_pound_a_day_is_found_in_a_ship_that_its_crew_are_shut_in(seed: int) -> None:
    run = ShutIn(SHIP, SHIP, ("H30",), seed, LB_DAY)
    run.go_on(4.0 * 3600.0)
    ship = run.believed_of(SHIP)
    assert ship.is_detected
    assert any("Freedom" in text for text in run.alarms)
    assert abs(ship.loss_kg_s - LB_DAY) < 3.0 * ship.loss_error_kg_s
    assert ship.loss_error_kg_s < LB_DAY


@pytest.mark.parametrize("seed", [2, 4, 5])
def test_breath_that_begins_to_condense_where_nobody_measures_it_is_no_leak(seed: int) -> None:
    run = ShutIn("SOYUZ_MS28", "FGB", ("H13", "H03", "H06"), seed)
    run.go_on(10.0 * 3600.0)
    assert not run.alarms
