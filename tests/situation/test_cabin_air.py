"""The cabin air against the limits of the run, on scales on which normal stands in one line; and what is due."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.situation.cabin_air import NORMAL, aside_text, cabin_readings, seen_text
from iss_viewer.situation.upcoming import upcoming
from iss_viewer.telemetry.status import AlarmState
from iss_viewer.units import PA_PER_MMHG, UNIT_SYSTEMS
from tests.views import prepared
from tests.views.prepared import changed, moment_at

UNITS = UNIT_SYSTEMS[0]
IDS = prepared.station().module_ids


def air(pressure_mmhg: float = 745.0, **values):
    """The quiet first hour of the prepared run, at a pressure."""
    pressures = {f"{module}__space_pressure_pa": pressure_mmhg * PA_PER_MMHG for module in IDS}
    return changed(moment_at(1800.0), **pressures, **values)


def pressure(moment):
    return next(one for one in cabin_readings(moment, UNITS) if one.name == "Pressure")


def test_the_limits_stand_in_the_same_places_on_every_scale():
    middle = (719.0 + 15.1 * 51.7149) / 2
    for pressure_mmhg, place in ((719.0, NORMAL[0]), (middle, 0.5), (780.89, NORMAL[1])):
        assert pressure(air(pressure_mmhg)).place_1 == pytest.approx(place, abs=1e-3)
    found = pressure(air())
    assert (found.low, found.high, found.tone) == ("719.0 mmHg", "780.9 mmHg", "")


@pytest.mark.parametrize(
    ("pressure_mmhg", "tone"), [(745.0, ""), (715.0, "notice"), (690.0, "bad"), (400.0, "bad")]
)
def test_what_is_outside_takes_the_tone_of_the_worst_limit_that_is_passed(pressure_mmhg, tone):
    found = pressure(air(pressure_mmhg))
    assert found.tone == tone
    assert 0.0 < found.place_1 < 1.0


def test_a_limit_that_somebody_edited_counts_as_it_is_now():
    moment = air(730.0)
    edited = replace(moment.board, limits={("pressure_below_band", "value"): 735.0 * PA_PER_MMHG})
    assert pressure(replace(moment, board=edited)).tone == "notice"


def test_a_quantity_that_nothing_measures_has_no_place():
    found = cabin_readings(air(), UNITS)
    carbon = next(one for one in found if one.name == "ppCO₂")
    assert carbon.place_1 != carbon.place_1
    assert "not known" in carbon.words


def test_the_smallest_leak_that_would_be_noticed_is_the_high_end_of_what_may_be_lost():
    assert seen_text(air(), UNITS).startswith("A leak above 0.346 kg/day would be noticed now")
    unknown = {f"{module}__leak_rate_high_kg_s": float("nan") for module in IDS}
    assert "not known yet" in seen_text(air(**unknown), UNITS)
    assert aside_text(air(), UNITS) == ""


def test_what_is_due_is_what_the_run_knows_the_next_first():
    moment = moment_at(prepared.LENGTH_S - 100.0)
    shelved = replace(
        prepared.CO2_ALARM, state=AlarmState.SHELVED, until_s=prepared.LENGTH_S - 50.0
    )
    moment = replace(moment, board=replace(moment.board, alarms={shelved.id: shelved}))
    assert [one.text for one in upcoming(moment)] == [
        "Destiny: co2 comes back from the shelf",
        "End of the run",
    ]


def test_until_when_a_hatch_may_stay_closed_is_due_while_it_is_closed():
    moment = moment_at(prepared.ALARM_S + 100.0)
    assert any("Zvezda–PrK may stay closed" in one.text for one in upcoming(moment))
    opened = changed(moment, H01__is_open=1.0)
    assert not any("may stay closed" in one.text for one in upcoming(opened))
