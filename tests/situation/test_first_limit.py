"""Which limit is met first as air thins, against the closed form of air that leaves through a hole."""

from __future__ import annotations

import math

import pytest

from iss_viewer.situation.first_limit import (
    FirstLimit,
    limit_met,
    limit_text,
    people_text,
    rule_text,
    subject_of_people,
)
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.units import PA_PER_MMHG, UNIT_SYSTEMS
from tests.views.prepared import moment_at

LEAST_PA = read_safety_rules().limits.oxygen_least_pa
RULE_PA = 490.0 * PA_PER_MMHG
TIME_CONSTANT_S = 50_000.0


def thinning(pressure_mmhg: float, oxygen_mmhg: float) -> FirstLimit:
    """Of air that falls exponentially, with the exact time to the crew's rule."""
    pressure_pa = pressure_mmhg * PA_PER_MMHG
    rule_s = TIME_CONSTANT_S * math.log(pressure_pa / RULE_PA)
    return limit_met(pressure_pa, oxygen_mmhg * PA_PER_MMHG, rule_s, RULE_PA)


@pytest.mark.parametrize(("pressure", "oxygen"), [(735.0, 160.0), (716.0, 156.0), (650.0, 150.0)])
def test_oxygen_is_met_when_the_closed_form_says(pressure: float, oxygen: float) -> None:
    found = thinning(pressure, oxygen)
    assert found.is_oxygen
    met_s = TIME_CONSTANT_S * math.log(oxygen * PA_PER_MMHG / LEAST_PA)
    assert found.left_s == pytest.approx(met_s, rel=1e-9)
    assert found.pressure_pa == pytest.approx(pressure * LEAST_PA / oxygen, rel=1e-12)


def test_of_735_mmhg_with_160_of_oxygen_551_are_left_at_the_limit() -> None:
    found = thinning(735.0, 160.0)
    assert found.pressure_pa / PA_PER_MMHG == pytest.approx(551.3, abs=0.1)
    assert limit_text(found, UNIT_SYSTEMS[0]).startswith("First limit: oxygen, at 551.3 mmHg")


def test_rich_air_meets_the_crews_rule_first() -> None:
    found = thinning(735.0, 300.0)
    assert not found.is_oxygen
    assert found.left_s == pytest.approx(TIME_CONSTANT_S * math.log(735.0 / 490.0))
    assert limit_text(found, UNIT_SYSTEMS[0]) == "First limit: the crew's rule, 490 mmHg"


def test_where_no_analyser_reads_the_crews_rule_alone_is_told() -> None:
    assert not thinning(735.0, math.nan).is_oxygen


def test_oxygen_that_is_below_its_limit_leaves_no_time() -> None:
    assert thinning(735.0, 100.0).left_s == 0.0


@pytest.mark.parametrize("reserve_s", [math.nan, math.inf, 0.0])
def test_a_reserve_that_is_not_known_stays_so(reserve_s: float) -> None:
    found = limit_met(98e3, 21e3, reserve_s, RULE_PA)
    assert found.left_s == pytest.approx(reserve_s, nan_ok=True)
    assert limit_text(found, UNIT_SYSTEMS[0]) == ""


def test_the_time_is_for_the_air_that_people_breathe() -> None:
    moment = moment_at(1000.0)
    subject = subject_of_people(moment)
    said = people_text(moment, subject)
    assert said.startswith("Reserve time · ")
    assert "people" in said or "person" in said or "nobody" in said
    assert rule_text(moment, subject, "", UNIT_SYSTEMS[0]).startswith("490 mmHg: ")
