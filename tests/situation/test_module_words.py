"""What labels and tool tips say of modules and hatches."""

from __future__ import annotations

import pytest

from iss_viewer.situation.module_state import ModuleCondition, ModuleState
from iss_viewer.situation.words.modules import (
    closed_hatch_lines,
    label_words,
    module_lines,
    ranked_status_words,
)
from iss_viewer.station import Hatch, Station, read_station
from iss_viewer.telemetry.status import AlarmClass, ModuleStatus
from iss_viewer.units import UNIT_SYSTEMS

KPA = next(units for units in UNIT_SYSTEMS if units.pressure == "kPa")


@pytest.fixture(scope="module")
def station() -> Station:
    return read_station("iss")


def leaking(probability: float) -> ModuleState:
    return ModuleState(ModuleStatus.LEAKING, AlarmClass.WARNING, 86e3, 2e-5, probability)


def test_a_module_is_named_with_its_status_pressure_and_leak(station: Station) -> None:
    module = station.module("SM_PRK")
    words = " ".join(module_lines(module, leaking(0.87), KPA))
    for word in (module.name, "Leaking", "86.00 kPa", "Leak 1.73 kg/day", "87 %"):
        assert word in words


def test_a_leak_that_is_hardly_here_is_not_told_of(station: Station) -> None:
    module = station.module("SM_PRK")
    for probability in (float("nan"), 0.004):
        assert not [
            line
            for line in module_lines(module, leaking(probability), KPA)
            if line.startswith("The leak is here")
        ]


def test_a_closed_hatch_is_named_with_its_modules(station: Station) -> None:
    hatch = next(h for h in station.hatches if {h.a, h.b} == {"SM_RO", "SM_PRK"})
    words = " ".join(closed_hatch_lines(station, hatch))
    for word in (hatch.id, "closed", "PrK", "Zvezda", "as usual"):
        assert word in words
    assert "open in normal days" in closed_hatch_lines(station, usually_open(station))


def usually_open(station: Station) -> Hatch:
    return next(hatch for hatch in station.hatches if hatch.normally == "open")


def test_a_label_tells_a_chance_only_where_places_are_weighed() -> None:
    assert label_words(leaking(0.87), KPA) == "Leaking 87 % · 86.00 kPa"
    assert label_words(leaking(0.004), KPA) == "Leaking · 86.00 kPa"
    assert (
        label_words(ModuleState(pressure_pa=101e3, leak_probability=0.3), KPA)
        == "Nominal · 101.00 kPa"
    )
    assert ranked_status_words(ModuleCondition.WATCH, 0.02) == "Watch 2 %"
    assert ranked_status_words(ModuleCondition.WATCH, 0.019) == "Watch"
    assert ranked_status_words(ModuleCondition.NOMINAL, 0.9) == "Nominal"
