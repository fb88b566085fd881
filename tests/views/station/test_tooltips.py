"""What the mouse is told of modules and hatches."""

from __future__ import annotations

import pytest

from iss_viewer.situation.module_state import ModuleState
from iss_viewer.station import Hatch, Station, read_station
from iss_viewer.telemetry.status import AlarmClass, ModuleStatus
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.station.tooltips import hatch_words, module_words

KPA = next(units for units in UNIT_SYSTEMS if units.pressure == "kPa")


@pytest.fixture(scope="module")
def station() -> Station:
    return read_station("iss")


def leaking(probability: float) -> ModuleState:
    return ModuleState(ModuleStatus.LEAKING, AlarmClass.WARNING, 86e3, 2e-5, probability)


def test_a_module_is_named_with_its_status_pressure_and_leak(station: Station) -> None:
    module = station.module("SM_PRK")
    words = module_words(module, leaking(0.87), KPA)
    for word in (module.name, "Leaking", "86.00 kPa", "Leak 1.73 kg/day", "87 %"):
        assert word in words


def test_a_leak_that_is_hardly_here_is_not_told_of(station: Station) -> None:
    module = station.module("SM_PRK")
    for probability in (float("nan"), 0.004):
        assert "The leak is here" not in module_words(module, leaking(probability), KPA)


def test_a_closed_hatch_is_named_with_its_modules(station: Station) -> None:
    hatch = next(h for h in station.hatches if {h.a, h.b} == {"SM_RO", "SM_PRK"})
    words = hatch_words(station, hatch)
    for word in (hatch.id, "closed", "PrK", "Zvezda", "as usual"):
        assert word in words
    assert "open in normal days" in hatch_words(station, usually_open(station))


def usually_open(station: Station) -> Hatch:
    return next(hatch for hatch in station.hatches if hatch.normally == "open")
