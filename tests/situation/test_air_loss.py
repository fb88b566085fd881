"""How much air is lost and how long it lasts, in words: no number is given that is not known."""

from __future__ import annotations

import pytest

from iss_viewer.situation.air_loss import (
    linear_reserve_s,
    loss_band_text,
    loss_text,
    reserve_band_text,
    reserve_rules_text,
)
from iss_viewer.situation.words.spans import gas_words, span_band_text, span_text
from iss_viewer.units import UNIT_SYSTEMS
from tests.views.prepared import changed, moment_at

INF = float("inf")


def test_a_loss_that_is_not_told_from_none_is_not_given_as_a_number():
    calm = changed(
        moment_at(1000.0),
        STATION__leak_rate_kg_s=-1e-5,
        STATION__leak_rate_low_kg_s=-3e-5,
        STATION__leak_rate_high_kg_s=1e-5,
    )
    assert loss_text(calm, "STATION", UNIT_SYSTEMS[0]) == "None seen"
    believed = changed(calm, STATION__no_leak_probability=0.05)
    assert loss_text(believed, "STATION", UNIT_SYSTEMS[0]) == "Not known yet"
    assert loss_band_text(calm, "STATION", UNIT_SYSTEMS[0]) == "95 %: below 0.864 kg/day"


@pytest.mark.parametrize(
    ("seconds", "words"), [(INF, "no limit"), (5e8, "over 3 years"), (7200.0, "2 h 00 min")]
)
def test_long_times_are_told_in_words(seconds, words):
    assert span_text(seconds) == words


def test_a_band_without_end_is_told_by_its_lower_end():
    assert span_band_text(236 * 86400.0, INF) == "at least 236 d"
    assert span_band_text(INF, INF) == ""


def test_gas_that_lasts_is_told_with_its_band_and_without_flicker():
    day_s = 86400.0
    assert gas_words(472 * day_s, 394 * day_s, 611 * day_s) == ("470 d", "390 d … 610 d")
    assert gas_words(900 * day_s, 236 * day_s, INF) == ("over 240 d", "within measurement noise")
    assert gas_words(INF, INF, INF) == ("no limit", "no gas is spent now")
    assert gas_words(15e3, 13e3, 18e3)[0] == "4 h 10 min"


def test_beside_the_reserve_time_stands_what_the_straight_line_of_the_crew_gives():
    moment = changed(
        moment_at(20000.0), SM_PRK__space_pressure_pa=(490.0 + 36.0) * 133.322387415,
        SM_PRK__dpdt_pa_s=-133.322387415 / 3600.0,
    )  # fmt: skip
    assert linear_reserve_s(moment, "SM_PRK") == pytest.approx(36 * 3600.0)
    band, with_rule = reserve_band_text(moment, "SM_PRK")
    assert with_rule == f"{band} · linear 1 d 12 h"
    assert "490 mmHg" in reserve_rules_text(moment, "SM_PRK")
    rising = changed(moment, SM_PRK__dpdt_pa_s=0.001)
    assert reserve_band_text(rising, "SM_PRK") == (band, band)
    assert reserve_rules_text(rising, "SM_PRK") == ""
