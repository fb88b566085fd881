"""Numbers in the reader's units."""

from __future__ import annotations

import pytest

from iss_viewer.situation.words.quantities import (
    change_text,
    kilograms_text,
    leak_rate_words,
    litres_text,
    other_pressure_text,
)
from iss_viewer.situation.words.review import (
    acknowledged_words,
    air_kept_words,
    flood_words,
    isolated_words,
    lost_words,
    peak_words,
)
from iss_viewer.units import UNIT_SYSTEMS

MMHG, KPA, PSI = UNIT_SYSTEMS
NAN = float("nan")


def test_a_leak_rate_comes_with_its_interval():
    assert leak_rate_words(1e-5, 0.5e-5, 2e-5, KPA) == (
        "0.864 kg/day (95 %: 0.432 kg/day to 1.73 kg/day)"
    )


def test_a_pressure_is_also_given_in_the_unit_of_the_other_agency():
    assert other_pressure_text(101325.0, MMHG) == "101.33 kPa"
    assert other_pressure_text(101325.0, PSI) == "101.33 kPa"
    assert other_pressure_text(101325.0, KPA) == "760.0 mmHg"


@pytest.mark.parametrize(
    ("rate_pa_s", "words"),
    [(-0.01, "-0.864 kPa a day"), (-1.0, "-0.06 kPa a minute"), (NAN, "")],
)
def test_a_fast_change_is_told_a_minute_and_a_slow_one_a_day(rate_pa_s, words):
    assert change_text(rate_pa_s, KPA) == words


def test_stores_are_told_in_kilograms_and_litres():
    assert kilograms_text(40.04) == "40.0 kg"
    assert kilograms_text(NAN) == ""
    assert litres_text(0.0312, 0.032) == "31.2 of 32 L"


def test_a_run_that_is_over_is_told_in_figures():
    assert peak_words(1e-5, 3600.0, KPA) == "0.864 kg/day at T+01:00:00"
    assert peak_words(NAN, NAN, KPA) == "none seen"
    lost = {"nitrogen_kg": 0.0934, "oxygen_kg": 0.03, "water_kg": 0.0, "energy_j": 35.0}
    assert lost_words(0.1234, lost) == "0.123 kg: nitrogen 0.0934 kg, oxygen 0.03 kg"
    assert flood_words(600.0, 0.025) == ("10 min 00 s", "2.5 %")


def test_marks_say_what_they_are_given_for():
    assert acknowledged_words(42.0) == "42 s after the first alarm"
    assert acknowledged_words(NAN) == "never acknowledged"
    assert isolated_words("PrK", 1800.0) == "PrK alone 30 min after the first sign"
    assert isolated_words("PrK", -5.0) == "PrK alone 0 min after the first sign"
    assert isolated_words("PrK", NAN) == "PrK never isolated"
    said = "lowest station pressure 99.0 kPa of 101.0 kPa, 14.5 kg lost through leaks"
    assert air_kept_words(99e3, 101e3, 14.542) == said
