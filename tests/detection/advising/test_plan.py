"""What closing hatches promises, against what information is by definition."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.detection.advising.plan import WAITS_S, HatchPlan, Outlook
from iss_viewer.detection.locating.priors import read_priors
from iss_viewer.detection.locating.slope_noise import SlopeNoise
from iss_viewer.station import read_station

STATION = read_station("iss")
PRIORS = read_priors()
COL, JLP, MLM = (frozenset({name}) for name in ("COL", "JLP", "MLM"))
CHANCES = dict.fromkeys(STATION.module_ids, 0.0) | {"COL": 0.3, "JLP": 0.5, "MLM": 0.1}
FOR_EVER_S = 1e12


def outlook(rate_kg_s: float = 1e-5) -> Outlook:
    """Three modules may leak, one in ten that none does; as much time as one likes."""
    noise, procedure = SlopeNoise.of(PRIORS.noise), PRIORS.procedure
    return Outlook(STATION, CHANCES, np.array([rate_kg_s]), noise, procedure, FOR_EVER_S)


def plan(formed_s: float = 0.0) -> HatchPlan:
    """Each of the three alone from then on."""
    return HatchPlan((COL, JLP, MLM), (formed_s,) * 3, closing_s=max(formed_s, 0.0))


def entropy(*chances: float) -> float:
    return -sum(chance * math.log(chance) for chance in chances)


def test_the_entropy_of_parts_is_that_of_their_chances_and_of_none() -> None:
    assert outlook().entropy((COL, JLP, MLM)) == pytest.approx(entropy(0.3, 0.5, 0.1, 0.1))
    assert outlook().entropy((COL | JLP, MLM)) == pytest.approx(entropy(0.8, 0.1, 0.1))


def test_a_part_has_the_chances_the_air_and_the_barometers_of_its_modules() -> None:
    chance, volume_m3, barometers, lasts_s = outlook().describe(COL | JLP)
    pressure = {kind.id for kind in STATION.sensor_classes if kind.quantity == "pressure"}
    inside = [s for s in STATION.sensors if s.module in ("COL", "JLP")]
    assert chance == pytest.approx(0.8)
    assert volume_m3 == pytest.approx(sum(STATION.module(m).free_volume_m3 for m in ("COL", "JLP")))
    assert barometers == sum(s.sensor_class in pressure for s in inside) > 0
    assert lasts_s == math.inf  # nobody breathes there


def test_parts_of_a_large_leak_tell_all_that_there_is_to_know() -> None:
    """Of parts that are told apart beyond doubt, the information is their entropy."""
    gains, total_s = outlook(rate_kg_s=100.0).gains(plan())
    assert gains == pytest.approx(np.full(len(WAITS_S), entropy(0.3, 0.5, 0.1, 0.1)), rel=1e-6)
    assert total_s == pytest.approx(WAITS_S)


def test_parts_of_a_leak_too_small_to_be_seen_tell_nothing() -> None:
    assert outlook(rate_kg_s=1e-12).gains(plan())[0] == pytest.approx(0.0, abs=1e-6)


def test_the_pace_of_a_plan_is_what_it_tells_beyond_the_doubt_of_a_verdict_per_second() -> None:
    """A verdict at confidence c leaves -ln c - (1/c - 1) ln(1 - c) nats: H(c) / c."""
    confidence = PRIORS.procedure.confidence
    doubt = entropy(confidence, 1.0 - confidence) / confidence
    found = outlook(1e-4).prospect(plan(60.0), later_s=100.0)
    assert found.gain > doubt
    assert found.pace * found.total_s == pytest.approx(found.gain - doubt)


def test_a_plan_that_takes_longer_than_there_is_time_is_worth_nothing() -> None:
    late = replace(plan(), closing_s=2.0 * FOR_EVER_S)
    assert outlook().prospect(late).pace == 0.0


def test_plans_reckoned_side_by_side_promise_what_each_does_alone_to_the_last_bit() -> None:
    belief, plans = outlook(1e-4), [plan(), plan(60.0), plan(900.0)]
    later_s = [0.0, 100.0, 5000.0]
    alone = tuple(belief.prospect(one, more) for one, more in zip(plans, later_s, strict=True))
    assert belief.prospects(plans, later_s) == alone
    assert len(set(alone)) == 3
