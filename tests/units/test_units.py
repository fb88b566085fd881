"""Quantities read and written by people come out as they went in, and never without a unit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer import units


@pytest.mark.parametrize("quantity", ["pressure", "mass_rate", "length", "duration", "temperature"])
@given(value=st.floats(-1e6, 1e6))
def test_every_unit_converts_to_si_and_back(quantity: str, value: float):
    for unit in units.units_of(quantity):
        there = units.to_si(value, unit, quantity)
        assert units.from_si(there, unit, quantity) == pytest.approx(value, rel=1e-12, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "quantity", "si"),
    [
        ("2 mm", "length", 0.002),
        ("760 mmHg", "pressure", 101325.0),
        ("1 lb/day", "mass_rate", 0.45359237 / 86400),
        ("1d 6h", "duration", 108000.0),
        ("20 C", "temperature", 293.15),
    ],
)
def test_a_written_quantity_is_read_with_its_unit(text: str, quantity: str, si: float):
    assert units.parse(text, quantity) == pytest.approx(si, rel=1e-6)


@pytest.mark.parametrize("text", ["", "2", "mm", "2 kg", "2 mm 3 mm", "two mm", "2 mm!"])
def test_a_length_without_a_unit_of_length_is_refused_with_what_is_allowed(text: str):
    with pytest.raises(units.UnitError, match="mm"):
        units.parse(text, "length")


@given(st.text(max_size=30))
def test_no_text_does_worse_than_being_refused(text: str):
    try:
        assert math.isfinite(units.parse(text, "duration"))
    except units.UnitError as error:
        assert "duration" in str(error)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1470.3, "1,470"),
        (0.9174, "0.917"),
        (-0.00542, "-0.005"),
        (-0.0003, "0"),
        (12.345, "12.3"),
        (float("inf"), "∞"),
        (float("nan"), "—"),
        (0.0, "0"),
    ],
)
def test_figures_are_written_without_exponents(value: float, text: str):
    assert units.figure(value) == text


@given(st.floats(1e-2, 1e9))
def test_a_figure_keeps_two_digits_of_its_value(value: float):
    assert float(units.figure(value).replace(",", "")) == pytest.approx(value, rel=0.06)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (48.0, "48 s"),
        (372.0, "6 min 12 s"),
        (22320.0, "6 h 12 min"),
        (187200.0, "2 d 04 h"),
        (float("inf"), "∞"),
        (float("nan"), "—"),
    ],
)
def test_durations_are_told_in_two_parts(seconds: float, text: str):
    assert units.duration_text(seconds) == text


def test_one_choice_of_units_switches_pressure_rate_and_mass():
    kpa = next(system for system in units.UNIT_SYSTEMS if system.pressure == "kPa")
    assert kpa.pressure_text(101325.0) == "101.33 kPa"
    assert kpa.rate_text(-1.0) == "-3.60 kPa/h"
    assert kpa.mass_rate_text(1.0 / 86400.0) == "1.00 kg/day"
    assert kpa.pressure_text(float("nan")) == "—"
